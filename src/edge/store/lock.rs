//! The lock on the session file: held for one append, asked for with a deadline, its holder named.

use std::fs::File;
use std::path::Path;

use super::StoreError;
use super::disk::{Disk, Stat, again};
use super::holder::holders_of;

/// Tries before giving up: three seconds.
const TRIES: u32 = 120;

/// Gets the lock alone, or says who has it.
pub(super) fn lock(disk: &dyn Disk, file: &File, path: &Path) -> Result<(), StoreError> {
    for _ in 0..TRIES {
        if again(|| disk.try_lock(file, true)).map_err(StoreError::io(path, "the lock cannot be had"))? {
            return Ok(());
        }
        disk.pause();
    }
    let holders = disk.stat(file).map(|stat| named(&stat)).unwrap_or_default();
    Err(StoreError::Busy(format!(
        "{}: journal held by {holders} for 3 s; nothing was written",
        path.display()
    )))
}

/// Who holds the lock, for a sentence.
pub(super) fn named(stat: &Stat) -> String {
    let holders = holders_of(stat);
    if holders.is_empty() { "another process".to_owned() } else { holders.join(" and ") }
}

/// Runs `work` while nobody appends. `None` where somebody does just now; a file system without locks is read as it is.
pub(super) fn while_quiet<T>(disk: &dyn Disk, file: &File, work: impl FnOnce() -> T) -> Option<T> {
    match again(|| disk.try_lock(file, false)) {
        Ok(false) => None,
        Ok(true) => {
            let done = work();
            // A lock that cannot be given back ends with the process.
            let _ = again(|| disk.unlock(file));
            Some(done)
        }
        Err(_) => Some(work()),
    }
}
