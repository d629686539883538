//! Exit codes, as scripts rely on them.

use std::process::{ExitCode, Termination};

/// How a subcommand ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// The answer is no: a deciding check fails, not intact, refused by a rule, a wrong typed name.
    No = 1,
    /// Wrong usage or an invalid plan.
    Usage = 2,
    /// It could not be done: I/O, network, lock, a damaged session, no data only.
    Could = 3,
    /// Not allowed: somebody else may.
    NotAllowed = 4,
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}
