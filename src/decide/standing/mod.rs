//! Each check as it counts now: activity, mutes, external marks and expected effects taken into account.

mod active;
pub(crate) mod words;

use chrono::{DateTime, TimeDelta, Utc};

pub(crate) use active::{Activity, GRACE, activity};

use super::outage::{covering, limit, not_as_expected};
use super::scene::Scene;
use super::{CheckView, Standing};
use crate::health::{Judgeable, Tempo, judgeable, steadiness};
use crate::journal::{Stamp, Status};
use crate::plan::{Check, Probe};
use crate::session::CheckHealth;

/// One check with everything that rules ask of it.
pub(crate) struct Judged<'a> {
    pub check: &'a Check,
    pub health: Option<&'a CheckHealth>,
    pub view: CheckView,
    pub activity: Activity,
    /// Start to start, now.
    pub interval: TimeDelta,
}

impl Judged<'_> {
    /// Its own status is what counts.
    pub fn is_real(&self) -> bool {
        self.view.standing == Standing::Real
    }

    /// Speaks in the verdict: deciding, and polled by this version.
    pub fn is_deciding(&self) -> bool {
        self.check.weight == crate::plan::Weight::Deciding && self.check.is_polled()
    }

    pub fn is_critical(&self) -> bool {
        self.check.critical && self.is_deciding()
    }

    /// For how long it has had its status.
    pub fn lasts(&self, now: Stamp) -> TimeDelta {
        self.health.map_or(TimeDelta::zero(), |health| now.since(health.since))
    }

    /// Down, and heard of.
    pub fn is_down(&self) -> bool {
        self.is_real() && self.view.status == Status::Down
    }
}

/// Every check in plan order. `unobserved` = nobody polls, so that nothing is known of any of them.
pub(crate) fn judge<'a>(scene: &Scene<'a>, unobserved: bool) -> Vec<Judged<'a>> {
    let tempo = tempo(scene);
    let plan = scene.plan;
    plan.checks.iter().map(|check| judge_one(scene, check, tempo, unobserved)).collect()
}

/// How fast checks are polled now.
pub(crate) fn tempo(scene: &Scene) -> Tempo {
    Tempo::by(scene.plan, scene.session, &scene.progress, scene.phase)
}

fn judge_one<'a>(scene: &Scene<'a>, check: &'a Check, tempo: Tempo, unobserved: bool) -> Judged<'a> {
    let health = scene.session.checks.get(&check.id);
    let interval = tempo.interval(check);
    let activity = activity(scene, check);
    let standing = standing(scene, check, health, &activity);
    let status = if unobserved && check.is_polled() {
        Status::Unknown
    } else {
        health.map_or(Status::Unjudged, |health| health.status)
    };
    let ready = readiness(scene, check, health, interval);
    let muted = matches!(standing, Standing::Muted { by_approver: false, .. });
    let looked_at = muted || matches!(standing, Standing::Real | Standing::Grace);
    let counts = looked_at && status == Status::Up;
    let steady = health
        .filter(|_| counts)
        .map(|health| steadiness(check, health, interval, scene.now, scene.plan.decision.steady_for));
    let mut view = CheckView {
        id: check.id.clone(),
        standing,
        status,
        since: health.map(|health| health.since),
        text: String::new(),
        samples: (ready.have, ready.need),
        judgeable_at: (status == Status::Unjudged && check.is_polled()).then_some(ready.at.at),
        steady_for: steady.map(|steady| steady.for_so_long),
        // What somebody muted is not called steady, however it looks: only gates ask it for how long.
        steady: steady.is_some_and(|steady| steady.is_steady && !muted),
        steady_at: steady.and_then(|steady| steady.steady_at),
        versions: health.map(|health| health.versions.clone()).unwrap_or_default(),
    };
    view.text = words::text(scene, check, health, &view, unobserved);
    Judged { check, health, view, activity, interval }
}

fn readiness(scene: &Scene, check: &Check, health: Option<&CheckHealth>, interval: TimeDelta) -> Judgeable {
    let first = health.map_or(scene.now, |health| health.first);
    judgeable(check, interval, first, health.map_or(0, |health| health.samples), scene.now)
}

fn standing(scene: &Scene, check: &Check, health: Option<&CheckHealth>, activity: &Activity) -> Standing {
    let now = scene.now.at;
    let lasts = |until: DateTime<Utc>| until > now;
    if let Probe::NotPolled(kind) = &check.probe {
        return Standing::NotPolled(kind.clone());
    }
    if let Activity::Silent(why) = activity {
        return Standing::NotActive(why.clone());
    }
    if let Some(mute) = health.and_then(|health| health.mute.as_ref()).filter(|mute| lasts(mute.until)) {
        let by_approver = scene.plan.is_approver(mute.who.actor());
        return Standing::Muted { until: mute.until, by_approver };
    }
    if let Some(effect) = covering(scene, &check.id) {
        return not_as_expected(scene, &check.id).map_or_else(
            || Standing::Expected {
                used: scene.now.since(effect.opened),
                of: limit(scene.plan, scene.session, effect),
                source: effect.source.clone(),
            },
            Standing::NotAsExpected,
        );
    }
    if let Some(mark) = health.and_then(|health| health.external.as_ref()).filter(|mark| lasts(mark.until)) {
        return Standing::External { until: mark.until };
    }
    match activity {
        Activity::Since(since) if scene.now.since(*since) < active::GRACE => Standing::Grace,
        _ => Standing::Real,
    }
}

/// When every critical check will be steady, where one is not: the latest of them; one that is not up counts from
/// now. `None` = all of them are, or none counts.
pub(crate) fn all_steady_at(scene: &Scene, checks: &[Judged]) -> Option<DateTime<Utc>> {
    let missing = checks.iter().filter(|judged| needs_steadiness(judged) && !judged.view.steady);
    missing.map(|judged| steady_at(scene, judged)).max()
}

/// Whether GO waits for this check to be steady.
pub(crate) fn needs_steadiness(judged: &Judged) -> bool {
    judged.is_critical() && matches!(judged.view.standing, Standing::Real | Standing::Grace)
}

/// When a check will be steady at the earliest.
pub(crate) fn steady_at(scene: &Scene, judged: &Judged) -> DateTime<Utc> {
    let needed = scene.plan.decision.steady_for;
    judged.view.steady_at.unwrap_or_else(|| {
        let passes = i32::try_from(judged.check.up_after).unwrap_or(i32::MAX);
        let up = match judged.view.status {
            Status::Up | Status::Degraded => TimeDelta::zero(),
            Status::Unjudged => judged
                .view
                .judgeable_at
                .map_or(TimeDelta::zero(), |at| at.signed_duration_since(scene.now.at)),
            _ => judged.interval.checked_mul(passes).unwrap_or_default(),
        };
        super::span::plus(scene.now.at, up.max(TimeDelta::zero()) + needed)
    })
}

#[cfg(test)]
mod tests;
