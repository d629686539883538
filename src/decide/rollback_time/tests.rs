//! What a rollback step counts for, and which of them count.

use chrono::TimeDelta;

use crate::decide::testing::{Night, instant, minutes};
use crate::journal::{DecisionKind, Event, Proof};

/// Rehearsed at that time in so many minutes.
fn rehearsed(night: &mut Night, at: &str, took: f64, production_like: bool) {
    let proof = Proof::Rehearsal {
        at: at.parse().unwrap(),
        place: "staging".to_owned(),
        minutes: took,
        production_like,
        digest: night.plan.rollback_digest(),
    };
    let step = "1.1".to_owned();
    night.tell("00:50", "mia", Event::StepDone { step, stated: None, proof: Some(proof), note: None });
}

/// What the whole runbook counts for at 01:00, without the ten minutes of steadiness.
fn counted(night: &Night) -> TimeDelta {
    night.look("01:00").clocks.rollback_time.unwrap() - minutes(10)
}

#[test]
fn a_fresh_rehearsal_on_data_like_production_earns_the_smaller_margin() {
    let mut night = Night::new();
    rehearsed(&mut night, "2027-02-08T12:00:00Z", 10.0, true);
    assert_eq!(counted(&night), TimeDelta::seconds(16 * 60 * 12 / 10), "16 min planned, 1.2 times");
    let mut staging = Night::new();
    rehearsed(&mut staging, "2027-02-08T12:00:00Z", 10.0, false);
    assert_eq!(counted(&staging), minutes(24), "1.5 times");
}

#[test]
fn a_rehearsal_is_fresh_for_fourteen_days_to_the_second() {
    let mut fresh = Night::new();
    rehearsed(&mut fresh, "2027-01-27T01:00:00Z", 10.0, true);
    assert_eq!(counted(&fresh), TimeDelta::seconds(16 * 60 * 12 / 10));
    let mut old = Night::new();
    rehearsed(&mut old, "2027-01-27T00:59:59Z", 10.0, true);
    assert_eq!(counted(&old), minutes(24));
}

#[test]
fn freshness_is_judged_when_execute_starts_and_stays() {
    let mut night = Night::deploying();
    rehearsed(&mut night, "2027-01-27T01:00:00Z", 10.0, true);
    night.start("01:00", "3.1.a");
    let later = night.look("04:00").clocks.undo_so_far.unwrap();
    assert_eq!(later, minutes(12 + 10));
}

#[test]
fn a_rehearsal_that_took_longer_than_planned_counts() {
    let mut night = Night::new();
    rehearsed(&mut night, "2027-02-08T12:00:00Z", 32.0, true);
    assert_eq!(counted(&night), TimeDelta::seconds(32 * 60 * 12 / 10), "each step its share of 32 min");
    night.start("01:00", "3.1.a");
    let undo = night.look("01:00").clocks.undo_so_far.unwrap();
    assert_eq!(undo, minutes(10) + minutes(24), "10 of 16 planned minutes: 20 of 32, 1.2 times");
}

#[test]
fn a_rehearsal_of_other_steps_proves_nothing() {
    let mut night = Night::new();
    let proof = Proof::Rehearsal {
        at: instant("-12:00"),
        place: "staging".to_owned(),
        minutes: 60.0,
        production_like: true,
        digest: "other".to_owned(),
    };
    let step = "1.1".to_owned();
    night.tell("00:50", "mia", Event::StepDone { step, stated: None, proof: Some(proof), note: None });
    assert_eq!(counted(&night), minutes(24));
    assert!(night.against("00:50").contains(&"evidence-stale".to_owned()));
}

#[test]
fn steps_beside_each_other_count_once() {
    let mut night = Night::with(&[("undoes = [\"3.1.b\"]", "undoes = [\"3.1.b\"]\nneeds = []")]);
    night.prepare();
    night.ran("01:00", "01:20", "3.1.a");
    night.start("01:20", "3.1.b");
    assert_eq!(night.look("01:20").clocks.undo_so_far, Some(minutes(15 + 10)), "the longer of the two");
}

#[test]
fn an_added_step_counts_as_long_as_it_took_or_makes_it_unknown() {
    let added = |undo: Option<&str>| {
        let mut night = Night::deploying();
        let step = Event::StepAdded {
            step: "+1".to_owned(),
            stage: "execute".to_owned(),
            title: "Clear the cache".to_owned(),
            owner: None,
            mandatory: false,
            undo: undo.map(str::to_owned),
            due: None,
            purpose: None,
        };
        night.tell("01:00", "mia", step);
        night.ran("01:00", "01:04", "+1");
        night.look("01:10").clocks
    };
    assert_eq!(added(Some("warm it")).undo_so_far, Some(minutes(6 + 10)));
    assert_eq!(added(None).undo_so_far, None);
    assert_eq!(added(None).cannot_undo, ["+1"]);
}

#[test]
fn a_failed_step_counts_as_its_fallback() {
    let mut night = Night::deciding();
    night.decide("01:50", DecisionKind::Rollback);
    night.start("01:50", "r1");
    night.fail("01:52", "r1");
    let look = night.look("01:52");
    let step = |id: &str| look.runbook.iter().find(|step| step.id == id).unwrap().clone();
    assert!(step("r9").applies);
    assert_eq!(step("r9").because, "in place of r1, which failed");
    assert_eq!(step("r9").counted, minutes(140), "twice as long where data is restored");
    assert_eq!(look.clocks.undo_so_far, Some(minutes(140 + 9 + 10)));
}

#[test]
fn the_runbook_says_of_each_step_why_it_is_done_or_not() {
    let mut night = Night::deploying();
    night.start("01:00", "3.1.a");
    let look = night.look("01:00");
    let because: Vec<(&str, bool, &str)> =
        look.runbook.iter().map(|step| (step.id.as_str(), step.applies, step.because.as_str())).collect();
    assert_eq!(
        because,
        [
            ("r1", true, "undoes 3.1.a"),
            ("r2", false, "nothing of 3.1.b was started"),
            ("r9", false, "only if r1 fails"),
        ]
    );
    assert_eq!(look.runbook[0].end, Some(instant("01:15")), "if it were decided now");
}
