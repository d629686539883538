//! The keeper: the thread that owns the journal. What people ask, what probes see and what time brings goes through
//! it one after the other, so that the drawing thread never waits for a disk.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::clock::{Clock, boot_seconds};
use super::conductor::{Conductor, Journal, Outcome, Trouble};
use super::probe::Circumstances;
use crate::decide::{Actor, Command, Refusal, RefusalKind};
use crate::health::{Sample, Tempo};

use crate::journal::{Event, Proof, Record};
use crate::session::Session;
use crate::text::clean;

/// How often the file is looked at for what others appended: a command in another terminal changes an open console
/// within twice that.
const TAIL: Duration = Duration::from_millis(100);
/// Tails between two looks at the time: once a second, five times under speed.
const TICK: u32 = 10;
const TICK_AT_SPEED: u32 = 2;

/// What the keeper is asked.
pub enum Job {
    /// A person asks.
    Ask(Actor, Command),
    /// A step is done and brings a file, whose digest is taken here.
    FinishWithFile(Actor, String, String),
    /// A probe's result, by the check's index in the plan.
    Sample(usize, Box<Sample>),
    /// The demo clock at another factor.
    Speed(f64),
    /// The demo clock leaps to a moment, for a reason.
    Leap(DateTime<Utc>, String),
    /// The console leaves; the word says why.
    Leave(&'static str),
}

/// What the keeper tells.
pub enum Report {
    /// New facts, in order, all on disk.
    Records(Vec<Record>),
    /// A rule said no.
    Refused(Refusal),
    /// It could not be saved.
    NotSaved(String),
    /// The clock runs so from now on.
    Clock(Clock),
    /// Probe like this from now on; `true` = and everything at once, since the clock leapt.
    Probe(Circumstances, bool),
    /// The keeper is done; nothing more will be written.
    Done,
}

/// Watches the session as the keeper folds it, with the clock it lives by: the demo's shop acts on it.
pub type Watch = Box<dyn Fn(&Session, Clock) + Send>;

/// Serves jobs until the console leaves or everybody who could ask is gone.
pub fn keep<J: Journal>(
    conductor: Conductor<J>,
    conducts: bool,
    first: Vec<Event>,
    jobs: &Receiver<Job>,
    watch: Option<Watch>,
    tell: impl Fn(Report),
) {
    let mut keeper = Keeper { conductor, tell, watch, probed: None, tails: 0, next_look: boot_seconds() };
    if conducts {
        keeper.begin(first);
    }
    while keeper.serve(jobs) {}
    (keeper.tell)(Report::Done);
}

struct Keeper<J, T> {
    conductor: Conductor<J>,
    tell: T,
    watch: Option<Watch>,
    probed: Option<(Tempo, Vec<bool>)>,
    tails: u32,
    /// Boot clock, in seconds: samples may come faster than the file is to be looked at.
    next_look: f64,
}

impl<J: Journal, T: Fn(Report)> Keeper<J, T> {
    /// Tells the prober what changed for it, and nothing where nothing did.
    fn pass_on_probing(&mut self, clocked: bool) {
        let now = self.conductor.circumstances();
        let key = (now.tempo, now.covered.clone());
        if clocked || self.probed.as_ref() != Some(&key) {
            self.probed = Some(key);
            (self.tell)(Report::Probe(now, clocked));
        }
    }

    fn begin(&mut self, first: Vec<Event>) {
        let attached = self.conductor.record(first);
        self.pass_on(attached);
        let judged = self.conductor.judge();
        self.pass_on(judged);
    }

    /// One job, or one look at file and time; false when it is over.
    fn serve(&mut self, jobs: &Receiver<Job>) -> bool {
        let wait = self.next_look - boot_seconds();
        if wait <= 0.0 {
            self.look();
            return true;
        }
        match jobs.recv_timeout(Duration::from_secs_f64(wait.min(TAIL.as_secs_f64()))) {
            Ok(job) => self.take(job),
            Err(RecvTimeoutError::Timeout) => true,
            Err(RecvTimeoutError::Disconnected) => false,
        }
    }

    fn take(&mut self, job: Job) -> bool {
        let outcome = match job {
            Job::Ask(actor, command) => self.conductor.ask(&actor, &command),
            Job::FinishWithFile(actor, step, path) => self.finish_with_file(&actor, step, &path),
            Job::Sample(check, sample) => self.conductor.sample(check, &sample),
            Job::Speed(speed) => self.conductor.set_speed(speed),
            Job::Leap(to, why) => self.conductor.leap(to, &why),
            Job::Leave(reason) => {
                let left = self.conductor.record(vec![Event::ConsoleLeft { reason: reason.to_owned() }]);
                self.pass_on(left);
                return false;
            }
        };
        self.pass_on(outcome);
        true
    }

    fn finish_with_file(&mut self, actor: &Actor, step: String, path: &str) -> Outcome {
        match file_proof(path) {
            Ok(proof) => {
                let command = Command::FinishStep { step, at: None, proof: Some(proof), note: None };
                self.conductor.ask(actor, &command)
            }
            Err(text) => {
                let refusal = Refusal { kind: RefusalKind::Rule, text };
                Outcome { records: Vec::new(), trouble: Some(Trouble::Refused(refusal)) }
            }
        }
    }

    fn look(&mut self) {
        self.next_look = boot_seconds() + TAIL.as_secs_f64();
        let outcome = self.conductor.tail();
        self.pass_on(outcome);
        self.tails += 1;
        let due = if self.conductor.clock().speed() > 1.0 { TICK_AT_SPEED } else { TICK };
        if self.tails >= due {
            self.tails = 0;
            let outcome = self.conductor.tick();
            self.pass_on(outcome);
            self.pass_on_probing(false);
        }
    }

    fn pass_on(&mut self, outcome: Outcome) {
        let Outcome { records, trouble } = outcome;
        let mut leapt = false;
        let news = !records.is_empty();
        if news {
            let clocked = |record: &Record| {
                matches!(
                    record.event,
                    Event::ClockSpeed { .. } | Event::ClockLeapt { .. } | Event::ConsoleAttached { .. }
                )
            };
            leapt = records.iter().any(clocked);
            if leapt {
                (self.tell)(Report::Clock(self.conductor.clock()));
            }
            (self.tell)(Report::Records(records));
            if let Some(watch) = &self.watch {
                watch(self.conductor.session(), self.conductor.clock());
            }
        }
        match trouble {
            Some(Trouble::Refused(refusal)) => (self.tell)(Report::Refused(refusal)),
            Some(Trouble::NotSaved(why)) => (self.tell)(Report::NotSaved(why)),
            None => {}
        }
        if news {
            self.pass_on_probing(leapt);
        }
    }
}

/// Digest and size of a file that a step brings. Its content is read once and kept nowhere.
pub fn file_proof(path: &str) -> Result<Proof, String> {
    use sha2::{Digest, Sha256};
    use std::io::Read;
    let cannot = |error: std::io::Error| format!("{}: {error}; the step is not done", clean::line(path));
    // Looked at before it is opened: a pipe would wait for whoever writes to it.
    if !std::fs::metadata(path).map_err(cannot)?.is_file() {
        return Err(format!("{} is no file; the step is not done", clean::line(path)));
    }
    let mut file = std::fs::File::open(path).map_err(cannot)?;
    let (mut digest, mut bytes, mut piece) = (Sha256::new(), 0, vec![0; 1 << 16]);
    loop {
        match file.read(&mut piece).map_err(cannot)? {
            0 => break,
            n => {
                digest.update(piece.get(..n).unwrap_or_default());
                bytes += n as u64;
            }
        }
    }
    let sha256 = digest.finalize().iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    Ok(Proof::File { path: path.to_owned(), sha256, bytes })
}
