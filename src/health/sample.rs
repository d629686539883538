//! One probe's result, as the prober hands it over.

use chrono::TimeDelta;

use crate::journal::{Cause, Stamp, TargetVersion};

/// The result of probing one check once, all its targets together.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// When the probe was started.
    pub at: Stamp,
    /// What it is.
    pub result: SampleResult,
    /// Time to the end of the answer, of the slowest target; `None` when there was none.
    pub latency: Option<TimeDelta>,
    /// HTTP status of the target that decided.
    pub code: Option<u16>,
    /// One clean sentence: "status 503, wanted 200".
    pub text: String,
    /// Version of each target, where the check reads one.
    pub versions: Vec<TargetVersion>,
    /// Whether the answer is the page that a switch's `verify-on` describes; `None` where no switch names this check.
    pub page: Option<bool>,
    /// Start of the last answer's body, cleaned, for the detail view; at most 400 characters.
    pub body: String,
}

/// Pass, fail (the service's) or no data (ours).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SampleResult {
    /// Every condition held.
    Pass,
    /// The service's fault.
    Fail(Cause),
    /// Ours: says nothing about the service.
    NoData(Cause),
}
