//! The poll: stations in order, one key each, spoken answers marked.

use super::super::key::Key;
use super::super::model::Model;
use super::super::msg::Effect;
use super::super::overlay::{Form, Overlay, PollSheet};
use super::{optional, submitted, text};
use crate::decide::Command;
use crate::journal::{About, Answer};
use crate::session::Phase;

const NOTE: &str = "Why not";
const CONDITION: &str = "Condition";
const OWNER: &str = "Owner";

/// Opens the sheet at the first station that has not answered.
pub fn open(model: &mut Model) {
    let about = if model.outlook.phase == Phase::Preparing { About::Start } else { About::GoLive };
    let stations = &model.outlook.stations;
    let selected =
        stations.iter().position(|station| station.answer.is_none() || !station.fresh).unwrap_or(0);
    model.ui.overlay =
        Some(Overlay::Poll(PollSheet { about, selected, spoken: false, form: None, problem: None }));
}

/// Gives a key to the sheet.
pub fn press(model: &mut Model, mut sheet: PollSheet, key: Key) -> Vec<Effect> {
    let effects = match &mut sheet.form {
        Some(_) => press_form(model, &mut sheet, key),
        None => match press_list(model, &mut sheet, key) {
            Some(effects) => effects,
            None => return Vec::new(),
        },
    };
    model.ui.overlay = Some(Overlay::Poll(sheet));
    effects
}

/// Keys outside a form; `None` closes the sheet.
fn press_list(model: &Model, sheet: &mut PollSheet, key: Key) -> Option<Vec<Effect>> {
    let count = model.outlook.stations.len().max(1);
    match key {
        Key::Esc | Key::Char('q') => return None,
        Key::Down | Key::Char('j') | Key::Tab => sheet.selected = (sheet.selected + 1) % count,
        Key::Up | Key::Char('k') | Key::BackTab => sheet.selected = (sheet.selected + count - 1) % count,
        Key::Char('s') => sheet.spoken = !sheet.spoken,
        Key::Char('o') => return Some(Effect::ask(Command::OpenPoll)),
        Key::Char('g') => {
            let effects = vote(model, sheet, Answer::Go, None, None);
            sheet.selected = (sheet.selected + 1).min(count - 1);
            return Some(effects);
        }
        Key::Char('n') => {
            sheet.form = Some(Form::new("NO-GO", vec![text(NOTE, "what stands against it")]));
        }
        Key::Char('c') => {
            let fields = vec![text(CONDITION, "what must be done first"), optional(OWNER, &model.members())];
            sheet.form = Some(Form::new("CONDITIONS", fields));
        }
        _ => {}
    }
    sheet.problem = None;
    Some(Vec::new())
}

fn press_form(model: &Model, sheet: &mut PollSheet, key: Key) -> Vec<Effect> {
    let Some(form) = &mut sheet.form else { return Vec::new() };
    if key == Key::Esc {
        sheet.form = None;
        return Vec::new();
    }
    if !submitted(form.press(key)) {
        return Vec::new();
    }
    let (note, condition, owner) = (form.value(NOTE), form.value(CONDITION), form.value(OWNER));
    sheet.form = None;
    match condition {
        Some(condition) => vote(model, sheet, Answer::Conditions, Some(condition), owner),
        None => vote(model, sheet, Answer::NoGo, note, None),
    }
}

fn vote(
    model: &Model,
    sheet: &PollSheet,
    answer: Answer,
    note: Option<String>,
    owner: Option<String>,
) -> Vec<Effect> {
    let Some(station) = model.outlook.stations.get(sheet.selected) else { return Vec::new() };
    let me = model.actor.member.as_deref().unwrap_or_default();
    let spoken = sheet.spoken || !station.members.iter().any(|member| member == me);
    Effect::ask(Command::Vote { station: station.id.clone(), answer, note, owner, due: None, spoken })
}
