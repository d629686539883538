//! A check in words: its symbol, its status, since when.

use chrono::TimeDelta;

use crate::decide::{CheckView, Standing};
use crate::health;
use crate::journal::{Cause, Stamp, Status};
use crate::text::duration;
use crate::ui::model::Mark;
use crate::ui::picture::Picture;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::line::Line;
use crate::ui::widget::spark::Spot;

use super::time;

/// A check's symbol, its role, and one or two words for it.
pub fn mark(m: &Picture<'_>, view: &CheckView) -> (&'static str, Role, String) {
    let word = |text: &str| text.to_owned();
    match &view.standing {
        Standing::Real | Standing::Grace => real(m, view),
        Standing::NotActive(_) => (symbols::LATER, Role::Secondary, word("not yet")),
        Standing::Expected { .. } => (symbols::HOLD, Role::Secondary, word("expected")),
        Standing::NotAsExpected(_) => (symbols::LATE, Role::Failure, word("not so")),
        Standing::Muted { .. } => (symbols::SKIPPED, Role::Secondary, word("muted")),
        Standing::External { .. } => (symbols::STALE, Role::Attention, word("external")),
        Standing::NotPolled(kind) => (symbols::SKIPPED, Role::Secondary, kind.clone()),
    }
}

fn real(m: &Picture<'_>, view: &CheckView) -> (&'static str, Role, String) {
    let word = |text: &str| text.to_owned();
    match view.status {
        Status::Up if is_stale(m, view) => (symbols::STALE, Role::Attention, word("stale")),
        Status::Up => (symbols::DONE, Role::Good, word("up")),
        Status::Degraded => (symbols::LATE, Role::Attention, word("slow")),
        Status::Down => (symbols::FAIL, Role::Failure, word("down")),
        Status::Unknown => (symbols::LATE, Role::Attention, word(no_data(m, view))),
        Status::Unjudged => {
            let (have, want) = view.samples;
            let text = if want > 0 { format!("{have}/{want}") } else { word("unjudged") };
            (symbols::UNJUDGED, Role::Attention, text)
        }
    }
}

/// Why nothing is known, in a word or two.
fn no_data(m: &Picture<'_>, view: &CheckView) -> &'static str {
    match m.session.checks.get(&view.id).and_then(|health| health.cause) {
        Some(Cause::Network) => "no net",
        Some(Cause::Dns) => "no dns",
        Some(Cause::Blocked) => "blocked",
        Some(Cause::Unset) => "not set",
        _ => "no data",
    }
}

/// The newest live sample is older than two intervals.
pub fn is_stale(m: &Picture<'_>, view: &CheckView) -> bool {
    if m.session.closed.is_some() {
        return false;
    }
    let Some(check) = m.plan.check(&view.id) else { return false };
    let newest = m.live.get(&view.id).and_then(|live| live.last.as_ref());
    newest.is_some_and(|sample| m.now.since(sample.at) > health::stale_after(m.tempo.interval(check)))
}

/// Whether the check asks for attention now.
pub fn is_unhealthy(view: &CheckView) -> bool {
    match view.standing {
        Standing::Real | Standing::Grace => view.status != Status::Up,
        Standing::NotAsExpected(_) | Standing::External { .. } => true,
        Standing::NotActive(_)
        | Standing::Expected { .. }
        | Standing::Muted { .. }
        | Standing::NotPolled(_) => false,
    }
}

/// Its sentence without the status that is said already.
pub fn sentence(view: &CheckView) -> &str {
    match view.text.split_once(": ") {
        Some((word, rest)) if !word.contains(' ') => rest,
        _ => &view.text,
    }
}

/// The figure on the right: for how long it has been so, or how much of what is expected is used.
pub fn figure(m: &Picture<'_>, view: &CheckView) -> Line {
    let since = || view.since.map(|since| duration::short(m.now.since(since))).unwrap_or_default();
    match &view.standing {
        Standing::Expected { used, of, .. } => {
            let of = of.map(|of| format!(" of {}", duration::minutes(of))).unwrap_or_default();
            Line::new().dim(format!("{}{of}", time::at_least(*used)))
        }
        Standing::Muted { until, .. } | Standing::External { until } => {
            Line::new().dim(format!("to {}", time::clock(m, *until)))
        }
        Standing::NotActive(_) | Standing::NotPolled(_) => Line::new(),
        Standing::NotAsExpected(_) => Line::of(since(), Role::Failure),
        Standing::Real | Standing::Grace => match view.status {
            Status::Down => Line::of(since(), Role::Failure),
            Status::Degraded | Status::Unknown => Line::of(since(), Role::Attention),
            Status::Unjudged => {
                let at = view.judgeable_at.map(|at| format!("at {}", time::clock(m, at)));
                Line::new().dim(at.unwrap_or_default())
            }
            Status::Up => Line::new().dim(view.since.map(|since| up_for(m, since)).unwrap_or_default()),
        },
    }
}

/// What is well is told in whole minutes from the first on: figures that change each second draw the eye, and cost
/// bytes on every line of a healthy night.
fn up_for(m: &Picture<'_>, since: Stamp) -> String {
    let span = m.now.since(since);
    if span < TimeDelta::minutes(1) { duration::short(span) } else { time::whole(span) }
}

/// The last status code, or what kind of check it is.
pub fn code(m: &Picture<'_>, view: &CheckView) -> String {
    let live = m.live.get(&view.id).and_then(|live| live.last.as_ref()).and_then(|sample| sample.code);
    let kept = m.session.checks.get(&view.id).and_then(|health| health.code);
    match live.or(kept) {
        Some(code) => code.to_string(),
        None => m.plan.check(&view.id).map(|check| kind(&check.probe)).unwrap_or_default(),
    }
}

fn kind(probe: &crate::plan::Probe) -> String {
    match probe {
        crate::plan::Probe::Http(_) => String::new(),
        crate::plan::Probe::Tcp { .. } => "tcp".to_owned(),
        crate::plan::Probe::NotPolled(kind) => kind.clone(),
    }
}

/// The last response time; `–` where there was no answer.
pub fn latency(m: &Picture<'_>, view: &CheckView) -> String {
    let last = m.live.get(&view.id).and_then(|live| live.last.as_ref());
    let live = last.and_then(|sample| sample.latency).map(|span| span.num_milliseconds());
    let kept = m.session.checks.get(&view.id).and_then(|health| health.latency_ms).map(i64::from);
    match (live, kept, last) {
        (Some(ms), _, _) | (None, Some(ms), None) => format!("{ms} ms"),
        _ => "–".to_owned(),
    }
}

/// The samples of a spark: the live ones, else one a journalled window.
pub fn spots(m: &Picture<'_>, view: &CheckView) -> Vec<Spot> {
    let slow = m.plan.check(&view.id).and_then(|check| check.degraded_above);
    let Some(live) = m.live.get(&view.id).filter(|live| !live.recent.is_empty()) else {
        return windows(m, view);
    };
    live.recent
        .iter()
        .map(|dot| {
            let ms = dot.latency.map_or(0.0, milliseconds);
            match dot.mark {
                Mark::Fail => Spot::Fail,
                Mark::NoData => Spot::NoData,
                Mark::Ok if slow.is_some_and(|slow| dot.latency.is_some_and(|span| span > slow)) => {
                    Spot::Slow(ms)
                }
                Mark::Ok => Spot::Pass(ms),
            }
        })
        .collect()
}

fn milliseconds(span: chrono::TimeDelta) -> f64 {
    span.num_microseconds().map_or(0.0, |us| f64::from(i32::try_from(us).unwrap_or(i32::MAX)) / 1_000.0)
}

fn windows(m: &Picture<'_>, view: &CheckView) -> Vec<Spot> {
    let Some(health) = m.session.checks.get(&view.id) else { return Vec::new() };
    health
        .windows
        .iter()
        .map(|window| match window.counts {
            crate::journal::CheckWindow(0, ..) => Spot::NoData,
            crate::journal::CheckWindow(_, 0, ..) => Spot::Pass(1.0),
            crate::journal::CheckWindow(..) => Spot::Fail,
        })
        .collect()
}
