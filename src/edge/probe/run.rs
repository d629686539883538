//! The prober's thread: starts what is due, hands on what comes back, sleeps otherwise.

use std::collections::HashMap;
use std::io;
use std::rc::Rc;
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::{Id, JoinSet, LocalSet};
use tokio::time::{Instant, sleep_until};

use super::Prober;
use super::schedule::{SLOT_MS, Schedule};
use crate::edge::clock::Clock;
use crate::health::{Expectation, Sample, SampleResult, Tempo};
use crate::plan::{Check, Plan};
use crate::session::Session;

/// Probes under way at once; more wait their turn, the one due longest first.
const AT_ONCE: usize = 256;
/// Threads for name look-ups, which block.
const LOOKUPS: usize = 32;

/// What the prober must know of the session.
#[derive(Debug, Clone)]
pub struct Circumstances {
    /// The session's clock, for the moment of each sample.
    pub clock: Clock,
    /// Which intervals hold, and how fast time runs.
    pub tempo: Tempo,
    /// By the check's index: an expected effect covers it, so failing is no reason to hurry.
    pub covered: Vec<bool>,
}

impl Circumstances {
    /// The circumstances of a session now, by its clock.
    pub fn of(plan: &Plan, session: &Session, clock: Clock) -> Self {
        let covered = |check: &Check| Expectation::of(plan, session, &check.id).covers();
        Self {
            clock,
            tempo: Tempo::of(plan, session, clock.now()),
            covered: plan.checks.iter().map(covered).collect(),
        }
    }
}

/// A prober at work on its own thread. Dropping it stops it.
#[derive(Debug)]
pub struct Probing {
    sender: UnboundedSender<Message>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
enum Message {
    Changed(Circumstances),
    AllNow,
    Stop,
}

impl Probing {
    /// Starts probing on a thread of its own. `make` builds the prober there; nothing of it is built before. `deliver`
    /// is called on that thread with the check's index in the plan and its sample.
    ///
    /// # Errors
    /// No thread or no runtime can be had.
    pub fn start<P: Prober + 'static>(
        checks: Vec<Check>,
        now: Circumstances,
        make: impl FnOnce() -> P + Send + 'static,
        deliver: impl FnMut(usize, Sample) + Send + 'static,
    ) -> io::Result<Self> {
        let (sender, inbox) = unbounded_channel();
        let runtime = runtime()?;
        let work = move || {
            let local = LocalSet::new();
            let loop_ = Loop::new(checks, now, make(), Box::new(deliver));
            local.block_on(&runtime, loop_.run(inbox));
            drop(local);
            // A look-up that hangs must not hold up the end.
            runtime.shutdown_background();
        };
        let thread = Builder::new().name("prober".to_owned()).spawn(work)?;
        Ok(Self { sender, thread: Some(thread) })
    }

    /// Phase, speed, clock or expected effects changed.
    pub fn change(&self, circumstances: Circumstances) {
        let _ = self.sender.send(Message::Changed(circumstances));
    }

    /// Probes everything now, for instance after a leap.
    pub fn all_now(&self) {
        let _ = self.sender.send(Message::AllNow);
    }

    /// Whether its thread still runs: only a fault in golive itself ends it before somebody stops it.
    pub fn is_running(&self) -> bool {
        self.thread.as_ref().is_some_and(|thread| !thread.is_finished())
    }

    /// Stops, and waits until the thread is gone. Probes under way are dropped.
    pub fn stop(mut self) {
        let _ = self.sender.send(Message::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Probing {
    fn drop(&mut self) {
        let _ = self.sender.send(Message::Stop);
    }
}

fn runtime() -> io::Result<Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(LOOKUPS)
        .thread_keep_alive(Duration::from_secs(2))
        .build()
}

struct Loop<P> {
    prober: Rc<P>,
    checks: Vec<Check>,
    circumstances: Circumstances,
    schedule: Schedule,
    failing: Vec<bool>,
    began: Instant,
    under_way: JoinSet<Option<Sample>>,
    which: HashMap<Id, usize>,
    deliver: Box<dyn FnMut(usize, Sample)>,
}

impl<P: Prober + 'static> Loop<P> {
    fn new(
        checks: Vec<Check>,
        circumstances: Circumstances,
        prober: P,
        deliver: Box<dyn FnMut(usize, Sample)>,
    ) -> Self {
        let intervals: Vec<Option<u64>> =
            checks.iter().map(|check| real_interval(check, &circumstances, false)).collect();
        Self {
            prober: Rc::new(prober),
            failing: vec![false; checks.len()],
            checks,
            circumstances,
            schedule: Schedule::new(&intervals),
            began: Instant::now(),
            under_way: JoinSet::new(),
            which: HashMap::new(),
            deliver,
        }
    }

    async fn run(mut self, mut inbox: UnboundedReceiver<Message>) {
        loop {
            let room = self.under_way.len() < AT_ONCE;
            let next = self.schedule.next().filter(|_| room).map(|slot| self.moment(slot));
            tokio::select! {
                biased;
                message = inbox.recv() => match message {
                    Some(Message::Changed(circumstances)) => self.change(circumstances),
                    Some(Message::AllNow) => self.schedule.all_now(self.slot()),
                    Some(Message::Stop) | None => return,
                },
                Some(done) = self.under_way.join_next_with_id(), if !self.under_way.is_empty() => {
                    let (id, sample) = match done {
                        Ok((id, sample)) => (id, sample),
                        Err(broken) => (broken.id(), None),
                    };
                    self.finish(id, sample);
                }
                () = wait_until(next), if next.is_some() => self.start_due(),
            }
        }
    }

    fn start_due(&mut self) {
        let now = self.slot();
        while self.under_way.len() < AT_ONCE {
            let Some(check) = self.schedule.due(now) else { return };
            self.schedule.start(check, now);
            let (at, limit) = (self.circumstances.clock.now(), self.limit(check));
            let prober = Rc::clone(&self.prober);
            let task = self.under_way.spawn_local(async move { prober.probe(check, at, limit).await });
            self.which.insert(task.id(), check);
        }
    }

    fn finish(&mut self, id: Id, sample: Option<Sample>) {
        let Some(check) = self.which.remove(&id) else { return };
        self.schedule.finish(check);
        let Some(sample) = sample else { return };
        if let Some(failing) = self.failing.get_mut(check) {
            *failing = matches!(sample.result, SampleResult::Fail(_));
        }
        self.reschedule(check);
        (self.deliver)(check, sample);
    }

    fn change(&mut self, circumstances: Circumstances) {
        self.circumstances = circumstances;
        for check in 0..self.checks.len() {
            self.reschedule(check);
        }
    }

    fn reschedule(&mut self, check: usize) {
        let now = self.slot();
        let failing = self.failing.get(check).copied().unwrap_or_default();
        let interval = self.checks.get(check).and_then(|check_| {
            let covered = self.circumstances.covered.get(check).copied().unwrap_or_default();
            real_interval(check_, &self.circumstances, failing && !covered)
        });
        self.schedule.change(check, interval, now);
    }

    /// The slot that has begun.
    fn slot(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX) / SLOT_MS
    }

    /// When a slot begins.
    fn moment(&self, slot: u64) -> Instant {
        let after = Duration::from_millis(slot.saturating_mul(SLOT_MS));
        self.began.checked_add(after).unwrap_or_else(Instant::now)
    }

    /// Real time that a probe may take: its time-out, but never over its interval.
    fn limit(&self, check: usize) -> Duration {
        let Some(check) = self.checks.get(check) else { return Duration::ZERO };
        let interval = real_interval(check, &self.circumstances, false).unwrap_or(u64::MAX);
        check.timeout.to_std().unwrap_or_default().min(Duration::from_millis(interval))
    }
}

async fn wait_until(moment: Option<Instant>) {
    if let Some(moment) = moment {
        sleep_until(moment).await;
    }
}

/// Real milliseconds from start to start; `None` for what is not polled.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "intervals stay far below 2^52 ms; a float cast saturates"
)]
fn real_interval(check: &Check, circumstances: &Circumstances, failing: bool) -> Option<u64> {
    let tempo = circumstances.tempo;
    let interval = if failing { tempo.failing_interval(check) } else { tempo.interval(check) };
    let real = interval.num_milliseconds() as f64 / tempo.speed.max(1.0);
    check.is_polled().then_some(real as u64)
}

#[cfg(test)]
mod tests;
