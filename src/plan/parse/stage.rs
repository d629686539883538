//! `[[stage]]` and `[[rollback]]`: the steps in their order.

use chrono::TimeDelta;

use super::cx::{Cx, Kind};
use super::step::{self, Home};
use super::table::Table;
use crate::plan::types::{Gate, Order, Stage, StageKind, Step};

const STAGE: [&str; 5] = ["kind", "title", "order", "gate", "step"];

/// More steps than this are refused: no person could go through them in one window.
pub(super) const MOST_STEPS: usize = 5_000;

/// Reads every `[[stage]]` with its steps.
pub(super) fn stages(cx: &mut Cx<'_>, root: &Table<'_>) -> Vec<Stage> {
    if !cx.need_table(root, "stage", "[[stage]]", "add one [[stage]] for each stage, with its kind and steps")
    {
        return Vec::new();
    }
    let tables = cx.tables(root, "stage", "[[stage]]", &STAGE);
    let mut stages: Vec<Stage> = Vec::new();
    for (index, table) in tables.iter().enumerate() {
        if let Some(stage) = stage(cx, table, index, &stages) {
            stages.push(stage);
        }
    }
    stages
}

fn stage(cx: &mut Cx<'_>, table: &Table<'_>, index: usize, before: &[Stage]) -> Option<Stage> {
    let kinds = StageKind::ALL;
    let kind = if cx.need(table, "kind", "\"execute\"") { cx.choice(table, "kind", &kinds) } else { None };
    // Steps of a stage of no kind are read for their own problems all the same.
    let known = kind.unwrap_or(StageKind::PreChecks);
    let earlier = before.iter().filter(|stage| stage.kind == known).count();
    let id = if earlier == 0 { known.name().to_owned() } else { format!("{}-{}", known.name(), earlier + 1) };
    cx.remember(&format!("stage {index}"), table);
    if kind.is_some() {
        cx.define(Kind::Stage, &id, table.header.clone());
        cx.remember(&format!("stage {id}"), table);
    }
    let default = if known == StageKind::Execute { Order::Sequence } else { Order::Free };
    let orders = [(Order::Sequence, "sequence"), (Order::Free, "free")];
    let stage = Stage {
        kind: known,
        id,
        title: cx.text(table, "title").unwrap_or_else(|| seed_title(known).to_owned()),
        order: cx.choice(table, "order", &orders).unwrap_or(default),
        gate: gate(cx, table),
        steps: step::steps(cx, table, "step", Home::Stage(known)),
    };
    if kind.is_none() {
        cx.lost.insert(Kind::Stage);
    }
    kind.map(|_| stage)
}

fn gate(cx: &mut Cx<'_>, table: &Table<'_>) -> Option<Gate> {
    let gate = cx.table(table, "gate", "`gate`", &["checks", "steady"])?;
    cx.need(&gate, "checks", "[\"checkout\"]");
    Some(Gate {
        checks: cx.names(&gate, "checks", Kind::Check).unwrap_or_default(),
        steady: cx.duration(&gate, "steady").unwrap_or(TimeDelta::minutes(1)),
    })
}

/// Reads every `[[rollback]]`.
pub(super) fn rollback(cx: &mut Cx<'_>, root: &Table<'_>) -> Vec<Step> {
    step::steps(cx, root, "rollback", Home::Rollback)
}

/// The first seed's headings.
fn seed_title(kind: StageKind) -> &'static str {
    match kind {
        StageKind::PreChecks => "Conduct pre-deployment checks",
        StageKind::NotifyStart => "Notify stakeholders of deployment start",
        StageKind::Execute => "Execute the deployment",
        StageKind::Validate => "Perform post-deployment validation",
        StageKind::Decide => "Make the go or rollback decision",
        StageKind::NotifyOutcome => "Notify stakeholders of deployment outcome",
        StageKind::Stabilise => "Monitor the stabilisation period",
    }
}
