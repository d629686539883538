//! Help: every key that works here, with the reason where something cannot be done, and the legend.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::model::{ActionView, Where};
use crate::ui::overlay::Input;
use crate::ui::picture::Picture;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::form;
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::{Pen, cells};
use crate::ui::widget::sheet;
use crate::ui::widget::window;

const LEGEND: [(&str, &str); 10] = [
    (symbols::DONE, "done"),
    (symbols::RUN, "running"),
    (symbols::READY, "ready"),
    (symbols::LATER, "later"),
    (symbols::HOLD, "hold"),
    (symbols::LATE, "late"),
    (symbols::FAIL, "failed"),
    (symbols::BACK, "back"),
    (symbols::UNJUDGED, "unjudged"),
    (symbols::SKIPPED, "skipped"),
];

const BARS: [(&str, &str); 7] = [
    (symbols::BLOCK, "happened"),
    (symbols::HEAVY, "forecast"),
    (symbols::SHADE, "late"),
    (symbols::DASH, "held"),
    (symbols::DECISION, "decision"),
    (symbols::HEAVY_VERTICAL, "last safe rollback"),
    (symbols::VERTICAL, "now"),
];

/// Draws the help.
pub fn render(buf: &mut Buffer, room: Rect, m: &Picture<'_>, query: &Input, selected: usize) {
    let found = m.help_matches(&query.text);
    let left = found.iter().take_while(|action| action.where_ != Where::Everywhere).count();
    let (here, everywhere) = found.split_at(left);
    let wide = room.width >= 80;
    let longest = if wide { here.len().max(everywhere.len()) } else { found.len() + 1 };
    let wanted = cells(longest) + 2 + 5 + sheet::FRAME.1;
    let area = Rect { height: wanted.min(room.height), ..room };
    sheet::dim(buf, room, m.theme);
    let title = format!("Keys for {} {}", m.ui.focus.key(), m.ui.focus.title());
    let note = Line::new().dim("type to search, enter runs it");
    let inner = sheet::open(buf, area, m.theme, &Line::of(title, Role::Act.bold()), &note, Role::Act);
    let mut pen = Pen::new(buf, inner, m.theme);
    let end = pen.put(0, 0, "/ ", Role::Act);
    form::input(&mut pen, end, 0, inner.width.saturating_sub(end), query, true);
    let below = legend(&mut pen);
    let list = pen.height().saturating_sub(2 + below);
    if !wide {
        column(&mut pen.part(1, 2, inner.width.saturating_sub(1), list), "", &found, Some(selected));
        return;
    }
    let half = inner.width / 2;
    column(&mut pen.part(1, 1, half.saturating_sub(3), list + 1), "This pane", here, Some(selected));
    pen.vertical(half, 2, 2 + list, symbols::VERTICAL, Role::Secondary);
    let at = selected.checked_sub(left);
    let right = inner.width.saturating_sub(half + 3);
    column(&mut pen.part(half + 3, 1, right, list + 1), "Everywhere", everywhere, at);
}

/// Draws the legend at the bottom and says how many rows it took; none where the keys need them.
fn legend(pen: &mut Pen<'_>) -> u16 {
    if pen.height() < 16 {
        return 0;
    }
    let bottom = pen.height();
    for (y, entries) in [(bottom - 2, &LEGEND[..]), (bottom - 1, &BARS[..])] {
        let mut line = Line::new();
        for (symbol, word) in entries {
            let entry = Line::new().text(*symbol).dim(format!(" {word}"));
            let gap = if line.is_empty() { "" } else { "  " };
            if line.width() + gap.len() + entry.width() <= usize::from(pen.width()) {
                line = line.text(gap).join(entry);
            }
        }
        pen.line(0, y, &line, pen.width());
    }
    3
}

fn column(pen: &mut Pen<'_>, label: &str, actions: &[&ActionView], selected: Option<usize>) {
    let top = u16::from(!label.is_empty());
    pen.put(0, 0, label, Role::Secondary);
    let room = usize::from(pen.height().saturating_sub(top));
    let shown = window::Shown::of(actions.len(), room, selected.unwrap_or_default().min(actions.len()));
    let rows = actions.iter().enumerate().skip(shown.first).take(shown.count);
    for (y, (index, action)) in (top..pen.height()).zip(rows) {
        entry(pen, y, action, selected == Some(index));
    }
    if let Some(more) = shown.more() {
        pen.put(8, pen.height().saturating_sub(1), &more, Role::Text);
    }
}

fn entry(pen: &mut Pen<'_>, y: u16, action: &ActionView, selected: bool) {
    let name = if selected { Line::new().strong(action.name) } else { Line::new().text(action.name) };
    match &action.disabled {
        None => {
            pen.put(0, y, action.key, Role::Act);
            let note = if action.danger { Line::new().dim("opens a sheet") } else { Line::new() };
            pen.row(8, y, &name, &note);
        }
        Some(why) => {
            pen.put(0, y, action.key, Role::Secondary);
            let room = usize::from(pen.width().saturating_sub(9)).saturating_sub(name.width() + 2);
            let why = Line::new().dim(why.as_str()).fit(room);
            pen.row(8, y, &name.all(Role::Secondary), &why);
        }
    }
    if selected {
        pen.select(y);
    }
}
