//! One clean sentence for every event: who did what, to what, and why.

mod health;

use chrono::{DateTime, TimeDelta, Utc};

use crate::calendar::zone;
use crate::journal::{Answer, CONSOLE, DecisionKind, Event, Extended, Record, Who};
use crate::plan::Plan;
use crate::session::{Session, StepState};
use crate::text::{clean, duration};

/// What a line means, for its symbol and colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A plain fact: no symbol.
    Plain,
    /// Something began: `►`.
    Run,
    /// Something was done or is up again: `✓`.
    Good,
    /// A hold: `‖`.
    Hold,
    /// Late, slow, waived, on: `!`.
    Attention,
    /// Failed, down, met: `✗`.
    Failure,
    /// On the way back: `↶`.
    Back,
}

/// What the event says, and what it means. The text is clean.
pub fn sentence(plan: &Plan, record: &Record) -> (Class, String) {
    tell(plan, record, None)
}

/// The same with what only the session knows: how long a finished step took. `session` is about to take the record, or
/// has taken it and perhaps more since.
pub fn sentence_in(plan: &Plan, session: &Session, record: &Record) -> (Class, String) {
    tell(plan, record, took(session, record))
}

/// Working time of the step that the record finishes.
fn took(session: &Session, record: &Record) -> Option<TimeDelta> {
    let Event::StepDone { step, stated, .. } = &record.event else { return None };
    let state = session.step(step);
    let ended = match state {
        StepState::Running { .. } | StepState::Waiting { .. } if record.seq > session.seq => {
            session.stamp(record.at.to_utc(), record.up, None)
        }
        StepState::Done { ended, .. } if ended.at == record.at => *ended,
        _ => return None,
    };
    let started = state.started()?;
    let span = match stated {
        None => ended.since(started),
        Some(end) => {
            let begun = session.record(step).and_then(|record| record.stated.0).unwrap_or(started.at);
            end.signed_duration_since(begun)
        }
    };
    let took = span - session.idle(step, ended);
    (took > TimeDelta::zero()).then_some(took)
}

fn tell(plan: &Plan, record: &Record, took: Option<TimeDelta>) -> (Class, String) {
    let told = Told { plan, at: record.at.to_utc(), who: person(&record.who), took };
    let (class, text) = told
        .step(&record.event)
        .or_else(|| told.decision(&record.event))
        .unwrap_or_else(|| told.rest(&record.event));
    (class, clean::line(&text))
}

/// Who it was: "sam", "mia for sam", or nothing for the console itself.
fn person(who: &Who) -> String {
    match &who.on_behalf {
        Some(other) => format!("{} for {other}", who.by),
        None if who.by == CONSOLE => String::new(),
        None => who.by.clone(),
    }
}

struct Told<'a> {
    plan: &'a Plan,
    /// When it was recorded.
    at: DateTime<Utc>,
    who: String,
    took: Option<TimeDelta>,
}

impl Told<'_> {
    /// Id and title of a step.
    fn named(&self, id: &str) -> String {
        self.plan.step(id).map_or_else(|| id.to_owned(), |(_, step)| format!("{id} {}", step.title))
    }

    fn did(&self, what: &str, id: &str) -> String {
        format!("{} {what} {}", self.who, self.named(id))
    }

    /// " at 15:10 (recorded 16:02)", where somebody said when it really was.
    fn stated(&self, stated: Option<DateTime<Utc>>) -> String {
        let Some(stated) = stated else { return String::new() };
        let tz = self.plan.window.zone;
        let day = if zone::date(tz, stated) == zone::date(tz, self.at) {
            String::new()
        } else {
            format!("{} ", zone::day(tz, stated))
        };
        let (stated, recorded) = (zone::clock_minutes(tz, stated), zone::clock_minutes(tz, self.at));
        format!(" at {day}{stated} (recorded {recorded})")
    }

    fn is_rollback(&self, id: &str) -> bool {
        self.plan.rollback.iter().any(|step| step.id == id)
    }

    fn step(&self, event: &Event) -> Option<(Class, String)> {
        Some(match event {
            Event::StepStarted { step, stated, reason } => {
                let class = if self.is_rollback(step) { Class::Back } else { Class::Run };
                let text = self.did("started", step) + &self.stated(*stated);
                (class, with(&text, reason.as_deref()))
            }
            Event::StepWaiting { step, reason } => {
                (Class::Attention, format!("{}: {} waits: {reason}", self.who, self.named(step)))
            }
            Event::StepResumed { step } => (Class::Run, self.did("goes on with", step)),
            Event::StepDone { step, stated, note, .. } => {
                let took = self.took.map(|took| format!(", {}", duration::short(took))).unwrap_or_default();
                let text = self.did("finished", step) + &self.stated(*stated) + &took;
                (Class::Good, with(&text, note.as_deref()))
            }
            Event::StepFailed { step, stated, reason, .. } => {
                let stated = self.stated(*stated);
                (Class::Failure, format!("{}: {} failed{stated}: {reason}", self.who, self.named(step)))
            }
            Event::StepRetried { step, reason } => {
                (Class::Run, with(&self.did("tries again", step), reason.as_deref()))
            }
            Event::StepAccepted { step, reason } => {
                (Class::Attention, format!("{}: {reason}", self.did("accepted the failure of", step)))
            }
            Event::StepSkipped { step, reason } => {
                (Class::Attention, format!("{}: {reason}", self.did("skipped", step)))
            }
            Event::StepWaived { step, reason } => {
                (Class::Attention, format!("{}: {reason}", self.did("waived", step)))
            }
            Event::StepReopened { step, reason } => {
                (Class::Attention, format!("{}: {reason}", self.did("reopened", step)))
            }
            Event::StepAdded { step, title, owner, .. } => {
                let owner = owner.as_deref().map(|owner| format!(" for {owner}")).unwrap_or_default();
                (Class::Attention, format!("{} added {step} {title}{owner}, unplanned", self.who))
            }
            Event::StepReassigned { step, owner } => {
                (Class::Plain, format!("{} to {owner}", self.did("gave", step)))
            }
            Event::StepNoted { step, note } => (Class::Plain, format!("{}: {note}", self.did("on", step))),
            Event::StageOpened { stage, reason } => {
                let title = self.plan.stage(stage).map_or(stage.as_str(), |(_, stage)| stage.title.as_str());
                (Class::Attention, format!("{} opened {title} early: {reason}", self.who))
            }
            _ => return None,
        })
    }

    fn decision(&self, event: &Event) -> Option<(Class, String)> {
        Some(match event {
            Event::HoldStarted { reason, .. } => {
                (Class::Hold, format!("{} called a hold: {reason}", self.who))
            }
            Event::HoldEnded { reason, .. } => {
                (Class::Run, with(&format!("{} ended the hold", self.who), reason.as_deref()))
            }
            Event::WindowExtended { what, to, reason, .. } => {
                let what = match what {
                    Extended::Window => "the window",
                    Extended::Outage => "the planned outage",
                    Extended::Stabilisation => "the stabilisation",
                };
                let to = zone::clock_minutes(self.plan.window.zone, *to);
                (Class::Attention, format!("{} extended {what} to {to}: {reason}", self.who))
            }
            Event::DecisionMade { decision, reason, against, .. } => {
                let class = if *decision == DecisionKind::Rollback { Class::Back } else { Class::Good };
                let against = if *against { ", against the recommendation" } else { "" };
                (
                    class,
                    with(&format!("{} decided {}{against}", self.who, decision.word()), reason.as_deref()),
                )
            }
            Event::RollbackCompleted { .. } => (Class::Good, "the rollback is complete: restored".to_owned()),
            Event::PollOpened { .. } => (Class::Plain, format!("{} opened the poll", self.who)),
            Event::VoteCast { station, answer, note, spoken, .. } => {
                let (class, answer) = match answer {
                    Answer::Go => (Class::Good, "GO"),
                    Answer::NoGo => (Class::Failure, "NO-GO"),
                    Answer::Conditions => (Class::Attention, "GO with conditions"),
                };
                let spoken = if *spoken { ", spoken" } else { "" };
                (class, with(&format!("{} votes {answer} for {station}{spoken}", self.who), note.as_deref()))
            }
            Event::TriggerRaised { trigger, reason } => {
                (Class::Failure, format!("{} raised {}: {reason}", self.who, self.trigger(trigger)))
            }
            Event::TriggerMet { trigger, text } => {
                (Class::Failure, format!("trigger {} met: {text}", self.trigger(trigger)))
            }
            Event::TriggerCleared { trigger, reason } => {
                (Class::Attention, format!("{} cleared {}: {reason}", self.who, self.trigger(trigger)))
            }
            Event::DeadlinePassed { deadline, was } => {
                let was = zone::clock_minutes(self.plan.window.zone, *was);
                (Class::Attention, format!("{} {was} has passed", deadline.replace('-', " ")))
            }
            _ => return None,
        })
    }

    fn trigger(&self, id: &str) -> String {
        self.plan.trigger(id).map_or_else(|| id.to_owned(), |trigger| format!("{id} {}", trigger.title))
    }

    fn source(&self, id: &str) -> String {
        self.plan.switch(id).map_or_else(|| self.named(id), |switch| switch.title.clone())
    }

    fn rest(&self, event: &Event) -> (Class, String) {
        self.health(event).or_else(|| self.switch(event)).unwrap_or_else(|| self.record(event))
    }

    /// What concerns the record itself.
    fn record(&self, event: &Event) -> (Class, String) {
        let text = match event {
            Event::SessionCreated { release, version, environment, attempt, .. } => {
                format!("session begins: {release} {version} to {environment}, attempt {attempt}")
            }
            Event::SessionClosed { note } => {
                with(&format!("{} closed the record", self.who), note.as_deref())
            }
            Event::PlanAdopted { changes, .. } => {
                format!("{} adopted a changed plan: {}", self.who, changes.join(", "))
            }
            Event::ConsoleAttached { pid, golive, .. } => {
                format!("console attached, golive {golive}, pid {pid}")
            }
            Event::ConsoleLeft { reason } => format!("console left: {reason}"),
            Event::ClockSpeed { speed, .. } => format!("the demo's clock runs {speed:.0} times as fast"),
            Event::ClockLeapt { by_seconds, to, .. } => {
                #[expect(clippy::cast_possible_truncation, reason = "a float cast saturates")]
                let by = TimeDelta::try_seconds(*by_seconds as i64).unwrap_or_default();
                format!("the demo's clock leapt {}: {to}", duration::short(by))
            }
            Event::ClockJumped { by_seconds } => format!("the wall clock was set by {by_seconds:.0} s"),
            Event::JournalRecovered { bytes, file, .. } => {
                format!("{bytes} bytes of an unfinished record set aside in {file}")
            }
            Event::Amendment { text, .. } => format!("{} amends: {text}", self.who),
            Event::Unknown { kind, .. } => format!("{kind}, of another version of golive"),
            _ => String::new(),
        };
        let class = match event {
            Event::SessionClosed { .. } => Class::Good,
            Event::JournalRecovered { .. } | Event::ClockJumped { .. } => Class::Attention,
            _ => Class::Plain,
        };
        (class, text)
    }
}

fn with(text: &str, more: Option<&str>) -> String {
    match more.filter(|more| !more.is_empty()) {
        Some(more) => format!("{text}: {more}"),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
