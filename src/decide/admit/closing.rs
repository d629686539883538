//! Closing the record, and what may be added to a closed one.

use super::ask::{Ask, maybe_said, said};
use crate::decide::command::{Command, Refusal};
use crate::decide::rights::Right;
use crate::journal::{Event, Recommendation};
use crate::session::Phase;
use crate::text::list;

/// A correction of the odometer beyond this is a mistyped number.
const LARGEST_CORRECTION: f64 = 7.0 * 86_400.0;

/// A closed record takes only amendments.
pub(super) fn refuse_if_closed(ask: &Ask, command: &Command) -> Result<(), Refusal> {
    match &ask.session.closed {
        Some((at, who)) if !matches!(command, Command::Amend { .. }) => Err(Refusal::rule(format!(
            "the record was closed by {} at {}: it takes only amendments",
            who.actor(),
            ask.clock(at.at)
        ))),
        _ => Ok(()),
    }
}

pub(super) fn admit(ask: &Ask, command: &Command) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Close { note } => close(ask, note.as_deref()),
        Command::Amend { amends, text, planned_outage_seconds, unplanned_outage_seconds, settles } => {
            for seconds in [planned_outage_seconds, unplanned_outage_seconds].into_iter().flatten() {
                check_correction(*seconds)?;
            }
            if let Some(seq) = amends.filter(|seq| *seq == 0 || *seq > ask.session.seq) {
                let newest = ask.session.seq;
                return Err(Refusal::unknown(format!("there is no event {seq}; the newest is {newest}")));
            }
            check_settles(ask, settles.as_deref())?;
            Ok(vec![Event::Amendment {
                amends: *amends,
                text: said(text, "what is so")?,
                planned_outage_seconds: *planned_outage_seconds,
                unplanned_outage_seconds: *unplanned_outage_seconds,
                settles: settles.clone(),
            }])
        }
        _ => Ok(Vec::new()),
    }
}

fn close(ask: &Ask, note: Option<&str>) -> Result<Vec<Event>, Refusal> {
    check_phase(ask)?;
    let mut unmet: Vec<String> =
        ask.outlook.closing.iter().filter(|need| !need.met).map(|need| need.text.clone()).collect();
    if let Some(hold) = ask.session.hold() {
        unmet.push(format!("the hold by {} is not ended", hold.who.actor()));
    }
    if !unmet.is_empty() {
        return Err(Refusal::rule(format!("closing needs: {}", list::and_list(&unmet))));
    }
    Ok(vec![Event::SessionClosed { note: maybe_said(note, "the closing words")? }])
}

/// A rollback that failed is closed as failed, by the approver; whatever else is under way comes first.
fn check_phase(ask: &Ask) -> Result<(), Refusal> {
    let verdict = ask.outlook.verdict.as_ref().map(|verdict| verdict.recommendation);
    match ask.outlook.phase {
        Phase::Closing | Phase::Closed => Ok(()),
        Phase::RollingBack if verdict == Some(Recommendation::Failed) => {
            ask.require(&Right::Approver, "closing a rollback that failed")
        }
        Phase::RollingBack => Err(Refusal::rule("the rollback is under way: finish the runbook first")),
        Phase::Stabilising => {
            let end = ask.session.stabilisation_end(ask.plan);
            let until = end.map(|end| ask.clock(end)).unwrap_or_default();
            Err(Refusal::rule(format!("stabilisation lasts until {until}")))
        }
        Phase::Preparing => Err(Refusal::rule("nothing was decided yet: abort it, or go on")),
        Phase::Deploying | Phase::Deciding => {
            Err(Refusal::rule("the release is neither live nor withdrawn: decide GO or ROLLBACK first"))
        }
    }
}

fn check_correction(seconds: f64) -> Result<(), Refusal> {
    if seconds.is_finite() && seconds.abs() <= LARGEST_CORRECTION {
        Ok(())
    } else {
        Err(Refusal::rule("the outage can be corrected by at most seven days at a time"))
    }
}

/// In an open record a step is ticked, not amended.
fn check_settles(ask: &Ask, settles: Option<&str>) -> Result<(), Refusal> {
    let Some(id) = settles else { return Ok(()) };
    let (_, step) = ask.step(id)?;
    if ask.session.closed.is_none() {
        return Err(Refusal::rule(format!("the record is open: tick {id} itself")));
    }
    if !ask.session.added.iter().any(|added| added.step.id == id) {
        return Err(Refusal::rule(format!(
            "{id} is a step of the plan; only an added step is settled later"
        )));
    }
    if ask.session.is_settled(ask.plan, step) {
        return Err(Refusal::rule(format!("{id} is {} already", ask.session.step(id).word())));
    }
    Ok(())
}
