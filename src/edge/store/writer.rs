//! The thread that owns the session file while a console runs: the drawing thread never waits for a disk.
//!
//! It keeps its own fold of the session, so that every command is decided on what is really on file at that moment,
//! under the lock. What is queued goes out in one write and one flush.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::{Store, StoreError, Turn};
use crate::decide::Refusal;
use crate::journal::{Draft, Record};

/// How often the file is looked at for what others appended.
const POLL: Duration = Duration::from_millis(100);

/// Polls between two looks at the file's name: a second.
const PLACE_EVERY: u32 = 10;

/// Polls between two runs over the whole chain: a minute.
const RECHECK_EVERY: u32 = 600;

/// Commands that go out in one write at most.
const GROUP: usize = 64;

/// Bytes reserved beyond the end, so that a full disk still takes the next events.
const RESERVE: u64 = 1024 * 1024;

/// The state that commands are decided on.
pub trait Fold: Clone + Send + 'static {
    /// Takes one record more.
    fn take(&mut self, record: &Record);

    /// Takes them in their order.
    fn take_all(&mut self, records: &[Record]) {
        for record in records {
            self.take(record);
        }
    }
}

/// Decides on the caught-up state: the events, or who may and what must happen first.
pub type Decide<F> = Box<dyn FnOnce(&F) -> Result<Vec<Draft>, Refusal> + Send>;

/// One command.
pub struct Job<F> {
    /// Its id, the same on every retry.
    pub id: String,
    /// What it comes to.
    pub decide: Decide<F>,
}

/// What the writer tells.
#[derive(Debug, Clone, PartialEq)]
pub enum StoreEvent {
    /// A command's events are saved; none where it was saved before, or came to nothing.
    Appended {
        /// The command.
        id: String,
        /// Its records.
        records: Vec<Record>,
    },
    /// Others appended these.
    Foreign(Vec<Record>),
    /// A command was refused; nothing was written.
    Refused {
        /// The command.
        id: String,
        /// Why.
        refusal: Refusal,
    },
    /// A command's events are not saved; `Lost` follows where none ever will be.
    NotSaved {
        /// The command.
        id: String,
        /// Why, in one sentence.
        why: String,
    },
    /// From here on nothing can be written: replaced, cut, damaged, or refused by the disk. The sentence stays on screen.
    Lost(String),
}

/// The handle on the thread.
pub struct Writer<F> {
    jobs: Option<Sender<Job<F>>>,
    thread: Option<JoinHandle<()>>,
}

impl<F: Fold> Writer<F> {
    /// Starts the thread. `fold` has taken every record that `store` has read.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start(
        store: Store,
        fold: F,
        report: impl Fn(StoreEvent) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (jobs, queue) = channel();
        let thread = thread::Builder::new().name("journal".to_owned()).spawn(move || {
            let mut desk =
                Desk { lost: store.read_only().is_some(), store, fold, report, polls: 0, checking: false };
            if catch_unwind(AssertUnwindSafe(|| desk.run(&queue))).is_err() {
                let why =
                    "the journal's writer failed inside golive; nothing more is saved, start golive again";
                (desk.report)(StoreEvent::Lost(why.to_owned()));
            }
        })?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Queues a command. False when the writer is gone, which it has reported.
    #[must_use]
    pub fn send(&self, job: Job<F>) -> bool {
        self.jobs.as_ref().is_some_and(|jobs| jobs.send(job).is_ok())
    }

    /// Waits until everything queued is done.
    pub fn finish(mut self) {
        self.end();
    }
}

impl<F> Writer<F> {
    fn end(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            // Its panics are caught and reported inside.
            let _ = thread.join();
        }
    }
}

impl<F> Drop for Writer<F> {
    fn drop(&mut self) {
        self.end();
    }
}

/// What the thread works with.
struct Desk<F, R> {
    store: Store,
    fold: F,
    report: R,
    polls: u32,
    checking: bool,
    lost: bool,
}

impl<F: Fold, R: Fn(StoreEvent)> Desk<F, R> {
    fn run(&mut self, queue: &Receiver<Job<F>>) {
        self.reserve();
        loop {
            match queue.recv_timeout(POLL) {
                Ok(first) => {
                    let rest = queue.try_iter().take(GROUP - 1);
                    self.serve(std::iter::once(first).chain(rest).collect());
                }
                Err(RecvTimeoutError::Timeout) => self.poll(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// What others did, and whether the file is still as it was.
    fn poll(&mut self) {
        self.polls = self.polls.wrapping_add(1);
        if self.lost {
            // Read-only from the start: others may still write. Once the file itself is lost this finds nothing new.
            self.take_tail();
            return;
        }
        self.take_tail();
        if self.polls.is_multiple_of(PLACE_EVERY) {
            let place = self.store.check_place();
            self.notice(place);
        }
        self.checking |= self.polls.is_multiple_of(RECHECK_EVERY);
        if self.checking {
            let checked = self.store.recheck();
            self.checking = matches!(checked, Ok(false));
            self.notice(checked);
        }
    }

    fn take_tail(&mut self) {
        match self.store.tail() {
            Ok(records) => self.take_foreign(records),
            Err(error) => self.notice(Err::<(), _>(error)),
        }
    }

    fn take_foreign(&mut self, records: Vec<Record>) {
        if !records.is_empty() {
            self.fold.take_all(&records);
            (self.report)(StoreEvent::Foreign(records));
        }
    }

    /// Tells once that nothing can be written any more. A passing failure is told when it stands in a command's way.
    fn notice<T>(&mut self, outcome: Result<T, StoreError>) {
        if let (Err(error), false) = (outcome, self.lost)
            && self.store.read_only().is_some()
        {
            self.lost = true;
            (self.report)(StoreEvent::Lost(error.to_string()));
        }
    }

    /// Serves commands in their order: one lock, one write, one flush.
    fn serve(&mut self, jobs: Vec<Job<F>>) {
        let mut foreign = Vec::new();
        let (told, saved) = match self.store.turn(&mut |record| foreign.push(record)) {
            Ok(turn) => {
                self.fold.take_all(&foreign);
                serve_in(turn, &self.fold, jobs)
            }
            Err(error) => {
                self.fold.take_all(&foreign);
                let why = error.to_string();
                (
                    jobs.into_iter()
                        .map(|job| StoreEvent::NotSaved { id: job.id, why: why.clone() })
                        .collect(),
                    Vec::new(),
                )
            }
        };
        self.fold.take_all(&saved);
        if !foreign.is_empty() {
            (self.report)(StoreEvent::Foreign(foreign));
        }
        for event in told {
            (self.report)(event);
        }
        if let (Some(why), false) = (self.store.read_only().map(str::to_owned), self.lost) {
            self.lost = true;
            (self.report)(StoreEvent::Lost(why));
        }
        self.reserve();
    }

    fn reserve(&mut self) {
        if !self.lost {
            self.store.reserve_ahead(RESERVE);
        }
    }
}

/// Decides every command on the state that those before it leave, writes them together, and says what became of each;
/// with it the records that are saved.
fn serve_in<F: Fold>(mut turn: Turn<'_>, fold: &F, jobs: Vec<Job<F>>) -> (Vec<StoreEvent>, Vec<Record>) {
    let mut told = Vec::new();
    // Commands before the last change a copy: until they are saved, nothing has happened.
    let mut ahead = (jobs.len() > 1).then(|| fold.clone());
    for Job { id, decide } in jobs {
        let known = turn.knows(&id);
        let drafts = if known { Ok(Vec::new()) } else { decide(ahead.as_ref().unwrap_or(fold)) };
        told.push(match drafts.map(|drafts| turn.stage(drafts)) {
            Err(refusal) => StoreEvent::Refused { id, refusal },
            Ok(Err(error)) => StoreEvent::NotSaved { id, why: error.to_string() },
            Ok(Ok(records)) => {
                if let Some(ahead) = &mut ahead {
                    ahead.take_all(&records);
                }
                StoreEvent::Appended { id, records }
            }
        });
    }
    match turn.commit() {
        Ok(records) => (told, records),
        Err(error) => {
            let why = error.to_string();
            let refused = told.into_iter().map(|event| match event {
                StoreEvent::Appended { id, records } if !records.is_empty() => {
                    StoreEvent::NotSaved { id, why: why.clone() }
                }
                other => other,
            });
            (refused.collect(), Vec::new())
        }
    }
}
