//! The team: who leads, who starts a rollback, who is who.

use std::collections::HashMap;

use crate::plan::parse::cx::{Cx, shown};
use crate::plan::parse::document::Whole;
use crate::plan::types::Plan;

/// Judges the team.
pub(super) fn judge(cx: &mut Cx<'_>, plan: &Plan, whole: Whole) {
    logins(cx, plan);
    if plan.team.is_empty() || !whole.team {
        return;
    }
    stations(cx, plan);
    if !plan.team.iter().any(|member| member.has_role("deployment-lead")) {
        let message = "nobody on the team has the role `deployment-lead`: only owners and the approver could move steps";
        cx.warn(
            cx.place("decision", ""),
            "no-lead",
            message,
            "give one person roles = [\"deployment-lead\"]",
        );
    }
    // Seed, stage 3: designate a team member to initiate the rollback.
    if !plan.rollback.is_empty() && !plan.team.iter().any(|member| member.has_role("rollback-initiator")) {
        let message = "nobody is designated to initiate the rollback";
        let first = plan.rollback.first().map_or("", |step| step.id.as_str());
        let place = cx.place(&format!("step {first}"), "");
        cx.warn(place, "no-initiator", message, "give one person the role \"rollback-initiator\"");
    }
}

fn logins(cx: &mut Cx<'_>, plan: &Plan) {
    let mut seen: HashMap<&str, &str> = HashMap::new();
    for member in &plan.team {
        let Some(login) = &member.login else { continue };
        if let Some(other) = seen.insert(login, &member.id) {
            let message = format!("`{other}` and `{}` have the same login `{}`", member.id, shown(login));
            let help = "golive knows a person by the login: leave it out for people who share an account";
            cx.error(cx.place(&format!("team {}", member.id), "login"), "duplicate-id", message, help);
        }
    }
}

fn stations(cx: &mut Cx<'_>, plan: &Plan) {
    for station in &plan.decision.stations {
        if station.role.is_empty() || plan.holders(&station.role).next().is_some() {
            continue;
        }
        let roles: Vec<&str> =
            plan.team.iter().flat_map(|member| &member.roles).map(String::as_str).collect();
        let help = match crate::text::nearest(&station.role, roles) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "give one person of the team that role".to_owned(),
        };
        let effect =
            if station.required { "the decision would wait for it for ever" } else { "it stays silent" };
        let message = format!(
            "nobody on the team has the role `{}` to answer for the station `{}`: {effect}",
            shown(&station.role),
            station.id
        );
        let place = cx.place(&format!("station {}", station.id), "role");
        cx.warn(place, "role-without-holder", message, help);
    }
}
