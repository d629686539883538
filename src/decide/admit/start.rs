//! What must hold before a step may begin.

use chrono::{DateTime, TimeDelta, Utc};

use super::ask::Ask;
use super::confirm;
use crate::decide::command::Refusal;
use crate::decide::outlook::Fit;
use crate::decide::ready::{self, Blocks};
use crate::decide::rights::{self, Right};
use crate::journal::Proof;
use crate::plan::{Evidence, Place, Plan, StageKind, Step};
use crate::session::{Session, StepState};
use crate::text::{duration, list};

/// A request to begin a step, or to settle one that was never begun.
pub(super) struct Start<'a> {
    pub place: Place,
    pub step: &'a Step,
    /// The step's id, typed; only irreversible steps ask for it.
    pub confirm: Option<&'a str>,
    /// Why it begins although it does not fit, or before its time.
    pub reason: Option<&'a str>,
}

impl Start<'_> {
    /// Refuses what cannot begin now, in the order of the domain: its stage, a hold, what comes before, the gate, the
    /// barrier, the time, and last what is typed.
    pub fn check(&self, ask: &Ask) -> Result<(), Refusal> {
        startable(ask, self.step)?;
        let blockers = ready::blockers(ask.plan, ask.session, &ask.outlook.checks, self.place, self.step);
        if let Some(blocker) = blockers.first() {
            return Err(Refusal::rule(format!("{} {}", self.step.id, blocker.text)));
        }
        self.check_barrier(ask)?;
        let mut doubts = Vec::new();
        doubts.extend(self.doubt_window(ask));
        doubts.extend(self.doubt_evidence(ask));
        if !doubts.is_empty() {
            self.answer(ask, &doubts)?;
        } else if self.fit(ask) == Some(Fit::DoesNotFit) {
            self.answer(ask, &["with a rollback after it, it ends after the window".to_owned()])?;
        }
        self.check_confirmation(ask)
    }

    /// As [`Start::check`] for a step of which a person says that it failed: the stage must be open, the rest is past.
    pub fn check_open(&self, ask: &Ask) -> Result<(), Refusal> {
        startable(ask, self.step)?;
        let blockers = ready::blockers(ask.plan, ask.session, &ask.outlook.checks, self.place, self.step);
        let closed = blockers.iter().find(|blocker| blocker.what == Blocks::Stage);
        closed.map_or(Ok(()), |blocker| Err(Refusal::rule(format!("{} {}", self.step.id, blocker.text))))
    }

    /// An irreversible step is a barrier: its checks are up, the rehearsal is fresh.
    fn check_barrier(&self, ask: &Ask) -> Result<(), Refusal> {
        let wants = ready::unmet_barrier(&ask.outlook.checks, self.step);
        if !wants.is_empty() {
            let (id, wants) = (&self.step.id, list::and_list(&wants));
            return Err(Refusal::rule(format!("{id} waits for its barrier: {wants}")));
        }
        if self.step.irreversible
            && let Some(why) = rehearsal_doubt(ask.plan, ask.session, ask.now.at)
        {
            return Err(Refusal::rule(format!("{} cannot be taken back, and {why}", self.step.id)));
        }
        Ok(())
    }

    fn is_execute(&self, ask: &Ask) -> bool {
        matches!(self.place, Place::Stage(index)
            if ask.plan.stages.get(index).is_some_and(|stage| stage.kind == StageKind::Execute))
    }

    fn doubt_window(&self, ask: &Ask) -> Option<String> {
        let start = ask.plan.window.start;
        (self.is_execute(ask) && ask.now.at < start)
            .then(|| format!("the window opens at {}", ask.clock(start)))
    }

    /// How old evidence may be is judged when the first execute step starts.
    fn doubt_evidence(&self, ask: &Ask) -> Vec<String> {
        if !self.is_execute(ask) || ask.session.execute_started(ask.plan).is_some() {
            return Vec::new();
        }
        ask.plan.steps().filter_map(|(_, step)| stale_evidence(ask.session, step, ask.now.at)).collect()
    }

    fn fit(&self, ask: &Ask) -> Option<Fit> {
        ask.outlook.forecast.steps.get(&self.step.id).and_then(|times| times.fit)
    }

    /// The approver may start it all the same, with a reason.
    fn answer(&self, ask: &Ask, doubts: &[String]) -> Result<(), Refusal> {
        let doubts = list::and_list(doubts);
        let id = &self.step.id;
        if !ask.may(&ask.subject.id, &Right::Approver) {
            let who = rights::who_may(ask.plan, &Right::Approver);
            return Err(Refusal::authority(format!(
                "{id} starts only with a reason by {who}, because {doubts}"
            )));
        }
        if self.reason.is_none_or(|reason| reason.trim().is_empty()) {
            return Err(Refusal::incomplete(format!("{id} needs a reason, because {doubts}")));
        }
        Ok(())
    }

    fn check_confirmation(&self, ask: &Ask) -> Result<(), Refusal> {
        if !self.step.irreversible || ask.session.begun(&self.step.id).is_some() {
            return Ok(());
        }
        confirm::check(self.confirm.unwrap_or(""), &self.step.id, "the id of the irreversible step")
    }
}

/// Refuses a step that nobody starts, or that is not pending.
fn startable(ask: &Ask, step: &Step) -> Result<(), Refusal> {
    refuse_kept_by_golive(ask, step)?;
    let id = &step.id;
    let since = |at: crate::journal::Stamp| ask.clock(at.at);
    let text = match ask.session.step(id) {
        StepState::Pending => return Ok(()),
        StepState::Running { started, .. } => format!("{id} is running already, since {}", since(*started)),
        StepState::Waiting { since: at, .. } => {
            format!("{id} is waiting since {}: resume it", since(*at))
        }
        StepState::Done { ended, who, .. } => {
            format!("{id} is done ({}, {}); reopen it to do it again", who.actor(), since(*ended))
        }
        StepState::Failed { ended, .. } => {
            format!("{id} failed at {}: retry it, or have the failure accepted", since(*ended))
        }
        state @ (StepState::Accepted { .. } | StepState::Skipped { .. } | StepState::Waived { .. }) => {
            format!("{id} is {}; reopen it to do it after all", state.word())
        }
        StepState::NotApplicable { at, .. } => {
            format!("{id} is not applicable, by the decision of {}", since(*at))
        }
    };
    Err(Refusal::rule(text))
}

/// Refuses a heading, a step kept by golive, and one that a decision ticks.
pub(super) fn refuse_kept_by_golive(ask: &Ask, step: &Step) -> Result<(), Refusal> {
    let id = &step.id;
    if ask.plan.is_parent(id) {
        return Err(Refusal::rule(format!("{id} is a heading: it is done when the steps under it are")));
    }
    if step.is_auto() {
        return Err(Refusal::rule(format!(
            "{id} is kept by golive: it is done when every other step of its stage is settled"
        )));
    }
    if step.is_decision() {
        return Err(Refusal::rule(format!("{id} is ticked by the decision itself: decide")));
    }
    Ok(())
}

/// "the backup of 1.2 is 5h old, at most 4h is allowed"; `None` where the step brought nothing, or nothing too old.
pub(crate) fn stale_evidence(session: &Session, step: &Step, now: DateTime<Utc>) -> Option<String> {
    let max = step.max_age?;
    let (proof, brought) = session.record(&step.id)?.proof.as_ref()?;
    let taken = match proof {
        Proof::Backup { taken_at, .. } => *taken_at,
        Proof::Rehearsal { at, .. } => *at,
        _ => brought.at,
    };
    let age = now.signed_duration_since(taken);
    (age > max).then(|| {
        let (age, max) = (duration::short(age), duration::short(max));
        format!("the {} of {} is {age} old and may be {max}", step.evidence.name(), step.id)
    })
}

/// Why the rehearsal of the rollback does not count, where the plan asks for one (seed step 1.4).
pub(crate) fn rehearsal_doubt(plan: &Plan, session: &Session, now: DateTime<Utc>) -> Option<String> {
    let (_, wanted) = plan.steps().find(|(_, step)| step.evidence == Evidence::Rehearsal)?;
    let id = &wanted.id;
    let proof = session.record(id).and_then(|record| record.proof.as_ref());
    let Some((Proof::Rehearsal { at, digest, .. }, _)) = proof else {
        return Some(format!("the rollback was not rehearsed ({id})"));
    };
    let age = now.signed_duration_since(*at);
    let max = plan.decision.rehearsal_max_age;
    if age > max {
        let (age, max) = (days(age), days(max));
        return Some(format!("the rehearsal of the rollback ({id}) is {age} old and may be {max}"));
    }
    (*digest != plan.rollback_digest())
        .then(|| format!("other rollback steps were rehearsed ({id}) than the plan has now"))
}

fn days(span: TimeDelta) -> String {
    if span.num_days() >= 2 { format!("{} days", span.num_days()) } else { duration::short(span) }
}
