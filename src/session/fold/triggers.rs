//! Folds rollback criteria: met by a check or raised by a person, they latch until they are cleared.

use crate::journal::{Event, Record, Stamp};
use crate::plan::Plan;
use crate::session::state::{Session, TriggerState};

impl Session {
    pub(super) fn take_trigger(&mut self, plan: &Plan, record: &Record, now: Stamp) -> Option<()> {
        match &record.event {
            Event::TriggerRaised { trigger, reason } => {
                let state = self.trigger_mut(plan, trigger)?;
                if state.met.is_none() {
                    state.met = Some((now, reason.clone()));
                    state.raised_by = Some(record.who.clone());
                }
            }
            Event::TriggerMet { trigger, text } => {
                let state = self.trigger_mut(plan, trigger)?;
                if state.met.is_none() {
                    state.met = Some((now, text.clone()));
                }
            }
            Event::TriggerCleared { trigger, .. } => {
                self.hear_approver(plan, record, now);
                *self.trigger_mut(plan, trigger)? =
                    TriggerState { met: None, raised_by: None, clock_from: Some(now) };
            }
            _ => return None,
        }
        Some(())
    }

    fn trigger_mut(&mut self, plan: &Plan, id: &str) -> Option<&mut TriggerState> {
        plan.trigger(id)?;
        Some(self.triggers.entry(id.to_owned()).or_default())
    }
}
