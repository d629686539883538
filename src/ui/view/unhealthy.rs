//! Unhealthy: worst first, each with its sentence and since when; during a planned outage, how much of it is used.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::decide::CheckView;
use crate::journal::Status;
use crate::text::duration;
use crate::ui::model::Saved;
use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::{APART, Pen};

/// Draws what is unhealthy; over it, how much of a planned outage is used.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let mut pen = Pen::new(buf, area, m.theme);
    let label = Line::new().dim("Unhealthy");
    let (width, apart) = (usize::from(pen.width()), usize::from(APART));
    let outage = say::outage::figure(m, width.saturating_sub(label.width() + apart));
    pen.row(0, 0, &label, &outage);
    let room = usize::from(area.height.saturating_sub(1));
    for (y, (left, right)) in (1..pen.height()).zip(rows(m, room, width)) {
        pen.row(0, y, &left, &right);
    }
}

/// The faults worst first, then what a page explains that is on for too long, then what is well.
fn rows(m: &Picture<'_>, room: usize, width: usize) -> Vec<(Line, Line)> {
    let mut rows = alarms(m);
    let unjudged = |view: &&CheckView| view.status == Status::Unjudged && say::check::is_unhealthy(view);
    let checks = m.health_rows();
    let (explained, bad): (Vec<&CheckView>, Vec<&CheckView>) = checks
        .into_iter()
        .filter(|view| say::check::is_unhealthy(view) && !unjudged(view))
        .partition(|view| say::outage::explains(m, view));
    let waiting = m.outlook.checks.iter().filter(unjudged).count();
    let page = page(m, explained.len());
    // Where there is little room, the last line says how many a page explains.
    let own = page.is_some() && rows.len() + bad.len() + 2 <= room;
    let tail = usize::from(waiting > 0) + usize::from(own) + 1;
    // Sentences only where every check has a line of its own already.
    let sentences = rows.len() + bad.len() * 2 + tail <= room;
    let shown = bad.len().min(room.saturating_sub(rows.len() + tail).max(1));
    for view in bad.iter().take(shown) {
        rows.push(check(m, view, width));
        if sentences {
            rows.push((Line::new().dim(format!("  {}", say::check::sentence(view))), Line::new()));
        }
    }
    if waiting > 0 {
        rows.push(not_judged(m, waiting));
    }
    rows.extend(page.filter(|_| own));
    let behind = if own { 0 } else { explained.len() };
    let calm = rows.is_empty() && behind == 0;
    rows.push(rest(m, bad.len() - shown, behind, calm, width));
    rows
}

/// A page that is on for too long, how many checks are down behind it, and by how much it is over.
fn page(m: &Picture<'_>, behind: usize) -> Option<(Line, Line)> {
    let over = say::outage::over(m)?;
    let page = say::outage::title(m);
    let text = match behind {
        0 => format!("{} {page} too long", symbols::LATE),
        _ => format!("{} {behind} down behind {page}", symbols::FAIL),
    };
    let left = Line::of(text, Role::Failure);
    Some((left, Line::of(format!("{} over", duration::short(over)), Role::Failure)))
}

/// What is wrong with the watching itself, and with the outage.
fn alarms(m: &Picture<'_>) -> Vec<(Line, Line)> {
    let mut rows = Vec::new();
    if let Saved::NotSaved { since, why } = &m.saved {
        let line = Line::of(format!("{} not saved", symbols::LATE), Role::Failure).text(format!("  {why}"));
        rows.push((line, Line::of(duration::short(m.now.since(*since)), Role::Failure)));
    }
    if let Some(gate) = &m.outlook.reopening {
        let waits = match gate.waiting_for.as_slice() {
            [only] => format!("  {only}"),
            many => format!("  {} checks", many.len()),
        };
        let until = Line::new().dim(format!("by {}", say::time::clock(m, gate.until)));
        rows.push(if gate.failed {
            (Line::of(format!("{} RE-OPEN FAILED", symbols::FAIL), Role::Failure).text(waits), Line::new())
        } else {
            (Line::of(format!("{} re-opening", symbols::UNJUDGED), Role::Attention).text(waits), until)
        });
    }
    let alarm = m.outlook.planned_outage.as_ref().and_then(|outage| outage.alarm.as_ref());
    if let Some(alarm) = alarm.filter(|_| say::outage::over(m).is_none()) {
        rows.push((Line::of(format!("{} {alarm}", symbols::LATE), Role::Failure), Line::new()));
    }
    rows
}

/// A check, with its last answer where that has room.
fn check(m: &Picture<'_>, view: &CheckView, width: usize) -> (Line, Line) {
    let (symbol, role, word) = say::check::mark(m, view);
    let line = Line::of(format!("{symbol} {} {word}", view.id), role);
    let detail = match view.status {
        Status::Down => say::check::code(m, view),
        Status::Degraded => say::check::latency(m, view),
        _ => String::new(),
    };
    let figure = say::check::figure(m, view);
    let fits = line.width() + detail.len() + figure.width() + 2 + usize::from(APART) <= width;
    (if detail.is_empty() || !fits { line } else { line.text(format!("  {detail}")) }, figure)
}

fn not_judged(m: &Picture<'_>, count: usize) -> (Line, Line) {
    let line = Line::of(format!("{} {count} unjudged yet", symbols::UNJUDGED), Role::Attention);
    let at = m.outlook.checks.iter().filter_map(|view| view.judgeable_at).max();
    let right = at.map(|at| Line::new().dim(format!("at {}", say::time::seconds(m, at)))).unwrap_or_default();
    (line, right)
}

/// The last line: what did not fit, and what is well. How often is probed goes first where room is short.
fn rest(m: &Picture<'_>, hidden: usize, behind: usize, calm: bool, width: usize) -> (Line, Line) {
    let (up, expected) = (say::counts::up(m), say::counts::expected(m));
    let nothing = if calm { "nothing, " } else { "" };
    let mut line = Line::new();
    if hidden > 0 {
        line = Line::of(format!("{} {hidden} more  ", symbols::FAIL), Role::Failure);
    }
    if behind > 0 {
        line = line.add(format!("{} {behind} behind page  ", symbols::LATE), Role::Failure);
    }
    line = if up == 0 && expected == 0 && line.is_empty() {
        Line::new().dim("  none known to be up")
    } else {
        line.add(symbols::DONE, Role::Good).text(format!(" {nothing}{up} up"))
    };
    if expected > 0 {
        line = line.dim(format!(", {expected} expected"));
    }
    let every = match say::people::shortest_interval(m) {
        _ if m.session.closed.is_some() => "when closed".to_owned(),
        Some(span) => format!("every {}", duration::minutes(span)),
        None => String::new(),
    };
    let room = line.width() + every.len() + usize::from(APART) <= width;
    (line, if room { Line::new().dim(every) } else { Line::new() })
}
