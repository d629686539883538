//! The seam to the file system: everything the journal asks of it goes through here, so that every call can fail in a
//! test as it may fail in life.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

use rustix::fs::{CWD, FallocateFlags, OFlags, RenameFlags, fallocate, renameat_with};
use rustix::io::Errno;

/// Pause between two tries to get a lock.
pub const TRY_EVERY: Duration = Duration::from_millis(25);

/// How a file is opened. None follows a symbolic link, blocks on a pipe, or survives an exec.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Only to read.
    Read,
    /// To read, and to write at the end.
    Append,
    /// A new file that nobody else may touch; an error when the name is taken.
    New,
    /// To lock, made if it is not there.
    Lock,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stat {
    /// Device.
    pub device: u64,
    /// Inode.
    pub inode: u64,
    /// Bytes.
    pub length: u64,
    /// Kind and permissions.
    pub mode: u32,
    /// Names it has.
    pub links: u64,
    /// Owner.
    pub uid: u32,
}

impl Stat {
    /// Whether it is the same file.
    pub fn is_same(&self, other: &Self) -> bool {
        (self.device, self.inode) == (other.device, other.inode)
    }
}

/// The file system. Calls may be interrupted and writes may be short, as the kernel's are.
#[expect(missing_docs, reason = "each method is the system call that its name says")]
pub trait Disk: Send + Sync + std::fmt::Debug {
    fn open(&self, path: &Path, how: How) -> io::Result<File>;
    fn stat(&self, file: &File) -> io::Result<Stat>;
    /// Of the name itself, also where it is a symbolic link.
    fn stat_path(&self, path: &Path) -> io::Result<Stat>;
    fn read_at(&self, file: &File, into: &mut [u8], offset: u64) -> io::Result<usize>;
    /// One write; it may take less than it was given.
    fn write(&self, file: &File, bytes: &[u8]) -> io::Result<usize>;
    fn sync(&self, file: &File) -> io::Result<()>;
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;
    fn truncate(&self, file: &File, length: u64) -> io::Result<()>;
    /// Blocks for what will be written, beyond the end; the length stays.
    fn reserve(&self, file: &File, offset: u64, bytes: u64) -> io::Result<()>;
    /// Gives a file its name, unless the name is taken.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()>;
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// For the owner alone.
    fn make_dir(&self, path: &Path) -> io::Result<()>;
    /// False when another holds it.
    fn try_lock(&self, file: &File, exclusive: bool) -> io::Result<bool>;
    fn unlock(&self, file: &File) -> io::Result<()>;
    /// Waits a moment before the next try.
    fn pause(&self);
}

/// The real one.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn open(&self, path: &Path, how: How) -> io::Result<File> {
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        let mut options = OpenOptions::new();
        options.read(true).mode(0o600).custom_flags(flags.bits().cast_signed());
        match how {
            How::Read => &mut options,
            How::Append => options.append(true),
            How::New => options.append(true).create_new(true),
            How::Lock => options.write(true).create(true).truncate(false),
        };
        options.open(path)
    }

    fn stat(&self, file: &File) -> io::Result<Stat> {
        file.metadata().map(|data| stat_of(&data))
    }

    fn stat_path(&self, path: &Path) -> io::Result<Stat> {
        fs::symlink_metadata(path).map(|data| stat_of(&data))
    }

    fn read_at(&self, file: &File, into: &mut [u8], offset: u64) -> io::Result<usize> {
        file.read_at(into, offset)
    }

    fn write(&self, mut file: &File, bytes: &[u8]) -> io::Result<usize> {
        file.write(bytes)
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        file.sync_data()
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        File::open(dir)?.sync_all()
    }

    fn truncate(&self, file: &File, length: u64) -> io::Result<()> {
        file.set_len(length)
    }

    fn reserve(&self, file: &File, offset: u64, bytes: u64) -> io::Result<()> {
        Ok(fallocate(file, FallocateFlags::KEEP_SIZE, offset, bytes)?)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
                fs::hard_link(from, to)?;
                fs::remove_file(from)
            }
            renamed => Ok(renamed?),
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn make_dir(&self, path: &Path) -> io::Result<()> {
        DirBuilder::new().mode(0o700).create(path)
    }

    fn try_lock(&self, file: &File, exclusive: bool) -> io::Result<bool> {
        match if exclusive { file.try_lock() } else { file.try_lock_shared() } {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    fn unlock(&self, file: &File) -> io::Result<()> {
        file.unlock()
    }

    fn pause(&self) {
        std::thread::sleep(TRY_EVERY);
    }
}

fn stat_of(data: &fs::Metadata) -> Stat {
    Stat {
        device: data.dev(),
        inode: data.ino(),
        length: data.len(),
        mode: data.mode(),
        links: data.nlink(),
        uid: data.uid(),
    }
}

/// How often an interrupted call is made again before it counts as failed.
const INTERRUPTIONS: u32 = 100;

/// Makes a call again while it is interrupted.
pub(super) fn again<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    let mut left = INTERRUPTIONS;
    loop {
        match call() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted && left > 0 => {
                left = left.saturating_sub(1);
            }
            done => return done,
        }
    }
}
