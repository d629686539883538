//! The condition language of health checks.

/// One condition of a check.
#[derive(Debug, Clone)]
pub struct Condition;

/// Reads one value from an answer.
#[derive(Debug, Clone)]
pub struct Extract;
