//! What has to be remembered of the records that went by, so that the next one can be written.

use std::collections::VecDeque;

use chrono::{DateTime, FixedOffset};

use crate::journal::{Event, Item, Mode, Record};

/// How many of the newest command ids are remembered: a retry comes within seconds.
const REMEMBERED: usize = 1024;

/// See the module.
#[derive(Debug, Clone)]
pub(super) struct Memory {
    /// What the session is for.
    pub mode: Mode,
    /// Both clocks of the newest record.
    pub last: Option<(DateTime<FixedOffset>, f64)>,
    /// Whether the record is closed.
    pub closed: bool,
    /// Command ids of the newest records.
    recent: VecDeque<u64>,
}

impl Memory {
    /// Of nothing yet.
    pub fn new() -> Self {
        Self { mode: Mode::Live, last: None, closed: false, recent: VecDeque::new() }
    }

    /// The next item went by.
    pub fn item(&mut self, item: &Item) {
        match item {
            Item::Header(header) => self.mode = header.mode,
            Item::Record(record, _) => self.record(record),
        }
    }

    /// The next record went by.
    pub fn record(&mut self, record: &Record) {
        self.last = Some((record.at, record.up));
        self.closed |= matches!(record.event, Event::SessionClosed { .. });
        if let Ok(id) = u64::from_str_radix(&record.id, 16) {
            self.recent.push_back(id);
            if self.recent.len() > REMEMBERED {
                self.recent.pop_front();
            }
        }
    }

    /// Whether one of the newest records came from this command.
    pub fn knows(&self, id: &str) -> bool {
        u64::from_str_radix(id, 16).is_ok_and(|id| self.recent.contains(&id))
    }
}
