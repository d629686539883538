//! What can be done with the selected check and the selected trigger.

use super::super::model::{Model, Pane, Where};
use super::super::overlay::Overlay;
use super::super::sheet::prompt;
use super::{Action, always};
use crate::decide::Command;

pub(super) const ACTIONS: &[Action] = &[
    Action {
        name: "Check details",
        keys: &["enter", "space"],
        hint: "details",
        sentence: "Shows the check in full: last answer, arithmetic, version.",
        place: Where::Pane(Pane::Health),
        danger: false,
        why_not: always,
        act: |model| {
            if let Some(check) = selected_check(model) {
                model.ui.overlay = Some(Overlay::CheckDetail { check, scroll: 0 });
            }
            Vec::new()
        },
    },
    Action {
        name: "Mute",
        keys: &["m"],
        hint: "mute 30 min",
        sentence: "The check says nothing for 30 minutes, or speaks again.",
        place: Where::Pane(Pane::Health),
        danger: false,
        why_not: |model| {
            let check = selected_check(model)?;
            let on = !model.is_muted(&check);
            model.why_not(&Command::MuteCheck { check, on, reason: "?".to_owned() })
        },
        act: |model| {
            if let Some(check) = selected_check(model) {
                prompt::mute(model, &check);
            }
            Vec::new()
        },
    },
    Action {
        name: "Mark external",
        keys: &["e"],
        hint: "external",
        sentence: "The approver says that the cause is outside, for at most 60 minutes.",
        place: Where::Pane(Pane::Health),
        danger: false,
        why_not: |model| {
            let check = selected_check(model)?;
            model.why_not(&Command::MarkExternal { check, minutes: 10, reason: "?".to_owned() })
        },
        act: |model| {
            if let Some(check) = selected_check(model) {
                prompt::external(model, &check);
            }
            Vec::new()
        },
    },
    Action {
        name: "Raise the trigger",
        keys: &["enter", "space"],
        hint: "raise",
        sentence: "Says that the selected rollback criterion is met; anyone on the team may.",
        place: Where::Pane(Pane::Triggers),
        danger: true,
        why_not: |model| {
            let trigger = selected_trigger(model)?;
            model.why_not(&Command::RaiseTrigger { trigger, reason: "?".to_owned() })
        },
        act: |model| {
            if let Some(trigger) = selected_trigger(model) {
                prompt::raise(model, &trigger);
            }
            Vec::new()
        },
    },
    Action {
        name: "Clear the trigger",
        keys: &["c"],
        hint: "clear",
        sentence: "The approver clears a met criterion, with a reason; its clock starts from zero.",
        place: Where::Pane(Pane::Triggers),
        danger: true,
        why_not: |model| {
            let trigger = selected_trigger(model)?;
            model.why_not(&Command::ClearTrigger { trigger, reason: "?".to_owned() })
        },
        act: |model| {
            if let Some(trigger) = selected_trigger(model) {
                prompt::clear(model, &trigger);
            }
            Vec::new()
        },
    },
];

fn selected_check(model: &Model) -> Option<String> {
    let rows = model.health_rows();
    let at = model.selected_index(Pane::Health).min(rows.len().saturating_sub(1));
    rows.get(at).map(|view| view.id.clone())
}

fn selected_trigger(model: &Model) -> Option<String> {
    let triggers = &model.outlook.triggers;
    let at = model.selected_index(Pane::Triggers).min(triggers.len().saturating_sub(1));
    triggers.get(at).map(|trigger| trigger.id.clone())
}
