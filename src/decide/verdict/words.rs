//! The word of the phase, and what would change it.

use super::{Class, Finding, Known};
use crate::journal::{About, Recommendation};
use crate::text::list;

/// The table of words: by the question, and by the strongest fact against.
pub(super) fn recommendation(about: About, strongest: Option<Class>) -> Recommendation {
    use Recommendation as R;
    match (about, strongest) {
        (About::Start, Some(Class::Acting | Class::Wrong))
        | (About::GoLive | About::Continue | About::Restore, Some(Class::Wrong)) => R::Hold,
        (About::Continue | About::GoLive | About::Stay, Some(Class::Acting)) => R::Rollback,
        (About::Restore, Some(Class::Acting)) => R::Failed,
        (About::Stay, Some(Class::Wrong)) => R::Watch,
        (About::Start | About::GoLive, Some(Class::Missing)) => R::NotYet,
        (About::Restore, Some(Class::Missing)) => R::Restoring,
        (About::Start, None | Some(Class::ToCome)) => R::Ready,
        (About::Continue, _) => R::Proceed,
        (About::GoLive, None | Some(Class::ToCome)) => R::Go,
        (About::Restore, None | Some(Class::ToCome)) => R::Restored,
        (About::Stay, _) => R::Steady,
    }
}

/// Conditions named at most in one sentence.
const NAMED: usize = 2;

/// "payments-api up and steady until 02:31 → GO", or "GO from 02:31 if payments-api stays up": what takes the strongest facts away, and the word that would follow.
/// Where nothing is against, the trigger that is about to be met.
pub(super) fn changes_when(known: &Known, about: About, against: &[&Finding]) -> String {
    let Some(strongest) = against.first().map(|finding| finding.class) else {
        return at_risk(known).unwrap_or_default();
    };
    let rest = against.iter().map(|finding| finding.class).find(|class| *class != strongest);
    let then = recommendation(about, rest).word();
    let cured = || against.iter().filter(|finding| finding.class == strongest && !finding.cure.is_empty());
    if let Some(text) = by_staying_up(known, then, cured()) {
        return text;
    }
    let mut cures: Vec<&str> = Vec::new();
    for finding in cured() {
        if !cures.contains(&finding.cure.as_str()) {
            cures.push(&finding.cure);
        }
    }
    match cures.len() {
        0 => String::new(),
        n if n <= NAMED => format!("{} → {then}", list::and_list(&cures)),
        n => {
            let named: Vec<&str> = cures.into_iter().take(NAMED).collect();
            format!("{} and {} more → {then}", named.join(", "), n - NAMED)
        }
    }
}

/// Where nothing has to be done but to stay up.
fn by_staying_up<'f>(
    known: &Known,
    then: &str,
    cured: impl Iterator<Item = &'f &'f Finding> + Clone,
) -> Option<String> {
    let until: Option<Vec<_>> = cured.clone().map(|finding| finding.if_up_until).collect();
    let at = until?.into_iter().max()?;
    let ids: Vec<&str> = cured.map(|finding| finding.subject.as_str()).collect();
    let who = match ids.as_slice() {
        [only] => format!("{only} stays"),
        both @ [_, _] => format!("{} stay", list::and_list(both)),
        [first, others @ ..] => format!("{first} and {} more stay", others.len()),
        [] => return None,
    };
    Some(format!("{then} from {} if {who} up", known.scene.hhmm(at)))
}

fn at_risk(known: &Known) -> Option<String> {
    let armed = known.triggers.iter().filter(|trigger| trigger.armed);
    let (at, id) = armed.filter_map(|trigger| Some((trigger.met_at?, &trigger.id))).min()?;
    let word = if known.clocks.roll_forward_only { "HOLD" } else { "ROLLBACK" };
    Some(format!("{id} met at {} → {word}", known.scene.hhmmss(at)))
}
