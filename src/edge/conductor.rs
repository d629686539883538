//! The conductor: takes what people ask, what probes see and what time brings, and journals what follows from it.
//! It knows no threads: [`crate::edge::keeper`] gives it one, plays and tests call it directly.

use std::sync::Arc;

use crate::decide::{self, Actor, Command, Refusal};
use crate::edge::clock::Clock;
use crate::edge::probe::Circumstances;
use crate::health::{Engine, Expectation, Sample, Tempo};
use crate::journal::{Draft, Event, Record, Stamp, Who};
use crate::plan::Plan;
use crate::session::Session;

/// Why nothing was appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// A rule says no.
    Refused(Refusal),
    /// It could not be saved; the sentence says why and what to do.
    NotSaved(String),
}

/// What makes the drafts, given what others appended since.
pub type Build<'a> = dyn FnMut(&[Record]) -> Result<Vec<Draft>, Refusal> + 'a;

/// What the prober must know of a session.
pub fn circumstances(plan: &Plan, session: &Session, clock: Clock) -> Circumstances {
    circumstances_at(plan, session, clock, Tempo::of(plan, session, clock.now()))
}

fn circumstances_at(plan: &Plan, session: &Session, clock: Clock, tempo: Tempo) -> Circumstances {
    let covered = |id: &str| Expectation::of(plan, session, id).covers();
    Circumstances { clock, tempo, covered: plan.checks.iter().map(|check| covered(&check.id)).collect() }
}

/// What a conductor needs of a journal.
pub trait Journal {
    /// Takes the lock, hands what others appended to `build`, appends what it makes, syncs, lets go. The records
    /// given back are those appended; what others appended before them went to `build`.
    fn append(&mut self, build: &mut Build) -> Result<Vec<Record>, Trouble>;

    /// What others appended since.
    fn tail(&mut self) -> Result<Vec<Record>, Trouble>;
}

/// A session being conducted.
pub struct Conductor<J> {
    plan: Arc<Plan>,
    session: Session,
    journal: J,
    clock: Clock,
    os: String,
    engine: Option<Engine>,
    ids: Ids,
}

/// What one request came to: every new record in order, and why it went no further.
#[derive(Debug, Default)]
pub struct Outcome {
    /// New records, other people's first.
    pub records: Vec<Record>,
    /// Why the request itself was not appended.
    pub trouble: Option<Trouble>,
}

impl Outcome {
    /// What followed is told after it; the first trouble is the one that is said.
    fn and(mut self, more: Self) -> Self {
        self.records.extend(more.records);
        self.trouble = self.trouble.or(more.trouble);
        self
    }
}

impl<J: Journal> Conductor<J> {
    /// Conducts the session from where it is. `os` is the account, e.g. `sam/1004`.
    pub fn new(plan: Arc<Plan>, session: Session, journal: J, clock: Clock, os: String) -> Self {
        let ids = Ids::new(&os, clock.now());
        Self { plan, session, journal, clock, os, engine: None, ids }
    }

    /// Where the session is, as far as this process knows.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The plan.
    pub fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }

    /// The session's clock.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// Begins to judge the checks, from where the journal left them.
    pub fn judge(&mut self) -> Outcome {
        self.engine = Some(Engine::resume(&self.plan, &self.session, self.clock.now()));
        self.after(Outcome::default())
    }

    /// What the prober must know now.
    pub fn circumstances(&self) -> Circumstances {
        match &self.engine {
            Some(engine) => circumstances_at(&self.plan, &self.session, self.clock, engine.tempo()),
            None => circumstances(&self.plan, &self.session, self.clock),
        }
    }

    /// Does what a person asks, or says why not.
    pub fn ask(&mut self, actor: &Actor, command: &Command) -> Outcome {
        let id = self.ids.next();
        let who = who(actor);
        let (plan, clock) = (Arc::clone(&self.plan), self.clock);
        let outcome = self.write(|session| {
            let now = clock.now();
            let outlook = decide::outlook(&plan, session, now);
            let events = decide::admit(&plan, session, &outlook, actor, command)?;
            Ok(drafts(&id, now, &who, events))
        });
        self.after(outcome)
    }

    /// Takes one result of the check with this index in the plan.
    pub fn sample(&mut self, check: usize, sample: &Sample) -> Outcome {
        let events = self.engine.as_mut().map(|engine| engine.sample(check, sample)).unwrap_or_default();
        self.record(events)
    }

    /// Journals what the passage of time brought: windows, silence, triggers met, deadlines passed.
    pub fn tick(&mut self) -> Outcome {
        let now = self.clock.now();
        let Some(engine) = &mut self.engine else { return Outcome::default() };
        let mut events = engine.tick(now);
        events.extend(decide::due(&self.plan, &self.session, now));
        // Also where nothing was journalled: with time alone the phase changes, and with it how often is probed.
        if events.is_empty() { self.after(Outcome::default()) } else { self.record(events) }
    }

    /// Journals what the console itself did. A closed record takes nothing of that kind any more.
    pub fn record(&mut self, events: Vec<Event>) -> Outcome {
        if events.is_empty() || self.session.closed.is_some() {
            return Outcome::default();
        }
        let outcome = self.record_own(events);
        self.after(outcome)
    }

    /// Journals events of the one who opens the session.
    pub fn record_as(&mut self, actor: &Actor, events: Vec<Event>) -> Outcome {
        let (id, who, now) = (self.ids.next(), who(actor), self.clock.now());
        let mut events = Some(events);
        let outcome = self.write(|_| Ok(drafts(&id, now, &who, events.take().unwrap_or_default())));
        self.after(outcome)
    }

    /// What others appended since.
    pub fn tail(&mut self) -> Outcome {
        match self.journal.tail() {
            Ok(records) if records.is_empty() => Outcome::default(),
            Ok(records) => {
                for record in &records {
                    self.session.apply(&self.plan, record);
                }
                self.after(Outcome { records, trouble: None })
            }
            Err(trouble) => Outcome { records: Vec::new(), trouble: Some(trouble) },
        }
    }

    /// The demo clock at another speed.
    pub fn set_speed(&mut self, speed: f64) -> Outcome {
        self.clock = self.clock.at_speed(speed);
        let real_up = super::clock::boot_seconds();
        self.record(vec![Event::ClockSpeed { speed: self.clock.speed(), real_up }])
    }

    /// The demo clock leaps to the next moment at which something is due.
    pub fn leap(&mut self, to: chrono::DateTime<chrono::Utc>, why: &str) -> Outcome {
        let from = self.clock.now();
        let seen = self.engine.as_mut().map(|engine| engine.before_leap(from)).unwrap_or_default();
        let outcome = self.record(seen);
        self.clock = self.clock.leapt_to(to);
        #[expect(clippy::cast_precision_loss, reason = "a leap of days in milliseconds is far below 2^52")]
        let by_seconds = self.clock.now().since(from).num_milliseconds() as f64 / 1000.0;
        if let Some(engine) = &mut self.engine {
            engine.leapt(self.clock.now());
        }
        let real_up = super::clock::boot_seconds();
        outcome.and(self.record(vec![Event::ClockLeapt { by_seconds, to: why.to_owned(), real_up }]))
    }

    fn record_own(&mut self, events: Vec<Event>) -> Outcome {
        let (id, who, now) = (self.ids.next(), Who::console(&self.os), self.clock.now());
        let mut events = Some(events);
        self.write(|_| Ok(drafts(&id, now, &who, events.take().unwrap_or_default())))
    }

    /// Appends what `build` makes of the caught-up session, and folds whatever is new.
    fn write(&mut self, mut build: impl FnMut(&Session) -> Result<Vec<Draft>, Refusal>) -> Outcome {
        let (plan, session) = (&self.plan, &mut self.session);
        let mut foreign = Vec::new();
        let appended = self.journal.append(&mut |others| {
            for record in others {
                session.apply(plan, record);
            }
            foreign.extend_from_slice(others);
            build(session)
        });
        match appended {
            Ok(own) => {
                for record in &own {
                    self.session.apply(&self.plan, record);
                }
                foreign.extend(own);
                Outcome { records: foreign, trouble: None }
            }
            Err(trouble) => Outcome { records: foreign, trouble: Some(trouble) },
        }
    }

    /// Tells the engine what changed, and journals what follows from that. With the record closed nothing is judged.
    fn after(&mut self, outcome: Outcome) -> Outcome {
        if self.session.closed.is_some() {
            self.engine = None;
        }
        let Some(engine) = &mut self.engine else { return outcome };
        let events = engine.follow(&self.plan, &self.session, self.clock.now());
        if !events.is_empty() {
            return outcome.and(self.record_own(events));
        }
        outcome
    }
}

fn drafts(id: &str, stamp: Stamp, who: &Who, events: Vec<Event>) -> Vec<Draft> {
    events.into_iter().map(|event| draft(id, stamp, who, event)).collect()
}

/// An event at a moment, ready for the journal.
pub fn draft(id: &str, stamp: Stamp, who: &Who, event: Event) -> Draft {
    let at = stamp.at.with_timezone(&super::clock::local_offset());
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since boot stay far below 2^52")]
    let up = stamp.up as f64 / 1000.0;
    Draft { id: id.to_owned(), at, up, who: who.clone(), event }
}

fn who(actor: &Actor) -> Who {
    Who {
        by: actor.member.clone().unwrap_or_default(),
        on_behalf: actor.on_behalf.clone(),
        os: actor.os.clone(),
    }
}

/// Command ids: 16 hex digits, different for every command of every process.
struct Ids {
    seed: String,
    count: u64,
}

impl Ids {
    fn new(os: &str, now: Stamp) -> Self {
        let pid = std::process::id();
        let real = super::clock::boot_seconds();
        Self { seed: format!("{os} {pid} {real} {}", now.at.timestamp_micros()), count: 0 }
    }

    fn next(&mut self) -> String {
        use sha2::{Digest, Sha256};
        use std::fmt::Write as _;
        self.count += 1;
        let digest = Sha256::digest(format!("{} {}", self.seed, self.count));
        digest.iter().take(8).fold(String::with_capacity(16), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

#[cfg(test)]
mod tests;
