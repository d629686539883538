//! Work on a step: whether it began, and how long it took. Waiting for a person is not work, and while all is held
//! nothing is.

use chrono::TimeDelta;

use super::state::{Session, StepState};
use crate::journal::Stamp;
use crate::text::duration;

impl Session {
    /// Whether a step failed without having been started: it was found wanting.
    pub fn failed_unstarted(&self, id: &str) -> bool {
        self.steps.get(id).is_some_and(|record| {
            matches!(record.state, StepState::Failed { .. })
                && record.before_tick.as_ref().is_none_or(|before| before.started().is_none())
        })
    }

    /// Time that holds took out of the span; one that is on lasts until `now`.
    pub fn held_between(&self, from: Stamp, to: Stamp, now: Stamp) -> TimeDelta {
        let overlaps = self.holds.iter().map(|hold| {
            let ended = hold.ended.unwrap_or(now);
            let start = if hold.started.order() > from.order() { hold.started } else { from };
            let end = if ended.order() < to.order() { ended } else { to };
            if end.order() > start.order() { end.since(start) } else { TimeDelta::zero() }
        });
        overlaps.fold(TimeDelta::zero(), duration::sum)
    }

    /// Time worked on a step up to `now`, or to its end; `None` where it has not begun.
    pub fn worked(&self, id: &str, now: Stamp) -> Option<TimeDelta> {
        let state = self.step(id);
        let started = state.started()?;
        let whole = state.ended().unwrap_or(now).since(started);
        Some((whole - self.idle(id, now)).max(TimeDelta::zero()))
    }

    /// Time since a step began, up to `now` or to its end, in which nobody worked on it.
    pub fn idle(&self, id: &str, now: Stamp) -> TimeDelta {
        let state = self.step(id);
        let Some(started) = state.started() else { return TimeDelta::zero() };
        let held = self.held_between(started, state.ended().unwrap_or(now), now);
        duration::sum(self.waited(id, now), held)
    }

    /// Time that a step waited while nothing was held.
    pub(crate) fn waited(&self, id: &str, now: Stamp) -> TimeDelta {
        let state = self.step(id);
        let held = match state {
            StepState::Waiting { since, .. } => self.held_between(*since, now, now),
            _ => TimeDelta::zero(),
        };
        state.waited(now) - held
    }
}
