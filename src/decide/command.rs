//! What a person can ask for: every key and every subcommand ends in one of these.

use chrono::{DateTime, Utc};

use crate::journal::{Answer, Extended, Proof, Who};

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The member; `None` = an account that is no member and named none: it only reads.
    pub member: Option<String>,
    /// The member it is recorded for, where that is another ("mia for sam").
    pub on_behalf: Option<String>,
    /// Login name and uid, e.g. `sam/1004`.
    pub os: String,
}

impl Actor {
    /// Whose act it is: the one it is recorded for, else the one who records.
    pub fn subject(&self) -> Option<&str> {
        self.on_behalf.as_deref().or(self.member.as_deref())
    }

    /// As the events carry it; an account that is no member writes nothing, so it has no name here.
    pub fn who(&self) -> Who {
        let by = self.member.clone().unwrap_or_default();
        let on_behalf = self.on_behalf.clone().filter(|other| *other != by);
        Who { by, on_behalf, os: self.os.clone() }
    }
}

#[expect(missing_docs, reason = "each variant says what is asked; its fields are named for what they hold")]
/// A request to change the session. Imperative; [`admit`](fn@crate::decide::admit) turns it into events or a refusal.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Work begins. `confirm` is the step's id typed (irreversible steps), `reason` answers "does not fit".
    StartStep { step: String, at: Option<DateTime<Utc>>, confirm: Option<String>, reason: Option<String> },
    /// Done; a step that was not started is started and done at once.
    FinishStep { step: String, at: Option<DateTime<Utc>>, proof: Option<Proof>, note: Option<String> },
    /// Failed.
    FailStep { step: String, at: Option<DateTime<Utc>>, reason: String, proof: Option<Proof> },
    /// Waits for a person.
    WaitStep { step: String, reason: String },
    /// Goes on after waiting.
    ResumeStep { step: String },
    /// Again, after a failure. `confirm` and `reason` as for a start, where the new try is judged as one.
    RetryStep { step: String, confirm: Option<String>, reason: Option<String> },
    /// The failure is accepted.
    AcceptStep { step: String, reason: String },
    /// An optional step is left out.
    SkipStep { step: String, reason: String },
    /// A mandatory step is left out.
    WaiveStep { step: String, reason: String },
    /// Taken back.
    ReopenStep { step: String, reason: String },
    /// `u`: the own last tick is taken back, within 60 s.
    UndoTick { step: String },
    /// A step the plan did not foresee.
    AddStep {
        stage: String,
        title: String,
        owner: Option<String>,
        mandatory: bool,
        undo: Option<String>,
        corrective_action: bool,
        due: Option<DateTime<Utc>>,
    },
    /// Another owner.
    AssignStep { step: String, owner: String },
    /// A remark.
    NoteStep { step: String, note: String },
    /// A stage opens early.
    OpenStage { stage: String, reason: String },
    /// Stations are asked.
    OpenPoll,
    /// A station answers. `condition` makes it CONDITIONS: title, owner and due of the added step.
    Vote {
        station: String,
        answer: Answer,
        note: Option<String>,
        owner: Option<String>,
        due: Option<DateTime<Utc>>,
        spoken: bool,
    },
    /// A criterion is met, says a person.
    RaiseTrigger { trigger: String, reason: String },
    /// Cleared.
    ClearTrigger { trigger: String, reason: String },
    /// A check is muted for 30 minutes, or unmuted.
    MuteCheck { check: String, on: bool, reason: String },
    /// The cause is outside, for so many minutes (at most 60); 0 ends it.
    MarkExternal { check: String, minutes: u32, reason: String },
    /// Execute may begin. `confirm` is the release name typed.
    DecideStart { confirm: String, reason: Option<String>, witness: Option<String> },
    /// The release stays. `confirm` is the release name typed.
    DecideGo { confirm: String, reason: Option<String>, witness: Option<String> },
    /// It is withdrawn. `confirm` is the version typed.
    DecideRollback { confirm: String, reason: Option<String>, witness: Option<String> },
    /// Given up. `confirm` is the release name typed.
    DecideAbort { confirm: String, reason: Option<String>, witness: Option<String> },
    /// The plan clock stands still.
    Hold { reason: String },
    /// It goes on.
    Resume { reason: Option<String> },
    /// More time.
    Extend { what: Extended, to: DateTime<Utc>, reason: String },
    /// The record is closed.
    Close { note: Option<String> },
    /// A later fact about an earlier one; in a closed session the only thing left.
    Amend {
        amends: Option<u64>,
        text: String,
        planned_outage_seconds: Option<f64>,
        unplanned_outage_seconds: Option<f64>,
        settles: Option<String>,
    },
}

/// Why not: who may, or what must happen first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What kind of no it is.
    pub kind: RefusalKind,
    /// One sentence, e.g. "3.2 waits for 3.1.b (sam, running)".
    pub text: String,
}

/// The kinds of no, each with its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// Somebody else may (exit 4).
    Authority,
    /// Something must happen first (exit 1).
    Rule,
    /// The typed text is not the one asked for (exit 1).
    Confirmation,
    /// It may be done once more is said: a reason, the evidence wanted, a witness (exit 2).
    Incomplete,
    /// There is no such thing in plan or session (exit 2).
    Unknown,
}

impl Refusal {
    /// Somebody else may.
    pub fn authority(text: impl Into<String>) -> Self {
        Self { kind: RefusalKind::Authority, text: text.into() }
    }

    /// Something must happen first.
    pub fn rule(text: impl Into<String>) -> Self {
        Self { kind: RefusalKind::Rule, text: text.into() }
    }

    /// Something more must be said.
    pub fn incomplete(text: impl Into<String>) -> Self {
        Self { kind: RefusalKind::Incomplete, text: text.into() }
    }

    /// The typed text differs.
    pub fn confirmation(text: impl Into<String>) -> Self {
        Self { kind: RefusalKind::Confirmation, text: text.into() }
    }

    /// There is no such thing.
    pub fn unknown(text: impl Into<String>) -> Self {
        Self { kind: RefusalKind::Unknown, text: text.into() }
    }
}
