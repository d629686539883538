//! Makes a session file: whole and flushed before it has its name, so that no crash leaves half a session.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::disk::{Disk, How, again};
use super::place::{dir_of, unborn_of};
use super::{Access, Store, StoreError};
use crate::journal::{Draft, Hash, Header, Item, render};

impl Store {
    /// Makes the session with its first event and opens it. Refuses a name that is taken.
    pub fn create(
        disk: Arc<dyn Disk>,
        path: &Path,
        header: &Header,
        genesis: Draft,
        each: &mut dyn FnMut(Item),
    ) -> Result<Self, StoreError> {
        let mut bytes = header.render()?;
        let (record, _) = render(&genesis.into_record(1), Hash::of_header(&bytes))?;
        bytes.extend_from_slice(&record);
        let unborn = unborn_of(path, &header.id);
        let born = write_whole(&*disk, &unborn, &bytes)
            .and_then(|()| again(|| disk.rename_new(&unborn, path)))
            .map_err(|error| match error.kind() {
                io::ErrorKind::AlreadyExists => StoreError::Exists(path.to_owned()),
                io::ErrorKind::NotFound => StoreError::NotOurs {
                    path: path.to_owned(),
                    why: format!(
                        "there is no folder {}: make it first, or name another place",
                        dir_of(path).display()
                    ),
                },
                _ => StoreError::io(path, "the session cannot be made")(error),
            });
        if born.is_err() {
            // Best effort: what is left has a name of its own and is in nobody's way.
            let _ = again(|| disk.remove(&unborn));
        }
        born?;
        again(|| disk.sync_dir(dir_of(path)))
            .map_err(StoreError::io(path, "the folder does not confirm that the session is in it"))?;
        Self::open(disk, path, Access::Write, each)
    }
}

/// A new file with these bytes, flushed.
pub(super) fn write_whole(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let file = again(|| disk.open(path, How::New))?;
    write_all(disk, &file, bytes)?;
    again(|| disk.sync(&file))
}

/// Writes until everything is taken.
pub(super) fn write_all(disk: &dyn Disk, file: &File, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        let taken = again(|| disk.write(file, bytes))?;
        if taken == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        bytes = bytes.get(taken..).unwrap_or_default();
    }
    Ok(())
}
