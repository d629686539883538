//! One probe's result, as the prober hands it over.

use chrono::TimeDelta;

use crate::journal::{Cause, Stamp, TargetVersion};

/// The result of probing one check once, all its targets together. What a `must-fail` check means is already taken
/// into account: its pass is a pass.
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

impl Sample {
    /// The sample of a check whose conditions say what must not happen: met is a fail; not met, refused or timed out
    /// is a pass. No data stays no data.
    #[must_use]
    pub fn of_must_fail(mut self) -> Self {
        match self.result {
            SampleResult::Pass => {
                self.result = SampleResult::Fail(Cause::MustFailPassed);
                self.text = format!("what must not happen does: {}", self.text);
            }
            SampleResult::Fail(_) => {
                self.result = SampleResult::Pass;
                self.text = format!("as it must be: {}", self.text.replace(", wanted ", ", not "));
            }
            SampleResult::NoData(_) => {}
        }
        self
    }

    /// Whole milliseconds of the response time.
    pub fn latency_ms(&self) -> Option<u32> {
        self.latency.map(|latency| u32::try_from(latency.num_milliseconds().max(0)).unwrap_or(u32::MAX))
    }
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

impl SampleResult {
    /// Why it is not a pass.
    pub fn cause(self) -> Option<Cause> {
        match self {
            Self::Pass => None,
            Self::Fail(cause) | Self::NoData(cause) => Some(cause),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::health::tracker::testing::{fail, no_data, pass};

    #[test]
    fn must_fail_turns_pass_and_fail_round_and_leaves_no_data_alone() {
        let met = pass(0).of_must_fail();
        assert_eq!(met.result, SampleResult::Fail(Cause::MustFailPassed));
        assert_eq!(met.text, "what must not happen does: status 200");
        let mut not_met = fail(0, Cause::Status);
        not_met.text = "status 403, wanted 200".to_owned();
        assert_eq!(not_met.of_must_fail().text, "as it must be: status 403, not 200");
        for cause in [Cause::Refused, Cause::Status, Cause::Timeout] {
            assert_eq!(fail(0, cause).of_must_fail().result, SampleResult::Pass);
        }
        assert_eq!(no_data(0, Cause::Network).of_must_fail().result, SampleResult::NoData(Cause::Network));
    }
}
