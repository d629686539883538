//! Folds what consoles do to a session: attach, leave, run the demo clock, adopt a plan.

use crate::journal::{Event, Record, Stamp};
use crate::session::state::Session;

impl Session {
    pub(super) fn take_console(&mut self, record: &Record, now: Stamp) -> Option<()> {
        match &record.event {
            Event::ConsoleAttached { boot, speed, real_up, .. } => {
                self.boot_id = Some(boot.clone());
                self.conducting = true;
                self.conducting_since = Some(now);
                self.set_clock(Some(*speed), *real_up, now)
            }
            Event::ConsoleLeft { .. } => {
                self.conducting = false;
                Some(())
            }
            Event::ClockSpeed { speed, real_up } => self.set_clock(Some(*speed), *real_up, now),
            Event::ClockLeapt { real_up, .. } => self.set_clock(None, *real_up, now),
            Event::PlanAdopted { sha256, .. } => {
                self.plan_digest.clone_from(sha256);
                Some(())
            }
            _ => None,
        }
    }

    fn set_clock(&mut self, speed: Option<f64>, real_up: f64, now: Stamp) -> Option<()> {
        let speed = speed.unwrap_or(self.speed);
        if !(speed.is_finite() && speed > 0.0 && real_up.is_finite()) {
            return None;
        }
        self.speed = speed;
        self.real_up = real_up;
        self.speed_from = now;
        Some(())
    }
}
