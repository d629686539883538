//! Disks that fail on purpose.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use golive::edge::store::{Disk, How, RealDisk, Stat};

/// What a call does instead of its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Fails with this error number.
    Errno(i32),
    /// A write takes only a part; other calls do their work.
    Short,
    /// A write says that it took everything and took only a part; other calls do their work.
    Lie,
}

pub const EINTR: Fault = Fault::Errno(4);
pub const EIO: Fault = Fault::Errno(5);
pub const EACCES: Fault = Fault::Errno(13);
pub const ENOSPC: Fault = Fault::Errno(28);
pub const EROFS: Fault = Fault::Errno(30);
pub const ENOLCK: Fault = Fault::Errno(37);
pub const EDQUOT: Fault = Fault::Errno(122);

/// The real disk, with one kind of fault from the `first`-th call on, `times` times; pauses take no time.
#[derive(Debug)]
pub struct Faulty {
    fault: Fault,
    first: u32,
    times: u32,
    /// Only calls of this name count; empty for every call.
    only: &'static str,
    calls: AtomicU32,
    log: Mutex<Vec<&'static str>>,
}

impl Faulty {
    pub fn new(fault: Fault, first: u32, times: u32) -> Self {
        Self::only("", fault, first, times)
    }

    pub fn only(only: &'static str, fault: Fault, first: u32, times: u32) -> Self {
        Self { fault, first, times, only, calls: AtomicU32::new(0), log: Mutex::new(Vec::new()) }
    }

    /// Never fails, but tells what was called.
    pub fn none() -> Self {
        Self::new(EIO, u32::MAX, 0)
    }

    /// Whether the fault was reached.
    pub fn was_reached(&self) -> bool {
        self.calls.load(Ordering::SeqCst) > self.first
    }

    /// The calls so far.
    pub fn log(&self) -> Vec<&'static str> {
        self.log.lock().unwrap().clone()
    }

    pub fn called(&self, name: &str) -> usize {
        self.log().iter().filter(|called| **called == name).count()
    }

    fn struck(&self, name: &'static str) -> Option<Fault> {
        self.log.lock().unwrap().push(name);
        if !self.only.is_empty() && self.only != name {
            return None;
        }
        let call = self.calls.fetch_add(1, Ordering::SeqCst);
        (call >= self.first && call - self.first < self.times).then_some(self.fault)
    }

    fn enter(&self, name: &'static str) -> io::Result<()> {
        match self.struck(name) {
            Some(Fault::Errno(number)) => Err(io::Error::from_raw_os_error(number)),
            _ => Ok(()),
        }
    }
}

impl Disk for Faulty {
    fn open(&self, path: &Path, how: How) -> io::Result<File> {
        self.enter(match how {
            How::Append => "open to append",
            _ => "open",
        })?;
        RealDisk.open(path, how)
    }

    fn stat(&self, file: &File) -> io::Result<Stat> {
        self.enter("stat")?;
        RealDisk.stat(file)
    }

    fn stat_path(&self, path: &Path) -> io::Result<Stat> {
        self.enter("stat path")?;
        RealDisk.stat_path(path)
    }

    fn read_at(&self, file: &File, into: &mut [u8], offset: u64) -> io::Result<usize> {
        self.enter("read")?;
        RealDisk.read_at(file, into, offset)
    }

    fn write(&self, file: &File, bytes: &[u8]) -> io::Result<usize> {
        let part = &bytes[..bytes.len().div_ceil(3)];
        match self.struck("write") {
            None => RealDisk.write(file, bytes),
            Some(Fault::Errno(number)) => Err(io::Error::from_raw_os_error(number)),
            Some(Fault::Short) => RealDisk.write(file, part),
            Some(Fault::Lie) => RealDisk.write(file, part).map(|_| bytes.len()),
        }
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        self.enter("sync")?;
        RealDisk.sync(file)
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        self.enter("sync dir")?;
        RealDisk.sync_dir(dir)
    }

    fn truncate(&self, file: &File, length: u64) -> io::Result<()> {
        self.enter("truncate")?;
        RealDisk.truncate(file, length)
    }

    fn reserve(&self, file: &File, offset: u64, bytes: u64) -> io::Result<()> {
        self.enter("reserve")?;
        RealDisk.reserve(file, offset, bytes)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.enter("rename")?;
        RealDisk.rename_new(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.enter("remove")?;
        RealDisk.remove(path)
    }

    fn make_dir(&self, path: &Path) -> io::Result<()> {
        self.enter("make dir")?;
        RealDisk.make_dir(path)
    }

    fn try_lock(&self, file: &File, exclusive: bool) -> io::Result<bool> {
        self.enter("lock")?;
        RealDisk.try_lock(file, exclusive)
    }

    fn unlock(&self, file: &File) -> io::Result<()> {
        self.enter("unlock")?;
        RealDisk.unlock(file)
    }

    fn pause(&self) {
        std::thread::yield_now();
    }
}

/// The real disk, but every write takes so many bytes at most, so that a kill tears it, and nobody sleeps.
#[derive(Debug)]
pub struct Dribbling(pub usize);

impl Disk for Dribbling {
    fn open(&self, path: &Path, how: How) -> io::Result<File> {
        RealDisk.open(path, how)
    }

    fn stat(&self, file: &File) -> io::Result<Stat> {
        RealDisk.stat(file)
    }

    fn stat_path(&self, path: &Path) -> io::Result<Stat> {
        RealDisk.stat_path(path)
    }

    fn read_at(&self, file: &File, into: &mut [u8], offset: u64) -> io::Result<usize> {
        RealDisk.read_at(file, into, offset)
    }

    fn write(&self, file: &File, bytes: &[u8]) -> io::Result<usize> {
        RealDisk.write(file, &bytes[..bytes.len().min(self.0)])
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        RealDisk.sync(file)
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        RealDisk.sync_dir(dir)
    }

    fn truncate(&self, file: &File, length: u64) -> io::Result<()> {
        RealDisk.truncate(file, length)
    }

    fn reserve(&self, file: &File, offset: u64, bytes: u64) -> io::Result<()> {
        RealDisk.reserve(file, offset, bytes)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.rename_new(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove(path)
    }

    fn make_dir(&self, path: &Path) -> io::Result<()> {
        RealDisk.make_dir(path)
    }

    fn try_lock(&self, file: &File, exclusive: bool) -> io::Result<bool> {
        RealDisk.try_lock(file, exclusive)
    }

    fn unlock(&self, file: &File) -> io::Result<()> {
        RealDisk.unlock(file)
    }

    fn pause(&self) {
        std::thread::yield_now();
    }
}
