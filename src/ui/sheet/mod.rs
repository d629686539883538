//! Sheets: how each is opened, what keys do in it, and the command it ends in.

pub mod advance;
pub mod check;
pub mod decide;
pub mod lists;
pub mod poll;
pub mod prompt;
pub mod proof;
pub mod step;

use super::edit::Pressed;
use super::key::Key;
use super::model::Model;
use super::msg::Effect;
use super::overlay::{Field, Form, Input, Overlay, PollSheet, Wants};

/// A field that wants some text.
pub(super) fn text(label: &str, hint: &str) -> Field {
    field(label, hint, Wants::Text)
}

/// A field that may stay empty.
pub(super) fn optional(label: &str, hint: &str) -> Field {
    field(label, hint, Wants::Optional)
}

/// A field that wants exactly this.
pub(super) fn exactly(label: &str, what: &str) -> Field {
    field(label, what, Wants::Exactly(what.to_owned()))
}

/// A field that wants something that can be read.
pub(super) fn field(label: &str, hint: &str, wants: Wants) -> Field {
    Field { label: label.to_owned(), hint: hint.to_owned(), input: Input::default(), wants }
}

/// Gives a key to the sheet that is open. Esc goes one step back and never further.
pub fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let Some(overlay) = model.ui.overlay.take() else { return Vec::new() };
    match overlay {
        Overlay::Help { query, selected } => lists::help(model, query, selected, key),
        Overlay::Palette { query, selected } => lists::palette(model, query, selected, key),
        Overlay::Step(sheet) => step::press(model, sheet, key),
        Overlay::Decide(sheet) => decide::press(model, sheet, key),
        Overlay::Poll(sheet) => poll::press(model, sheet, key),
        Overlay::Prompt(sheet) => prompt::press(model, sheet, key),
        Overlay::Confirm(sheet) => prompt::confirm(model, sheet, key),
        Overlay::CheckDetail { check, scroll } => check::press(model, check, scroll, key),
        Overlay::Filter(input) => lists::filter(model, input, key),
    }
}

/// Pastes into the sheet that is open.
pub fn paste(model: &mut Model, pasted: &str) {
    match &mut model.ui.overlay {
        Some(Overlay::Help { query, selected } | Overlay::Palette { query, selected }) => {
            query.insert(pasted);
            *selected = 0;
        }
        Some(Overlay::Filter(input)) => {
            input.insert(pasted);
            model.ui.filter = input.text.clone();
        }
        Some(Overlay::Decide(sheet)) => sheet.form.paste(pasted),
        Some(Overlay::Prompt(sheet)) => sheet.form.paste(pasted),
        Some(Overlay::Step(sheet)) => {
            if let Some(form) = &mut sheet.form {
                form.paste(pasted);
            }
        }
        Some(Overlay::Poll(sheet)) => {
            if let Some(form) = &mut sheet.form {
                form.paste(pasted);
            }
        }
        Some(Overlay::Confirm(_) | Overlay::CheckDetail { .. }) | None => {}
    }
}

/// Shows why it was refused, or could not be saved, where the request came from, the cursor in the field that this is
/// about; false when no sheet waits for an answer. What was typed stays.
pub fn told(model: &mut Model, why: &str) -> bool {
    let form = match &mut model.ui.overlay {
        Some(Overlay::Decide(sheet)) => Some(&mut sheet.form),
        Some(Overlay::Prompt(sheet)) => Some(&mut sheet.form),
        Some(Overlay::Step(sheet)) => sheet.form.as_mut(),
        Some(Overlay::Poll(PollSheet { form: Some(form), .. })) => Some(form),
        Some(Overlay::Poll(sheet)) => {
            sheet.problem = Some(why.to_owned());
            return true;
        }
        _ => None,
    };
    form.map(|form| form.refuse(why.to_owned())).is_some()
}

/// Closes the sheet whose fields were confirmed, once the fact that they asked for has come back.
pub fn settle(model: &mut Model) {
    let form = match &model.ui.overlay {
        Some(Overlay::Decide(sheet)) => Some(&sheet.form),
        Some(Overlay::Prompt(sheet)) => Some(&sheet.form),
        Some(Overlay::Step(sheet)) => sheet.form.as_ref(),
        _ => None,
    };
    if form.is_some_and(Form::waits) {
        model.ui.overlay = None;
    }
}

/// What a key did to the form of a sheet: submitted, or keep the sheet open.
pub(super) fn submitted(pressed: Pressed) -> bool {
    pressed == Pressed::Submit
}
