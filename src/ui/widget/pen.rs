//! The pen: writes runs of text into one rectangle of the buffer, and nowhere else.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::line::Line;
use crate::text::clean;
use crate::ui::symbols;
use crate::ui::theme::{Look, Role, Theme};

/// Cells between what stands left and what stands right in a row.
pub const APART: u16 = 2;

/// Writes into one rectangle; coordinates count from its corner, and what lies outside is not drawn.
pub struct Pen<'a> {
    buf: &'a mut Buffer,
    area: Rect,
    /// The theme that looks are drawn by.
    pub theme: Theme,
}

impl<'a> Pen<'a> {
    /// A pen for the part of `area` that the buffer has.
    pub fn new(buf: &'a mut Buffer, area: Rect, theme: Theme) -> Self {
        let area = area.intersection(buf.area);
        Self { buf, area, theme }
    }

    /// Columns.
    pub fn width(&self) -> u16 {
        self.area.width
    }

    /// Rows.
    pub fn height(&self) -> u16 {
        self.area.height
    }

    /// Writes text at a place and says where it ended.
    pub fn put(&mut self, x: u16, y: u16, text: &str, look: impl Into<Look>) -> u16 {
        let style = self.theme.style(look);
        self.styled(x, y, text, style)
    }

    /// Writes text in a style of the theme and says where it ended.
    pub fn styled(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        if x >= self.area.width || y >= self.area.height {
            return x;
        }
        let room = usize::from(self.area.width - x);
        let at = (self.area.x.saturating_add(x), self.area.y.saturating_add(y));
        // What was drawn there before leaves no attribute behind.
        let style = Style::reset().patch(style);
        if clean::is_simple(text) {
            return x + self.simple(at, text.chars().take(room), style);
        }
        let (end, _) = self.buf.set_stringn(at.0, at.1, clean::line(text), room, style);
        end.saturating_sub(self.area.x)
    }

    /// Characters that take a cell each; says how many.
    fn simple(&mut self, at: (u16, u16), chars: impl Iterator<Item = char>, style: Style) -> u16 {
        let mut count = 0;
        for char in chars {
            if let Some(cell) = self.buf.cell_mut((at.0.saturating_add(count), at.1)) {
                cell.set_char(char).set_style(style);
            }
            count += 1;
        }
        count
    }

    /// Writes text that ends before column `right` and says where it begins.
    pub fn put_right(&mut self, right: u16, y: u16, text: &str, look: impl Into<Look>) -> u16 {
        let x = right.saturating_sub(cells(clean::width(text)));
        self.put(x, y, text, look);
        x
    }

    /// Writes a line in at most `room` cells, cut at its end, and says where it ended.
    pub fn line(&mut self, x: u16, y: u16, line: &Line, room: u16) -> u16 {
        let room = usize::from(room);
        if line.width() > room {
            return self.runs(x, y, &line.fit(room));
        }
        self.runs(x, y, line)
    }

    fn runs(&mut self, x: u16, y: u16, line: &Line) -> u16 {
        let mut at = x;
        for (text, look) in line.runs() {
            at = self.put(at, y, text, *look);
        }
        at
    }

    /// Writes a row from `x` to the right edge: the right part whole, the left part cut where it would come nearer than
    /// two cells.
    pub fn row(&mut self, x: u16, y: u16, left: &Line, right: &Line) {
        self.row_to(x, self.area.width, y, left, right);
    }

    /// As [`Pen::row`], to another right edge.
    pub fn row_to(&mut self, x: u16, edge: u16, y: u16, left: &Line, right: &Line) {
        let wide = cells(right.width());
        let begins = edge.saturating_sub(wide).max(x);
        let room =
            if wide == 0 { edge.saturating_sub(x) } else { begins.saturating_sub(x).saturating_sub(APART) };
        self.line(x, y, left, room);
        self.line(begins, y, right, edge.saturating_sub(begins));
    }

    /// A rule of one symbol from `x` up to column `end`.
    pub fn rule(&mut self, x: u16, end: u16, y: u16, symbol: &str, look: impl Into<Look>) {
        let long = usize::from(end.saturating_sub(x));
        self.put(x, y, &symbol.repeat(long), look);
    }

    /// A vertical of one symbol from row `top` up to row `end`.
    pub fn vertical(&mut self, x: u16, top: u16, end: u16, symbol: &str, look: impl Into<Look>) {
        let look = look.into();
        for y in top..end.min(self.area.height) {
            self.put(x, y, symbol, look);
        }
    }

    /// Marks a row as selected: the bar in the column before the rectangle, which belongs to it alone.
    pub fn select(&mut self, y: u16) {
        if y < self.area.height && self.area.x > self.buf.area.x {
            let style = self.theme.style(Role::Act);
            self.buf.set_stringn(self.area.x - 1, self.area.y.saturating_add(y), symbols::BAR, 1, style);
        }
    }

    /// Whether nothing was drawn at a place yet; what lies outside counts as drawn.
    pub fn is_empty_at(&self, x: u16, y: u16) -> bool {
        let at = (self.area.x.saturating_add(x), self.area.y.saturating_add(y));
        x < self.area.width
            && y < self.area.height
            && self.buf.cell(at).is_some_and(|cell| cell.symbol() == " ")
    }

    /// Takes everything in the rectangle away.
    pub fn clear(&mut self) {
        for y in self.area.top()..self.area.bottom() {
            for x in self.area.left()..self.area.right() {
                if let Some(cell) = self.buf.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
    }

    /// A pen for a part of this one's rectangle.
    pub fn part(&mut self, x: u16, y: u16, width: u16, height: u16) -> Pen<'_> {
        let part = Rect::new(self.area.x.saturating_add(x), self.area.y.saturating_add(y), width, height);
        let area = if x > self.area.width || y > self.area.height {
            Rect::ZERO
        } else {
            part.intersection(self.area)
        };
        Pen { buf: self.buf, area, theme: self.theme }
    }
}

/// A count of cells as a coordinate; the widest terminal bounds it.
pub fn cells(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(width: u16, draw: impl FnOnce(&mut Pen<'_>)) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, width, 1));
        let area = Rect::new(1, 0, width.saturating_sub(2), 1);
        draw(&mut Pen::new(&mut buf, area, Theme::default()));
        buf.content.iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn the_right_figure_is_whole_and_the_left_gives_way() {
        let row = |width| {
            drawn(width, |pen| {
                pen.row(0, 0, &Line::new().text("payments-api down"), &Line::new().text("2m14s"));
            })
        };
        assert_eq!(row(28), " payments-api down    2m14s ");
        assert_eq!(row(20), " payments-a…  2m14s ");
        assert_eq!(row(7), " 2m14s ");
        assert_eq!(row(5), " 2m… ");
        assert_eq!(row(2), "  ");
    }

    #[test]
    fn nothing_is_drawn_outside() {
        assert_eq!(drawn(6, |pen| _ = pen.put(2, 0, "long", Role::Text)), "   lo ");
        assert_eq!(drawn(6, |pen| _ = pen.put(9, 0, "x", Role::Text)), "      ");
        assert_eq!(drawn(6, |pen| _ = pen.put(0, 3, "x", Role::Text)), "      ");
        assert_eq!(drawn(6, |pen| _ = pen.part(5, 0, 4, 1).put(0, 0, "x", Role::Text)), "      ");
    }

    #[test]
    fn the_selection_stands_before_the_rectangle() {
        assert_eq!(drawn(4, |pen| pen.select(0)), "▌   ");
    }
}
