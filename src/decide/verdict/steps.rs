//! Rules about steps: failed validation, failed, open.

use super::{Class, Finding, Known};
use crate::decide::scene::{Item, Scene};
use crate::journal::DecisionKind;
use crate::plan::{OnFailure, Place, StageKind};
use crate::session::{Phase, StepState};

pub(super) fn find(known: &Known, found: &mut Vec<Finding>) {
    let scene = known.scene;
    for item in scene.items.iter().filter(|item| item.place != Place::Rollback) {
        found.extend(failed(scene, item));
    }
    for item in scene.items.iter().filter(|item| is_due(scene, item)) {
        found.push(open(scene, item));
    }
}

/// A mandatory step that failed and was neither tried again nor accepted. What failed before GO was decided on.
fn failed(scene: &Scene, item: &Item) -> Option<Finding> {
    let StepState::Failed { ended, reason, .. } = item.state else { return None };
    let go = scene.session.decision(DecisionKind::Go).filter(|_| scene.phase == Phase::Stabilising);
    if !item.step.mandatory || go.is_some_and(|go| ended.order() <= go.at.order()) {
        return None;
    }
    let (_, kind) = scene.kind(item)?;
    let id = &item.step.id;
    let calls_for_rollback = kind == StageKind::Validate && item.step.on_failure == OnFailure::Rollback;
    let text = format!("{id} {} failed at {}: {reason}", item.step.title, scene.hhmm(ended.at));
    let found = if calls_for_rollback {
        Finding::new(Class::Acting, "validation-failed", id, text)
    } else {
        Finding::new(Class::Wrong, "step-failed", id, text)
    };
    Some(found.cured_by(format!("{id} done, or its failure accepted")))
}

/// A mandatory step that is open in a stage that is open or passed. In preparing only pre-checks count; a decision
/// step never does.
pub(super) fn is_due(scene: &Scene, item: &Item) -> bool {
    let counts = item.is_work() && item.step.mandatory && !item.settled;
    if !counts || matches!(item.state, StepState::Failed { .. }) {
        return false;
    }
    let Some((index, kind)) = scene.kind(item) else { return false };
    match scene.phase {
        Phase::Preparing => kind == StageKind::PreChecks && is_open_or_passed(scene, index),
        Phase::Deciding => kind <= StageKind::Decide && is_open_or_passed(scene, index),
        _ => false,
    }
}

fn is_open_or_passed(scene: &Scene, index: usize) -> bool {
    (index..scene.plan.stages.len()).any(|later| scene.progress.stage(later).open)
}

pub(super) fn open(scene: &Scene, item: &Item) -> Finding {
    let id = &item.step.id;
    let who = scene.session.owner(item.step).map_or_else(String::new, |owner| format!(", {owner}"));
    let state = if *item.state == StepState::Pending { "open" } else { item.state.word() };
    let text = format!("{id} {} is {state}{who}", item.step.title);
    Finding::new(Class::Missing, "step-open", id, text).cured_by(format!("{id} done"))
}
