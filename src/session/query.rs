//! Questions that rules and views ask of a session: stages, steps, phase, time.

use chrono::{DateTime, TimeDelta, Utc};

use super::state::{Decision, Effect, Hold, Outcome, Phase, Purpose, Session, StepRecord, StepState};
use crate::journal::{DecisionKind, Extended, Stamp};
use crate::plan::{Expect, Place, Plan, Stage, StageKind, Step, is_child_of};

static PENDING: StepState = StepState::Pending;

impl Session {
    /// Where a step stands.
    pub fn step(&self, id: &str) -> &StepState {
        self.steps.get(id).map_or(&PENDING, |record| &record.state)
    }

    /// What is recorded of a step, where anything is.
    pub fn record(&self, id: &str) -> Option<&StepRecord> {
        self.steps.get(id)
    }

    /// The steps of a stage: the plan's, then the added ones.
    pub fn steps_of<'a>(&'a self, stage: &'a Stage) -> impl Iterator<Item = &'a Step> {
        let added = self.added.iter().filter(move |added| added.stage == stage.id);
        stage.steps.iter().chain(added.map(|added| &added.step))
    }

    /// A step of the plan or an added one, with its place.
    pub fn find_step<'a>(&'a self, plan: &'a Plan, id: &str) -> Option<(Place, &'a Step)> {
        plan.step(id).or_else(|| {
            let added = self.added.iter().find(|added| added.step.id == id)?;
            let (index, _) = plan.stage(&added.stage)?;
            Some((Place::Stage(index), &added.step))
        })
    }

    /// Who owns a step now.
    pub fn owner<'a>(&'a self, step: &'a Step) -> Option<&'a str> {
        self.record(&step.id).and_then(|record| record.owner.as_deref()).or(step.owner.as_deref())
    }

    /// Whether a step is settled; a parent is when its children are, a decision step when it was decided, an auto
    /// step when every other step of its stage is.
    pub fn is_settled(&self, plan: &Plan, step: &Step) -> bool {
        if self.step(&step.id).is_settled() {
            return true;
        }
        let children: Vec<_> = plan.steps().filter(|(_, other)| is_child_of(&other.id, &step.id)).collect();
        if !children.is_empty() {
            return children.iter().all(|(_, child)| self.is_settled(plan, child));
        }
        if step.is_decision() {
            return self.is_decided();
        }
        if step.is_auto() {
            let stage = plan.stages.iter().find(|stage| stage.steps.iter().any(|other| other.id == step.id));
            return stage.is_some_and(|stage| {
                self.steps_of(stage)
                    .filter(|other| !other.is_auto() && !plan.is_parent(&other.id))
                    .all(|other| self.is_settled(plan, other))
            });
        }
        false
    }

    /// Whether nothing more is due in the stage: every mandatory step settled, none under way.
    pub fn stage_complete(&self, plan: &Plan, index: usize) -> bool {
        let Some(stage) = plan.stages.get(index) else { return false };
        if self.is_not_applicable(stage) {
            return true;
        }
        self.stage_open(plan, index)
            && self.steps_of(stage).all(|step| {
                self.is_settled(plan, step) || !step.mandatory && !self.step(&step.id).is_under_way()
            })
    }

    /// Whether a decision made the stage pointless: execute, validate and decide after a rollback or abort,
    /// stabilise after anything but GO.
    pub fn is_not_applicable(&self, stage: &Stage) -> bool {
        let withdrawn = self.is_withdrawn();
        match stage.kind {
            StageKind::PreChecks | StageKind::NotifyStart => self.decision(DecisionKind::Abort).is_some(),
            StageKind::Execute | StageKind::Validate | StageKind::Decide | StageKind::Stabilise => withdrawn,
            StageKind::NotifyOutcome => false,
        }
    }

    /// Whether work may begin in the stage.
    pub fn stage_open(&self, plan: &Plan, index: usize) -> bool {
        let Some(stage) = plan.stages.get(index) else { return false };
        if self.is_not_applicable(stage) {
            return false;
        }
        let before = || index == 0 || self.stage_complete(plan, index - 1);
        let early = self.opened_early.contains_key(&stage.id);
        match stage.kind {
            StageKind::PreChecks | StageKind::NotifyStart | StageKind::Validate | StageKind::Decide => {
                early || before()
            }
            StageKind::Execute => self.decision(DecisionKind::Start).is_some() && (early || before()),
            StageKind::NotifyOutcome => {
                self.went_live()
                    || self.rollback_completed.is_some()
                    || self.decision(DecisionKind::Abort).is_some()
            }
            StageKind::Stabilise => self.went_live(),
        }
    }

    /// Index of the first open stage that is not complete.
    pub fn current_stage(&self, plan: &Plan) -> Option<usize> {
        (0..plan.stages.len())
            .find(|index| self.stage_open(plan, *index) && !self.stage_complete(plan, *index))
    }

    /// Where the go-live is. The stabilisation ends by itself, so it needs `now`.
    pub fn phase(&self, plan: &Plan, now: Stamp) -> Phase {
        if self.closed.is_some() {
            return Phase::Closed;
        }
        if self.decision(DecisionKind::Abort).is_some() {
            return Phase::Closing;
        }
        if self.decision(DecisionKind::Rollback).is_some() {
            return if self.rollback_completed.is_some() { Phase::Closing } else { Phase::RollingBack };
        }
        if self.went_live() {
            return if self.stabilisation_over(plan, now) { Phase::Closing } else { Phase::Stabilising };
        }
        self.phase_before_decision(plan)
    }

    fn phase_before_decision(&self, plan: &Plan) -> Phase {
        let open = |kind| plan.stages_of(kind).any(|(index, _)| self.stage_open(plan, index));
        if open(StageKind::Decide) && self.validated(plan) {
            Phase::Deciding
        } else if open(StageKind::Execute) || self.execute_started(plan).is_some() {
            Phase::Deploying
        } else {
            Phase::Preparing
        }
    }

    /// Whether every execute and validate stage is complete, or the decide stage was opened early.
    fn validated(&self, plan: &Plan) -> bool {
        let early =
            plan.stages_of(StageKind::Decide).any(|(_, stage)| self.opened_early.contains_key(&stage.id));
        early
            || [StageKind::Execute, StageKind::Validate]
                .into_iter()
                .flat_map(|kind| plan.stages_of(kind))
                .all(|(index, _)| self.stage_complete(plan, index))
    }

    /// Stabilisation is over: its time is, and its mandatory steps are settled.
    fn stabilisation_over(&self, plan: &Plan, now: Stamp) -> bool {
        self.stabilisation_end(plan).is_none_or(|end| now.at >= end)
    }

    /// How it ended, once that is known.
    pub fn outcome(&self) -> Option<Outcome> {
        if self.decision(DecisionKind::Abort).is_some() {
            return Some(Outcome::Aborted);
        }
        if self.decision(DecisionKind::Rollback).is_some() {
            if self.rollback_completed.is_some() {
                return Some(Outcome::RolledBack);
            }
            return self.closed.as_ref().map(|_| Outcome::RollbackFailed);
        }
        self.went_live().then_some(Outcome::Success)
    }

    /// The newest decision of a kind.
    pub fn decision(&self, kind: DecisionKind) -> Option<&Decision> {
        self.decisions.iter().rev().find(|decision| decision.kind == kind)
    }

    /// GO was decided (a late rollback may have followed).
    pub fn went_live(&self) -> bool {
        self.decision(DecisionKind::Go).is_some() && !self.is_withdrawn()
    }

    /// Rolled back or aborted.
    pub fn is_withdrawn(&self) -> bool {
        self.decision(DecisionKind::Rollback).is_some() || self.decision(DecisionKind::Abort).is_some()
    }

    /// GO, ROLLBACK or ABORT was decided.
    pub fn is_decided(&self) -> bool {
        self.decision(DecisionKind::Go).is_some() || self.is_withdrawn()
    }

    /// The hold that is on.
    pub fn hold(&self) -> Option<&Hold> {
        self.holds.last().filter(|hold| hold.ended.is_none())
    }

    /// Time on hold, all holds together.
    pub fn held(&self, now: Stamp) -> TimeDelta {
        self.holds
            .iter()
            .map(|hold| hold.ended.unwrap_or(now).since(hold.started))
            .fold(TimeDelta::zero(), |sum, span| sum + span)
    }

    /// Start of the first execute step; arms the triggers.
    pub fn execute_started(&self, plan: &Plan) -> Option<Stamp> {
        plan.stages_of(StageKind::Execute)
            .flat_map(|(_, stage)| self.steps_of(stage))
            .filter_map(|step| self.step(&step.id).started())
            .min_by_key(|stamp| stamp.at)
    }

    /// The irreversible step that was started, if one was.
    pub fn irreversible_started<'a>(&self, plan: &'a Plan) -> Option<(&'a Step, Stamp)> {
        plan.steps()
            .filter(|(_, step)| step.irreversible)
            .find_map(|(_, step)| self.step(&step.id).started().map(|stamp| (step, stamp)))
    }

    fn extended_to(&self, what: Extended) -> Option<DateTime<Utc>> {
        self.extensions.iter().rev().find(|extension| extension.what == what).map(|extension| extension.to)
    }

    /// The window's end, extensions included.
    pub fn window_end(&self, plan: &Plan) -> DateTime<Utc> {
        self.extended_to(Extended::Window).unwrap_or(plan.window.end)
    }

    /// The promised outage, extensions included. An extension names the moment at which the outage would be used
    /// up; what it adds is the time from when it was granted to that moment.
    pub fn promised_outage(&self, plan: &Plan) -> TimeDelta {
        self.extensions.iter().rev().find(|extension| extension.what == Extended::Outage).map_or(
            plan.window.planned_outage,
            |extension| {
                let opened =
                    self.effects.iter().map(|effect| effect.opened.at).min().unwrap_or(extension.at.at);
                (extension.to - opened).max(plan.window.planned_outage)
            },
        )
    }

    /// When stabilisation ends, after GO: 17:00 on the n-th business day, extensions included.
    pub fn stabilisation_end(&self, _plan: &Plan) -> Option<DateTime<Utc>> {
        if let Some(to) = self.extended_to(Extended::Stabilisation) {
            return Some(to);
        }
        None
    }

    /// What the step or switch of this id is meant to break.
    pub fn expect_of<'a>(&self, plan: &'a Plan, source: &str) -> Option<&'a Expect> {
        plan.switch(source)
            .and_then(|switch| switch.expect.as_ref())
            .or_else(|| plan.step(source).and_then(|(_, step)| step.expect.as_ref()))
    }

    /// The effect that covers a check now: open and not overrun.
    pub fn effect_on(&self, plan: &Plan, check: &str) -> Option<&Effect> {
        self.effects.iter().rev().find(|effect| {
            effect.closed.is_none()
                && effect.overrun.is_none()
                && self
                    .expect_of(plan, &effect.source)
                    .is_some_and(|expect| expect.checks.iter().any(|id| id == check))
        })
    }

    /// Downtime so far: planned and unplanned.
    pub fn downtime(&self, now: Stamp) -> (TimeDelta, TimeDelta) {
        let tail = self.outage.running.map(|(since, planned)| (now.since(since), planned));
        match tail {
            Some((span, true)) => (self.outage.planned + span, self.outage.unplanned),
            Some((span, false)) => (self.outage.planned, self.outage.unplanned + span),
            None => (self.outage.planned, self.outage.unplanned),
        }
    }

    /// The added steps of a purpose.
    pub fn added_for<'a>(&'a self, purpose: &'a Purpose) -> impl Iterator<Item = &'a Step> {
        self.added.iter().filter(move |added| added.purpose == *purpose).map(|added| &added.step)
    }
}
