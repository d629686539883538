//! Progress as a line: heavy for what is used, thin for what is left, attention for what went over.

use super::pen::Pen;
use crate::ui::symbols;
use crate::ui::theme::Role;

/// Shares of a bar, each from 0 to 1 of its length.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// Used within what was planned.
    pub used: f64,
    /// Used beyond it, drawn after `used`.
    pub over: f64,
    /// Colour of the used part.
    pub role: Role,
}

impl Bar {
    /// A bar of elapsed against planned time: past its plan, the whole bar is the elapsed time.
    pub fn of(elapsed: f64, planned: f64, role: Role) -> Self {
        if planned <= 0.0 {
            return Self { used: 0.0, over: 0.0, role };
        }
        // A late step keeps a little thin line: it is not finished.
        let whole = planned.max(elapsed * 1.1);
        Self {
            used: (elapsed.min(planned) / whole).max(0.0),
            over: ((elapsed - planned) / whole).max(0.0),
            role,
        }
    }

    /// Draws the bar in `width` cells.
    pub fn draw(self, pen: &mut Pen<'_>, x: u16, y: u16, width: u16) {
        let used = share(self.used, width);
        let over = share(self.used + self.over, width).max(used);
        pen.rule(x, x.saturating_add(width), y, symbols::RULE, Role::Secondary);
        pen.rule(x, x.saturating_add(used), y, symbols::HEAVY, self.role.bold());
        pen.rule(x.saturating_add(used), x.saturating_add(over), y, symbols::HEAVY, Role::Attention);
    }
}

/// A share of so many cells, rounded; out of range it is none or all.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the width before the cast"
)]
pub fn share(of_one: f64, width: u16) -> u16 {
    (of_one.clamp(0.0, 1.0) * f64::from(width)).round() as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::Theme;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    fn drawn(bar: Bar, width: u16) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, width, 1));
        let area = buf.area;
        bar.draw(&mut Pen::new(&mut buf, area, Theme::default()), 0, 0, width);
        buf.content.iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn shows_elapsed_of_planned() {
        assert_eq!(drawn(Bar::of(3.0, 6.0, Role::Strong), 10), "━━━━━─────");
        assert_eq!(drawn(Bar::of(0.0, 6.0, Role::Strong), 4), "────");
    }

    #[test]
    fn a_late_one_is_not_full() {
        let bar = Bar::of(10.0, 8.0, Role::Strong);
        assert!(bar.over > 0.0 && bar.used + bar.over < 1.0);
        assert_eq!(drawn(bar, 22), "━━━━━━━━━━━━━━━━━━━━──");
    }

    #[test]
    fn odd_numbers_do_no_harm() {
        for (elapsed, planned) in
            [(f64::NAN, 1.0), (1.0, 0.0), (-1.0, 5.0), (f64::INFINITY, 5.0), (1.0, f64::NAN)]
        {
            assert_eq!(drawn(Bar::of(elapsed, planned, Role::Strong), 6).chars().count(), 6);
        }
    }
}
