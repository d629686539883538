//! R Rollback: the runbook, always one key away: steps, who, how long, what each undoes, and when it would be over.

use chrono::TimeDelta;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::journal::DecisionKind;
use crate::plan::{Place, Step};
use crate::text::list;
use crate::ui::model::Pane;
use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::heading::Heading;
use crate::ui::widget::item;
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::{Pen, cells};
use crate::ui::widget::window;

/// Draws the runbook.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let mut pen = Pen::new(buf, area, m.theme);
    heading(m).draw(&mut pen);
    let steps = m.rollback_steps();
    if steps.is_empty() {
        let text = if m.plan.rollback.is_empty() {
            "the plan has no rollback steps"
        } else {
            "no step holds this text: esc clears the filter"
        };
        pen.put(2, 1, text, Role::Secondary);
        return;
    }
    let facts = facts(m, usize::from(pen.width().saturating_sub(2)));
    let room = usize::from(pen.height().saturating_sub(1));
    // Every step comes before the sums, the sums before the sentences.
    let below = room.saturating_sub(steps.len()).min(facts.len());
    let air = usize::from(below > 0 && steps.len() + progressing(m, &steps) + below < room);
    let end = list_steps(&mut pen, m, &steps, room - below - air);
    for (y, (left, right)) in (end + cells(air)..).zip(facts.iter().take(below)) {
        pen.row(2, y, left, right);
    }
}

/// How many steps have a line about how far they are.
fn progressing(m: &Picture<'_>, steps: &[&Step]) -> usize {
    steps.iter().filter(|step| say::step::progress(m, Place::Rollback, step).is_some()).count()
}

fn heading(m: &Picture<'_>) -> Heading<'static> {
    let undone: Vec<&str> = m
        .plan
        .rollback
        .iter()
        .flat_map(|step| step.undo.undoes.iter())
        .filter(|id| m.session.step(id).started().is_some())
        .map(String::as_str)
        .collect();
    let (settled, needed) = say::runbook::count(m);
    let steps = m.plan.rollback.len();
    let subject = match (undone.as_slice(), m.is_rolling_back()) {
        ([], _) => format!("{steps} steps, nothing to undo yet"),
        (ids, false) => format!("{needed} of {steps} steps, would undo {}", list::and_list(ids)),
        (ids, true) => format!("{needed} of {steps} steps, undoing {}", list::and_list(ids)),
    };
    let decided = m.session.decision(DecisionKind::Rollback).is_some();
    let figure = if decided { format!("{settled}/{needed} done") } else { "not decided".to_owned() };
    Heading {
        key: Some('R'),
        title: Pane::Rollback.title(),
        subject: Line::new().text(subject),
        figure: if decided { Line::new().text(figure) } else { Line::new().dim(figure) },
        focus: m.ui.focus == Pane::Rollback,
    }
}

/// Draws the steps and says the row after them. Lines under a step have what room the steps leave: first how far one
/// under way is, then what each is for, where every step has one.
fn list_steps(pen: &mut Pen<'_>, m: &Picture<'_>, steps: &[&Step], room: usize) -> u16 {
    let ids = item::id_width(steps.iter().map(|step| step.id.as_str()));
    let selected = m.selected_rollback_index();
    let shown = window::Shown::of(steps.len(), room, selected);
    let mut spare = room.saturating_sub(steps.len());
    let sentences = steps.len() <= spare;
    let mut y = 1;
    for (index, step) in steps.iter().enumerate().skip(shown.first).take(shown.count) {
        draw_step(pen, y, m, step, ids, m.ui.focus == Pane::Rollback && index == selected);
        y += 1;
        let x = ids + 3;
        let wide = pen.width().saturating_sub(x);
        if spare == 0 {
            continue;
        }
        if let Some((bar, words)) = say::step::progress(m, Place::Rollback, step) {
            let bars = (wide / 3).min(24);
            bar.draw(pen, x, y, bars);
            pen.line(x + bars + 1, y, &words, wide.saturating_sub(bars + 1));
        } else if sentences {
            pen.line(x, y, &what(m, step), wide);
        } else {
            continue;
        }
        y += 1;
        spare -= 1;
    }
    if let Some(more) = shown.more() {
        pen.put(2, y, &more, Role::Text);
        y += 1;
    }
    y
}

fn draw_step(pen: &mut Pen<'_>, y: u16, m: &Picture<'_>, step: &Step, ids: u16, selected: bool) {
    let mut row = say::step::item(m, Place::Rollback, step);
    if !say::runbook::is_needed(m, step) && !m.settled(step) {
        row.mark = (symbols::SKIPPED, Role::Secondary.into());
        row.look = Role::Secondary.into();
        row.title = row.title.all(Role::Secondary);
        row.times = Line::new().dim(if step.undo.only_as_fallback { "fallback" } else { "not needed" });
    }
    row.draw(pen, y, ids, selected);
    if selected {
        pen.select(y);
    }
}

/// What the step undoes, what it costs, and what takes its place when it fails.
fn what(m: &Picture<'_>, step: &Step) -> Line {
    let titled = |id: &String| match m.session.find_step(&m.plan, id) {
        Some((_, undone)) => format!("{id} {}", undone.title),
        None => id.clone(),
    };
    let undoes: Vec<String> = step.undo.undoes.iter().map(titled).collect();
    let mut line = Line::of(format!("{} ", symbols::BACK), Role::Back);
    line = if step.undo.validates {
        line.dim("proves that the old version works")
    } else if step.undo.only_as_fallback {
        line.dim("only if another step fails")
    } else if undoes.is_empty() {
        line.dim("undoes nothing by itself")
    } else {
        line.dim(format!("undoes {}", undoes.join(", ")))
    };
    if step.undo.restores_data {
        line = line.add(" · restores data", Role::Attention);
    }
    match &step.undo.fallback {
        Some(id) => line.dim(format!(" · if it fails: {id}")),
        None => line,
    }
}

/// When it would be over, against the window and the promise.
fn facts(m: &Picture<'_>, width: usize) -> Vec<(Line, Line)> {
    let clocks = &m.outlook.clocks;
    let mut rows = Vec::new();
    if !m.is_rolling_back() && m.session.decision(DecisionKind::Rollback).is_none() {
        let over = clocks.undo_so_far.map(|span| (span, m.now.at + span));
        rows.push(match over {
            Some((span, _)) if span.is_zero() => {
                (Line::new().dim("started now, there is nothing to undo"), Line::new())
            }
            Some((span, at)) => (
                Line::new().dim("started now, over in ").strong(say::time::whole(span)).dim(", about "),
                Line::of(say::time::near(m, at), Role::Back.bold()),
            ),
            None => unknown(m),
        });
    }
    // Under way, what is unknown stays so: the runbook does not start anew each moment.
    let from_now = clocks.undo_so_far.filter(|_| !m.is_rolling_back()).map(|span| m.now.at + span);
    let back = clocks.restored_about.or(from_now);
    if let Some(back) = back {
        let spare = clocks.window_end - back;
        let left = Line::new().dim(format!("window ends {}", say::time::near(m, clocks.window_end)));
        rows.push(if spare < TimeDelta::zero() {
            (left, Line::of(format!("! {} too late", say::time::whole(-spare)), Role::Failure))
        } else {
            (left, Line::of(format!("{} to spare", say::time::whole(spare)), Role::Good))
        });
    }
    let promise = say::outage::promise(m, true);
    let promise = if promise.width() <= width { promise } else { say::outage::promise(m, false) };
    if !promise.is_empty() {
        rows.push((promise, Line::new()));
    }
    rows
}

fn unknown(m: &Picture<'_>) -> (Line, Line) {
    let ids = m.outlook.clocks.cannot_undo.join(", ");
    let text = if ids.is_empty() {
        "how long it takes is unknown".to_owned()
    } else {
        format!("nothing undoes {ids}")
    };
    (Line::of(format!("{} {text}", symbols::LATE), Role::Attention), Line::new())
}
