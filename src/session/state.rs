//! The session's state: what the fold of the events knows, in types that carry exactly what holds in each state.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, TimeDelta, Utc};

use crate::journal::{
    About, Answer, Cause, CheckWindow, DecisionKind, Extended, Mode, Proof, Seen, Stamp, Status,
    TargetVersion, Verdict, Who,
};
use crate::plan::Step;
use crate::text::duration;

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

/// What is recorded of one step.
#[derive(Debug, Clone, Default)]
pub struct StepRecord {
    /// Where it stands.
    pub state: StepState,
    /// Another owner than the plan's.
    pub owner: Option<String>,
    /// What it brought, newest.
    pub proof: Option<(Proof, Stamp)>,
    /// Remarks in order.
    pub notes: Vec<(Stamp, Who, String)>,
    /// How often it was started.
    pub tries: u32,
    /// When it first began. Kept when the step is reopened or made pointless: what began must still be undone.
    pub begun: Option<Stamp>,
    /// The last tick, so that its author can take it back within 60 s.
    pub ticked: Option<(Stamp, Who)>,
    /// Where it stood before that tick.
    pub before_tick: Option<StepState>,
    /// Start and end as a person stated them, beside the recorded ones.
    pub stated: (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    /// Started although it did not fit, or before its turn: the reason given.
    pub override_reason: Option<String>,
}

/// Where a step stands, with what holds there.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum StepState {
    /// Not begun.
    #[default]
    Pending,
    /// Somebody works on it.
    Running {
        /// Since.
        started: Stamp,
        /// Time it waited so far; not work.
        waited: TimeDelta,
    },
    /// Waits for a person.
    Waiting {
        /// Begun.
        started: Stamp,
        /// Waits since.
        since: Stamp,
        /// Time it waited before that.
        waited: TimeDelta,
        /// For what or whom.
        reason: String,
    },
    /// Done.
    Done {
        /// Begun; the same as `ended` when it was never started.
        started: Stamp,
        /// Ended.
        ended: Stamp,
        /// Time it waited.
        waited: TimeDelta,
        /// Who.
        who: Who,
    },
    /// Failed; nothing is settled yet.
    Failed {
        /// Begun.
        started: Stamp,
        /// Failed.
        ended: Stamp,
        /// What went wrong.
        reason: String,
        /// Who.
        who: Who,
    },
    /// Failed, and accepted so.
    Accepted {
        /// Begun.
        started: Stamp,
        /// Accepted.
        ended: Stamp,
        /// Why.
        reason: String,
        /// Who.
        who: Who,
    },
    /// Left out (optional step).
    Skipped {
        /// When.
        at: Stamp,
        /// Why.
        reason: String,
        /// Who.
        who: Who,
    },
    /// Left out by the approver (mandatory step).
    Waived {
        /// When.
        at: Stamp,
        /// Why.
        reason: String,
        /// Who.
        who: Who,
    },
    /// A decision made it pointless.
    NotApplicable {
        /// When.
        at: Stamp,
        /// Begun, where it had been: a rollback must still undo it.
        started: Option<Stamp>,
    },
}

impl StepState {
    /// Nothing more is to be done: done, accepted, skipped, waived or not applicable.
    pub fn is_settled(&self) -> bool {
        matches!(
            self,
            Self::Done { .. }
                | Self::Accepted { .. }
                | Self::Skipped { .. }
                | Self::Waived { .. }
                | Self::NotApplicable { .. }
        )
    }

    /// Being worked on or waiting.
    pub fn is_under_way(&self) -> bool {
        matches!(self, Self::Running { .. } | Self::Waiting { .. })
    }

    /// Begun at some time, so that a rollback may have to undo it.
    pub fn started(&self) -> Option<Stamp> {
        match self {
            Self::Running { started, .. }
            | Self::Waiting { started, .. }
            | Self::Done { started, .. }
            | Self::Failed { started, .. }
            | Self::Accepted { started, .. } => Some(*started),
            Self::NotApplicable { started, .. } => *started,
            _ => None,
        }
    }

    /// When it was settled or failed.
    pub fn ended(&self) -> Option<Stamp> {
        match self {
            Self::Done { ended, .. } | Self::Failed { ended, .. } | Self::Accepted { ended, .. } => {
                Some(*ended)
            }
            Self::Skipped { at, .. } | Self::Waived { at, .. } | Self::NotApplicable { at, .. } => Some(*at),
            _ => None,
        }
    }

    /// Time waited until `now`; not work.
    pub fn waited(&self, now: Stamp) -> TimeDelta {
        match self {
            Self::Running { waited, .. } | Self::Done { waited, .. } => *waited,
            Self::Waiting { since, waited, .. } => duration::sum(*waited, now.since(*since)),
            _ => TimeDelta::zero(),
        }
    }

    /// The word for scripts and screens.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Running { .. } => "running",
            Self::Waiting { .. } => "waiting",
            Self::Done { .. } => "done",
            Self::Failed { .. } => "failed",
            Self::Accepted { .. } => "accepted",
            Self::Skipped { .. } => "skipped",
            Self::Waived { .. } => "waived",
            Self::NotApplicable { .. } => "not-applicable",
        }
    }
}

/// A step that the plan did not foresee.
#[derive(Debug, Clone)]
pub struct AddedStep {
    /// The step itself; manual, marked unplanned.
    pub step: Step,
    /// Stage it belongs to.
    pub stage: String,
    /// How it is taken back.
    pub undo: Option<String>,
    /// Due, for a condition or corrective action.
    pub due: Option<DateTime<Utc>>,
    /// What it belongs to.
    pub purpose: Purpose,
}

/// Why a step was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// Plain unplanned work.
    Work,
    /// The condition of a station's answer.
    Condition {
        /// The station.
        station: String,
    },
    /// The investigation after a rollback or abort, added by golive.
    Investigation,
    /// Writing down the corrective actions, added by golive.
    CorrectiveActions,
    /// One corrective action; may still be open when the record closes.
    CorrectiveAction,
}

/// A stand-still of the plan clock.
#[derive(Debug, Clone)]
pub struct Hold {
    /// Since.
    pub started: Stamp,
    /// Until; `None` = now.
    pub ended: Option<Stamp>,
    /// Who called it.
    pub who: Who,
    /// Cause.
    pub reason: String,
}

/// One extension.
#[derive(Debug, Clone)]
pub struct Extension {
    /// When it was granted.
    pub at: Stamp,
    /// Of what.
    pub what: Extended,
    /// To when.
    pub to: DateTime<Utc>,
    /// Reference.
    pub reason: String,
    /// Who.
    pub who: Who,
}

/// One formal decision.
#[derive(Debug, Clone)]
pub struct Decision {
    /// When.
    pub at: Stamp,
    /// Sequence number of its event.
    pub seq: u64,
    /// What.
    pub kind: DecisionKind,
    /// Who.
    pub who: Who,
    /// Why.
    pub reason: Option<String>,
    /// Who heard it.
    pub witness: Option<String>,
    /// Against the recommendation.
    pub against: bool,
    /// The verdict of that moment.
    pub verdict: Verdict,
}

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

/// One station's newest answer.
#[derive(Debug, Clone)]
pub struct Vote {
    /// The answer.
    pub answer: Answer,
    /// For which decision.
    pub about: About,
    /// When.
    pub at: Stamp,
    /// Who.
    pub who: Who,
    /// Heard, and recorded by another.
    pub spoken: bool,
    /// Remark or condition.
    pub note: Option<String>,
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

/// Where the go-live as a whole is (domain: Phases and outcome).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Pre-checks, notify-start.
    Preparing,
    /// Execute, validate.
    Deploying,
    /// Decide.
    Deciding,
    /// The runbook.
    RollingBack,
    /// Watch period.
    Stabilising,
    /// Only closing is left.
    Closing,
    /// Closed.
    Closed,
}

impl Phase {
    /// The word for scripts and screens.
    pub fn word(self) -> &'static str {
        match self {
            Self::Preparing => "preparing",
            Self::Deploying => "deploying",
            Self::Deciding => "deciding",
            Self::RollingBack => "rolling-back",
            Self::Stabilising => "stabilising",
            Self::Closing => "closing",
            Self::Closed => "closed",
        }
    }
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// GO, and it stayed.
    Success,
    /// Stays, repaired.
    FixedForward,
    /// The old version is back.
    RolledBack,
    /// The rollback did not work.
    RollbackFailed,
    /// Given up before execute.
    Aborted,
    /// Part of it is live.
    Partial,
}

impl Outcome {
    /// The word for scripts and screens.
    pub fn word(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::FixedForward => "fixed-forward",
            Self::RolledBack => "rolled-back",
            Self::RollbackFailed => "rollback-failed",
            Self::Aborted => "aborted",
            Self::Partial => "partial",
        }
    }
}
