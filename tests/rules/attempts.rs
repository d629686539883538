//! A new attempt follows a withdrawn release whose corrective actions are settled, or the approver's reason.

use golive::decide::{RefusalKind, attempt_allowed};
use golive::journal::{DecisionKind, Event};
use golive::session::{CORRECTIVE_ACTIONS, INVESTIGATION};

use crate::actor;
use crate::night::Night;

fn refused(night: &Night, number: u32, who: &str, reason: Option<&str>) -> (RefusalKind, String) {
    let refusal = attempt_allowed(&night.plan, &night.session, number, &actor(who), reason).unwrap_err();
    (refusal.kind, refusal.text)
}

fn aborted() -> Night {
    let mut night = Night::new();
    night.decide(DecisionKind::Abort);
    night
}

#[test]
fn only_a_withdrawn_release_is_attempted_again() {
    let mut night = Night::started();
    assert!(refused(&night, 2, "zoe", Some("again")).1.contains("neither live nor withdrawn"));
    night.start("3.1.a").decide(DecisionKind::Go);
    assert!(refused(&night, 2, "zoe", Some("again")).1.contains("went live"));
}

#[test]
fn attempts_are_counted_one_by_one() {
    let night = aborted();
    let (kind, text) = refused(&night, 3, "zoe", Some("again"));
    assert_eq!(
        (kind, text.as_str()),
        (RefusalKind::Rule, "attempt 1 was the last one, so the next is attempt 2")
    );
}

#[test]
fn open_corrective_actions_are_the_approvers_to_override() {
    let night = aborted();
    let (kind, text) = refused(&night, 2, "lee", Some("again"));
    assert_eq!(kind, RefusalKind::Authority);
    assert!(text.contains(INVESTIGATION) && text.contains("zoe"), "{text}");
    assert_eq!(refused(&night, 2, "zoe", None).0, RefusalKind::Incomplete);
    assert_eq!(attempt_allowed(&night.plan, &night.session, 2, &actor("zoe"), Some("known")), Ok(()));
}

#[test]
fn settled_ones_ask_nobody_and_an_open_action_does() {
    let mut night = aborted();
    night.done(INVESTIGATION).done(CORRECTIVE_ACTIONS);
    assert_eq!(attempt_allowed(&night.plan, &night.session, 2, &actor("lee"), None), Ok(()));
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
    assert!(refused(&night, 2, "lee", None).1.contains("+1 (lee, pending"));
}
