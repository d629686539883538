//! Where the go-live is, and how it ended.

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
