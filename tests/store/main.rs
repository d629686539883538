//! The session file on disk: what is called saved is there, what cannot be saved says so, what others do is seen.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod append;
mod child;
mod console;
mod crash;
mod create;
mod disks;
mod faults;
mod kill;
mod meddling;
#[path = "../journal/session_file.rs"]
mod session_file;
mod tail;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use golive::edge::store::{Access, Appended, Disk, RealDisk, Store, StoreError};
use golive::journal::{Draft, Event, Item, Record};

/// A folder with a session of `n` events in it.
struct Night {
    _dir: tempfile::TempDir,
    path: PathBuf,
}

/// A folder in memory, where there is one: thousands of flushes are only worth their time where a test is about them.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

fn night(n: u32) -> Night {
    night_in(folder(), n)
}

fn night_in(dir: tempfile::TempDir, n: u32) -> Night {
    let path = dir.path().join("spring.session.toml");
    std::fs::write(&path, session_file::night(n)).unwrap();
    restrict(&path, 0o600);
    Night { _dir: dir, path }
}

fn restrict(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// Opens with everything that is read.
fn open_on(disk: Arc<dyn Disk>, path: &Path, access: Access) -> Result<(Store, Vec<Record>), StoreError> {
    let mut records = Vec::new();
    let store = Store::open(disk, path, access, &mut |item| {
        if let Item::Record(record, _) = item {
            records.push(*record);
        }
    })?;
    Ok((store, records))
}

fn open(path: &Path) -> (Store, Vec<Record>) {
    open_on(Arc::new(RealDisk), path, Access::Write).unwrap()
}

/// Everything on file, by an opening that changes nothing.
fn on_file(path: &Path) -> Vec<Record> {
    open_on(Arc::new(RealDisk), path, Access::Read).unwrap().1
}

/// The id of the command with this number; none of those that a night begins with.
fn id(n: u32) -> String {
    format!("{:016x}", u64::from(n) + 0xc0de_0000)
}

/// An event of the command with this number.
fn event_of(n: u32, event: Event) -> Draft {
    Draft { id: id(n), ..session_file::draft(n, event) }
}

/// The command with this number, and an ordinary event.
fn command(n: u32) -> Draft {
    event_of(n, session_file::ordinary(n))
}

/// Appends one command; the records that others appended are ignored.
fn append(store: &mut Store, n: u32) -> Result<Vec<Record>, StoreError> {
    match store.append::<String>(&id(n), |_| Ok(vec![command(n)]))? {
        Ok(Appended::New(records)) => Ok(records),
        Ok(Appended::Before) => Ok(Vec::new()),
        Err(refusal) => panic!("{refusal}"),
    }
}

/// How often this command's event is on file.
fn count(records: &[Record], n: u32) -> usize {
    records.iter().filter(|record| record.id == id(n)).count()
}

fn is_recovery(record: &Record) -> bool {
    matches!(record.event, Event::JournalRecovered { .. })
}

/// Plays with the fault at call 0, 1, 2 … until a play no longer reaches it; returns how many plays did.
fn at_every_call(mut play: impl FnMut(u32) -> bool) -> u32 {
    (0..100_000).find(|first| !play(*first)).unwrap()
}
