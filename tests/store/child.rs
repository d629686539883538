//! Other processes: this test program started again as a writer or a console, to be stopped and killed.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};
use std::sync::Arc;

use golive::edge::store::{Access, ConsoleLock, Disk, RealDisk, Store, StoreError};
use rustix::process::{Pid, Signal, kill_process};

use super::disks::Dribbling;
use super::{append, command, open_on};

/// A process of ours, killed at the latest when it is dropped.
pub struct Child {
    process: std::process::Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

impl Child {
    /// Appends without end and prints the number of every command that was saved.
    pub fn writing(path: &Path, from: u32, dribbling: bool) -> Self {
        Self::start(if dribbling { "dribble" } else { "write" }, path, from)
    }

    /// Holds the lock of the session file.
    pub fn holding(path: &Path) -> Self {
        Self::ready("hold", path)
    }

    /// Holds the lock of the console.
    pub fn conducting(path: &Path) -> Self {
        Self::ready("conduct", path)
    }

    fn ready(role: &str, path: &Path) -> Self {
        let mut child = Self::start(role, path, 0);
        assert_eq!(child.line().as_deref(), Some("ready"));
        child
    }

    fn start(role: &str, path: &Path, from: u32) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child::as_a_child", "--ignored", "--nocapture", "--test-threads=1"])
            .env("GOLIVE_TEST_ROLE", role)
            .env("GOLIVE_TEST_SESSION", path)
            .env("GOLIVE_TEST_FROM", from.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { process, lines }
    }

    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Its next word; the test harness's own lines are passed over.
    pub fn line(&mut self) -> Option<String> {
        self.lines.find_map(|line| Some(line.ok()?.strip_prefix("> ")?.to_owned()))
    }

    /// Stops it where it is, and waits until the kernel says so.
    pub fn stop(&self) {
        kill_process(Pid::from_child(&self.process), Signal::STOP).unwrap();
        let stat = format!("/proc/{}/stat", self.id());
        while !std::fs::read_to_string(&stat).unwrap().contains(") T ") {
            std::thread::yield_now();
        }
    }

    /// Kills it and returns what it still had said.
    pub fn kill(mut self) -> Vec<String> {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        std::iter::from_fn(|| self.line()).collect()
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn say(word: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n> {word}").and_then(|()| out.flush()).expect("the parent listens");
}

fn write_on(mut store: Store, from: u32) {
    for n in from.. {
        // Locks are not fair, and the other one never rests.
        while let Err(error) = append(&mut store, n) {
            assert!(matches!(error, StoreError::Busy(_)), "{error}");
        }
        say(&n.to_string());
    }
}

#[test]
#[ignore = "what the other tests start as a process of its own"]
fn as_a_child() {
    let Ok(role) = std::env::var("GOLIVE_TEST_ROLE") else { return };
    let session = std::env::var("GOLIVE_TEST_SESSION").unwrap();
    let path = Path::new(&session);
    let from = std::env::var("GOLIVE_TEST_FROM").unwrap().parse().unwrap();
    let opened = |disk: Arc<dyn Disk>| open_on(disk, path, Access::Write).unwrap().0;
    match role.as_str() {
        "write" => write_on(opened(Arc::new(Dribbling(usize::MAX))), from),
        "dribble" => write_on(opened(Arc::new(Dribbling(7))), from),
        "conduct" => {
            let _lock = ConsoleLock::acquire(path).unwrap();
            say("ready");
            loop {
                std::thread::park();
            }
        }
        "hold" => {
            let mut store = opened(Arc::new(RealDisk));
            let mut turn = store.turn(&mut |_| {}).unwrap();
            turn.stage(vec![command(1)]).unwrap();
            say("ready");
            loop {
                std::thread::park();
            }
        }
        other => panic!("{other}"),
    }
}
