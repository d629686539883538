//! What a tracker is made of.

use chrono::TimeDelta;

use crate::health::judge::fewest_samples;
use crate::journal::{Cause, Seen, Status, TargetVersion};
use crate::plan::Check;

/// What of the plan's check the rules need.
#[derive(Debug, Clone)]
pub(super) struct Rules {
    pub(super) id: String,
    pub(super) down_after: u32,
    pub(super) share_limit: u32,
    pub(super) share_of: usize,
    pub(super) up_after: u32,
    pub(super) degraded_above: Option<TimeDelta>,
    pub(super) fewest: u32,
    pub(super) must_fail: bool,
}

/// The newest answer.
#[derive(Debug, Clone, Default)]
pub(super) struct Last {
    pub(super) cause: Option<Cause>,
    pub(super) code: Option<u16>,
    pub(super) latency_ms: Option<u32>,
    pub(super) text: String,
    /// Why the newest probe brought no data; `None` once one did.
    pub(super) silence: Option<(Cause, String)>,
    pub(super) passed: bool,
}

/// What the journal was last told; a difference makes an event.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    pub(super) status: Status,
    pub(super) seen: Option<Seen>,
    pub(super) versions: Vec<TargetVersion>,
}

impl Rules {
    pub(super) fn of(check: &Check) -> Self {
        Self {
            id: check.id.clone(),
            down_after: check.down_after.max(1),
            share_limit: check.down_share.failures.max(1),
            share_of: usize::try_from(check.down_share.of).unwrap_or(usize::MAX),
            up_after: check.up_after.max(1),
            degraded_above: check.degraded_above.filter(|_| !check.must_fail),
            fewest: fewest_samples(check),
            must_fail: check.must_fail,
        }
    }
}
