//! When a check can be called up for the first time.

use chrono::TimeDelta;

use super::tempo::times;
use crate::journal::Stamp;
use crate::plan::Check;

/// So many samples are enough to call a check up for the first time …
pub(super) const JUDGED_SAMPLES: u32 = 20;
/// … or this time, with at least [`fewest_samples`].
pub(super) const JUDGED_AFTER: TimeDelta = TimeDelta::minutes(5);

/// Fewest samples that say anything good: 3; 1 where the check reads a version.
pub(super) fn fewest_samples(check: &Check) -> u32 {
    if check.version.is_some() { 1 } else { 3 }
}

/// How far an unjudged check is from being called up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgeable {
    /// Samples so far.
    pub have: u32,
    /// Samples that will be enough at this interval.
    pub need: u32,
    /// When, if every probe passes.
    pub at: Stamp,
}

/// When a check can be called up that has had `samples` since `first`: after min(20 samples, 5 min), at least 3 (1
/// where it reads a version).
pub fn judgeable(check: &Check, interval: TimeDelta, first: Stamp, samples: u32, now: Stamp) -> Judgeable {
    judge_at(fewest_samples(check), interval, first, samples, now)
}

pub(super) fn judge_at(fewest: u32, interval: TimeDelta, first: Stamp, have: u32, now: Stamp) -> Judgeable {
    let interval = interval.max(TimeDelta::milliseconds(1));
    let in_time = JUDGED_AFTER.num_milliseconds() / interval.num_milliseconds().max(1);
    let in_time = u32::try_from(in_time).unwrap_or(u32::MAX).saturating_add(1);
    let need = in_time.clamp(fewest, JUDGED_SAMPLES);
    let more = |wanted: u32| {
        let missing = i32::try_from(wanted.saturating_sub(have)).unwrap_or(i32::MAX);
        now.after(times(interval, missing))
    };
    let by_count = more(JUDGED_SAMPLES);
    let by_time = first.after(JUDGED_AFTER);
    let soonest = if by_count.at <= by_time.at { by_count } else { by_time };
    let fewest_at = more(fewest);
    let at = if soonest.at >= fewest_at.at { soonest } else { fewest_at };
    Judgeable { have, need, at }
}
