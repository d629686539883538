//! What comes next, for whom, through one night.

use crate::decide::testing::Night;
use crate::decide::{Next, NextAct};
use crate::journal::{Answer, DecisionKind, Event};

fn next(night: &Night, clock: &str) -> Next {
    night.look(clock).next.unwrap()
}

fn is(next: &Next, who: Option<&str>, act: NextAct, text: &str) {
    assert_eq!((next.who.as_deref(), next.act, next.text.as_str()), (who, act, text));
}

#[test]
fn from_the_first_check_to_start() {
    let mut night = Night::new();
    night.all_up("00:00:05");
    night.windows("00:00:05", "00:38", &[]);
    is(&next(&night, "00:38"), Some("mia"), NextAct::Step, "waiting for mia: 1.1 Known good");
    night.start("00:38", "1.1");
    is(&next(&night, "00:38"), Some("lee"), NextAct::Step, "waiting for lee: 1.2 Backup");
    night.start("00:38", "1.2");
    is(&next(&night, "00:39"), Some("mia"), NextAct::Step, "mia is on 1.1 Known good, until about 00:48");
    is(&next(&night, "00:51"), Some("mia"), NextAct::Step, "waiting for mia: 1.1 Known good, 3 min late");
    night.done("00:51", "1.1");
    night.done("00:51", "1.2");
    night.windows("00:38", "00:51", &[]);
    is(&next(&night, "00:51"), Some("zoe"), NextAct::Start, "waiting for zoe: decide START");
    night.decide("00:51", DecisionKind::Start);
    is(&next(&night, "00:51"), Some("lee"), NextAct::Step, "waiting for lee: 2.1 Page on");
    night.ran("00:51", "00:53", "2.1");
    night.windows("00:51", "00:53", &[]);
    is(&next(&night, "00:53"), None, NextAct::Wait, "the window begins at 01:00, in 7m00s");
}

#[test]
fn from_the_first_step_to_go() {
    let mut night = Night::deploying();
    is(&next(&night, "01:00"), Some("mia"), NextAct::Step, "waiting for mia: 3.1.a Deploy api");
    night.ran("01:00", "01:20", "3.1.a");
    night.start("01:20", "3.1.b");
    night.fail("01:22", "3.1.b");
    is(
        &next(&night, "01:22"),
        Some("mia"),
        NextAct::Step,
        "waiting for mia: 3.1.b failed: try again, or have it accepted",
    );
    let night = Night::deciding();
    is(&next(&night, "01:50"), Some("mia"), NextAct::Poll, "lead and on-call answer the poll");
    let mut night = Night::deciding();
    night.vote("01:50", "lead", Answer::Go);
    is(&next(&night, "01:50"), Some("lee"), NextAct::Poll, "on-call answers the poll");
    night.vote("01:50", "on-call", Answer::Go);
    is(&next(&night, "01:50"), Some("zoe"), NextAct::Decide, "waiting for zoe: decide GO");
    night.decide("01:50", DecisionKind::Go);
    is(&next(&night, "01:50"), Some("lee"), NextAct::Step, "waiting for lee: 6.3 Page off");
}

#[test]
fn a_hold_comes_before_everything() {
    let mut night = Night::deploying();
    night.start("01:00", "3.1.a");
    let verdict = night.verdict("01:00");
    night.tell("01:10", "lee", Event::HoldStarted { reason: "bridge".to_owned(), verdict });
    is(
        &next(&night, "01:11"),
        Some("lee"),
        NextAct::Resume,
        "held by lee since 01:10: bridge; resume when it is settled",
    );
    night.tell("01:12", "golive", Event::TriggerMet { trigger: "R1".to_owned(), text: "down".to_owned() });
    assert_eq!(
        next(&night, "01:12").act,
        NextAct::Decide,
        "but for rolling back, which a hold does not stop"
    );
}

#[test]
fn a_met_trigger_asks_for_the_decision_and_names_who_may_as_well() {
    let mut night = Night::deploying();
    night.start("01:00", "3.1.a");
    night.tell("01:01", "golive", Event::TriggerMet { trigger: "R1".to_owned(), text: "down".to_owned() });
    is(
        &next(&night, "01:01"),
        Some("zoe"),
        NextAct::Decide,
        "waiting for zoe: decide ROLLBACK (R1), or lee, pre-authorised",
    );
}

#[test]
fn from_rollback_to_a_closed_record() {
    let mut night = Night::deciding();
    night.decide("01:50", DecisionKind::Rollback);
    is(&next(&night, "01:50"), Some("lee"), NextAct::Step, "waiting for lee: r1 Redeploy api");
    night.start("01:50", "r1");
    is(&next(&night, "01:51"), Some("lee"), NextAct::Step, "lee is on r1 Redeploy api, until about 02:05");
    night.done("01:55", "r1");
    is(&next(&night, "01:55"), Some("lee"), NextAct::Step, "waiting for lee: r2 Redeploy web");
    night.ran("01:55", "02:00", "r2");
    night.windows("01:50", "02:00", &[]);
    assert!(next(&night, "02:00").text.contains("4.11.3 on 1/1 → RESTORED"), "{:?}", next(&night, "02:00"));
    let verdict = night.verdict("02:00");
    night.tell("02:01", "golive", Event::RollbackCompleted { verdict });
    is(&next(&night, "02:01"), Some("lee"), NextAct::Step, "waiting for lee: 6.3 Page off");
    night.ran("02:01", "02:02", "6.3");
    night.tell("02:02", "lee", Event::SwitchOff { switch: "page".to_owned() });
    assert_eq!(next(&night, "02:02").step.as_deref(), Some("investigation"));
    night.done("02:03", "investigation");
    night.done("02:04", "corrective-actions");
    is(&next(&night, "02:04"), Some("mia"), NextAct::Close, "close the record");
    let unmet: Vec<_> = night.look("02:04").closing.into_iter().filter(|need| !need.met).collect();
    assert!(unmet.is_empty(), "{unmet:?}");
}

#[test]
fn closing_lists_every_condition_met_or_not() {
    let mut night = Night::deciding();
    night.decide("01:50", DecisionKind::Go);
    let needs: Vec<(String, bool)> =
        night.look("01:51").closing.into_iter().map(|need| (need.text, need.met)).collect();
    let expected = [
        ("stabilisation over: Fri 12 Feb 17:00", false),
        ("Maintenance page off (page)", false),
        ("6.3 Page off", false),
        ("7.2 Watch", false),
    ];
    let expected: Vec<(String, bool)> = expected.map(|(text, met)| (text.to_owned(), met)).into();
    assert_eq!(needs, expected);
    assert!(Night::deciding().look("01:50").closing.is_empty(), "not in sight before the decision");
}

#[test]
fn after_a_rollback_what_is_begun_is_ended_and_the_outcome_is_told_before_it_is_investigated() {
    let mut night = Night::deciding();
    night.decide("01:50", DecisionKind::Rollback);
    night.ran("01:50", "01:55", "r1");
    night.ran("01:55", "02:00", "r2");
    let verdict = night.verdict("02:00");
    night.tell("02:01", "golive", Event::RollbackCompleted { verdict });
    night.start("02:01", "6.3");
    let step = |night: &Night, clock: &str| next(night, clock).step.unwrap();
    assert_eq!(step(&night, "02:01"), "6.3", "a page that goes off comes before anything new");
    let waits = Event::StepWaiting { step: "6.3".to_owned(), reason: "for the edge team".to_owned() };
    night.tell("02:01:10", "lee", waits);
    assert_eq!(step(&night, "02:02"), "6.3", "and nothing is investigated before it is off");
    night.tell("02:02", "lee", Event::StepResumed { step: "6.3".to_owned() });
    night.done("02:03", "6.3");
    night.tell("02:03", "lee", Event::SwitchOff { switch: "page".to_owned() });
    assert_eq!(step(&night, "02:03"), "investigation");
    night.start("02:04", "investigation");
    assert_eq!(step(&night, "02:04"), "investigation", "mia ends it before she begins the next");
    night.done("02:05", "investigation");
    let action = Event::StepAdded {
        step: "+1".to_owned(),
        stage: "notify-outcome".to_owned(),
        title: "Test with two pods".to_owned(),
        owner: Some("lee".to_owned()),
        mandatory: false,
        undo: None,
        due: None,
        purpose: crate::session::Purpose::CorrectiveAction.written(),
    };
    night.tell("02:05", "mia", action);
    assert_eq!(step(&night, "02:05"), "corrective-actions", "an action is for the weeks to come");
    night.start("02:06", "+1");
    night.done("02:06", "corrective-actions");
    is(&next(&night, "02:06"), Some("mia"), NextAct::Close, "close the record");
    night.tell("02:07", "mia", Event::SessionClosed { note: None });
    let closed = night.look("02:20");
    assert_eq!(closed.next, None);
    assert!(closed.doing.is_empty(), "+1 is open, for other days: {:?}", closed.doing);
    assert!(closed.triggers.iter().all(|trigger| !trigger.armed && trigger.met_at.is_none()));
}

#[test]
fn a_step_is_late_against_the_moment_at_which_it_could_begin() {
    let mut night = Night::deciding();
    night.vote("01:50", "lead", Answer::Go);
    night.vote("01:50", "on-call", Answer::Go);
    night.windows("01:50", "03:00", &[]);
    night.decide("03:00", DecisionKind::Go);
    is(&next(&night, "03:01"), Some("lee"), NextAct::Step, "waiting for lee: 6.3 Page off");
    is(&next(&night, "03:04"), Some("lee"), NextAct::Step, "waiting for lee: 6.3 Page off, 4 min late");
    night.ran("03:04", "03:20", "6.3");
    night.tell("03:20", "lee", Event::SwitchOff { switch: "page".to_owned() });
    is(&next(&night, "03:21"), Some("lee"), NextAct::Step, "waiting for lee: 7.2 Watch, 21 min late");
}

#[test]
fn once_start_is_decided_the_reason_says_what_is_open() {
    let mut night = Night::new();
    night.all_up("00:00:05");
    night.ran("00:20", "00:30", "1.1");
    night.ran("00:20", "00:30", "1.2");
    night.windows("00:00:05", "00:51", &[]);
    let reason = |night: &Night| night.verdict("00:51").in_favour.first().unwrap().text.clone();
    assert_eq!(reason(&night), "2 of 2 pre-checks done");
    night.decide("00:51", DecisionKind::Start);
    assert_eq!(reason(&night), "START decided; 2.1 is open");
}
