//! What others append, seen within a poll; and whether the file is still the one that was opened.

use std::io;
use std::os::fd::AsRawFd;

use super::disk::again;
use super::place::distrust;
use super::{Store, StoreError};
use crate::journal::{Ending, Record};

impl Store {
    /// New records of others, whole and saved: they are taken only while nobody appends, so none can be taken back.
    /// An unfinished one is not there yet. Costs one `fstat` while nothing is new.
    pub fn tail(&mut self) -> Result<Vec<Record>, StoreError> {
        let length = self.length()?;
        if length < self.head.offset {
            return Err(self.shorter(length));
        }
        if length == self.head.offset || self.unfinished == Some(length) {
            return Ok(Vec::new());
        }
        let locked = match again(|| self.disk.try_lock(&self.file, false)) {
            Ok(false) => return Ok(Vec::new()),
            Ok(true) => true,
            Err(_) => false,
        };
        let mut records = Vec::new();
        let taken = self.length().and_then(|length| {
            self.unfinished = Some(length);
            self.take_new(length, &mut |record| records.push(record))
        });
        if locked {
            // A lock that cannot be given back ends with the process.
            let _ = again(|| self.disk.unlock(&self.file));
        }
        match taken {
            Ok(Ending::Torn { .. }) => return Ok(records),
            Ok(Ending::Damaged(damage)) if records.is_empty() => {
                return Err(StoreError::Lost(self.give_up_at(&damage)));
            }
            Err(error) if records.is_empty() => return Err(error),
            // What came before damage or a failure goes out first; the next poll finds it again.
            Ok(_) | Err(_) => self.unfinished = None,
        }
        Ok(records)
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
