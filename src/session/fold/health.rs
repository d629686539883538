//! Folds health: status changes, windows, mutes and external marks.

use chrono::{DateTime, Utc};

use crate::journal::{CheckWindow, Event, Record, Stamp, Status};
use crate::plan::Plan;
use crate::session::state::{CheckHealth, Mute, Session, Window};

impl Session {
    pub(super) fn take_health(&mut self, plan: &Plan, record: &Record, now: Stamp) -> Option<()> {
        match &record.event {
            Event::CheckChanged { check, .. } => self.change_check(plan, check, &record.event, now),
            Event::CheckWindow { seconds, w } => self.take_window(plan, *seconds, w, now),
            Event::CheckMuted { check, until, reason } => {
                let mark = mark(record, *until, reason, now);
                let health = self.check_mut(plan, check, now)?;
                let gone = std::mem::replace(&mut health.mute, mark);
                speak_again(health, gone, now);
                Some(())
            }
            Event::CheckExternal { check, until, reason } => {
                let mark = mark(record, *until, reason, now);
                let health = self.check_mut(plan, check, now)?;
                let gone = std::mem::replace(&mut health.external, mark);
                speak_again(health, gone, now);
                Some(())
            }
            _ => None,
        }
    }

    fn change_check(&mut self, plan: &Plan, id: &str, event: &Event, now: Stamp) -> Option<()> {
        let Event::CheckChanged { status, seen, cause, text, versions, code, latency_ms, proven, .. } = event
        else {
            return None;
        };
        let health = self.check_mut(plan, id, now)?;
        if health.status != *status {
            change_status(health, *status, now);
        }
        health.seen = *seen;
        health.cause = *cause;
        health.text.clone_from(text);
        health.code = *code;
        health.latency_ms = *latency_ms;
        health.proven = proven.then_some(now).or(health.proven);
        if !versions.is_empty() {
            health.versions.clone_from(versions);
        }
        self.run_down_clock(plan, id, now);
        self.watched = Some(now);
        Some(())
    }

    /// One entry a check of the plan, in plan order.
    fn take_window(&mut self, plan: &Plan, seconds: f64, entries: &[CheckWindow], now: Stamp) -> Option<()> {
        super::span(seconds).filter(|span| *span > chrono::TimeDelta::zero())?;
        for (check, counts) in plan.checks.iter().zip(entries) {
            if self.effect_on(plan, &check.id).is_some() {
                continue;
            }
            let before_start = self.work_began.is_none();
            let health = self.check_mut(plan, &check.id, now)?;
            if before_start {
                health.before_start.0 = health.before_start.0.saturating_add(counts.0);
                health.before_start.1 = health.before_start.1.saturating_add(counts.1);
            }
            health.samples = health.samples.saturating_add(counts.0);
            if health.windows.len() >= CheckHealth::KEPT {
                health.windows.pop_front();
            }
            health.windows.push_back(Window { at: now, seconds, counts: counts.clone() });
        }
        self.last_window = Some((now, seconds));
        self.watched = Some(now);
        (entries.len() <= plan.checks.len()).then_some(())
    }

    /// Starts, stops or resets the clock that triggers count by.
    pub(super) fn run_down_clock(&mut self, plan: &Plan, id: &str, now: Stamp) {
        let covered = self.effect_on(plan, id).is_some();
        let Some(health) = self.checks.get_mut(id) else { return };
        if matches!(health.status, Status::Up | Status::Degraded | Status::Unjudged) {
            health.down_spans.clear();
            return;
        }
        let runs = health.status == Status::Down && !covered;
        match health.down_spans.last_mut() {
            Some((_, end @ None)) if !runs => *end = Some(now),
            Some((_, None)) => {}
            _ if runs => health.down_spans.push((now, None)),
            _ => {}
        }
    }

    fn check_mut(&mut self, plan: &Plan, id: &str, now: Stamp) -> Option<&mut CheckHealth> {
        if !self.checks.contains_key(id) {
            plan.check(id)?;
            self.checks.insert(id.to_owned(), CheckHealth::fresh(now));
        }
        self.checks.get_mut(id)
    }
}

fn change_status(health: &mut CheckHealth, status: Status, now: Stamp) {
    let known = if health.status == Status::Unknown { health.before } else { Some(health.status) };
    if badness(status) > known.map_or(0, badness) {
        health.worse.push(now);
    }
    match status {
        Status::Down => health.down_since = health.down_since.or(Some(now)),
        Status::Unknown => {}
        Status::Up | Status::Degraded => health.down_since = None,
        Status::Unjudged => {
            health.down_since = None;
            health.samples = 0;
        }
    }
    health.before = Some(health.status);
    health.status = status;
    health.since = now;
}

/// What makes a station's answer stale: down is worse than degraded, degraded worse than the rest. Unknown is ours
/// and says nothing against the service.
fn badness(status: Status) -> u8 {
    match status {
        Status::Up | Status::Unjudged | Status::Unknown => 0,
        Status::Degraded => 1,
        Status::Down => 2,
    }
}

/// A mark that is taken off ends now, unless it had ended by itself.
fn speak_again(health: &mut CheckHealth, gone: Option<Mute>, now: Stamp) {
    let ended = gone.map(|mark| mark.end()).map(|end| if end.order() < now.order() { end } else { now });
    health.speaks_since = health.speaks_since.into_iter().chain(ended).max_by_key(|stamp| stamp.order());
}

fn mark(record: &Record, until: Option<DateTime<Utc>>, reason: &str, now: Stamp) -> Option<Mute> {
    until.map(|until| Mute { until, who: record.who.clone(), reason: reason.to_owned(), at: now })
}
