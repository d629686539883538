//! Rules about checks: down, unknown, degraded, unjudged, muted, not steady, and what must fail and did not.

use chrono::TimeDelta;

use super::{Class, Finding, Known, effects};
use crate::decide::Standing;
use crate::decide::scene::Scene;
use crate::decide::standing::{Activity, Judged, needs_steadiness, steady_at};
use crate::journal::{Stamp, Status};
use crate::session::Phase;
use crate::text::duration;

/// A critical check may be degraded for so long.
const DEGRADED: TimeDelta = TimeDelta::minutes(15);

pub(super) fn find(known: &Known, found: &mut Vec<Finding>) {
    if known.unobserved.is_some() {
        return;
    }
    for judged in known.checks.iter().filter(|judged| judged.is_deciding()) {
        found.extend(down(known, judged));
        found.extend(muted(known.scene, judged));
        if judged.is_critical() {
            found.extend(unknown(judged));
            found.extend(degraded(known, judged));
        }
        found.extend(unjudged(known, judged));
        found.extend(not_steady(known, judged));
    }
}

fn is(judged: &Judged, status: Status) -> bool {
    judged.is_real() && judged.view.status == status
}

fn says(judged: &Judged) -> String {
    format!("{} is {}", judged.check.id, judged.view.text)
}

fn down(known: &Known, judged: &Judged) -> Option<Finding> {
    if !judged.is_down() {
        return None;
    }
    let id = &judged.check.id;
    if judged.check.must_fail {
        let found = Finding::new(Class::Acting, "must-fail-passed", id, says(judged));
        return Some(found.cured_by(format!("{id} no longer does what must not happen")));
    }
    let needs_steady = judged.is_critical() && waits_for_steadiness(known.scene.phase);
    let behind = effects::ends_too_late(known.scene, id);
    let caused = behind.is_some();
    let cure = match behind {
        Some(cure) => cure,
        None if needs_steady => steadily(known, judged),
        None => format!("{id} up"),
    };
    let found = Finding::new(Class::Wrong, "check-down", id, says(judged)).cured_by(cure);
    Some(Finding { caused, ..found })
}

fn waits_for_steadiness(phase: Phase) -> bool {
    matches!(phase, Phase::Preparing | Phase::Deciding | Phase::RollingBack)
}

/// "payments-api up and steady until 02:31". What stands behind a page that lasts too long does not come up by itself.
pub(super) fn steadily(known: &Known, judged: &Judged) -> String {
    if let Some(cure) = effects::ends_too_late(known.scene, &judged.check.id) {
        return cure;
    }
    let at = steady_at(known.scene, judged);
    format!("{} up and steady until {}", judged.check.id, known.scene.hhmm(at))
}

fn unknown(judged: &Judged) -> Option<Finding> {
    let id = &judged.check.id;
    is(judged, Status::Unknown).then(|| {
        Finding::new(Class::Wrong, "check-unknown", id, says(judged))
            .cured_by(format!("{id} answers and is up"))
    })
}

fn degraded(known: &Known, judged: &Judged) -> Option<Finding> {
    let lasts = judged.lasts(known.scene.now);
    let id = &judged.check.id;
    (is(judged, Status::Degraded) && lasts >= DEGRADED).then(|| {
        let text = format!(
            "{}; for {} (limit {})",
            says(judged),
            duration::short(lasts),
            duration::minutes(DEGRADED)
        );
        Finding::new(Class::Wrong, "check-degraded", id, text).cured_by(format!("{id} up"))
    })
}

/// A mute of somebody else than the approver holds where the check is critical.
fn muted(scene: &Scene, judged: &Judged) -> Option<Finding> {
    let Standing::Muted { until, by_approver: false } = judged.view.standing else { return None };
    let id = &judged.check.id;
    judged.is_critical().then(|| {
        let cure = format!("{id} unmuted, or muted by the approver; the mute ends at {}", scene.hhmm(until));
        Finding::new(Class::Wrong, "check-muted", id, format!("{id} is {}", judged.view.text))
            .cured_by(cure)
            .gone_at(Some(until))
    })
}

/// Missing; wrong on a critical check once it lasts for twice its judging time.
fn unjudged(known: &Known, judged: &Judged) -> Option<Finding> {
    if !is(judged, Status::Unjudged) {
        return None;
    }
    let scene = known.scene;
    let needed = i32::try_from(judged.view.samples.1).unwrap_or(i32::MAX);
    let judging = judged.interval.checked_mul(needed).unwrap_or(TimeDelta::MAX);
    let since = due_since(scene, judged);
    let overdue =
        judged.is_critical() && scene.now.since(since) >= judging.checked_mul(2).unwrap_or(TimeDelta::MAX);
    let class = if overdue { Class::Wrong } else { Class::Missing };
    let waits = judged.is_critical() && waits_for_steadiness(scene.phase);
    let cure = if waits { steadily(known, judged) } else { format!("{} judged", judged.check.id) };
    let until = if waits { Some(steady_at(scene, judged)) } else { judged.view.judgeable_at };
    let found = Finding::new(class, "check-unjudged", &judged.check.id, says(judged));
    let alone = effects::ends_too_late(scene, &judged.check.id).is_none();
    Some(found.cured_by(cure).gone_at(judged.view.judgeable_at).if_up_until(until.filter(|_| alone)))
}

/// Since when a check should be judged: it is active, and somebody polls.
fn due_since(scene: &Scene, judged: &Judged) -> Stamp {
    let first = judged.health.map(|health| health.first);
    let polled = scene.session.conducting_since.or(first).unwrap_or(scene.now);
    match judged.activity {
        Activity::Since(since) if since.order() > polled.order() => since,
        _ => polled,
    }
}

fn not_steady(known: &Known, judged: &Judged) -> Option<Finding> {
    let status = judged.view.status;
    let concerned = needs_steadiness(judged) && !judged.view.steady;
    let short = status == Status::Degraded && judged.lasts(known.scene.now) < DEGRADED;
    if !concerned
        || !(status == Status::Up || short || !judged.is_real())
        || known.scene.phase == Phase::Stabilising
    {
        return None;
    }
    Some(missing_steadiness(known, judged))
}

/// The row that says for how long a check has been steady: the subject and the numbers first.
pub(super) fn missing_steadiness(known: &Known, judged: &Judged) -> Finding {
    let needed = duration::minutes(known.scene.plan.decision.steady_for);
    let id = &judged.check.id;
    let at = steady_at(known.scene, judged);
    let up = judged.view.status == Status::Up;
    let text = if up {
        let so_far = duration::short(judged.view.steady_for.unwrap_or_default());
        format!("{id} steady {so_far} of {needed}, until {}", known.scene.hhmm(at))
    } else {
        format!("{id} not steady for {needed}: {}", judged.view.text)
    };
    let found = Finding::new(Class::Missing, "not-steady", id, text).gone_at(Some(at));
    let alone = up && effects::ends_too_late(known.scene, id).is_none();
    found.cured_by(steadily(known, judged)).if_up_until(alone.then_some(at))
}
