//! The fold: one event more, one small function for each kind. Never fails: what concerns something unknown is
//! counted and passed over, because the journal, not the fold, says what may happen.

mod console;
mod decisions;
mod effects;
mod health;
mod outage;
mod poll;
mod steps;
mod triggers;

pub use decisions::{CORRECTIVE_ACTIONS, INVESTIGATION};
pub use steps::TAKE_BACK;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::state::{Odometer, Session};
use crate::journal::{Event, Mode, Record, Stamp};
use crate::plan::Plan;

/// `up` may go back by so much within one boot: two writers take their stamps before they queue for the lock.
const SAME_BOOT_SLACK_MS: i64 = 5_000;

impl Session {
    /// A session at its genesis.
    pub fn new(plan: &Plan, genesis: &Record) -> Self {
        let stamp = Stamp { at: genesis.at.to_utc(), up: milliseconds(genesis.up), boot: 0 };
        let mut session = Self::empty(stamp, genesis.seq);
        if let Event::SessionCreated { mode, attempt, previous, plan: digest, .. } = &genesis.event {
            session.mode = *mode;
            session.attempt = (*attempt).max(1);
            session.previous.clone_from(previous);
            session.plan_digest.clone_from(digest);
        } else {
            session.strange = 1;
            session.plan_digest.clone_from(&plan.sha256);
        }
        session
    }

    fn empty(stamp: Stamp, seq: u64) -> Self {
        Self {
            mode: Mode::Live,
            attempt: 1,
            previous: None,
            created: stamp,
            closed: None,
            plan_digest: String::new(),
            strange: 0,
            seq,
            last: stamp,
            boot_id: None,
            speed: 1.0,
            real_up: 0.0,
            speed_from: stamp,
            conducting: false,
            conducting_since: None,
            steps: BTreeMap::new(),
            added: Vec::new(),
            opened_early: BTreeMap::new(),
            holds: Vec::new(),
            extensions: Vec::new(),
            decisions: Vec::new(),
            approver_spoke: None,
            rollback_completed: None,
            checks: BTreeMap::new(),
            last_window: None,
            watched: None,
            work_began: None,
            triggers: BTreeMap::new(),
            switches: BTreeMap::new(),
            effects: Vec::new(),
            polls: Vec::new(),
            votes: BTreeMap::new(),
            notices: BTreeMap::new(),
            deadlines: BTreeMap::new(),
            outage: Odometer::default(),
        }
    }

    /// One event more.
    pub fn apply(&mut self, plan: &Plan, record: &Record) {
        let boot_id = match &record.event {
            Event::ConsoleAttached { boot, .. } => Some(boot.as_str()),
            _ => None,
        };
        let now = self.stamp(record.at.to_utc(), record.up, boot_id);
        if let Event::ClockLeapt { by_seconds, .. } = record.event {
            self.leap_over(by_seconds, now);
        }
        self.count_outage(now);
        if self.take(plan, record, now).is_none() {
            self.strange = self.strange.saturating_add(1);
        }
        self.judge_outage(plan, now);
        self.seq = record.seq;
        self.last = now;
    }

    /// A moment by the clocks of this machine, in the session's own count of boots: another boot id, or a boot clock
    /// that went back, is a new boot. `up` is in seconds.
    pub fn stamp(&self, at: DateTime<Utc>, up: f64, boot_id: Option<&str>) -> Stamp {
        let up = milliseconds(up);
        let rebooted = boot_id.is_some_and(|id| self.boot_id.as_deref().is_some_and(|known| known != id));
        let went_back = up < self.last.up.saturating_sub(SAME_BOOT_SLACK_MS);
        let boot = self.last.boot.saturating_add(u32::from(rebooted || went_back));
        Stamp { at, up, boot }
    }

    /// Folds the event; `None` = it is about something unknown.
    fn take(&mut self, plan: &Plan, record: &Record, now: Stamp) -> Option<()> {
        match &record.event {
            Event::StepStarted { .. }
            | Event::StepWaiting { .. }
            | Event::StepResumed { .. }
            | Event::StepDone { .. }
            | Event::StepFailed { .. }
            | Event::StepRetried { .. }
            | Event::StepAccepted { .. }
            | Event::StepSkipped { .. }
            | Event::StepWaived { .. }
            | Event::StepReopened { .. }
            | Event::StepAdded { .. }
            | Event::StepReassigned { .. }
            | Event::StepNoted { .. }
            | Event::StageOpened { .. } => self.take_step(plan, record, now),
            Event::DecisionMade { .. }
            | Event::RollbackCompleted { .. }
            | Event::HoldStarted { .. }
            | Event::HoldEnded { .. }
            | Event::WindowExtended { .. }
            | Event::DeadlinePassed { .. }
            | Event::SessionClosed { .. }
            | Event::Amendment { .. } => self.take_decision(plan, record, now),
            Event::CheckChanged { .. }
            | Event::CheckWindow { .. }
            | Event::CheckMuted { .. }
            | Event::CheckExternal { .. } => self.take_health(plan, record, now),
            Event::ExpectOpened { .. }
            | Event::ExpectClosed { .. }
            | Event::ExpectOverrun { .. }
            | Event::SwitchOn { .. }
            | Event::SwitchOff { .. } => self.take_effect(plan, record, now),
            Event::TriggerRaised { .. } | Event::TriggerMet { .. } | Event::TriggerCleared { .. } => {
                self.take_trigger(plan, record, now)
            }
            Event::PollOpened { .. } | Event::VoteCast { .. } | Event::NoticeSent { .. } => {
                self.take_poll(plan, record, now)
            }
            Event::ConsoleAttached { .. }
            | Event::ConsoleLeft { .. }
            | Event::ClockSpeed { .. }
            | Event::ClockLeapt { .. }
            | Event::PlanAdopted { .. } => self.take_console(record, now),
            Event::ClockJumped { .. } | Event::JournalRecovered { .. } => Some(()),
            Event::SessionCreated { .. } | Event::Unknown { .. } => None,
        }
    }
}

/// Seconds as written in the file to whole milliseconds; what is no number is 0, what is too large the largest.
#[expect(clippy::cast_possible_truncation, reason = "a cast from float saturates, which is what is wanted")]
fn milliseconds(seconds: f64) -> i64 {
    (seconds * 1000.0).round() as i64
}

/// Seconds of an outside number as a span; nothing where it is no number or beyond a hundred years.
fn span(seconds: f64) -> Option<TimeDelta> {
    const HUNDRED_YEARS: f64 = 3.2e9;
    (seconds.abs() <= HUNDRED_YEARS).then(|| TimeDelta::milliseconds(milliseconds(seconds)))
}
