//! A debt is always payable: while rolling back, what is on for too long is turned off once the runbook is done, although
//! the stage of that step opens only when service is back. Behind such a page service never comes back; a page within
//! its time is in nobody's way, and customers come back only to a service that is back.

use super::outage;
use crate::journal::{DecisionKind, Stamp};
use crate::plan::{Place, Plan, StageKind, Step, StepKind};
use crate::session::Session;

/// The switch that is on and that the step turns off.
pub(crate) fn pays<'a>(session: &Session, step: &'a Step) -> Option<&'a str> {
    match &step.kind {
        StepKind::Switch { id, on: false } if session.is_switch(id, true) => Some(id),
        _ => None,
    }
}

/// Whether the step turns off what is on for too long while its stage waits for the rollback: it waits for the runbook
/// alone then.
pub(crate) fn is_let_through(plan: &Plan, session: &Session, now: Stamp, place: Place, step: &Step) -> bool {
    let Place::Stage(index) = place else { return false };
    let outcome = plan.stages.get(index).is_some_and(|stage| stage.kind == StageKind::NotifyOutcome);
    let overrun = |switch| {
        let mut open =
            session.effects.iter().filter(|effect| effect.closed.is_none() && effect.source == switch);
        open.any(|effect| outage::lasts_too_long(plan, session, effect, now))
    };
    outcome
        && is_rolling_back(session)
        && pays(session, step).is_some_and(overrun)
        && !session.stage_open(plan, index)
}

fn is_rolling_back(session: &Session) -> bool {
    session.decision(DecisionKind::Rollback).is_some() && session.rollback_completed.is_none()
}

/// What is still to be done of this rollback: its mandatory steps, and whatever is under way.
pub(crate) fn open_runbook<'a>(plan: &'a Plan, session: &Session) -> Vec<&'a Step> {
    let counts = |step: &&Step| step.mandatory || session.step(&step.id).is_under_way();
    let needed = plan.rollback.iter().filter(|step| session.is_rollback_needed(plan, step));
    needed.filter(counts).filter(|step| !session.is_rollback_settled(plan, step)).collect()
}
