//! Random nights: whatever anybody asks at whatever moment, the rules answer without failing, what they admit is
//! understood by the fold, and what they refuse is a clean sentence.

use golive::decide::{Actor, Command, admit, outlook, why_not};
use golive::journal::{Answer, DecisionKind, Extended, Proof, Status};
use golive::plan::{Plan, parse};
use golive::text::clean;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::night::Night;

const SHOP: &[u8] = include_bytes!("../sessions/plans/shop.toml");
const STEPS: [&str; 20] = [
    "1.1",
    "1.2",
    "1.4",
    "1.9",
    "2.1",
    "2.2",
    "3.1.a",
    "3.1.b",
    "3.1.c",
    "4.1",
    "4.2",
    "4.4",
    "5.2",
    "6.1",
    "6.3",
    "7.2",
    "r1",
    "r2",
    "+1",
    "investigation",
];

/// One thing that happens.
#[derive(Debug, Clone)]
enum Act {
    Ask(Actor, Command),
    Health(&'static str, Status),
    Wait(u16),
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => Just("because".to_owned()),
        1 => Just(String::new()),
        1 => Just("\u{1b}[2J\u{202e}\n".to_owned()),
        1 => "\\PC{0,12}",
    ]
}

fn actor() -> impl Strategy<Value = Actor> {
    let ids = ["mia", "zoe", "kim", "lee", "sam", "ana"];
    (select(ids.to_vec()), prop::option::weighted(0.1, select(ids.to_vec())), 0u8..30).prop_map(
        |(member, on_behalf, luck)| Actor {
            member: (luck > 0).then(|| member.to_owned()),
            on_behalf: on_behalf.map(str::to_owned),
            os: "x/1001".to_owned(),
        },
    )
}

fn proof() -> impl Strategy<Value = Option<Proof>> {
    let at = crate::night::start() - chrono::TimeDelta::hours(1);
    prop_oneof![
        3 => Just(None),
        2 => Just(Some(Proof::Backup { taken_at: at, id: "b".to_owned(), bytes: 9, verified: "restore".to_owned() })),
        2 => Just(Some(Proof::Rehearsal {
            at,
            place: "staging".to_owned(),
            minutes: 9.0,
            production_like: true,
            digest: String::new(),
        })),
        2 => (0u32..3, 0u32..3).prop_map(|(tests, failed)| Some(Proof::Results { tests, failed, names: vec![] })),
        1 => prop::num::f64::ANY.prop_map(|value| Some(Proof::Number { value })),
    ]
}

/// Any command on a step.
fn on_step() -> impl Strategy<Value = Command> {
    (select(STEPS.to_vec()), text(), proof(), 0u8..14).prop_map(|(step, said, proof, which)| {
        let step = step.to_owned();
        let maybe = Some(said.clone());
        match which {
            0 | 1 => Command::StartStep { step, at: None, confirm: None, reason: maybe },
            2..=5 => Command::FinishStep { step, at: None, proof, note: maybe },
            6 => Command::FailStep { step, at: None, reason: said, proof },
            7 => Command::WaitStep { step, reason: said },
            8 => Command::ResumeStep { step },
            9 => Command::RetryStep { step, confirm: None, reason: maybe },
            10 => Command::AcceptStep { step, reason: said },
            11 => Command::SkipStep { step, reason: said },
            12 => Command::WaiveStep { step, reason: said },
            _ => Command::UndoTick { step },
        }
    })
}

/// Any other command.
fn on_all() -> impl Strategy<Value = Command> {
    (text(), any::<Index>(), select(STEPS.to_vec()), 0u8..20).prop_map(|(said, index, step, which)| {
        let pick = |ids: &[&str]| (*index.get(ids)).to_owned();
        let step = step.to_owned();
        let reason = Some(said.clone());
        let (confirm, version) = ("Spring Sale".to_owned(), "4.12.0".to_owned());
        let stage = pick(&["execute", "validate", "decide", "notify-outcome", "stabilise"]);
        match which {
            0 | 1 => Command::DecideStart { confirm, reason, witness: None },
            2 | 3 => Command::DecideGo { confirm, reason, witness: None },
            4 => Command::DecideRollback { confirm: version, reason, witness: None },
            5 => Command::DecideAbort { confirm, reason, witness: Some(pick(&["lee", "sam"])) },
            6 => Command::Hold { reason: said },
            7 => Command::Resume { reason },
            8 => Command::Extend {
                what: *index.get(&[Extended::Window, Extended::Outage, Extended::Stabilisation]),
                to: crate::night::start() + chrono::TimeDelta::hours(5),
                reason: said,
            },
            9 => Command::OpenStage { stage, reason: said },
            10 => Command::OpenPoll,
            11 | 12 => Command::Vote {
                station: pick(&["lead", "on-call", "campaign"]),
                answer: *index.get(&[Answer::Go, Answer::NoGo, Answer::Conditions]),
                note: reason,
                owner: None,
                due: None,
                spoken: true,
            },
            13 => Command::RaiseTrigger { trigger: pick(&["R1", "R2"]), reason: said },
            14 => Command::ClearTrigger { trigger: pick(&["R1", "R2"]), reason: said },
            15 => Command::MuteCheck {
                check: pick(&["shop", "inside", "db"]),
                on: index.index(2) == 0,
                reason: said,
            },
            16 => Command::AddStep {
                stage,
                title: said,
                owner: Some(pick(&["sam", "lee"])),
                mandatory: index.index(2) == 0,
                undo: None,
                corrective_action: index.index(3) == 0,
                due: None,
            },
            17 => Command::ReopenStep { step, reason: said },
            18 => Command::AssignStep { step, owner: pick(&["sam", "lee"]) },
            _ => Command::Close { note: reason },
        }
    })
}

fn act() -> impl Strategy<Value = Act> {
    let status = select(vec![Status::Up, Status::Up, Status::Degraded, Status::Down, Status::Unknown]);
    prop_oneof![
        6 => (actor(), on_step()).prop_map(|(actor, command)| Act::Ask(actor, command)),
        4 => (actor(), on_all()).prop_map(|(actor, command)| Act::Ask(actor, command)),
        1 => (select(vec!["shop", "inside", "db"]), status).prop_map(|(check, status)| Act::Health(check, status)),
        1 => (1u16..900).prop_map(Act::Wait),
    ]
}

/// How far the night is when the random part begins: from the first pre-check to a rollback under way.
fn opening(far: u8) -> Night {
    let mut night = Night::on(shop());
    for check in ["shop", "inside", "db"] {
        night.check(check, Status::Up);
    }
    let mut tick = |steps: &[&str], decision: Option<DecisionKind>| {
        for step in steps {
            night.wait(30.0).start(step).wait(30.0).done(step);
        }
        if let Some(decision) = decision {
            night.wait(5.0).decide(decision);
        }
    };
    if far > 0 {
        tick(&["1.1", "1.2", "1.4", "2.1", "2.2"], Some(DecisionKind::Start));
    }
    if far > 1 {
        tick(&["3.1.a", "3.1.b"], None);
    }
    if far > 2 {
        tick(&["4.1", "4.2", "4.4"], None);
    }
    match far {
        4 => tick(&[], Some(DecisionKind::Go)),
        5 => tick(&[], Some(DecisionKind::Rollback)),
        _ => {}
    }
    night
}

fn shop() -> Plan {
    parse(SHOP).plan.unwrap()
}

/// Asks; what is admitted is folded, and must be understood.
fn ask(night: &mut Night, actor: &Actor, command: &Command) -> Result<(), TestCaseError> {
    let look = outlook(&night.plan, &night.session, night.now());
    let greyed = why_not(&night.plan, &night.session, &look, actor, command);
    match admit(&night.plan, &night.session, &look, actor, command) {
        Ok(events) => {
            prop_assert_eq!(greyed, None);
            prop_assert!(!events.is_empty(), "{:?} is admitted and nothing follows", command);
            for event in events {
                night.by(actor.subject().unwrap(), event);
            }
            prop_assert_eq!(
                night.session.strange,
                0,
                "{:?} led to what the fold does not understand",
                command
            );
        }
        Err(refusal) => {
            prop_assert!(refusal.text.len() > 8 && clean::is_clean(&refusal.text), "{:?}", refusal);
            prop_assert!(greyed.is_none_or(|greyed| greyed == refusal));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_asked_is_answered(far in 0u8..6, acts in prop::collection::vec(act(), 0..80)) {
        let mut night = opening(far);
        for act in &acts {
            match act {
                Act::Ask(actor, command) => ask(&mut night, actor, command)?,
                Act::Health(check, status) => drop(night.check(check, *status)),
                Act::Wait(seconds) => drop(night.wait(f64::from(*seconds))),
            }
            night.wait(7.0);
        }
        let starts = night.session.decisions.iter().filter(|made| made.kind == DecisionKind::Start);
        prop_assert!(starts.count() <= 1, "START is decided once");
    }
}
