//! What can be done with the selected step, in the checklist and in the runbook.

use super::super::model::{Model, Pane, Where};
use super::super::msg::Effect;
use super::super::sheet::advance;
use super::super::sheet::step::{self, Move};
use super::{Action, always, general};

macro_rules! step_action {
    ($name:literal, $key:literal, $hint:literal, $sentence:literal, $movement:expr) => {
        Action {
            name: $name,
            keys: &[$key],
            hint: $hint,
            sentence: $sentence,
            place: Where::Pane(Pane::Checklist),
            danger: false,
            why_not: |model| step::why_not(model, &selected(model)?, $movement),
            act: |model| take(model, $movement),
        }
    };
}

pub(super) const ACTIONS: &[Action] = &[
    Action {
        name: "Next state",
        keys: &["space"],
        hint: "next state",
        sentence: "Starts the selected step, or says that it is done.",
        place: Where::Pane(Pane::Checklist),
        danger: false,
        why_not: |model| why_not_advance(model, Pane::Checklist),
        act: |model| advance_in(model, Pane::Checklist),
    },
    Action {
        name: "Step details",
        keys: &["enter"],
        hint: "details",
        sentence: "Shows the step in full, with everything that can be done with it.",
        place: Where::Pane(Pane::Checklist),
        danger: false,
        why_not: always,
        act: details,
    },
    step_action!("Note", "n", "note", "Keeps a remark on the selected step.", Move::Note),
    step_action!("Failed", "f", "failed", "Records that the step failed, with what went wrong.", Move::Fail),
    step_action!("Wait", "w", "", "The step waits for somebody; waiting is not work.", Move::Wait),
    step_action!("Skip", "s", "", "Leaves an optional step out.", Move::Skip),
    step_action!("Waive", "V", "", "Leaves a mandatory step out; the approver's.", Move::Waive),
    step_action!("Try again", "r", "", "Begins a failed step again.", Move::Retry),
    step_action!("Accept", "a", "", "Accepts a failure and goes on.", Move::Accept),
    step_action!("Reopen", "o", "", "Takes a settled step back, with a reason.", Move::Reopen),
    step_action!("Take back", "u", "", "Takes your own last tick back, within 60 s.", Move::TakeBack),
    step_action!("Give", "A", "", "Gives the step to somebody else.", Move::Assign),
    Action {
        name: "Runbook: next state",
        keys: &["space"],
        hint: "next state",
        sentence: "Starts the selected rollback step, or says that it is done.",
        place: Where::Pane(Pane::Rollback),
        danger: false,
        why_not: |model| why_not_advance(model, Pane::Rollback),
        act: |model| advance_in(model, Pane::Rollback),
    },
    Action {
        name: "Runbook: step details",
        keys: &["enter"],
        hint: "details",
        sentence: "Shows the rollback step in full, with everything that can be done with it.",
        place: Where::Pane(Pane::Rollback),
        danger: false,
        why_not: always,
        act: rollback_details,
    },
    Action {
        name: "Runbook: failed",
        keys: &["f"],
        hint: "failed",
        sentence: "Records that the rollback step failed, with what went wrong.",
        place: Where::Pane(Pane::Rollback),
        danger: false,
        why_not: |model| step::why_not(model, &selected_rollback(model)?, Move::Fail),
        act: |model| match selected_rollback(model) {
            Some(id) => step::take(model, &id, Move::Fail),
            None => Vec::new(),
        },
    },
];

fn selected(model: &Model) -> Option<String> {
    model.meant(Pane::Checklist).map(|step| step.id.clone())
}

fn selected_rollback(model: &Model) -> Option<String> {
    model.meant(Pane::Rollback).map(|step| step.id.clone())
}

fn take(model: &mut Model, movement: Move) -> Vec<Effect> {
    match selected(model) {
        Some(id) => step::take(model, &id, movement),
        None => Vec::new(),
    }
}

/// The step that space means in a pane of steps: the one that was chosen by hand. `None` = what everybody waits for,
/// decisions included. Before ROLLBACK is decided the runbook is only shown.
fn chosen(model: &Model, pane: Pane) -> Option<String> {
    let shown = pane == Pane::Rollback && !model.is_rolling_back();
    let by_hand = shown || model.ui.selected.contains_key(&pane);
    model.meant(pane).filter(|_| by_hand).map(|step| step.id.clone())
}

fn advance_in(model: &mut Model, pane: Pane) -> Vec<Effect> {
    match chosen(model, pane) {
        Some(id) => advance::advance(model, &id),
        None => general::next(model),
    }
}

fn why_not_advance(model: &Model, pane: Pane) -> Option<String> {
    match chosen(model, pane) {
        Some(id) => advance::why_not(model, &id),
        None => general::why_not_next(model),
    }
}

fn details(model: &mut Model) -> Vec<Effect> {
    if let Some(id) = selected(model) {
        step::open(model, &id);
    }
    Vec::new()
}

fn rollback_details(model: &mut Model) -> Vec<Effect> {
    if let Some(id) = selected_rollback(model) {
        step::open(model, &id);
    }
    Vec::new()
}
