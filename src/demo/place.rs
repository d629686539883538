//! Where a demo's session lives, what is already there, and how it is set aside: moved, never deleted.

use std::ffi::{OsStr, OsString};
use std::fs::{self, DirBuilder, File};
use std::io::{self, Read};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};

use super::plan;
use super::scenario::Scenario;
use crate::edge::home::state_folder;
use crate::edge::store::{SUFFIX, folder_of};
use crate::journal::{Event, Item, Reader};

/// What the header of a demo's session gives as the path of its plan, before the scenario's name.
const PLAN_PATH: &str = "demo:";
/// Bytes read at once.
const CHUNK: usize = 64 * 1024;

/// What is found where the session should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Nothing.
    Nothing,
    /// The record of a demo that was played to its end.
    Closed(Scenario),
    /// A demo that can be gone on with.
    Open(Scenario),
    /// A demo of another version of golive, whose plan was another.
    OtherPlan,
    /// The session of a plan of one's own.
    NoDemo,
    /// Nothing that could be read as a session; whoever opens it says what is wrong.
    Unreadable,
}

/// The session's plan path, by which a later start knows the scenario.
pub fn plan_path(scenario: Scenario) -> String {
    format!("{PLAN_PATH}{scenario}")
}

/// The file of a scenario's session, by the XDG base directories; `env` looks a variable up. `None` where neither
/// `XDG_STATE_HOME` nor `HOME` is an absolute path.
pub fn default_path(scenario: Scenario, env: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    Some(state_folder(env)?.join(format!("demo-{scenario}{SUFFIX}")))
}

/// Makes the folder of a session, readable for its owner alone. What is there already stays as it is.
///
/// # Errors
/// It cannot be made.
pub fn make_folder(session: &Path) -> io::Result<()> {
    match session.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => {
            DirBuilder::new().recursive(true).mode(0o700).create(folder)
        }
        _ => Ok(()),
    }
}

/// Looks at what is there.
///
/// # Errors
/// It is there and cannot be read.
pub fn look(session: &Path) -> io::Result<Found> {
    let mut file = match File::open(session) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(error),
    };
    let mut reader = Reader::new();
    let mut chunk = vec![0; CHUNK];
    let mut header = None;
    let mut closed = false;
    loop {
        let read = file.read(&mut chunk)?;
        reader.feed(chunk.get(..read).unwrap_or_default());
        while let Some(item) = reader.next() {
            match item {
                Item::Header(read) => header = Some(*read),
                Item::Record(record, _) => closed |= matches!(record.event, Event::SessionClosed { .. }),
            }
        }
        if read == 0 || reader.is_stopped() {
            break;
        }
    }
    let Some(header) = header else { return Ok(Found::Unreadable) };
    let scenario = header.path.strip_prefix(PLAN_PATH).and_then(|name| name.parse().ok());
    Ok(match scenario {
        None => Found::NoDemo,
        Some(scenario) if closed => Found::Closed(scenario),
        Some(_) if header.plan != plan::SOURCE => Found::OtherPlan,
        Some(scenario) => Found::Open(scenario),
    })
}

/// Moves a session, and the folder that belongs to it, to the first free name, `….1.session.toml` and so on, and says
/// which.
///
/// # Errors
/// The session cannot be moved and is where it was; or its folder cannot, and is where it was.
pub fn move_aside(session: &Path) -> io::Result<PathBuf> {
    for number in 1..=u32::MAX {
        let aside = numbered(session, number);
        match rename(session, &aside) {
            Ok(()) => {
                let folder = folder_of(session);
                if folder.is_dir() {
                    rename(&folder, &folder_of(&aside))?;
                }
                return Ok(aside);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Never over something that is there, also where another process is about to make it.
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Ok(()) => Ok(()),
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::OPNOTSUPP) => {
            // A file system that cannot promise it: looking first is the next best.
            if to.symlink_metadata().is_ok() {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            fs::rename(from, to)
        }
        Err(error) => Err(error.into()),
    }
}

fn numbered(session: &Path, number: u32) -> PathBuf {
    let name = session.file_name().map(OsStr::to_string_lossy).unwrap_or_default();
    let stem = name.strip_suffix(SUFFIX).unwrap_or(&name);
    let ending = if stem.len() < name.len() { SUFFIX } else { "" };
    session.with_file_name(format!("{stem}.{number}{ending}"))
}

#[cfg(test)]
pub(in crate::demo) mod tests;
