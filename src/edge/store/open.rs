//! Opens a session: its records go by one at a time, and what cannot be written is still shown.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use rustix::io::Errno;

use super::disk::{Disk, How, again};
use super::error::plain;
use super::lock::while_quiet;
use super::memory::Memory;
use super::place::{distrust, in_shell};
use super::{Barred, Store, StoreError};
use crate::journal::{Damage, Ending, Head, Item, RECORD_LIMIT, Reader};

/// What a session is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To look; nothing is ever changed, not even a torn tail.
    Read,
    /// To write; where that cannot be, it is opened to look, and [`Store::read_only`] says why.
    Write,
}

/// Bytes read at a time.
const PIECE: usize = 64 * 1024;

/// Times that a running append is waited for before the file is read as it is.
const PATIENCE: u32 = 4;

impl Store {
    /// Opens a session and hands `each` its header, then every record in order.
    ///
    /// Never waits long for somebody's lock: a stopped console hides nothing that was saved.
    pub fn open(
        disk: Arc<dyn Disk>,
        path: &Path,
        access: Access,
        each: &mut dyn FnMut(Item),
    ) -> Result<Self, StoreError> {
        let unreadable = || StoreError::io(path, "it cannot be read");
        let (file, only_read) = open_file(&*disk, path, access)?;
        let stat = again(|| disk.stat(&file)).map_err(unreadable())?;
        if let Some(why) = distrust(&stat) {
            return Err(StoreError::NotOurs { path: path.to_owned(), why: why.to_owned() });
        }
        let (mut memory, mut reader) = (Memory::new(), Reader::new());
        let settled = settled_length(&*disk, &file);
        let mut note = |item: Item| {
            memory.item(&item);
            each(item);
        };
        stream(&*disk, &file, &mut reader, 0, settled, &mut note).map_err(unreadable())?;
        let Some(head) = reader.head() else {
            return Err(StoreError::Damaged { path: path.to_owned(), damage: damage_of(reader.ending()) });
        };
        let path = path.to_owned();
        let mut store = Self {
            disk,
            path,
            file,
            stat,
            head,
            ending: reader.ending(),
            memory,
            barred: only_read.map(|why| Barred { why, for_good: false }),
            pending: Vec::new(),
            polls: 0,
            told: None,
            unfinished: None,
            reserved: 0,
            recheck: None,
        };
        store.settle(each);
        Ok(store)
    }

    /// What the end of the file asks for, once it is open.
    fn settle(&mut self, each: &mut dyn FnMut(Item)) {
        let Head { offset, lines, .. } = self.head;
        match self.ending.clone() {
            Ending::Clean => {}
            Ending::Damaged(damage) => drop(self.give_up_at(&damage)),
            Ending::Torn { bytes } if self.barred.is_some() => {
                self.unfinished = Some(offset.saturating_add(bytes));
            }
            Ending::Torn { .. } => {
                // Set aside now if it can be; else the next append tries again and says what is wrong.
                let line = lines.saturating_add(1);
                drop(self.turn(&mut |record| each(Item::Record(Box::new(record), line))));
            }
        }
    }

    /// Damage: what comes before it is shown, nothing is written.
    pub(super) fn give_up_at(&mut self, damage: &Damage) -> String {
        let shown = match self.head.seq {
            1 => "event 1 is".to_owned(),
            last => format!("events 1 to {last} are"),
        };
        self.give_up(format!(
            "{}: {damage}. Only {shown} shown, and nothing more is written to it; golive verify {} checks it. {}",
            self.path.display(),
            in_shell(&self.path),
            self.way_on()
        ))
    }
}

/// The file, and why it can only be read where that is so.
fn open_file(disk: &dyn Disk, path: &Path, access: Access) -> Result<(File, Option<String>), StoreError> {
    let read = || again(|| disk.open(path, How::Read)).map_err(|error| refused(path, error));
    if access == Access::Read {
        return Ok((read()?, Some("the session was opened only to look".to_owned())));
    }
    match again(|| disk.open(path, How::Append)) {
        Ok(file) => Ok((file, None)),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied
            ) =>
        {
            let why = format!("{}: it can only be read: {}", path.display(), plain(&error));
            Ok((read()?, Some(why)))
        }
        Err(error) => Err(refused(path, error)),
    }
}

fn refused(path: &Path, error: io::Error) -> StoreError {
    let not_ours = |why: &str| StoreError::NotOurs { path: path.to_owned(), why: why.to_owned() };
    match error.kind() {
        io::ErrorKind::NotFound => StoreError::Missing(path.to_owned()),
        io::ErrorKind::IsADirectory => not_ours("this is a folder"),
        _ if error.raw_os_error() == Some(Errno::LOOP.raw_os_error()) => {
            not_ours("this is a symbolic link: name the file that it points to")
        }
        _ if error.raw_os_error() == Some(Errno::NXIO.raw_os_error()) => not_ours("this is no regular file"),
        _ => StoreError::io(path, "it cannot be opened")(error),
    }
}

/// The length of the file at a moment when nobody was appending: everything up to there is saved. `None` where somebody
/// keeps the lock; then it is read as it is.
fn settled_length(disk: &dyn Disk, file: &File) -> Option<u64> {
    for _ in 0..PATIENCE {
        if let Some(length) = while_quiet(disk, file, || again(|| disk.stat(file)).ok()) {
            return length.map(|stat| stat.length);
        }
        disk.pause();
    }
    None
}

/// Feeds the file from `offset` up to `upto`, or to its end, and hands on what is whole.
pub(super) fn stream(
    disk: &dyn Disk,
    file: &File,
    reader: &mut Reader,
    mut offset: u64,
    upto: Option<u64>,
    each: &mut dyn FnMut(Item),
) -> io::Result<()> {
    let mut piece = vec![0; PIECE];
    // After damage a little more is read, enough to tell it from a torn tail.
    let mut beyond = 0;
    while beyond <= RECORD_LIMIT {
        let left = upto.map_or(u64::MAX, |upto| upto.saturating_sub(offset));
        let want = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
        let into = piece.get_mut(..want).unwrap_or_default();
        let got = if into.is_empty() { 0 } else { again(|| disk.read_at(file, into, offset))? };
        if got == 0 {
            break;
        }
        reader.feed(into.get(..got).unwrap_or_default());
        while let Some(item) = reader.next() {
            each(item);
        }
        offset = offset.saturating_add(u64::try_from(got).unwrap_or(u64::MAX));
        beyond = if reader.is_stopped() { beyond.saturating_add(got) } else { 0 };
    }
    Ok(())
}

fn damage_of(ending: Ending) -> Damage {
    match ending {
        Ending::Damaged(damage) => damage,
        Ending::Clean | Ending::Torn { .. } => {
            Damage { line: 1, offset: 0, why: "no event can be read".to_owned() }
        }
    }
}
