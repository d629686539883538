//! Rule `evidence-stale`: proof that is too old, until the first execute step starts.

use chrono::TimeDelta;

use super::{Class, Finding, Known};
use crate::decide::rehearsal::Rehearsal;
use crate::decide::scene::{Item, Scene};
use crate::journal::Proof;
use crate::plan::Place;
use crate::session::StepState;
use crate::text::duration;

pub(super) fn find(known: &Known, found: &mut Vec<Finding>) {
    let scene = known.scene;
    if scene.session.execute_started(scene.plan).is_some() {
        return;
    }
    let rehearsal = Rehearsal::of(scene);
    for item in scene.items.iter().filter(|item| item.place != Place::Rollback) {
        let other =
            rehearsal.as_ref().filter(|rehearsal| rehearsal.step == item.step.id && !rehearsal.same_steps);
        let why = match other {
            Some(_) => Some("the rollback steps changed since they were rehearsed".to_owned()),
            None => age(scene, item).filter(|(age, limit)| age > limit).map(|(age, limit)| {
                format!("{} old, at most {}", duration::short(age), duration::minutes(limit))
            }),
        };
        if let Some(why) = why {
            let id = &item.step.id;
            let text = format!("evidence of {id} {} is stale: {why}", item.step.title);
            let cure = format!("fresh evidence for {id}");
            found.push(Finding::new(Class::Missing, "evidence-stale", id, text).cured_by(cure));
        }
    }
}

/// How old the proof of a finished step is, and how old it may be.
pub(super) fn age(scene: &Scene, item: &Item) -> Option<(TimeDelta, TimeDelta)> {
    let StepState::Done { .. } = item.state else { return None };
    let (proof, brought) = scene.session.record(&item.step.id)?.proof.as_ref()?;
    let now = scene.now.at;
    let (age, limit) = match proof {
        Proof::Backup { taken_at, .. } => (now.signed_duration_since(*taken_at), item.step.max_age),
        Proof::Rehearsal { at, .. } => (
            now.signed_duration_since(*at),
            Some(item.step.max_age.unwrap_or(scene.plan.decision.rehearsal_max_age)),
        ),
        _ => (scene.now.since(*brought), item.step.max_age),
    };
    Some((age, limit?))
}
