//! Stages opened early; steps added, given to another, remarked on.

use chrono::{DateTime, Utc};

use super::ask::{Ask, maybe_said, said};
use crate::decide::command::{Command, Refusal};
use crate::journal::{DecisionKind, Event};
use crate::plan::{Stage, StageKind};
use crate::session::Purpose;

pub(super) fn admit(ask: &Ask, command: &Command) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::OpenStage { stage, reason } => open(ask, stage, reason),
        Command::AddStep { stage, title, owner, mandatory, undo, corrective_action, due } => {
            let addition = Addition {
                stage,
                title,
                owner: owner.as_deref(),
                mandatory: *mandatory,
                undo: undo.as_deref(),
                due: *due,
            };
            if *corrective_action { addition.corrective(ask) } else { addition.unplanned(ask) }
        }
        Command::AssignStep { step, owner } => assign(ask, step, owner),
        Command::NoteStep { step, note } => {
            let note = said(note, "the remark")?;
            Ok(vec![Event::StepNoted { step: step.clone(), note }])
        }
        _ => Ok(Vec::new()),
    }
}

fn open(ask: &Ask, id: &str, reason: &str) -> Result<Vec<Event>, Refusal> {
    let Some((index, stage)) = ask.plan.stage(id) else { return Ok(Vec::new()) };
    if ask.session.is_not_applicable(stage) {
        return Err(Refusal::rule(format!("{id} has no point any more: the release is withdrawn")));
    }
    if ask.session.stage_open(ask.plan, index) {
        return Err(Refusal::rule(format!("{id} is open already")));
    }
    if let Some(first) = must_come_first(ask, stage.kind) {
        return Err(Refusal::rule(format!("{id} {first}")));
    }
    let reason = said(reason, "the reason for opening it early")?;
    Ok(vec![Event::StageOpened { stage: id.to_owned(), reason }])
}

/// What no reason can stand in for.
fn must_come_first(ask: &Ask, kind: StageKind) -> Option<&'static str> {
    let decided = |kind| ask.session.decision(kind).is_some();
    match kind {
        StageKind::PreChecks | StageKind::NotifyStart => None,
        StageKind::Execute => (!decided(DecisionKind::Start)).then_some("opens with START: decide it first"),
        StageKind::Validate | StageKind::Decide => ask
            .session
            .execute_started(ask.plan)
            .is_none()
            .then_some("opens early only once the first execute step has started"),
        StageKind::NotifyOutcome => (!decided(DecisionKind::Rollback))
            .then_some("opens with GO, a completed rollback or ABORT: there is no outcome to tell before"),
        StageKind::Stabilise => Some("opens with GO"),
    }
}

struct Addition<'a> {
    stage: &'a str,
    title: &'a str,
    owner: Option<&'a str>,
    mandatory: bool,
    undo: Option<&'a str>,
    due: Option<DateTime<Utc>>,
}

impl Addition<'_> {
    fn unplanned(&self, ask: &Ask) -> Result<Vec<Event>, Refusal> {
        if let Some((_, stage)) = ask.plan.stage(self.stage)
            && let Some(why) = over(ask, stage)
        {
            return Err(Refusal::rule(format!("{} takes no more steps: {why}", stage.id)));
        }
        self.event(ask, self.stage, self.mandatory, &Purpose::Work)
    }

    /// Each corrective action is an added step with an owner; it may still be open when the record closes.
    fn corrective(&self, ask: &Ask) -> Result<Vec<Event>, Refusal> {
        let Some(home) = ask.session.added.iter().find(|added| added.purpose == Purpose::CorrectiveActions)
        else {
            return Err(Refusal::rule(
                "corrective actions follow a rollback or an abort, and neither was decided",
            ));
        };
        if self.owner.is_none() {
            return Err(Refusal::incomplete("a corrective action needs an owner"));
        }
        self.event(ask, &home.stage, false, &Purpose::CorrectiveAction)
    }

    fn event(
        &self,
        ask: &Ask,
        stage: &str,
        mandatory: bool,
        purpose: &Purpose,
    ) -> Result<Vec<Event>, Refusal> {
        Ok(vec![Event::StepAdded {
            step: next_id(ask),
            stage: stage.to_owned(),
            title: said(self.title, "what is to be done")?,
            owner: self.owner.map(str::to_owned),
            mandatory,
            undo: maybe_said(self.undo, "how it is taken back")?,
            due: self.due,
            purpose: purpose.written(),
        }])
    }
}

/// Why a stage takes no more steps, where it does not.
fn over(ask: &Ask, stage: &Stage) -> Option<&'static str> {
    if ask.session.is_not_applicable(stage) {
        Some("the release is withdrawn")
    } else if ask.session.is_decided() && stage.kind <= StageKind::Decide {
        Some("GO was decided; add it to stabilise")
    } else {
        None
    }
}

/// The next free id of an added step: `+1`, `+2` …
pub(super) fn next_id(ask: &Ask) -> String {
    let taken = |id: &String| ask.session.find_step(ask.plan, id).is_some();
    (1..=ask.session.added.len() + 1)
        .map(|n| format!("+{n}"))
        .find(|id| !taken(id))
        .unwrap_or_else(|| format!("+{}", ask.session.added.len() + 2))
}

fn assign(ask: &Ask, id: &str, owner: &str) -> Result<Vec<Event>, Refusal> {
    let (_, step) = ask.step(id)?;
    if ask.session.is_settled(ask.plan, step) {
        let word = ask.session.step(id).word();
        return Err(Refusal::rule(format!("{id} is {word}: there is nothing left to hand over")));
    }
    if step.is_auto() || ask.plan.is_parent(id) || step.is_decision() {
        return Err(Refusal::rule(format!("{id} is done by nobody in particular, so it has no owner")));
    }
    if ask.session.owner(step) == Some(owner) {
        return Err(Refusal::rule(format!("{id} is {owner}'s already")));
    }
    Ok(vec![Event::StepReassigned { step: id.to_owned(), owner: owner.to_owned() }])
}
