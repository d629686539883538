//! A torn tail: what an append that never ended left behind is kept beside the session, then cut off, then recorded.

use std::io;

use super::batch::Batch;
use super::create::write_whole;
use super::disk::again;
use super::error::plain;
use super::place::{dir_of, torn_of};
use super::{Store, StoreError, command_id};
use crate::edge::clock;
use crate::edge::identity::Account;
use crate::journal::{Draft, Event, Mode, Who, sha256_hex};

/// Torn tails kept beside one session before somebody has to look.
const KEPT: u32 = 1000;

impl Store {
    /// Sets the torn tail of so many bytes aside. Needs the lock. Where the copy cannot be made nothing is changed.
    pub(super) fn set_aside(&mut self, bytes: u64) -> Result<(), StoreError> {
        let torn = self
            .torn_bytes(bytes)
            .map_err(StoreError::io(&self.path, "its unfinished end cannot be read"))?;
        let file = self.keep_beside(&torn)?;
        again(|| self.disk.truncate(&self.file, self.head.offset))
            .map_err(StoreError::io(&self.path, "its unfinished end cannot be cut off"))?;
        if let Err(error) = again(|| self.disk.sync(&self.file)) {
            return Err(StoreError::NotSaved(self.give_up(format!(
                "{}: NOT SAVED: the disk refused to cut off an unfinished event: {}",
                self.path.display(),
                plain(&error)
            ))));
        }
        let event = Event::JournalRecovered { bytes, file, sha256: sha256_hex(&torn) };
        let mut batch = Batch::after(self);
        batch.add(self, vec![self.own_draft(event)])?;
        let recorded = self.write_batch(batch)?;
        self.pending.extend(recorded);
        Ok(())
    }

    fn torn_bytes(&self, bytes: u64) -> io::Result<Vec<u8>> {
        let mut torn = vec![0; usize::try_from(bytes).unwrap_or(0)];
        let mut got = 0;
        while let Some(into) = torn.get_mut(got..).filter(|into| !into.is_empty()) {
            let offset = self.head.offset.saturating_add(u64::try_from(got).unwrap_or(u64::MAX));
            match again(|| self.disk.read_at(&self.file, into, offset))? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                n => got = got.saturating_add(n),
            }
        }
        Ok(torn)
    }

    /// Copies the bytes to a new file beside the session, flushed, and returns its name.
    fn keep_beside(&self, torn: &[u8]) -> Result<String, StoreError> {
        for n in 0..KEPT {
            let path = torn_of(&self.path, n);
            let kept = write_whole(&*self.disk, &path, torn)
                .and_then(|()| again(|| self.disk.sync_dir(dir_of(&self.path))));
            match kept {
                Ok(()) => return Ok(path.file_name().unwrap_or_default().to_string_lossy().into_owned()),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => {
                    // Half a copy is of no use; the original is untouched.
                    let _ = again(|| self.disk.remove(&path));
                    let what =
                        "the unfinished end of the session cannot be copied there, so nothing was changed";
                    return Err(StoreError::io(&path, what)(error));
                }
            }
        }
        let error = io::Error::other(format!("{KEPT} unfinished ends are kept already: look at them"));
        Err(StoreError::io(&self.path, "nothing was changed")(error))
    }

    /// An event of the store's own. Where the session's time is not the machine's, it stands still at the last event.
    fn own_draft(&self, event: Event) -> Draft {
        let now = (clock::wall().with_timezone(&clock::local_offset()), clock::boot_seconds());
        let (at, up) = match self.memory.mode {
            Mode::Live => now,
            Mode::Rehearsal | Mode::Demo => self.memory.last.unwrap_or(now),
        };
        Draft { id: command_id(), at, up, who: Who::console(&Account::own().os()), event }
    }
}
