//! Whether the promised outage is long enough for what happens behind the maintenance page.

use chrono::TimeDelta;

use super::page::{turns_off, turns_on};
use crate::plan::parse::cx::Cx;
use crate::plan::types::{ExpectHow, Order, Plan, Stage, StageKind, Step, Switch};
use crate::text::duration;

/// What re-opening itself takes.
const REOPENING: TimeDelta = TimeDelta::minutes(5);

/// Warns of a promise that the plan itself cannot keep.
pub(super) fn judge(cx: &mut Cx<'_>, plan: &Plan) {
    let promised = plan.window.planned_outage;
    let pages = plan.switches.iter().filter(|switch| closes(switch));
    for page in pages {
        let Some(inside) = inside(plan, page) else { continue };
        let Some(needed) =
            inside.checked_add(&plan.decision.steady_for).and_then(|sum| sum.checked_add(&REOPENING))
        else {
            continue;
        };
        let place = cx.place("window", "planned-outage");
        let sum = format!(
            "{} behind \"{}\" and {} of steadiness and {} to re-open come to {}",
            duration::minutes(inside),
            page.title,
            duration::minutes(plan.decision.steady_for),
            duration::minutes(REOPENING),
            duration::minutes(needed)
        );
        if promised.is_zero() {
            let message = format!("no `planned-outage` is promised, and {sum}");
            cx.warn(
                place,
                "outage-too-short",
                message,
                "add `planned-outage` to [window]: people are told it",
            );
        } else if promised < needed {
            let message =
                format!("the planned outage of {} is too short: {sum}", duration::minutes(promised));
            cx.warn(place, "outage-too-short", message, "promise more, or do less behind the page");
        }
        let limit = page.expect.as_ref().and_then(|expect| expect.at_most);
        if let Some(limit) = limit.filter(|limit| *limit < needed) {
            let message =
                format!("`at-most` {} of switch `{}` is too short: {sum}", duration::minutes(limit), page.id);
            let place = cx.place(&format!("switch {}", page.id), "expect");
            cx.warn(place, "outage-too-short", message, "from then on its checks would count as really down");
        }
    }
}

/// Customers are kept out while it is on.
pub(super) fn closes(switch: &Switch) -> bool {
    switch.expect.as_ref().is_some_and(|expect| expect.how != ExpectHow::Any)
}

/// Planned work from the step that turns it on to the one that turns it off; `None` where the plan has not both.
fn inside(plan: &Plan, page: &Switch) -> Option<TimeDelta> {
    let on = plan.stages.iter().position(|stage| stage.steps.iter().any(|step| turns_on(step, &page.id)))?;
    let off =
        plan.stages.iter().rposition(|stage| stage.steps.iter().any(|step| turns_off(step, &page.id)))?;
    let stages = plan.stages.iter().enumerate();
    let closed = stages.filter(|(at, stage)| *at >= on && *at < off && is_work(stage.kind));
    Some(closed.fold(TimeDelta::zero(), |sum, (at, stage)| {
        let all = stage_length(stage);
        let before =
            if at == on { end_of(stage, |step| turns_on(step, &page.id)) } else { TimeDelta::zero() };
        sum.checked_add(&(all - before)).unwrap_or(sum)
    }))
}

fn is_work(kind: StageKind) -> bool {
    matches!(kind, StageKind::NotifyStart | StageKind::Execute | StageKind::Validate)
}

/// The stages of a kind, one after the other.
pub(super) fn length(plan: &Plan, kind: StageKind) -> TimeDelta {
    plan.stages_of(kind)
        .fold(TimeDelta::zero(), |sum, (_, stage)| sum.checked_add(&stage_length(stage)).unwrap_or(sum))
}

/// Until its last planned step ends.
fn stage_length(stage: &Stage) -> TimeDelta {
    ends(stage).into_iter().map(|(_, end)| end).max().unwrap_or_default()
}

fn end_of(stage: &Stage, which: impl Fn(&Step) -> bool) -> TimeDelta {
    ends(stage).into_iter().find(|(step, _)| which(step)).map_or(TimeDelta::zero(), |(_, end)| end)
}

/// When each step ends, counted from the stage's opening: after its needs, in a sequence after the one before it.
fn ends(stage: &Stage) -> Vec<(&Step, TimeDelta)> {
    let mut by_id: std::collections::HashMap<&str, TimeDelta> = std::collections::HashMap::new();
    let mut before = TimeDelta::zero();
    let mut ends = Vec::new();
    for step in &stage.steps {
        let start = match &step.needs {
            Some(needs) => {
                needs.iter().filter_map(|need| by_id.get(need.as_str())).max().copied().unwrap_or_default()
            }
            None if stage.order == Order::Sequence => before,
            None => TimeDelta::zero(),
        };
        let end = start.checked_add(&step.planned).unwrap_or(start);
        before = before.max(end);
        by_id.insert(&step.id, end);
        ends.push((step, end));
    }
    ends
}
