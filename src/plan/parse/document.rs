//! The whole file: its tables, in the order in which they need each other.

use toml::de::DeTable;

use super::cx::Cx;
use super::table::Table;
use super::{check, notice, release, site, stage, switch, team, trigger, variable, window};
use crate::plan::types::Plan;

const KEYS: [&str; 18] = [
    "schema",
    "release",
    "campaign",
    "window",
    "stabilisation",
    "session",
    "team",
    "decision",
    "stage",
    "rollback",
    "check",
    "trigger",
    "switch",
    "notice",
    "channel",
    "escalation",
    "freeze",
    "site",
];

/// What reading gave, errors or not: what could not be read is empty.
#[derive(Debug)]
pub(in crate::plan) struct Draft {
    pub plan: Plan,
    /// Whether the window's times were read, so that they can be judged.
    pub has_window: bool,
}

/// Reads every table of the file.
pub(super) fn read(cx: &mut Cx<'_>, root: &DeTable<'_>, sha256: String) -> Draft {
    let root = Table { map: root, header: 0..0, what: "the plan".to_owned() };
    cx.only(&root, &KEYS);
    variable::gather(cx, root.map);
    schema(cx, &root);
    let (window_table, zone) = window::zone_of(cx, &root);
    let read_window = window::window(cx, window_table.as_ref(), zone);
    let has_window = read_window.is_some();
    let release = release::release(cx, &root);
    let risk = release.risk;
    let plan = Plan {
        campaign_start: release::campaign(cx, &root, zone),
        stabilisation: window::stabilisation(cx, &root, zone, risk),
        on_last_leave: release::on_last_leave(cx, &root),
        team: team::team(cx, &root),
        decision: team::decision(cx, &root, risk),
        stages: stage::stages(cx, &root),
        rollback: stage::rollback(cx, &root),
        checks: check::checks(cx, &root),
        triggers: trigger::triggers(cx, &root),
        switches: switch::switches(cx, &root),
        notices: notice::notices(cx, &root),
        escalations: trigger::escalations(cx, &root),
        freezes: trigger::freezes(cx, &root),
        channels: notice::channels(cx, &root),
        sites: site::sites(cx, &root),
        variables: cx.variables.iter().cloned().collect(),
        window: read_window.unwrap_or_else(window::placeholder),
        release,
        sha256,
    };
    Draft { plan, has_window }
}

fn schema(cx: &mut Cx<'_>, root: &Table<'_>) {
    if !cx.need(root, "schema", "1") {
        return;
    }
    if let Some(schema) = cx.count(root, "schema", 0..=u32::MAX) {
        if schema != 1 {
            let message = format!("the plan is of schema {schema}, and this golive reads schema 1");
            cx.error(
                root.span("schema"),
                "schema",
                message,
                "write schema = 1, or use the golive that the plan was written for",
            );
        }
    }
}
