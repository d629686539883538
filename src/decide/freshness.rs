//! How old what a step brought may be, judged until the first execute step starts: the same for the verdict and for
//! whoever starts that step.

use chrono::TimeDelta;

use crate::journal::{Proof, Stamp};
use crate::plan::{Plan, Step};
use crate::session::{Session, StepState};

/// Why evidence counts no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stale {
    /// The rollback steps changed since they were rehearsed.
    OtherSteps,
    /// It is so old, and may be so old.
    Old(TimeDelta, TimeDelta),
}

/// Why the evidence of a finished step counts no more, where it does not.
pub(crate) fn stale(plan: &Plan, session: &Session, now: Stamp, step: &Step) -> Option<Stale> {
    let newest = newest_rehearsal(session).filter(|(of, _)| *of == step.id);
    if let Some((_, Proof::Rehearsal { digest, .. })) = newest
        && *digest != plan.rollback_digest()
    {
        return Some(Stale::OtherSteps);
    }
    age(plan, session, now, step)
        .filter(|(age, limit)| age > limit)
        .map(|(age, limit)| Stale::Old(age, limit))
}

/// How old the proof of a finished step is, and how old it may be.
pub(crate) fn age(plan: &Plan, session: &Session, now: Stamp, step: &Step) -> Option<(TimeDelta, TimeDelta)> {
    let StepState::Done { .. } = session.step(&step.id) else { return None };
    let (proof, brought) = session.record(&step.id)?.proof.as_ref()?;
    let since = |at| now.at.signed_duration_since(at);
    let (age, limit) = match proof {
        Proof::Backup { taken_at, .. } => (since(*taken_at), step.max_age),
        Proof::Rehearsal { at, .. } => {
            (since(*at), Some(step.max_age.unwrap_or(plan.decision.rehearsal_max_age)))
        }
        _ => (now.since(*brought), step.max_age),
    };
    Some((age, limit?))
}

/// The newest rehearsal on record, and the step that it was evidence for.
pub(crate) fn newest_rehearsal(session: &Session) -> Option<(&str, &Proof)> {
    let rehearsals = session.steps.iter().filter_map(|(id, record)| match &record.proof {
        Some((proof @ Proof::Rehearsal { at, .. }, _)) => Some((*at, id.as_str(), proof)),
        _ => None,
    });
    rehearsals.max_by_key(|(at, ..)| *at).map(|(_, id, proof)| (id, proof))
}
