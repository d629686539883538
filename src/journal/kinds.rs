//! The small words that events are made of, as they stand in the file.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What a session is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// The real thing.
    Live,
    /// Marked REHEARSAL everywhere.
    Rehearsal,
    /// Against the embedded shop.
    Demo,
}

/// A check's status (domain: Health).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Judged, and passing.
    Up,
    /// Up, but slower than it should be.
    Degraded,
    /// Judged at once after enough fails.
    Down,
    /// No data for three intervals.
    Unknown,
    /// Too few samples yet.
    Unjudged,
}

/// Why a probe did not pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Nobody listens.
    Refused,
    /// The connection broke off.
    Reset,
    /// Certificate or handshake.
    Tls,
    /// Another status than wanted.
    Status,
    /// Another body, header or version than wanted.
    Body,
    /// Slower than a condition allows.
    Slow,
    /// No answer in time.
    Timeout,
    /// A must-fail check's conditions were met.
    MustFailPassed,
    /// The name does not exist, although others are found.
    NoName,
    /// Ours: no network.
    Network,
    /// Ours: no name can be looked up.
    Dns,
    /// Ours: turned away by a bot rule or 429.
    Blocked,
    /// Ours: a `${NAME}` of the plan is not set.
    Unset,
    /// Ours: nobody polled for three intervals.
    Silent,
}

impl Cause {
    /// Whether it is ours (no data) rather than the service's (fail).
    pub fn is_ours(self) -> bool {
        matches!(self, Self::Network | Self::Dns | Self::Blocked | Self::Unset | Self::Silent)
    }
}

/// What a check shows while an effect on it is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Seen {
    /// Down, as it should be.
    Down,
    /// Up, and either is expected (`as = any`).
    Up,
    /// Answers normally although it should be down or show the page: an alarm.
    Answering,
    /// Down, but not with the page that should be on: an alarm.
    Wrong,
}

/// The running version that one target of a check reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetVersion {
    /// Host, as the plan names it.
    pub target: String,
    /// What it said; `None` when it could not be read.
    pub version: Option<String>,
}

/// One check's part of a window event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckWindow(
    /// Probes that passed or failed.
    pub u32,
    /// Fails among them.
    pub u32,
    /// 1 where a fail directly followed a fail, also across windows.
    pub u8,
    /// Log-bucket counts of the passes' response times, e.g. `b3:12,b4:7`.
    pub String,
);

/// Why something counts for or against, for people and scripts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Rule id, e.g. `check-down`.
    pub rule: String,
    /// The check, step, station … concerned; may be empty.
    #[serde(default)]
    pub subject: String,
    /// One sentence.
    pub text: String,
}

/// What the console recommends (domain: Verdict).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recommendation {
    /// Preparing: start may be decided.
    Ready,
    /// Something due is missing.
    NotYet,
    /// Deploying: go on.
    Proceed,
    /// Something is wrong.
    Hold,
    /// Deciding: go live.
    Go,
    /// A rollback criterion is met.
    Rollback,
    /// Rolling back, under way.
    Restoring,
    /// Rolled back and steady.
    Restored,
    /// The rollback itself failed.
    Failed,
    /// Stabilising: something is wrong.
    Watch,
    /// Stabilising: nothing is wrong.
    Steady,
}

impl Recommendation {
    /// The word on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ready => "READY",
            Self::NotYet => "NOT YET",
            Self::Proceed => "PROCEED",
            Self::Hold => "HOLD",
            Self::Go => "GO",
            Self::Rollback | Self::Restoring => "ROLLBACK",
            Self::Restored => "RESTORED",
            Self::Failed => "FAILED",
            Self::Watch => "WATCH",
            Self::Steady => "STEADY",
        }
    }
}

/// The question a verdict answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// May execute begin?
    Start,
    /// Go on with the steps?
    Continue,
    /// Does the release stay?
    GoLive,
    /// Is the old version back?
    Restore,
    /// Does it stay calm?
    Stay,
}

/// A whole verdict, as a decision keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Verdict {
    /// The question.
    pub about: About,
    /// The word.
    pub recommendation: Recommendation,
    /// Strongest first.
    #[serde(default)]
    pub against: Vec<Row>,
    /// Strongest first.
    #[serde(default, rename = "for")]
    pub in_favour: Vec<Row>,
    /// Not due yet.
    #[serde(default)]
    pub to_come: Vec<Row>,
    /// What would change it, one sentence; may be empty.
    #[serde(default)]
    pub changes_when: String,
}

/// The formal decisions kept as `decision.made`; hold, resume and extend are events of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionKind {
    /// Execute may begin.
    Start,
    /// The release stays.
    Go,
    /// It is withdrawn.
    Rollback,
    /// It stays, repaired; decided by a later version.
    FixForward,
    /// Given up before execute.
    Abort,
}

impl DecisionKind {
    /// The word people use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Start => "START",
            Self::Go => "GO",
            Self::Rollback => "ROLLBACK",
            Self::FixForward => "FIX FORWARD",
            Self::Abort => "ABORT",
        }
    }
}

/// A station's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Yes.
    Go,
    /// No.
    NoGo,
    /// Yes, once an added step is done.
    Conditions,
}

/// What was extended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Extended {
    /// The window's end.
    Window,
    /// The promised outage.
    Outage,
    /// The stabilisation's end.
    Stabilisation,
}

/// What a step or switch brought as proof.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Proof {
    /// A sentence.
    Note {
        /// The sentence.
        text: String,
    },
    /// A number.
    Number {
        /// The number.
        value: f64,
    },
    /// A link.
    Url {
        /// The link.
        url: String,
    },
    /// A file.
    File {
        /// Path as given.
        path: String,
        /// SHA-256, lower-case hex.
        sha256: String,
        /// Size.
        bytes: u64,
    },
    /// A backup (seed step 1.2).
    Backup {
        /// When it was taken.
        #[serde(rename = "taken-at")]
        taken_at: DateTime<Utc>,
        /// Its name in the backup system.
        id: String,
        /// Size.
        bytes: u64,
        /// `restore` or `checksum`.
        verified: String,
    },
    /// A rehearsal of the rollback (seed step 1.4).
    Rehearsal {
        /// When.
        at: DateTime<Utc>,
        /// Where; production-like data is said here.
        #[serde(rename = "where")]
        place: String,
        /// How long it took.
        minutes: f64,
        /// On data like production's.
        #[serde(default, rename = "production-like")]
        production_like: bool,
        /// Digest of the rollback steps it rehearsed.
        digest: String,
    },
    /// A test run; 0 tests count as failed.
    Results {
        /// Tests run.
        tests: u32,
        /// Tests failed.
        failed: u32,
        /// Names of those that failed.
        #[serde(default)]
        names: Vec<String>,
    },
}
