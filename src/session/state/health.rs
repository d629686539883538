//! Health as journalled: checks, their windows, what broke them on purpose, the outage.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};

use crate::journal::{Cause, CheckWindow, Seen, Stamp, Status, TargetVersion, Who};
use crate::text::duration;

/// One check's health as the journal tells it.
#[derive(Debug, Clone)]
pub struct CheckHealth {
    /// Status.
    pub status: Status,
    /// Since.
    pub since: Stamp,
    /// What it shows while an effect is expected.
    pub seen: Option<Seen>,
    /// The status before the present one.
    pub before: Option<Status>,
    /// Why it did not pass.
    pub cause: Option<Cause>,
    /// One sentence with its arithmetic.
    pub text: String,
    /// Version of each target.
    pub versions: Vec<TargetVersion>,
    /// Last status code journalled.
    pub code: Option<u16>,
    /// Last response time journalled.
    pub latency_ms: Option<u32>,
    /// First event about it.
    pub first: Stamp,
    /// Samples counted by window events since it was last judged from nothing.
    pub samples: u32,
    /// Newest windows, oldest first; at most [`CheckHealth::KEPT`].
    pub windows: VecDeque<Window>,
    /// Samples and fails before the first execute step or switch-on: "before the start 92 of 92 passed".
    pub before_start: (u32, u32),
    /// When it was last declared down, while it still is or has been since then unknown.
    pub down_since: Option<Stamp>,
    /// The spans of being down that a trigger may count, since it was last up; the last one may still run. Time
    /// unknown and time under an expected effect lie between them.
    pub down_spans: Vec<(Stamp, Option<Stamp>)>,
    /// Muted until, by whom, why.
    pub mute: Option<Mute>,
    /// External until, by whom, why.
    pub external: Option<Mute>,
    /// When the last mute or external mark on it that is gone had ended: what lies before counts to no trigger.
    pub speaks_since: Option<Stamp>,
    /// When it last proved itself after an expected effect.
    pub proven: Option<Stamp>,
    /// How many status changes to down or degraded it had; a station's answer goes stale when one of its own checks gets worse.
    pub worse: Vec<Stamp>,
}

impl CheckHealth {
    /// Windows kept: an hour at 10 s, so that a check can be asked to be steady for that long.
    pub const KEPT: usize = 360;

    /// A check of which nothing is known but that it exists.
    pub fn fresh(at: Stamp) -> Self {
        Self {
            status: Status::Unjudged,
            since: at,
            seen: None,
            before: None,
            cause: None,
            text: String::new(),
            versions: Vec::new(),
            code: None,
            latency_ms: None,
            first: at,
            samples: 0,
            windows: VecDeque::new(),
            before_start: (0, 0),
            down_since: None,
            down_spans: Vec::new(),
            mute: None,
            external: None,
            speaks_since: None,
            proven: None,
            worse: Vec::new(),
        }
    }

    /// How long it has been down, as a trigger counts it: unknown and expected effects neither run nor reset the
    /// clock, and what lies before `from` (a cleared trigger) does not count.
    pub fn down_for(&self, now: Stamp, from: Option<Stamp>) -> TimeDelta {
        let counted = |&(start, end): &(Stamp, Option<Stamp>)| {
            let end = end.unwrap_or(now);
            let whole = end.since(start);
            from.map_or(whole, |from| whole.min(end.since(from)))
        };
        self.down_spans.iter().map(counted).fold(TimeDelta::zero(), duration::sum)
    }
}

/// One window of one check.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// End of the window.
    pub at: Stamp,
    /// Seconds it covers.
    pub seconds: f64,
    /// Counts.
    pub counts: CheckWindow,
}

/// A mute or an external mark, with its end.
#[derive(Debug, Clone)]
pub struct Mute {
    /// Until when.
    pub until: DateTime<Utc>,
    /// Who.
    pub who: Who,
    /// Why.
    pub reason: String,
    /// Since.
    pub at: Stamp,
}

impl Mute {
    /// When it ends by itself.
    pub fn end(&self) -> Stamp {
        self.at.after(self.until.signed_duration_since(self.at.at))
    }
}

/// A trigger's state; latched until cleared.
#[derive(Debug, Clone, Default)]
pub struct TriggerState {
    /// Met since, and why.
    pub met: Option<(Stamp, String)>,
    /// Raised by a person rather than by its check.
    pub raised_by: Option<Who>,
    /// Its clock starts here at the earliest: when it was cleared.
    pub clock_from: Option<Stamp>,
}

/// A switch's state.
#[derive(Debug, Clone)]
pub struct SwitchState {
    /// On = a debt.
    pub on: bool,
    /// Since.
    pub since: Stamp,
    /// Who.
    pub who: Who,
}

/// One expected effect.
#[derive(Debug, Clone)]
pub struct Effect {
    /// Step or switch.
    pub source: String,
    /// Since.
    pub opened: Stamp,
    /// Ended.
    pub closed: Option<Stamp>,
    /// Real from here on.
    pub overrun: Option<Stamp>,
}

/// Downtime seen by the checks marked `availability`, as their union.
#[derive(Debug, Clone, Copy, Default)]
pub struct Odometer {
    /// While an effect was expected.
    pub planned: TimeDelta,
    /// Otherwise.
    pub unplanned: TimeDelta,
    /// Being counted now: since when, and whether planned.
    pub running: Option<(Stamp, bool)>,
}
