//! Checks, how each is probed, and the triggers that watch them.

use crate::condition::{Condition, Extract};
use chrono::TimeDelta;
use std::collections::BTreeMap;
/// `[[check]]`.
#[derive(Debug, Clone)]
pub struct Check {
    /// Id.
    pub id: String,
    /// For people; the id where the plan gives none.
    pub name: String,
    /// How it is probed.
    pub probe: Probe,
    /// Start-to-start, by phase.
    pub interval: Intervals,
    /// Longest time one probe may take; always under the shortest interval.
    pub timeout: TimeDelta,
    /// All must hold; empty for a tcp check.
    pub conditions: Vec<Condition>,
    /// How much it says in the verdict.
    pub weight: Weight,
    /// Must be steadily green.
    pub critical: bool,
    /// Counts for the outage odometer.
    pub availability: bool,
    /// Slower than this is degraded.
    pub degraded_above: Option<TimeDelta>,
    /// Down after so many fails in a row (3).
    pub down_after: u32,
    /// Or down after `failures` among the last `of` (4 of 20).
    pub down_share: DownShare,
    /// Up again after so many passes in a row (5).
    pub up_after: u32,
    /// From which side it looks.
    pub via: Via,
    /// Where to read the running version.
    pub version: Option<Extract>,
    /// Hosts probed in place of the url's; empty = the url's own.
    pub targets: Vec<String>,
    /// The conditions say what must not happen.
    pub must_fail: bool,
    /// Speaks once this step is done, or this stage is open.
    pub active_from: Option<String>,
    /// Falls silent once this step begins, or this stage is open.
    pub active_until: Option<String>,
}

impl Check {
    /// Polled by this version; other kinds are shown, advisory, and not polled.
    pub fn is_polled(&self) -> bool {
        matches!(self.probe, Probe::Http(_) | Probe::Tcp { .. })
    }
}

/// How a check is probed.
#[derive(Debug, Clone)]
pub enum Probe {
    /// One HTTP request, no redirect followed.
    Http(HttpProbe),
    /// A TCP connect to `host:port` (references allowed).
    Tcp {
        /// `host:port`.
        address: String,
    },
    /// A kind of a later version, by its name: tls, dns, prometheus, command, sequence.
    NotPolled(String),
}

/// The request of an http check. Strings may hold `${NAME}`.
#[derive(Debug, Clone)]
pub struct HttpProbe {
    /// `GET` by default.
    pub method: String,
    /// Target, references unresolved.
    pub url: String,
    /// Headers, references unresolved.
    pub headers: BTreeMap<String, String>,
    /// Body, references unresolved.
    pub body: Option<String>,
    /// A new connection for each probe (default), or one kept.
    pub fresh: bool,
}

/// Start-to-start intervals by phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Intervals {
    /// Until execute opens.
    pub before: TimeDelta,
    /// While deploying, until validate opens.
    pub execute: TimeDelta,
    /// In validate and decide, and while rolling back.
    pub validate: TimeDelta,
    /// After the decision.
    pub stabilise: TimeDelta,
}

/// `down-share`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DownShare {
    /// So many fails …
    pub failures: u32,
    /// … among so many samples.
    pub of: u32,
}

/// How much a check says in the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Speaks.
    Deciding,
    /// Is listed.
    Advisory,
    /// Is shown.
    Muted,
}

/// From which side a check looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// Behind a maintenance page.
    Inside,
    /// As customers see it (default).
    Public,
}

/// `[[trigger]]`.
#[derive(Debug, Clone)]
pub struct Trigger {
    /// Id, e.g. `R1`.
    pub id: String,
    /// Seed: what triggers a rollback decision.
    pub class: TriggerClass,
    /// For people.
    pub title: String,
    /// Meets it by being down; `None` = raised by a person.
    pub check: Option<String>,
    /// For so long (2 min).
    pub down_for: TimeDelta,
    /// Met, the rollback-initiator may decide without the approver.
    pub pre_authorised: bool,
}

/// Why a rollback would be called for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TriggerClass {
    /// A critical business process does not work.
    CriticalProcess,
    /// Data integrity is compromised.
    DataIntegrity,
    /// A vulnerability was introduced.
    Security,
    /// The plan's own.
    Custom,
}

impl TriggerClass {
    /// Every class with its name in plans and scripts.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::CriticalProcess, "critical-process"),
        (Self::DataIntegrity, "data-integrity"),
        (Self::Security, "security"),
        (Self::Custom, "custom"),
    ];

    /// The class's name in plans and scripts.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(class, _)| *class == self).map_or("", |(_, name)| name)
    }
}
