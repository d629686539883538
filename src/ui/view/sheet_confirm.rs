//! A question with answers: leave, and what goes on meanwhile.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::overlay::ConfirmSheet;
use crate::ui::picture::Picture;
use crate::ui::theme::Role;
use crate::ui::widget::line::{self, Line};
use crate::ui::widget::sheet::{self, Content};

/// Draws the sheet.
pub fn render(buf: &mut Buffer, room: Rect, m: &Picture<'_>, open: &ConfirmSheet) {
    let width = usize::from(room.width.saturating_sub(sheet::FRAME.0));
    let lines = open.lines.iter().flat_map(|text| line::wrapped(text, width));
    let mut rows: Vec<_> = lines.map(|text| (Line::new().text(text), Line::new())).collect();
    rows.push((Line::new(), Line::new()));
    let first = rows.len();
    rows.extend(open.choices.iter().enumerate().map(|(at, choice)| {
        let look = if at == open.selected { Role::Strong } else { Role::Text };
        let left = match &choice.why_not {
            Some(why) => Line::new().dim(format!("{}  {} — {why}", choice.key, choice.label)),
            None => Line::of(choice.key.as_str(), Role::Act).text("  ").add(choice.label.as_str(), look),
        };
        (left, Line::new())
    }));
    let title = Line::of(open.title.as_str(), Role::Act.bold());
    let content = Content { rows, selected: Some(first + open.selected), form: None, back: "stay" };
    sheet::show(buf, room, m.theme, &title, &Line::new(), Role::Act, content);
}
