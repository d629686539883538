//! The plan's types: what should happen, as a reviewed plan file says it; nothing here reads or checks anything.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::condition::{Condition, Extract};

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

/// `[[team]]`.
#[derive(Debug, Clone)]
pub struct Member {
    /// Short id, the key of every owner.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Roles, e.g. `deployment-lead`.
    pub roles: Vec<String>,
    /// OS account, where golive may recognise the member by it.
    pub login: Option<String>,
    /// Telephone or other contact, for people.
    pub contact: Option<String>,
}

/// `[decision]`.
#[derive(Debug, Clone)]
pub struct DecisionRules {
    /// The role that decides start, go and rollback.
    pub approver: String,
    /// Roles that may decide in the approver's place.
    pub deputies: Vec<String>,
    /// How long a station's answer is fresh (30 min).
    pub answer_valid: TimeDelta,
    /// How long checks must be steady (10 min at high risk, else 5).
    pub steady_for: TimeDelta,
    /// How old a rehearsal of the rollback may be (14 days).
    pub rehearsal_max_age: TimeDelta,
    /// Who answers the poll, in order.
    pub stations: Vec<Station>,
}

/// One named role of the go/no-go poll.
#[derive(Debug, Clone)]
pub struct Station {
    /// Short id.
    pub id: String,
    /// Role whose members answer for it.
    pub role: String,
    /// Its own checks: one of them getting worse makes the answer stale.
    pub checks: Vec<String>,
    /// Whether its silence counts as missing.
    pub required: bool,
}

/// The seven kinds, in the order that a plan must keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StageKind {
    /// Seed stage 1.
    PreChecks,
    /// Seed stage 2.
    NotifyStart,
    /// Seed stage 3.
    Execute,
    /// Seed stage 4.
    Validate,
    /// Seed stage 5.
    Decide,
    /// Seed stage 6.
    NotifyOutcome,
    /// Seed stage 7.
    Stabilise,
}

impl StageKind {
    /// Every kind in order, with its name in plans and scripts.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::PreChecks, "pre-checks"),
        (Self::NotifyStart, "notify-start"),
        (Self::Execute, "execute"),
        (Self::Validate, "validate"),
        (Self::Decide, "decide"),
        (Self::NotifyOutcome, "notify-outcome"),
        (Self::Stabilise, "stabilise"),
    ];

    /// The kind's name in plans and scripts.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }
}

/// `[[stage]]`.
#[derive(Debug, Clone)]
pub struct Stage {
    /// What the stage is for.
    pub kind: StageKind,
    /// The stage's id: its kind's name, with `-2`, `-3` … when several stages share the kind.
    pub id: String,
    /// Heading for people.
    pub title: String,
    /// Whether its steps follow one another.
    pub order: Order,
    /// What must hold before each next step, where the plan says so.
    pub gate: Option<Gate>,
    /// The steps in plan order.
    pub steps: Vec<Step>,
}

/// Order of the steps of a stage that name no `needs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Each waits for the one before it (default for execute and rollback).
    Sequence,
    /// Any order (default elsewhere).
    Free,
}

/// `gate = { checks, steady }`.
#[derive(Debug, Clone)]
pub struct Gate {
    /// Ids of the checks that must be up.
    pub checks: Vec<String>,
    /// For how long they must have been steady.
    pub steady: TimeDelta,
}

/// One item of a stage or of the rollback runbook.
#[derive(Debug, Clone)]
pub struct Step {
    /// Id, unique over stages and rollback, e.g. `3.1.a`.
    pub id: String,
    /// What is to be done.
    pub title: String,
    /// Longer text for the step sheet.
    pub detail: Option<String>,
    /// Member id.
    pub owner: Option<String>,
    /// Planned duration; zero when the plan does not say.
    pub planned: TimeDelta,
    /// A mandatory step cannot be skipped, only waived by the approver.
    pub mandatory: bool,
    /// Replaces the stage's order where present.
    pub needs: Option<Vec<String>>,
    /// Who or what does it.
    pub kind: StepKind,
    /// What must be brought before it counts as done.
    pub evidence: Evidence,
    /// How old the evidence may be when the first execute step starts.
    pub max_age: Option<TimeDelta>,
    /// After it there is no way back.
    pub irreversible: bool,
    /// Checks that must be up before an irreversible step.
    pub barrier: Vec<String>,
    /// What a failure recommends.
    pub on_failure: OnFailure,
    /// What the step breaks while it runs.
    pub expect: Option<Expect>,
    /// Advice for a half-finished command.
    pub half_done: Option<String>,
    /// What is known of running it twice.
    pub retry: Retry,
    /// Longest time a command may take.
    pub timeout: Option<TimeDelta>,
    /// The step leaves nothing behind that a rollback must undo.
    pub nothing_to_undo: bool,
    /// Which decision ticks it, where it is a decision step.
    pub decides: Decides,
    /// Only for rollback steps.
    pub undo: Undo,
}

/// Which decision ticks a decision step; the opposite one makes it not applicable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Decides {
    /// GO in the decide stage, START before execute (`decision = true` or `"go"`; seed step 5.2).
    #[default]
    Go,
    /// ROLLBACK (`decision = "rollback"`; seed step 5.3).
    Rollback,
}

/// The part of a step that only a rollback step has.
#[derive(Debug, Clone, Default)]
pub struct Undo {
    /// Ids of the steps that it undoes; empty on a step of a stage.
    pub undoes: Vec<String>,
    /// The rollback step to turn to when this one fails.
    pub fallback: Option<String>,
    /// Restores data: what customers did since is lost or must be replayed.
    pub restores_data: bool,
    /// Runs only when it is another step's fallback and that one failed.
    pub only_as_fallback: bool,
    /// Validates the rollback rather than undoing something.
    pub validates: bool,
}

/// Who or what does a step.
#[derive(Debug, Clone, PartialEq)]
pub enum StepKind {
    /// A person.
    Manual,
    /// A program; run by a later version, done by a person meanwhile.
    Command(Vec<String>),
    /// An HTTP call; made by a later version, done by a person meanwhile.
    Http(HttpCall),
    /// A check must be up.
    Check(String),
    /// A notice is sent; sent by a later version, by a person meanwhile.
    Notice(String),
    /// A switch is turned.
    Switch {
        /// Id of the switch.
        id: String,
        /// On or off.
        on: bool,
    },
    /// A member of the role approves.
    Approval(String),
    /// Waits until lead or approver lets it pass.
    HoldPoint,
    /// Ticked by the decision itself.
    Decision,
    /// Kept by golive: done when every other step of the stage is settled (seed steps 3.2 and 3.3).
    Auto,
}

impl StepKind {
    /// The kind's name in plans and on screen.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::Command(_) => "command",
            Self::Http(_) => "http",
            Self::Check(_) => "check",
            Self::Notice(_) => "notice",
            Self::Switch { .. } => "switch",
            Self::Approval(_) => "approval",
            Self::HoldPoint => "hold-point",
            Self::Decision => "decision",
            Self::Auto => "auto",
        }
    }
}

/// A request that a step or switch makes. Strings may hold `${NAME}`.
#[derive(Debug, Clone, PartialEq)]
pub struct HttpCall {
    /// `GET`, `PUT` …
    pub method: String,
    /// Target, references unresolved.
    pub url: String,
    /// Body, where there is one.
    pub body: Option<String>,
    /// Headers, references unresolved.
    pub headers: BTreeMap<String, String>,
}

/// What a step must bring before it counts as done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Nothing.
    None,
    /// A sentence.
    Note,
    /// A number.
    Number,
    /// A link.
    Url,
    /// A file by path; its digest is kept.
    File,
    /// Taken at, id, bytes, verified by restore or checksum (seed step 1.2).
    Backup,
    /// At, where, minutes (seed step 1.4).
    Rehearsal,
    /// Counts of a test run; read from files by a later version, typed meanwhile.
    Results,
}

impl Evidence {
    /// Every kind with its name in plans.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::None, "none"),
        (Self::Note, "note"),
        (Self::Number, "number"),
        (Self::Url, "url"),
        (Self::File, "file"),
        (Self::Backup, "backup"),
        (Self::Rehearsal, "rehearsal"),
        (Self::Results, "results"),
    ];

    /// The kind's name in plans.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }
}

/// What the failure of a step recommends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnFailure {
    /// HOLD (default).
    Hold,
    /// ROLLBACK, in validation.
    Rollback,
}

/// Whether a command may be run again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// Yes.
    Safe,
    /// Only after asking (default).
    Ask,
    /// No.
    Never,
}

/// What a step or switch is meant to break while it is on.
#[derive(Debug, Clone)]
pub struct Expect {
    /// Ids of the checks concerned.
    pub checks: Vec<String>,
    /// How they should answer meanwhile.
    pub how: ExpectHow,
    /// From this long on they are real again; `None` = the window's planned outage, or no limit where that is zero.
    pub at_most: Option<TimeDelta>,
}

/// How a check should answer during an expected effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectHow {
    /// Fails.
    Down,
    /// Answers as the switch's `verify-on` says.
    Maintenance,
    /// Anything.
    Any,
}

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

/// `[[switch]]`.
#[derive(Debug, Clone)]
pub struct Switch {
    /// Id.
    pub id: String,
    /// For people.
    pub title: String,
    /// How it is turned on, where the plan says; done by a person in this version.
    pub on: Option<Turn>,
    /// How it is turned off.
    pub off: Option<Turn>,
    /// What it breaks while it is on.
    pub expect: Option<Expect>,
    /// What the named checks answer while it is on; also the meaning of `as = "maintenance"`.
    pub verify_on: Option<Condition>,
    /// What they answer once it is off.
    pub verify_off: Option<Condition>,
}

/// How a switch is turned.
#[derive(Debug, Clone)]
pub enum Turn {
    /// By a request.
    Http(HttpCall),
    /// By a program.
    Command(Vec<String>),
}

/// `[[notice]]`.
#[derive(Debug, Clone)]
pub struct Notice {
    /// Id.
    pub id: String,
    /// Occasion: announce, notify-start, delay, hold, outcome, update, closed.
    pub when: String,
    /// stakeholders, end-users or team.
    pub audience: String,
    /// Addresses, or `file:` references.
    pub to: Vec<String>,
    /// Names of channels.
    pub channels: Vec<String>,
    /// Template of the subject.
    pub subject: Option<String>,
    /// Template of the text, or a `file:` reference.
    pub body: Option<String>,
}

/// `[[escalation]]`: an agreed line of the escalate-or-handle table.
#[derive(Debug, Clone)]
pub struct Escalation {
    /// The condition as written.
    pub when: String,
    /// Member called.
    pub call: Option<String>,
    /// The agreed words.
    pub text: String,
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

/// `[channel.NAME]`.
#[derive(Debug, Clone)]
pub struct Channel {
    /// The name that notices use.
    pub name: String,
    /// How it reaches people. Used by a later version; references unresolved.
    pub route: Route,
}

/// How a channel reaches people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// Mail over `smtp://` (STARTTLS) or `smtps://`.
    Mail {
        /// Server.
        smtp: String,
        /// Account, where the server wants one.
        user: Option<String>,
        /// A `${NAME}` reference, never a literal.
        password: Option<String>,
        /// Sender.
        from: String,
    },
    /// An HTTP POST.
    Webhook {
        /// Target.
        url: String,
        /// JSON template; a plain text message where the plan gives none.
        template: Option<String>,
    },
    /// Appended to a file.
    File(String),
    /// Standard output.
    Stdout,
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
