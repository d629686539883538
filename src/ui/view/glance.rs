//! Glance (`W`): four facts in glyphs that are read from across the room.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::decide::Doing;
use crate::text::duration;
use crate::ui::glyphs::Size;
use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::glyph;
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::Pen;

/// Draws the four facts.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let mut pen = Pen::new(buf, area, m.theme);
    // What is higher than 38 rows is shared out evenly.
    let air = area.height.saturating_sub(38) / 6;
    let (width, second, third) = (area.width, 14 + 2 * air, 27 + 4 * air);
    verdict(&mut pen.part(2, 1 + air, width.saturating_sub(2), 12), m);
    pen.rule(0, width, second, symbols::RULE, Role::Secondary);
    countdown(&mut pen.part(2, second + 2 + air, width.saturating_sub(2), 10), m);
    pen.rule(0, width, third, symbols::RULE, Role::Secondary);
    let middle = width / 2;
    pen.put(middle, third, "┬", Role::Secondary);
    pen.vertical(middle, third + 1, area.height, symbols::VERTICAL, Role::Secondary);
    step(&mut pen.part(2, third + 2 + air, middle.saturating_sub(3), 8), m);
    down(&mut pen.part(middle + 4, third + 2 + air, width.saturating_sub(middle + 4), 8), m);
}

fn verdict(pen: &mut Pen<'_>, m: &Picture<'_>) {
    let (word, symbol, role) = say::verdict::shown(m);
    if glyph::draw_fitting(pen, 0, 0, say::verdict::drawn(word), Size::Ten, role).is_none() {
        pen.put(0, 4, &format!(" {symbol} {word} "), role.chip());
    }
    let head = Line::of(format!("{symbol} {word}  "), role.bold());
    let why = say::verdict::reason(m, usize::from(pen.width()).saturating_sub(head.width()));
    pen.line(0, 11, &head.join(why), pen.width());
}

fn countdown(pen: &mut Pen<'_>, m: &Picture<'_>) {
    let shown = say::countdown::countdown(m);
    let wide = if shown.value.is_empty() {
        pen.line(0, 5, &shown.after.clone().bold(), pen.width())
    } else {
        glyph::draw_fitting(pen, 0, 0, &shown.value, Size::Ten, shown.role)
            .unwrap_or_else(|| pen.put(0, 4, &shown.value, shown.role.bold()))
    };
    let x = wide.max(76).min(pen.width().saturating_sub(34)).max(wide + 4);
    pen.line(x, 1, &Line::new().strong(shown.label), pen.width().saturating_sub(x));
    for (y, (label, value)) in (3..).step_by(2).zip(say::facts::all(m)) {
        pen.line(x, y, &Line::new().text(label).text(" ").join(value), pen.width().saturating_sub(x));
    }
}

/// The step that is latest, by its id and lateness. An id with letters is said in the line under it alone: in big
/// letters r3 would be a trigger's name.
fn step(pen: &mut Pen<'_>, m: &Picture<'_>) {
    let line = say::doing::one_line(m, usize::from(pen.width()));
    pen.line(0, 6, &line, pen.width());
    let Some(doing) = m.outlook.doing.iter().max_by_key(|doing| doing.late) else {
        glyph::draw_fitting(pen, 0, 0, "-", Size::Five, Role::Secondary);
        return;
    };
    let big = doing.step.chars().all(|c| c.is_ascii_digit() || c == '.');
    let wide = if big { glyph::draw_fitting(pen, 0, 0, &doing.step, Size::Five, Role::Strong) } else { None };
    let (text, role) = lateness(doing);
    glyph::draw(pen, wide.map_or(0, |wide| wide + 5), 0, &text, Size::Five, role);
}

fn lateness(doing: &Doing) -> (String, Role) {
    match doing.late {
        Some(late) => (format!("+{}", say::time::countdown(late)), Role::Attention),
        None => (say::time::countdown(doing.elapsed), Role::Good),
    }
}

fn down(pen: &mut Pen<'_>, m: &Picture<'_>) {
    let alarms = say::counts::alarms(m);
    if alarms == 0 {
        let (word, role) =
            if m.outlook.unobserved { ("BLIND", Role::Attention) } else { ("0 DOWN", Role::Good) };
        glyph::draw_fitting(pen, 0, 0, word, Size::Five, role);
        pen.line(0, 6, &say::counts::all(m), pen.width());
        return;
    }
    glyph::draw_fitting(pen, 0, 0, &format!("{alarms} DOWN"), Size::Five, Role::Failure);
    let worst: Vec<_> = m.health_rows().into_iter().take(alarms).collect();
    let ids: Vec<_> = worst.iter().map(|view| view.id.as_str()).collect();
    let since = worst.iter().filter_map(|view| view.since).map(|since| m.now.since(since)).max();
    let line = Line::of(format!("{} {}", symbols::FAIL, ids.join(", ")), Role::Failure);
    let line = line.text(since.map(|span| format!("  {}", duration::short(span))).unwrap_or_default());
    pen.line(0, 6, &line, pen.width());
}
