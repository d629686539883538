//! Hold, resume, extend.

use chrono::{DateTime, TimeDelta, Utc};

use super::ask::{Ask, maybe_said, said};
use crate::decide::command::{Command, Refusal};
use crate::journal::{Event, Extended};
use crate::session::Phase;

/// An extension further ahead than this is a mistyped date.
const FURTHEST: TimeDelta = TimeDelta::days(60);

pub(super) fn admit(ask: &Ask, command: &Command) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Hold { reason } => hold(ask, reason),
        Command::Resume { reason } => resume(ask, reason.as_deref()),
        Command::Extend { what, to, reason } => extend(ask, *what, *to, reason),
        _ => Ok(Vec::new()),
    }
}

fn hold(ask: &Ask, reason: &str) -> Result<Vec<Event>, Refusal> {
    if let Some(hold) = ask.session.hold() {
        let (who, since) = (hold.who.actor(), ask.clock(hold.started.at));
        return Err(Refusal::rule(format!("it is held already, by {who} since {since}")));
    }
    if ask.outlook.phase == Phase::Closing {
        return Err(Refusal::rule("there is nothing left to hold: only the closing is open"));
    }
    let reason = said(reason, "the cause of the hold")?;
    Ok(vec![Event::HoldStarted { reason, verdict: ask.verdict() }])
}

fn resume(ask: &Ask, reason: Option<&str>) -> Result<Vec<Event>, Refusal> {
    if ask.session.hold().is_none() {
        return Err(Refusal::rule("nothing is held"));
    }
    let reason = maybe_said(reason, "the remark")?;
    Ok(vec![Event::HoldEnded { reason, verdict: ask.verdict() }])
}

fn extend(ask: &Ask, what: Extended, to: DateTime<Utc>, reason: &str) -> Result<Vec<Event>, Refusal> {
    let (session, plan) = (ask.session, ask.plan);
    let over = matches!(ask.outlook.phase, Phase::Closing | Phase::Closed);
    let current = match what {
        Extended::Window if session.went_live() || over => {
            return Err(Refusal::rule("the window counts until the decision only, and that has been made"));
        }
        Extended::Window => session.window_end(plan),
        Extended::Outage if plan.window.planned_outage.is_zero() => {
            return Err(Refusal::rule("the plan promises no outage, so there is none to extend"));
        }
        Extended::Outage => ask.now.at,
        Extended::Stabilisation => session.stabilisation_end(plan).ok_or_else(|| {
            Refusal::rule("stabilisation has not begun: it opens with GO, and its end is reckoned from there")
        })?,
    };
    if to <= current {
        let current = ask.clock(current);
        let text = match what {
            Extended::Window => format!("the window ends at {current} already; name a later moment"),
            Extended::Outage => {
                format!("it is {current} already; name the moment until which the outage may last")
            }
            Extended::Stabilisation => {
                format!("stabilisation ends at {current} already; name a later moment")
            }
        };
        return Err(Refusal::rule(text));
    }
    if to > ask.now.after(FURTHEST).at {
        let text = format!("{} is more than 60 days ahead; is the date right?", ask.clock(to));
        return Err(Refusal::rule(text));
    }
    let reason = said(reason, "the reference or reason of the extension")?;
    Ok(vec![Event::WindowExtended { what, to, reason, verdict: ask.verdict() }])
}
