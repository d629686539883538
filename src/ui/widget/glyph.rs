//! Draws a big word, in the largest size that fits.

use super::pen::Pen;
use crate::ui::glyphs::{self, Size};
use crate::ui::theme::Role;

/// Draws the word and says how many cells it took; `None` where it cannot be drawn in this size: a character that the
/// tables lack, too little room, or half blocks that ASCII does not have.
pub fn draw(pen: &mut Pen<'_>, x: u16, y: u16, word: &str, size: Size, role: Role) -> Option<u16> {
    let wide = glyphs::width(word, size)?;
    let room = pen.width().saturating_sub(x);
    let too_small = wide > room || pen.height().saturating_sub(y) < size.rows();
    if too_small || pen.theme.ascii && size == Size::Three {
        return None;
    }
    let style = pen.theme.block(role);
    for (row, text) in (y..).zip(glyphs::rows(word, size)?) {
        pen.styled(x, row, &text, style);
    }
    Some(wide)
}

/// Draws the word in the given size or the next smaller one that fits, and says its width; `None` where none does.
pub fn draw_fitting(pen: &mut Pen<'_>, x: u16, y: u16, word: &str, size: Size, role: Role) -> Option<u16> {
    let smaller: &[Size] = match size {
        Size::Ten => &[Size::Ten, Size::Five, Size::Three],
        Size::Five => &[Size::Five, Size::Three],
        Size::Three => &[Size::Three],
    };
    smaller.iter().find_map(|size| draw(pen, x, y, word, *size, role))
}
