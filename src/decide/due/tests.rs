//! What the conductor journals as time passes, each once.

use super::due;
use crate::decide::testing::{Night, instant, stamp};
use crate::decide::wakeup;
use crate::journal::{DecisionKind, Event, Extended, Status};

fn events(night: &Night, clock: &str) -> Vec<Event> {
    due(&night.plan, &night.session, stamp(clock))
}

/// Journals what is due at each of the times, and returns the names.
fn journalled(night: &mut Night, clocks: &[&str]) -> Vec<String> {
    let mut names = Vec::new();
    for clock in clocks {
        for event in events(night, clock) {
            if let Event::DeadlinePassed { deadline, .. } = &event {
                names.push(deadline.clone());
            }
            night.tell(clock, "golive", event);
        }
    }
    names
}

#[test]
fn nothing_is_due_while_all_is_calm() {
    assert_eq!(events(&Night::deploying(), "01:00"), []);
}

#[test]
fn a_trigger_is_met_at_its_second_and_only_once() {
    let mut night = Night::deploying();
    night.start("01:00", "3.1.a");
    night.change("01:05", "inside", Status::Down);
    night.windows("01:00", "01:07", &[]);
    assert_eq!(events(&night, "01:06:59"), []);
    let met = events(&night, "01:07");
    let [Event::TriggerMet { trigger, text }] = met.as_slice() else { panic!("{met:?}") };
    assert_eq!(trigger, "R1");
    assert!(text.starts_with("inside is down for 2m00s (limit 2m); down: 3 in a row failed"), "{text}");
    night.tell("01:07", "golive", met[0].clone());
    assert_eq!(events(&night, "01:07:10"), []);
}

#[test]
fn no_trigger_is_met_before_execute_or_while_rolling_back_or_unobserved() {
    let mut early = Night::new();
    early.all_up("00:00:05");
    early.change("00:01", "inside", Status::Down);
    early.windows("00:00:05", "00:10", &[]);
    assert_eq!(events(&early, "00:10"), []);
    assert_eq!(early.against("00:10")[0], "trigger-met", "though it is wrong");
    let mut night = Night::deploying();
    night.start("01:00", "3.1.a");
    night.change("01:05", "inside", Status::Down);
    night.windows("01:00", "01:06", &[]);
    assert_eq!(events(&night, "01:08"), [], "nobody has polled since 01:06");
    night.decide("01:06", DecisionKind::Rollback);
    night.windows("01:06", "01:10", &[]);
    assert_eq!(events(&night, "01:10"), []);
}

#[test]
fn a_cleared_trigger_counts_from_zero() {
    let mut night = Night::deploying();
    night.start("01:00", "3.1.a");
    night.change("01:05", "inside", Status::Down);
    night.windows("01:00", "01:12", &[]);
    night.tell("01:07", "golive", Event::TriggerMet { trigger: "R1".to_owned(), text: String::new() });
    night.tell("01:10", "zoe", Event::TriggerCleared { trigger: "R1".to_owned(), reason: "ours".to_owned() });
    assert_eq!(events(&night, "01:11:59"), []);
    assert_eq!(events(&night, "01:12").len(), 1);
}

#[test]
fn an_effect_is_overrun_once_and_forgiven_by_an_extension() {
    let mut night = Night::with(&[("at-most = \"3h\"", "at-most = \"60m\"")]);
    night.prepare();
    night.windows("01:00", "02:10", &[]);
    assert_eq!(events(&night, "01:57:59"), []);
    let overrun = Event::ExpectOverrun { source: "page".to_owned() };
    assert_eq!(events(&night, "01:58"), std::slice::from_ref(&overrun));
    night.tell("01:58", "golive", overrun);
    assert_eq!(events(&night, "01:58:10"), []);
    assert!(night.against("01:59").contains(&"expected-overrun".to_owned()));
    let verdict = night.verdict("01:59");
    let extended = Event::WindowExtended {
        what: Extended::Outage,
        to: instant("02:30"),
        reason: "CHG".to_owned(),
        verdict,
    };
    night.tell("02:00", "zoe", extended);
    assert!(!night.against("02:00").contains(&"expected-overrun".to_owned()));
    assert_eq!(events(&night, "02:00"), []);
    night.windows("02:10", "02:31", &[]);
    assert_eq!(events(&night, "02:30").len(), 1, "the longer time is used up as well");
}

#[test]
fn each_deadline_passes_once_and_anew_after_an_extension() {
    let mut night = Night::deploying();
    night.ran("01:00", "01:20", "3.1.a");
    night.ran("01:20", "01:30", "3.1.b");
    night.windows("01:00", "01:40", &[]);
    assert_eq!(journalled(&mut night, &["04:21"]), Vec::<String>::new(), "to the second");
    let clocks = ["04:21:01", "04:22", "04:26:01", "04:30", "05:00:01", "05:01"];
    assert_eq!(journalled(&mut night, &clocks), ["decide-by", "last-safe-rollback", "window-end"]);
    let verdict = night.verdict("05:02");
    let extended = Event::WindowExtended {
        what: Extended::Window,
        to: instant("07:00"),
        reason: "CHG".to_owned(),
        verdict,
    };
    night.tell("05:02", "zoe", extended);
    assert_eq!(journalled(&mut night, &["05:03", "06:00"]), Vec::<String>::new());
    assert_eq!(journalled(&mut night, &["06:21:01", "06:22"]), ["decide-by"]);
}

#[test]
fn a_deadline_that_passed_is_not_told_again_because_the_outage_was_extended() {
    let mut night = Night::deploying();
    night.ran("01:00", "01:20", "3.1.a");
    assert_eq!(journalled(&mut night, &["04:30"]), ["decide-by", "last-safe-rollback"]);
    let verdict = night.verdict("04:31");
    let extended = Event::WindowExtended {
        what: Extended::Outage,
        to: instant("05:30"),
        reason: "CHG".to_owned(),
        verdict,
    };
    night.tell("04:31", "zoe", extended);
    assert_eq!(journalled(&mut night, &["04:32", "04:33"]), Vec::<String>::new());
}

#[test]
fn restored_is_journalled_when_it_first_holds_with_its_verdict() {
    let mut night = Night::deciding();
    night.decide("01:50", DecisionKind::Rollback);
    assert_eq!(events(&night, "01:50"), []);
    night.ran("01:50", "01:55", "r1");
    night.ran("01:55", "02:00", "r2");
    night.live("02:00", "4.11.3");
    night.windows("01:50", "02:00", &[]);
    let restored = events(&night, "02:00");
    assert!(matches!(restored.as_slice(), [Event::RollbackCompleted { .. }]), "{restored:?}");
    night.tell("02:00", "golive", restored[0].clone());
    assert_eq!(events(&night, "02:00"), []);
    assert_eq!(night.look("02:00").phase, crate::session::Phase::Closing);
}

#[test]
fn the_next_waking_is_the_nearest_deadline() {
    let wakes = |night: &Night, clock: &str| {
        wakeup(&night.plan, &night.session, stamp(clock)).map(|wakeup| wakeup.at)
    };
    let mut night = Night::deploying();
    assert_eq!(wakes(&night, "00:59"), Some(instant("01:00")), "the window's start");
    night.start("01:00", "3.1.a");
    assert_eq!(wakes(&night, "01:00:01"), Some(instant("01:20")), "the end of the running step by its plan");
    night.windows("01:00", "01:05", &[]);
    night.change("01:05", "inside", Status::Down);
    assert_eq!(wakes(&night, "01:05"), Some(instant("01:07")), "the trigger");
}
