//! The sheet of one step: what it is, what it needs, what it must bring, and what can be done with it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::plan::{Evidence, Place, Step, StepKind};
use crate::text::{duration, list};
use crate::ui::overlay::{Choice, StepSheet};
use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::line::{self, Line};
use crate::ui::widget::pen::cells;
use crate::ui::widget::sheet::{self, Content};

/// Draws the sheet.
pub fn render(buf: &mut Buffer, room: Rect, m: &Picture<'_>, open: &StepSheet) {
    let Some((place, step)) = m.session.find_step(&m.plan, &open.step) else {
        let title = Line::new().strong(format!("Step {}", open.step));
        let rows = vec![(Line::new().text("There is no such step."), Line::new())];
        let content = Content { rows, selected: None, form: None, back: "back" };
        sheet::show(buf, room, m.theme, &title, &Line::new(), Role::Act, content);
        return;
    };
    let role = if place == Place::Rollback { Role::Back } else { Role::Act };
    let title = Line::of(format!("{} {}", step.id, step.title), role.bold());
    let (symbol, look) = say::step::mark(m, place, step);
    let word = m.session.step(&step.id).word();
    let note = Line::of(symbol, look).text(" ").text(word);
    let width = usize::from(room.width.saturating_sub(sheet::FRAME.0));
    let mut rows = facts(m, place, step, width);
    let roomy = cells(rows.len() + open.choices.len()) + sheet::FRAME.1 <= room.height;
    if !roomy {
        // The choices must be seen; the facts give way from their end.
        rows.truncate(usize::from(room.height / 3));
    }
    let chosen = open.choices.get(open.selected);
    rows.push((Line::new(), Line::new()));
    let (selected, form) = if let Some(form) = &open.form {
        rows.push((Line::new().strong(chosen.map_or("", |choice| choice.label.as_str())), Line::new()));
        (None, Some(form))
    } else {
        let first = rows.len();
        rows.extend(open.choices.iter().enumerate().map(|(at, choice)| row(choice, at == open.selected)));
        (Some(first + open.selected), None)
    };
    let content = Content { rows, selected, form, back: "back" };
    sheet::show(buf, room, m.theme, &title, &note, role, content);
}

/// A choice: key, words, and the reason where it cannot be taken.
fn row(choice: &Choice, selected: bool) -> (Line, Line) {
    let label = crate::text::clean::pad(&choice.label, 25);
    let line = if let Some(why) = &choice.why_not {
        Line::new().dim(format!("{}  {label}{why}", choice.key))
    } else {
        let look = if selected { Role::Strong } else { Role::Text };
        Line::of(choice.key.as_str(), Role::Act).text("  ").add(label, look)
    };
    (line, Line::new())
}

fn facts(m: &Picture<'_>, place: Place, step: &Step, width: usize) -> Vec<(Line, Line)> {
    let mut rows = Vec::new();
    let mut fact = |label: &str, value: Line| {
        rows.push((Line::new().dim(crate::text::clean::pad(label, 12)).join(value), Line::new()));
    };
    fact("who", who(m, step));
    fact("when", when(m, place, step));
    if let Some(text) = kind(m, step) {
        fact("how", Line::new().text(text));
    }
    if let Some(expected) = evidence(step) {
        fact("brings", Line::new().text(expected));
    }
    if step.irreversible {
        let barrier = if step.barrier.is_empty() {
            String::new()
        } else {
            format!(", wants {} up", list::and_list(&step.barrier))
        };
        fact("irreversible", Line::of(format!("no way back after it{barrier}"), Role::Attention));
    }
    if let Some(reason) = waiting(m, step) {
        fact("waits for", Line::of(reason, Role::Attention));
    }
    fact("undone by", undone(m, place, step));
    let detail = step.detail.iter().chain(step.half_done.iter());
    let wrapped = detail.flat_map(|text| line::wrapped(text, width));
    rows.extend(wrapped.map(|text| (Line::new().text(text), Line::new())));
    let notes = m.session.record(&step.id).map(|record| record.notes.as_slice()).unwrap_or_default();
    rows.extend(notes.iter().rev().take(3).map(|(at, who, text)| {
        let left = Line::new()
            .dim(format!("note {} {}  ", say::time::near(m, at.at), who.actor()))
            .text(text.as_str());
        (left, Line::new())
    }));
    rows
}

fn who(m: &Picture<'_>, step: &Step) -> Line {
    let Some(id) = m.session.owner(step) else { return Line::of("nobody yet", Role::Attention) };
    let member = m.plan.member(id);
    let name = member.map(|member| member.name.as_str()).unwrap_or_default();
    let contact = member.and_then(|member| member.contact.as_deref()).unwrap_or_default();
    Line::new().strong(id).dim(format!("  {name}  {contact}"))
}

fn when(m: &Picture<'_>, place: Place, step: &Step) -> Line {
    let line = say::step::when(m, place, step).text("  ").join(say::step::how_long(m, step));
    let planned = step.planned > chrono::TimeDelta::zero();
    if !planned {
        return line;
    }
    let begins = m.outlook.forecast.steps.get(&step.id);
    let begins =
        begins.map(|times| format!(" from {}", say::time::near(m, times.planned_start))).unwrap_or_default();
    line.dim(format!("  planned {}{begins}", duration::minutes(step.planned)))
}

/// Who or what does it; what a later version does by itself is done by a person meanwhile.
fn kind(m: &Picture<'_>, step: &Step) -> Option<String> {
    let by_hand = "done by a person in this version";
    Some(match &step.kind {
        StepKind::Manual => return None,
        StepKind::Command(words) => format!("command {}, {by_hand}", words.join(" ")),
        StepKind::Http(call) => format!("{} {}, {by_hand}", call.method, call.url),
        StepKind::Check(id) => format!("check {id} must be up"),
        StepKind::Notice(id) => format!("notice {id}: done counts as sent"),
        StepKind::Switch { id, on } => {
            let title = m.plan.switch(id).map_or(id.as_str(), |switch| switch.title.as_str());
            format!("turns {title} {}", if *on { "on: a debt until it is off" } else { "off" })
        }
        StepKind::Approval(role) => format!("approved by {role}"),
        StepKind::HoldPoint => "hold point: lead or approver lets it pass".to_owned(),
        StepKind::Decision => "ticked by the decision itself".to_owned(),
        StepKind::Auto => "kept by golive: done with every other step of the stage".to_owned(),
    })
}

fn waiting(m: &Picture<'_>, step: &Step) -> Option<String> {
    let (place, _) = m.session.find_step(&m.plan, &step.id)?;
    if m.session.step(&step.id) != &crate::session::StepState::Pending {
        return None;
    }
    let missing = crate::decide::waits_for(&m.plan, &m.session, place, step);
    let named = missing.iter().take(3).map(|other| match m.session.owner(other) {
        Some(owner) => format!("{} ({owner}, {})", other.id, m.session.step(&other.id).word()),
        None => format!("{} ({})", other.id, m.session.step(&other.id).word()),
    });
    let named: Vec<String> = named.collect();
    (!named.is_empty()).then(|| list::and_list(&named))
}

fn undone(m: &Picture<'_>, place: Place, step: &Step) -> Line {
    if place == Place::Rollback {
        let ids = &step.undo.undoes;
        return if ids.is_empty() {
            Line::new().dim("undoes nothing by itself")
        } else {
            Line::of(format!("{} ", symbols::BACK), Role::Back)
                .text(format!("undoes {}", list::and_list(ids)))
        };
    }
    let by: Vec<String> = m
        .plan
        .rollback
        .iter()
        .filter(|other| other.undo.undoes.contains(&step.id))
        .map(|other| format!("{} {}", other.id, other.title))
        .collect();
    match (by.is_empty(), step.nothing_to_undo) {
        (false, _) => Line::of(format!("{} ", symbols::BACK), Role::Back).text(list::and_list(&by)),
        (true, true) => Line::new().dim("leaves nothing behind"),
        (true, false) => Line::new().dim("no rollback step"),
    }
}

/// What it must bring before it counts as done.
fn evidence(step: &Step) -> Option<String> {
    let what = match step.evidence {
        Evidence::None => return None,
        Evidence::Note => "a note",
        Evidence::Number => "a number",
        Evidence::Url => "a link",
        Evidence::File => "a file; its digest is kept",
        Evidence::Backup => "a backup: when it was taken, id, bytes, how it was verified",
        Evidence::Rehearsal => "a rehearsal: when, where, how many minutes",
        Evidence::Results => "the counts of a test run",
    };
    let age = step.max_age.map(|age| format!(", at most {} old when execute starts", duration::minutes(age)));
    Some(format!("{what}{}", age.unwrap_or_default()))
}
