//! Steadiness, from the journal alone: every process that reads it computes the same.

use chrono::{DateTime, TimeDelta, Utc};

use super::judge::fewest_samples;
use super::tempo::times;
use crate::journal::{Stamp, Status};
use crate::plan::Check;
use crate::session::{CheckHealth, Window};

/// How steadily a check has been up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steadiness {
    /// For so long, up to now; zero where it is not up or nobody looked.
    pub for_so_long: TimeDelta,
    /// For as long as asked.
    pub is_steady: bool,
    /// When it will be if nothing fails; `None` where it is already, or is not up.
    pub steady_at: Option<DateTime<Utc>>,
}

impl Steadiness {
    const NOT: Self = Self { for_so_long: TimeDelta::zero(), is_steady: false, steady_at: None };
}

/// A steady check may fail in two of a hundred.
const TOLERATED_PERCENT: u64 = 2;
/// Longest time without a sample, in intervals.
const GAP_INTERVALS: i32 = 3;

/// Whether the check has been up throughout the last `needed`, no two fails in a row, at most 2 % fails, with at least
/// 3 samples (1 where it reads a version) and no gap over 3 intervals. Windows that began before the status did count
/// for nothing, so it errs late by at most one window. `interval` is the one that holds now.
pub fn steadiness(
    check: &Check,
    health: &CheckHealth,
    interval: TimeDelta,
    now: Stamp,
    needed: TimeDelta,
) -> Steadiness {
    let Some(newest) = health.windows.back() else { return Steadiness::NOT };
    let watched = now.since(newest.at) <= times(length(newest).max(interval), GAP_INTERVALS);
    if health.status != Status::Up || health.seen.is_some() || !watched {
        return Steadiness::NOT;
    }
    let run = unbroken_run(health, times(interval, GAP_INTERVALS));
    let fewest = u64::from(fewest_samples(check));
    let spans = spans(&run, now, fewest);
    let is_steady = spans.iter().find(|span| span.length >= needed).is_some_and(|span| span.holds);
    let for_so_long = spans
        .iter()
        .filter(|span| span.holds && (is_steady || span.length < needed))
        .map(|span| span.length)
        .max()
        .unwrap_or_default();
    let steady_at = (!is_steady).then(|| {
        let samples: u64 = run.iter().map(|window| u64::from(window.counts.0)).sum();
        let missing = i32::try_from(fewest.saturating_sub(samples)).unwrap_or(i32::MAX);
        let began = run.last().map_or(newest.at, |oldest| began(oldest));
        began
            .after(needed)
            .at
            .max(enough_drop_out(&run, interval, needed).unwrap_or(now.at))
            .max(now.after(times(interval, missing)).at)
            .max(now.at)
    });
    Steadiness { for_so_long, is_steady, steady_at }
}

/// Passes in a row at the end, counted by whole windows that began at `since` or later and hold no fail: what the
/// re-open gate counts after an expected effect. Never more than there were.
pub fn clean_passes(health: &CheckHealth, since: Stamp) -> u32 {
    let after = |window: &&Window| window.at.since(since) >= length(window);
    let clean = health.windows.iter().rev().take_while(|window| window.counts.1 == 0);
    clean.take_while(after).fold(0, |sum, window| sum.saturating_add(window.counts.0))
}

/// One span that ends now.
struct Span {
    length: TimeDelta,
    holds: bool,
}

/// The windows since the newest thing that breaks steadiness at once, newest first.
fn unbroken_run(health: &CheckHealth, longest_gap: TimeDelta) -> Vec<&Window> {
    let mut run: Vec<&Window> = Vec::new();
    let mut empty = TimeDelta::zero();
    for window in health.windows.iter().rev() {
        if let Some(newer) = run.last() {
            empty = sum(empty, began(newer).since(window.at));
        }
        if window.counts.0 == 0 {
            empty = sum(empty, length(window));
        }
        let paired = window.counts.2 != 0;
        let before_the_status = window.at.since(health.since) < length(window);
        if empty > longest_gap || paired || before_the_status {
            break;
        }
        if window.counts.0 > 0 {
            empty = TimeDelta::zero();
        }
        run.push(window);
    }
    run
}

/// Every span from the beginning of one of the run's windows up to now, shortest first.
fn spans(run: &[&Window], now: Stamp, fewest: u64) -> Vec<Span> {
    let (mut samples, mut fails) = (0_u64, 0_u64);
    run.iter()
        .map(|window| {
            samples += u64::from(window.counts.0);
            fails += u64::from(window.counts.1);
            let holds = samples >= fewest && fails * 100 <= samples * TOLERATED_PERCENT;
            Span { length: sum(now.since(window.at), length(window)), holds }
        })
        .collect()
}

/// When so many of the run's fails are older than `needed` that the rest are tolerated.
fn enough_drop_out(run: &[&Window], interval: TimeDelta, needed: TimeDelta) -> Option<DateTime<Utc>> {
    let expected = needed.num_milliseconds().max(0) / interval.num_milliseconds().max(1);
    let tolerated = u64::try_from(expected).unwrap_or(0) * TOLERATED_PERCENT / 100;
    let mut fails = 0;
    let one_too_many = run.iter().find(|window| {
        fails += u64::from(window.counts.1);
        fails > tolerated
    });
    one_too_many.map(|window| window.at.after(needed).at)
}

#[expect(clippy::cast_possible_truncation, reason = "a float cast saturates")]
fn length(window: &Window) -> TimeDelta {
    TimeDelta::try_milliseconds((window.seconds.max(0.0) * 1000.0).round() as i64).unwrap_or_default()
}

fn sum(a: TimeDelta, b: TimeDelta) -> TimeDelta {
    a.checked_add(&b).unwrap_or(TimeDelta::MAX)
}

fn began(window: &Window) -> Stamp {
    window.at.after(-length(window))
}

#[cfg(test)]
mod tests;
