//! Whether everything that the request names exists.

use super::ask::{Ask, unknown};
use crate::decide::command::{Command, Refusal};

/// Refuses what names something that plan and session do not have.
pub(super) fn check(ask: &Ask, command: &Command) -> Result<(), Refusal> {
    match command {
        Command::StartStep { step, .. }
        | Command::FinishStep { step, .. }
        | Command::FailStep { step, .. }
        | Command::WaitStep { step, .. }
        | Command::ResumeStep { step }
        | Command::RetryStep { step, .. }
        | Command::AcceptStep { step, .. }
        | Command::SkipStep { step, .. }
        | Command::WaiveStep { step, .. }
        | Command::ReopenStep { step, .. }
        | Command::UndoTick { step }
        | Command::NoteStep { step, .. }
        | Command::Amend { settles: Some(step), .. } => ask.step(step).map(|_| ()),
        Command::AssignStep { step, owner } => {
            ask.step(step)?;
            member(ask, Some(owner))
        }
        Command::AddStep { stage, owner, .. } => {
            self::stage(ask, stage)?;
            member(ask, owner.as_deref())
        }
        Command::OpenStage { stage, .. } => self::stage(ask, stage),
        Command::Vote { station, owner, .. } => {
            self::station(ask, station)?;
            member(ask, owner.as_deref())
        }
        Command::RaiseTrigger { trigger, .. } | Command::ClearTrigger { trigger, .. } => {
            self::trigger(ask, trigger)
        }
        Command::MuteCheck { check, .. } | Command::MarkExternal { check, .. } => self::check_id(ask, check),
        Command::DecideStart { witness, .. }
        | Command::DecideGo { witness, .. }
        | Command::DecideRollback { witness, .. }
        | Command::DecideAbort { witness, .. } => member(ask, witness.as_deref()),
        Command::OpenPoll
        | Command::Hold { .. }
        | Command::Resume { .. }
        | Command::Extend { .. }
        | Command::Close { .. }
        | Command::Amend { settles: None, .. } => Ok(()),
    }
}

fn member(ask: &Ask, id: Option<&str>) -> Result<(), Refusal> {
    known("member", id, ask.plan.team.iter().map(|member| member.id.as_str()))
}

fn stage(ask: &Ask, id: &str) -> Result<(), Refusal> {
    known("stage", Some(id), ask.plan.stages.iter().map(|stage| stage.id.as_str()))
}

fn station(ask: &Ask, id: &str) -> Result<(), Refusal> {
    known("station", Some(id), ask.plan.decision.stations.iter().map(|station| station.id.as_str()))
}

fn trigger(ask: &Ask, id: &str) -> Result<(), Refusal> {
    known("trigger", Some(id), ask.plan.triggers.iter().map(|trigger| trigger.id.as_str()))
}

fn check_id(ask: &Ask, id: &str) -> Result<(), Refusal> {
    known("check", Some(id), ask.plan.checks.iter().map(|check| check.id.as_str()))
}

fn known<'a>(kind: &str, id: Option<&str>, ids: impl Iterator<Item = &'a str>) -> Result<(), Refusal> {
    let Some(id) = id else { return Ok(()) };
    let ids: Vec<&str> = ids.collect();
    if ids.contains(&id) { Ok(()) } else { Err(unknown(kind, id, &ids)) }
}
