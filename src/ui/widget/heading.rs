//! A pane's heading: digit, title, subject, rule, figure. The pane in focus has the only heavy rule.

use super::line::Line;
use super::pen::{APART, Pen, cells};
use crate::ui::symbols;
use crate::ui::theme::Role;

/// What a heading says.
pub struct Heading<'a> {
    /// The key that leads to the pane; `None` for a pane without.
    pub key: Option<char>,
    /// Its title.
    pub title: &'a str,
    /// What is in it now.
    pub subject: Line,
    /// The figure on the right.
    pub figure: Line,
    /// Keys go to this pane.
    pub focus: bool,
}

impl Heading<'_> {
    /// Draws the heading in the pen's first row; the figure stays whole, the subject gives way.
    pub fn draw(&self, pen: &mut Pen<'_>) {
        let width = pen.width();
        let figure = cells(self.figure.width());
        let edge = if figure == 0 { width } else { width.saturating_sub(figure) };
        let left = self.left().fit(usize::from(edge.saturating_sub(APART)));
        let end = pen.line(0, 0, &left, edge);
        let rule_end = if figure == 0 { width } else { edge.saturating_sub(1) };
        let (symbol, look) =
            if self.focus { (symbols::HEAVY, Role::Act) } else { (symbols::RULE, Role::Secondary) };
        pen.rule(end.saturating_add(1), rule_end, 0, symbol, look);
        pen.line(edge, 0, &self.figure, figure);
    }

    fn left(&self) -> Line {
        let title = if self.focus { Role::Act.bold() } else { Role::Strong.into() };
        let mut line = Line::new();
        if let Some(key) = self.key {
            let look = if self.focus { Role::Act.bold() } else { Role::Act.into() };
            line = line.add(key.to_string(), look).text(" ");
        }
        line = line.add(self.title, title);
        if self.subject.is_empty() { line } else { line.text("  ").join(self.subject.clone()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::Theme;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    fn drawn(width: u16, focus: bool) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, width, 1));
        let area = buf.area;
        let heading = Heading {
            key: Some('2'),
            title: "Checklist",
            subject: Line::new().text("3 Execute"),
            figure: Line::new().text("2/7 done"),
            focus,
        };
        heading.draw(&mut Pen::new(&mut buf, area, Theme::default()));
        buf.content.iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn focus_is_the_heavy_rule() {
        assert_eq!(drawn(40, false), "2 Checklist  3 Execute ──────── 2/7 done");
        assert_eq!(drawn(40, true), "2 Checklist  3 Execute ━━━━━━━━ 2/7 done");
    }

    #[test]
    fn the_figure_stays_where_room_is_short() {
        assert_eq!(drawn(24, false), "2 Checklist  …  2/7 done");
        assert_eq!(drawn(8, false), "2/7 done");
    }
}
