//! Who acts: the member of the account, the one that it names, or one for the other.

use super::command::{Actor, Refusal};
use crate::plan::{Member, Plan};
use crate::text::{clean, list, nearest};

/// What is known of the one who asks.
#[derive(Debug, Clone, Copy)]
pub struct Identity<'a> {
    /// The account's login name; a member whose `login` it is, is its own member.
    pub login: &'a str,
    /// As events keep the account, e.g. `sam/1004`.
    pub os: &'a str,
    /// `--as`.
    pub named: Option<&'a str>,
    /// `--for`.
    pub on_behalf: Option<&'a str>,
}

impl Identity<'_> {
    /// Whose act it is, and who records it. An account that is a member records with its own name for whoever has an
    /// account too; who shares an account, or has none, is named.
    ///
    /// # Errors
    /// The plan has no such member, or the account is a member and names another who then speaks for a third.
    pub fn actor(self, plan: &Plan) -> Result<Actor, Refusal> {
        let own = plan.team.iter().find(|member| member.login.as_deref() == Some(self.login));
        let named = self.named.map(|id| member(plan, id, "--as")).transpose()?;
        let other = self.on_behalf.map(|id| member(plan, id, "--for")).transpose()?;
        let foreign = own.zip(named).filter(|(own, named)| own.id != named.id);
        let (by, on_behalf) = match (foreign, other) {
            (Some((own, _)), Some(other)) => return Err(two_names(own, other)),
            (Some((own, named)), None) if named.login.is_some() => (Some(own), Some(named)),
            _ => (named.or(own), other),
        };
        let by = by.map(|member| member.id.clone());
        let on_behalf = on_behalf.map(|member| member.id.clone()).filter(|id| Some(id) != by.as_ref());
        Ok(Actor { member: by, on_behalf, os: self.os.to_owned() })
    }
}

fn two_names(own: &Member, other: &Member) -> Refusal {
    let (own, other) = (&own.id, &other.id);
    let say = if own == other { String::new() } else { format!(" and say --for {other}") };
    Refusal::incomplete(format!("your account is {own}: leave --as out{say}"))
}

fn member<'a>(plan: &'a Plan, id: &str, flag: &str) -> Result<&'a Member, Refusal> {
    plan.member(id).ok_or_else(|| {
        let ids: Vec<&str> = plan.team.iter().map(|member| member.id.as_str()).collect();
        let near = nearest(id, ids.iter().copied()).map_or_else(
            || format!("the team is {}", list::and_list(&ids)),
            |near| format!("did you mean {near}?"),
        );
        Refusal::unknown(format!("{flag} {}: nobody in the plan has this id; {near}", clean::line(id)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::testing::Night;

    /// "by", or "by for other", or why not. mia and zoe have accounts of their own, lee has none.
    fn who(login: &str, named: &str, on_behalf: &str) -> String {
        let mut plan = Night::new().plan;
        for member in &mut plan.team {
            member.login = Some(member.id.clone()).filter(|id| id != "lee");
        }
        let given = |id| Some(id).filter(|id: &&str| !id.is_empty());
        let (named, on_behalf) = (given(named), given(on_behalf));
        match (Identity { login, os: "x/1", named, on_behalf }).actor(&plan) {
            Err(refusal) => refusal.text,
            Ok(Actor { member, on_behalf, .. }) => {
                let by = member.unwrap_or_else(|| "nobody".to_owned());
                on_behalf.map_or_else(|| by.clone(), |other| format!("{by} for {other}"))
            }
        }
    }

    #[test]
    fn an_account_acts_as_its_member_and_with_for_records_for_another() {
        assert_eq!(who("mia", "", ""), "mia");
        assert_eq!(who("mia", "mia", ""), "mia");
        assert_eq!(who("mia", "", "lee"), "mia for lee");
        assert_eq!(who("mia", "mia", "zoe"), "mia for zoe");
        assert_eq!(who("mia", "", "mia"), "mia");
    }

    #[test]
    fn who_has_an_account_is_named_only_with_the_mark_by_another() {
        assert_eq!(who("mia", "zoe", ""), "mia for zoe");
        assert_eq!(who("mia", "lee", ""), "lee", "who has no account shares this one");
    }

    #[test]
    fn a_member_does_not_name_another_who_then_speaks_for_a_third() {
        assert_eq!(who("mia", "zoe", "lee"), "your account is mia: leave --as out and say --for lee");
        assert_eq!(who("mia", "lee", "zoe"), "your account is mia: leave --as out and say --for zoe");
        assert_eq!(who("mia", "zoe", "zoe"), "your account is mia: leave --as out and say --for zoe");
        assert_eq!(who("mia", "zoe", "mia"), "your account is mia: leave --as out");
    }

    #[test]
    fn an_account_that_is_no_member_only_reads_until_it_names_one() {
        assert_eq!(who("ops", "", ""), "nobody");
        assert_eq!(who("ops", "", "lee"), "nobody for lee", "which admit refuses");
        assert_eq!(who("ops", "zoe", ""), "zoe");
        assert_eq!(who("ops", "lee", "zoe"), "lee for zoe");
        assert_eq!(who("ops", "lee", "lee"), "lee");
    }

    #[test]
    fn nobody_who_is_not_in_the_plan_acts() {
        assert_eq!(
            who("mia", "", "somebody"),
            "--for somebody: nobody in the plan has this id; the team is mia, zoe and lee"
        );
    }
}
