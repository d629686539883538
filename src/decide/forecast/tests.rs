//! Planned and expected times.

use chrono::{DateTime, Utc};

use crate::decide::testing::{Night, instant, minutes};
use crate::decide::{Forecast, StepForecast};
use crate::journal::{DecisionKind, Event};

fn forecast(night: &Night, clock: &str) -> Forecast {
    night.look(clock).forecast
}

fn step(night: &Night, clock: &str, id: &str) -> StepForecast {
    forecast(night, clock).steps[id]
}

fn end(night: &Night, clock: &str) -> DateTime<Utc> {
    forecast(night, clock).end.unwrap()
}

#[test]
fn what_comes_before_execute_is_planned_to_end_when_the_window_starts() {
    let night = Night::new();
    let plan = forecast(&night, "00:00:10");
    assert_eq!(plan.steps["1.1"].planned_start, instant("00:38"), "20 min of checks and 2 of notice");
    assert_eq!(plan.steps["2.1"].planned_end, instant("01:00"));
    assert_eq!(plan.steps["3.1.a"].planned_start, instant("01:00"));
    assert_eq!(plan.steps["3.1.b"].planned_start, instant("01:20"));
    assert_eq!(plan.steps["4.1"].planned_end, instant("01:40"));
    assert_eq!(plan.stages[4].planned_end, instant("01:50"), "deciding lasts the decision time");
    assert_eq!(plan.planned_end, Some(instant("01:52")), "the end of the last step before stabilise");
    assert_eq!(plan.end, plan.planned_end);
}

#[test]
fn execute_does_not_start_before_its_window() {
    let mut night = Night::new();
    night.ran("00:10", "00:20", "1.1");
    night.ran("00:10", "00:20", "1.2");
    assert_eq!(step(&night, "00:20", "3.1.a").start, instant("01:00"));
    assert_eq!(
        step(&night, "00:20", "2.1").start,
        instant("00:58"),
        "what comes before is expected when the plan has it"
    );
}

#[test]
fn a_running_step_ends_after_its_work_and_its_waiting_and_never_before_now() {
    let mut night = Night::deploying();
    night.start("01:00", "3.1.a");
    assert_eq!(step(&night, "01:05", "3.1.a").end, instant("01:20"));
    night.tell("01:05", "mia", Event::StepWaiting { step: "3.1.a".to_owned(), reason: "DBA".to_owned() });
    assert_eq!(step(&night, "01:10", "3.1.a").end, instant("01:25"), "waiting is no work");
    night.tell("01:10", "mia", Event::StepResumed { step: "3.1.a".to_owned() });
    assert_eq!(step(&night, "01:20", "3.1.a").end, instant("01:25"));
    assert_eq!(step(&night, "01:40", "3.1.a").end, instant("01:40"), "late, it ends now at the earliest");
    assert_eq!(step(&night, "01:40", "3.1.b").start, instant("01:40"));
}

#[test]
fn an_open_step_starts_after_what_it_needs() {
    let mut night = Night::deploying();
    night.start("01:10", "3.1.a");
    assert_eq!(step(&night, "01:10", "3.1.b").start, instant("01:30"));
    assert_eq!(
        step(&night, "01:10", "4.1").start,
        instant("01:40"),
        "a stage opens at the end of the one before"
    );
    assert_eq!(forecast(&night, "01:10").behind, minutes(10));
}

#[test]
fn steps_of_a_free_stage_run_beside_each_other() {
    let night = Night::new();
    let (first, second) = (step(&night, "00:00:10", "1.1"), step(&night, "00:00:10", "1.2"));
    assert_eq!(first.start, second.start);
    assert_eq!(forecast(&night, "00:00:10").stages[0].planned_end, instant("00:58"));
}

#[test]
fn the_pace_of_finished_work_stretches_the_rest() {
    let mut night = Night::new();
    night.ran("00:10", "00:25", "1.1");
    night.ran("00:10", "00:40", "1.2");
    assert!((forecast(&night, "00:40").pace_manual - 1.0).abs() < f64::EPSILON, "two are not believed");
    night.decide("00:55", DecisionKind::Start);
    night.ran("00:55", "00:58", "2.1");
    assert!((forecast(&night, "00:58").pace_manual - 1.5).abs() < 1e-9, "48 min for 32");
    assert_eq!(step(&night, "00:58", "3.1.a").end, instant("01:30"));
}

#[test]
fn holds_are_no_work_and_move_what_is_open() {
    let mut night = Night::deploying();
    night.ran("01:00", "01:20", "3.1.a");
    let verdict = night.verdict("01:20");
    night.tell("01:20", "lee", Event::HoldStarted { reason: "bridge".to_owned(), verdict: verdict.clone() });
    assert_eq!(step(&night, "01:30", "3.1.b").start, instant("01:30"), "what is open moves by the hold");
    assert_eq!(night.look("01:30").clocks.held, minutes(10));
    night.tell("01:40", "lee", Event::HoldEnded { reason: None, verdict });
    night.windows("01:00", "01:44", &[]);
    assert_eq!(
        step(&night, "01:40", "3.1.b").planned_start,
        instant("01:20"),
        "the plan alone does not move"
    );
    assert_eq!(forecast(&night, "01:40").behind, minutes(20));
    let next = night.look("01:41").next.unwrap();
    assert_eq!(next.text, "waiting for mia: 3.1.b Deploy web", "20 min of hold are not late");
    let late = night.look("01:44").next.unwrap();
    assert_eq!(late.text, "waiting for mia: 3.1.b Deploy web, 4 min late");
}

#[test]
fn deciding_lasts_until_the_checks_are_steady() {
    let mut night = Night::deciding();
    assert_eq!(forecast(&night, "01:45").decision_expected, Some(instant("01:50")));
    night.change("01:46", "inside", crate::journal::Status::Down);
    let expected = forecast(&night, "01:46").decision_expected.unwrap();
    assert!(expected >= instant("01:56"), "ten steady minutes after it is up again, not {expected}");
    assert_eq!(end(&night, "01:46"), expected + (end(&night, "01:46") - expected));
}

#[test]
fn stated_times_stand_for_recorded_ones() {
    let mut night = Night::deploying();
    let started =
        Event::StepStarted { step: "3.1.a".to_owned(), stated: Some(instant("01:00")), reason: None };
    night.tell("01:10", "mia", started);
    let ended =
        Event::StepDone { step: "3.1.a".to_owned(), stated: Some(instant("01:15")), proof: None, note: None };
    night.tell("01:30", "mia", ended);
    let times = step(&night, "01:30", "3.1.a");
    assert_eq!((times.start, times.end), (instant("01:00"), instant("01:15")));
}

#[test]
fn what_follows_the_decision_opens_with_it() {
    let mut night = Night::deciding();
    night.decide("02:00", DecisionKind::Go);
    assert_eq!(forecast(&night, "02:00").decision_expected, None);
    assert_eq!(step(&night, "02:00", "6.3").start, instant("02:00"));
    let mut back = Night::deciding();
    back.decide("02:00", DecisionKind::Rollback);
    assert_eq!(
        step(&back, "02:00", "6.3").start,
        instant("02:34"),
        "the outcome is told once service is back"
    );
    assert_eq!(back.look("02:00").forecast.stages[2].start, Some(instant("01:00")), "what ran is kept");
}

#[test]
fn an_optional_step_left_behind_holds_up_nothing() {
    let optional = "planned = \"10m\"\n  mandatory = false";
    let mut night = Night::with(&[("planned = \"10m\"", optional)]);
    night.all_up("00:00:05");
    night.ran("00:30", "00:50", "1.2");
    night.decide("00:55", DecisionKind::Start);
    night.ran("00:56", "00:58", "2.1");
    night.start("01:00", "3.1.a");
    assert_eq!(end(&night, "01:00"), instant("01:52"));
}
