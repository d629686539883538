//! The one sentence about a check, with its arithmetic; it always says whether it failed before the start.

use chrono::{DateTime, Utc};

use crate::decide::scene::Scene;
use crate::decide::{CheckView, Standing};
use crate::journal::{Stamp, Status};
use crate::plan::{Check, Weight};
use crate::session::CheckHealth;
use crate::text::duration;

/// The status in a word.
pub(crate) fn word(status: Status) -> &'static str {
    match status {
        Status::Up => "up",
        Status::Degraded => "degraded",
        Status::Down => "down",
        Status::Unknown => "unknown",
        Status::Unjudged => "not judged yet",
    }
}

pub(super) fn text(
    scene: &Scene,
    check: &Check,
    health: Option<&CheckHealth>,
    view: &CheckView,
    unobserved: bool,
) -> String {
    match &view.standing {
        Standing::NotPolled(kind) => format!("{kind}: not polled by this version"),
        Standing::NotActive(why) | Standing::NotAsExpected(why) => why.clone(),
        Standing::Muted { until, by_approver } => {
            let by = if *by_approver { "" } else { ", not by the approver" };
            let reason = health.and_then(|health| health.mute.as_ref()).map_or("", |mute| &mute.reason);
            format!(
                "muted until {}{by}{}: {}",
                scene.hhmm(*until),
                because(reason),
                real(scene, check, health, view, unobserved)
            )
        }
        Standing::External { until } => {
            let reason = health.and_then(|health| health.external.as_ref()).map_or("", |mark| &mark.reason);
            format!(
                "external until {}{}: {}",
                scene.hhmm(*until),
                because(reason),
                real(scene, check, health, view, unobserved)
            )
        }
        Standing::Expected { used, of, source } => {
            let limit = of.map_or_else(String::new, |of| format!(" of {}", duration::minutes(of)));
            let seen = match health.and_then(|health| health.seen) {
                Some(crate::journal::Seen::Up) => "up, which is expected as well",
                _ => "expected down",
            };
            format!("{seen}, {}{limit} ({source})", duration::short(*used))
        }
        Standing::Grace => {
            format!(
                "just became active, not listened to yet: {}",
                real(scene, check, health, view, unobserved)
            )
        }
        Standing::Real => real(scene, check, health, view, unobserved),
    }
}

fn because(reason: &str) -> String {
    if reason.is_empty() { String::new() } else { format!(" ({reason})") }
}

fn real(
    scene: &Scene,
    check: &Check,
    health: Option<&CheckHealth>,
    view: &CheckView,
    unobserved: bool,
) -> String {
    if unobserved {
        let last = health
            .map_or_else(String::new, |health| format!("; {} when it was last seen", word(health.status)));
        return format!("unknown: nobody is polling{last}");
    }
    let Some(health) = health else {
        return format!("not judged yet: no sample so far of {}", view.samples.1);
    };
    match view.status {
        Status::Unjudged => {
            let (have, need) = view.samples;
            let at =
                view.judgeable_at.map_or_else(String::new, |at| format!(", judgeable {}", scene.hhmm(at)));
            format!("not judged yet: {have}/{need}{at}")
        }
        Status::Up => format!("up: {}{}", health.text, muted_by_plan(check)),
        status => {
            let (arithmetic, last) = split(&health.text);
            let mut parts = vec![format!("{}: {arithmetic}", word(status))];
            parts.extend(after_which(scene, health.since));
            let over = external_is_over(scene, health);
            let before = before_the_start(scene, health);
            format!("{}; {before}{over}{last}{}", parts.join(", "), muted_by_plan(check))
        }
    }
}

fn muted_by_plan(check: &Check) -> &'static str {
    match check.weight {
        Weight::Deciding => "",
        Weight::Advisory => " (advisory)",
        Weight::Muted => " (muted by the plan)",
    }
}

/// The arithmetic, and "; last: …" where there is one.
fn split(text: &str) -> (&str, &str) {
    text.find("; last: ").and_then(|at| Some((text.get(..at)?, text.get(at..)?))).unwrap_or((text, ""))
}

/// "7 min after 3.1.c started": the step that began last before the check changed.
fn after_which(scene: &Scene, since: Stamp) -> Option<String> {
    let earlier = scene.begun.partition_point(|(begun, _)| begun.order() <= since.order());
    let (begun, id) = earlier.checked_sub(1).and_then(|at| scene.begun.get(at))?;
    Some(format!("{} after {id} started", duration::short(since.since(*begun))))
}

/// "before the start 92 of 92 passed".
fn before_the_start(scene: &Scene, health: &CheckHealth) -> String {
    let (samples, fails) = health.before_start;
    let passed = samples.saturating_sub(fails);
    match (scene.session.work_began, samples) {
        (None, 0) => "nothing was started yet".to_owned(),
        (None, _) => format!("nothing was started yet, so far {passed} of {samples} passed"),
        (Some(_), 0) => "not watched before the start".to_owned(),
        (Some(_), _) => format!("before the start {passed} of {samples} passed"),
    }
}

fn external_is_over(scene: &Scene, health: &CheckHealth) -> String {
    let over = |until: DateTime<Utc>| until <= scene.now.at;
    health.external.as_ref().filter(|mark| over(mark.until)).map_or_else(String::new, |mark| {
        format!("; marked external until {}, which is over", scene.hhmm(mark.until))
    })
}
