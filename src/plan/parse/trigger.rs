//! `[[trigger]]`, `[[escalation]]` and `[[freeze]]`: what was agreed in advance.

use chrono::TimeDelta;

use super::cx::{Cx, Kind};
use super::escalation;
use super::table::Table;
use crate::plan::types::{Escalation, Freeze, Trigger, TriggerClass};

const TRIGGER: [&str; 6] = ["id", "class", "title", "check", "down-for", "pre-authorised"];
const ESCALATION: [&str; 3] = ["when", "call", "text"];
const FREEZE: [&str; 4] = ["title", "from", "to", "hard"];

/// Reads every `[[trigger]]`.
pub(super) fn triggers(cx: &mut Cx<'_>, root: &Table<'_>) -> Vec<Trigger> {
    cx.tables(root, "trigger", "this trigger", &TRIGGER).iter().map(|table| trigger(cx, table)).collect()
}

fn trigger(cx: &mut Cx<'_>, table: &Table<'_>) -> Trigger {
    let id = cx.id(table, Kind::Trigger, "\"R1\"");
    cx.remember(&format!("trigger {id}"), table);
    cx.need(table, "class", "\"critical-process\"");
    let check = cx.name(table, "check", Kind::Check);
    if check.is_none() && table.has("down-for") && !table.has("check") {
        let message = "`down-for` says nothing without a `check`: this trigger is raised by a person";
        cx.error(table.key_span("down-for"), "misplaced", message, "name the `check`, or take it out");
    }
    Trigger {
        class: cx.choice(table, "class", &TriggerClass::ALL).unwrap_or(TriggerClass::Custom),
        title: cx.required(table, "title", "\"Customers cannot check out\""),
        check,
        down_for: cx.duration(table, "down-for").unwrap_or(TimeDelta::minutes(2)),
        pre_authorised: cx.is_set(table, "pre-authorised"),
        id,
    }
}

/// Reads every `[[escalation]]`.
pub(super) fn escalations(cx: &mut Cx<'_>, root: &Table<'_>) -> Vec<Escalation> {
    cx.tables(root, "escalation", "this escalation", &ESCALATION)
        .iter()
        .map(|table| agreed(cx, table))
        .collect()
}

fn agreed(cx: &mut Cx<'_>, table: &Table<'_>) -> Escalation {
    let when = cx.required(table, "when", "\"severity <= 2 and open-for > 30m\"");
    if let (false, Some(value)) = (when.is_empty(), table.get("when")) {
        escalation::check(cx, value.get_ref().as_str().unwrap_or(""), &value.span());
    }
    Escalation {
        when,
        call: cx.name(table, "call", Kind::Member),
        text: cx.required(table, "text", "\"Sev 2 older than half an hour\""),
    }
}

/// Reads every `[[freeze]]`.
pub(super) fn freezes(cx: &mut Cx<'_>, root: &Table<'_>) -> Vec<Freeze> {
    cx.tables(root, "freeze", "this freeze", &FREEZE).iter().filter_map(|table| freeze(cx, table)).collect()
}

fn freeze(cx: &mut Cx<'_>, table: &Table<'_>) -> Option<Freeze> {
    let title = cx.required(table, "title", "\"Black Friday to Cyber Monday\"");
    cx.remember(&format!("freeze {title}"), table);
    cx.need(table, "from", "2027-11-19");
    cx.need(table, "to", "2027-11-30");
    let hard = cx.is_set(table, "hard");
    let (from, to) = (cx.date(table, "from"), cx.date(table, "to"));
    let (from, to) = (from?, to?);
    if to < from {
        cx.error(table.span("to"), "window-order", "the freeze ends before it begins", "write a later `to`");
        return None;
    }
    Some(Freeze { title, from, to, hard })
}
