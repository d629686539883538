//! Times by the plan alone, from the window's start. What comes before execute is planned backwards, so that it ends
//! when the window starts; a session that began later plans it from its own beginning.

use chrono::{DateTime, TimeDelta, Utc};

use super::walk::{Rules, Span, Times, walk};
use crate::calendar::{Calendar, stabilisation_end};
use crate::decide::scene::{Item, Scene};
use crate::decide::span::{minus, plus};
use crate::plan::{Plan, StageKind};

/// The planned times of every stage and step of the plan.
pub(super) fn planned(scene: &Scene) -> Times {
    let start = scene.plan.window.start;
    let from_start = walk(scene, &ByPlan { plan: scene.plan, begin: start });
    let before = before_execute(scene, &from_start, start);
    if before.is_zero() {
        return from_start;
    }
    let began = scene.session.created.at.min(start);
    walk(scene, &ByPlan { plan: scene.plan, begin: minus(start, before).max(began) })
}

/// How long the stages before execute take.
fn before_execute(scene: &Scene, times: &Times, start: DateTime<Utc>) -> TimeDelta {
    let stages = scene.plan.stages.iter().enumerate().filter(|(_, stage)| stage.kind < StageKind::Execute);
    let ends = stages.filter_map(|(index, _)| times.stage(index)).map(|span| span.end);
    ends.max().map_or(TimeDelta::zero(), |end| end.signed_duration_since(start).max(TimeDelta::zero()))
}

struct ByPlan<'a> {
    plan: &'a Plan,
    begin: DateTime<Utc>,
}

impl Rules for ByPlan<'_> {
    fn begin(&self) -> DateTime<Utc> {
        self.begin
    }

    fn opens(&self, index: usize, kind: StageKind, turn: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let first = kind == StageKind::Execute
            && self.plan.stages.iter().position(|stage| stage.kind == kind) == Some(index);
        Some(if first { self.plan.window.start } else { turn })
    }

    fn runs(&self, _: usize, item: &Item, earliest: DateTime<Utc>) -> Option<Span> {
        let ours = item.added.is_none();
        ours.then(|| Span { start: earliest, end: plus(earliest, item.step.planned) })
    }

    fn holds_up(&self, _item: &Item) -> bool {
        true
    }

    fn decides(&self, from: DateTime<Utc>, done: DateTime<Utc>) -> DateTime<Utc> {
        plus(from, self.plan.window.decision_time).max(done)
    }

    fn follows(&self, decided: DateTime<Utc>) -> DateTime<Utc> {
        decided
    }

    fn calm(&self, decided: DateTime<Utc>) -> DateTime<Utc> {
        by_calendar(self.plan, decided)
    }
}

/// End of a stabilisation that begins with a decision then.
pub(super) fn by_calendar(plan: &Plan, decided: DateTime<Utc>) -> DateTime<Utc> {
    Calendar::named(&plan.stabilisation.calendar).map_or(decided, |calendar| {
        stabilisation_end(calendar, plan.window.zone, decided, plan.stabilisation.business_days)
    })
}
