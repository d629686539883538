//! The outage odometer.

use golive::journal::{Event, Seen, Status};

use crate::night::Night;

fn page(on: bool) -> Event {
    let switch = "maintenance".to_owned();
    if on { Event::SwitchOn { switch } } else { Event::SwitchOff { switch } }
}

#[test]
fn unplanned_downtime_is_what_an_availability_check_shows() {
    let mut night = Night::new();
    night.watch(30).check("checkout", Status::Down).watch(60);
    assert_eq!(night.downtime(), (0, 60));
    night.check("orders-db", Status::Down).watch(30).check("checkout", Status::Up).watch(60);
    assert_eq!(night.downtime(), (0, 90), "orders-db is no availability check");
}

#[test]
fn planned_downtime_is_what_an_effect_covers() {
    let mut night = Night::new();
    night.watch(30).check("checkout", Status::Up).event(page(true)).watch(10);
    assert_eq!(night.downtime(), (0, 0), "not seen down yet");
    night.seen("checkout", Status::Up, Some(Seen::Down)).watch(300);
    assert_eq!(night.downtime(), (300, 0));
    night.event(Event::ExpectOverrun { source: "maintenance".to_owned() });
    night.check("checkout", Status::Down).watch(60);
    assert_eq!(night.downtime(), (300, 60));
    night.event(page(false)).check("checkout", Status::Up).watch(60);
    assert_eq!(night.downtime(), (300, 60));
}

#[test]
fn down_under_the_page_but_not_with_it_counts_all_the_same() {
    let mut night = Night::new();
    night.watch(30).event(page(true)).seen("checkout", Status::Up, Some(Seen::Wrong)).watch(60);
    assert_eq!(night.downtime(), (60, 0));
    night.seen("checkout", Status::Up, Some(Seen::Answering)).watch(60);
    assert_eq!(night.downtime(), (60, 0));
}

#[test]
fn what_nobody_watched_is_not_counted() {
    let mut night = Night::new();
    night.watch(30).check("checkout", Status::Down).watch(60);
    night.wait(25.0);
    assert_eq!(night.downtime(), (0, 85), "a window is late, not missing");
    night.wait(600.0);
    assert_eq!(night.downtime(), (0, 60), "nobody polled since the last window");
    night.event(Event::StepNoted { step: "1.2".to_owned(), note: "back again".to_owned() }).wait(5.0);
    assert_eq!(night.downtime(), (0, 60));
    night.watch(20);
    assert_eq!(night.downtime(), (0, 70), "counted again from the first window after the gap");
}

#[test]
fn a_leap_of_the_demo_s_clock_is_watched_by_who_watched_until_then() {
    let leap = |seconds: f64| Event::ClockLeapt { by_seconds: seconds, to: "next".to_owned(), real_up: 1.0 };
    let mut night = Night::new();
    night.watch(30).check("checkout", Status::Down).watch(60);
    night.wait(605.0).event(leap(600.0)).wait(15.0);
    assert_eq!(night.downtime(), (0, 680), "down before and after it");
    assert!(night.session.is_watched(night.now()));
    let mut left = Night::new();
    left.watch(30).check("checkout", Status::Down).watch(60);
    left.wait(700.0).event(leap(600.0)).wait(15.0);
    assert_eq!(left.downtime(), (0, 60), "nobody had polled for 100 s before the leap");
    assert!(!left.session.is_watched(left.now()));
}

#[test]
fn an_amendment_corrects_it_and_it_is_never_negative() {
    let mut night = Night::new();
    let amend = |seconds: f64| Event::Amendment {
        amends: None,
        text: "the probe's own network".to_owned(),
        planned_outage_seconds: None,
        unplanned_outage_seconds: Some(seconds),
        settles: None,
    };
    night.watch(30).check("checkout", Status::Down).watch(60).check("checkout", Status::Up);
    night.event(amend(-20.0));
    assert_eq!(night.downtime(), (0, 40));
    night.event(amend(-500.0));
    assert_eq!(night.downtime(), (0, 0));
    night.event(amend(f64::NAN)).event(amend(1e300));
    assert_eq!(night.session.strange, 2);
}
