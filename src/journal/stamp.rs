//! When and by whom: the envelope every event travels in.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};

use super::Event;

/// A moment, by the wall clock and by the boot clock. Differences come from the boot clock within one boot, so that
/// a stepped wall clock lengthens and shortens nothing; across boots only the wall clock is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Wall clock.
    pub at: DateTime<Utc>,
    /// Milliseconds of the boot clock (scaled in a demo).
    pub up: i64,
    /// Which boot `up` belongs to; counted by the fold.
    pub boot: u32,
}

impl Stamp {
    /// Time from `earlier` to this moment; never negative.
    pub fn since(self, earlier: Self) -> TimeDelta {
        let span = if self.boot == earlier.boot {
            TimeDelta::try_milliseconds(self.up.saturating_sub(earlier.up)).unwrap_or_default()
        } else {
            self.at.signed_duration_since(earlier.at)
        };
        span.max(TimeDelta::zero())
    }

    /// Place in the order of moments: boots in their order, within one its clock. A stepped wall clock changes nothing.
    pub fn order(self) -> (u32, i64) {
        (self.boot, self.up)
    }

    /// The moment `span` later, on both clocks.
    #[must_use]
    pub fn after(self, span: TimeDelta) -> Self {
        Self {
            at: self.at.checked_add_signed(span).unwrap_or(self.at),
            up: self.up.saturating_add(span.num_milliseconds()),
            boot: self.boot,
        }
    }
}

/// Who an event comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Who {
    /// The member, or `golive` for what the conductor saw itself.
    pub by: String,
    /// The member it was recorded for, where that is another.
    pub on_behalf: Option<String>,
    /// Login name and uid of the OS account, e.g. `sam/1004`.
    pub os: String,
}

/// The name that events of the console itself carry in `by`.
pub const CONSOLE: &str = "golive";

impl Who {
    /// The conductor itself, run by the OS account `os`.
    pub fn console(os: &str) -> Self {
        Self { by: CONSOLE.to_owned(), on_behalf: None, os: os.to_owned() }
    }

    /// Whose doing it is: the member it was recorded for, else the one who recorded it.
    pub fn actor(&self) -> &str {
        self.on_behalf.as_deref().unwrap_or(&self.by)
    }
}

/// One record of the journal, verified.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Place in the order, from 1 (genesis).
    pub seq: u64,
    /// 16 hex digits of the command it came from, kept over retries.
    pub id: String,
    /// Wall clock, with the offset of whoever wrote it.
    pub at: DateTime<FixedOffset>,
    /// Boot clock in seconds (scaled in a demo).
    pub up: f64,
    /// Who.
    pub who: Who,
    /// What.
    pub event: Event,
}

/// A fact that has no place in the order yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// 16 hex digits of the command it comes from, kept over retries.
    pub id: String,
    /// Wall clock, with the offset of whoever writes it.
    pub at: DateTime<FixedOffset>,
    /// Boot clock in seconds (scaled in a demo).
    pub up: f64,
    /// Who.
    pub who: Who,
    /// What.
    pub event: Event,
}

impl Draft {
    /// The record it becomes at `seq`.
    pub fn into_record(self, seq: u64) -> Record {
        let Self { id, at, up, who, event } = self;
        Record { seq, id, at, up, who, event }
    }
}
