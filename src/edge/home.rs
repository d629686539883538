//! Where golive keeps what belongs to an account and to no project, by the XDG base directories.

use std::ffi::OsString;
use std::path::PathBuf;

/// The folder for state, e.g. `~/.local/state/golive`; `env` looks a variable up. `None` where neither
/// `XDG_STATE_HOME` nor `HOME` is an absolute path.
pub fn state_folder(env: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let absolute = |name| env(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = absolute("XDG_STATE_HOME").or_else(|| Some(absolute("HOME")?.join(".local/state")))?;
    Some(state.join("golive"))
}
