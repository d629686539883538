//! Where a step stands, and what is recorded of it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::journal::{Proof, Stamp, Who};
use crate::plan::Step;
use crate::text::duration;

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
        /// Time it waited so far while nothing was held; not work.
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

    /// Time waited until `now`; not work. Of a wait that goes on, what was held in it counts too.
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
