//! What others append, seen within a poll; and whether the file is still the one that was opened.

use std::io;
use std::os::fd::AsRawFd;

use super::disk::again;
use super::place::distrust;
use super::{Store, StoreError};
use crate::journal::{Ending, Record};

/// Looks at the tail between two looks at the file's name: a second, at ten looks a second.
const PLACE_EVERY: u32 = 10;

/// Looks at the tail between two runs over the whole chain: a minute.
const RECHECK_EVERY: u32 = 600;

impl Store {
    /// New records of others, whole and saved: they are taken only while nobody appends, so none can be taken back.
    /// An unfinished one is not there yet. Meant to be called ten times a second; costs one `fstat` while nothing is
    /// new, and now and then looks whether the file is still in its place and unchanged.
    ///
    /// # Errors
    /// What is wrong is said once; [`Store::read_only`] goes on to say what stays wrong.
    pub fn tail(&mut self) -> Result<Vec<Record>, StoreError> {
        self.polls = self.polls.wrapping_add(1);
        let looked = self.take_tail().and_then(|()| self.look_after());
        let records = std::mem::take(&mut self.pending);
        match looked {
            Ok(()) => self.told = None,
            // What came before the trouble goes out first; the next look finds it again.
            Err(_) if !records.is_empty() => self.unfinished = None,
            Err(error) => {
                let text = error.to_string();
                if self.told.as_ref() != Some(&text) {
                    self.told = Some(text);
                    return Err(error);
                }
            }
        }
        Ok(records)
    }

    fn take_tail(&mut self) -> Result<(), StoreError> {
        let length = self.length()?;
        if length < self.head.offset {
            return Err(self.shorter(length));
        }
        if length == self.head.offset || self.unfinished == Some(length) {
            return Ok(());
        }
        let locked = match again(|| self.disk.try_lock(&self.file, false)) {
            Ok(false) => return Ok(()),
            Ok(true) => true,
            Err(_) => false,
        };
        let taken = self.length().and_then(|length| {
            self.unfinished = Some(length);
            self.take_new(length)
        });
        if locked {
            // A lock that cannot be given back ends with the process.
            let _ = again(|| self.disk.unlock(&self.file));
        }
        match taken? {
            Ending::Clean | Ending::Torn { .. } => Ok(()),
            Ending::Damaged(damage) => Err(StoreError::Lost(self.give_up_at(&damage))),
        }
    }

    fn look_after(&mut self) -> Result<(), StoreError> {
        if self.told.is_some() || self.polls.is_multiple_of(PLACE_EVERY) {
            self.check_place()?;
            self.reserve_ahead();
        }
        let lost = self.barred.as_ref().is_some_and(|barred| barred.for_good);
        if !lost && (self.recheck.is_some() || self.polls.is_multiple_of(RECHECK_EVERY)) {
            self.recheck()?;
        }
        Ok(())
    }

    /// Whether the name still stands for the file that is open, and others still cannot write to it.
    pub fn check_place(&mut self) -> Result<(), StoreError> {
        let lost = match again(|| self.disk.stat_path(&self.path)) {
            Ok(now) if now.is_same(&self.stat) => {
                return match distrust(&now) {
                    None => Ok(()),
                    Some(why) => Err(StoreError::NotOurs { path: self.path.clone(), why: why.to_owned() }),
                };
            }
            Ok(_) => "it was replaced by another file while it was open. Nothing more is written; start golive again to \
                      go on with what is there now"
                .to_owned(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => format!(
                "it was deleted or moved away while it was open. Nothing more is written; while this golive runs, what it \
                 held can be had back: cp /proc/{}/fd/{} {}",
                std::process::id(),
                self.file.as_raw_fd(),
                self.path.display()
            ),
            Err(error) => return Err(StoreError::io(&self.path, "it cannot be looked up")(error)),
        };
        Err(StoreError::Lost(self.give_up(format!("{}: {lost}", self.path.display()))))
    }

    /// The file is shorter than what was read of it.
    pub(super) fn shorter(&mut self, length: u64) -> StoreError {
        let gone = self.head.offset.saturating_sub(length);
        StoreError::Lost(self.give_up(format!(
            "{}: {gone} bytes that were saved are gone: somebody cut the file. Nothing more is written to it",
            self.path.display()
        )))
    }
}
