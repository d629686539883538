//! A script beside the console: this test program started again, which does what `golive step SESSION note` does, over
//! and over, each time from the file anew.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};

use golive::decide;
use golive::edge::conductor::{Conductor, Trouble};
use golive::edge::opening::{self, FileJournal};
use golive::edge::store::Access;

/// Killed at the latest when it is dropped.
pub struct Writer {
    process: std::process::Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

impl Writer {
    pub fn start(session: &Path) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writer::as_a_child", "--ignored", "--nocapture", "--test-threads=1"])
            .env("GOLIVE_TEST_SESSION", session)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { process, lines }
    }

    /// The id of the next note that was saved.
    pub fn line(&mut self) -> Option<String> {
        self.lines.find_map(|line| Some(line.ok()?.strip_prefix("> ")?.to_owned()))
    }

    /// Kills it and returns what it still had said.
    pub fn kill(mut self) -> Vec<String> {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        std::iter::from_fn(|| self.line()).collect()
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
#[ignore = "what the other tests start as a process of its own"]
fn as_a_child() {
    let Ok(session) = std::env::var("GOLIVE_TEST_SESSION") else { return };
    let session = Path::new(&session);
    for n in 1_u64.. {
        let opened = opening::open(session, Access::Write).unwrap();
        let clock = opening::clock_beside(&opened);
        let step = opened.plan.stages[0].steps[0].id.clone();
        let actor = opening::actor(&opened.plan, Some(golive::demo::ACTOR), None).unwrap();
        let os = actor.os.clone();
        let mut beside = Conductor::new(opened.plan, opened.session, FileJournal(opened.store), clock, os);
        let note = decide::Command::NoteStep { step, note: format!("note {n}") };
        let outcome = beside.ask(&actor, &note);
        match outcome.trouble {
            None => {
                let own = outcome.records.last().unwrap();
                let mut out = std::io::stdout().lock();
                writeln!(out, "\n> {}", own.id).and_then(|()| out.flush()).expect("the parent listens");
            }
            // Locks are not fair, and a killed console may leave a torn tail that the next append takes away.
            Some(Trouble::NotSaved(why)) => assert!(why.contains("journal held by"), "{why}"),
            Some(Trouble::Refused(refusal)) => panic!("{}", refusal.text),
        }
    }
}
