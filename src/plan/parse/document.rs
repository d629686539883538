//! The whole file: its tables, in the order in which they need each other.

use toml::de::DeTable;

use super::cx::Cx;
use super::table::Table;
use super::{check, notice, release, site, stage, switch, team, trigger, variable, window};
use crate::plan::types::{Plan, Stabilisation, StageKind};

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
    /// What was read whole, so that it may be asked what is missing in it.
    pub whole: Whole,
}

/// The tables that were read without an error: only there a rule may say that something is missing.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "one independent yes or no a table")]
pub(in crate::plan) struct Whole {
    pub window: bool,
    pub team: bool,
    pub stages: bool,
    pub rollback: bool,
    pub checks: bool,
}

/// Reads every table of the file.
pub(super) fn read(cx: &mut Cx<'_>, root: &DeTable<'_>, sha256: String) -> Draft {
    let root = Table { map: root, header: 0..0, what: "the plan".to_owned() };
    cx.only(&root, &KEYS);
    variable::gather(cx, root.map);
    schema(cx, &root);
    let (window_table, zone) = window::zone_of(cx, &root);
    let read_window = window::window(cx, window_table.as_ref(), zone);
    let (team, has_team) = cx.whole(|cx| team::team(cx, &root));
    let (stages, has_stages) = cx.whole(|cx| stage::stages(cx, &root));
    let (rollback, has_rollback) = cx.whole(|cx| stage::rollback(cx, &root));
    let (checks, has_checks) = cx.whole(|cx| check::checks(cx, &root));
    let whole = Whole {
        window: read_window.is_some(),
        team: has_team,
        stages: has_stages,
        rollback: has_rollback,
        checks: has_checks,
    };
    let release = release::release(cx, &root);
    let risk = release.risk;
    let plan = Plan {
        campaign_start: release::campaign(cx, &root, zone),
        stabilisation: window::stabilisation(cx, &root, zone, risk),
        on_last_leave: release::on_last_leave(cx, &root),
        team,
        decision: team::decision(cx, &root, risk),
        stages,
        rollback,
        checks,
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
    Draft { plan: Plan { stabilisation: mentioned(&root, &plan), ..plan }, whole }
}

/// Every idea is off until the plan mentions it: without the table and without a stage of it, the watch after GO is.
fn mentioned(root: &Table<'_>, plan: &Plan) -> Stabilisation {
    let stage = plan.stages.iter().any(|stage| stage.kind == StageKind::Stabilise);
    let mut stabilisation = plan.stabilisation.clone();
    if !stage && root.get("stabilisation").is_none() {
        stabilisation.business_days = 0;
    }
    stabilisation
}

fn schema(cx: &mut Cx<'_>, root: &Table<'_>) {
    if !cx.need(root, "schema", "1") {
        return;
    }
    if let Some(schema) = cx.count(root, "schema", 0..=u32::MAX).filter(|schema| *schema != 1) {
        let message = format!("the plan is of schema {schema}, and this golive reads schema 1");
        let help = "write schema = 1, or use the golive that the plan was written for";
        cx.error(root.span("schema"), "schema", message, help);
    }
}
