//! The sheet of one step: what can be done with it, why not, and the fields that asks for.

use super::super::key::Key;
use super::super::model::Model;
use super::super::msg::Effect;
use super::super::overlay::{Choice, Form, Overlay, StepSheet};
use super::{proof, submitted};
use crate::decide::{self, Command};
use crate::plan::{Evidence, Step};

mod fields;

/// What can be done with a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Work begins.
    Start,
    /// Done.
    Done,
    /// Failed.
    Fail,
    /// Waits for a person.
    Wait,
    /// Goes on.
    Resume,
    /// Again.
    Retry,
    /// The failure is accepted.
    Accept,
    /// Left out.
    Skip,
    /// Left out by the approver.
    Waive,
    /// Taken back.
    Reopen,
    /// The own last tick is taken back.
    TakeBack,
    /// Another owner.
    Assign,
    /// A remark.
    Note,
}

/// Every move with its key and words, in the order of the sheet.
const MOVES: [(Move, &str, &str); 13] = [
    (Move::Start, "s", "start"),
    (Move::Done, "d", "done"),
    (Move::Fail, "f", "failed"),
    (Move::Wait, "w", "wait for somebody"),
    (Move::Resume, "c", "continue"),
    (Move::Retry, "r", "try again"),
    (Move::Accept, "a", "accept the failure"),
    (Move::Skip, "x", "skip"),
    (Move::Waive, "v", "waive"),
    (Move::Reopen, "o", "reopen"),
    (Move::TakeBack, "u", "take back the last tick"),
    (Move::Assign, "g", "give to somebody else"),
    (Move::Note, "n", "note"),
];

const REASON: &str = "Reason";
const NOTE: &str = "Note";
const CONFIRM: &str = "Type the step's id to start it";
const OWNER: &str = "New owner";

impl Move {
    /// A stray enter does no harm: it neither leaves the step out, nor calls it failed, nor takes back what was done.
    fn is_harmless(self) -> bool {
        !matches!(self, Self::Fail | Self::Accept | Self::Skip | Self::Waive | Self::Reopen | Self::TakeBack)
    }
}

/// Opens the sheet of a step.
pub fn open(model: &mut Model, id: &str) {
    let choices = choices(model, id);
    let harmless = |(choice, (movement, ..)): (&Choice, &(Move, &str, &str))| {
        choice.why_not.is_none() && movement.is_harmless()
    };
    let selected = choices.iter().zip(&MOVES).position(harmless).unwrap_or(0);
    model.ui.overlay = Some(Overlay::Step(StepSheet { step: id.to_owned(), choices, selected, form: None }));
}

/// Opens the sheet with a move taken already; does the move at once when it asks for nothing.
pub fn take(model: &mut Model, id: &str, movement: Move) -> Vec<Effect> {
    open(model, id);
    let Some(Overlay::Step(sheet)) = model.ui.overlay.take() else { return Vec::new() };
    let Some(at) = MOVES.iter().position(|(known, ..)| *known == movement) else { return Vec::new() };
    let effects = choose(model, sheet, at);
    if let Some(Overlay::Step(sheet)) = &model.ui.overlay
        && sheet.form.is_none()
        && !effects.is_empty()
    {
        model.ui.overlay = None;
    }
    effects
}

/// Brings the choices up to date after a fact.
pub fn refresh(model: &mut Model, id: &str) {
    let fresh = choices(model, id);
    if let Some(Overlay::Step(sheet)) = &mut model.ui.overlay {
        sheet.choices = fresh;
    }
}

/// Gives a key to the sheet.
pub fn press(model: &mut Model, mut sheet: StepSheet, key: Key) -> Vec<Effect> {
    if let Some(form) = &mut sheet.form {
        if key == Key::Esc {
            sheet.form = None;
            model.ui.overlay = Some(Overlay::Step(sheet));
            return Vec::new();
        }
        let submit = submitted(form.press(key));
        let effects = if submit { submit_form(model, &mut sheet) } else { Vec::new() };
        model.ui.overlay = Some(Overlay::Step(sheet));
        return effects;
    }
    match key {
        Key::Esc | Key::Char('q') => return Vec::new(),
        Key::Down | Key::Char('j') | Key::Tab => sheet.selected = (sheet.selected + 1) % MOVES.len(),
        Key::Up | Key::Char('k') | Key::BackTab => {
            sheet.selected = (sheet.selected + MOVES.len() - 1) % MOVES.len();
        }
        Key::Enter | Key::Char(' ') => {
            let at = sheet.selected;
            return choose(model, sheet, at);
        }
        Key::Char(char) => {
            if let Some(at) = MOVES.iter().position(|(_, key, _)| key.starts_with(char)) {
                return choose(model, sheet, at);
            }
        }
        _ => {}
    }
    model.ui.overlay = Some(Overlay::Step(sheet));
    Vec::new()
}

/// Takes a choice: asks for its fields, or does it when it wants none.
fn choose(model: &mut Model, mut sheet: StepSheet, at: usize) -> Vec<Effect> {
    let Some((movement, ..)) = MOVES.get(at) else { return Vec::new() };
    sheet.selected = at;
    if let Some(why) = sheet.choices.get(at).and_then(|choice| choice.why_not.clone()) {
        model.say(&why);
        model.ui.overlay = Some(Overlay::Step(sheet));
        return Vec::new();
    }
    let fields = fields::of(model, &sheet.step, *movement);
    let effects = if fields.is_empty() {
        command(model, &sheet.step, *movement, None).map(Effect::ask).unwrap_or_default()
    } else {
        sheet.form = Some(Form::new(button(*movement), fields));
        Vec::new()
    };
    model.ui.overlay = Some(Overlay::Step(sheet));
    effects
}

fn submit_form(model: &Model, sheet: &mut StepSheet) -> Vec<Effect> {
    let Some((movement, ..)) = MOVES.get(sheet.selected) else { return Vec::new() };
    let Some(form) = &sheet.form else { return Vec::new() };
    if *movement == Move::Done && evidence(model, &sheet.step) == Evidence::File {
        let path = form.value(proof::PATH).unwrap_or_default();
        return vec![Effect::FinishWithFile { step: sheet.step.clone(), path }];
    }
    match command(model, &sheet.step, *movement, Some(form)) {
        Ok(command) => Effect::ask(command),
        Err(problem) => {
            if let Some(form) = &mut sheet.form {
                form.refuse(problem);
            }
            Vec::new()
        }
    }
}

fn button(movement: Move) -> &'static str {
    match movement {
        Move::Start => "Start",
        Move::Done => "Done",
        Move::Fail => "Record the failure",
        Move::Wait => "Wait",
        Move::Resume => "Continue",
        Move::Retry => "Try again",
        Move::Accept => "Accept",
        Move::Skip => "Skip",
        Move::Waive => "Waive",
        Move::Reopen => "Reopen",
        Move::TakeBack => "Take back",
        Move::Assign => "Give",
        Move::Note => "Note",
    }
}

/// The choices with the reason why each cannot be taken now.
fn choices(model: &Model, id: &str) -> Vec<Choice> {
    MOVES
        .iter()
        .map(|(movement, key, label)| Choice {
            key: (*key).to_owned(),
            label: (*label).to_owned(),
            why_not: why_not(model, id, *movement),
        })
        .collect()
}

/// Why a move cannot be made now.
pub fn why_not(model: &Model, id: &str, movement: Move) -> Option<String> {
    let mut probe = probe(id, movement);
    if let Command::AssignStep { owner, .. } = &mut probe {
        match somebody_else(model, id) {
            Some(other) => *owner = other,
            None => return Some("nobody else is in the team".to_owned()),
        }
    }
    decide::why_not(&model.plan, &model.session, &model.outlook, &model.actor, &probe)
        .map(|refusal| refusal.text)
}

/// A member who does not own the step, to ask whether it may be given away at all.
fn somebody_else(model: &Model, id: &str) -> Option<String> {
    let owner = step(model, id).and_then(|step| model.session.owner(step));
    model.plan.team.iter().find(|member| Some(member.id.as_str()) != owner).map(|member| member.id.clone())
}

/// The command of a move with nothing filled in, to ask whether it may be made at all.
fn probe(id: &str, movement: Move) -> Command {
    let (step, reason) = (id.to_owned(), String::new());
    match movement {
        Move::Start => Command::StartStep { step, at: None, confirm: None, reason: None },
        Move::Done => Command::FinishStep { step, at: None, proof: None, note: None },
        Move::Fail => Command::FailStep { step, at: None, reason, proof: None },
        Move::Wait => Command::WaitStep { step, reason },
        Move::Resume => Command::ResumeStep { step },
        Move::Retry => Command::RetryStep { step, confirm: None, reason: None },
        Move::Accept => Command::AcceptStep { step, reason },
        Move::Skip => Command::SkipStep { step, reason },
        Move::Waive => Command::WaiveStep { step, reason },
        Move::Reopen => Command::ReopenStep { step, reason },
        Move::TakeBack => Command::UndoTick { step },
        Move::Assign => Command::AssignStep { step, owner: reason },
        Move::Note => Command::NoteStep { step, note: reason },
    }
}

/// The command that a filled-in move means.
fn command(model: &Model, id: &str, movement: Move, form: Option<&Form>) -> Result<Command, String> {
    let value = |label| form.and_then(|form| form.value(label));
    let reason = value(REASON);
    let given = reason.clone().unwrap_or_default();
    let step = id.to_owned();
    Ok(match movement {
        Move::Start => Command::StartStep { step, at: None, confirm: value(CONFIRM), reason },
        Move::Done => Command::FinishStep {
            step,
            at: None,
            proof: form.map_or(Ok(None), |form| proof::read(evidence(model, id), form, model))?,
            note: value(NOTE),
        },
        Move::Fail => Command::FailStep { step, at: None, reason: given, proof: None },
        Move::Wait => Command::WaitStep { step, reason: given },
        Move::Retry => Command::RetryStep { step, confirm: value(CONFIRM), reason },
        Move::Accept => Command::AcceptStep { step, reason: given },
        Move::Skip => Command::SkipStep { step, reason: given },
        Move::Waive => Command::WaiveStep { step, reason: given },
        Move::Reopen => Command::ReopenStep { step, reason: given },
        Move::Assign => Command::AssignStep { step, owner: value(OWNER).unwrap_or_default() },
        Move::Note => Command::NoteStep { step, note: value(NOTE).unwrap_or_default() },
        Move::Resume | Move::TakeBack => probe(id, movement),
    })
}

fn step<'a>(model: &'a Model, id: &str) -> Option<&'a Step> {
    model.session.find_step(&model.plan, id).map(|(_, step)| step)
}

fn evidence(model: &Model, id: &str) -> Evidence {
    step(model, id).map_or(Evidence::None, |step| step.evidence)
}
