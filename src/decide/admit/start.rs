//! What must hold before a step may begin.

use super::ask::Ask;
use super::confirm;
use crate::decide::command::Refusal;
use crate::decide::doubts;
use crate::decide::ready::{self, Blocks};
use crate::decide::rights::{self, Right};
use crate::plan::{Place, Step};
use crate::session::StepState;
use crate::text::list;

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
        self.check_rules(ask)
    }

    /// As [`Start::check`] for another try of a step that failed.
    pub fn check_rules(&self, ask: &Ask) -> Result<(), Refusal> {
        let blockers = ready::blockers(ask.plan, ask.session, ask.outlook, self.place, self.step);
        if let Some(blocker) = blockers.first() {
            return Err(Refusal::rule(format!("{} {}", self.step.id, blocker.text)));
        }
        self.check_barrier(ask)?;
        let doubts = doubts::doubts(ask.plan, ask.session, ask.outlook, self.place, self.step);
        self.answer(ask, &doubts)?;
        self.check_confirmation()
    }

    /// As [`Start::check`] for what a person finds wanting without having begun it: the stage must be open.
    pub fn check_open(&self, ask: &Ask) -> Result<(), Refusal> {
        startable(ask, self.step)?;
        let blockers = ready::blockers(ask.plan, ask.session, ask.outlook, self.place, self.step);
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
            && let Some(why) = doubts::rehearsal_doubt(ask.plan, ask.session, ask.now.at)
        {
            return Err(Refusal::rule(format!("{} cannot be taken back, and {why}", self.step.id)));
        }
        Ok(())
    }

    /// The approver may start it all the same, with a reason.
    fn answer(&self, ask: &Ask, doubts: &[String]) -> Result<(), Refusal> {
        if doubts.is_empty() {
            return Ok(());
        }
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

    fn check_confirmation(&self) -> Result<(), Refusal> {
        if !self.step.irreversible {
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
