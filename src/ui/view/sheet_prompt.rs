//! A question with fields: raise a trigger, mute a check, add a step.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::overlay::PromptSheet;
use crate::ui::picture::Picture;
use crate::ui::theme::Role;
use crate::ui::widget::line::{self, Line};
use crate::ui::widget::sheet::{self, Content};

/// Draws the sheet.
pub fn render(buf: &mut Buffer, room: Rect, m: &Picture<'_>, open: &PromptSheet) {
    let width = usize::from(room.width.saturating_sub(sheet::FRAME.0));
    let lines = open.lines.iter().flat_map(|text| line::wrapped(text, width));
    let rows = lines.map(|text| (Line::new().text(text), Line::new())).collect();
    let title = Line::of(open.title.as_str(), Role::Act.bold());
    let content = Content { rows, selected: None, form: Some(&open.form), back: "back" };
    sheet::show(buf, room, m.theme, &title, &Line::new(), Role::Act, content);
}
