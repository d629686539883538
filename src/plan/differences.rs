//! What differs between two plans, by id: for the person who must say which of them holds.

use std::collections::BTreeMap;
use std::fmt::Debug;

use super::types::Plan;

/// The differences, one sentence each: added, gone, changed. Empty when both plans mean the same.
pub fn differences(old: &Plan, new: &Plan) -> Vec<String> {
    let mut found = Vec::new();
    let mut part = |kind: &str, old: BTreeMap<String, String>, new: BTreeMap<String, String>| {
        compare(kind, &old, &new, &mut found);
    };
    part(
        "step",
        by_id(old.steps().map(|(_, step)| (&step.id, step))),
        by_id(new.steps().map(|(_, step)| (&step.id, step))),
    );
    part(
        "check",
        by_id(old.checks.iter().map(|it| (&it.id, it))),
        by_id(new.checks.iter().map(|it| (&it.id, it))),
    );
    part(
        "trigger",
        by_id(old.triggers.iter().map(|it| (&it.id, it))),
        by_id(new.triggers.iter().map(|it| (&it.id, it))),
    );
    part(
        "switch",
        by_id(old.switches.iter().map(|it| (&it.id, it))),
        by_id(new.switches.iter().map(|it| (&it.id, it))),
    );
    part(
        "notice",
        by_id(old.notices.iter().map(|it| (&it.id, it))),
        by_id(new.notices.iter().map(|it| (&it.id, it))),
    );
    part(
        "member",
        by_id(old.team.iter().map(|it| (&it.id, it))),
        by_id(new.team.iter().map(|it| (&it.id, it))),
    );
    part("table", tables(old), tables(new));
    found
}

fn by_id<'a, T: Debug + 'a>(items: impl Iterator<Item = (&'a String, &'a T)>) -> BTreeMap<String, String> {
    items.map(|(id, item)| (id.clone(), format!("{item:?}"))).collect()
}

/// The tables that stand once.
fn tables(plan: &Plan) -> BTreeMap<String, String> {
    let mut tables = BTreeMap::new();
    let mut put = |name: &str, value: &dyn Debug| tables.insert(name.to_owned(), format!("{value:?}"));
    put("release", &plan.release);
    put("campaign", &plan.campaign_start);
    put("window", &plan.window);
    put("stabilisation", &plan.stabilisation);
    put("decision", &plan.decision);
    put("escalation", &plan.escalations);
    put("freeze", &plan.freezes);
    tables
}

fn compare(
    kind: &str,
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
    found: &mut Vec<String>,
) {
    for (id, was) in old {
        match new.get(id) {
            None => found.push(format!("{kind} {id} is gone")),
            Some(is) if is != was => found.push(format!("{kind} {id} is changed")),
            Some(_) => {}
        }
    }
    found.extend(new.keys().filter(|id| !old.contains_key(*id)).map(|id| format!("{kind} {id} is added")));
}
