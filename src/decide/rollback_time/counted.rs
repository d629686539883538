//! The time that one rollback step counts for: the longest of planned, rehearsed and last real, with its margin.

use std::collections::HashMap;

use chrono::TimeDelta;

use super::{Role, role};
use crate::decide::rehearsal::Rehearsal;
use crate::decide::scene::{Item, Scene};
use crate::decide::span;

/// Rehearsed, and not too long ago, on data like production's.
const MARGIN_REHEARSED: f64 = 1.2;
/// Otherwise.
const MARGIN_NOT_REHEARSED: f64 = 1.5;
/// A step that restores data.
const MARGIN_RESTORES: f64 = 2.0;

/// What the runbook's rehearsal says about its steps.
pub(super) struct Counted {
    share: Share,
    margin: f64,
}

impl Counted {
    pub fn of(scene: &Scene) -> Self {
        let rehearsal = Rehearsal::of(scene).filter(Rehearsal::counts);
        let margin = match &rehearsal {
            Some(rehearsal) if rehearsal.production_like => MARGIN_REHEARSED,
            _ => MARGIN_NOT_REHEARSED,
        };
        Self { share: rehearsed_share(scene, rehearsal.as_ref()), margin }
    }

    /// The time that the step counts for.
    pub fn time(&self, scene: &Scene, item: &Item) -> TimeDelta {
        let margin = if item.step.undo.restores_data { MARGIN_RESTORES } else { self.margin };
        let longest = item.step.planned.max(self.share.of(item)).max(last_real(scene, item));
        span::scaled(longest, margin)
    }
}

/// Undoing a step that the plan did not foresee counts for as long as the step itself took.
pub(super) fn unplanned(scene: &Scene, item: &Item) -> TimeDelta {
    let took = item
        .state
        .started()
        .map_or(TimeDelta::zero(), |started| item.state.ended().unwrap_or(scene.now).since(started));
    span::scaled(took.max(item.step.planned), MARGIN_NOT_REHEARSED)
}

/// What the step really took, the last time it ran in this session.
fn last_real(scene: &Scene, item: &Item) -> TimeDelta {
    let (Some(started), Some(ended)) = (item.state.started(), item.state.ended()) else {
        return TimeDelta::zero();
    };
    let whole = ended.since(started);
    whole - scene.session.idle(&item.step.id, scene.now).min(whole)
}

/// What a rehearsal of the whole says about each step: its share of the planned path, or an equal one where nothing
/// is planned.
struct Share {
    took: TimeDelta,
    planned: TimeDelta,
    steps: usize,
}

impl Share {
    #[expect(clippy::cast_precision_loss, reason = "a runbook has far fewer steps than 2^52")]
    fn of(&self, item: &Item) -> TimeDelta {
        if !matches!(role(item), Role::Undoes | Role::Always) {
            return TimeDelta::zero();
        }
        let part = if self.planned > TimeDelta::zero() {
            span::as_seconds(item.step.planned) / span::as_seconds(self.planned)
        } else {
            1.0 / self.steps.max(1) as f64
        };
        span::scaled(self.took, part)
    }
}

fn rehearsed_share(scene: &Scene, rehearsal: Option<&Rehearsal>) -> Share {
    let counting = || {
        scene
            .runbook
            .iter()
            .filter_map(|at| scene.item(*at).map(|item| (*at, item)))
            .filter(|(_, item)| matches!(role(item), Role::Undoes | Role::Always))
    };
    let mut ends: HashMap<usize, TimeDelta> = HashMap::new();
    for (at, item) in counting() {
        let begins = item.needs.iter().filter_map(|need| ends.get(need)).max().copied().unwrap_or_default();
        ends.insert(at, begins + item.step.planned);
    }
    Share {
        took: rehearsal.map_or(TimeDelta::zero(), |rehearsal| rehearsal.took),
        planned: ends.into_values().max().unwrap_or_default(),
        steps: counting().count(),
    }
}
