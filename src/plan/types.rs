//! The plan's types: what should happen, as a reviewed plan file says it; nothing here reads or checks anything.

mod checks;
mod effects;
mod frame;
mod people;
mod stages;
mod telling;

use chrono::{DateTime, Utc};

pub use checks::*;
pub use effects::*;
pub use frame::*;
pub use people::*;
pub use stages::*;
pub use telling::*;

/// The whole plan of one go-live. Built only by [`parse`](fn@crate::plan::parse), so every id it names exists.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What is released, where, and what it replaces.
    pub release: Release,
    /// Hard deadline of the business, where the plan has one.
    pub campaign_start: Option<DateTime<Utc>>,
    /// When the work may happen, and its promises.
    pub window: Window,
    /// The watch period after GO.
    pub stabilisation: Stabilisation,
    /// What a conductor does when its console leaves.
    pub on_last_leave: OnLastLeave,
    /// Everybody who has a part, in plan order.
    pub team: Vec<Member>,
    /// Who decides, on what.
    pub decision: DecisionRules,
    /// The stages in their order.
    pub stages: Vec<Stage>,
    /// The rollback runbook, in order.
    pub rollback: Vec<Step>,
    /// Everything polled, in plan order.
    pub checks: Vec<Check>,
    /// The rollback criteria agreed in advance.
    pub triggers: Vec<Trigger>,
    /// What is turned on and must be turned off again.
    pub switches: Vec<Switch>,
    /// Messages that a person confirms.
    pub notices: Vec<Notice>,
    /// Agreed lines for the stabilisation period.
    pub escalations: Vec<Escalation>,
    /// Periods in which nothing may be released without the approver.
    pub freezes: Vec<Freeze>,
    /// Ways to reach people, by name.
    pub channels: Vec<Channel>,
    /// Places that steps and checks may be repeated for; read and shown, not expanded by this version.
    pub sites: Vec<Site>,
    /// Names of the `${NAME}` references in the plan, sorted, each once.
    pub variables: Vec<String>,
    /// SHA-256 of the plan file's bytes, lower-case hex.
    pub sha256: String,
}
