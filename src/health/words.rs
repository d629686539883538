//! The sentences about a check: every one carries its arithmetic and its clock times.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::recent::Recent;
use crate::calendar::zone;
use crate::journal::{Status, TargetVersion};
use crate::text::duration;

/// Says things in the plan's zone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words(pub(super) Tz);

impl Words {
    pub(super) fn failing_row(self, recent: &Recent, limit: u32, last: &str) -> String {
        let (count, since) = recent.fails_in_a_row();
        format!("{count} in a row failed (limit {limit}){}; last: {last}", self.since(since))
    }

    pub(super) fn failing_share(self, recent: &Recent, limit: u32, last: &str) -> String {
        let (fails, of, since) = recent.share();
        format!("{fails} of the last {of} failed (limit {limit}){}; last: {last}", self.since(since))
    }

    pub(super) fn recovered(self, recent: &Recent, limit: u32) -> String {
        let (count, since) = recent.passes_in_a_row();
        format!("{count} passes in a row ({limit} needed){}", self.since(since))
    }

    pub(super) fn judged_up(self, recent: &Recent) -> String {
        let (samples, failed) = recent.counted();
        let passed = samples.saturating_sub(failed);
        format!("{passed} of {samples} passed{}", self.since(recent.first().map(|first| first.at)))
    }

    pub(super) fn unjudged(self, have: u32, need: u32, at: DateTime<Utc>) -> String {
        format!("{have}/{need}, judgeable {}", zone::clock_minutes(self.0, at))
    }

    pub(super) fn slow(self, recent: &Recent, above: TimeDelta, limit: usize, last: &str) -> String {
        let (slow, of, since) = recent.slow();
        let above = duration::exact(above);
        format!(
            "{slow} of the last {of} took over {above} (limit {limit}){}; last: {last}",
            self.since(since)
        )
    }

    pub(super) fn fast_enough(recent: &Recent, above: TimeDelta, limit: usize) -> String {
        let (slow, of, _) = recent.slow();
        format!("{slow} of the last {of} took over {} (limit {limit})", duration::exact(above))
    }

    pub(super) fn silent(self, age: TimeDelta, heard: DateTime<Utc>, last: Option<&str>) -> String {
        let age = duration::short(age);
        let since = self.since(Some(heard));
        last.map_or_else(
            || format!("nobody polled for {age}{since}"),
            |last| format!("no data for {age}{since}; last: {last}"),
        )
    }

    pub(super) fn answers_again(self, status: Status, silent_since: DateTime<Utc>, last: &str) -> String {
        let since = zone::clock(self.0, silent_since);
        format!("answers again, {} as before; no data since {since}; last: {last}", word(status))
    }

    pub(super) fn as_expected(last: &str) -> String {
        format!("as expected: {last}")
    }

    pub(super) fn not_as_expected(self, what: &str, count: u32, since: DateTime<Utc>, last: &str) -> String {
        format!("{what}: {count} in a row, since {}; last: {last}", zone::clock(self.0, since))
    }

    pub(super) fn effect_over(self, at: DateTime<Utc>) -> String {
        let at = zone::clock(self.0, at);
        format!("as before the expected effect, which ended {at}, until it answers again")
    }

    pub(super) fn effect_overrun(self, at: DateTime<Utc>) -> String {
        let at = zone::clock(self.0, at);
        format!("as before the expected effect, which is over its time: its answers count from {at} on")
    }

    /// "2 of 6 on 4.12.0, 4 on 4.11.3": first the version that is new somewhere.
    pub(super) fn versions(read: &[TargetVersion], new: Option<&str>) -> String {
        let mut counts: BTreeMap<Option<&str>, usize> = BTreeMap::new();
        for target in read {
            *counts.entry(target.version.as_deref()).or_default() += 1;
        }
        let on = |version: Option<&str>| match version {
            Some(version) => format!("on {version}"),
            None => "without a version".to_owned(),
        };
        let first = counts.remove(&new).unwrap_or_default();
        let mut parts = vec![format!("{first} of {} {}", read.len(), on(new))];
        parts.extend(counts.into_iter().rev().map(|(version, count)| format!("{count} {}", on(version))));
        parts.join(", ")
    }

    pub(super) fn proven_again(self, recent: &Recent, limit: u32) -> String {
        format!("{} after the expected effect", self.recovered(recent, limit))
    }

    fn since(self, at: Option<DateTime<Utc>>) -> String {
        at.map_or_else(String::new, |at| format!(", since {}", zone::clock(self.0, at)))
    }
}

/// The status in a word.
pub(super) fn word(status: Status) -> &'static str {
    match status {
        Status::Up => "up",
        Status::Degraded => "degraded",
        Status::Down => "down",
        Status::Unknown => "unknown",
        Status::Unjudged => "unjudged",
    }
}
