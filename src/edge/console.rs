//! The console's loop: messages in, update, one draw for all of them, effects out. It owns the screen and nothing else.

mod begin;
mod effects;
mod hear;
mod parts;

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{Instant, sleep_until, timeout};

use super::clock::{Clock, boot_seconds};
use super::conductor::{Conductor, Journal};
use super::keeper::{Job, Report, Watch, keep};
use super::probe::{Probing, Variables};
use super::signal::Signals;
use super::terminal::{Screen, leave, leave_on_panic};
use crate::health::Sample;
use crate::journal::Event;
use crate::ui::model::Saved;
use crate::ui::{self, Effect, Model, Msg, Typed};

/// Two draws are at least this far apart unless a key was pressed.
const APART: Duration = Duration::from_millis(10);
/// Longest wait for the last facts to reach the disk when leaving; a disk that is merely busy takes less.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// Everything a console starts from.
pub struct Setup<J> {
    /// What is shown first.
    pub model: Model,
    /// The journal, ready to be written, or read only.
    pub journal: J,
    /// The session's clock.
    pub clock: Clock,
    /// Whether this console conducts: polls the checks and journals what time brings.
    pub conducts: bool,
    /// Values of the plan's `${NAME}`s.
    pub variables: Variables,
    /// Who else acts on the session (the demo's shop).
    pub watch: Option<Watch>,
    /// What can wait until the first frame is shown; done beside the drawing thread.
    pub begun: Box<dyn FnOnce() + Send>,
}

/// What reaches the loop from the other threads.
enum In {
    Typed(Typed),
    Report(Report),
    Sample(usize, Box<Sample>),
    HangUp,
}

/// Somebody left while the last facts were not on disk.
#[derive(Debug)]
pub struct Unsaved {
    /// Why, with what to do.
    pub why: String,
    /// The newest event that is saved.
    pub seq: u64,
}

/// Runs the console until somebody leaves it. Errors: standard output is no terminal, or signals cannot be had.
pub fn run<J: Journal + Send + 'static>(setup: Setup<J>) -> io::Result<Option<Unsaved>> {
    leave_on_panic();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    let outcome = runtime.block_on(async {
        let signals = Signals::listen()?;
        let screen = Screen::enter()?;
        Console::start(setup, screen).run(signals).await
    });
    leave();
    let (picture, unsaved) = outcome?;
    if let Some(picture) = picture {
        use std::io::Write;
        // Nobody to tell when standard output is gone.
        let _ = writeln!(io::stdout(), "{picture}");
    }
    Ok(unsaved)
}

/// The last screen where it is to be kept in the shell, and what could not be saved.
type Left = (Option<String>, Option<Unsaved>);

/// Starts a thread that tells its news to the inbox.
type Begin = Box<dyn FnOnce(&UnboundedSender<In>) -> JoinHandle<()> + Send>;

struct Console {
    model: Model,
    /// The model of the moment at which the picture was frozen.
    picture: Option<Box<Model>>,
    screen: Screen,
    clock: Clock,
    jobs: Sender<Job>,
    inbox: UnboundedReceiver<In>,
    outbox: UnboundedSender<In>,
    probing: Option<Probing>,
    /// Started after the first frame.
    threads: Option<Begin>,
    keeper: Option<JoinHandle<()>>,
    conducts: bool,
    variables: Variables,
    dirty: bool,
    drawn: Instant,
    leaving: Option<Leaving>,
}

struct Leaving {
    reason: &'static str,
    print: bool,
}

impl Console {
    fn start<J: Journal + Send + 'static>(setup: Setup<J>, screen: Screen) -> Self {
        let Setup { mut model, journal, clock, conducts, variables, watch, begun } = setup;
        let (jobs, work) = channel();
        let (outbox, inbox) = unbounded_channel();
        model.ui.size = screen.size().unwrap_or((80, 24));
        let (plan, session) = (Arc::clone(&model.plan), model.session.clone());
        let os = model.actor.os.clone();
        let first = if conducts { vec![attached(&clock)] } else { Vec::new() };
        let threads: Begin = Box::new(move |outbox| {
            let conductor = Conductor::new(plan, session, journal, clock, os);
            let tell = outbox.clone();
            thread::spawn(move || {
                begun();
                keep(conductor, conducts, first, &work, watch, |report| {
                    // Nobody listens any more once the console is gone.
                    let _ = tell.send(In::Report(report));
                });
            })
        });
        let mouse = model.ui.mouse;
        let mut console = Self {
            model,
            picture: None,
            screen,
            clock,
            jobs,
            inbox,
            outbox,
            probing: None,
            threads: Some(threads),
            keeper: None,
            conducts,
            variables,
            dirty: true,
            drawn: Instant::now(),
            leaving: None,
        };
        if mouse {
            console.perform(vec![Effect::Mouse(true)]);
        }
        console
    }

    /// The loop.
    async fn run(mut self, mut signals: Signals) -> io::Result<Left> {
        ui::begin(&mut self.model);
        if self.draw().is_err() {
            return Ok((None, None));
        }
        self.begin();
        let mut tick = self.next_tick();
        while self.leaving.is_none() {
            let draw_at = self.dirty.then(|| self.drawn + APART);
            tokio::select! {
                biased;
                ask = signals.next() => self.obey(ask),
                Some(message) = self.inbox.recv() => self.receive(message),
                () = sleep_until(draw_at.unwrap_or(tick)), if draw_at.is_some() => self.draw_or_leave(),
                () = sleep_until(tick) => {
                    self.check_size();
                    self.check_parts();
                    self.take(Msg::Tick(self.clock.now()));
                    self.draw_or_leave();
                    tick = self.next_tick();
                }
            }
        }
        Ok(self.finish().await)
    }

    /// Seconds turn on the second, so that the clock on the wall and this one agree; under speed five times a second.
    fn next_tick(&self) -> Instant {
        let wait = if self.clock.speed() > 1.0 {
            Duration::from_millis(200)
        } else {
            let past = u64::from(super::clock::wall().timestamp_subsec_millis() % 1000);
            Duration::from_millis(1000 - past)
        };
        Instant::now() + wait
    }

    fn take(&mut self, msg: Msg) {
        let effects = ui::update(&mut self.model, msg);
        self.dirty = true;
        self.freeze_or_thaw();
        self.perform(effects);
    }

    fn freeze_or_thaw(&mut self) {
        match (self.model.ui.frozen, &mut self.picture) {
            (true, None) => self.picture = Some(Box::new(self.model.clone())),
            (true, Some(picture)) => picture.ui = self.model.ui.clone(),
            (false, picture) => *picture = None,
        }
    }

    /// A resize can be missed in tmux or at start; so the size is compared at each tick.
    fn check_size(&mut self) {
        if let Ok(size) = self.screen.size()
            && size != self.model.ui.size
        {
            self.take(Msg::Typed(Typed::Resize(size.0, size.1)));
            self.redraw_whole();
        }
    }

    fn redraw_whole(&mut self) {
        self.dirty = true;
        self.screen.forget();
    }

    fn draw_or_leave(&mut self) {
        if self.dirty && self.draw().is_err() {
            self.leave("hang-up", false);
        }
    }

    fn draw(&mut self) -> io::Result<()> {
        self.dirty = false;
        self.drawn = Instant::now();
        let picture = self.picture.as_deref().unwrap_or(&self.model);
        self.screen.draw(|buffer| ui::view::draw(buffer, picture))
    }

    /// Says that it leaves, waits a moment until that is on disk, and says what is not.
    async fn finish(&mut self) -> Left {
        let Some(leaving) = self.leaving.take() else { return (None, None) };
        drop(self.probing.take());
        let _ = self.jobs.send(Job::Leave(leaving.reason));
        let done = async {
            while let Some(message) = self.inbox.recv().await {
                match message {
                    In::Report(Report::Done) => return,
                    // One that only looks on has nothing to save.
                    In::Report(report @ Report::NotSaved(_)) if self.conducts => self.hear(report),
                    In::Report(report @ Report::Records(_)) => self.hear(report),
                    _ => {}
                }
            }
        };
        let _ = timeout(LAST_WORDS, done).await;
        let unsaved = match &self.model.saved {
            Saved::NotSaved { why, .. } if self.conducts => {
                Some(Unsaved { why: why.clone(), seq: self.model.session.seq })
            }
            _ => None,
        };
        (leaving.print.then(|| ui::print::as_text(&self.model)), unsaved)
    }
}

fn attached(clock: &Clock) -> Event {
    Event::ConsoleAttached {
        boot: super::clock::boot_id(),
        pid: std::process::id(),
        golive: env!("CARGO_PKG_VERSION").to_owned(),
        speed: clock.speed(),
        real_up: boot_seconds(),
    }
}
