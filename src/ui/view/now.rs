//! Being done now: running steps with owner and lateness, what waits for whom, and what is next.

use chrono::TimeDelta;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::decide::Doing;
use crate::session::Phase;
use crate::text::duration;
use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::{APART, Pen};

/// Draws what is being done; over it, how far the go-live is behind its plan.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let mut pen = Pen::new(buf, area, m.theme);
    let label = Line::new().dim("Being done now");
    let width = usize::from(pen.width());
    pen.row(0, 0, &label, &behind(m, width.saturating_sub(label.width() + usize::from(APART))));
    let room = usize::from(area.height.saturating_sub(1));
    for (y, (left, right)) in (1..pen.height()).zip(rows(m, room, width)) {
        pen.row(0, y, &left, &right);
    }
}

fn rows(m: &Picture<'_>, room: usize, width: usize) -> Vec<(Line, Line)> {
    let mut rows: Vec<(Line, Line)> = match m.outlook.doing.as_slice() {
        [] => waiting(m, room, width),
        [only] => alone(m, only, width),
        many => crowd(m, many, room),
    };
    if let Some((at, who)) = &m.session.closed {
        let left = Line::new().dim(format!("{} ", symbols::SKIPPED)).text("closed by ").text(who.actor());
        rows.push((left, Line::new().dim(say::time::near(m, at.at))));
    }
    rows
}

/// Nobody does anything: what comes next has the room to itself.
fn waiting(m: &Picture<'_>, room: usize, width: usize) -> Vec<(Line, Line)> {
    let Some((line, who)) = say::doing::next(m, false) else { return Vec::new() };
    let first = width.saturating_sub(if who.is_empty() { 0 } else { who.width() + usize::from(APART) });
    let mut lines = line.broken(first, width, 2, room.max(1)).into_iter();
    let begins = lines.next().map(|line| (line, who));
    begins.into_iter().chain(lines.map(|line| (line, Line::new()))).collect()
}

/// One step takes two lines, and what it waits for, what comes next and what was said of it one each.
fn alone(m: &Picture<'_>, doing: &Doing, width: usize) -> Vec<(Line, Line)> {
    let (symbol, look) = say::doing::mark(doing);
    let who = Line::new().strong(doing.owner.as_deref().unwrap_or("nobody"));
    let title = Line::of(symbol, look).text(" ").add(format!("{} {}", doing.step, doing.title), look);
    let late = say::doing::lateness(doing);
    let elapsed = duration::short(doing.elapsed);
    let time = if doing.planned > TimeDelta::zero() {
        let whole = format!("  {elapsed} of {} plan", duration::minutes(doing.planned));
        let fits = whole.len() + late.width() + usize::from(APART) <= width;
        if fits { whole } else { format!("  {elapsed} of {}", duration::minutes(doing.planned)) }
    } else {
        format!("  {elapsed}")
    };
    let mut rows = vec![(title, who), (Line::new().text(time), late)];
    if let Some(reason) = &doing.waiting {
        rows.push((Line::of(format!("  waits: {reason}"), Role::Attention), Line::new()));
    }
    rows.extend(say::doing::next(m, true));
    let note = m.session.record(&doing.step).and_then(|record| record.notes.last());
    if let Some((_, who, note)) = note {
        rows.push((Line::new().dim(format!("  {note}, {}", who.actor())), Line::new()));
    }
    rows
}

/// Several take a line each; where not all have room, the last line says how many more there are, and what is next.
fn crowd(m: &Picture<'_>, doing: &[Doing], room: usize) -> Vec<(Line, Line)> {
    let all = doing.len() <= room;
    let shown = if all { doing.len() } else { room.saturating_sub(1).max(1) };
    let mut rows: Vec<_> = doing
        .iter()
        .take(shown)
        .map(|doing| {
            let (symbol, look) = say::doing::mark(doing);
            let title = Line::of(format!("{symbol} {} {}", doing.step, doing.title), look);
            let who = Line::new().text(doing.owner.as_deref().unwrap_or("nobody")).text("  ");
            (title, who.join(short_lateness(doing)))
        })
        .collect();
    let next = say::doing::next(m, true);
    if all {
        rows.extend(next);
        return rows;
    }
    let more = Line::new().text(format!("  +{} more", doing.len() - shown));
    rows.push((next.map_or(more.clone(), |(next, _)| more.join(next)), Line::new()));
    rows
}

fn short_lateness(doing: &Doing) -> Line {
    match doing.late {
        Some(_) => say::doing::lateness(doing),
        None if doing.waiting.is_some() => say::doing::lateness(doing),
        None => Line::new().text(duration::short(doing.elapsed)),
    }
}

/// The longest of `15m behind plan, 6m held` that has room.
fn behind(m: &Picture<'_>, room: usize) -> Line {
    let on_plan_clock = matches!(m.outlook.phase, Phase::Preparing | Phase::Deploying | Phase::Deciding);
    let minute = TimeDelta::minutes(1);
    if !on_plan_clock || m.outlook.forecast.behind < minute {
        return Line::new();
    }
    let held = m.outlook.clocks.held;
    let behind = format!("{} behind", say::time::whole(m.outlook.forecast.behind));
    let held = (held >= minute).then(|| format!("{behind} plan, {} held", say::time::whole(held)));
    let texts = [held, Some(format!("{behind} plan")), Some(behind)];
    let fits = texts.into_iter().flatten().find(|text| text.len() <= room);
    Line::new().dim(fits.unwrap_or_default())
}
