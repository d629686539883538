//! Mutes and external marks on a check.

use chrono::TimeDelta;

use super::ask::{Ask, said};
use crate::decide::command::{Command, Refusal};
use crate::journal::Event;

/// A mute ends by itself after this.
const MUTE: TimeDelta = TimeDelta::minutes(30);
/// Longest time for which a cause may be called external at once.
const LONGEST_EXTERNAL: u32 = 60;

pub(super) fn admit(ask: &Ask, command: &Command) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::MuteCheck { check, on, reason } => mute(ask, check, *on, reason),
        Command::MarkExternal { check, minutes, reason } => external(ask, check, *minutes, reason),
        _ => Ok(Vec::new()),
    }
}

fn mute(ask: &Ask, check: &str, on: bool, reason: &str) -> Result<Vec<Event>, Refusal> {
    if !on {
        let health = ask.session.checks.get(check);
        let muted =
            health.and_then(|health| health.mute.as_ref()).is_some_and(|mute| mute.until > ask.now.at);
        if !muted {
            return Err(Refusal::rule(format!("{check} is not muted")));
        }
        let reason = crate::text::clean::line(reason).trim().to_owned();
        return Ok(vec![Event::CheckMuted { check: check.to_owned(), until: None, reason }]);
    }
    let reason = said(reason, "the reason of the mute")?;
    let until = Some(ask.now.after(MUTE).at);
    Ok(vec![Event::CheckMuted { check: check.to_owned(), until, reason }])
}

fn external(ask: &Ask, check: &str, minutes: u32, reason: &str) -> Result<Vec<Event>, Refusal> {
    if minutes > LONGEST_EXTERNAL {
        return Err(Refusal::rule(format!(
            "{check} can be called external for at most {LONGEST_EXTERNAL} minutes at a time"
        )));
    }
    if minutes == 0 && ask.session.checks.get(check).is_none_or(|health| health.external.is_none()) {
        return Err(Refusal::rule(format!("{check} is not marked external")));
    }
    let reason = said(reason, "the reason why the cause is outside")?;
    let until = (minutes > 0).then(|| ask.now.after(TimeDelta::minutes(i64::from(minutes))).at);
    Ok(vec![Event::CheckExternal { check: check.to_owned(), until, reason }])
}
