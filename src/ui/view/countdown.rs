//! The countdown: what it means, the number in big glyphs, the facts beside it, and the meter of the window.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::glyphs::Size;
use crate::ui::layout::{self, Class};
use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::say::countdown::Countdown;
use crate::ui::theme::Role;
use crate::ui::widget::bar::Bar;
use crate::ui::widget::glyph;
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::{Pen, cells};

/// Draws the countdown.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let wall = layout::class(buf.area.width, buf.area.height) > Class::Desk;
    let mut pen = Pen::new(buf, area, m.theme);
    let shown = say::countdown::countdown(m);
    pen.put(0, 0, shown.label, Role::Secondary);
    let (size, top) = if wall { (Size::Five, 2) } else { (Size::Three, 1) };
    let facts = say::facts::all(m);
    if shown.value.is_empty() {
        without_number(&mut pen, top, &shown, &facts);
        return;
    }
    let wide = number(&mut pen, top, size, &shown);
    let rows = if wall { size.rows() } else { size.rows() + 1 };
    let first = if wall { top + rows.saturating_sub(cells(facts.len())) } else { top };
    beside(&mut pen, wide.saturating_add(3), first, &facts);
    if let Some(used) = shown.used.filter(|_| wall) {
        let role = if shown.role == Role::Back { Role::Back } else { Role::Strong };
        Bar { used, over: 0.0, role }.draw(&mut pen, 0, 8, area.width);
    }
}

/// What is said in the number's place, and the facts under it.
fn without_number(pen: &mut Pen<'_>, top: u16, shown: &Countdown, facts: &[(String, Line)]) {
    pen.line(0, top, &shown.after.clone().bold(), pen.width());
    let longest = facts.iter().map(|(label, _)| crate::text::clean::width(label)).max().unwrap_or_default();
    for (y, (label, value)) in (top + 1..).zip(facts) {
        let label = Line::new().dim(crate::text::clean::pad(label, longest.max(9) + 2));
        pen.line(0, y, &label.join(value.clone()), pen.width());
    }
}

/// The number; its width.
fn number(pen: &mut Pen<'_>, top: u16, size: Size, shown: &Countdown) -> u16 {
    match glyph::draw_fitting(pen, 0, top, &shown.value, size, shown.role) {
        Some(wide) => wide,
        None => pen.put(0, top + 1, &shown.value, shown.role.bold()),
    }
}

/// Labels left, values on the right edge; as many as there is room for.
fn beside(pen: &mut Pen<'_>, x: u16, first: u16, facts: &[(String, Line)]) {
    let labels = facts.iter().map(|(label, _)| crate::text::clean::width(label)).max().unwrap_or_default();
    let values = facts.iter().map(|(_, value)| value.width()).max().unwrap_or_default();
    if usize::from(pen.width().saturating_sub(x)) < labels.min(6) + values + 2 {
        return;
    }
    for (y, (label, value)) in (first..).zip(facts) {
        pen.row(x, y, &Line::new().dim(label.as_str()), value);
    }
}
