//! The one console that conducts a session: it holds a lock of its own beside the file.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

use super::StoreError;
use super::disk::{Disk, How, RealDisk, again};
use super::holder::holders_of;
use super::place::{console_lock_of, folder_of, in_shell};
use crate::edge::identity::Account;

/// Tries before the session counts as taken: a command that only asks whether it is holds the lock for a moment.
const TRIES: u32 = 12;

/// Held while the console runs; the kernel gives it back however the console ends.
#[derive(Debug)]
pub struct ConsoleLock {
    file: File,
}

impl ConsoleLock {
    /// Takes the lock for the session, or says who has it.
    pub fn acquire(session: &Path) -> Result<Self, StoreError> {
        let (disk, path) = (RealDisk, console_lock_of(session));
        let unusable = || StoreError::io(&path, "the console's lock cannot be made");
        match again(|| disk.make_dir(&folder_of(session))) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(unusable()(error)),
            _ => {}
        }
        let file = again(|| disk.open(&path, How::Lock)).map_err(unusable())?;
        for _ in 0..TRIES {
            if again(|| disk.try_lock(&file, true)).map_err(unusable())? {
                sign(&file, None);
                return Ok(Self { file });
            }
            disk.pause();
        }
        let name = in_shell(session);
        Err(StoreError::Busy(format!(
            "{}: another console conducts this session: {}. Go there, or look on: golive status {name}, \
             golive log --follow {name}",
            session.display(),
            holder(&file)
        )))
    }

    /// Whether a console holds it.
    pub fn is_held(session: &Path) -> bool {
        let disk = RealDisk;
        let Ok(file) = again(|| disk.open(&console_lock_of(session), How::Read)) else { return false };
        // Asked for together with others who only ask; given back when the file is closed.
        matches!(again(|| disk.try_lock(&file, false)), Ok(false))
    }
}

/// Who conducts a session, as its lock says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// OS account.
    pub user: String,
    /// Process.
    pub pid: u32,
    /// The member of the team, where it is one.
    pub member: Option<String>,
}

impl ConsoleLock {
    /// Notes which member conducts; the lock is taken before the plan says so.
    pub fn name(&self, member: Option<&str>) {
        sign(&self.file, member);
    }

    /// Who conducts; `None` where no console does.
    pub fn held_by(session: &Path) -> Option<Holder> {
        if !Self::is_held(session) {
            return None;
        }
        let file = again(|| RealDisk.open(&console_lock_of(session), How::Read)).ok()?;
        holder_of(&note(&file))
    }
}

/// Reads what [`sign`] wrote.
fn holder_of(note: &str) -> Option<Holder> {
    let (pid, who) = note.strip_prefix("pid ")?.split_once(", ")?;
    let (user, member) =
        who.split_once(", as ").map_or((who, None), |(user, member)| (user, Some(member.to_owned())));
    Some(Holder { user: user.to_owned(), pid: pid.parse().ok()?, member })
}

/// Leaves a note for those who cannot see this process, in a container for instance.
fn sign(file: &File, member: Option<&str>) {
    let member = member.map_or_else(String::new, |member| format!(", as {member}"));
    let note = format!("pid {}, {}{member}\n", std::process::id(), Account::own().login);
    // The lock holds without it.
    let _ = file.set_len(0).and_then(|()| file.write_all_at(note.as_bytes(), 0));
}

fn holder(file: &File) -> String {
    let seen = RealDisk.stat(file).map(|stat| holders_of(&stat)).unwrap_or_default();
    if !seen.is_empty() {
        return seen.join(" and ");
    }
    let note = note(file);
    if note.is_empty() { "another process".to_owned() } else { note }
}

/// What [`sign`] left, clean.
fn note(file: &File) -> String {
    let mut note = [0; 200];
    let length = file.read_at(&mut note, 0).unwrap_or(0);
    let note = String::from_utf8_lossy(note.get(..length).unwrap_or_default());
    crate::text::clean::line(note.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_note_says_who_conducts() {
        let holder = |member: Option<&str>| Holder {
            user: "sam".to_owned(),
            pid: 42,
            member: member.map(str::to_owned),
        };
        assert_eq!(holder_of("pid 42, sam"), Some(holder(None)), "as older versions wrote it");
        assert_eq!(holder_of("pid 42, sam, as mia"), Some(holder(Some("mia"))));
        assert_eq!(holder_of("pid x, sam"), None);
        assert_eq!(holder_of(""), None);
    }
}
