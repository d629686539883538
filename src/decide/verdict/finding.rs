//! One fact that counts against, or will be due.

use chrono::{DateTime, Utc};

use crate::journal::Row;
use crate::session::Phase;

/// How much a fact weighs, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// Calls for rolling back.
    Acting,
    /// Something is wrong.
    Wrong,
    /// Something due is missing.
    Missing,
    /// Not due yet.
    ToCome,
}

impl Class {
    /// What it counts as in a phase: nothing acts before anything was deployed, and nothing is missing while it is
    /// being deployed or watched.
    pub fn in_phase(self, phase: Phase) -> Self {
        match (self, phase) {
            (Self::Acting, Phase::Preparing) => Self::Wrong,
            (Self::Missing, Phase::Deploying | Phase::Stabilising) => Self::ToCome,
            _ => self,
        }
    }
}

/// One fact.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    pub class: Class,
    pub rule: &'static str,
    pub subject: String,
    pub text: String,
    /// What would take it away, as a condition: "payments-api up and steady until 02:31".
    pub cure: String,
    /// When it has gone away by itself, if its check stays up until then; `None` = that alone is not enough.
    pub if_up_until: Option<DateTime<Utc>>,
    /// Another fact of its class causes it, which comes before it.
    pub caused: bool,
    /// When it may be gone by itself.
    pub gone_at: Option<DateTime<Utc>>,
}

impl Finding {
    pub fn new(class: Class, rule: &'static str, subject: &str, text: String) -> Self {
        Self {
            class,
            rule,
            subject: subject.to_owned(),
            text,
            cure: String::new(),
            if_up_until: None,
            caused: false,
            gone_at: None,
        }
    }

    /// With what would take it away.
    pub fn cured_by(mut self, cure: String) -> Self {
        self.cure = cure;
        self
    }

    /// With the moment until which its check has to stay up, and nothing else has to be done.
    pub fn if_up_until(mut self, at: Option<DateTime<Utc>>) -> Self {
        self.if_up_until = at;
        self
    }

    /// With the moment at which it may be gone.
    pub fn gone_at(mut self, at: Option<DateTime<Utc>>) -> Self {
        self.gone_at = at;
        self
    }

    pub fn row(&self) -> Row {
        Row { rule: self.rule.to_owned(), subject: self.subject.clone(), text: self.text.clone() }
    }

    /// Place among facts of the same class.
    pub fn rank(&self) -> usize {
        if self.caused {
            return RANKED.len() + 1;
        }
        RANKED.iter().position(|rule| *rule == self.rule).unwrap_or(RANKED.len())
    }
}

/// The rules, strongest first.
const RANKED: [&str; 23] = [
    "trigger-met",
    "must-fail-passed",
    "validation-failed",
    "unobserved",
    "check-down",
    "step-failed",
    "expected-overrun",
    "version-not-live",
    "check-unknown",
    "worse-than-before",
    "check-degraded",
    "gate-unmet",
    "station-no-go",
    "past-last-safe-rollback",
    "check-muted",
    "check-unjudged",
    "compliance-open",
    "step-open",
    "not-steady",
    "station-conditions",
    "station-silent",
    "station-stale",
    "evidence-stale",
];
