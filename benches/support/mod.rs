//! Sessions of the bench plan, made in memory: what every benchmark starts from.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use golive::journal::{Cause, CheckWindow, Event, Mode, Record, Stamp, Status, Who};
use golive::plan::{self, Plan};

/// The plan that the figures in the README are measured with.
pub const PLAN: &str = include_str!("../plan-50x10.toml");

/// The plan, read.
pub fn plan() -> Arc<Plan> {
    Arc::new(plan::parse(PLAN.as_bytes()).plan.expect("the bench plan is a plan"))
}

/// When the session begins: an hour before the window.
pub fn origin() -> DateTime<Utc> {
    plan().window.start - TimeDelta::hours(1)
}

/// The moment of the event with this number, one a second.
pub fn stamp(seq: u64) -> Stamp {
    let seconds = i64::try_from(seq).expect("a small number");
    Stamp { at: origin() + TimeDelta::seconds(seconds), up: seconds * 1000, boot: 0 }
}

/// The `count` first records of a session: windows mostly, as in a real one, and checks that change and answer again.
pub fn records(plan: &Plan, count: u64) -> Vec<Record> {
    let release = &plan.release;
    let genesis = Event::SessionCreated {
        mode: Mode::Live,
        attempt: 1,
        previous: None,
        release: release.name.clone(),
        version: release.version.clone(),
        environment: release.environment.clone(),
        plan: plan.sha256.clone(),
    };
    let attached = Event::ConsoleAttached {
        boot: "bench".to_owned(),
        pid: 1,
        golive: "bench".to_owned(),
        speed: 1.0,
        real_up: 0.0,
    };
    (1..=count)
        .map(|seq| match seq {
            1 => record(seq, genesis.clone()),
            2 => record(seq, attached.clone()),
            seq if seq.is_multiple_of(16) => record(seq, changed(plan, seq)),
            seq => record(seq, window(plan)),
        })
        .collect()
}

fn record(seq: u64, event: Event) -> Record {
    let at = stamp(seq);
    #[expect(clippy::cast_precision_loss, reason = "a bench is short")]
    let up = at.up as f64 / 1000.0;
    let who = Who { by: "golive".to_owned(), on_behalf: None, os: "mia/1000".to_owned() };
    Record { seq, id: format!("{seq:016x}"), at: at.at.fixed_offset(), up, who, event }
}

fn window(plan: &Plan) -> Event {
    let w = plan.checks.iter().map(|_| CheckWindow(1, 0, 0, "b3:1".to_owned())).collect();
    Event::CheckWindow { seconds: 10.0, w }
}

fn changed(plan: &Plan, seq: u64) -> Event {
    let up = (seq / 16).is_multiple_of(2);
    let count = u64::try_from(plan.checks.len()).expect("a small number");
    let check = usize::try_from((seq / 32) % count).expect("a small number");
    Event::CheckChanged {
        check: plan.checks[check].id.clone(),
        status: if up { Status::Up } else { Status::Down },
        seen: None,
        cause: (!up).then_some(Cause::Status),
        text: "down: 3 in a row failed (limit 3); last: status 503, wanted 200".to_owned(),
        versions: Vec::new(),
        code: Some(if up { 200 } else { 503 }),
        latency_ms: Some(12),
    }
}
