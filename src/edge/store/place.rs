//! Where a session is kept: the names beside it, and whether what is there can be trusted.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::disk::Stat;

const KIND: u32 = 0o170_000;
const REGULAR: u32 = 0o100_000;

/// What every session file's name ends in.
pub const SUFFIX: &str = ".session.toml";

/// The session beside a plan: `spring-sale.toml` → `spring-sale.session.toml`.
pub fn session_of_plan(plan: &Path) -> PathBuf {
    plan.with_extension("session.toml")
}

/// The folder for what belongs to a session: `spring-sale.session.toml` → `spring-sale.session.d`.
pub fn folder_of(session: &Path) -> PathBuf {
    if session.extension().is_some_and(|extension| extension == "toml") {
        session.with_extension("d")
    } else {
        beside(session, ".d")
    }
}

/// Where what is whole of a damaged session can go on: `spring-sale.session.toml` → `spring-sale-whole.session.toml`.
pub(super) fn whole_of(session: &Path) -> PathBuf {
    let name = session.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let stem = name.strip_suffix(SUFFIX).unwrap_or(&name);
    session.with_file_name(format!("{stem}-whole{SUFFIX}"))
}

/// A path as it is typed at a shell, quoted where it must be.
pub fn in_shell(path: &Path) -> String {
    let text = path.to_string_lossy();
    let plain = |c: char| c.is_alphanumeric() || "./_-+@,:=%".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.into_owned();
    }
    if text.contains(['"', '$', '`', '\\', '!']) {
        return format!("'{}'", text.replace('\'', "'\\''"));
    }
    format!("\"{text}\"")
}

/// The lock of the one console that conducts.
pub(super) fn console_lock_of(session: &Path) -> PathBuf {
    folder_of(session).join("console.lock")
}

/// Where the `n`-th torn tail is kept.
pub(super) fn torn_of(session: &Path, n: u32) -> PathBuf {
    beside(session, &format!(".torn-{n}"))
}

/// Where a session is made before it gets its name; `id` is its own, so that no two share it.
pub(super) fn unborn_of(session: &Path, id: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(session.file_name().unwrap_or_default());
    name.push(format!(".{id}.new"));
    session.with_file_name(name)
}

/// The directory that holds the session.
pub(super) fn dir_of(session: &Path) -> &Path {
    match session.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    }
}

fn beside(session: &Path, suffix: &str) -> PathBuf {
    let mut name = session.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Why the file cannot be a session at all: what it is, and what to do.
pub(super) fn distrust(stat: &Stat) -> Option<&'static str> {
    if stat.mode & KIND != REGULAR {
        return Some("this is no regular file");
    }
    if stat.links > 1 {
        return Some(
            "the file has a second name (a hard link), under which others may change it: remove that name",
        );
    }
    (stat.mode & 0o002 != 0).then_some("anyone on this machine may write to it: chmod o-w it, then verify it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_beside_a_session() {
        let session = session_of_plan(Path::new("plans/spring-sale.toml"));
        assert_eq!(session, Path::new("plans/spring-sale.session.toml"));
        assert_eq!(folder_of(&session), Path::new("plans/spring-sale.session.d"));
        assert_eq!(torn_of(&session, 0), Path::new("plans/spring-sale.session.toml.torn-0"));
        assert_eq!(unborn_of(&session, "ab"), Path::new("plans/.spring-sale.session.toml.ab.new"));
        assert_eq!(folder_of(Path::new("night")), Path::new("night.d"));
        assert_eq!(dir_of(Path::new("night.session.toml")), Path::new("."));
        assert_eq!(dir_of(&session), Path::new("plans"));
        assert_eq!(whole_of(&session), Path::new("plans/spring-sale-whole.session.toml"));
        assert_eq!(whole_of(Path::new("night")), Path::new("night-whole.session.toml"));
    }

    #[test]
    fn a_path_is_quoted_for_the_shell_where_it_must_be() {
        assert_eq!(in_shell(Path::new("plans/a-1.session.toml")), "plans/a-1.session.toml");
        assert_eq!(in_shell(Path::new("it's 9.toml")), "\"it's 9.toml\"");
        assert_eq!(in_shell(Path::new("it's $9.toml")), "'it'\\''s $9.toml'");
        assert_eq!(in_shell(Path::new("a;b")), "\"a;b\"");
    }

    #[test]
    fn what_others_could_change_is_not_trusted() {
        let good = Stat { device: 1, inode: 2, length: 3, mode: 0o100_600, links: 1, uid: 1000 };
        assert_eq!(distrust(&good), None);
        assert_eq!(distrust(&Stat { mode: 0o100_660, ..good }), None);
        assert!(distrust(&Stat { mode: 0o100_602, ..good }).unwrap().contains("chmod o-w"));
        assert!(distrust(&Stat { links: 2, ..good }).unwrap().contains("second name"));
        for kind in [0o010_600, 0o040_700, 0o060_600, 0o120_777] {
            assert!(distrust(&Stat { mode: kind, ..good }).unwrap().contains("no regular file"));
        }
    }
}
