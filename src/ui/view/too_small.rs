//! Under 60x16: verdict and countdown, the running step, and what size is needed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::Pen;

/// Draws three lines.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let mut pen = Pen::new(buf, area, m.theme);
    let (word, symbol, role) = say::verdict::shown(m);
    let chip = Line::of(format!(" {symbol} {word} "), role.chip());
    let shown = say::countdown::countdown(m);
    let number = if shown.value.is_empty() {
        shown.after
    } else {
        Line::of(shown.words.unwrap_or(shown.value), shown.role.bold())
    };
    pen.line(0, 0, &chip.text(" ").join(number).dim(format!(" {}", shown.short)), area.width);
    pen.line(0, 1, &say::doing::one_line(m, usize::from(area.width)), area.width);
    pen.line(0, 2, &Line::new().dim(format!("needs 60x16, is {}x{}", area.width, area.height)), area.width);
}
