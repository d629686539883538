//! Which session a command means that names none.

use std::ffi::OsString;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::edge::home::state_folder;
use crate::edge::store::{SUFFIX, session_of_plan};
use crate::text::clean;

/// Names the session where no argument does.
const VARIABLE: &str = "GOLIVE_SESSION";

/// Sessions remembered as opened last.
const REMEMBERED: usize = 20;

/// The session: the one named, else `$GOLIVE_SESSION`, else the one that is not closed in the current folder, else the
/// one that this account opened last.
///
/// # Errors
/// What to say where there is none, or more than one (exit 2).
pub(super) fn session(
    named: Option<&Path>,
    env: impl Fn(&str) -> Option<OsString>,
) -> Result<PathBuf, String> {
    session_in(Path::new(""), named, env)
}

/// Notes that this account opened the session. It is a convenience: where it cannot be kept, nothing is said.
pub(super) fn remember(session: &Path, env: impl Fn(&str) -> Option<OsString>) {
    let Some(folder) = state_folder(env) else { return };
    let Ok(session) = fs::canonicalize(session) else { return };
    let _ = keep(&folder, &session);
}

fn session_in(
    folder: &Path,
    named: Option<&Path>,
    env: impl Fn(&str) -> Option<OsString>,
) -> Result<PathBuf, String> {
    if let Some(named) = named {
        return Ok(of_plan(named).unwrap_or_else(|| named.to_owned()));
    }
    if let Some(named) = env(VARIABLE).filter(|named| !named.is_empty()) {
        return Ok(PathBuf::from(named));
    }
    let here = sessions_in(folder);
    let (closed, open): (Vec<PathBuf>, Vec<PathBuf>) = here.into_iter().partition(|path| is_closed(path));
    if let Some(only) = the_one(open)? {
        return Ok(only);
    }
    let remembered = state_folder(env).map(|folder| remembered(&folder)).unwrap_or_default();
    let open = remembered.into_iter().filter(|path| path.is_file() && !is_closed(path)).collect();
    if let Some(only) = the_one(open)? {
        return Ok(only);
    }
    let example = closed.first().map_or_else(
        || "name it, e.g. spring-sale.session.toml".to_owned(),
        |closed| format!("{} is closed; name it to look at it", shown(closed)),
    );
    Err(format!("no session is open here: {example}, or set {VARIABLE}"))
}

/// None, one, or a list of what there is to choose from.
fn the_one(mut found: Vec<PathBuf>) -> Result<Option<PathBuf>, String> {
    if found.len() < 2 {
        return Ok(found.pop());
    }
    let names: Vec<String> = found.iter().map(|path| format!("  {}", shown(path))).collect();
    Err(format!("more than one session is open; name one of them, or set {VARIABLE}:\n{}", names.join("\n")))
}

fn shown(path: &Path) -> String {
    clean::line(&path.to_string_lossy())
}

/// The session beside a plan, where somebody named the plan.
fn of_plan(named: &Path) -> Option<PathBuf> {
    let beside = session_of_plan(named);
    let is_plan = named.extension().is_some_and(|extension| extension == "toml")
        && !named.to_string_lossy().ends_with(SUFFIX)
        // Opening a pipe would wait for whoever writes to it.
        && named.is_file()
        && !begins_a_session(named);
    (is_plan && beside.is_file()).then_some(beside)
}

fn begins_a_session(path: &Path) -> bool {
    let mut line = Vec::new();
    let opened = fs::File::open(path).map(|file| BufReader::new(io::Read::take(file, 16)));
    opened.and_then(|mut file| file.read_until(b'\n', &mut line)).is_ok() && line == b"[session]\n"
}

/// The session files of a folder, by name.
fn sessions_in(folder: &Path) -> Vec<PathBuf> {
    let read = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = fs::read_dir(read).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .filter(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.ends_with(SUFFIX) && !name.starts_with('.')
        })
        .map(|entry| folder.join(entry.file_name()))
        .filter(|path| path.is_file())
        .collect();
    found.sort();
    found
}

/// Whether the record is closed. Read as text: inside a record no line can begin like this but the kind's own.
fn is_closed(session: &Path) -> bool {
    let Ok(file) = fs::File::open(session) else { return false };
    let mut file = BufReader::with_capacity(64 * 1024, file);
    let mut line = Vec::new();
    loop {
        line.clear();
        match file.read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return false,
            Ok(_) if line == b"kind = \"session.closed\"\n" => return true,
            Ok(_) => {}
        }
    }
}

fn list_of(folder: &Path) -> PathBuf {
    folder.join("sessions")
}

/// What this account opened last, newest first; what is gone is left out.
fn remembered(folder: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(list_of(folder)).unwrap_or_default();
    text.lines().map(PathBuf::from).filter(|path| path.is_absolute() && path.exists()).collect()
}

fn keep(folder: &Path, session: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    let Some(name) = session.to_str().filter(|name| !name.contains('\n')) else { return Ok(()) };
    let mut list = vec![name.to_owned()];
    let others = remembered(folder).into_iter().filter(|path| path != session);
    list.extend(others.filter_map(|path| path.to_str().map(str::to_owned)));
    list.truncate(REMEMBERED);
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let new = folder.join(format!("sessions.new-{}", std::process::id()));
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
    file.write_all((list.join("\n") + "\n").as_bytes())?;
    fs::rename(&new, list_of(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: &str = "[session]\nschema = 1\n\n[[event]]\nkind = \"step.noted\"\n\
        data = { note = \"kind = \\\"session.closed\\\"\" }\n";
    const CLOSED: &str = "[session]\nschema = 1\n\n[[event]]\nkind = \"session.closed\"\ndata = {}\n\
        [[event]]\nkind = \"amendment\"\n";

    struct Place {
        _dir: tempfile::TempDir,
        here: PathBuf,
        state: PathBuf,
    }

    impl Place {
        fn new(files: &[(&str, &str)]) -> Self {
            let dir = tempfile::tempdir().unwrap();
            let (here, state) = (dir.path().join("here"), dir.path().join("state"));
            fs::create_dir(&here).unwrap();
            for (name, text) in files {
                fs::write(here.join(name), text).unwrap();
            }
            Self { _dir: dir, here, state }
        }

        fn env(&self, name: &str) -> Option<OsString> {
            (name == "XDG_STATE_HOME").then(|| self.state.clone().into())
        }

        fn find(&self, named: Option<&str>) -> Result<PathBuf, String> {
            let named = named.map(|named| self.here.join(named));
            session_in(&self.here, named.as_deref(), |name| self.env(name))
        }
    }

    #[test]
    fn the_only_open_one_here_is_meant() {
        let place = Place::new(&[
            ("a.session.toml", CLOSED),
            ("b.session.toml", OPEN),
            (".c.session.toml.0.new", OPEN),
            ("b.toml", "[release]\n"),
        ]);
        assert_eq!(place.find(None).unwrap(), place.here.join("b.session.toml"));
    }

    #[test]
    fn several_are_listed_and_none_is_guessed() {
        let place = Place::new(&[("b.session.toml", OPEN), ("a.session.toml", OPEN)]);
        let why = place.find(None).unwrap_err();
        assert!(why.starts_with("more than one session is open; name one of them"), "{why}");
        assert!(why.find("a.session.toml").unwrap() < why.find("b.session.toml").unwrap());
    }

    #[test]
    fn none_says_how_to_name_one() {
        let place = Place::new(&[]);
        let why = place.find(None).unwrap_err();
        assert!(why.contains("name it, e.g.") && why.contains("GOLIVE_SESSION"), "{why}");
        let place = Place::new(&[("a.session.toml", CLOSED)]);
        assert!(place.find(None).unwrap_err().contains("a.session.toml is closed; name it to look at it"));
    }

    #[test]
    fn the_variable_wins_over_the_folder_and_the_argument_over_both() {
        let place = Place::new(&[("a.session.toml", OPEN)]);
        let env = |name: &str| (name == VARIABLE).then(|| OsString::from("/elsewhere/x.session.toml"));
        assert_eq!(session_in(&place.here, None, env).unwrap(), Path::new("/elsewhere/x.session.toml"));
        let named = Path::new("other.session.toml");
        assert_eq!(session_in(&place.here, Some(named), env).unwrap(), named);
        let empty = |name: &str| (name == VARIABLE).then(OsString::new);
        assert_eq!(session_in(&place.here, None, empty).unwrap(), place.here.join("a.session.toml"));
    }

    #[test]
    fn what_was_opened_last_is_meant_where_the_folder_has_none() {
        let place = Place::new(&[]);
        let other = Place::new(&[("x.session.toml", OPEN), ("y.session.toml", CLOSED)]);
        let (x, y) = (other.here.join("x.session.toml"), other.here.join("y.session.toml"));
        for session in [&y, &x, &y, &other.here.join("gone.session.toml")] {
            remember(session, |name| place.env(name));
        }
        assert_eq!(place.find(None).unwrap(), fs::canonicalize(&x).unwrap());
        assert_eq!(remembered(&place.state.join("golive")).len(), 2, "each once, and only what is there");
        fs::remove_file(&x).unwrap();
        assert!(place.find(None).is_err());
    }

    #[test]
    fn a_plan_stands_for_the_session_beside_it() {
        let place = Place::new(&[
            ("night.toml", "[release]\n"),
            ("night.session.toml", OPEN),
            ("alone.toml", "[release]\n"),
            ("odd.toml", OPEN),
            ("odd.session.toml", OPEN),
        ]);
        assert_eq!(place.find(Some("night.toml")).unwrap(), place.here.join("night.session.toml"));
        assert_eq!(place.find(Some("alone.toml")).unwrap(), place.here.join("alone.toml"));
        assert_eq!(place.find(Some("odd.toml")).unwrap(), place.here.join("odd.toml"), "it is one itself");
    }
}
