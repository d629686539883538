//! Folds steps: their states, remarks, owners, and the ones that the plan did not foresee.

use chrono::TimeDelta;

use crate::journal::{Event, Proof, Record, Stamp};
use crate::plan::{Decides, Evidence, OnFailure, Plan, Retry, StageKind, Step, StepKind, Undo};
use crate::session::state::{AddedStep, Purpose, Session, StepRecord, StepState};

/// How long a tick can be taken back by the one who made it.
pub const TAKE_BACK: TimeDelta = TimeDelta::seconds(60);

impl Session {
    pub(super) fn take_step(&mut self, plan: &Plan, record: &Record, now: Stamp) -> Option<()> {
        match &record.event {
            Event::StepStarted { step, stated, reason } => {
                let entry = self.step_mut(plan, step)?;
                entry.stated = (*stated, None);
                entry.override_reason.clone_from(reason);
                self.begin(plan, step, now)
            }
            Event::StepRetried { step, reason: _ } => self.begin(plan, step, now),
            Event::StepWaiting { step, reason } => self.pause(plan, step, reason, now),
            Event::StepResumed { step } => self.unpause(plan, step, now),
            Event::StepDone { .. } => self.finish(plan, record, now),
            Event::StepFailed { .. } => self.fail(plan, record, now),
            Event::StepAccepted { .. } | Event::StepSkipped { .. } | Event::StepWaived { .. } => {
                self.set_aside(plan, record, now)
            }
            Event::StepReopened { step, .. } => self.reopen(plan, record, step, now),
            Event::StepAdded { .. } => self.add(plan, &record.event),
            Event::StepReassigned { step, owner } => {
                plan.member(owner)?;
                self.step_mut(plan, step)?.owner = Some(owner.clone());
                Some(())
            }
            Event::StepNoted { step, note } => {
                self.find_step(plan, step)?;
                let entry = self.steps.entry(step.clone()).or_default();
                entry.notes.push((now, record.who.clone(), note.clone()));
                Some(())
            }
            Event::StageOpened { stage, .. } => {
                plan.stage(stage)?;
                self.opened_early.entry(stage.clone()).or_insert(now);
                Some(())
            }
            _ => None,
        }
    }

    /// The record of a step that can have a state: no parent, and none that golive keeps by itself.
    fn step_mut(&mut self, plan: &Plan, id: &str) -> Option<&mut StepRecord> {
        let (_, step) = self.find_step(plan, id)?;
        if step.is_auto() || plan.is_parent(id) {
            return None;
        }
        Some(self.steps.entry(id.to_owned()).or_default())
    }

    fn begin(&mut self, plan: &Plan, id: &str, now: Stamp) -> Option<()> {
        let entry = self.step_mut(plan, id)?;
        entry.state = StepState::Running { started: now, waited: TimeDelta::zero() };
        entry.tries = entry.tries.saturating_add(1);
        entry.begun.get_or_insert(now);
        entry.ticked = None;
        entry.before_tick = None;
        self.note_work(plan, id, now);
        if self.expect_of(plan, id).is_some() {
            self.open_effect(plan, id, now)?;
        }
        Some(())
    }

    /// Remembers when work on the release itself began.
    fn note_work(&mut self, plan: &Plan, id: &str, now: Stamp) {
        if self.work_began.is_none() && self.kind_of(plan, id) == Some(StageKind::Execute) {
            self.work_began = Some(now);
        }
    }

    fn pause(&mut self, plan: &Plan, id: &str, reason: &str, now: Stamp) -> Option<()> {
        let waited = self.waited(id, now);
        let entry = self.step_mut(plan, id)?;
        let (started, waited) = match entry.state {
            StepState::Running { started, .. } | StepState::Waiting { started, .. } => (started, waited),
            _ => (now, TimeDelta::zero()),
        };
        entry.begun.get_or_insert(started);
        entry.state = StepState::Waiting { started, since: now, waited, reason: reason.to_owned() };
        self.note_work(plan, id, now);
        Some(())
    }

    fn unpause(&mut self, plan: &Plan, id: &str, now: Stamp) -> Option<()> {
        let waited = self.waited(id, now);
        let entry = self.step_mut(plan, id)?;
        let StepState::Waiting { started, .. } = entry.state else { return None };
        entry.state = StepState::Running { started, waited };
        Some(())
    }

    fn finish(&mut self, plan: &Plan, record: &Record, now: Stamp) -> Option<()> {
        let Event::StepDone { step, stated, proof, note } = &record.event else { return None };
        let waited = self.waited(step, now);
        let entry = self.step_mut(plan, step)?;
        let started = entry.state.started().unwrap_or(now);
        tick(entry, StepState::Done { started, ended: now, waited, who: record.who.clone() }, record, now);
        entry.stated.1 = *stated;
        entry.begun.get_or_insert(started);
        bring(entry, proof.as_ref(), now);
        if let Some(note) = note {
            entry.notes.push((now, record.who.clone(), note.clone()));
        }
        self.note_work(plan, step, now);
        self.end_effect(plan, step, now);
        Some(())
    }

    fn fail(&mut self, plan: &Plan, record: &Record, now: Stamp) -> Option<()> {
        let Event::StepFailed { step, stated, reason, proof } = &record.event else { return None };
        let entry = self.step_mut(plan, step)?;
        let begun = entry.state.started();
        let started = begun.unwrap_or(now);
        let who = record.who.clone();
        tick(entry, StepState::Failed { started, ended: now, reason: reason.clone(), who }, record, now);
        entry.stated.1 = *stated;
        bring(entry, proof.as_ref(), now);
        // What was found wanting before it began has not begun by that.
        if begun.is_some() {
            entry.begun.get_or_insert(started);
            self.note_work(plan, step, now);
        }
        self.end_effect(plan, step, now);
        Some(())
    }

    /// Accepted, skipped, waived: settled without being done.
    fn set_aside(&mut self, plan: &Plan, record: &Record, now: Stamp) -> Option<()> {
        let who = record.who.clone();
        let (step, state) = match &record.event {
            Event::StepAccepted { step, reason } => {
                let started = self.step(step).started().unwrap_or(now);
                (step, StepState::Accepted { started, ended: now, reason: reason.clone(), who })
            }
            Event::StepSkipped { step, reason } => {
                (step, StepState::Skipped { at: now, reason: reason.clone(), who })
            }
            Event::StepWaived { step, reason } => {
                (step, StepState::Waived { at: now, reason: reason.clone(), who })
            }
            _ => return None,
        };
        let entry = self.step_mut(plan, step)?;
        tick(entry, state, record, now);
        self.end_effect(plan, step, now);
        Some(())
    }

    /// Taken back at once by the one who ticked, it stands where it stood before the tick; reopened later, it begins
    /// anew, and what it did so far must still be undone in a rollback. What it brought proves nothing any more.
    fn reopen(&mut self, plan: &Plan, record: &Record, id: &str, now: Stamp) -> Option<()> {
        let entry = self.step_mut(plan, id)?;
        let slip = entry
            .ticked
            .take()
            .is_some_and(|(at, who)| who.actor() == record.who.actor() && now.since(at) <= TAKE_BACK);
        let before = entry.before_tick.take();
        entry.state = before.filter(|_| slip).unwrap_or_default();
        entry.proof = None;
        entry.stated.1 = None;
        if slip && entry.state == StepState::Pending && entry.tries == 0 {
            entry.begun = None;
        }
        if entry.state.is_under_way() && self.expect_of(plan, id).is_some() {
            self.open_effect(plan, id, now)?;
        }
        Some(())
    }

    fn add(&mut self, plan: &Plan, event: &Event) -> Option<()> {
        let Event::StepAdded { step, stage, title, owner, mandatory, undo, due, purpose } = event else {
            return None;
        };
        plan.stage(stage)?;
        if self.find_step(plan, step).is_some() {
            return None;
        }
        self.added.push(AddedStep {
            step: Step { mandatory: *mandatory, owner: owner.clone(), ..unplanned(step, title) },
            stage: stage.clone(),
            undo: undo.clone(),
            due: *due,
            purpose: Purpose::read(purpose.as_deref()),
        });
        Some(())
    }

    /// The kind of the stage that a step belongs to; `None` for the runbook's.
    pub(crate) fn kind_of(&self, plan: &Plan, id: &str) -> Option<StageKind> {
        match self.find_step(plan, id)?.0 {
            crate::plan::Place::Stage(index) => plan.stages.get(index).map(|stage| stage.kind),
            crate::plan::Place::Rollback => None,
        }
    }
}

/// Puts the step where the tick puts it, and remembers the tick, so that it can be taken back.
fn tick(entry: &mut StepRecord, state: StepState, record: &Record, now: Stamp) {
    entry.before_tick = Some(std::mem::replace(&mut entry.state, state));
    entry.ticked = Some((now, record.who.clone()));
}

fn bring(entry: &mut StepRecord, proof: Option<&Proof>, now: Stamp) {
    if let Some(proof) = proof {
        entry.proof = Some((proof.clone(), now));
    }
}

/// A manual step that the plan did not foresee.
pub(super) fn unplanned(id: &str, title: &str) -> Step {
    Step {
        id: id.to_owned(),
        title: title.to_owned(),
        detail: None,
        owner: None,
        planned: TimeDelta::zero(),
        mandatory: false,
        needs: Some(Vec::new()),
        kind: StepKind::Manual,
        evidence: Evidence::None,
        max_age: None,
        irreversible: false,
        barrier: Vec::new(),
        on_failure: OnFailure::Hold,
        expect: None,
        half_done: None,
        retry: Retry::Ask,
        timeout: None,
        nothing_to_undo: false,
        decides: Decides::default(),
        undo: Undo::default(),
    }
}

impl Purpose {
    /// As an event names it; what is not known is plain work.
    pub fn read(text: Option<&str>) -> Self {
        match text {
            Some("investigation") => Self::Investigation,
            Some("corrective-actions") => Self::CorrectiveActions,
            Some("corrective-action") => Self::CorrectiveAction,
            Some(other) => other
                .strip_prefix("condition:")
                .map_or(Self::Work, |station| Self::Condition { station: station.to_owned() }),
            None => Self::Work,
        }
    }

    /// As an event names it; `None` for plain work.
    pub fn written(&self) -> Option<String> {
        match self {
            Self::Work => None,
            Self::Condition { station } => Some(format!("condition:{station}")),
            Self::Investigation => Some("investigation".to_owned()),
            Self::CorrectiveActions => Some("corrective-actions".to_owned()),
            Self::CorrectiveAction => Some("corrective-action".to_owned()),
        }
    }

    /// Belongs to the closing of a withdrawn release rather than to the stage it is listed in.
    pub fn is_closing(&self) -> bool {
        matches!(self, Self::Investigation | Self::CorrectiveActions | Self::CorrectiveAction)
    }
}
