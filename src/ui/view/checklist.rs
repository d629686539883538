//! 2 Checklist: the steps of the stage in question, and the other stages around it as far as there is room.

use chrono::TimeDelta;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::plan::{Place, Step};
use crate::text::duration;
use crate::ui::model::Pane;
use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::say::stage::Standing;
use crate::ui::theme::Role;
use crate::ui::widget::heading::Heading;
use crate::ui::widget::item;
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::Pen;
use crate::ui::widget::window;

/// A row of the list.
enum Row<'a> {
    Stage(usize),
    Parent(&'a Step),
    Step(usize, &'a Step),
    Progress(usize, &'a Step),
    Gate(usize),
    Opens(usize),
    Closing,
    Empty,
}

/// Draws the checklist.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let mut pen = Pen::new(buf, area, m.theme);
    let steps = &m.steps;
    let selected = m.chosen();
    let stage = selected.map(|(stage, _)| stage).or(m.outlook.stage).unwrap_or_default();
    heading(m, stage).draw(&mut pen);
    let room = usize::from(pen.height().saturating_sub(1));
    let mut rows = rows(m, steps, stage, room);
    let shown = rows.iter().filter_map(|row| match row {
        Row::Step(_, step) => Some(step.id.as_str()),
        _ => None,
    });
    let ids = item::id_width(shown);
    // Where not all has room, lines under a step go first; then the list moves, and what it waits for stays under it.
    if rows.len() > room {
        rows.retain(|row| !matches!(row, Row::Progress(..)));
    }
    let scrolls = rows.len() > room && room > 3;
    let last = rows.pop_if(|row| scrolls && matches!(row, Row::Gate(_) | Row::Opens(_)));
    let room = room - usize::from(last.is_some());
    let is_selected = |row: &Row<'_>| match (row, selected) {
        (Row::Step(_, step), Some((_, chosen))) => step.id == chosen.id,
        _ => false,
    };
    let at = rows.iter().position(is_selected).unwrap_or_default();
    let shown = window::Shown::of(rows.len(), room, at);
    let mut y = 1;
    for row in rows.iter().skip(shown.first).take(shown.count) {
        let chosen = m.ui.focus == Pane::Checklist && is_selected(row);
        draw_row(&mut pen, y, m, row, ids, chosen);
        if chosen {
            pen.select(y);
        }
        y += 1;
    }
    if let Some(more) = shown.more() {
        pen.put(2, y, &more, Role::Text);
        y += 1;
    }
    if let Some(row) = last {
        draw_row(&mut pen, y, m, &row, ids, false);
    }
    if steps.is_empty() {
        pen.put(2, 1, "no step holds this text: esc clears the filter", Role::Secondary);
    }
}

fn heading(m: &Picture<'_>, index: usize) -> Heading<'static> {
    let stage = m.plan.stages.get(index);
    let filter = m.filter_of(Pane::Checklist);
    let subject = match stage {
        _ if !filter.is_empty() => Line::new().add(format!("/{filter}"), Role::Act),
        Some(stage) => Line::new().text(say::stage::long(index, stage)),
        None => Line::new(),
    };
    let count = stage.map(|stage| say::stage::count(m, stage)).unwrap_or_default();
    let behind = m.outlook.forecast.stages.get(index).map(|stage| stage.difference).unwrap_or_default();
    let mut figure = Line::new()
        .text(count.cut_short().unwrap_or_else(|| format!("{}/{} done", count.settled, count.all)));
    if behind >= TimeDelta::minutes(1) {
        figure = figure.add(format!("  {}", duration::signed(behind)), Role::Attention);
    }
    Heading {
        key: Some('2'),
        title: Pane::Checklist.title(),
        subject,
        figure,
        focus: m.ui.focus == Pane::Checklist,
    }
}

/// The stage in question opened. Where every other stage has room for a line they get one, then the following and the
/// earlier ones are opened as long as they fit.
fn rows<'a>(m: &'a Picture<'_>, steps: &[(usize, &'a Step)], stage: usize, room: usize) -> Vec<Row<'a>> {
    if !m.filter_of(Pane::Checklist).is_empty() {
        return filtered(steps);
    }
    let count = m.plan.stages.len();
    let mut opened: Vec<Vec<Row<'a>>> = (0..count).map(|index| stage_rows(m, index)).collect();
    let others = count.saturating_sub(1);
    // Whole stages come before the lines under a step.
    if let Some(rows) = opened.get_mut(stage).filter(|rows| rows.len() + others > room) {
        rows.retain(|row| !matches!(row, Row::Progress(..)));
    }
    let height = |index: usize| opened.get(index).map_or(0, Vec::len);
    let mut used = height(stage) + others;
    let all = used <= room;
    let mut open = vec![stage];
    if all {
        for index in (stage + 1..count).chain((0..stage).rev()) {
            // Under the steps of an earlier stage, this one needs a line of its own too.
            let own = usize::from(index < stage && !open.iter().any(|other| *other < stage));
            if used + height(index) + own > room {
                break;
            }
            used += height(index) + own;
            open.push(index);
        }
    }
    let mut out = Vec::new();
    for (index, rows) in opened.into_iter().enumerate() {
        let earlier = open.iter().any(|other| *other < stage);
        if all && (index != stage || earlier) {
            out.push(Row::Stage(index));
        }
        if open.contains(&index) {
            out.extend(rows);
        }
    }
    if !all {
        following(m, stage, room, &mut out);
    }
    out
}

/// What is left under a stage alone: when the next ones open.
fn following(m: &Picture<'_>, stage: usize, room: usize, out: &mut Vec<Row<'_>>) {
    if out.len() + 2 <= room {
        out.push(Row::Empty);
        let left = room - out.len();
        out.extend((stage + 1..m.plan.stages.len()).take(left).map(Row::Stage));
    }
}

fn filtered<'a>(steps: &[(usize, &'a Step)]) -> Vec<Row<'a>> {
    let mut out = Vec::new();
    let mut last = None;
    for (index, step) in steps {
        if last != Some(*index) {
            out.push(Row::Stage(*index));
            last = Some(*index);
        }
        out.push(Row::Step(*index, step));
    }
    out
}

fn stage_rows<'a>(m: &'a Picture<'_>, index: usize) -> Vec<Row<'a>> {
    let Some(stage) = m.plan.stages.get(index) else { return Vec::new() };
    let mut rows = Vec::new();
    let (closing, own): (Vec<&Step>, Vec<&Step>) =
        m.session.steps_of(stage).partition(|step| m.session.is_of_closing(&step.id));
    for step in own {
        if m.progress.is_parent(&step.id) {
            rows.push(Row::Parent(step));
            continue;
        }
        rows.push(Row::Step(index, step));
        if say::step::progress(m, Place::Stage(index), step).is_some() {
            rows.push(Row::Progress(index, step));
        }
    }
    if !closing.is_empty() {
        rows.push(Row::Closing);
        rows.extend(closing.into_iter().map(|step| Row::Step(index, step)));
    }
    let standing = say::stage::standing(m, index);
    if stage.gate.is_some() && !matches!(standing, Standing::Done | Standing::NotApplicable) {
        rows.push(Row::Gate(index));
    } else if Some(index) == m.outlook.stage
        && standing != Standing::Done
        && m.plan.stages.get(index + 1).is_some_and(|next| !m.session.is_not_applicable(next))
    {
        rows.push(Row::Opens(index));
    }
    rows
}

fn draw_row(pen: &mut Pen<'_>, y: u16, m: &Picture<'_>, row: &Row<'_>, ids: u16, selected: bool) {
    match row {
        Row::Empty => {}
        Row::Closing => {
            pen.put(2, y, "to close the record", Role::Secondary);
        }
        Row::Stage(index) => stage_line(pen, y, m, *index),
        Row::Parent(step) => {
            pen.line(
                2,
                y,
                &Line::new().dim(format!("{} {}", step.id, step.title)),
                pen.width().saturating_sub(2),
            );
        }
        Row::Step(index, step) => say::step::item(m, Place::Stage(*index), step).draw(pen, y, ids, selected),
        Row::Progress(index, step) => {
            let Some((bar, words)) = say::step::progress(m, Place::Stage(*index), step) else { return };
            let x = ids + 3;
            let wide =
                if step.planned > TimeDelta::zero() { pen.width().saturating_sub(x) / 3 } else { 0 }.min(24);
            bar.draw(pen, x, y, wide);
            let from = if wide > 0 { x + wide + 1 } else { x };
            pen.line(from, y, &words, pen.width().saturating_sub(from));
        }
        Row::Gate(index) => gate(pen, y, m, *index),
        Row::Opens(index) => {
            let next = m.plan.stages.get(index + 1).map(|stage| say::stage::short(index + 1, stage));
            let next = next.unwrap_or_default();
            let text = if m.progress.stage(index + 1).open {
                format!("{next} is open too")
            } else {
                format!("{next} opens when all of these are settled")
            };
            pen.line(2, y, &Line::new().dim(text), pen.width().saturating_sub(2));
        }
    }
}

/// A stage in a line: name, how much is done, what is special, how long.
fn stage_line(pen: &mut Pen<'_>, y: u16, m: &Picture<'_>, index: usize) {
    let Some(stage) = m.plan.stages.get(index) else { return };
    let (symbol, role) = say::stage::standing(m, index).mark();
    pen.put(0, y, symbol, role);
    let selected = m.chosen().is_some_and(|(chosen, _)| chosen == index);
    let role = if selected { Role::Strong } else { Role::Text };
    let name = say::stage::short(index, stage);
    let column = if pen.width() >= 70 { 30u16 } else { 20 };
    let end = pen.put(2, y, &crate::text::clean::fit(&name, usize::from(column - 3)), role);
    let figure = Line::new().dim(say::stage::span(m, index));
    pen.row(end.max(column), y, &Line::new().dim(say::stage::note(m, index, stage)), &figure);
}

/// What must hold before each next step, and what does not.
fn gate(pen: &mut Pen<'_>, y: u16, m: &Picture<'_>, index: usize) {
    let Some(gate) = m.plan.stages.get(index).and_then(|stage| stage.gate.as_ref()) else { return };
    let steady =
        if gate.steady.is_zero() { String::new() } else { format!(" {}", duration::minutes(gate.steady)) };
    let asks = format!("gate  {} up{steady}", gate.checks.join(", "));
    let view = m.outlook.gates.iter().find(|view| view.stage == index);
    let (left, right) = match view.map(|view| view.unmet.as_slice()) {
        None => (asks, Line::new()),
        Some([]) => (asks, Line::of("✓ met", Role::Good)),
        Some(unmet) => (format!("gate  {}", unmet.join(", ")), Line::of("! unmet", Role::Attention.bold())),
    };
    pen.row(2, y, &Line::new().dim(left), &right);
}
