//! The rehearsal of the rollback: which runbook it rehearsed, how old it is, what it says about durations.

use chrono::{DateTime, TimeDelta, Utc};

use super::freshness;
use super::scene::Scene;
use super::span;
use crate::journal::Proof;

/// The newest rehearsal on record.
#[derive(Debug, Clone)]
pub(crate) struct Rehearsal {
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
        let (_, proof) = freshness::newest_rehearsal(scene.session)?;
        let Proof::Rehearsal { at, minutes, production_like, digest, .. } = proof else { return None };
        let at = *at;
        let age = judged_at.signed_duration_since(at);
        Some(Self {
            at,
            took: span::scaled(TimeDelta::minutes(1), minutes.max(0.0)),
            fresh: age <= scene.plan.decision.rehearsal_max_age,
            same_steps: *digest == scene.plan.rollback_digest(),
            production_like: *production_like,
        })
    }

    /// Its times and its margin count.
    pub fn counts(&self) -> bool {
        self.fresh && self.same_steps
    }
}
