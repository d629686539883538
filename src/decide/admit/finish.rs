//! Done and failed, with what a step must bring.

use chrono::{DateTime, Utc};

use super::ask::{Ask, is_well_before, maybe_said, said};
use super::evidence;
use super::start::Start;
use super::steps::turned;
use crate::decide::command::Refusal;
use crate::decide::outlook::Standing;
use crate::decide::ready;
use crate::journal::{Event, Proof, Status};
use crate::plan::{Place, StageKind, Step, StepKind};
use crate::session::{Purpose, StepState};

pub(super) fn done(
    ask: &Ask,
    id: &str,
    at: Option<DateTime<Utc>>,
    proof: Option<&Proof>,
    note: Option<&str>,
) -> Result<Vec<Event>, Refusal> {
    let (place, step) = ask.step(id)?;
    if !ask.session.step(id).is_under_way() {
        begin_at_once(ask, place, step)?;
    }
    check_stated_end(ask, id, at)?;
    check_kind(ask, step)?;
    check_closing_step(ask, id, note)?;
    let note = maybe_said(note, "the remark")?;
    let proof = evidence::check(ask, step, proof, note.as_deref())?;
    let remark = note.clone();
    let mut events = vec![Event::StepDone { step: id.to_owned(), stated: at, proof, note }];
    events.extend(consequence(step, remark));
    Ok(events)
}

/// A step that was not started is started and done at once; an irreversible one never is.
fn begin_at_once(ask: &Ask, place: Place, step: &Step) -> Result<(), Refusal> {
    if step.irreversible && *ask.session.step(&step.id) == StepState::Pending {
        return Err(Refusal::rule(format!(
            "{} cannot be taken back: the approver starts it first, by typing its id",
            step.id
        )));
    }
    Start { place, step, confirm: None, reason: None }.check(ask)
}

/// What being done means for a switch or a notice: a person turned it, or sent it.
fn consequence(step: &Step, note: Option<String>) -> Option<Event> {
    match &step.kind {
        StepKind::Switch { id, on } => Some(turned(id, *on)),
        StepKind::Notice(id) => Some(Event::NoticeSent { notice: id.clone(), note }),
        _ => None,
    }
}

/// A step of kind check is done when its check is up.
fn check_kind(ask: &Ask, step: &Step) -> Result<(), Refusal> {
    let StepKind::Check(id) = &step.kind else { return Ok(()) };
    let Some(view) = ask.check(id) else { return Ok(()) };
    let excused = matches!(view.standing, Standing::Expected { .. } | Standing::NotPolled(_));
    if excused || matches!(view.status, Status::Up | Status::Degraded) {
        return Ok(());
    }
    let word = ready::status_word(view.status);
    Err(Refusal::rule(format!("{} is done when {id} is up, and it is {word}", step.id)))
}

/// The investigation says what was found; the corrective actions are added steps, or a remark why there are none.
fn check_closing_step(ask: &Ask, id: &str, note: Option<&str>) -> Result<(), Refusal> {
    let Some(added) = ask.session.added.iter().find(|added| added.step.id == id) else { return Ok(()) };
    let says = note.is_some_and(|note| !note.trim().is_empty());
    match added.purpose {
        Purpose::Investigation if !says => {
            Err(Refusal::incomplete(format!("{id} needs a note: what was found")))
        }
        Purpose::CorrectiveActions
            if !says && ask.session.added_for(&Purpose::CorrectiveAction).next().is_none() =>
        {
            Err(Refusal::incomplete(format!(
                "{id} needs the actions, each added with an owner, or a note why there are none"
            )))
        }
        _ => Ok(()),
    }
}

/// A step does not end before it began, be that stated or recorded.
fn check_stated_end(ask: &Ask, id: &str, at: Option<DateTime<Utc>>) -> Result<(), Refusal> {
    ask.check_stated_work(at)?;
    let stated = ask.session.record(id).and_then(|record| record.stated.0);
    let state = ask.session.step(id);
    let recorded = state.started().filter(|_| state.is_under_way()).map(|started| started.at);
    match (stated.or(recorded), at) {
        (Some(begun), Some(at)) if is_well_before(at, begun) => {
            let said = if stated.is_some() { "it is stated to have begun" } else { "it was started" };
            Err(Refusal::rule(format!(
                "{id} cannot have ended at {}: {said} at {}",
                ask.clock(at),
                ask.clock(begun)
            )))
        }
        _ => Ok(()),
    }
}

pub(super) fn failed(
    ask: &Ask,
    id: &str,
    at: Option<DateTime<Utc>>,
    reason: &str,
    proof: Option<&Proof>,
) -> Result<Vec<Event>, Refusal> {
    let (place, step) = ask.step(id)?;
    if !ask.session.step(id).is_under_way() {
        Start { place, step, confirm: None, reason: None }.check_open(ask)?;
        refuse_not_begun(ask, place, step)?;
    }
    check_stated_end(ask, id, at)?;
    let reason = said(reason, "what went wrong")?;
    let proof = proof.map(evidence::clean).transpose()?;
    Ok(vec![Event::StepFailed { step: id.to_owned(), stated: at, reason, proof }])
}

/// Work cannot have failed before it began; what is looked at or asked may be found wanting at once, as a test is.
fn refuse_not_begun(ask: &Ask, place: Place, step: &Step) -> Result<(), Refusal> {
    let id = &step.id;
    if step.irreversible {
        return Err(Refusal::rule(format!(
            "{id} has not begun, and cannot be taken back: the approver starts it first, by typing its id"
        )));
    }
    let of_release = match place {
        Place::Stage(index) => {
            ask.plan.stages.get(index).is_some_and(|stage| stage.kind == StageKind::Execute)
        }
        Place::Rollback => !step.undo.validates,
    };
    let looks = matches!(step.kind, StepKind::Check(_) | StepKind::Approval(_) | StepKind::HoldPoint);
    if looks || !of_release {
        return Ok(());
    }
    let other = if step.mandatory { "have it waived" } else { "skip it" };
    Err(Refusal::rule(format!("{id} has not begun: start it, or {other}")))
}
