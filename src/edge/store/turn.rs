//! One turn at the file: lock, catch up with what others appended, decide, write, read back, flush, unlock.

use std::io;

use super::batch::Batch;
use super::create::write_all;
use super::disk::again;
use super::error::plain;
use super::open::stream;
use super::{Store, StoreError};
use crate::journal::{Draft, Ending, Head, Item, Reader, Record};

/// Bytes reserved beyond the end by one that follows the file.
const RESERVE: u64 = 1024 * 1024;

/// The file, locked and caught up. Dropping it gives the lock back; what was not committed was never written.
#[derive(Debug)]
pub struct Turn<'a> {
    store: &'a mut Store,
    batch: Batch,
}

/// What became of an append.
#[derive(Debug, Clone, PartialEq)]
pub enum Appended {
    /// Saved: the records as every reader gets them.
    New(Vec<Record>),
    /// The same command was saved before; nothing was written.
    Before,
}

impl Store {
    /// Takes the lock and hands `foreign` what others appended meanwhile; fold it before deciding anything. Where the
    /// turn cannot be had nothing is handed out; the next one, or the next look at the tail, does.
    pub fn turn(&mut self, foreign: &mut dyn FnMut(Record)) -> Result<Turn<'_>, StoreError> {
        if let Some(why) = self.read_only() {
            return Err(StoreError::ReadOnly(why.to_owned()));
        }
        super::lock::lock(&*self.disk, &self.file, &self.path)?;
        // From here on dropping the turn unlocks.
        let mut turn = Turn { batch: Batch::after(self), store: self };
        turn.store.check_place()?;
        turn.store.catch_up()?;
        turn.batch = Batch::after(turn.store);
        turn.store.pending.drain(..).for_each(foreign);
        Ok(turn)
    }

    /// One append from first to last: `decide` gets what others appended meanwhile and returns the events, or why not.
    /// It is not asked where the command `id` was saved before.
    ///
    /// # Errors
    /// The outer one is the disk's, the inner one is `decide`'s refusal.
    pub fn append<E>(
        &mut self,
        id: &str,
        decide: impl FnOnce(&[Record]) -> Result<Vec<Draft>, E>,
    ) -> Result<Result<Appended, E>, StoreError> {
        let mut foreign = Vec::new();
        let mut turn = self.turn(&mut |record| foreign.push(record))?;
        if turn.knows(id) {
            return Ok(Ok(Appended::Before));
        }
        match decide(&foreign) {
            Err(refusal) => Ok(Err(refusal)),
            Ok(drafts) => {
                turn.stage(drafts)?;
                turn.commit().map(|records| Ok(Appended::New(records)))
            }
        }
    }

    /// Takes in what others appended. Needs the lock.
    fn catch_up(&mut self) -> Result<(), StoreError> {
        let length = self.length()?;
        if length < self.head.offset {
            return Err(self.shorter(length));
        }
        if length == self.head.offset {
            return Ok(());
        }
        match self.take_new(length)? {
            Ending::Clean => Ok(()),
            Ending::Torn { bytes } => self.set_aside(bytes),
            Ending::Damaged(damage) => Err(StoreError::ReadOnly(self.give_up_at(&damage))),
        }
    }

    /// Reads from the verified end on, moves it, and says how the file ends.
    pub(super) fn take_new(&mut self, length: u64) -> Result<Ending, StoreError> {
        let mut reader = Reader::resume(self.head);
        let (memory, pending) = (&mut self.memory, &mut self.pending);
        let mut take = |item: Item| {
            if let Item::Record(record, _) = item {
                memory.record(&record);
                pending.push(*record);
            }
        };
        let read = stream(&*self.disk, &self.file, &mut reader, self.head.offset, Some(length), &mut take);
        self.head = reader.head().unwrap_or(self.head);
        read.map_err(StoreError::io(&self.path, "it cannot be read"))?;
        Ok(reader.ending())
    }

    /// Bytes in the file now.
    pub(super) fn length(&self) -> Result<u64, StoreError> {
        again(|| self.disk.stat(&self.file))
            .map(|stat| stat.length)
            .map_err(StoreError::io(&self.path, "it cannot be read"))
    }

    /// Writes bytes at the end under the lock, all or nothing, and flushes them.
    fn write_through(&mut self, bytes: &[u8], after: Head) -> Result<(), StoreError> {
        if let Err(error) = write_all(&*self.disk, &self.file, bytes).and_then(|()| self.read_back(bytes)) {
            self.take_back(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
            return Err(StoreError::io(&self.path, "nothing was saved")(error));
        }
        if let Err(error) = again(|| self.disk.sync(&self.file)) {
            // The kernel may have dropped the pages and call the next flush a success: never ask again, and leave no
            // event behind that was called not saved.
            self.take_back(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
            return Err(StoreError::NotSaved(self.give_up(format!(
                "{}: NOT SAVED: the disk refused the last event: {}. Nothing more is written to this file; copy the \
                 folder to another disk",
                self.path.display(),
                plain(&error)
            ))));
        }
        self.head = after;
        Ok(())
    }

    /// What is on file after the verified end must be exactly `bytes`.
    fn read_back(&self, bytes: &[u8]) -> io::Result<()> {
        let changed =
            || io::Error::other("what was written does not read back; another program writes to the file");
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if again(|| self.disk.stat(&self.file))?.length != self.head.offset.saturating_add(length) {
            return Err(changed());
        }
        let mut back = vec![0; bytes.len()];
        let mut got = 0;
        while let Some(into) = back.get_mut(got..).filter(|into| !into.is_empty()) {
            let offset = self.head.offset.saturating_add(u64::try_from(got).unwrap_or(u64::MAX));
            match again(|| self.disk.read_at(&self.file, into, offset))? {
                0 => return Err(changed()),
                n => got = got.saturating_add(n),
            }
        }
        if back == bytes { Ok(()) } else { Err(changed()) }
    }

    /// Cuts a failed write off again. Only where nothing but our own bytes can be there: what a foreign program added
    /// is evidence, and stays.
    fn take_back(&self, written: u64) {
        let end = self.head.offset.saturating_add(written);
        if again(|| self.disk.stat(&self.file)).is_ok_and(|stat| stat.length <= end) {
            // Where this fails too, the next turn finds a torn tail and sets it aside.
            let _ = again(|| self.disk.truncate(&self.file, self.head.offset));
        }
    }

    /// Reserves blocks for what is to come, so that a disk that fills up still takes it; again once half of them are
    /// used up. A disk that cannot do so, or is too full for it, is no reason to stop.
    pub(super) fn reserve_ahead(&mut self) {
        let left = self.reserved.saturating_sub(self.head.offset);
        if self.barred.is_none() && left < RESERVE / 2 {
            let _ = again(|| self.disk.reserve(&self.file, self.head.offset, RESERVE));
            self.reserved = self.head.offset.saturating_add(RESERVE);
        }
    }

    /// Writes what is staged and takes it into the books.
    pub(super) fn write_batch(&mut self, batch: Batch) -> Result<Vec<Record>, StoreError> {
        if !batch.bytes.is_empty() {
            self.write_through(&batch.bytes, batch.head)?;
        }
        for record in &batch.records {
            self.memory.record(record);
        }
        Ok(batch.records)
    }
}

impl Turn<'_> {
    /// Whether this command's events are saved or staged already.
    pub fn knows(&self, id: &str) -> bool {
        self.store.memory.knows(id) || self.batch.records.iter().any(|record| record.id == id)
    }

    /// Adds events to what will be written, all or none of them, and returns them as every reader will get them.
    pub fn stage(&mut self, drafts: Vec<Draft>) -> Result<Vec<Record>, StoreError> {
        self.batch.add(self.store, drafts)
    }

    /// Writes everything staged in one go. Only after this is anything saved.
    pub fn commit(mut self) -> Result<Vec<Record>, StoreError> {
        let batch = std::mem::replace(&mut self.batch, Batch::after(self.store));
        self.store.write_batch(batch)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        // A lock that cannot be given back ends with the process.
        let _ = again(|| self.store.disk.unlock(&self.store.file));
    }
}
