//! Checks, versions and watch gaps at their boundaries.

use super::*;

#[test]
fn steadiness_is_reached_to_the_window() {
    let mut night = ready_for_go();
    night.change("01:50", "inside", Status::Down);
    night.windows("01:50", "01:51", &["inside"]);
    night.live("01:51", "4.12.0");
    night.windows("01:51", "02:01", &[]);
    assert_eq!(night.word("02:00:59"), R::NotYet);
    assert_eq!(rows(&night, "02:00:59"), only("not-steady", "inside"));
    assert_eq!(night.word("02:01"), R::Go);
}

#[test]
fn degraded_is_wrong_after_fifteen_minutes() {
    let mut night = ready_for_go();
    night.change("01:50", "inside", Status::Degraded);
    night.windows("01:50", "02:05", &[]);
    assert_eq!(rows(&night, "02:04:59"), only("not-steady", "inside"));
    assert_eq!(night.word("02:05"), R::Hold);
    assert_eq!(rows(&night, "02:05"), only("check-degraded", "inside"));
}

#[test]
fn a_muted_critical_check_holds_unless_the_approver_muted_it() {
    let mute = |until: &str| Event::CheckMuted {
        check: "inside".to_owned(),
        until: Some(instant(until)),
        reason: "known".to_owned(),
    };
    let mut night = ready_for_go();
    night.tell("01:50", "lee", mute("02:20"));
    assert_eq!(night.word("01:50"), R::Hold);
    assert_eq!(rows(&night, "01:50"), only("check-muted", "inside"));
    night.tell("01:50", "zoe", mute("02:20"));
    assert_eq!(night.word("01:50"), R::Go);
}

#[test]
fn an_external_mark_lasts_until_its_time() {
    let mut night = ready_for_go();
    night.change("01:50", "inside", Status::Down);
    let mark = Event::CheckExternal {
        check: "inside".to_owned(),
        until: Some(instant("02:00")),
        reason: "the provider".to_owned(),
    };
    night.tell("01:50", "zoe", mark);
    night.windows("01:50", "02:02", &[]);
    assert_eq!(night.word("01:59:59"), R::Go);
    let verdict = night.verdict("02:00");
    assert_eq!(verdict.recommendation, R::Hold);
    assert!(
        verdict.against[0].text.contains("marked external until 02:00, which is over"),
        "{:?}",
        verdict.against
    );
    assert_eq!(night.word("02:01:59"), R::Hold);
    assert_eq!(night.word("02:02"), R::Rollback, "its trigger counts from the end of the mark");
}

#[test]
fn nobody_polling_is_wrong_after_three_window_periods() {
    let mut night = Night::deploying();
    night.start("01:00", "3.1.a");
    assert_eq!(night.word("01:00:30"), R::Proceed);
    assert_eq!(night.word("01:00:31"), R::Hold);
    assert_eq!(rows(&night, "01:00:31"), only("unobserved", ""));
    let fresh = Night::new();
    assert_eq!(fresh.word("00:00:30"), R::NotYet, "a conductor has just begun");
    assert_eq!(fresh.word("00:00:31"), R::Hold);
}

#[test]
fn go_needs_the_new_version_everywhere() {
    let mut night = ready_for_go();
    assert_eq!(night.word("01:50"), R::Go);
    night.live("01:50", "4.11.3");
    let verdict = night.verdict("01:50");
    assert_eq!(verdict.recommendation, R::Hold);
    assert_eq!(verdict.against[0].rule, "version-not-live");
    assert_eq!(verdict.changes_when, "4.12.0 on 1/1 → GO");
}

#[test]
fn a_version_is_given_two_probes_after_execute_to_show() {
    let mut night = Night::deploying();
    night.live("01:00", "4.11.3");
    night.ran("01:00", "01:20", "3.1.a");
    night.ran("01:20", "01:30", "3.1.b");
    night.windows("01:00", "01:31", &[]);
    assert_eq!(night.word("01:30:09"), R::Proceed, "critical checks are probed every five seconds by now");
    assert_eq!(night.word("01:30:10"), R::Hold);
}
