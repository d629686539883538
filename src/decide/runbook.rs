//! The rollback runbook as it counts now: which steps apply, when each is done, when service is back.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::forecast::actual;
use super::rollback_time::{Entry, Role, Runbook, Undoing};
use super::scene::{Item, Scene};
use super::span::plus;
use super::standing::{Judged, all_steady_at, needs_steadiness};
use super::{RunbookStep, outage};
use crate::journal::DecisionKind;
use crate::session::StepState;
use crate::text::list;

/// Every rollback step in plan order.
pub(crate) fn steps(scene: &Scene, runbook: &Runbook) -> Vec<RunbookStep> {
    let undo = runbook.undo_started(scene);
    let mut ends: HashMap<usize, DateTime<Utc>> = HashMap::new();
    let mut steps: Vec<(usize, RunbookStep)> = Vec::with_capacity(runbook.entries.len());
    for (n, entry) in runbook.entries.iter().enumerate() {
        let Some(item) = scene.item(entry.at) else { continue };
        let (applies, because) = applies(scene, runbook, &undo, n);
        let (start, end) = if applies { times(scene, entry, item, &ends) } else { (None, None) };
        let passed = item.needs.iter().filter_map(|need| ends.get(need)).max().copied();
        ends.extend(end.or(passed).map(|end| (entry.at, end)));
        let id = item.step.id.clone();
        steps.push((entry.at, RunbookStep { id, applies, because, counted: entry.counted, start, end }));
    }
    steps.sort_by_key(|(at, _)| *at);
    steps.into_iter().map(|(_, step)| step).collect()
}

/// Whether the step is done in a rollback of what was started, and why.
pub(crate) fn applies(scene: &Scene, runbook: &Runbook, undo: &Undoing, n: usize) -> (bool, String) {
    let Some(entry) = runbook.entries.get(n) else { return (false, String::new()) };
    let Some(item) = scene.item(entry.at) else { return (false, String::new()) };
    let begun = scene.has_started(&item.step.id);
    match entry.role {
        Role::Undoes => {
            let undoes = list::and_list(&item.step.undo.undoes);
            if undo.includes(n) {
                (true, format!("undoes {undoes}"))
            } else {
                (begun, format!("nothing of {undoes} was started"))
            }
        }
        Role::Always => (true, "part of every rollback".to_owned()),
        Role::Validates => (true, "validates the rollback".to_owned()),
        Role::StandsBy => {
            let failed: Vec<&str> = (0..runbook.entries.len())
                .filter(|other| stands_in_for(scene, runbook, *other, n))
                .filter_map(|other| scene.item(runbook.entries.get(other)?.at))
                .map(|item| item.step.id.as_str())
                .collect();
            if failed.is_empty() {
                let of: Vec<&str> = fallback_of(scene, runbook, &item.step.id);
                (begun, format!("only if {} fails", list::or_list(&of)))
            } else {
                (true, format!("in place of {}, which failed", list::and_list(&failed)))
            }
        }
    }
}

/// Whether entry `n` is in the chain of fallbacks that the failed entry `other` turned to.
fn stands_in_for(scene: &Scene, runbook: &Runbook, other: usize, n: usize) -> bool {
    runbook.stand_ins(scene, other).contains(&n)
}

fn fallback_of<'a>(scene: &'a Scene, runbook: &Runbook, id: &str) -> Vec<&'a str> {
    let items = runbook.entries.iter().filter_map(|entry| scene.item(entry.at));
    items
        .filter(|item| item.step.undo.fallback.as_deref() == Some(id))
        .map(|item| item.step.id.as_str())
        .collect()
}

/// Actual times of a step that ran, expected times of one that runs or will run.
fn times(
    scene: &Scene,
    entry: &Entry,
    item: &Item,
    ends: &HashMap<usize, DateTime<Utc>>,
) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
    let now = scene.now.at;
    let needed = item.needs.iter().filter_map(|need| ends.get(need)).max().copied();
    let (start, end) = match (item.state, actual(scene, item)) {
        (StepState::Running { .. } | StepState::Waiting { .. }, Some((start, _))) => {
            let due = plus(plus(start, entry.counted), scene.session.idle(&item.step.id, scene.now));
            (start, due.max(now))
        }
        (state, Some((start, end))) if state.is_settled() || matches!(state, StepState::Failed { .. }) => {
            (start, end)
        }
        _ => {
            let start = needed.map_or(now, |needed| needed.max(now));
            (start, plus(start, entry.counted))
        }
    };
    (Some(start), Some(end))
}

/// Rolling back: when service is back. The last undoing step and the time to steadiness; once everything is undone,
/// when every critical check is steady; nobody knows when one of them stands behind a page that is on for too long.
pub(crate) fn restored_about(
    scene: &Scene,
    runbook: &Runbook,
    steps: &HashMap<&str, &RunbookStep>,
    checks: &[Judged],
) -> Option<DateTime<Utc>> {
    let rolling_back = scene.session.decision(DecisionKind::Rollback).is_some()
        && scene.session.rollback_completed.is_none();
    if !rolling_back {
        return None;
    }
    let now = scene.now.at;
    let open = |role: &dyn Fn(Role) -> bool| {
        let entries = runbook.entries.iter().filter(|entry| role(entry.role));
        let open = entries.filter_map(|entry| scene.item(entry.at)).filter(|item| !item.settled);
        open.filter_map(|item| steps.get(item.step.id.as_str()).filter(|step| step.applies))
            .filter_map(|step| step.end)
            .max()
    };
    let undone = open(&|role| role != Role::Validates);
    if undone.is_none() && is_hidden(scene, checks) {
        return None;
    }
    let validated = open(&|role| role == Role::Validates);
    let steady = undone.map_or_else(
        || all_steady_at(scene, checks).unwrap_or(now),
        |undone| plus(undone.max(now), scene.plan.decision.steady_for),
    );
    Some(steady.max(validated.unwrap_or(now)).max(now))
}

/// Whether a check that is asked for cannot come up by itself, because an effect on it lasts too long.
fn is_hidden(scene: &Scene, checks: &[Judged]) -> bool {
    let asked = checks.iter().filter(|judged| needs_steadiness(judged) && !judged.view.steady);
    let mut overrun = asked.flat_map(|judged| outage::overrunning(scene, &judged.check.id));
    overrun.next().is_some()
}
