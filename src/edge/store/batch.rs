//! Events on their way into the file: rendered as a chain of their own, not written yet.

use super::{Store, StoreError};
use crate::journal::{Draft, Ending, Event, Head, Item, Reader, Record, render};

/// See the module.
#[derive(Debug)]
pub(super) struct Batch {
    /// What will be written.
    pub bytes: Vec<u8>,
    /// The same as every reader will get it.
    pub records: Vec<Record>,
    /// The end of the file once it is.
    pub head: Head,
    closed: bool,
}

impl Batch {
    /// An empty one, to follow what the store has.
    pub fn after(store: &Store) -> Self {
        Self { bytes: Vec::new(), records: Vec::new(), head: store.head, closed: store.memory.closed }
    }

    /// Adds all of the events or none, and returns them as records.
    pub fn add(&mut self, store: &Store, drafts: Vec<Draft>) -> Result<Vec<Record>, StoreError> {
        let (mut bytes, mut records, mut closed) = (Vec::new(), Vec::new(), self.closed);
        let mut reader = Reader::resume(self.head);
        for draft in drafts {
            let late = matches!(draft.event, Event::Amendment { .. } | Event::JournalRecovered { .. });
            if closed && !late {
                return Err(StoreError::Closed(store.path.clone()));
            }
            closed |= matches!(draft.event, Event::SessionClosed { .. });
            let head = reader.head().unwrap_or(self.head);
            let (record, _) = render(&draft.into_record(head.seq.saturating_add(1)), head.hash)?;
            reader.feed(&record);
            while let Some(item) = reader.next() {
                if let Item::Record(record, _) = item {
                    records.push(*record);
                }
            }
            if let Ending::Damaged(damage) = reader.ending() {
                return Err(StoreError::Unreadable(damage.why));
            }
            bytes.extend_from_slice(&record);
        }
        self.head = reader.head().unwrap_or(self.head);
        self.closed = closed;
        self.bytes.append(&mut bytes);
        self.records.extend(records.iter().cloned());
        Ok(records)
    }
}
