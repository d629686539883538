//! What is wrong with a plan file, where, and what to do about it.

use serde::Serialize;

/// Whether the plan can be used in spite of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The plan is invalid.
    Error,
    /// The plan can be used; somebody should know.
    Warning,
}

impl Severity {
    /// As it is printed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One thing wrong with a plan file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Error or warning.
    pub severity: Severity,
    /// Short name for scripts, e.g. `unknown-key`.
    pub code: &'static str,
    /// Line of the file, from 1.
    pub line: usize,
    /// Character of the line, from 1.
    pub column: usize,
    /// How many characters of that line are meant, at least 1.
    pub len: usize,
    /// What is wrong, one sentence without a full stop. Clean: it may quote the file.
    pub message: String,
    /// What to do, one sentence without a full stop. Clean.
    pub help: String,
}

impl Problem {
    /// Whether the plan is invalid because of it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
