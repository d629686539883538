//! Compact: verdict and countdown in one line, being done and unhealthy in the next; the same facts as the rail's.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::Pen;

/// Draws both lines; what is late and what is down stay whole, titles and reasons give way.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let mut pen = Pen::new(buf, area, m.theme);
    pen.clear();
    let (word, symbol, role) = say::verdict::shown(m);
    let chip = Line::of(format!(" {symbol} {word} "), role.chip()).text(" ");
    let right = countdown(m);
    let room = usize::from(area.width).saturating_sub(chip.width() + right.width() + 2);
    pen.row(0, 0, &chip.join(say::verdict::reason(m, room)), &right);
    let right = unhealthy(m);
    let room = usize::from(area.width).saturating_sub(right.width() + 2);
    pen.row(0, 1, &say::doing::one_line(m, room), &right);
}

fn countdown(m: &Picture<'_>) -> Line {
    let shown = say::countdown::countdown(m);
    let line = Line::new().dim(format!("{} ", shown.short));
    if shown.value.is_empty() {
        return line.join(shown.after);
    }
    line.add(shown.words.as_deref().unwrap_or(&shown.value), shown.role.bold()).dim(", ").join(shown.after)
}

/// During a planned outage, how much of it is used, and what is down although it should not be.
fn unhealthy(m: &Picture<'_>) -> Line {
    let outage = say::outage::short(m);
    if outage.is_empty() {
        return say::counts::all(m);
    }
    let bad = say::counts::bad(m);
    if bad.is_empty() { outage } else { outage.text("  ").join(bad) }
}
