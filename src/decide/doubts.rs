//! What speaks against starting a step although nothing holds it up: the approver answers it with a reason.

use chrono::{DateTime, TimeDelta, Utc};

use super::freshness::{Stale, stale};
use super::outlook::{Fit, Outlook};
use crate::calendar::zone;
use crate::journal::{Proof, Stamp};
use crate::plan::{Evidence, Place, Plan, StageKind, Step};
use crate::session::{Session, StepState};
use crate::text::duration;

/// What speaks against starting the step now although nothing holds it up: the window is not open, evidence is too
/// old (judged when the first execute step starts), or a rollback after it would not fit into the window. The approver
/// may start it all the same, with a reason.
pub fn doubts(plan: &Plan, session: &Session, outlook: &Outlook, place: Place, step: &Step) -> Vec<String> {
    let stage = match place {
        Place::Stage(index) => plan.stages.get(index),
        Place::Rollback => None,
    };
    let now = outlook.now.at;
    let mut doubts = Vec::new();
    if stage.is_some_and(|stage| stage.kind == StageKind::Execute) {
        if now < plan.window.start {
            let opens = zone::clock_minutes(plan.window.zone, plan.window.start);
            doubts.push(format!("the window opens at {opens}"));
        }
        if session.execute_started(plan).is_none() {
            let steps = plan.steps().filter(|(place, _)| *place != Place::Rollback);
            doubts.extend(steps.filter_map(|(_, step)| stale_evidence(plan, session, step, outlook.now)));
        }
    }
    let fit = outlook.forecast.steps.get(&step.id).and_then(|times| times.fit);
    if fit == Some(Fit::DoesNotFit) {
        doubts.push("a rollback after it would not end inside the window".to_owned());
    }
    doubts
}

/// "the backup of 1.2 is 5h old and may be 4h"; `None` where the step brought nothing, or nothing too old.
fn stale_evidence(plan: &Plan, session: &Session, step: &Step, now: Stamp) -> Option<String> {
    let id = &step.id;
    Some(match stale(plan, session, now, step)? {
        Stale::OtherSteps => format!("other rollback steps were rehearsed ({id}) than the plan has now"),
        Stale::Old(age, max) => {
            format!("the {} of {id} is {} old and may be {}", step.evidence.name(), days(age), days(max))
        }
    })
}

/// Why the rehearsal of the rollback does not count, where the plan asks for one (seed step 1.4).
pub(crate) fn rehearsal_doubt(plan: &Plan, session: &Session, now: DateTime<Utc>) -> Option<String> {
    let (_, wanted) = plan.steps().find(|(_, step)| step.evidence == Evidence::Rehearsal)?;
    let id = &wanted.id;
    // Left out by the approver, it is the approver's word that it goes without.
    if matches!(session.step(id), StepState::Waived { .. }) {
        return None;
    }
    let proof = session.record(id).and_then(|record| record.proof.as_ref());
    let Some((Proof::Rehearsal { at, digest, .. }, _)) = proof else {
        return Some(format!("the rollback was not rehearsed ({id})"));
    };
    let age = now.signed_duration_since(*at);
    let max = wanted.max_age.unwrap_or(plan.decision.rehearsal_max_age);
    if age > max {
        let (age, max) = (days(age), days(max));
        return Some(format!("the rehearsal of the rollback ({id}) is {age} old and may be {max}"));
    }
    (*digest != plan.rollback_digest())
        .then(|| format!("other rollback steps were rehearsed ({id}) than the plan has now"))
}

fn days(span: TimeDelta) -> String {
    if span.num_days() >= 2 { format!("{} days", span.num_days()) } else { duration::short(span) }
}
