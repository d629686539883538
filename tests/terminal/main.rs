//! The real program in a terminal: it comes, draws, stops, goes on and leaves as a guest should.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "deadlines of a real program run by the real clock")]
#![expect(clippy::print_stdout, reason = "a child tells its test what it did")]

mod beside;
mod changed_plan;
mod child;
#[path = "../support/escapes.rs"]
mod escapes;
mod exits;
mod frames;
mod gone;
mod hostile;
mod kill;
mod opening;
#[path = "../support/pty.rs"]
mod pty;
mod resize;
mod suspend;
mod writer;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use pty::{Start, Terminal};
use tempfile::TempDir;

const GOLIVE: &str = env!("CARGO_BIN_EXE_golive");
const PLAN: &str = include_str!("plan.toml");
/// What the console of [`PLAN`] shows once it is drawn.
const SHOWN: &str = "Freeze the catalogue";
/// What the footer says while a sheet is open.
const SHEET: &str = "esc close";

/// A folder with a plan in it, and the session beside it once there is one.
struct Place {
    dir: TempDir,
}

impl Place {
    fn new() -> Self {
        Self::with(PLAN)
    }

    fn with(plan: &str) -> Self {
        // In memory where there is some: what a console still has to say when it leaves must not wait for a busy disk.
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        std::fs::write(dir.path().join("night.toml"), plan).unwrap();
        Self { dir }
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    fn plan(&self) -> PathBuf {
        self.path().join("night.toml")
    }

    fn session(&self) -> PathBuf {
        self.path().join("night.session.toml")
    }

    fn start(&self, size: (u16, u16), env: &[(&str, &str)], args: &[&str]) -> Terminal {
        Start { program: GOLIVE, size, home: self.path(), env, uid: None }.with(args)
    }

    /// The lead's console at 120x40, drawn.
    fn console(&self) -> Terminal {
        self.console_with(&[])
    }

    fn console_with(&self, more: &[&str]) -> Terminal {
        let args: Vec<&str> = ["run", "night.toml", "--as", "mia"].iter().chain(more).copied().collect();
        let mut console = self.start((120, 40), &[], &args);
        console.until_text(SHOWN);
        console
    }

    /// Without a terminal: what it said and how it ended.
    fn told(&self, args: &[&str]) -> Output {
        Command::new(GOLIVE).args(args).current_dir(self.path()).output().unwrap()
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// It ended with 0 and left the terminal as it found it.
fn ends_clean(console: &mut Terminal) {
    let status = console.wait();
    assert_eq!(status.code(), Some(0), "{status}; the screen says:\n{}", console.screen());
    assert_eq!(console.residue(), Vec::<&str>::new());
}
