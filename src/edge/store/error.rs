//! What can go wrong with a session file, each as a sentence: what happened, where, what to do.

use std::io;
use std::path::{Path, PathBuf};

use crate::journal::{Damage, EMPTY, HeaderError, RenderError};

/// Why the session file could not be read, or an event was not saved.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("{}: there is no such session; golive run PLAN begins one", .0.display())]
    Missing(PathBuf),
    /// A session is never written over.
    #[error("{}: there is a session already", .0.display())]
    Exists(PathBuf),
    /// It is not a file that golive takes for a session.
    #[error("{}: {why}", .path.display())]
    NotOurs {
        /// The session.
        path: PathBuf,
        /// What it is, and what to do.
        why: String,
    },
    /// It is damaged from its first event on, so that nothing can be shown.
    #[error("{}: {damage}{}", .path.display(), nothing_of(.damage))]
    Damaged {
        /// The session.
        path: PathBuf,
        /// Where, and what.
        damage: Damage,
    },
    /// Somebody else holds the lock.
    #[error("{0}")]
    Busy(String),
    /// It can be read but not written; the sentence says why.
    #[error("{0}")]
    ReadOnly(String),
    /// The file is another than the one that was opened, or shorter.
    #[error("{0}")]
    Lost(String),
    /// The disk refused; nothing more is written to this file.
    #[error("{0}")]
    NotSaved(String),
    /// The event cannot be written.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// The header cannot be written.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// An event would not read back as it was meant.
    #[error("the event would not read back from the file: {0}; nothing was written")]
    Unreadable(String),
    /// Closed: only amendments are taken.
    #[error("{}: the record is closed and takes only amendments", .0.display())]
    Closed(PathBuf),
    /// A call failed; nothing was written, and trying again is safe.
    #[error("{}: {what}: {}", .path.display(), plain(.source))]
    Io {
        /// The file concerned.
        path: PathBuf,
        /// What could not be done.
        what: &'static str,
        /// Why.
        source: io::Error,
    },
}

/// What can be done with a file of which not even the first event can be read, to be said behind what is wrong with it.
pub fn nothing_of(damage: &Damage) -> &'static str {
    if damage.why == EMPTY {
        return ". Nothing is lost with it: remove it, and golive run PLAN begins the session anew";
    }
    if damage.why.contains("this golive reads format") {
        return "";
    }
    ". Nothing of it can be shown. If it was a session, keep it and begin anew: golive run PLAN --session NEW.session.toml"
}

impl StoreError {
    /// Wraps the failure of a call on `path`.
    pub(super) fn io(path: &Path, what: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { path: path.to_owned(), what, source }
    }
}

/// An I/O error in plain words, with what to do where that is known.
pub(super) fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull => "the disk is full: free some space and try again".to_owned(),
        io::ErrorKind::QuotaExceeded => "the disk quota is used up: free some space and try again".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        io::ErrorKind::PermissionDenied => "this account has no right to (ls -l shows who has)".to_owned(),
        io::ErrorKind::NotFound => "it is not there".to_owned(),
        io::ErrorKind::FileTooLarge => "a limit on the size of files is reached (ulimit -f)".to_owned(),
        io::ErrorKind::WriteZero => "nothing was written".to_owned(),
        _ => error.to_string(),
    }
}
