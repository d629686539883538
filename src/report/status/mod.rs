//! `golive status`: everything a script or a tired person asks of a session at one moment.

mod parts;
mod stages;
mod text;

use serde_json::{Value, json};

use crate::decide::Outlook;
use crate::plan::Plan;
use crate::session::Session;
use parts::Says;

pub use text::text;

/// What plan and session do not know: who is there, who conducts, how the file stands.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// Members, and whether each is known to be at a console; of the others nobody knows.
    pub people: Vec<(String, bool)>,
    /// OS account and process that conduct, where one does.
    pub conductor: Option<(String, u32)>,
    /// Path of the session file.
    pub path: String,
    /// Events in it.
    pub events: u64,
    /// Hash of the newest one.
    pub hash: String,
    /// Line of the file from which on nothing can be trusted, and what is wrong there.
    pub damage: Option<(u64, String)>,
}

/// The whole status, shaped as scripts rely on it (`"schema": 1`).
pub fn json(plan: &Plan, session: &Session, outlook: &Outlook, around: &Around) -> Value {
    let says = Says { plan, session, outlook };
    let stage = outlook.stage.and_then(|index| plan.stages.get(index)).map(|stage| stage.id.as_str());
    let mut status = json!({
        "schema": 1,
        "mode": session.mode,
        "attempt": session.attempt,
        "release": {
            "name": plan.release.name,
            "version": plan.release.version,
            "from": plan.release.from,
            "environment": plan.release.environment,
        },
        "phase": outlook.phase.word(),
        "outcome": outlook.outcome.map(crate::session::Outcome::word),
        "stage": stage,
    });
    let parts = [
        ("verdict", says.verdict()),
        ("next", says.next()),
        ("decision", says.decision()),
        ("clocks", says.clocks()),
        ("steps", says.steps()),
        ("checks", says.checks()),
        ("version", says.version()),
        ("stations", says.stations()),
        ("triggers", says.triggers()),
        ("notices", says.notices()),
        ("switches", says.switches()),
        ("incidents", json!([])),
        ("statutory-clocks", json!([])),
        ("people", people(around)),
        ("conductor", conductor(around)),
        ("health-age-seconds", says.health_age()),
        ("journal", journal(around)),
    ];
    for (name, value) in parts {
        if let Some(status) = status.as_object_mut() {
            status.insert(name.to_owned(), value);
        }
    }
    status
}

fn people(around: &Around) -> Value {
    around.people.iter().map(|(id, here)| json!({ "id": id, "here": here.then_some(true) })).collect()
}

fn conductor(around: &Around) -> Value {
    around.conductor.as_ref().map_or(Value::Null, |(user, pid)| json!({ "user": user, "pid": pid }))
}

fn journal(around: &Around) -> Value {
    let damage = around.damage.as_ref().map(|(line, why)| json!({ "line": line, "why": why }));
    json!({
        "path": around.path, "events": around.events, "hash": around.hash,
        "saved": damage.is_none(), "damage": damage,
    })
}

#[cfg(test)]
mod tests;
