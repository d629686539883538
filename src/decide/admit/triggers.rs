//! Rollback criteria: raised by anyone who sees one, cleared by the approver.

use super::ask::{Ask, said};
use crate::decide::command::{Command, Refusal};
use crate::journal::Event;
use crate::session::Phase;

pub(super) fn admit(ask: &Ask, command: &Command) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::RaiseTrigger { trigger, reason } => raise(ask, trigger, reason),
        Command::ClearTrigger { trigger, reason } => clear(ask, trigger, reason),
        _ => Ok(Vec::new()),
    }
}

fn raise(ask: &Ask, trigger: &str, reason: &str) -> Result<Vec<Event>, Refusal> {
    if let Some((since, _)) = ask.session.triggers.get(trigger).and_then(|state| state.met.as_ref()) {
        return Err(Refusal::rule(format!("{trigger} is met already, since {}", ask.clock(since.at))));
    }
    if matches!(ask.outlook.phase, Phase::RollingBack | Phase::Closing) {
        return Err(Refusal::rule(format!(
            "{trigger} is a criterion for rolling back, and that is decided: note it on a step or in the closing words"
        )));
    }
    let reason = said(reason, "what was seen")?;
    Ok(vec![Event::TriggerRaised { trigger: trigger.to_owned(), reason }])
}

fn clear(ask: &Ask, trigger: &str, reason: &str) -> Result<Vec<Event>, Refusal> {
    if ask.session.triggers.get(trigger).is_none_or(|state| state.met.is_none()) {
        return Err(Refusal::rule(format!("{trigger} is not met, so there is nothing to clear")));
    }
    let reason = said(reason, "the reason why it is cleared")?;
    Ok(vec![Event::TriggerCleared { trigger: trigger.to_owned(), reason }])
}
