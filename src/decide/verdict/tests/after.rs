//! After the decision: stabilising, re-opening, rolling back, closing.

use super::*;

#[test]
fn stabilising_is_steady_watch_or_rollback() {
    let mut night = stabilising();
    assert_eq!(night.word("02:00"), R::Steady);
    night.change("02:00", "inside", Status::Down);
    assert_eq!(night.word("02:00"), R::Watch);
    night.windows("02:00", "02:02", &[]);
    assert_eq!(night.word("02:02"), R::Rollback);
    let mut quiet = stabilising();
    quiet.tell("02:00", "lee", Event::TriggerRaised { trigger: "R2".to_owned(), reason: "lost".to_owned() });
    assert_eq!(quiet.word("02:00"), R::Rollback);
}

#[test]
fn re_opening_fails_after_three_minutes_without_five_passes() {
    let mut night = stabilising();
    night.tell("02:00", "lee", Event::SwitchOff { switch: "page".to_owned() });
    let gate = |night: &Night, clock: &str| night.look(clock).reopening.map(|gate| gate.failed);
    night.windows("02:00", "02:03", &["shop"]);
    assert_eq!(gate(&night, "02:02:59"), Some(false));
    assert_eq!(night.word("02:02:59"), R::Steady, "not judged before its time");
    assert_eq!(gate(&night, "02:03"), Some(true));
    assert_eq!(night.word("02:03"), R::Watch);
    assert!(night.verdict("02:03").against[0].text.starts_with("RE-OPEN FAILED: Maintenance page"));
    let mut passes = stabilising();
    passes.tell("02:00", "lee", Event::SwitchOff { switch: "page".to_owned() });
    passes.windows("02:00", "02:00:40", &[]);
    assert_eq!(gate(&passes, "02:00:45"), Some(false));
    passes.windows("02:00:40", "02:00:50", &[]);
    assert_eq!(gate(&passes, "02:00:50"), None, "five passes in a row");
}

#[test]
fn rolling_back_goes_from_under_way_to_restored() {
    let mut night = rolling_back();
    assert_eq!(night.word("01:50"), R::Restoring);
    assert_eq!(night.against("01:50"), ["version-not-live", "step-open", "step-open"]);
    night.ran("01:50", "01:55", "r1");
    night.ran("01:55", "02:00", "r2");
    night.live("02:00", "4.11.3");
    night.windows("01:50", "02:00", &[]);
    assert_eq!(night.word("02:00"), R::Restored);
}

#[test]
fn rolling_back_what_was_wrong_before_no_longer_counts() {
    let mut night = Night::deciding();
    night.vote("01:45", "lead", Answer::NoGo);
    night.tell("01:45", "lee", Event::TriggerRaised { trigger: "R2".to_owned(), reason: "lost".to_owned() });
    night.decide("01:50", DecisionKind::Rollback);
    assert_eq!(night.word("01:50"), R::Restoring);
}

#[test]
fn a_rollback_step_that_fails_holds_with_a_fallback_and_fails_without() {
    let mut night = rolling_back();
    night.start("01:50", "r1");
    night.fail("01:51", "r1");
    night.windows("01:50", "01:51", &[]);
    let verdict = night.verdict("01:51");
    assert_eq!(verdict.recommendation, R::Hold);
    assert!(verdict.against[0].text.ends_with("its fallback is r9 Restore"), "{:?}", verdict.against);
    night.start("01:51", "r9");
    night.fail("01:52", "r9");
    night.windows("01:51", "01:52", &[]);
    assert_eq!(night.word("01:52"), R::Failed);
    let mut without = rolling_back();
    without.ran("01:50", "01:51", "r1");
    without.start("01:51", "r2");
    without.fail("01:52", "r2");
    without.windows("01:50", "01:52", &[]);
    assert_eq!(without.word("01:52"), R::Failed);
    assert_eq!(rows(&without, "01:52")[0], ("step-failed".to_owned(), "r2".to_owned()));
}

#[test]
fn closing_and_closed_have_no_verdict() {
    let mut night = stabilising();
    assert!(night.look("02:00").verdict.is_some());
    night.tell("02:00", "zoe", Event::SessionClosed { note: None });
    assert!(night.look("02:00").verdict.is_none());
}

#[test]
fn a_mute_of_somebody_else_does_not_restore_service() {
    let mut night = rolling_back();
    night.ran("01:50", "01:55", "r1");
    night.ran("01:55", "02:00", "r2");
    night.live("02:00", "4.11.3");
    night.windows("01:50", "02:00", &[]);
    let mute = || Event::CheckMuted {
        check: "inside".to_owned(),
        until: Some(instant("02:30")),
        reason: "noise".to_owned(),
    };
    night.tell("02:00", "lee", mute());
    assert_eq!(night.word("02:00"), R::Restoring);
    assert_eq!(rows(&night, "02:00"), only("not-steady", "inside"));
    night.tell("02:00", "zoe", mute());
    assert_eq!(night.word("02:00"), R::Restored);
}
