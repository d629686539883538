//! Questions that rules and views ask of a session: stages, steps, phase, time.

use chrono::{DateTime, TimeDelta, Utc};

use super::progress::Progress;
use super::state::{
    Decision, Effect, Hold, Odometer, Outcome, Phase, Purpose, Session, StepRecord, StepState,
};
use crate::calendar::{self, Calendar};
use crate::journal::{DecisionKind, Extended, Stamp};
use crate::plan::{Expect, Place, Plan, Stage, StageKind, Step, is_child_of};
use crate::text::duration;

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

    /// Whether a step is settled; a parent is when its children are, an auto step when every other step of its
    /// stage is. A decision step was ticked by the decision.
    pub fn is_settled(&self, plan: &Plan, step: &Step) -> bool {
        if self.step(&step.id).is_settled() {
            return true;
        }
        let mut children = plan.steps().filter(|(_, other)| is_child_of(&other.id, &step.id)).peekable();
        if children.peek().is_some() {
            return children.all(|(_, child)| self.is_settled(plan, child));
        }
        step.is_auto() && self.others_settled(plan, step)
    }

    /// Whether everything else in the stage of an auto step is settled.
    fn others_settled(&self, plan: &Plan, auto: &Step) -> bool {
        let stage = plan.stages.iter().find(|stage| stage.steps.iter().any(|other| other.id == auto.id));
        stage.is_some_and(|stage| {
            self.steps_of(stage)
                .filter(|other| !other.is_auto() && !plan.is_parent(&other.id))
                .filter(|other| !self.is_of_closing(&other.id))
                .all(|other| self.is_settled(plan, other))
        })
    }

    /// Whether a step belongs to the closing of a withdrawn release (investigation, corrective actions), and not to
    /// the stage it is listed in.
    pub fn is_of_closing(&self, id: &str) -> bool {
        self.added.iter().any(|added| added.step.id == id && added.purpose.is_closing())
    }

    /// Whether the switch is on, or off; one never turned is off.
    pub fn is_switch(&self, id: &str, on: bool) -> bool {
        self.switches.get(id).is_some_and(|state| state.on) == on
    }

    /// When a step first began, also where it was reopened or made pointless since: a rollback must undo it.
    pub fn begun(&self, id: &str) -> Option<Stamp> {
        self.steps.get(id).and_then(|record| record.begun)
    }

    /// Whether nothing more is due in the stage: every mandatory step settled, none under way. Who asks about more
    /// than one stage takes [`Progress`].
    pub fn stage_complete(&self, plan: &Plan, index: usize) -> bool {
        Progress::of(plan, self).stage(index).complete
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

    /// Whether work may begin in the stage: the one before it is complete, or it was opened early. START opens the
    /// way to execute over open pre-checks; GO, a completed rollback and ABORT open what comes after the decision.
    /// Who asks about more than one stage takes [`Progress`].
    pub fn stage_open(&self, plan: &Plan, index: usize) -> bool {
        Progress::of(plan, self).stage(index).open
    }

    /// A rollback that does not succeed must be told too, so the stage may then be opened early.
    pub(super) fn outcome_may_be_told(&self, early: bool) -> bool {
        self.went_live()
            || self.rollback_completed.is_some()
            || self.decision(DecisionKind::Abort).is_some()
            || early && self.decision(DecisionKind::Rollback).is_some()
    }

    /// Index of the first open stage that is not complete.
    pub fn current_stage(&self, plan: &Plan) -> Option<usize> {
        Progress::of(plan, self).current()
    }

    /// Where the go-live is. The stabilisation ends by itself, so it needs `now`.
    pub fn phase(&self, plan: &Plan, now: Stamp) -> Phase {
        self.phase_by(plan, &Progress::of(plan, self), now)
    }

    /// The same, for who has the progress already.
    pub fn phase_by(&self, plan: &Plan, progress: &Progress, now: Stamp) -> Phase {
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
        self.phase_before_decision(plan, progress)
    }

    fn phase_before_decision(&self, plan: &Plan, progress: &Progress) -> Phase {
        if self.decision(DecisionKind::Start).is_none() {
            return Phase::Preparing;
        }
        if !progress.open(plan, StageKind::Execute) && self.execute_started(plan).is_none() {
            Phase::Preparing
        } else if may_decide(plan, progress) {
            Phase::Deciding
        } else {
            Phase::Deploying
        }
    }

    /// The time of stabilisation is over; what is still open then is listed as unmet for closing.
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
            .fold(TimeDelta::zero(), duration::sum)
    }

    /// Start of the first execute step; arms the triggers.
    pub fn execute_started(&self, plan: &Plan) -> Option<Stamp> {
        plan.stages_of(StageKind::Execute)
            .flat_map(|(_, stage)| self.steps_of(stage))
            .filter_map(|step| self.begun(&step.id))
            .min_by_key(|stamp| stamp.order())
    }

    /// The irreversible step that was started, if one was.
    pub fn irreversible_started<'a>(&self, plan: &'a Plan) -> Option<(&'a Step, Stamp)> {
        plan.steps()
            .filter(|(_, step)| step.irreversible)
            .find_map(|(_, step)| self.begun(&step.id).map(|stamp| (step, stamp)))
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

    /// When stabilisation ends, after GO: 17:00 on the n-th business day after it, extensions included. `None`
    /// before GO, and where the plan has no stabilisation.
    pub fn stabilisation_end(&self, plan: &Plan) -> Option<DateTime<Utc>> {
        let go = self.decision(DecisionKind::Go)?;
        if let Some(to) = self.extended_to(Extended::Stabilisation) {
            return Some(to);
        }
        let days = plan.stabilisation.business_days;
        let calendar = Calendar::named(&plan.stabilisation.calendar).unwrap_or_else(Calendar::weekdays);
        (days > 0).then(|| calendar::stabilisation_end(calendar, plan.window.zone, go.at.at, days))
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

    /// Downtime so far, planned and unplanned; what nobody watched is not counted.
    pub fn downtime(&self, now: Stamp) -> (TimeDelta, TimeDelta) {
        let Odometer { mut planned, mut unplanned, running } = self.outage;
        if let Some((since, as_planned)) = running {
            let total = if as_planned { &mut planned } else { &mut unplanned };
            *total = duration::sum(*total, self.observed_until(now).since(since));
        }
        (planned.max(TimeDelta::zero()), unplanned.max(TimeDelta::zero()))
    }

    /// The added steps of a purpose.
    pub fn added_for<'a>(&'a self, purpose: &'a Purpose) -> impl Iterator<Item = &'a Step> {
        self.added.iter().filter(move |added| added.purpose == *purpose).map(|added| &added.step)
    }
}

/// Whether the decide stage is open: execute and validate are complete, or it was opened early. A plan without a
/// decide stage decides after validation.
fn may_decide(plan: &Plan, progress: &Progress) -> bool {
    if plan.stages_of(StageKind::Decide).next().is_some() {
        return progress.open(plan, StageKind::Decide);
    }
    progress.complete(plan, StageKind::Execute) && progress.complete(plan, StageKind::Validate)
}
