//! `[[team]]` and `[decision]`.

use chrono::TimeDelta;

use super::cx::{Cx, Kind};
use super::table::Table;
use crate::plan::types::{DecisionRules, Member, Risk, Station};

const MEMBER: [&str; 5] = ["id", "name", "roles", "login", "contact"];
const DECISION: [&str; 6] =
    ["approver", "deputies", "answer-valid", "steady", "rehearsal-max-age", "stations"];
const STATION: [&str; 4] = ["id", "role", "checks", "required"];

/// Second seed: the release manager makes the go/no-go decision.
const APPROVER: &str = "release-manager";

/// Reads every `[[team]]`.
pub(super) fn team(cx: &mut Cx<'_>, root: &Table<'_>) -> Vec<Member> {
    if !cx.need_table(root, "team", "[[team]]", "add one [[team]] for each person, with id, name and roles") {
        return Vec::new();
    }
    cx.tables(root, "team", "[[team]]", &MEMBER).iter().map(|table| member(cx, table)).collect()
}

fn member(cx: &mut Cx<'_>, table: &Table<'_>) -> Member {
    let id = cx.id(table, Kind::Member, "\"mia\"");
    cx.remember(&format!("team {id}"), table);
    let words = cx.words(table, "roles").unwrap_or_default();
    if table.has("roles") && words.is_empty() {
        cx.lost.insert(Kind::Role);
    }
    for word in &words {
        cx.define(Kind::Role, word.get_ref(), word.span());
    }
    Member {
        name: cx.text(table, "name").unwrap_or_else(|| id.clone()),
        roles: words.into_iter().map(toml::Spanned::into_inner).collect(),
        login: cx.raw(table, "login"),
        contact: cx.text(table, "contact"),
        id,
    }
}

/// Reads `[decision]`.
pub(super) fn decision(cx: &mut Cx<'_>, root: &Table<'_>, risk: Risk) -> DecisionRules {
    let steady = if risk == Risk::High { 10 } else { 5 };
    let mut rules = DecisionRules {
        approver: APPROVER.to_owned(),
        deputies: Vec::new(),
        answer_valid: TimeDelta::minutes(30),
        steady_for: TimeDelta::minutes(steady),
        rehearsal_max_age: TimeDelta::days(14),
        stations: Vec::new(),
    };
    let Some(table) = cx.table(root, "decision", "[decision]", &DECISION) else { return rules };
    cx.remember("decision", &table);
    if let Some(role) = cx.raw(&table, "approver") {
        rules.approver = role;
    }
    rules.deputies = cx.names(&table, "deputies", Kind::Role).unwrap_or_default();
    rules.answer_valid = cx.positive(&table, "answer-valid").unwrap_or(rules.answer_valid);
    rules.rehearsal_max_age = cx.positive(&table, "rehearsal-max-age").unwrap_or(rules.rehearsal_max_age);
    if let Some(steady) = cx.table(&table, "steady", "`steady`", &["for"]) {
        rules.steady_for = cx.positive(&steady, "for").unwrap_or(rules.steady_for);
    }
    rules.stations =
        cx.tables(&table, "stations", "a station", &STATION).iter().map(|s| station(cx, s)).collect();
    rules
}

fn station(cx: &mut Cx<'_>, table: &Table<'_>) -> Station {
    let id = cx.id(table, Kind::Station, "\"lead\"");
    cx.remember(&format!("station {id}"), table);
    Station {
        role: cx.required(table, "role", "\"deployment-lead\""),
        checks: cx.names(table, "checks", Kind::Check).unwrap_or_default(),
        required: cx.flag(table, "required").unwrap_or(true),
        id,
    }
}
