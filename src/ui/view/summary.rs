//! Compact: verdict and countdown in one line, being done and unhealthy in the next; the same facts as the rail's.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::text::duration;
use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::Pen;

/// Draws both lines.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let mut pen = Pen::new(buf, area, m.theme);
    let (word, symbol, role) = say::verdict::shown(m);
    let chip = Line::of(format!(" {symbol} {word} "), role.chip()).text(" ");
    pen.row(0, 0, &chip.join(say::verdict::reason(m)), &countdown(m));
    pen.row(0, 1, &say::doing::one_line(m), &unhealthy(m));
}

fn countdown(m: &Picture<'_>) -> Line {
    let shown = say::countdown::countdown(m);
    let line = Line::new().dim(format!("{} ", shown.short));
    if shown.value.is_empty() {
        return line.join(shown.after);
    }
    line.add(shown.value.as_str(), shown.role.bold()).dim(", ").join(shown.after)
}

/// The planned outage first: on a narrow screen it is the one thing that says why checks are down.
fn unhealthy(m: &Picture<'_>) -> Line {
    let counts = say::check::counts(m);
    let Some(outage) = m.outlook.planned_outage.as_ref().filter(|_| m.ui.size.0 >= 100) else {
        return counts;
    };
    let used =
        Line::of(format!("{} outage {}", symbols::HOLD, duration::short(outage.used)), Role::Attention);
    used.text("  ").join(counts)
}
