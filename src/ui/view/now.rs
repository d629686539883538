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
use crate::ui::widget::pen::Pen;

/// Draws what is being done.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let mut pen = Pen::new(buf, area, m.theme);
    pen.put(0, 0, "Being done now", Role::Secondary);
    for (y, (left, right)) in (1..pen.height()).zip(rows(m, usize::from(area.height.saturating_sub(1)))) {
        pen.row(0, y, &left, &right);
    }
}

fn rows(m: &Picture<'_>, room: usize) -> Vec<(Line, Line)> {
    let doing = &m.outlook.doing;
    let mut rows: Vec<(Line, Line)> = match doing.as_slice() {
        [] => Vec::new(),
        [only] => alone(m, only),
        many => crowd(many, room),
    };
    rows.extend(say::doing::next(m, !doing.is_empty()));
    if let Some((at, who)) = &m.session.closed {
        let left = Line::new()
            .dim(format!("{} ", symbols::SKIPPED))
            .text("the record is closed, by ")
            .text(who.actor());
        rows.push((left, Line::new().dim(say::time::near(m, at.at))));
    }
    let on_plan_clock = matches!(m.outlook.phase, Phase::Preparing | Phase::Deploying | Phase::Deciding);
    if on_plan_clock && m.outlook.forecast.behind >= TimeDelta::minutes(1) {
        rows.push((behind(m), Line::new()));
    }
    rows
}

/// One step takes two or three lines.
fn alone(m: &Picture<'_>, doing: &Doing) -> Vec<(Line, Line)> {
    let (symbol, look) = say::doing::mark(doing);
    let who = Line::new().strong(doing.owner.as_deref().unwrap_or("nobody"));
    let title = Line::of(symbol, look).text(" ").add(format!("{} {}", doing.step, doing.title), look);
    let planned = if doing.planned > TimeDelta::zero() {
        format!(" of {} plan", duration::minutes(doing.planned))
    } else {
        String::new()
    };
    let time = Line::new().text(format!("  {}{planned}", duration::short(doing.elapsed)));
    let mut rows = vec![(title, who), (time, say::doing::lateness(doing))];
    if let Some(reason) = &doing.waiting {
        rows.push((Line::of(format!("  waits: {reason}"), Role::Attention), Line::new()));
    }
    let note = m.session.record(&doing.step).and_then(|record| record.notes.last());
    if let Some((_, who, note)) = note {
        rows.push((Line::new().dim(format!("  {note}, {}", who.actor())), Line::new()));
    }
    rows
}

/// Several take a line each; the last says how many more there are.
fn crowd(doing: &[Doing], room: usize) -> Vec<(Line, Line)> {
    let shown = doing.len().min(room.saturating_sub(1).max(1));
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
    if shown < doing.len() {
        rows.push((Line::new().dim(format!("  and {} more", doing.len() - shown)), Line::new()));
    }
    rows
}

fn short_lateness(doing: &Doing) -> Line {
    match doing.late {
        Some(_) => say::doing::lateness(doing),
        None if doing.waiting.is_some() => Line::of("waiting", Role::Attention),
        None => Line::new().text(duration::short(doing.elapsed)),
    }
}

fn behind(m: &Picture<'_>) -> Line {
    let held = m.outlook.clocks.held;
    let behind = format!("  {} behind plan", say::time::whole(m.outlook.forecast.behind));
    if held < TimeDelta::minutes(1) {
        return Line::new().dim(behind);
    }
    Line::new().dim(format!("{behind}, {} held", say::time::whole(held)))
}
