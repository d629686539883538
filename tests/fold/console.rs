//! Clocks, boots, consoles; and what is not understood.

use chrono::TimeDelta;
use golive::journal::{Event, Mode};
use golive::session::Session;

use crate::night::{Night, genesis, plan};

fn attached(boot: &str, speed: f64, real_up: f64) -> Event {
    Event::ConsoleAttached { boot: boot.to_owned(), pid: 7, golive: "0.1.0".to_owned(), speed, real_up }
}

#[test]
fn genesis_says_what_the_session_is() {
    let plan = plan();
    let session = Session::new(&plan, &genesis(&plan));
    assert_eq!((session.mode, session.attempt, session.seq, session.strange), (Mode::Live, 1, 1, 0));
    assert_eq!(session.plan_digest, plan.sha256);
}

#[test]
fn a_first_event_that_is_no_genesis_is_counted_and_the_session_goes_on() {
    let plan = plan();
    let mut record = genesis(&plan);
    record.event = Event::ConsoleLeft { reason: "quit".to_owned() };
    let session = Session::new(&plan, &record);
    assert_eq!((session.attempt, session.strange), (1, 1));
}

#[test]
fn a_new_boot_id_starts_a_new_boot_but_the_first_one_does_not() {
    let mut night = Night::new();
    night.event(attached("b1", 1.0, 10.0));
    assert_eq!(night.session.last.boot, 0);
    night.wait(60.0).event(attached("b1", 1.0, 70.0));
    assert_eq!(night.session.last.boot, 0);
    night.wait(60.0).event(attached("b2", 1.0, 5.0));
    assert_eq!(night.session.last.boot, 1);
}

#[test]
fn a_boot_clock_that_goes_back_is_a_new_boot_and_durations_then_come_from_the_wall_clock() {
    let mut night = Night::started();
    night.start("3.1.a");
    let started = night.session.last;
    // The machine was off for ten minutes: the wall clock went on, the boot clock began anew.
    night.at = -9_990.0;
    night.wall_off = TimeDelta::seconds(9_990 + 600);
    night.done("3.1.a");
    assert_eq!(night.session.last.boot, 1);
    assert_eq!(night.session.last.since(started), TimeDelta::minutes(10));
}

#[test]
fn two_writers_that_queue_for_the_lock_are_no_reboot() {
    let mut night = Night::started();
    night.wait(10.0).start("3.1.a");
    night.wait(-0.4).event(Event::StepNoted { step: "3.1.a".to_owned(), note: "typed before".to_owned() });
    assert_eq!(night.session.last.boot, 0);
}

#[test]
fn a_stepped_wall_clock_changes_no_duration_within_one_boot() {
    let mut night = Night::started();
    night.start("3.1.a");
    let started = night.session.last;
    night.wait(90.0);
    night.wall_off = TimeDelta::hours(-1);
    night.done("3.1.a");
    assert_eq!(night.session.last.since(started), TimeDelta::seconds(90));
}

#[test]
fn the_demo_clock_counts_from_the_newest_event_that_says_so() {
    let mut night = Night::new();
    night.event(attached("b1", 10.0, 500.0));
    assert_eq!((night.session.speed, night.session.real_up, night.session.conducting), (10.0, 500.0, true));
    night.wait(60.0).event(Event::ClockSpeed { speed: 60.0, real_up: 506.0 });
    assert_eq!((night.session.speed, night.session.speed_from), (60.0, night.now()));
    night.wait(600.0).event(Event::ClockLeapt {
        by_seconds: 540.0,
        to: "decide by".to_owned(),
        real_up: 507.0,
    });
    assert_eq!((night.session.speed, night.session.real_up), (60.0, 507.0));
    night.event(Event::ConsoleLeft { reason: "quit".to_owned() });
    assert!(!night.session.conducting);
}

#[test]
fn a_speed_that_is_none_is_passed_over() {
    let mut night = Night::new();
    for speed in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        night.event(Event::ClockSpeed { speed, real_up: 1.0 });
    }
    assert_eq!((night.session.speed, night.session.strange), (1.0, 4));
}

#[test]
fn what_concerns_nothing_known_is_counted_and_changes_nothing() {
    let mut night = Night::new();
    let text = || "x".to_owned();
    night
        .done("9.9")
        .event(Event::CheckMuted { check: text(), until: None, reason: text() })
        .event(Event::TriggerRaised { trigger: text(), reason: text() })
        .event(Event::SwitchOn { switch: text() })
        .event(Event::ExpectOpened { source: text() })
        .event(Event::NoticeSent { notice: text(), note: None })
        .event(Event::StageOpened { stage: text(), reason: text() })
        .event(Event::StepReassigned { step: "1.2".to_owned(), owner: text() })
        .event(Event::Unknown { kind: "later.kind".to_owned(), data: toml::Table::new() });
    assert_eq!(night.session.strange, 9);
    assert!(night.session.steps.values().all(|record| record.owner.is_none()));
    assert!(night.session.checks.is_empty() && night.session.triggers.is_empty());
}
