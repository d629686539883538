//! The palette: every action by name, what it does, and why not.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::model::ActionView;
use crate::ui::overlay::Input;
use crate::ui::picture::Picture;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::form;
use crate::ui::widget::line::{self, Line};
use crate::ui::widget::pen::Pen;
use crate::ui::widget::sheet;
use crate::ui::widget::window;

/// Widest box.
const WIDEST: u16 = 84;
/// Most entries shown at once.
const ENTRIES: u16 = 12;

/// Draws the palette over the middle of the room.
pub fn render(buf: &mut Buffer, room: Rect, m: &Picture<'_>, query: &Input, selected: usize) {
    let found = m.palette_matches(&query.text);
    let width = room.width.min(WIDEST);
    let height = room.height.min(ENTRIES + 9);
    let down = if room.height > height + 2 { 2 } else { 0 };
    let area = Rect { x: room.x + (room.width - width) / 2, y: room.y + down, width, height };
    sheet::dim(buf, room, m.theme);
    let inner = sheet::open(buf, area, m.theme, &Line::new().strong("Command"), &Line::new(), Role::Act);
    let mut pen = Pen::new(buf, inner, m.theme);
    let count = format!("{} of {}", found.len(), m.actions.len());
    let from = pen.put_right(pen.width(), 0, &count, Role::Secondary);
    let end = pen.put(0, 0, ": ", Role::Act);
    form::input(&mut pen, end, 0, from.saturating_sub(end + 1), query, true);
    let below = if pen.height() >= 10 { 3 } else { 0 };
    pen.rule(0, pen.width(), 1, symbols::RULE, Role::Secondary);
    let room = pen.height().saturating_sub(2 + below);
    let shown = window::Shown::of(found.len(), usize::from(room), selected);
    let rows = found.iter().enumerate().skip(shown.first).take(shown.count);
    for (y, (index, action)) in (2..2 + room).zip(rows) {
        entry(&mut pen, y, action, &query.text, index == selected);
    }
    if let Some(more) = shown.more() {
        pen.put(0, (2 + room).saturating_sub(1), &more, Role::Secondary);
    }
    if found.is_empty() {
        pen.put(0, 2, "nothing of that name", Role::Secondary);
    }
    if let Some(action) = found.get(selected).filter(|_| below > 0) {
        explain(&mut pen, action, below);
    }
}

fn entry(pen: &mut Pen<'_>, y: u16, action: &ActionView, query: &str, selected: bool) {
    match &action.disabled {
        Some(why) => {
            let name = Line::new().dim(action.name);
            let room = usize::from(pen.width()).saturating_sub(name.width() + 2);
            pen.row(0, y, &name, &Line::new().dim(why.as_str()).fit(room));
        }
        None => {
            pen.row(0, y, &matched(action.name, query, selected), &Line::of(action.key, Role::Act));
        }
    }
    if selected {
        pen.select(y);
    }
}

/// The name with what was typed in it marked.
fn matched(name: &str, query: &str, selected: bool) -> Line {
    let look = if selected { Role::Strong } else { Role::Text };
    // Only where lower case keeps every byte in its place.
    let lower = name.to_lowercase();
    let found =
        (lower.len() == name.len() && !query.is_empty()).then(|| lower.find(&query.to_lowercase())).flatten();
    let parts = found.and_then(|at| {
        let end = at + query.to_lowercase().len();
        Some((name.get(..at)?, name.get(at..end)?, name.get(end..)?))
    });
    match parts {
        Some((before, hit, after)) => Line::of(before, look).add(hit, Role::Act.bold()).add(after, look),
        None => Line::of(name, look),
    }
}

fn explain(pen: &mut Pen<'_>, action: &ActionView, rows: u16) {
    let top = pen.height() - rows;
    pen.rule(0, pen.width(), top, symbols::RULE, Role::Secondary);
    let text = match &action.disabled {
        Some(why) => format!("{} Not now: {why}.", action.sentence),
        None => action.sentence.to_owned(),
    };
    let lines = line::wrapped(&text, usize::from(pen.width()));
    for (y, text) in (top + 1..).zip(lines.iter().take(2)) {
        pen.put(0, y, text, Role::Text);
    }
}
