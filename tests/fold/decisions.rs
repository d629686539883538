//! Decisions: what each opens, what it makes pointless, and what follows.

use chrono::{DateTime, TimeDelta, Utc};
use golive::journal::{DecisionKind, Event, Extended};
use golive::session::{CORRECTIVE_ACTIONS, INVESTIGATION, Outcome, Phase, Purpose, StepState};

use crate::night::{Night, verdict};

impl Night {
    fn phase(&self) -> Phase {
        self.session.phase(&self.plan, self.now())
    }

    fn open(&self, stage: &str) -> bool {
        self.session.stage_open(&self.plan, self.plan.stage(stage).unwrap().0)
    }

    fn validated() -> Self {
        let mut night = Night::started();
        night.start("3.1.a").done("3.1.a").start("3.1.b").done("3.1.b").start("4.1").done("4.1");
        night
    }

    fn rolled_back(&mut self) -> &mut Self {
        self.event(Event::RollbackCompleted { verdict: verdict() })
    }
}

#[test]
fn start_may_be_decided_before_notify_start_is_done_but_execute_waits_for_it() {
    let mut night = Night::new();
    night.done("1.2").decide(DecisionKind::Start);
    assert!(!night.open("execute"));
    assert_eq!(night.phase(), Phase::Preparing);
    night.done("2.2");
    assert!(night.open("execute"));
    assert_eq!(night.phase(), Phase::Deploying);
}

#[test]
fn start_over_open_pre_checks_opens_the_way_all_the_same() {
    let mut night = Night::new();
    assert!(!night.open("notify-start"));
    night.decide(DecisionKind::Start);
    assert!(night.open("notify-start") && !night.open("execute"));
    night.done("2.2");
    assert!(night.open("execute"));
}

#[test]
fn execute_never_opens_without_start() {
    let mut night = Night::new();
    night.done("1.2").done("2.2");
    night.event(Event::StageOpened { stage: "execute".to_owned(), reason: "early".to_owned() });
    assert!(!night.open("execute"));
    assert_eq!(night.phase(), Phase::Preparing);
}

#[test]
fn the_phases_of_a_good_night() {
    let mut night = Night::validated();
    assert_eq!((night.phase(), night.session.outcome()), (Phase::Deciding, None));
    night.decide(DecisionKind::Go);
    assert_eq!((night.phase(), night.session.outcome()), (Phase::Stabilising, Some(Outcome::Success)));
    assert!(night.open("notify-outcome") && night.open("stabilise"));
    night.wait(3.0 * 86_400.0);
    assert_eq!(night.phase(), Phase::Closing);
    night.event(Event::SessionClosed { note: None });
    assert_eq!(night.phase(), Phase::Closed);
}

#[test]
fn a_step_reopened_in_execute_takes_the_phase_back() {
    let mut night = Night::validated();
    night.wait(120.0).reopen("3.1.a");
    assert_eq!(night.phase(), Phase::Deploying);
    assert!(!night.open("decide"));
}

#[test]
fn stabilisation_ends_at_five_on_the_second_business_day_and_can_be_extended() {
    let mut night = Night::validated();
    assert_eq!(night.session.stabilisation_end(&night.plan), None);
    night.decide(DecisionKind::Go);
    // GO on Wednesday 10 February 2027; day 2 is Friday.
    let friday: DateTime<Utc> = "2027-02-12T17:00:00+11:00".parse().unwrap();
    assert_eq!(night.session.stabilisation_end(&night.plan), Some(friday));
    let monday: DateTime<Utc> = "2027-02-15T17:00:00+11:00".parse().unwrap();
    night.event(Event::WindowExtended {
        what: Extended::Stabilisation,
        to: monday,
        reason: "sev 2".to_owned(),
        verdict: verdict(),
    });
    assert_eq!(night.session.stabilisation_end(&night.plan), Some(monday));
}

#[test]
fn rollback_makes_what_is_open_pointless_and_forgets_nothing_that_began() {
    let mut night = Night::started();
    night.start("3.1.a").wait(60.0).decide(DecisionKind::Rollback);
    assert_eq!(night.phase(), Phase::RollingBack);
    for pointless in ["3.1.a", "3.1.b", "4.1", "5.2", "7.2"] {
        assert!(matches!(night.state(pointless), StepState::NotApplicable { .. }), "{pointless}");
    }
    assert!(night.state("3.1.a").started().is_some(), "it ran, so it must be undone");
    assert_eq!(night.state("3.1.b").started(), None);
    assert_eq!(*night.state("6.3"), StepState::Pending);
    assert!(!night.open("notify-outcome"));
    night.rolled_back();
    assert_eq!((night.phase(), night.session.outcome()), (Phase::Closing, Some(Outcome::RolledBack)));
    assert!(night.open("notify-outcome"));
}

#[test]
fn a_failure_before_the_rollback_stays_a_failure() {
    let mut night = Night::started();
    night.start("3.1.a").fail("3.1.a").decide(DecisionKind::Rollback);
    assert!(matches!(night.state("3.1.a"), StepState::Failed { .. }));
}

#[test]
fn a_late_rollback_withdraws_a_release_that_was_live_and_the_outcome_is_told_anew() {
    let mut night = Night::validated();
    night.event(Event::SwitchOn { switch: "maintenance".to_owned() });
    night.decide(DecisionKind::Go);
    night.event(Event::SwitchOff { switch: "maintenance".to_owned() }).done("6.3").done("7.2");
    night.wait(3600.0).decide(DecisionKind::Rollback);
    assert_eq!(night.phase(), Phase::RollingBack);
    assert!(!night.session.went_live());
    assert!(night.state("6.3").is_settled(), "the page is off, and stays so");
    night.rolled_back();
    assert_eq!(night.session.outcome(), Some(Outcome::RolledBack));
}

#[test]
fn a_rollback_that_never_succeeds_is_closed_as_failed_and_may_be_told_early() {
    let mut night = Night::started();
    night.start("3.1.a").decide(DecisionKind::Rollback);
    assert!(!night.open("notify-outcome"));
    night.event(Event::StageOpened { stage: "notify-outcome".to_owned(), reason: "tell them".to_owned() });
    assert!(night.open("notify-outcome"));
    assert_eq!(night.session.outcome(), None);
    night.event(Event::SessionClosed { note: None });
    assert_eq!(night.session.outcome(), Some(Outcome::RollbackFailed));
}

#[test]
fn abort_leaves_only_telling_and_closing() {
    let mut night = Night::new();
    night.done("1.2").decide(DecisionKind::Abort);
    assert_eq!((night.phase(), night.session.outcome()), (Phase::Closing, Some(Outcome::Aborted)));
    assert!(matches!(night.state("2.2"), StepState::NotApplicable { .. }));
    assert!(matches!(night.state("1.2"), StepState::Done { .. }));
    assert!(night.open("notify-outcome"));
}

#[test]
fn a_withdrawn_release_is_investigated_and_that_holds_up_no_stage() {
    for decision in [DecisionKind::Rollback, DecisionKind::Abort] {
        let mut night = Night::started();
        night.start("3.1.a").decide(decision).rolled_back();
        let ids: Vec<_> = night.session.added.iter().map(|added| added.step.id.as_str()).collect();
        assert_eq!(ids, [INVESTIGATION, CORRECTIVE_ACTIONS]);
        assert!(night.session.added.iter().all(|added| added.step.mandatory && added.purpose.is_closing()));
        night.done("6.3");
        let notify = night.plan.stage("notify-outcome").unwrap().0;
        assert!(night.session.stage_complete(&night.plan, notify));
        night.done(INVESTIGATION);
        assert!(night.state(INVESTIGATION).is_settled());
    }
}

#[test]
fn a_rollback_ends_the_hold_and_the_ledger_keeps_it() {
    let mut night = Night::started();
    night.start("3.1.a");
    night.event(Event::HoldStarted { reason: "errors".to_owned(), verdict: verdict() }).wait(120.0);
    assert!(night.session.hold().is_some());
    night.event(Event::HoldStarted { reason: "twice".to_owned(), verdict: verdict() });
    assert_eq!((night.session.holds.len(), night.session.strange), (1, 1));
    night.decide(DecisionKind::Rollback).wait(600.0);
    assert!(night.session.hold().is_none());
    assert_eq!(night.session.held(night.now()), TimeDelta::minutes(2));
}

#[test]
fn rollback_completed_without_a_rollback_is_nothing() {
    let mut night = Night::started();
    night.rolled_back();
    assert_eq!((night.session.rollback_completed, night.session.strange), (None, 1));
}

#[test]
fn an_amendment_settles_a_corrective_action_in_a_closed_record() {
    let mut night = Night::new();
    night.decide(DecisionKind::Abort);
    night.event(Event::StepAdded {
        step: "+1".to_owned(),
        stage: "notify-outcome".to_owned(),
        title: "Add a smoke test".to_owned(),
        owner: Some("lee".to_owned()),
        mandatory: false,
        undo: None,
        due: None,
        purpose: Some("corrective-action".to_owned()),
    });
    night.event(Event::SessionClosed { note: None });
    assert_eq!(night.session.added_for(&Purpose::CorrectiveAction).count(), 1);
    night.event(Event::Amendment {
        amends: None,
        text: "merged".to_owned(),
        planned_outage_seconds: None,
        unplanned_outage_seconds: None,
        settles: Some("+1".to_owned()),
    });
    assert!(night.state("+1").is_settled());
}
