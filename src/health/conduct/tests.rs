use chrono_tz::Tz;

use super::*;
use crate::health::tracker::testing::{at, check, fail, pass, unjudged};
use crate::journal::{Cause, CheckWindow, Seen};
use crate::plan::Probe;
use crate::session::CheckHealth;

/// Three checks; the second is of a kind that is not polled.
fn engine() -> Engine {
    let tls = Check { id: "tls".to_owned(), probe: Probe::NotPolled("tls".to_owned()), ..check() };
    let last = Check { id: "search".to_owned(), ..check() };
    Engine::over(&[check(), tls, last], 1.0, at(0), |check| Tracker::new(check, Tz::UTC, at(0)))
}

fn counts(event: &Event) -> Vec<(u32, u32)> {
    match event {
        Event::CheckWindow { w, .. } => {
            w.iter().map(|CheckWindow(samples, fails, ..)| (*samples, *fails)).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_window_event_comes_every_ten_seconds_with_one_entry_a_check_of_the_plan() {
    let mut engine = engine();
    engine.sample(0, &pass(0));
    engine.sample(1, &pass(0));
    engine.sample(2, &fail(1, Cause::Status));
    assert_eq!(engine.tick(at(9)), []);
    assert_eq!(engine.next_window(), at(10));
    let events = engine.tick(at(10));
    assert_eq!(events.len(), 1);
    assert_eq!(counts(&events[0]), [(1, 0), (0, 0), (1, 1)]);
    assert_eq!(counts(&engine.tick(at(20))[0]), [(0, 0), (0, 0), (0, 0)], "also when nothing was seen");
}

#[test]
fn in_stabilisation_it_comes_every_minute() {
    let mut engine = engine();
    engine.tempo.cadence = Cadence::Stabilise;
    assert_eq!(engine.tick(at(0)), []);
    assert_eq!(engine.next_window(), at(60));
}

#[test]
fn a_check_of_another_kind_is_neither_sampled_nor_unknown() {
    let mut engine = engine();
    assert_eq!(engine.sample(1, &pass(0)), []);
    assert_eq!(engine.sample(99, &pass(0)), []);
    let silent = engine.tick(at(60));
    let ids: Vec<&str> = silent
        .iter()
        .filter_map(|event| match event {
            Event::CheckChanged { check, .. } => Some(check.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(ids, ["checkout", "search"]);
    assert_eq!((engine.status(0), engine.status(1)), (Some(Status::Unknown), None));
}

#[test]
fn what_is_seen_under_an_effect_is_in_no_window_and_its_end_closes_one() {
    let mut engine = engine();
    engine.sample(0, &pass(0));
    let none = Expectation::None;
    let opened = engine.expect(&[Expectation::Down, none, none], at(4));
    assert_eq!(counts(&opened[0]), [(1, 0), (0, 0), (0, 0)]);
    let seen = engine.sample(0, &fail(5, Cause::Refused));
    assert!(matches!(&seen[0], Event::CheckChanged { seen: Some(Seen::Down), .. }));
    engine.sample(2, &pass(5));
    let closed = engine.expect(&[none, none, none], at(8));
    assert_eq!(counts(&closed[0]), [(0, 0), (0, 0), (1, 0)]);
    assert!(matches!(&closed[1], Event::CheckChanged { seen: None, .. }));
    assert_eq!(engine.expect(&[none, none, none], at(9)), []);
}

#[test]
fn a_leap_silences_nobody_and_no_window_spans_it() {
    let mut engine = engine();
    engine.sample(0, &pass(0));
    engine.tick(at(10));
    engine.sample(0, &pass(10));
    engine.sample(0, &pass(13));
    let told = engine.before_leap(at(14));
    assert_eq!(counts(&told[0])[0], (2, 0), "what was seen since the last window");
    assert_eq!(engine.before_leap(at(14)), [], "and nothing twice");
    engine.leapt(at(1000));
    let judged = engine.tick(at(1005));
    assert!(
        matches!(&judged[..], [Event::CheckChanged { status: Status::Up, .. }]),
        "no window, none unknown"
    );
    engine.sample(0, &pass(12));
    assert_eq!(engine.tick(at(1007)), [], "an answer that was asked for before the leap silences nobody");
    engine.sample(0, &pass(1008));
    let window = engine.tick(at(1010));
    assert!(matches!(&window[..], [Event::CheckWindow { seconds, .. }] if (*seconds - 10.0).abs() < 1e-9));
    let silent = engine.tick(at(1040));
    let unknown = |event: &&Event| matches!(event, Event::CheckChanged { status: Status::Unknown, .. });
    assert_eq!(silent.iter().filter(unknown).count(), 2, "afterwards silence counts again");
}

#[test]
fn a_conductor_that_starts_again_goes_on_from_the_journal() {
    let down = CheckHealth { status: Status::Down, ..unjudged() };
    let mut engine =
        Engine::over(&[check()], 1.0, at(100), |check| Tracker::resume(check, Tz::UTC, &down, at(95)));
    assert_eq!(engine.status(0), Some(Status::Down));
    assert_eq!(engine.sample(0, &fail(100, Cause::Status)), [], "nothing new");
    for second in [110, 120, 130, 140] {
        assert_eq!(engine.sample(0, &pass(second)), []);
    }
    assert_eq!(engine.sample(0, &pass(150)).len(), 1);
    assert_eq!(engine.status(0), Some(Status::Up));
}

#[test]
fn what_nobody_polled_meanwhile_is_unknown_until_a_pass() {
    let up = CheckHealth { status: Status::Up, ..unjudged() };
    let mut engine =
        Engine::over(&[check()], 1.0, at(500), |check| Tracker::resume(check, Tz::UTC, &up, at(0)));
    let events = engine.tick(at(500));
    assert!(matches!(
        &events[0],
        Event::CheckChanged { status: Status::Unknown, cause: Some(Cause::Silent), .. }
    ));
    engine.sample(0, &pass(501));
    assert_eq!(engine.status(0), Some(Status::Up));
}

#[test]
fn unjudged_goes_on_counting_where_the_journal_left_it() {
    let half = CheckHealth { samples: 19, ..unjudged() };
    let mut engine =
        Engine::over(&[check()], 1.0, at(190), |check| Tracker::resume(check, Tz::UTC, &half, at(185)));
    assert_eq!(engine.status(0), Some(Status::Unjudged));
    engine.sample(0, &pass(190));
    assert_eq!(engine.status(0), Some(Status::Up));
}

#[test]
fn an_effect_that_ended_while_nobody_conducted_is_over() {
    let covered = CheckHealth { status: Status::Up, seen: Some(Seen::Down), ..unjudged() };
    let resumed = |check: &Check| Tracker::resume(check, Tz::UTC, &covered, at(95));
    let mut engine = Engine::over(&[check()], 1.0, at(100), resumed);
    let events = engine.expect(&[Expectation::None], at(100));
    assert!(matches!(&events[0], Event::CheckChanged { status: Status::Up, seen: None, .. }));
    let mut engine = Engine::over(&[check()], 1.0, at(100), resumed);
    assert_eq!(engine.expect(&[Expectation::Maintenance], at(100)), [], "one that goes on says nothing");
}
