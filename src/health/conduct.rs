//! All trackers together: samples and time in, events for the journal out.

use chrono::TimeDelta;

use super::expected::Expectation;
use super::sample::Sample;
use super::tempo::{Cadence, Tempo};
use super::tracker::Tracker;
use super::window::Windows;
use crate::journal::{Event, Stamp, Status};
use crate::plan::{Check, Plan};
use crate::session::Session;

/// The conductor's view of health. Only a conductor has one: everybody else reads the journal.
#[derive(Debug, Clone)]
pub struct Engine {
    watched: Vec<Watched>,
    windows: Windows,
    tempo: Tempo,
}

/// One check of the plan. `tracker` is `None` for a kind that this version does not poll.
#[derive(Debug, Clone)]
struct Watched {
    check: Check,
    tracker: Option<Tracker>,
}

impl Engine {
    /// Statuses, versions and counts as the journal has them, for a conductor that starts or starts again. What nobody
    /// polled meanwhile becomes unknown at the first tick.
    pub fn resume(plan: &Plan, session: &Session, now: Stamp) -> Self {
        let heard = session.last_window.map_or(now, |(at, _)| at);
        let zone = plan.window.zone;
        let follow = |check: &Check| match session.checks.get(&check.id) {
            Some(health) => Tracker::resume(check, zone, health, heard),
            None => Tracker::new(check, zone, now),
        };
        Self::over(&plan.checks, session.speed, now, follow)
    }

    fn over(checks: &[Check], speed: f64, now: Stamp, follow: impl Fn(&Check) -> Tracker) -> Self {
        let watched = checks
            .iter()
            .map(|check| Watched { check: check.clone(), tracker: check.is_polled().then(|| follow(check)) });
        Self {
            watched: watched.collect(),
            windows: Windows::new(checks.len(), now),
            tempo: Tempo { cadence: Cadence::Before, speed },
        }
    }

    /// Takes over what the session says now: phase, speed, expected effects. To be called at the start and after each
    /// event; a window is closed where an effect begins or ends, so that none mixes both.
    pub fn follow(&mut self, plan: &Plan, session: &Session, now: Stamp) -> Vec<Event> {
        self.tempo = Tempo::of(plan, session, now);
        let expected: Vec<Expectation> =
            self.watched.iter().map(|watched| Expectation::of(plan, session, &watched.check.id)).collect();
        self.expect(&expected, now)
    }

    /// Intervals, periods and speed as they are now.
    pub fn tempo(&self) -> Tempo {
        self.tempo
    }

    /// A check's status, by its index in the plan; `None` where it is not polled.
    pub fn status(&self, check: usize) -> Option<Status> {
        self.watched.get(check)?.tracker.as_ref().map(Tracker::status)
    }

    /// Takes one sample of the check with this index in the plan.
    pub fn sample(&mut self, check: usize, sample: &Sample) -> Vec<Event> {
        let Some(watched) = self.watched.get_mut(check) else { return Vec::new() };
        let interval = self.tempo.interval(&watched.check);
        let Some(tracker) = &mut watched.tracker else { return Vec::new() };
        if !tracker.is_covered() {
            self.windows.count(check, sample);
        }
        tracker.sample(sample, interval).into_iter().collect()
    }

    /// Lets time pass: what fell silent, and the window event once it is due.
    pub fn tick(&mut self, now: Stamp) -> Vec<Event> {
        let tempo = self.tempo;
        let mut events: Vec<Event> = self
            .watched
            .iter_mut()
            .filter_map(|Watched { check, tracker }| tracker.as_mut()?.tick(now, tempo.interval(check)))
            .collect();
        if self.window_is_due(now) {
            events.push(self.windows.close(now));
        }
        events
    }

    /// The next moment at which [`Engine::tick`] has a window to close.
    pub fn next_window(&self) -> Stamp {
        self.windows.opened().after(self.tempo.window_period())
    }

    /// The demo's clock is about to leap: what was seen so far is told first, so that no window spans the leap.
    pub fn before_leap(&mut self, now: Stamp) -> Vec<Event> {
        let told = now.since(self.windows.opened()) > TimeDelta::zero();
        told.then(|| self.windows.close(now)).into_iter().collect()
    }

    /// The demo's clock was leapt: nothing fell silent.
    pub fn leapt(&mut self, now: Stamp) {
        for tracker in self.watched.iter_mut().filter_map(|watched| watched.tracker.as_mut()) {
            tracker.leap(now);
        }
        self.windows.leap(now);
    }

    fn window_is_due(&self, now: Stamp) -> bool {
        now.since(self.windows.opened()) >= self.tempo.window_period()
    }

    fn expect(&mut self, expected: &[Expectation], now: Stamp) -> Vec<Event> {
        let tempo = self.tempo;
        let mut changes = Vec::new();
        let mut boundary = false;
        for (index, (watched, expected)) in self.watched.iter_mut().zip(expected).enumerate() {
            let Some(tracker) = &mut watched.tracker else { continue };
            let was_covered = tracker.is_covered();
            changes.extend(tracker.expect(*expected, now, tempo.interval(&watched.check)));
            if was_covered != tracker.is_covered() {
                boundary = true;
                self.windows.restart(index);
            }
        }
        if boundary && now.since(self.windows.opened()) > TimeDelta::zero() {
            changes.insert(0, self.windows.close(now));
        }
        changes
    }
}

#[cfg(test)]
mod tests;
