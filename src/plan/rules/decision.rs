//! The decide stage: something there must be ticked by the decision.

use super::order::subject;
use crate::plan::parse::cx::{Cx, shown};
use crate::plan::parse::document::Whole;
use crate::plan::types::{Decides, Plan, StageKind, Step, StepKind};

/// Judges who decides, and where.
pub(super) fn judge(cx: &mut Cx<'_>, plan: &Plan, whole: Whole) {
    if whole.team {
        approver(cx, plan);
    }
    for (_, stage) in plan.stages_of(StageKind::Decide).filter(|(_, stage)| !stage.steps.is_empty()) {
        let goes = |step: &Step| step.kind == StepKind::Decision && step.decides == Decides::Go;
        if !stage.steps.iter().any(goes) {
            let help = "add a step with decision = true, which GO ticks";
            cx.error(
                cx.place(&subject(stage), ""),
                "no-decision",
                "the decide stage has no decision step",
                help,
            );
        }
    }
}

fn approver(cx: &mut Cx<'_>, plan: &Plan) {
    let role = &plan.decision.approver;
    if plan.team.is_empty() || plan.holders(role).next().is_some() {
        return;
    }
    let roles: Vec<&str> = plan.team.iter().flat_map(|member| &member.roles).map(String::as_str).collect();
    let help = match crate::text::nearest(role, roles) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("give one person of the team the role \"{}\", or name another role", shown(role)),
    };
    let message = format!(
        "nobody on the team has the approver's role `{}`: nobody could decide start, go or rollback",
        shown(role)
    );
    cx.error(cx.place("decision", "approver"), "no-approver", message, help);
}
