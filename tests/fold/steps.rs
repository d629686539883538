//! Step states: from pending to settled and back, with the time they waited.

use chrono::TimeDelta;
use golive::journal::{DecisionKind, Event, Proof};
use golive::session::{Purpose, StepState};

use crate::night::Night;

fn waiting(step: &str) -> Event {
    Event::StepWaiting { step: step.to_owned(), reason: "for the vendor".to_owned() }
}

#[test]
fn waiting_is_not_counted_as_work() {
    let mut night = Night::started();
    night.start("3.1.a").wait(60.0).event(waiting("3.1.a")).wait(300.0);
    assert_eq!(night.state("3.1.a").waited(night.now()), TimeDelta::minutes(5));
    night
        .event(Event::StepResumed { step: "3.1.a".to_owned() })
        .wait(30.0)
        .event(waiting("3.1.a"))
        .wait(60.0);
    night.done("3.1.a");
    let StepState::Done { started, ended, waited, .. } = night.state("3.1.a") else { panic!("not done") };
    assert_eq!((ended.since(*started), *waited), (TimeDelta::seconds(450), TimeDelta::seconds(360)));
}

#[test]
fn a_step_done_without_being_started_starts_and_ends_at_once() {
    let mut night = Night::new();
    night.wait(60.0).done("1.2");
    let StepState::Done { started, ended, .. } = night.state("1.2") else { panic!("not done") };
    assert_eq!(started, ended);
}

#[test]
fn a_retry_begins_anew_but_the_step_has_begun_when_it_first_did() {
    let mut night = Night::started();
    night.start("3.1.a");
    let first = night.session.last;
    night.wait(60.0).fail("3.1.a");
    assert!(matches!(night.state("3.1.a"), StepState::Failed { reason, .. } if reason == "exit 1"));
    night.wait(60.0).event(Event::StepRetried { step: "3.1.a".to_owned(), reason: None });
    assert!(matches!(night.state("3.1.a"), StepState::Running { started, .. } if *started != first));
    assert_eq!(night.session.begun("3.1.a"), Some(first));
    assert_eq!(night.session.record("3.1.a").unwrap().tries, 2);
    assert_eq!(night.session.execute_started(&night.plan), Some(first));
}

#[test]
fn a_tick_taken_back_at_once_puts_the_step_back_where_it_stood() {
    let mut night = Night::started();
    night.start("3.1.a").wait(60.0);
    let running = night.state("3.1.a").clone();
    night.done("3.1.a").wait(20.0).reopen("3.1.a");
    assert_eq!(*night.state("3.1.a"), running);
}

#[test]
fn a_slip_on_a_step_that_never_began_leaves_nothing_to_undo() {
    let mut night = Night::started();
    night.done("3.1.a").wait(20.0).reopen("3.1.a");
    assert_eq!(*night.state("3.1.a"), StepState::Pending);
    assert_eq!(night.session.begun("3.1.a"), None);
}

#[test]
fn a_step_reopened_later_or_by_another_is_pending_and_must_still_be_undone() {
    for (who, seconds) in [("mia", 61.0), ("lee", 20.0)] {
        let mut night = Night::started();
        night.start("3.1.a").wait(60.0).done("3.1.a").wait(seconds);
        night.by(who, Event::StepReopened { step: "3.1.a".to_owned(), reason: "wrong host".to_owned() });
        assert_eq!(*night.state("3.1.a"), StepState::Pending, "{who} after {seconds} s");
        assert!(night.session.begun("3.1.a").is_some());
    }
}

#[test]
fn evidence_and_remarks_are_kept() {
    let mut night = Night::new();
    let proof = Proof::Note { text: "b-17".to_owned() };
    night.event(Event::StepDone {
        step: "1.2".to_owned(),
        stated: None,
        proof: Some(proof.clone()),
        note: Some("on the second try".to_owned()),
    });
    let record = night.session.record("1.2").unwrap();
    assert_eq!(record.proof.as_ref().map(|(proof, _)| proof), Some(&proof));
    assert_eq!(record.notes[0].2, "on the second try");
}

#[test]
fn an_added_step_stands_in_its_stage_and_holds_it_open_where_it_is_mandatory() {
    let mut night = Night::started();
    night.event(Event::StepAdded {
        step: "+1".to_owned(),
        stage: "execute".to_owned(),
        title: "Flush the CDN".to_owned(),
        owner: Some("lee".to_owned()),
        mandatory: true,
        undo: Some("nothing to undo".to_owned()),
        due: None,
        purpose: None,
    });
    night.start("3.1.a").done("3.1.a").start("3.1.b").done("3.1.b");
    let execute = night.plan.stage("execute").unwrap().0;
    assert!(!night.session.stage_complete(&night.plan, execute));
    night.done("+1");
    assert!(night.session.stage_complete(&night.plan, execute));
    assert_eq!(night.session.added[0].purpose, Purpose::Work);
}

#[test]
fn an_id_is_added_once_and_never_over_the_plans() {
    let mut night = Night::new();
    let add = |id: &str| Event::StepAdded {
        step: id.to_owned(),
        stage: "execute".to_owned(),
        title: "t".to_owned(),
        owner: None,
        mandatory: false,
        undo: None,
        due: None,
        purpose: None,
    };
    night.event(add("+1")).event(add("+1")).event(add("1.2"));
    assert_eq!((night.session.added.len(), night.session.strange), (1, 2));
}

#[test]
fn go_ticks_the_decision_step() {
    let mut night = Night::started();
    assert_eq!(*night.state("5.2"), StepState::Pending);
    night.start("3.1.a").decide(DecisionKind::Go);
    assert!(matches!(night.state("5.2"), StepState::Done { who, .. } if who.by == "mia"));
}

#[test]
fn what_fails_before_it_was_started_has_not_begun() {
    let mut night = Night::started();
    night.fail("3.1.a");
    assert!(night.session.failed_unstarted("3.1.a"));
    assert_eq!(night.session.begun("3.1.a"), None);
    assert_eq!(night.session.execute_started(&night.plan), None);
}
