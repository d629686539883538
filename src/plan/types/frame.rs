//! The frame of a go-live: release, window, stabilisation, freezes, sites.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;
/// `[release]`.
#[derive(Debug, Clone)]
pub struct Release {
    /// Typed to confirm GO and START.
    pub name: String,
    /// The version that goes live; typed to confirm ROLLBACK.
    pub version: String,
    /// The version live before, and again after a rollback; empty when the plan does not say.
    pub from: String,
    /// Where, e.g. `production`.
    pub environment: String,
    /// Ticket of the change, optional.
    pub change: Option<String>,
    /// Suggests days of stabilisation and time of steadiness.
    pub risk: Risk,
    /// One sentence for people.
    pub summary: Option<String>,
    /// Where the change log is.
    pub changes: Option<Changes>,
}

/// `release.changes`: where the change log is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changes {
    /// A Markdown file.
    File(String),
    /// The lines themselves.
    Inline(Vec<String>),
    /// The commits of a repository from one reference to another.
    Repository {
        /// Folder of the repository.
        path: String,
        /// Reference of the old version.
        from: String,
        /// Reference of the new version.
        to: String,
    },
}

/// How much is at stake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Risk {
    /// May run in business hours.
    Low,
    /// The default.
    Medium,
    /// Maintenance window, ten minutes of steadiness, five days of stabilisation.
    High,
}

/// `[window]`; the local times of the file are already instants here.
#[derive(Debug, Clone)]
pub struct Window {
    /// IANA zone of every local time in the plan and on screen.
    pub zone: Tz,
    /// Execute does not start before it.
    pub start: DateTime<Utc>,
    /// Everything, a rollback included, is over by then.
    pub end: DateTime<Utc>,
    /// Outage promised to customers; zero when none was announced.
    pub planned_outage: TimeDelta,
    /// How long the decision itself takes (10 min).
    pub decision_time: TimeDelta,
    /// Notice that people need before a rollback (5 min).
    pub notice_lead: TimeDelta,
    /// Member named for the weekend, where the window touches one.
    pub weekend_on_call: Option<String>,
}

/// `[stabilisation]`.
#[derive(Debug, Clone)]
pub struct Stabilisation {
    /// 1 to 5 business days (seed: how long should the stabilisation period last); 0 where the plan mentions no
    /// stabilisation at all.
    pub business_days: u32,
    /// Name of the calendar, e.g. `AU-NSW`.
    pub calendar: String,
    /// Availability objective in percent, 99.9 by default.
    pub slo: f64,
    /// Until when the old version is kept, so that a late rollback is possible.
    pub keep_old_until: Option<DateTime<Utc>>,
    /// Roles that may decide a late rollback on a met trigger.
    pub rollback_authority: Vec<String>,
}

/// `[session] on-last-leave`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnLastLeave {
    /// Polling stops with the last console (default).
    Stop,
    /// A headless watcher goes on; a later version does so, this one stops.
    Headless,
    /// Another console takes over; a later version does so, this one stops.
    HandOver,
}

/// `[[freeze]]`.
#[derive(Debug, Clone)]
pub struct Freeze {
    /// For people.
    pub title: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Needs the approver, not only a reason.
    pub hard: bool,
}

/// `[[site]]`.
#[derive(Debug, Clone)]
pub struct Site {
    /// Short id.
    pub id: String,
    /// For people.
    pub name: String,
    /// Its wave, where the plan gives one.
    pub wave: Option<u32>,
    /// What differs from site to site.
    pub variables: BTreeMap<String, String>,
}
