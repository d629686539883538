//! Health as the journal tells it: statuses, windows, effects, the clock that triggers count by.

use chrono::TimeDelta;
use golive::journal::{Event, Seen, Status};
use golive::session::CheckHealth;

use crate::night::Night;

fn page(on: bool) -> Event {
    let switch = "maintenance".to_owned();
    if on { Event::SwitchOn { switch } } else { Event::SwitchOff { switch } }
}

impl Night {
    fn down_for(&self, check: &str) -> i64 {
        self.health(check).down_for(self.now(), None).num_seconds()
    }
}

#[test]
fn a_change_keeps_what_was_before_and_since_when() {
    let mut night = Night::new();
    night.check("checkout", Status::Up).wait(60.0);
    let since = night.now();
    night.check("checkout", Status::Down).wait(10.0).check("checkout", Status::Down);
    let health = night.health("checkout");
    assert_eq!((health.status, health.before, health.since), (Status::Down, Some(Status::Up), since));
}

#[test]
fn only_getting_worse_counts_as_worse() {
    let mut night = Night::new();
    for status in [
        Status::Up,
        Status::Degraded, // worse
        Status::Down,     // worse
        Status::Unknown,
        Status::Down, // as before the unknown
        Status::Degraded,
        Status::Up,
        Status::Unknown,
        Status::Up,
        Status::Unknown,
        Status::Down, // worse than the up before the unknown
    ] {
        night.wait(10.0).check("checkout", status);
    }
    assert_eq!(night.health("checkout").worse.len(), 3);
}

#[test]
fn windows_are_kept_for_as_long_as_steadiness_needs_them() {
    let mut night = Night::new();
    let more = u32::try_from(CheckHealth::KEPT).unwrap() + 30;
    night.watch(more * 10);
    let health = night.health("orders-db");
    assert_eq!(health.windows.len(), CheckHealth::KEPT);
    assert_eq!(health.windows.back().unwrap().at, night.now());
    assert_eq!(health.samples, more * 10);
}

#[test]
fn before_the_start_ends_with_the_first_switch_on_or_execute_step() {
    let mut night = Night::new();
    night.watch(100);
    assert_eq!(night.health("orders-db").before_start, (100, 0));
    night.event(page(true)).watch(100);
    assert_eq!(night.health("orders-db").before_start, (100, 0));

    let mut night = Night::started();
    night.watch(50).start("3.1.a").watch(50);
    assert_eq!(night.health("orders-db").before_start, (50, 0));
}

#[test]
fn an_expected_effect_feeds_no_window_and_its_end_leaves_an_empty_one_with_the_status_from_before() {
    let mut night = Night::new();
    night.check("checkout", Status::Up).watch(100).event(page(true));
    night.seen("checkout", Status::Up, Some(Seen::Down)).watch(100);
    assert_eq!(night.health("checkout").samples, 100);
    assert_eq!(night.health("orders-db").samples, 200);
    night.event(page(false));
    let health = night.health("checkout");
    assert_eq!((health.status, health.seen, health.samples), (Status::Up, None, 0));
    assert!(health.windows.is_empty());
    night.watch(20);
    assert_eq!(night.health("checkout").samples, 20);
}

#[test]
fn an_overrun_effect_is_real_from_that_second() {
    let mut night = Night::new();
    night.check("checkout", Status::Up).watch(100).event(page(true)).watch(100);
    night.event(Event::ExpectOverrun { source: "maintenance".to_owned() });
    assert!(night.session.effect_on(&night.plan, "checkout").is_none());
    night.watch(30);
    assert_eq!(night.health("checkout").samples, 30);
    night.event(page(false));
    assert_eq!(night.health("checkout").samples, 30, "it was real already");
}

#[test]
fn a_switch_opens_its_effect_once() {
    let mut night = Night::new();
    night.event(page(true)).wait(60.0).event(page(true));
    night.event(Event::ExpectOpened { source: "maintenance".to_owned() });
    assert_eq!(night.session.effects.len(), 1);
    night.event(page(false)).event(Event::ExpectClosed { source: "maintenance".to_owned() });
    assert_eq!(night.session.effects.len(), 1);
    assert!(night.session.effects[0].closed.is_some());
    assert_eq!(night.session.strange, 0);
}

#[test]
fn the_trigger_clock_runs_while_down_and_unknown_neither_runs_nor_resets_it() {
    let mut night = Night::new();
    night.check("checkout", Status::Down).wait(60.0).check("checkout", Status::Unknown).wait(600.0);
    assert_eq!(night.down_for("checkout"), 60);
    night.check("checkout", Status::Down).wait(30.0);
    assert_eq!(night.down_for("checkout"), 90);
    night.check("checkout", Status::Up).check("checkout", Status::Down).wait(10.0);
    assert_eq!(night.down_for("checkout"), 10);
}

#[test]
fn an_expected_effect_stops_the_trigger_clock() {
    let mut night = Night::new();
    night.check("checkout", Status::Down).wait(60.0).event(page(true)).wait(600.0);
    assert_eq!(night.down_for("checkout"), 60);
    night.event(page(false)).wait(30.0);
    assert_eq!(night.down_for("checkout"), 90);
}

#[test]
fn clearing_a_trigger_starts_its_clock_from_zero() {
    let mut night = Night::new();
    night.check("checkout", Status::Down).wait(200.0);
    night.event(Event::TriggerMet { trigger: "R1".to_owned(), text: "2 min".to_owned() });
    assert!(night.session.triggers["R1"].met.is_some());
    night.check("checkout", Status::Up);
    assert!(night.session.triggers["R1"].met.is_some(), "it latches");
    night.check("checkout", Status::Down).wait(60.0);
    night.event(Event::TriggerCleared { trigger: "R1".to_owned(), reason: "CDN".to_owned() }).wait(30.0);
    let state = &night.session.triggers["R1"];
    assert!(state.met.is_none());
    let down = night.health("checkout").down_for(night.now(), state.clock_from);
    assert_eq!(down, TimeDelta::seconds(30));
}

#[test]
fn a_window_with_more_entries_than_checks_is_counted_as_strange_and_the_rest_is_used() {
    let mut night = Night::new();
    let w = (0..9).map(|_| golive::journal::CheckWindow(1, 0, 0, String::new())).collect();
    night.event(Event::CheckWindow { seconds: 10.0, w });
    assert_eq!(night.session.strange, 1);
    assert_eq!(night.health("checkout").samples, 1);
    night.event(Event::CheckWindow { seconds: f64::NAN, w: Vec::new() });
    assert_eq!(night.session.strange, 2);
}
