//! The three words kept apart, what binds them, and when they turn amber and red.

use chrono::TimeDelta;

use crate::decide::testing::{Night, instant, minutes};
use crate::decide::{Binding, Clocks, Fit, Urgency};
use crate::journal::{DecisionKind, Event, Extended, Status, Verdict};

fn clocks(night: &Night, clock: &str) -> Clocks {
    night.look(clock).clocks
}

fn no_verdict() -> Verdict {
    Night::new().verdict("00:00:10")
}

#[test]
fn before_anything_ran_the_countdown_is_of_the_whole_plan() {
    let night = Night::new();
    let clocks = clocks(&night, "00:10");
    assert_eq!(
        clocks.rollback_time,
        Some(minutes(34)),
        "16 min of steps, half as much again, 10 min of steadiness"
    );
    assert_eq!(clocks.undo_so_far, Some(TimeDelta::zero()));
    assert_eq!(clocks.last_safe_rollback, Some(instant("04:26")));
    assert_eq!(clocks.decide_by, Some(instant("04:21")));
    assert_eq!(clocks.binding, Binding::Window);
    assert_eq!(
        clocks.decision_expected,
        Some(instant("01:50")),
        "window start, 40 min of steps, 10 min to decide"
    );
    assert_eq!(clocks.urgency, Urgency::Calm);
}

#[test]
fn what_has_started_counts_also_when_it_failed_or_was_reopened() {
    let mut night = Night::deploying();
    night.start("01:00", "3.1.a");
    assert_eq!(clocks(&night, "01:00").undo_so_far, Some(minutes(25)));
    night.fail("01:05", "3.1.a");
    assert_eq!(clocks(&night, "01:05").undo_so_far, Some(minutes(25)));
    let mut reopened = Night::deploying();
    reopened.ran("01:00", "01:20", "3.1.a");
    reopened.tell(
        "01:30",
        "zoe",
        Event::StepReopened { step: "3.1.a".to_owned(), reason: "again".to_owned() },
    );
    assert_eq!(clocks(&reopened, "01:30").undo_so_far, Some(minutes(25)));
}

#[test]
fn a_started_step_that_nothing_undoes_makes_it_unknown_and_is_named() {
    let mut night = Night::with(&[("undoes = [\"3.1.b\"]", "undoes = [\"3.1.a\"]")]);
    night.prepare();
    assert_eq!(clocks(&night, "01:00").rollback_time, None, "it will have run by the decision");
    assert_eq!(clocks(&night, "01:00").binding, Binding::Unknown);
    assert_eq!(clocks(&night, "01:00").undo_so_far, Some(TimeDelta::zero()));
    night.ran("01:00", "01:20", "3.1.a");
    night.start("01:20", "3.1.b");
    let clocks = clocks(&night, "01:20");
    assert_eq!((clocks.undo_so_far, clocks.last_safe_rollback), (None, None));
    assert_eq!(clocks.cannot_undo, ["3.1.b"]);
}

#[test]
fn an_irreversible_step_binds_until_it_starts_and_then_there_is_no_way_back() {
    let mut night = Night::with(&[
        ("title = \"Deploy web\"", "title = \"Deploy web\"\n  irreversible = true"),
        ("undoes = [\"3.1.b\"]", "undoes = [\"4.1\"]"),
    ]);
    night.prepare();
    night.start("01:00", "3.1.a");
    let before = clocks(&night, "01:00");
    assert_eq!(before.binding, Binding::Irreversible("3.1.b".to_owned()));
    assert_eq!(before.last_safe_rollback, Some(instant("01:20")));
    assert_eq!(before.rollback_time, Some(minutes(25)), "of what will have run just before it");
    assert_eq!(before.urgency, Urgency::Calm, "no colour where an irreversible step binds");
    night.done("01:20", "3.1.a");
    night.start("01:20", "3.1.b");
    let after = clocks(&night, "01:20");
    assert!(after.roll_forward_only);
    assert_eq!((after.decide_by, after.last_safe_rollback), (None, None));
    assert_eq!(after.undo_so_far, Some(minutes(25)), "stands beside it");
    let fit = night.look("01:20").forecast.steps["4.1"].fit;
    assert_eq!(fit, Some(Fit::Fits), "a step fits if it ends by the window end");
}

#[test]
fn re_opening_binds_where_the_rollback_restores_data() {
    let mut night =
        Night::with(&[("title = \"Redeploy web\"", "title = \"Redeploy web\"\nrestores-data = true")]);
    night.prepare();
    let clocks = clocks(&night, "01:00");
    assert_eq!(clocks.binding, Binding::Reopening);
    assert_eq!(clocks.last_safe_rollback, Some(instant("01:50")), "the page goes off with the decision");
    assert_eq!(clocks.rollback_time, Some(minutes(15 + 12 + 10)), "twice as long where data is restored");
}

#[test]
fn the_old_version_binds_where_it_goes_first() {
    let kept = "[stabilisation]\nkeep-old-until = 2027-02-10T04:00:00";
    let night = Night::with(&[("[stabilisation]", kept)]);
    let clocks = clocks(&night, "00:10");
    assert_eq!(clocks.binding, Binding::KeepOldUntil);
    assert_eq!(clocks.last_safe_rollback, Some(instant("04:00")));
}

#[test]
fn amber_under_twice_the_decision_time_and_red_under_once() {
    let mut night = Night::deploying();
    night.ran("01:00", "01:20", "3.1.a");
    night.ran("01:20", "01:30", "3.1.b");
    night.ran("01:30", "01:40", "4.1");
    assert_eq!(clocks(&night, "01:40").decide_by, Some(instant("04:21")));
    assert_eq!(
        clocks(&night, "04:05").urgency,
        Urgency::Amber,
        "a decision now is expected within 15 min of it"
    );
    assert_eq!(clocks(&night, "04:11").urgency, Urgency::Amber);
    assert_eq!(clocks(&night, "04:11:01").urgency, Urgency::Red);
    let extended = Event::WindowExtended {
        what: Extended::Window,
        to: instant("06:00"),
        reason: "CHG-1".to_owned(),
        verdict: no_verdict(),
    };
    night.tell("04:12", "zoe", extended);
    assert_eq!(clocks(&night, "04:12").decide_by, Some(instant("05:21")));
    assert_eq!(clocks(&night, "04:12").urgency, Urgency::Calm);
}

#[test]
fn each_remaining_step_fits_up_to_the_last_second() {
    let mut night = Night::deploying();
    night.ran("01:00", "01:20", "3.1.a");
    let fit = |night: &Night, clock: &str| night.look(clock).forecast.steps["3.1.b"].fit.unwrap();
    // 10 min of work, then 34 min to go back: it must begin 44 min before the end.
    assert_eq!(fit(&night, "01:20"), Fit::Fits);
    assert_eq!(fit(&night, "04:06"), Fit::Fits, "ten minutes to spare");
    assert_eq!(fit(&night, "04:06:01"), Fit::Tight);
    assert_eq!(fit(&night, "04:16"), Fit::Tight);
    assert_eq!(fit(&night, "04:16:01"), Fit::DoesNotFit);
}

#[test]
fn rolling_back_counts_to_the_moment_when_service_is_back() {
    let mut night = Night::deciding();
    night.decide("01:50", DecisionKind::Rollback);
    let decided = clocks(&night, "01:50");
    assert_eq!(decided.restored_about, Some(instant("02:24")), "34 min from now");
    assert_eq!((decided.decide_by, decided.last_safe_rollback), (None, None));
    night.ran("01:50", "01:52", "r1");
    night.ran("01:52", "01:54", "r2");
    night.windows("01:50", "01:54", &[]);
    assert_eq!(clocks(&night, "01:54").restored_about, Some(instant("01:54")), "steady already");
}

#[test]
fn nobody_knows_when_service_is_back_behind_a_page_that_is_on_for_too_long() {
    let mut night = Night::with(&[("at-most = \"3h\"", "at-most = \"45m\"")]);
    night.prepare();
    night.ran("01:00", "01:20", "3.1.a");
    night.windows("01:00", "01:44", &[]);
    night.change("01:44", "shop", Status::Down);
    night.decide("01:45", DecisionKind::Rollback);
    assert_eq!(clocks(&night, "01:45").restored_about, Some(instant("02:10")), "15 min and 10 to be steady");
    night.ran("01:45", "01:50", "r1");
    night.live("01:51", "4.11.3");
    night.windows("01:44", "02:00", &[]);
    assert_eq!(clocks(&night, "02:00").restored_about, None, "the page stays as long as nobody turns it off");
    let next = night.look("02:00").next.unwrap();
    assert_eq!(next.text, "waiting for lee: 6.3 Page off; until then shop stays down");
}

#[test]
fn after_go_only_the_old_version_bounds_a_late_rollback() {
    let kept = "[stabilisation]\nkeep-old-until = 2027-02-11T18:00:00";
    let mut night = Night::with(&[("[stabilisation]", kept)]);
    night.prepare();
    night.ran("01:00", "01:20", "3.1.a");
    night.ran("01:20", "01:30", "3.1.b");
    night.decide("01:50", DecisionKind::Go);
    let clocks = clocks(&night, "01:51");
    assert_eq!(clocks.binding, Binding::KeepOldUntil);
    assert_eq!(clocks.decide_by, None);
    assert_eq!(clocks.rollback_time, Some(minutes(34)), "late rollback");
    assert_eq!(clocks.stabilisation_end, Some(instant("17:00") + TimeDelta::days(2)));
}
