//! The rehearsal of the rollback: which runbook it rehearsed, how old it is, what it says about durations.

use chrono::{DateTime, TimeDelta, Utc};

use super::scene::Scene;
use super::span;
use crate::journal::Proof;

/// The newest rehearsal on record.
#[derive(Debug, Clone)]
pub(crate) struct Rehearsal {
    /// Step that it was evidence for.
    pub step: String,
    pub at: DateTime<Utc>,
    pub took: TimeDelta,
    /// Not older than the plan allows, counted to the first execute step (to now before it).
    pub fresh: bool,
    /// It rehearsed the rollback steps as they are now.
    pub same_steps: bool,
    pub production_like: bool,
}

impl Rehearsal {
    /// The newest rehearsal that a step brought as evidence.
    pub fn of(scene: &Scene) -> Option<Self> {
        let judged_at = scene.session.execute_started(scene.plan).unwrap_or(scene.now).at;
        let newest = scene.session.steps.iter().filter_map(|(id, record)| match &record.proof {
            Some((Proof::Rehearsal { at, minutes, production_like, digest, .. }, _)) => {
                Some((id, *at, *minutes, *production_like, digest))
            }
            _ => None,
        });
        let (step, at, minutes, production_like, digest) = newest.max_by_key(|rehearsal| rehearsal.1)?;
        let age = judged_at.signed_duration_since(at);
        Some(Self {
            step: step.clone(),
            at,
            took: span::scaled(TimeDelta::minutes(1), minutes.max(0.0)),
            fresh: age <= scene.plan.decision.rehearsal_max_age,
            same_steps: *digest == scene.plan.rollback_digest(),
            production_like,
        })
    }

    /// Its times and its margin count.
    pub fn counts(&self) -> bool {
        self.fresh && self.same_steps
    }
}
