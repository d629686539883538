//! How fast the work really goes, against its plan.

use chrono::{DateTime, TimeDelta, Utc};

use crate::decide::scene::{Item, Scene};
use crate::decide::span;
use crate::plan::{Place, StepKind};
use crate::session::StepState;

/// Actual over planned, of people's work and of the machine's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pace {
    pub manual: f64,
    pub command: f64,
}

/// Finished steps from which on the pace is believed.
const BELIEVED_FROM: usize = 3;
const SLOWEST: f64 = 3.0;
const FASTEST: f64 = 0.8;

impl Pace {
    /// Of the finished work of the stages; 1 until the third finished step of the kind.
    pub fn of(scene: &Scene) -> Self {
        let ratio = |machine: bool| {
            let finished: Vec<(TimeDelta, TimeDelta)> = scene
                .items
                .iter()
                .filter(|item| item.place != Place::Rollback && is_machine(item) == machine)
                .filter_map(|item| Some((worked(scene, item)?, item.step.planned)))
                .collect();
            ratio_of(&finished)
        };
        Self { manual: ratio(false), command: ratio(true) }
    }

    /// What the step's work is expected to take.
    pub fn work(self, item: &Item) -> TimeDelta {
        let pace = if is_machine(item) { self.command } else { self.manual };
        span::scaled(item.step.planned, pace)
    }
}

fn ratio_of(finished: &[(TimeDelta, TimeDelta)]) -> f64 {
    if finished.len() < BELIEVED_FROM {
        return 1.0;
    }
    let sum = |pick: fn(&(TimeDelta, TimeDelta)) -> TimeDelta| {
        finished.iter().map(|pair| span::as_seconds(pick(pair))).sum::<f64>()
    };
    let (actual, planned) = (sum(|pair| pair.0), sum(|pair| pair.1));
    if planned > 0.0 { (actual / planned).clamp(FASTEST, SLOWEST) } else { 1.0 }
}

fn is_machine(item: &Item) -> bool {
    matches!(item.step.kind, StepKind::Command(_) | StepKind::Http(_))
}

/// Time worked on a finished step that had a plan and was timed; waiting and holds are not work.
fn worked(scene: &Scene, item: &Item) -> Option<TimeDelta> {
    let StepState::Done { started, ended, waited, .. } = item.state else { return None };
    let (from, to) = actual(scene, item)?;
    if item.step.planned <= TimeDelta::zero() || to <= from || item.parent {
        return None;
    }
    let stated = scene.session.record(&item.step.id).is_some_and(|record| record.stated != (None, None));
    let taken = if stated { to.signed_duration_since(from) } else { ended.since(*started) };
    Some((taken - *waited - scene.held_between(*started, *ended)).max(TimeDelta::zero()))
}

/// When a step really began, and when it ended (now while it has not): as stated, else as recorded.
pub(crate) fn actual(scene: &Scene, item: &Item) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let stated = scene.session.record(&item.step.id).map_or((None, None), |record| record.stated);
    let began = item.state.started().or_else(|| item.state.ended())?.at;
    let ended = item.state.ended().map_or(scene.now.at, |ended| ended.at);
    let began = stated.0.unwrap_or(began);
    Some((began, stated.1.filter(|_| item.state.ended().is_some()).unwrap_or(ended).max(began)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(pairs: &[(i64, i64)]) -> f64 {
        let pairs: Vec<_> =
            pairs.iter().map(|(a, p)| (TimeDelta::minutes(*a), TimeDelta::minutes(*p))).collect();
        ratio_of(&pairs)
    }

    #[test]
    fn the_pace_counts_from_the_third_finished_step() {
        assert!((minutes(&[(20, 10), (20, 10)]) - 1.0).abs() < f64::EPSILON);
        assert!((minutes(&[(20, 10), (20, 10), (20, 10)]) - 2.0).abs() < f64::EPSILON);
    }

    #[test]
    fn the_pace_is_bounded() {
        assert!((minutes(&[(1, 10), (1, 10), (1, 10)]) - 0.8).abs() < f64::EPSILON);
        assert!((minutes(&[(90, 10), (90, 10), (90, 10)]) - 3.0).abs() < f64::EPSILON);
        assert!((minutes(&[(12, 10), (12, 10), (12, 10)]) - 1.2).abs() < 1e-9);
    }
}
