//! What is greyed on screen is what `admit` refuses, but for what the person is still to type.

use golive::decide::{Command, RefusalKind, outlook, why_not};
use golive::journal::DecisionKind;

use crate::actor;
use crate::night::Night;

fn greyed(night: &Night, who: &str, command: &Command) -> Option<RefusalKind> {
    let look = outlook(&night.plan, &night.session, night.now());
    why_not(&night.plan, &night.session, &look, &actor(who), command).map(|refusal| refusal.kind)
}

fn done(step: &str) -> Command {
    Command::FinishStep { step: step.to_owned(), at: None, proof: None, note: None }
}

#[test]
fn what_still_lacks_evidence_a_reason_or_a_typed_name_can_be_done() {
    let night = Night::new();
    let start = Command::DecideStart { confirm: String::new(), reason: None, witness: None };
    assert_eq!(greyed(&night, "mia", &done("1.2")), None, "its evidence is still to come");
    assert_eq!(greyed(&night, "zoe", &start), None, "its name is still to be typed");
    assert_eq!(greyed(&night, "lee", &Command::Hold { reason: String::new() }), None);
}

#[test]
fn who_may_not_and_what_must_wait_is_greyed() {
    let night = Night::new();
    let start = Command::DecideStart { confirm: String::new(), reason: None, witness: None };
    assert_eq!(greyed(&night, "lee", &start), Some(RefusalKind::Authority));
    assert_eq!(greyed(&night, "lee", &done("6.3")), Some(RefusalKind::Rule));
    assert_eq!(greyed(&night, "lee", &done("nope")), Some(RefusalKind::Unknown));
}

#[test]
fn a_spoken_hold_is_anyones_but_a_visitor_only_reads() {
    let mut night = Night::started();
    night.start("3.1.a");
    let look = outlook(&night.plan, &night.session, night.now());
    let visitor = golive::decide::Actor { member: None, on_behalf: None, os: "guest/1009".to_owned() };
    let hold = Command::Hold { reason: "smoke".to_owned() };
    let refusal = why_not(&night.plan, &night.session, &look, &visitor, &hold).unwrap();
    assert!(refusal.kind == RefusalKind::Authority && refusal.text.contains("--as ID"), "{}", refusal.text);
    night.decide(DecisionKind::Rollback);
    let look = outlook(&night.plan, &night.session, night.now());
    assert_eq!(why_not(&night.plan, &night.session, &look, &actor("lee"), &hold), None);
}
