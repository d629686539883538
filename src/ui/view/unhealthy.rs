//! Unhealthy: worst first, each with its sentence and since when; during a planned outage, how much of it is used.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::decide::{CheckView, Standing};
use crate::journal::Status;
use crate::text::duration;
use crate::ui::model::Saved;
use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::Pen;

/// Draws what is unhealthy.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let mut pen = Pen::new(buf, area, m.theme);
    pen.put(0, 0, "Unhealthy", Role::Secondary);
    let room = usize::from(area.height.saturating_sub(1));
    for (y, (left, right)) in (1..pen.height()).zip(rows(m, room)) {
        pen.row(0, y, &left, &right);
    }
}

fn rows(m: &Picture<'_>, room: usize) -> Vec<(Line, Line)> {
    let mut rows = alarms(m);
    let unjudged = |view: &&CheckView| view.status == Status::Unjudged && say::check::is_unhealthy(view);
    let checks = m.health_rows();
    let bad: Vec<_> =
        checks.iter().filter(|view| say::check::is_unhealthy(view) && !unjudged(view)).collect();
    let waiting = m.outlook.checks.iter().filter(unjudged).count();
    let tail = usize::from(waiting > 0) + 1;
    // Sentences only where every check has a line of its own already.
    let sentences = rows.len() + bad.len() * 2 + tail <= room;
    let shown = bad.len().min(room.saturating_sub(rows.len() + tail).max(1));
    for view in bad.iter().take(shown) {
        rows.push(check(m, view));
        if sentences {
            rows.push((Line::new().dim(format!("  {}", say::check::sentence(view))), Line::new()));
        }
    }
    if waiting > 0 {
        rows.push(not_judged(m, waiting));
    }
    let calm = rows.is_empty();
    rows.push(rest(m, bad.len() - shown, calm));
    rows
}

/// What is wrong with the watching itself, and with the outage.
fn alarms(m: &Picture<'_>) -> Vec<(Line, Line)> {
    let mut rows = Vec::new();
    if let Saved::NotSaved { since, why } = &m.saved {
        let line = Line::of(format!("{} not saved", symbols::LATE), Role::Failure).text(format!("  {why}"));
        rows.push((line, Line::of(duration::short(m.now.since(*since)), Role::Failure)));
    }
    if let Some(gate) = &m.outlook.reopening {
        let waits = format!("  {}", gate.waiting_for.join(", "));
        let until = Line::new().dim(format!("by {}", say::time::clock(m, gate.until)));
        rows.push(if gate.failed {
            (Line::of(format!("{} RE-OPEN FAILED", symbols::FAIL), Role::Failure).text(waits), Line::new())
        } else {
            (Line::of(format!("{} re-opening", symbols::UNJUDGED), Role::Attention).text(waits), until)
        });
    }
    if let Some(alarm) = m.outlook.planned_outage.as_ref().and_then(|outage| outage.alarm.as_ref()) {
        rows.push((Line::of(format!("{} {alarm}", symbols::LATE), Role::Failure), Line::new()));
    }
    rows
}

fn check(m: &Picture<'_>, view: &CheckView) -> (Line, Line) {
    let (symbol, role, word) = say::check::mark(m, view);
    let line = Line::of(format!("{symbol} {} {word}", view.id), role);
    let detail = match view.status {
        Status::Down => say::check::code(m, view),
        Status::Degraded => say::check::latency(m, view),
        _ => String::new(),
    };
    let figure = say::check::figure(m, view);
    (if detail.is_empty() { line } else { line.text(format!("  {detail}")) }, figure)
}

fn not_judged(m: &Picture<'_>, count: usize) -> (Line, Line) {
    let line = Line::of(format!("{} {count} unjudged yet", symbols::UNJUDGED), Role::Attention);
    let at = m.outlook.checks.iter().filter_map(|view| view.judgeable_at).max();
    let right = at.map(|at| Line::new().dim(format!("at {}", say::time::seconds(m, at)))).unwrap_or_default();
    (line, right)
}

/// The last line: what did not fit, and what is well.
fn rest(m: &Picture<'_>, hidden: usize, calm: bool) -> (Line, Line) {
    let up =
        m.outlook.checks.iter().filter(|view| view.status == Status::Up && !say::check::is_unhealthy(view));
    let up = up.count();
    let expected =
        m.outlook.checks.iter().filter(|view| matches!(view.standing, Standing::Expected { .. })).count();
    let nothing = if calm { "nothing, " } else { "" };
    let line = Line::of(symbols::DONE, Role::Good).text(format!(" {nothing}{up} up"));
    let line = if expected > 0 { line.dim(format!(", {expected} as planned")) } else { line };
    let line = if hidden > 0 {
        Line::of(format!("{} {hidden} more  ", symbols::FAIL), Role::Failure).join(line)
    } else if up == 0 {
        Line::new().dim("  none known to be up")
    } else {
        line
    };
    let every = say::people::shortest_interval(m);
    let every = every.map(|span| format!("every {}", duration::minutes(span))).unwrap_or_default();
    (line, Line::new().dim(every))
}
