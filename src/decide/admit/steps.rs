//! Steps: from pending to settled, and back.

use super::ask::{Ask, maybe_said, said};
use super::finish;
use super::start::{Start, refuse_kept_by_golive};
use crate::decide::command::{Command, Refusal};
use crate::decide::ready;
use crate::journal::Event;
use crate::plan::{Place, Retry, StageKind, Step, StepKind};
use crate::session::{Purpose, StepState, TAKE_BACK};

pub(super) fn admit(ask: &Ask, command: &Command) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::StartStep { step: id, at, confirm, reason } => {
            let (place, step) = ask.step(id)?;
            ask.check_stated_work(*at)?;
            let (confirm, reason) = (confirm.as_deref(), reason.as_deref());
            Start { place, step, confirm, reason }.check(ask)?;
            let reason = maybe_said(reason, "the reason")?;
            Ok(vec![Event::StepStarted { step: id.clone(), stated: *at, reason }])
        }
        Command::FinishStep { step, at, proof, note } => {
            finish::done(ask, step, *at, proof.as_ref(), note.as_deref())
        }
        Command::FailStep { step, at, reason, proof } => {
            finish::failed(ask, step, *at, reason, proof.as_ref())
        }
        Command::WaitStep { step, reason } => wait(ask, step, reason),
        Command::ResumeStep { step } => resume(ask, step),
        Command::RetryStep { step, confirm, reason } => {
            retry(ask, step, confirm.as_deref(), reason.as_deref())
        }
        Command::AcceptStep { step, reason } => accept(ask, step, reason),
        Command::SkipStep { step, reason } => skip(ask, step, reason),
        Command::WaiveStep { step, reason } => waive(ask, step, reason),
        Command::ReopenStep { step, reason } => reopen(ask, step, reason),
        Command::UndoTick { step } => undo_tick(ask, step),
        _ => Ok(Vec::new()),
    }
}

fn wait(ask: &Ask, id: &str, reason: &str) -> Result<Vec<Event>, Refusal> {
    let (place, step) = ask.step(id)?;
    match ask.session.step(id) {
        StepState::Running { .. } => {}
        StepState::Waiting { reason, .. } => {
            return Err(Refusal::rule(format!("{id} is waiting already: {reason}")));
        }
        StepState::Pending if step.irreversible => {
            return Err(Refusal::rule(format!(
                "{id} cannot be taken back: start it first, by typing its id"
            )));
        }
        _ => Start { place, step, confirm: None, reason: None }.check(ask)?,
    }
    let reason = said(reason, "for what or whom it waits")?;
    Ok(vec![Event::StepWaiting { step: id.to_owned(), reason }])
}

fn resume(ask: &Ask, id: &str) -> Result<Vec<Event>, Refusal> {
    let state = ask.session.step(id);
    if !matches!(state, StepState::Waiting { .. }) {
        return Err(Refusal::rule(format!("{id} is {}, not waiting", state.word())));
    }
    Ok(vec![Event::StepResumed { step: id.to_owned() }])
}

/// A new try of what never began, or cannot be taken back, is judged as a start.
fn retry(ask: &Ask, id: &str, confirm: Option<&str>, reason: Option<&str>) -> Result<Vec<Event>, Refusal> {
    let (place, step) = ask.step(id)?;
    let state = ask.session.step(id);
    if !matches!(state, StepState::Failed { .. }) {
        return Err(Refusal::rule(format!("{id} is {}, and only what failed is retried", state.word())));
    }
    refuse_closed_stage(ask, place, step)?;
    if step.retry == Retry::Never {
        return Err(Refusal::rule(format!(
            "the plan says that {id} must never run twice: have the failure accepted, or decide"
        )));
    }
    if step.irreversible || ask.session.failed_unstarted(id) {
        Start { place, step, confirm, reason }.check_rules(ask)?;
    }
    let reason = maybe_said(reason, "the reason")?;
    Ok(vec![Event::StepRetried { step: id.to_owned(), reason }])
}

/// Refuses a new try in a stage that has no point any more, or while all is held.
fn refuse_closed_stage(ask: &Ask, place: Place, step: &Step) -> Result<(), Refusal> {
    let blockers = ready::blockers(ask.plan, ask.session, ask.outlook, place, step);
    let standing = |what| matches!(what, ready::Blocks::Stage | ready::Blocks::Hold);
    blockers
        .iter()
        .find(|blocker| standing(blocker.what))
        .map_or(Ok(()), |blocker| Err(Refusal::rule(format!("{} {}", step.id, blocker.text))))
}

fn accept(ask: &Ask, id: &str, reason: &str) -> Result<Vec<Event>, Refusal> {
    let state = ask.session.step(id);
    if !matches!(state, StepState::Failed { .. }) {
        return Err(Refusal::rule(format!("{id} is {}, and only a failure is accepted", state.word())));
    }
    let reason = said(reason, "the reason why the failure is accepted")?;
    Ok(vec![Event::StepAccepted { step: id.to_owned(), reason }])
}

fn skip(ask: &Ask, id: &str, reason: &str) -> Result<Vec<Event>, Refusal> {
    let (_, step) = ask.step(id)?;
    refuse_leaving_out(ask, step, "skipped")?;
    if step.mandatory {
        return Err(Refusal::rule(format!(
            "{id} is mandatory: it cannot be skipped, only waived by the approver"
        )));
    }
    let reason = said(reason, "the reason for skipping it")?;
    Ok(vec![Event::StepSkipped { step: id.to_owned(), reason }])
}

fn waive(ask: &Ask, id: &str, reason: &str) -> Result<Vec<Event>, Refusal> {
    let (_, step) = ask.step(id)?;
    refuse_leaving_out(ask, step, "waived")?;
    if !step.mandatory {
        return Err(Refusal::rule(format!("{id} is optional: skip it")));
    }
    let reason = said(reason, "the reason for waiving it")?;
    Ok(vec![Event::StepWaived { step: id.to_owned(), reason }])
}

fn refuse_leaving_out(ask: &Ask, step: &Step, word: &str) -> Result<(), Refusal> {
    refuse_kept_by_golive(ask, step)?;
    let id = &step.id;
    let closing = |added: &crate::session::AddedStep| {
        added.step.id == *id && matches!(added.purpose, Purpose::Investigation | Purpose::CorrectiveActions)
    };
    if ask.session.added.iter().any(closing) {
        return Err(Refusal::rule(format!(
            "{id} cannot be {word}: a withdrawn release stays open until it is investigated and its corrective \
             actions are recorded"
        )));
    }
    match ask.session.step(id) {
        StepState::Pending => Ok(()),
        StepState::Running { .. } | StepState::Waiting { .. } => {
            Err(Refusal::rule(format!("{id} is under way: finish it, or record that it failed")))
        }
        StepState::Failed { .. } => {
            Err(Refusal::rule(format!("{id} has failed: retry it, or have the failure accepted")))
        }
        state => Err(Refusal::rule(format!("{id} is {} already", state.word()))),
    }
}

fn reopen(ask: &Ask, id: &str, reason: &str) -> Result<Vec<Event>, Refusal> {
    let (place, step) = ask.step(id)?;
    refuse_kept_by_golive(ask, step)?;
    match ask.session.step(id) {
        StepState::Done { .. }
        | StepState::Accepted { .. }
        | StepState::Skipped { .. }
        | StepState::Waived { .. } => {}
        StepState::Failed { .. } => {
            return Err(Refusal::rule(format!("{id} has failed: retry it")));
        }
        state => {
            return Err(Refusal::rule(format!("{id} is {}: there is nothing to take back", state.word())));
        }
    }
    if !owes(ask, step) {
        refuse_past(ask, place, id)?;
    }
    let reason = said(reason, "the reason for reopening it")?;
    Ok(reopened(ask, step, reason))
}

/// Whether the step turned a switch on that is on still. Reopening it says that the switch is off, which a person can
/// always say: the step that turns it off may have no point any more, and the record does not close with a debt.
fn owes(ask: &Ask, step: &Step) -> bool {
    matches!(&step.kind, StepKind::Switch { id, on: true } if ask.session.is_switch(id, true))
}

/// What a decision rested on is not reopened after it.
fn refuse_past(ask: &Ask, place: Place, id: &str) -> Result<(), Refusal> {
    let Place::Stage(index) = place else { return Ok(()) };
    let kind = ask.plan.stages.get(index).map(|stage| stage.kind);
    let added = ask.session.added.iter().any(|added| added.step.id == *id);
    if !added && ask.session.is_decided() && kind.is_some_and(|kind| kind <= StageKind::Decide) {
        let when = ask.session.decisions.last().map(|decision| ask.clock(decision.at.at)).unwrap_or_default();
        return Err(Refusal::rule(format!(
            "{id} is behind the decision of {when}: what it rested on stays as it was; note it, or amend the record"
        )));
    }
    Ok(())
}

fn undo_tick(ask: &Ask, id: &str) -> Result<Vec<Event>, Refusal> {
    let (place, step) = ask.step(id)?;
    let Some((at, who)) = ask.session.record(id).and_then(|record| record.ticked.as_ref()) else {
        return Err(Refusal::rule(format!("{id} was not ticked, so there is nothing to take back")));
    };
    if who.actor() != ask.subject.id {
        return Err(Refusal::authority(format!(
            "only {} can take back that tick; reopen {id} with a reason",
            who.actor()
        )));
    }
    if ask.now.since(*at) > TAKE_BACK {
        return Err(Refusal::rule(format!(
            "a tick can be taken back for {} s, and this one is from {}: reopen {id} with a reason",
            TAKE_BACK.num_seconds(),
            ask.clock(at.at)
        )));
    }
    refuse_past(ask, place, id)?;
    Ok(reopened(ask, step, "taken back at once".to_owned()))
}

/// Reopening a switch step says that the switch stands as before it.
fn reopened(ask: &Ask, step: &Step, reason: String) -> Vec<Event> {
    let mut events = vec![Event::StepReopened { step: step.id.clone(), reason }];
    let done = matches!(ask.session.step(&step.id), StepState::Done { .. });
    if let StepKind::Switch { id, on } = &step.kind
        && done
        && ask.session.is_switch(id, *on)
    {
        events.push(turned(id, !on));
    }
    events
}

/// A switch is on, or off.
pub(super) fn turned(id: &str, on: bool) -> Event {
    let switch = id.to_owned();
    if on { Event::SwitchOn { switch } } else { Event::SwitchOff { switch } }
}
