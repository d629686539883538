//! Whether the planned work, and the way back, fit into the window.

use chrono::TimeDelta;

use super::outage::length;
use crate::plan::parse::cx::Cx;
use crate::plan::types::{Plan, StageKind};
use crate::text::duration;

/// Warns where the plan cannot be kept even if nothing goes wrong, or not be undone in time.
pub(super) fn judge(cx: &mut Cx<'_>, plan: &Plan) {
    let Some(work) = length(plan, StageKind::Execute).checked_add(&length(plan, StageKind::Validate)) else {
        return;
    };
    let deciding = plan.window.decision_time.max(plan.decision.steady_for);
    let there = work.checked_add(&deciding).unwrap_or(TimeDelta::MAX);
    let room = plan.window.end - plan.window.start;
    let place = cx.place("window", "end");
    if there > room {
        let message = format!(
            "the window lasts {}, and execute, validate and the decision are planned for {}",
            duration::minutes(room),
            duration::minutes(there)
        );
        cx.warn(place, "window-too-short", message, "choose a longer window, or less work");
        return;
    }
    let back = way_back(plan);
    if back > TimeDelta::zero() && there.checked_add(&back).is_none_or(|both| both > room) {
        let message = format!(
            "{} until the decision and {} for a rollback do not fit into the window of {}",
            duration::minutes(there),
            duration::minutes(back),
            duration::minutes(room)
        );
        let help =
            "choose a longer window: the last safe moment for a rollback would pass before the decision";
        cx.warn(place, "window-too-short", message, help);
    }
}

/// The runbook in a row with the margin of an unrehearsed one, then its validation.
fn way_back(plan: &Plan) -> TimeDelta {
    let steps = plan.rollback.iter().filter(|step| !step.undo.only_as_fallback && !step.undo.validates);
    let planned = steps.fold(TimeDelta::zero(), |sum, step| {
        let margin = if step.undo.restores_data { step.planned * 2 } else { step.planned * 3 / 2 };
        sum.checked_add(&margin).unwrap_or(sum)
    });
    if planned.is_zero() {
        planned
    } else {
        planned.checked_add(&plan.decision.steady_for).unwrap_or(planned)
    }
}
