//! Folds switches and expected effects: what is on, what it is meant to break, and what its end means for the
//! checks concerned.

use crate::journal::{Event, Record, Stamp};
use crate::plan::Plan;
use crate::session::state::{Effect, Session, SwitchState};

impl Session {
    pub(super) fn take_effect(&mut self, plan: &Plan, record: &Record, now: Stamp) -> Option<()> {
        match &record.event {
            Event::SwitchOn { switch } => self.turn(plan, record, switch, true, now),
            Event::SwitchOff { switch } => self.turn(plan, record, switch, false, now),
            Event::ExpectOpened { source } => self.open_effect(plan, source, now),
            Event::ExpectClosed { source } => self.close_effect(plan, source, now),
            Event::ExpectOverrun { source } => self.overrun_effect(plan, source, now),
            _ => None,
        }
    }

    fn turn(&mut self, plan: &Plan, record: &Record, id: &str, on: bool, now: Stamp) -> Option<()> {
        let switch = plan.switch(id)?;
        if self.switches.get(id).is_none_or(|state| state.on != on) {
            self.switches.insert(id.to_owned(), SwitchState { on, since: now, who: record.who.clone() });
        }
        if on {
            self.work_began.get_or_insert(now);
        }
        if switch.expect.is_some() {
            if on { self.open_effect(plan, id, now)? } else { self.end_effect(plan, id, now) }
        }
        Some(())
    }

    /// Opens the effect of a step or switch, where it declares one and it is not open already.
    pub(super) fn open_effect(&mut self, plan: &Plan, source: &str, now: Stamp) -> Option<()> {
        self.expect_of(plan, source)?;
        if !self.has_open_effect(source) {
            self.effects.push(Effect { source: source.to_owned(), opened: now, closed: None, overrun: None });
            self.run_down_clocks(plan, source, now);
        }
        Some(())
    }

    fn close_effect(&mut self, plan: &Plan, source: &str, now: Stamp) -> Option<()> {
        self.expect_of(plan, source)?;
        self.end_effect(plan, source, now);
        Some(())
    }

    /// Ends the effect of a step or switch, where one is open: its checks keep the status from before it, with an
    /// empty window.
    pub(super) fn end_effect(&mut self, plan: &Plan, source: &str, now: Stamp) {
        let Some(effect) =
            self.effects.iter_mut().find(|effect| effect.source == source && effect.closed.is_none())
        else {
            return;
        };
        effect.closed = Some(now);
        let was_overrun = effect.overrun.is_some();
        if !was_overrun {
            self.empty_windows(plan, source);
        }
        self.run_down_clocks(plan, source, now);
    }

    fn overrun_effect(&mut self, plan: &Plan, source: &str, now: Stamp) -> Option<()> {
        let effect =
            self.effects.iter_mut().find(|effect| effect.source == source && effect.closed.is_none())?;
        effect.overrun.get_or_insert(now);
        self.empty_windows(plan, source);
        self.run_down_clocks(plan, source, now);
        Some(())
    }

    /// A longer outage is promised: what had lasted too long is expected again, until the conductor finds it overrun
    /// by the new measure.
    pub(super) fn forgive_overruns(&mut self, plan: &Plan, now: Stamp) {
        let open = self.effects.iter_mut().filter(|effect| effect.closed.is_none());
        let overrun: Vec<String> =
            open.filter_map(|effect| effect.overrun.take().map(|_| effect.source.clone())).collect();
        for source in overrun {
            self.run_down_clocks(plan, &source, now);
        }
    }

    fn has_open_effect(&self, source: &str) -> bool {
        self.effects.iter().any(|effect| effect.source == source && effect.closed.is_none())
    }

    /// Forgets the samples of the checks that the effect covered and that nothing else covers: what they showed
    /// meanwhile says nothing about steadiness.
    fn empty_windows(&mut self, plan: &Plan, source: &str) {
        for id in self.effect_checks(plan, source) {
            if self.effect_on(plan, &id).is_some() {
                continue;
            }
            if let Some(health) = self.checks.get_mut(&id) {
                health.windows.clear();
                health.samples = 0;
                health.seen = None;
            }
        }
    }

    fn run_down_clocks(&mut self, plan: &Plan, source: &str, now: Stamp) {
        for id in self.effect_checks(plan, source) {
            self.run_down_clock(plan, &id, now);
        }
    }

    fn effect_checks(&self, plan: &Plan, source: &str) -> Vec<String> {
        self.expect_of(plan, source).map(|expect| expect.checks.clone()).unwrap_or_default()
    }
}
