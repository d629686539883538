//! The newest samples of a check since it was last up: what the rules of judgement count.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};

use crate::journal::Stamp;

/// Slow answers are counted among so many.
pub(super) const SLOW_OF: usize = 10;
/// So many slow ones make a check degraded.
pub(super) const SLOW_LIMIT: usize = 5;

/// Counts of the newest samples.
#[derive(Debug, Clone, Default)]
pub(super) struct Recent {
    /// Newest last; `true` = failed.
    ring: VecDeque<(bool, DateTime<Utc>)>,
    /// The newest answers that passed; `true` = above `degraded-above`.
    slow: VecDeque<(bool, DateTime<Utc>)>,
    /// Result of the newest samples that are alike, how many, and when the first of them was.
    row: Option<(bool, u32, DateTime<Utc>)>,
    /// Samples since it was emptied.
    samples: u32,
    /// Fails among all of them.
    failed: u32,
    /// The first of them.
    first: Option<Stamp>,
}

impl Recent {
    /// As it was when another conductor counted.
    pub(super) fn resumed(samples: u32, failed: u32, first: Stamp) -> Self {
        let first = (samples > 0).then_some(first);
        Self { samples, failed: failed.min(samples), first, ..Self::default() }
    }

    /// Counts one sample among the last `of`.
    pub(super) fn push(&mut self, failed: bool, slow: bool, at: Stamp, of: usize) {
        self.ring.push_back((failed, at.at));
        while self.ring.len() > of.max(1) {
            self.ring.pop_front();
        }
        self.row = match self.row {
            Some((same, count, since)) if same == failed => Some((same, count.saturating_add(1), since)),
            _ => Some((failed, 1, at.at)),
        };
        self.samples = self.samples.saturating_add(1);
        self.failed = self.failed.saturating_add(u32::from(failed));
        self.first.get_or_insert(at);
        if !failed {
            self.slow.push_back((slow, at.at));
            while self.slow.len() > SLOW_OF {
                self.slow.pop_front();
            }
        }
    }

    /// Fails directly one after the other, up to now, and since when.
    pub(super) fn fails_in_a_row(&self) -> (u32, Option<DateTime<Utc>>) {
        self.in_a_row(true)
    }

    /// Passes directly one after the other, up to now, and since when.
    pub(super) fn passes_in_a_row(&self) -> (u32, Option<DateTime<Utc>>) {
        self.in_a_row(false)
    }

    fn in_a_row(&self, failed: bool) -> (u32, Option<DateTime<Utc>>) {
        match self.row {
            Some((kind, count, since)) if kind == failed => (count, Some(since)),
            _ => (0, None),
        }
    }

    /// Fails among the last few: how many, of how many, since when.
    pub(super) fn share(&self) -> (usize, usize, Option<DateTime<Utc>>) {
        marked(&self.ring)
    }

    /// Slow answers among the last few: how many, of how many, since when.
    pub(super) fn slow(&self) -> (usize, usize, Option<DateTime<Utc>>) {
        marked(&self.slow)
    }

    /// All samples since it was emptied, and fails among them.
    pub(super) fn counted(&self) -> (u32, u32) {
        (self.samples, self.failed)
    }

    /// The first sample since it was emptied.
    pub(super) fn first(&self) -> Option<Stamp> {
        self.first
    }
}

fn marked(ring: &VecDeque<(bool, DateTime<Utc>)>) -> (usize, usize, Option<DateTime<Utc>>) {
    let mut hits = ring.iter().filter(|(hit, _)| *hit).map(|(_, at)| *at);
    let since = hits.next();
    (hits.count() + usize::from(since.is_some()), ring.len(), since)
}
