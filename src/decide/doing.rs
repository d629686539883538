//! What is being done, by whom, and whether it is late.

use chrono::{DateTime, TimeDelta, Utc};

use super::next::lead;
use super::scene::{Item, Scene};
use super::span::plus;
use super::{Doing, Forecast};
use crate::plan::Place;
use crate::session::StepState;
use crate::text::duration;

/// Nothing is called late under this.
const LATE: TimeDelta = TimeDelta::minutes(2);

/// The steps under way, and those that failed and wait for somebody to try again or accept, in plan order. Of a closed
/// record nothing is done any more: what is open in it is for other days.
pub(crate) fn doing(scene: &Scene) -> Vec<Doing> {
    if scene.session.closed.is_some() {
        return Vec::new();
    }
    let items = scene.items.iter().filter(|item| !item.parent && !item.settled);
    items.filter_map(|item| view(scene, item)).collect()
}

fn view(scene: &Scene, item: &Item) -> Option<Doing> {
    let failed = matches!(item.state, StepState::Failed { .. });
    if !item.state.is_under_way() && !failed {
        return None;
    }
    let planned = item.step.planned;
    let elapsed = scene.session.worked(&item.step.id, scene.now).unwrap_or_default();
    let late = (!failed).then(|| late(elapsed, planned)).flatten();
    Some(Doing {
        step: item.step.id.clone(),
        title: item.step.title.clone(),
        owner: scene.session.owner(item.step).map(str::to_owned).or_else(|| lead(scene)),
        elapsed,
        planned,
        waiting: match item.state {
            StepState::Waiting { reason, .. } => Some(reason.clone()),
            StepState::Failed { reason, .. } => Some(format!("failed: {reason}")),
            _ => None,
        },
        failed,
        late,
        very_late: late.is_some() && elapsed >= planned + planned / 2,
        rollback: item.place == Place::Rollback,
    })
}

/// By how much a step is past its plan, once that is at least two minutes; a step without a plan is never late.
pub(crate) fn late(elapsed: TimeDelta, planned: TimeDelta) -> Option<TimeDelta> {
    let over = elapsed - planned;
    (planned > TimeDelta::zero() && over >= LATE).then_some(over)
}

/// By how much the beginning of an open step is behind the plan clock, which stood still during holds, and behind the
/// moment at which it could begin at all. The plan's times end with a rollback.
pub(crate) fn start_late(scene: &Scene, forecast: &Forecast, item: &Item) -> Option<TimeDelta> {
    if item.added.is_some() || scene.session.is_withdrawn() {
        return None;
    }
    let planned = forecast.steps.get(&item.step.id)?.planned_start;
    let due = plus(planned, scene.session.held(scene.now));
    let due = could_begin(scene, item).map_or(due, |could| could.max(due));
    let over = scene.now.at.signed_duration_since(due);
    (over >= LATE).then_some(over)
}

/// When the step could begin: its stage was open then, and the steps before it were over.
fn could_begin(scene: &Scene, item: &Item) -> Option<DateTime<Utc>> {
    let opened = scene.kind(item).and_then(|(index, _)| scene.progress.stage(index).opened);
    let before = item.needs.iter().filter_map(|need| scene.item(*need)?.state.ended());
    opened.into_iter().chain(before).map(|stamp| stamp.at).max()
}

/// `, 4 min late`, or nothing.
pub(crate) fn late_words(late: Option<TimeDelta>) -> String {
    match late {
        Some(late) if late < TimeDelta::hours(1) => format!(", {} min late", late.num_minutes()),
        Some(late) => format!(", {} late", duration::short(late)),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::testing::{Night, instant, minutes};
    use crate::journal::Event;

    #[test]
    fn late_is_said_from_two_minutes_past_the_plan() {
        let (eight, second) = (TimeDelta::minutes(8), TimeDelta::seconds(1));
        assert_eq!(late(eight, eight), None);
        assert_eq!(late(TimeDelta::minutes(10) - second, eight), None);
        assert_eq!(late(TimeDelta::minutes(10), eight), Some(TimeDelta::minutes(2)));
        assert_eq!(late(TimeDelta::hours(2), TimeDelta::zero()), None, "what has no plan is never late");
    }

    fn hold(night: &mut Night, from: &str, to: &str) {
        let verdict = night.verdict(from);
        night.tell(from, "mia", Event::HoldStarted { reason: "a call".to_owned(), verdict: verdict.clone() });
        night.tell(to, "mia", Event::HoldEnded { reason: None, verdict });
    }

    fn elapsed(night: &Night, clock: &str) -> TimeDelta {
        night.look(clock).doing[0].elapsed
    }

    #[test]
    fn nothing_grows_late_while_all_is_held() {
        let mut night = Night::deploying();
        night.start("01:00", "3.1.a");
        let verdict = night.verdict("01:10");
        night.tell("01:10", "mia", Event::HoldStarted { reason: "a call".to_owned(), verdict });
        assert_eq!(elapsed(&night, "01:40"), minutes(10));
        assert_eq!(night.look("01:40").doing[0].late, None);
        let end = night.look("01:40").forecast.steps["3.1.a"].end;
        assert_eq!(end, instant("01:50"), "ten of its twenty minutes are left");
    }

    #[test]
    fn a_step_that_waits_for_something_that_failed_has_not_failed_itself() {
        let mut night = Night::deploying();
        night.start("01:00", "3.1.a");
        let (step, reason) = ("3.1.a".to_owned(), "failed login at the vendor".to_owned());
        night.tell("01:05", "mia", Event::StepWaiting { step: step.clone(), reason: reason.clone() });
        assert!(!night.look("01:06").doing[0].failed);
        night.tell("01:07", "mia", Event::StepResumed { step: step.clone() });
        night.tell("01:08", "mia", Event::StepFailed { step, stated: None, reason, proof: None });
        assert!(night.look("01:09").doing[0].failed);
    }

    #[test]
    fn what_waits_while_all_is_held_is_taken_out_once() {
        let mut night = Night::deploying();
        night.start("01:00", "3.1.a");
        night.tell(
            "01:05",
            "mia",
            Event::StepWaiting { step: "3.1.a".to_owned(), reason: "the vendor".to_owned() },
        );
        hold(&mut night, "01:10", "01:20");
        assert_eq!(elapsed(&night, "01:22"), minutes(5));
        night.tell("01:25", "mia", Event::StepResumed { step: "3.1.a".to_owned() });
        assert_eq!(elapsed(&night, "01:27"), minutes(7));
        night.done("01:28", "3.1.a");
        assert_eq!(night.session.worked("3.1.a", night.now("01:40")), Some(minutes(8)));
    }
}
