//! The session file on disk. Only whole, verified records are taken from it, and an event counts as saved only once it
//! was read back and flushed, under the lock, after everything that others appended.
//!
//! What it promises: an event that is called saved survives `kill -9` of every console, and a power cut where the disk
//! honours flushes. One that is not may or may not be there after a crash. Damage is reported with its line; nothing is
//! removed without a copy.

mod batch;
mod console;
mod create;
mod disk;
mod error;
mod holder;
mod lock;
mod memory;
mod open;
mod place;
mod recheck;
mod recover;
mod tail;
mod turn;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::journal::{Ending, Head, Mode, Record};
use memory::Memory;

pub use console::{ConsoleLock, Holder};
pub use disk::{Disk, How, RealDisk, Stat};
pub use error::{StoreError, nothing_of};
pub use open::Access;
use place::whole_of;
pub use place::{SUFFIX, folder_of, in_shell, session_of_plan};
pub use turn::{Appended, Turn};

/// An open session file.
#[derive(Debug)]
pub struct Store {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    file: File,
    /// What the file was when it was opened.
    stat: Stat,
    head: Head,
    /// How the file ended when it was opened.
    ending: Ending,
    memory: Memory,
    /// Why nothing can be written, once that is so.
    barred: Option<Barred>,
    /// Records that were taken from the file and not handed out yet.
    pending: Vec<Record>,
    /// Looks at the tail so far, and what the last one said was wrong, so that it is said once.
    polls: u32,
    told: Option<String>,
    /// Length at which the tail was last found unfinished, so that it is not read again and again.
    unfinished: Option<u64>,
    /// Up to where blocks were reserved.
    reserved: u64,
    recheck: Option<recheck::Recheck>,
}

impl Store {
    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The end of what is verified.
    pub fn head(&self) -> Head {
        self.head
    }

    /// How the file ended when it was opened.
    pub fn ending(&self) -> &Ending {
        &self.ending
    }

    /// What the session is for.
    pub fn mode(&self) -> Mode {
        self.memory.mode
    }

    /// Why nothing can be written to it, in one sentence; `None` while it can.
    pub fn read_only(&self) -> Option<&str> {
        self.barred.as_ref().map(|barred| barred.why.as_str())
    }

    /// Whether the record is closed, so that only amendments are taken.
    pub fn is_closed(&self) -> bool {
        self.memory.closed
    }

    /// What can be done with a session that is damaged behind its head: this version repairs none, but what is whole can
    /// go on elsewhere.
    pub fn way_on(&self) -> String {
        if self.mode() == Mode::Demo {
            return "golive demo --fresh begins anew and keeps the file".to_owned();
        }
        let (name, new) = (in_shell(&self.path), in_shell(&whole_of(&self.path)));
        format!(
            "Keep the file as it is; what is whole goes on in a copy: head -n {} {name} > {new}, then \
             golive run PLAN --session {new}",
            self.head.lines
        )
    }

    /// Nothing more is written from here on. The first such reason stays.
    fn give_up(&mut self, why: String) -> String {
        match &self.barred {
            Some(barred) if barred.for_good => barred.why.clone(),
            _ => {
                self.barred = Some(Barred { why: why.clone(), for_good: true });
                why
            }
        }
    }
}

/// Why nothing can be written.
#[derive(Debug)]
struct Barred {
    why: String,
    /// Something happened to the file, not only to this opening of it.
    for_good: bool,
}

/// A fresh command id.
pub fn command_id() -> String {
    use std::hash::{BuildHasher, RandomState};
    // A RandomState is seeded by the kernel, anew for every process and every call.
    format!(
        "{:016x}",
        RandomState::new().hash_one((std::process::id(), super::clock::boot_seconds().to_bits()))
    )
}
