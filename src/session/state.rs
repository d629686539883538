//! The session's state: what the fold of the events knows, in types that carry exactly what holds in each state.

mod decisions;
mod health;
mod phase;
mod steps;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::journal::{About, Mode, Stamp, Who};

pub use decisions::*;
pub use health::*;
pub use phase::*;
pub use steps::*;

/// Where a session is. Made by [`crate::session::Session::new`] and changed only by events.
#[derive(Debug, Clone)]
pub struct Session {
    /// What it is for.
    pub mode: Mode,
    /// From 1.
    pub attempt: u32,
    /// The session before, where this is a later attempt.
    pub previous: Option<String>,
    /// Genesis.
    pub created: Stamp,
    /// When the record was closed, and by whom.
    pub closed: Option<(Stamp, Who)>,
    /// Digest of the plan that holds: genesis', or the one adopted since.
    pub plan_digest: String,
    /// Events that could not be understood: of an unknown kind, or about something that plan and session do not have.
    pub strange: u64,
    /// Sequence number of the newest event.
    pub seq: u64,
    /// Its stamp.
    pub last: Stamp,
    /// Kernel's boot id of the newest attached console.
    pub boot_id: Option<String>,
    /// Factor of the demo clock, 1 in a live session.
    pub speed: f64,
    /// Unscaled boot clock, in seconds, at the moment of `speed_from`; lets a second process compute the demo's now.
    pub real_up: f64,
    /// The moment from which `speed` and `real_up` count.
    pub speed_from: Stamp,
    /// Whether a conductor is attached (attached and not left).
    pub conducting: bool,
    /// When the newest conductor attached.
    pub conducting_since: Option<Stamp>,
    /// State of every step that has one, by id; absent = pending.
    pub steps: BTreeMap<String, StepRecord>,
    /// Steps that the plan did not foresee, in the order they were added.
    pub added: Vec<AddedStep>,
    /// Stages opened early: stage id → when.
    pub opened_early: BTreeMap<String, Stamp>,
    /// Every hold, in order.
    pub holds: Vec<Hold>,
    /// Every extension, in order.
    pub extensions: Vec<Extension>,
    /// Every formal decision, in order.
    pub decisions: Vec<Decision>,
    /// When the approver or a deputy last decided, held, resumed, extended or cleared anything; from then on a met
    /// trigger counts their silence.
    pub approver_spoke: Option<Stamp>,
    /// When RESTORED first held.
    pub rollback_completed: Option<Stamp>,
    /// Health as journalled, by check id.
    pub checks: BTreeMap<String, CheckHealth>,
    /// When the newest window event came, and how many seconds it covered.
    pub last_window: Option<(Stamp, f64)>,
    /// When anything was last heard of any check: a window or a change. A watch gap is counted from here.
    pub watched: Option<Stamp>,
    /// When the first switch went on or the first execute step began: what "before the start" ends with.
    pub work_began: Option<Stamp>,
    /// Triggers that were ever met, raised or cleared, by id.
    pub triggers: BTreeMap<String, TriggerState>,
    /// Switches that were ever turned, by id.
    pub switches: BTreeMap<String, SwitchState>,
    /// Expected effects, in the order they opened.
    pub effects: Vec<Effect>,
    /// The poll, by the decision it was opened for.
    pub polls: Vec<(About, Stamp)>,
    /// Newest answer of each station.
    pub votes: BTreeMap<String, Vote>,
    /// When each notice was sent, by id.
    pub notices: BTreeMap<String, Vec<Stamp>>,
    /// Deadlines that passed, by name.
    pub deadlines: BTreeMap<String, DateTime<Utc>>,
    /// Downtime so far.
    pub outage: Odometer,
}
