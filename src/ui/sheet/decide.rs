//! The sheets of the formal decisions: what each asks to be typed, and the command it ends in.

use super::super::key::Key;
use super::super::model::Model;
use super::super::msg::Effect;
use super::super::overlay::{DecideKind, DecideSheet, Field, Form, Overlay, Wants};
use super::proof::moment;
use super::{exactly, field, optional, submitted, text};
use crate::decide::{Command, NextAct};
use crate::journal::{Extended, Recommendation};

const NAME: &str = "Type the release name to decide";
const VERSION: &str = "Type the version that is withdrawn";
const REASON: &str = "Reason";
const APPROVER: &str = "Whose words";
const WITNESS: &str = "Heard too by";
const TO: &str = "Until when";

/// Opens the sheet of a decision. Nothing is decided by opening it.
pub fn open(model: &mut Model, kind: DecideKind) {
    let form = Form::new(button(kind), fields(model, kind));
    model.ui.overlay = Some(Overlay::Decide(DecideSheet { kind, form }));
}

/// The verdict may change while the sheet is open: what is asked follows it, and what was typed stays.
pub fn refresh(model: &mut Model) {
    let Some(Overlay::Decide(sheet)) = &model.ui.overlay else { return };
    let mut fields = fields(model, sheet.kind);
    let was = &sheet.form.fields;
    if fields.iter().map(|field| &field.label).eq(was.iter().map(|field| &field.label)) {
        return;
    }
    let focused = was.get(sheet.form.focus).map(|field| field.label.clone());
    for field in &mut fields {
        if let Some(typed) = was.iter().find(|was| was.label == field.label) {
            field.input = typed.input.clone();
        }
    }
    let focus = fields.iter().position(|field| Some(&field.label) == focused.as_ref()).unwrap_or(0);
    if let Some(Overlay::Decide(sheet)) = &mut model.ui.overlay {
        sheet.form.fields = fields;
        sheet.form.focus = focus;
        sheet.form.problem = None;
    }
}

/// Opens the sheet of the decision that is due: what space and a decision step mean.
pub fn open_due(model: &mut Model) -> Vec<Effect> {
    match model.outlook.next.as_ref().map(|next| next.act) {
        Some(NextAct::Start) => open(model, DecideKind::Start),
        Some(NextAct::Resume) => open(model, DecideKind::Resume),
        Some(NextAct::Close) => open(model, DecideKind::Close),
        Some(NextAct::Poll) => super::poll::open(model),
        Some(NextAct::Decide) => {
            let back = recommends(model, Recommendation::Rollback);
            open(model, if back { DecideKind::Rollback } else { DecideKind::Go });
        }
        Some(NextAct::Step | NextAct::Wait) | None => {
            let said = model
                .outlook
                .next
                .as_ref()
                .map_or("nothing is to be decided now", |next| &next.text)
                .to_owned();
            model.say(&said);
        }
    }
    Vec::new()
}

/// Gives a key to the sheet.
pub fn press(model: &mut Model, mut sheet: DecideSheet, key: Key) -> Vec<Effect> {
    if key == Key::Esc {
        model.say("nothing was decided");
        return Vec::new();
    }
    let effects = if submitted(sheet.form.press(key)) { submit(model, &mut sheet) } else { Vec::new() };
    model.ui.overlay = Some(Overlay::Decide(sheet));
    effects
}

fn submit(model: &Model, sheet: &mut DecideSheet) -> Vec<Effect> {
    match command(model, sheet) {
        Ok(command) => vec![Effect::Ask { command, on_behalf: sheet.form.value(APPROVER) }],
        Err(problem) => {
            sheet.form.refuse(problem);
            Vec::new()
        }
    }
}

fn button(kind: DecideKind) -> &'static str {
    match kind {
        DecideKind::Start => "Decide START",
        DecideKind::Go => "Decide GO",
        DecideKind::Rollback => "Decide ROLLBACK",
        DecideKind::Abort => "Decide ABORT",
        DecideKind::Hold => "Hold",
        DecideKind::Resume => "Resume",
        DecideKind::Extend(_) => "Extend",
        DecideKind::Close => "Close the record",
    }
}

fn recommends(model: &Model, word: Recommendation) -> bool {
    model.outlook.verdict.as_ref().is_some_and(|verdict| verdict.recommendation == word)
}

/// Whether the decision follows what the console recommends, so that no reason is asked.
fn agrees(model: &Model, kind: DecideKind) -> bool {
    match kind {
        DecideKind::Start => recommends(model, Recommendation::Ready),
        DecideKind::Go => recommends(model, Recommendation::Go),
        DecideKind::Rollback => {
            recommends(model, Recommendation::Rollback)
                || model.outlook.triggers.iter().any(|trigger| trigger.met.is_some())
        }
        _ => false,
    }
}

fn fields(model: &Model, kind: DecideKind) -> Vec<Field> {
    let release = &model.plan.release;
    let mut fields = match kind {
        DecideKind::Start | DecideKind::Go | DecideKind::Abort => vec![exactly(NAME, &release.name)],
        DecideKind::Rollback => vec![exactly(VERSION, &release.version)],
        DecideKind::Hold => return vec![text(REASON, "why everything new waits")],
        DecideKind::Resume => return vec![optional(REASON, "may stay empty")],
        DecideKind::Close => return vec![optional(REASON, "closing words; may stay empty")],
        DecideKind::Extend(_) => {
            return vec![
                field(TO, "e.g. 05:30, or 2027-02-10T05:30", Wants::Moment),
                text(REASON, "reference of the approval"),
            ];
        }
    };
    if !agrees(model, kind) {
        fields.push(text(REASON, "against the recommendation: why"));
    }
    let me = model.actor.member.as_deref().unwrap_or_default();
    if !model.plan.is_approver(me) && kind != DecideKind::Rollback {
        let who = model.approvers();
        fields.push(text(APPROVER, &format!("spoken by {who}, recorded by you")));
        fields.push(text(WITNESS, "a second member who heard it"));
    } else if !model.plan.is_approver(me) {
        fields.push(optional(APPROVER, "empty if you decide on a met trigger; else whose words these are"));
        fields.push(optional(WITNESS, "a second member who heard it"));
    }
    fields
}

fn command(model: &Model, sheet: &DecideSheet) -> Result<Command, String> {
    let value = |label| sheet.form.value(label);
    let reason = value(REASON);
    let witness = value(WITNESS);
    Ok(match sheet.kind {
        DecideKind::Start => {
            Command::DecideStart { confirm: value(NAME).unwrap_or_default(), reason, witness }
        }
        DecideKind::Go => Command::DecideGo { confirm: value(NAME).unwrap_or_default(), reason, witness },
        DecideKind::Abort => {
            Command::DecideAbort { confirm: value(NAME).unwrap_or_default(), reason, witness }
        }
        DecideKind::Rollback => {
            Command::DecideRollback { confirm: value(VERSION).unwrap_or_default(), reason, witness }
        }
        DecideKind::Hold => Command::Hold { reason: reason.unwrap_or_default() },
        DecideKind::Resume => Command::Resume { reason },
        DecideKind::Close => Command::Close { note: reason },
        DecideKind::Extend(what) => Command::Extend {
            what,
            to: later(what, moment(TO, &value(TO).unwrap_or_default(), model)?, model),
            reason: reason.unwrap_or_default(),
        },
    })
}

/// A clock time without its day means the past in evidence and the future in an extension.
fn later(what: Extended, to: chrono::DateTime<chrono::Utc>, model: &Model) -> chrono::DateTime<chrono::Utc> {
    let after = match what {
        Extended::Window => model.session.window_end(&model.plan),
        Extended::Outage | Extended::Stabilisation => model.now.at,
    };
    let day = chrono::TimeDelta::days(1);
    if to <= after && to + day > after && after - to < day { to + day } else { to }
}
