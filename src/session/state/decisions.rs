//! What people decided: holds, extensions, decisions, votes.

use chrono::{DateTime, Utc};

use crate::journal::{About, Answer, DecisionKind, Extended, Stamp, Verdict, Who};

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
