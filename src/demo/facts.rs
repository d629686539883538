//! What the shop knows of the session: which steps run or are done, whether the page is on, whether it goes back.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::journal::DecisionKind;
use crate::plan::Plan;
use crate::session::{Session, StepState};

/// The switch of the demo's plan that turns the maintenance page on.
const PAGE: &str = "maintenance";

/// Everything of a session that changes what the shop answers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// Since when the maintenance page is on.
    pub page: Option<DateTime<Utc>>,
    /// When rolling back was decided.
    pub rollback: Option<DateTime<Utc>>,
    /// Every step that was begun, by id; those of the rollback too.
    pub steps: BTreeMap<String, Work>,
}

/// How far a step has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Work {
    /// Begun.
    pub started: DateTime<Utc>,
    /// Ended, well or not.
    pub ended: Option<DateTime<Utc>>,
    /// It ended well.
    pub done: bool,
    /// How long it takes by the plan.
    pub planned: TimeDelta,
}

impl Facts {
    /// The facts of a session.
    pub fn from_session(plan: &Plan, session: &Session) -> Self {
        let page = session.switches.get(PAGE).filter(|switch| switch.on).map(|switch| switch.since.at);
        let rollback = session.decision(DecisionKind::Rollback).map(|decision| decision.at.at);
        let begun = |(_, step): (_, &crate::plan::Step)| {
            let state = session.step(&step.id);
            let started = state.started()?.at;
            let done = matches!(state, StepState::Done { .. });
            let ended = state.ended().map(|stamp| stamp.at);
            Some((step.id.clone(), Work { started, ended, done, planned: step.planned }))
        };
        Self { page, rollback, steps: plan.steps().filter_map(begun).collect() }
    }

    /// A step's work, where it was begun.
    pub fn work(&self, step: &str) -> Option<&Work> {
        self.steps.get(step)
    }
}

impl Work {
    /// When the work reaches a `share` (0 to 1) of itself: after that share of the planned time, or with its end
    /// where a person was faster; `None` where it failed before, or has not come so far.
    pub fn reached(&self, share: f64, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let by_plan = self.started.checked_add_signed(part(self.planned, share))?;
        let at = match self.ended {
            Some(ended) if self.done => by_plan.min(ended),
            Some(ended) if by_plan > ended => return None,
            _ => by_plan,
        };
        (at <= now).then_some(at)
    }

    /// When it was done, where it was.
    pub fn done_at(&self) -> Option<DateTime<Utc>> {
        self.ended.filter(|_| self.done)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a float cast saturates")]
fn part(span: TimeDelta, share: f64) -> TimeDelta {
    TimeDelta::try_milliseconds((span.num_milliseconds() as f64 * share) as i64).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{Event, Mode, Record, Who};

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap()
    }

    fn work(ended: Option<i64>, done: bool) -> Work {
        Work { started: at(0), ended: ended.map(at), done, planned: TimeDelta::seconds(100) }
    }

    /// A session of the demo's plan to which these happened, a minute apart.
    fn folded(events: &[Event]) -> (Plan, Session) {
        let plan = crate::demo::plan().plan.unwrap();
        let record = |minute: u32, event: &Event| Record {
            seq: u64::from(minute) + 1,
            id: String::new(),
            at: at(i64::from(minute) * 60).fixed_offset(),
            up: f64::from(minute) * 60.0,
            who: Who::console("test/0"),
            event: event.clone(),
        };
        let genesis = Event::SessionCreated {
            mode: Mode::Demo,
            attempt: 1,
            previous: None,
            release: String::new(),
            version: String::new(),
            environment: String::new(),
            plan: plan.sha256.clone(),
        };
        let mut session = Session::new(&plan, &record(0, &genesis));
        for (minute, event) in (1..).zip(events) {
            session.apply(&plan, &record(minute, event));
        }
        (plan, session)
    }

    fn of(events: &[Event]) -> Facts {
        let (plan, session) = folded(events);
        Facts::from_session(&plan, &session)
    }

    fn started(step: &str) -> Event {
        Event::StepStarted { step: step.to_owned(), stated: None, reason: None }
    }

    fn done(step: &str) -> Event {
        Event::StepDone { step: step.to_owned(), stated: None, proof: None, note: None }
    }

    #[test]
    fn steps_are_known_from_their_start_to_their_end_and_go_on_once_reopened() {
        assert_eq!(of(&[]), Facts::default());
        let minutes = TimeDelta::minutes;
        let begun = Work { started: at(60), ended: None, done: false, planned: minutes(5) };
        assert_eq!(of(&[started("3.1.b")]).work("3.1.b"), Some(&begun));
        let waiting = Event::StepWaiting { step: "3.1.b".to_owned(), reason: "sam".to_owned() };
        assert_eq!(of(&[started("3.1.b"), waiting]).work("3.1.b"), Some(&begun));
        let over = Work { ended: Some(at(120)), done: true, ..begun };
        assert_eq!(of(&[started("3.1.b"), done("3.1.b")]).work("3.1.b"), Some(&over));
        let failed = Event::StepFailed {
            step: "3.1.b".to_owned(),
            stated: None,
            reason: "503".to_owned(),
            proof: None,
        };
        assert_eq!(of(&[started("3.1.b"), failed]).work("3.1.b"), Some(&Work { done: false, ..over }));
        let reopened = Event::StepReopened { step: "3.1.b".to_owned(), reason: "again".to_owned() };
        assert_eq!(of(&[started("3.1.b"), done("3.1.b"), reopened]).work("3.1.b"), Some(&begun));
        let back = of(&[started("3.1.b"), done("3.1.b"), started("r4"), done("r4")]);
        assert_eq!(back.work("r4").unwrap().done_at(), Some(at(240)));
    }

    #[test]
    fn the_page_is_on_from_its_switch_to_its_switch() {
        let on = Event::SwitchOn { switch: "maintenance".to_owned() };
        let off = Event::SwitchOff { switch: "maintenance".to_owned() };
        assert_eq!(of(std::slice::from_ref(&on)).page, Some(at(60)));
        assert_eq!(of(&[on, off]).page, None);
        assert_eq!(of(&[Event::SwitchOn { switch: "banner".to_owned() }]).page, None);
    }

    #[test]
    fn running_work_reaches_a_share_by_its_plan() {
        assert_eq!(work(None, false).reached(0.3, at(29)), None);
        assert_eq!(work(None, false).reached(0.3, at(30)), Some(at(30)));
        assert_eq!(work(None, false).reached(1.0, at(500)), Some(at(100)));
    }

    #[test]
    fn done_early_reaches_everything_with_its_end() {
        assert_eq!(work(Some(10), true).reached(0.3, at(10)), Some(at(10)));
        assert_eq!(work(Some(10), true).reached(1.0, at(10)), Some(at(10)));
        assert_eq!(work(Some(400), true).reached(0.3, at(500)), Some(at(30)));
    }

    #[test]
    fn failed_work_stays_where_it_was() {
        assert_eq!(work(Some(50), false).reached(0.3, at(900)), Some(at(30)));
        assert_eq!(work(Some(50), false).reached(0.7, at(900)), None);
    }

    #[test]
    fn a_planned_time_of_nothing_or_of_ages_breaks_nothing() {
        let none = Work { planned: TimeDelta::zero(), ..work(None, false) };
        assert_eq!(none.reached(0.7, at(0)), Some(at(0)));
        let ages = Work { planned: TimeDelta::MAX, ..work(None, false) };
        assert_eq!(ages.reached(1.0, at(0)), None);
    }
}
