//! Random histories: the fold never fails, a prefix and the rest make the whole, and what is written and read back
//! folds to the same.

use chrono::{DateTime, TimeDelta, Utc};
use golive::journal::*;
use golive::plan::Plan;
use golive::session::Session;
use proptest::prelude::*;

use crate::events::{any_draft, as_written};
use crate::night::{genesis, plan, start};

/// An event that mostly concerns things that the plan has.
fn aimed() -> impl Strategy<Value = Draft> {
    (any_draft(), any::<prop::sample::Index>(), 0u8..10, 0i64..7_200_000, -60_000i64..600_000)
        .prop_map(|(draft, index, luck, at, up)| if luck == 0 { draft } else { aim(draft, index, at, up) })
}

fn aim(mut draft: Draft, index: prop::sample::Index, at: i64, up: i64) -> Draft {
    let steps =
        ["1.2", "2.2", "3.1.a", "3.1.b", "4.1", "5.2", "6.3", "7.2", "r1", "r9", "+1", "investigation"];
    let pick = |ids: &[&str]| (*index.get(ids)).to_owned();
    draft.at = (start() + TimeDelta::milliseconds(at)).fixed_offset();
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let seconds = (10_000_000 + at + up) as f64 / 1000.0;
    draft.up = seconds;
    draft.who.by = pick(&["mia", "zoe", "lee", "golive"]);
    draft.who.on_behalf = None;
    match &mut draft.event {
        Event::StepStarted { step, .. }
        | Event::StepWaiting { step, .. }
        | Event::StepResumed { step }
        | Event::StepDone { step, .. }
        | Event::StepFailed { step, .. }
        | Event::StepRetried { step, .. }
        | Event::StepAccepted { step, .. }
        | Event::StepSkipped { step, .. }
        | Event::StepWaived { step, .. }
        | Event::StepReopened { step, .. }
        | Event::StepReassigned { step, .. }
        | Event::StepNoted { step, .. } => *step = pick(&steps),
        Event::StepAdded { step, stage, purpose, .. } => {
            "+1".clone_into(step);
            *stage = pick(&["execute", "decide", "notify-outcome"]);
            *purpose = Some(pick(&["corrective-action", "condition:on-call", "other"]));
        }
        Event::StageOpened { stage, .. } => *stage = pick(&["execute", "validate", "decide", "nowhere"]),
        Event::CheckChanged { check, .. }
        | Event::CheckMuted { check, .. }
        | Event::CheckExternal { check, .. } => {
            *check = pick(&["checkout", "checkout-inside", "orders-db", "old-admin", "none"]);
        }
        Event::CheckWindow { seconds, .. } => *seconds = 10.0,
        Event::ExpectOpened { source } | Event::ExpectClosed { source } | Event::ExpectOverrun { source } => {
            *source = pick(&["maintenance", "3.1.a"]);
        }
        Event::SwitchOn { switch } | Event::SwitchOff { switch } => "maintenance".clone_into(switch),
        Event::TriggerRaised { trigger, .. }
        | Event::TriggerMet { trigger, .. }
        | Event::TriggerCleared { trigger, .. } => *trigger = pick(&["R1", "R2", "R3"]),
        Event::VoteCast { station, .. } => *station = pick(&["lead", "on-call", "campaign", "none"]),
        Event::NoticeSent { notice, .. } => "start".clone_into(notice),
        _ => {}
    }
    draft
}

const PLAN: &[u8] = include_bytes!("../data/plan.toml");

fn history(drafts: Vec<Draft>) -> Vec<Record> {
    drafts.into_iter().zip(2u64..).map(|(draft, seq)| draft.into_record(seq)).collect()
}

fn fold(plan: &Plan, mut session: Session, records: &[Record]) -> Session {
    for record in records {
        session.apply(plan, record);
    }
    session
}

/// Every question that a screen asks.
fn ask_everything(plan: &Plan, session: &Session, now: Stamp) -> String {
    let stages: Vec<_> = (0..=plan.stages.len())
        .map(|index| (session.stage_open(plan, index), session.stage_complete(plan, index)))
        .collect();
    let steps: Vec<_> = plan.steps().map(|(_, step)| session.is_settled(plan, step)).collect();
    let (planned, unplanned) = session.downtime(now);
    assert!(planned >= TimeDelta::zero() && unplanned >= TimeDelta::zero());
    assert!(session.held(now) >= TimeDelta::zero());
    for health in session.checks.values() {
        assert!(health.down_for(now, None) >= TimeDelta::zero());
        assert!(
            health.down_spans.iter().rev().skip(1).all(|(_, end)| end.is_some()),
            "only the last one runs"
        );
        assert!(health.windows.len() <= golive::session::CheckHealth::KEPT);
    }
    let phase = session.phase(plan, now);
    let rest = (session.outcome(), session.current_stage(plan), session.promised_outage(plan));
    format!("{stages:?} {steps:?} {planned} {unplanned} {phase:?} {rest:?}")
}

fn moment() -> DateTime<Utc> {
    start() + TimeDelta::hours(3)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_prefix_and_the_rest_make_the_whole(
        drafts in prop::collection::vec(aimed(), 0..60),
        split in any::<prop::sample::Index>(),
    ) {
        let plan = plan();
        let records = history(drafts);
        let whole = fold(&plan, Session::new(&plan, &genesis(&plan)), &records);
        let (head, tail) = records.split_at(if records.is_empty() { 0 } else { split.index(records.len()) });
        let before = fold(&plan, Session::new(&plan, &genesis(&plan)), head);
        let now = before.stamp(moment(), 20_000.0, None);
        ask_everything(&plan, &before, now);
        let after = fold(&plan, before.clone(), tail);
        prop_assert_eq!(format!("{:?}", after), format!("{:?}", whole));
        let now = whole.stamp(moment(), 20_000.0, None);
        prop_assert_eq!(ask_everything(&plan, &after, now), ask_everything(&plan, &whole, now));
    }

    #[test]
    fn what_is_written_and_read_back_folds_to_the_same(drafts in prop::collection::vec(aimed(), 0..25)) {
        let plan = plan();
        let mut first = genesis(&plan);
        first.at = as_written(first.at);
        let mut records = vec![first];
        records.extend(history(drafts).into_iter().map(|record| Record { at: as_written(record.at), ..record }));
        let header = Header::new("00d1b5a3c4e6f708".to_owned(), Mode::Live, 1, "plan.toml", PLAN).unwrap();
        let mut bytes = header.render().unwrap();
        let mut previous = Hash::of_header(&bytes);
        let mut written = Vec::new();
        for record in records {
            if let Ok((rendered, hash)) = render(&record, previous) {
                bytes.extend(rendered);
                previous = hash;
                written.push(record);
            }
        }
        // Only what is one unbroken sequence reads back.
        prop_assume!(written.iter().zip(1u64..).all(|(record, seq)| record.seq == seq));
        let mut reader = Reader::new();
        reader.feed(&bytes);
        let mut read = Vec::new();
        while let Some(item) = reader.next() {
            if let Item::Record(record, _) = item {
                read.push(*record);
            }
        }
        prop_assert_eq!(read.len(), written.len(), "{:?}", reader.ending());
        let fold_all = |records: &[Record]| fold(&plan, Session::new(&plan, &records[0]), &records[1..]);
        prop_assert_eq!(format!("{:?}", fold_all(&read)), format!("{:?}", fold_all(&written)));
    }
}
