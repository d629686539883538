//! Folds decisions, holds, extensions, deadlines, closing and amendments.

use crate::journal::{DecisionKind, Event, Extended, Record, Stamp};
use crate::plan::{Decides, Plan, StageKind, StepKind};
use crate::session::state::{AddedStep, Decision, Extension, Hold, Purpose, Session, StepRecord, StepState};

/// Id of the step in which a withdrawn release is investigated.
pub const INVESTIGATION: &str = "investigation";
/// Id of the step in which its corrective actions are written down.
pub const CORRECTIVE_ACTIONS: &str = "corrective-actions";

impl Session {
    pub(super) fn take_decision(&mut self, plan: &Plan, record: &Record, now: Stamp) -> Option<()> {
        self.hear_approver(plan, record, now);
        match &record.event {
            Event::DecisionMade { .. } => self.decide(plan, record, now),
            Event::RollbackCompleted { .. } => {
                self.decision(DecisionKind::Rollback)?;
                self.rollback_completed.get_or_insert(now);
                Some(())
            }
            Event::HoldStarted { reason, .. } => self.start_hold(record, reason, now),
            Event::HoldEnded { .. } => self.end_hold(now),
            Event::WindowExtended { what, to, reason, .. } => {
                let (who, reason) = (record.who.clone(), reason.clone());
                self.extensions.push(Extension { at: now, what: *what, to: *to, reason, who });
                if *what == Extended::Outage {
                    self.forgive_overruns(plan, now);
                }
                Some(())
            }
            Event::DeadlinePassed { deadline, was } => {
                self.deadlines.insert(deadline.clone(), *was);
                Some(())
            }
            Event::SessionClosed { .. } => {
                self.closed.get_or_insert_with(|| (now, record.who.clone()));
                Some(())
            }
            Event::Amendment { .. } => self.amend(plan, record, now),
            _ => None,
        }
    }

    /// Remembers that the approver or a deputy had their say.
    pub(super) fn hear_approver(&mut self, plan: &Plan, record: &Record, now: Stamp) {
        if plan.is_approver(record.who.actor()) {
            self.approver_spoke = Some(now);
        }
    }

    fn decide(&mut self, plan: &Plan, record: &Record, now: Stamp) -> Option<()> {
        let Event::DecisionMade { decision: kind, reason, witness, against, verdict, .. } = &record.event
        else {
            return None;
        };
        let was_live = self.went_live();
        self.decisions.push(Decision {
            at: now,
            seq: record.seq,
            kind: *kind,
            who: record.who.clone(),
            reason: reason.clone(),
            witness: witness.clone(),
            against: *against,
            verdict: verdict.clone(),
        });
        match kind {
            DecisionKind::Start => self.tick_decisions(plan, record, now, StageKind::is_before_execute),
            DecisionKind::Go => self.tick_decisions(plan, record, now, |stage| !stage.is_before_execute()),
            DecisionKind::Rollback => self.withdraw(plan, record, now, was_live),
            DecisionKind::Abort => self.abort(plan, now),
            DecisionKind::FixForward => {}
        }
        Some(())
    }

    /// A step of kind decision is done by the decision itself; one that stands for ROLLBACK has no point after another.
    fn tick_decisions(
        &mut self,
        plan: &Plan,
        record: &Record,
        now: Stamp,
        concerns: impl Fn(StageKind) -> bool,
    ) {
        let stages = plan.stages.iter().filter(|stage| concerns(stage.kind));
        for step in stages.flat_map(|stage| &stage.steps).filter(|step| step.is_decision()) {
            let entry = self.steps.entry(step.id.clone()).or_default();
            if step.decides == Decides::Rollback && !entry.state.is_settled() {
                entry.state = StepState::NotApplicable { at: now, started: entry.begun };
            } else if !entry.state.is_settled() {
                let (waited, who) = (entry.state.waited(now), record.who.clone());
                let started = entry.state.started().unwrap_or(now);
                entry.state = StepState::Done { started, ended: now, waited, who };
            }
        }
    }

    fn withdraw(&mut self, plan: &Plan, record: &Record, now: Stamp, was_live: bool) {
        self.end_hold(now);
        self.tick_rollback_steps(plan, record, now);
        self.make_pointless(plan, now, StageKind::ends_with_rollback);
        if was_live {
            self.tell_outcome_again(plan);
        }
        self.ask_for_investigation(plan);
    }

    /// Seed step 5.3: what stands for ROLLBACK is done by it, also where GO had made it not applicable.
    fn tick_rollback_steps(&mut self, plan: &Plan, record: &Record, now: Stamp) {
        let decisions = plan.steps_of(StageKind::Decide).filter(|step| step.is_decision());
        for step in decisions.filter(|step| step.decides == Decides::Rollback) {
            let entry = self.steps.entry(step.id.clone()).or_default();
            let (waited, who) = (entry.state.waited(now), record.who.clone());
            let started = entry.state.started().unwrap_or(now);
            entry.state = StepState::Done { started, ended: now, waited, who };
        }
    }

    fn abort(&mut self, plan: &Plan, now: Stamp) {
        self.end_hold(now);
        self.make_pointless(plan, now, |kind| kind != StageKind::NotifyOutcome);
        self.ask_for_investigation(plan);
    }

    /// What is open in the stages becomes not applicable. What failed stays failed: that is a fact.
    fn make_pointless(&mut self, plan: &Plan, now: Stamp, concerns: impl Fn(StageKind) -> bool) {
        let open = |state: &StepState| *state == StepState::Pending || state.is_under_way();
        let stages: Vec<_> = plan.stages.iter().filter(|stage| concerns(stage.kind)).collect();
        let ids: Vec<String> = stages
            .into_iter()
            .flat_map(|stage| self.steps_of(stage))
            .filter(|step| !step.is_auto() && !plan.is_parent(&step.id) && open(self.step(&step.id)))
            .map(|step| step.id.clone())
            .collect();
        for id in ids {
            let entry: &mut StepRecord = self.steps.entry(id.clone()).or_default();
            entry.state = StepState::NotApplicable { at: now, started: entry.begun };
            self.end_effect(plan, &id, now);
        }
    }

    /// The outcome told after GO holds no more: what was told is to be told anew. A switch that is off stays off.
    fn tell_outcome_again(&mut self, plan: &Plan) {
        for step in plan.steps_of(StageKind::NotifyOutcome) {
            let still_holds = match &step.kind {
                StepKind::Switch { id, on } => self.is_switch(id, *on),
                _ => false,
            };
            if let Some(entry) = self.steps.get_mut(&step.id)
                && !still_holds
            {
                entry.state = StepState::Pending;
                entry.ticked = None;
                entry.before_tick = None;
            }
        }
    }

    /// A failed go-live stays open until its investigation and corrective actions are recorded.
    fn ask_for_investigation(&mut self, plan: &Plan) {
        let stage = plan.stages_of(StageKind::NotifyOutcome).last().map(|(_, stage)| stage);
        let Some(stage) = stage.or(plan.stages.last()) else { return };
        let wanted = [
            (INVESTIGATION, "Investigate why the release was withdrawn", Purpose::Investigation),
            (CORRECTIVE_ACTIONS, "Record the corrective actions", Purpose::CorrectiveActions),
        ];
        for (id, title, purpose) in wanted {
            if self.find_step(plan, id).is_some() {
                continue;
            }
            let step = crate::plan::Step { mandatory: true, ..super::steps::unplanned(id, title) };
            self.added.push(AddedStep { step, stage: stage.id.clone(), undo: None, due: None, purpose });
        }
    }

    fn start_hold(&mut self, record: &Record, reason: &str, now: Stamp) -> Option<()> {
        if self.hold().is_some() {
            return None;
        }
        let (who, reason) = (record.who.clone(), reason.to_owned());
        self.holds.push(Hold { started: now, ended: None, who, reason });
        Some(())
    }

    fn end_hold(&mut self, now: Stamp) -> Option<()> {
        self.holds.last_mut().filter(|hold| hold.ended.is_none())?.ended = Some(now);
        Some(())
    }

    fn amend(&mut self, plan: &Plan, record: &Record, now: Stamp) -> Option<()> {
        let Event::Amendment { planned_outage_seconds, unplanned_outage_seconds, settles, .. } =
            &record.event
        else {
            return None;
        };
        for (seconds, total) in [
            (planned_outage_seconds, &mut self.outage.planned),
            (unplanned_outage_seconds, &mut self.outage.unplanned),
        ] {
            if let Some(seconds) = seconds {
                *total = total.checked_add(&super::span(*seconds)?).unwrap_or(*total);
            }
        }
        if let Some(id) = settles {
            self.find_step(plan, id)?;
            let entry = self.steps.entry(id.clone()).or_default();
            let waited = entry.state.waited(now);
            let started = entry.state.started().unwrap_or(now);
            entry.state = StepState::Done { started, ended: now, waited, who: record.who.clone() };
        }
        Some(())
    }
}

impl StageKind {
    /// Comes before the release is touched.
    pub(crate) fn is_before_execute(self) -> bool {
        matches!(self, Self::PreChecks | Self::NotifyStart)
    }

    /// Has no point once the release is withdrawn.
    pub(crate) fn ends_with_rollback(self) -> bool {
        matches!(self, Self::Execute | Self::Validate | Self::Decide | Self::Stabilise)
    }
}
