//! The maintenance page: turned off again, measured, judged from inside, and after the backup.

use super::outage::closes;
use crate::plan::parse::cx::Cx;
use crate::plan::types::{Check, Evidence, Plan, Step, StepKind, Switch, Via, Weight};

/// Warns about switches.
pub(super) fn judge(cx: &mut Cx<'_>, plan: &Plan) {
    for switch in &plan.switches {
        never_off(cx, plan, switch);
        if closes(switch) {
            only_from_outside(cx, plan, switch);
            late_backup(cx, plan, switch);
        }
    }
    if plan.switches.iter().any(closes) && !plan.checks.iter().any(|check| check.availability) {
        let message = "a switch keeps customers out, and no check is marked `availability`: the outage would not be measured";
        let first = plan.checks.first().map_or("", |check| check.id.as_str());
        cx.warn(
            cx.place(&format!("check {first}"), ""),
            "no-odometer",
            message,
            "write availability = true on what customers see",
        );
    }
}

/// Whether the step turns that switch on.
pub(super) fn turns_on(step: &Step, switch: &str) -> bool {
    matches!(&step.kind, StepKind::Switch { id, on: true } if id == switch)
}

/// Whether the step turns that switch off.
pub(super) fn turns_off(step: &Step, switch: &str) -> bool {
    matches!(&step.kind, StepKind::Switch { id, on: false } if id == switch)
}

fn stage_steps(plan: &Plan) -> impl Iterator<Item = &Step> {
    plan.stages.iter().flat_map(|stage| &stage.steps)
}

/// What is turned on must be turned off, or the session cannot be closed.
fn never_off(cx: &mut Cx<'_>, plan: &Plan, switch: &Switch) {
    let last_on = stage_steps(plan).filter(|step| turns_on(step, &switch.id)).last();
    let off_later = stage_steps(plan)
        .skip_while(|step| last_on.is_some_and(|on| on.id != step.id))
        .any(|step| turns_off(step, &switch.id));
    if last_on.is_some() && !off_later {
        let message = format!("\"{}\" is turned on, and no later step turns it off", switch.title);
        let help =
            format!("add a step with switch = {{ off = \"{}\" }} to a stage after the decision", switch.id);
        cx.warn(cx.place(&format!("switch {}", switch.id), ""), "switch-without-off", message, help);
    }
}

/// Behind the page only inside checks can say whether the release works.
fn only_from_outside(cx: &mut Cx<'_>, plan: &Plan, switch: &Switch) {
    let hidden = switch.expect.iter().flat_map(|expect| &expect.checks);
    let hides_critical = hidden.filter_map(|id| plan.check(id)).any(|check| check.critical);
    let inside =
        |check: &Check| check.critical && check.via == Via::Inside && check.weight == Weight::Deciding;
    if hides_critical && !plan.checks.iter().any(inside) {
        let message = format!(
            "behind \"{}\" no critical check looks from inside: nothing could be judged before the page goes off",
            switch.title
        );
        let help = "add a critical check with via = \"inside\" that reaches the service behind the page";
        cx.warn(cx.place(&format!("switch {}", switch.id), "expect"), "no-inside-check", message, help);
    }
}

/// A backup taken after the page went on lengthens the outage.
fn late_backup(cx: &mut Cx<'_>, plan: &Plan, switch: &Switch) {
    let after = stage_steps(plan).skip_while(|step| !turns_on(step, &switch.id)).skip(1);
    let mut while_on = after.take_while(|step| !turns_off(step, &switch.id));
    if let Some(backup) = while_on.find(|step| step.evidence == Evidence::Backup) {
        let message = format!(
            "step `{}` takes the backup after \"{}\" is on: customers wait for it",
            backup.id, switch.title
        );
        let place = cx.place(&format!("step {}", backup.id), "evidence");
        cx.warn(place, "late-backup", message, "take and verify it in the pre-checks");
    }
}
