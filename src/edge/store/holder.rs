//! Who holds a lock, from `/proc/locks`: a stopped console keeps it for ever, and somebody has to be told whose it is.

use std::fs;
use std::os::unix::fs::MetadataExt;

use rustix::fs::{major, minor};

use super::disk::Stat;
use crate::edge::identity::Account;

/// How often the list is read: the kernel gives it out in pieces, and one lock can slip through between two of them
/// while others come and go.
const LOOKS: u32 = 5;

/// Every other process that holds a lock on the file, e.g. `pid 4242 (state T, stopped), alice, pts/3`.
pub(super) fn holders_of(stat: &Stat) -> Vec<String> {
    let own = std::process::id();
    let look = || {
        let locks = fs::read_to_string("/proc/locks").unwrap_or_default();
        pids_on(&locks, stat).into_iter().filter(|pid| *pid != own).collect::<Vec<_>>()
    };
    let pids = (0..LOOKS).map(|_| look()).find(|pids| !pids.is_empty()).unwrap_or_default();
    pids.into_iter().map(describe).collect()
}

/// The holders' process ids. Some file systems show another device there than in a file's status, so that the inode
/// alone has to do where nothing agrees in both.
fn pids_on(locks: &str, stat: &Stat) -> Vec<u32> {
    let device = format!("{:02x}:{:02x}", major(stat.device), minor(stat.device));
    let held: Vec<(u32, &str, &str)> = locks.lines().filter_map(lock_line).collect();
    let inode = stat.inode.to_string();
    let on = |exactly: bool| {
        let mut pids: Vec<u32> = held
            .iter()
            .filter(|(_, on, of)| *of == inode && (!exactly || *on == device))
            .map(|(pid, ..)| *pid)
            .collect();
        pids.dedup();
        pids
    };
    let exact = on(true);
    if exact.is_empty() { on(false) } else { exact }
}

/// `7: FLOCK  ADVISORY  WRITE 4242 fd:01:262148 0 EOF`; one that waits has `->` after its number and holds nothing.
fn lock_line(line: &str) -> Option<(u32, &str, &str)> {
    let mut fields = line.split_ascii_whitespace().skip(1);
    let (_flock, _, _) = (fields.next().filter(|kind| *kind == "FLOCK")?, fields.next()?, fields.next()?);
    let pid = fields.next()?.parse().ok()?;
    let (device, inode) = fields.next()?.rsplit_once(':')?;
    Some((pid, device, inode))
}

fn describe(pid: u32) -> String {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let (state, terminal) = state_and_terminal(&stat);
    let process = state
        .map_or_else(|| format!("pid {pid}"), |state| format!("pid {pid} (state {state}{})", meaning(state)));
    let login = fs::metadata(format!("/proc/{pid}")).ok().map(|of| Account::of(of.uid()).login);
    [Some(process), login, terminal].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn meaning(state: char) -> &'static str {
    match state {
        'T' | 't' => ", stopped: kill -CONT lets it go on",
        'D' => ", waiting for a disk",
        'Z' => ", ended",
        _ => "",
    }
}

/// From `/proc/PID/stat`: the program's name, in brackets, may hold anything, so the fields are counted after it.
fn state_and_terminal(stat: &str) -> (Option<char>, Option<String>) {
    let Some((_, fields)) = stat.rsplit_once(')') else { return (None, None) };
    let mut fields = fields.split_ascii_whitespace();
    let state = fields.next().and_then(|state| state.chars().next());
    (state, fields.nth(3).and_then(|number| number.parse().ok()).and_then(terminal))
}

/// The kernel's number of a terminal as its name under `/dev`.
fn terminal(number: u32) -> Option<String> {
    let (major, minor) = ((number >> 8) & 0xfff, (number & 0xff) | ((number >> 12) & 0xf_ff00));
    match major {
        136..=143 => Some(format!("pts/{}", (major - 136) * 256 + minor)),
        4 if minor < 64 => Some(format!("tty{minor}")),
        4 => Some(format!("ttyS{}", minor - 64)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCKS: &str = "1: POSIX  ADVISORY  WRITE 9 fd:01:262148 0 EOF\n2: FLOCK  ADVISORY  WRITE 4242 fd:01:262148 0 EOF\n\
        2: -> FLOCK  ADVISORY  WRITE 5000 fd:01:262148 0 EOF\n3: FLOCK  ADVISORY  READ 77 00:2e:262148 0 EOF\n\
        4: FLOCK  ADVISORY  READ 78 00:2e:99 0 EOF\n5: FLOCK\n";

    fn stat(major: u32, minor: u32, inode: u64) -> Stat {
        let device = rustix::fs::makedev(major, minor);
        Stat { device, inode, length: 0, mode: 0, links: 1, uid: 0 }
    }

    #[test]
    fn finds_who_holds_and_not_who_waits() {
        assert_eq!(pids_on(LOCKS, &stat(0xfd, 1, 262_148)), [4242]);
        assert_eq!(pids_on(LOCKS, &stat(0, 0x2e, 262_148)), [77]);
        assert_eq!(pids_on(LOCKS, &stat(0, 0x99, 99)), [78], "by the inode alone");
        assert_eq!(pids_on(LOCKS, &stat(0xfd, 1, 5)), [0; 0]);
        assert_eq!(pids_on("garbage\n\u{1b}", &stat(0xfd, 1, 5)), [0; 0]);
    }

    #[test]
    fn reads_state_and_terminal() {
        let stat = |name: &str, tty: u32| format!("4242 ({name}) T 1 4242 4242 {tty} 4242 4194304 1 2");
        assert_eq!(state_and_terminal(&stat("golive", 34_819)), (Some('T'), Some("pts/3".to_owned())));
        assert_eq!(state_and_terminal(&stat("a) R (b", 1025)), (Some('T'), Some("tty1".to_owned())));
        assert_eq!(state_and_terminal(&stat("golive", 0)), (Some('T'), None));
        assert_eq!(state_and_terminal(""), (None, None));
        assert_eq!(terminal(136 << 8 | 1 << 20 | 2).as_deref(), Some("pts/258"));
    }

    #[test]
    fn describes_a_process() {
        let own = describe(std::process::id());
        assert!(own.starts_with(&format!("pid {} (state ", std::process::id())), "{own}");
        assert!(own.contains(&Account::own().login), "{own}");
        assert_eq!(describe(u32::MAX), format!("pid {}", u32::MAX));
    }
}
