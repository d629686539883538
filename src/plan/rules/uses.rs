//! Where a check is relied on, it must be one that this version polls.

use crate::plan::parse::cx::{Cx, Span};
use crate::plan::types::{Plan, Step, StepKind};

/// Judges gates, barriers, triggers and check steps.
pub(super) fn judge(cx: &mut Cx<'_>, plan: &Plan) {
    for stage in &plan.stages {
        if let Some(gate) = &stage.gate {
            let place = cx.place(&format!("stage {}", stage.id), "gate");
            gate.checks.iter().for_each(|id| polled(cx, plan, id, place.clone(), "a gate"));
        }
    }
    for (_, step) in plan.steps() {
        of_step(cx, plan, step);
    }
    for trigger in &plan.triggers {
        if let Some(id) = &trigger.check {
            polled(cx, plan, id, cx.place(&format!("trigger {}", trigger.id), "check"), "a trigger");
        }
    }
}

fn of_step(cx: &mut Cx<'_>, plan: &Plan, step: &Step) {
    let subject = format!("step {}", step.id);
    for id in &step.barrier {
        polled(cx, plan, id, cx.place(&subject, "barrier"), "a barrier");
    }
    if let StepKind::Check(id) = &step.kind {
        polled(cx, plan, id, cx.place(&subject, "check"), "a step");
    }
}

fn polled(cx: &mut Cx<'_>, plan: &Plan, id: &str, place: Span, what: &str) {
    if plan.check(id).is_some_and(|check| !check.is_polled()) {
        let message = format!("{what} cannot rely on check `{id}`: this version does not poll its kind");
        cx.error(place, "not-polled", message, "name an http or tcp check");
    }
}
