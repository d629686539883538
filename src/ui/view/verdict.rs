//! The verdict: the word in big glyphs, and under it symbol, word and the strongest reason.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::glyphs::Size;
use crate::ui::layout::{self, Class};
use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::theme::Role;
use crate::ui::widget::glyph;
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::Pen;

/// Draws the verdict.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let wall = layout::class(buf.area.width, buf.area.height) > Class::Desk;
    let mut pen = Pen::new(buf, area, m.theme);
    let (size, top, below) = if wall { (Size::Five, 2, 8) } else { (Size::Three, 1, 4) };
    let (word, symbol, role) = say::verdict::shown(m);
    pen.put(0, 0, if m.outlook.verdict.is_some() { "Verdict" } else { "Outcome" }, Role::Secondary);
    let drawn = glyph::draw_fitting(&mut pen, 0, top, say::verdict::drawn(word), size, role).is_some();
    if !drawn {
        pen.put(0, top, &format!(" {symbol} {word} "), role.chip());
    }
    let chip = role == Role::Failure || !drawn;
    let head = if chip {
        Line::of(format!(" {symbol} {word} "), role.chip()).text("  ")
    } else {
        Line::of(format!("{symbol} {word}"), role.bold()).text("  ")
    };
    let head = if drawn { head } else { Line::new() };
    let why = say::verdict::reason(m, usize::from(area.width).saturating_sub(head.width()));
    pen.line(0, below, &head.join(why), area.width);
}
