//! Stages and their steps: the work.

use chrono::TimeDelta;
use std::collections::BTreeMap;

use super::Expect;

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
