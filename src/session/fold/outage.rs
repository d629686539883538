//! The outage odometer: the union of the availability checks that are down, planned and unplanned apart, counted
//! only while somebody polls.

use chrono::TimeDelta;

use crate::journal::{Seen, Stamp, Status};
use crate::plan::Plan;
use crate::session::state::{CheckHealth, Session};
use crate::text::duration;

impl Session {
    /// Counts what ran until now, or until the last that was seen where a watch gap has begun since.
    pub(super) fn count_outage(&mut self, now: Stamp) {
        let Some((since, planned)) = self.outage.running else { return };
        let until = self.observed_until(now);
        let span = until.since(since);
        let total = if planned { &mut self.outage.planned } else { &mut self.outage.unplanned };
        *total = duration::sum(*total, span);
        self.outage.running = self.is_watched(now).then_some((now, planned));
    }

    /// Says whether an outage runs from now on.
    pub(super) fn judge_outage(&mut self, plan: &Plan, now: Stamp) {
        self.outage.running =
            if self.is_watched(now) { self.outage_now(plan).map(|planned| (now, planned)) } else { None };
    }

    /// `Some(planned)` while any availability check is down: planned when an expected effect covers all of those.
    fn outage_now(&self, plan: &Plan) -> Option<bool> {
        let mut down = plan
            .checks
            .iter()
            .filter(|check| check.availability)
            .filter(|check| self.checks.get(&check.id).is_some_and(is_out))
            .peekable();
        down.peek()?;
        Some(down.all(|check| self.effect_on(plan, &check.id).is_some()))
    }

    /// Whether health was heard of within the last three window periods.
    pub fn is_watched(&self, now: Stamp) -> bool {
        self.watched.is_some_and(|watched| now.since(watched) <= self.window_period() * 3)
    }

    /// The demo's clock leaps: who watched until then has watched over the leap, and finds what they left. What was
    /// seen just before it counts as seen just before its end, so that nothing that was steady is steady no more.
    pub(super) fn leap_over(&mut self, by_seconds: f64, now: Stamp) {
        let patience = self.window_period().checked_mul(3).unwrap_or(TimeDelta::MAX);
        let leapt = super::span(by_seconds).unwrap_or_default();
        let reaches = patience.checked_add(&leapt).unwrap_or(TimeDelta::MAX);
        if self.watched.is_some_and(|watched| now.since(watched) <= reaches) {
            self.watched = Some(now);
            self.move_windows(leapt);
        }
    }

    /// Windows from before an effect ended stay where they are: they prove nothing about what came after it.
    fn move_windows(&mut self, by: TimeDelta) {
        let ended = self.effects.iter().filter_map(|effect| effect.closed).max_by_key(|stamp| stamp.order());
        let moves = |at: Stamp| ended.is_none_or(|ended| at.order() > ended.order());
        for window in self.checks.values_mut().flat_map(|health| &mut health.windows) {
            if moves(window.at) {
                window.at = window.at.after(by);
            }
        }
        if let Some((at, _)) = &mut self.last_window {
            *at = at.after(by);
        }
    }

    /// Until when health is known: now, or the last that was seen before a watch gap.
    pub(crate) fn observed_until(&self, now: Stamp) -> Stamp {
        if self.is_watched(now) { now } else { self.watched.unwrap_or(now) }
    }

    /// How often a window event is due: every 10 s until the decision, 60 s in stabilisation, never under
    /// 200 ms of real time; or less often, as the newest one shows.
    pub fn window_period(&self) -> TimeDelta {
        let usual = if self.went_live() { 60.0 } else { 10.0 };
        let seen = self.last_window.map_or(0.0, |(_, seconds)| seconds);
        super::span(f64::max(usual, seen).max(self.speed * 0.2)).unwrap_or_default()
    }
}

fn is_out(health: &CheckHealth) -> bool {
    match health.seen {
        Some(Seen::Down | Seen::Wrong) => true,
        Some(Seen::Up | Seen::Answering) => false,
        None => health.status == Status::Down,
    }
}
