//! A sheet: the only box on the screen, over the dimmed work area.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

use super::form;
use super::line::Line;
use super::pen::{APART, Pen, cells};
use super::window;
use crate::text::clean;
use crate::ui::overlay::Form;
use crate::ui::symbols;
use crate::ui::theme::{Palette, Role, Theme};

/// Dims everything in the area and takes its colour away, so that a sheet over it is read first.
pub fn dim(buf: &mut Buffer, area: Rect, theme: Theme) {
    let area = area.intersection(buf.area);
    let dimmed = if theme.palette == Palette::Contrast { Modifier::empty() } else { Modifier::DIM };
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            if let Some(cell) = buf.cell_mut((x, y)) {
                cell.fg = Color::Reset;
                cell.modifier = dimmed;
            }
        }
    }
}

/// Rows and columns that a box takes around its content.
pub const FRAME: (u16, u16) = (6, 2);

/// Draws an empty box over the area and gives the rectangle for its content back.
pub fn open(buf: &mut Buffer, area: Rect, theme: Theme, title: &Line, note: &Line, role: Role) -> Rect {
    let area = area.intersection(buf.area);
    let mut pen = Pen::new(buf, area, theme);
    pen.clear();
    let (right, bottom) = (area.width.saturating_sub(1), area.height.saturating_sub(1));
    // As blocks are drawn: a reversed look would make bars of the lines.
    let style = theme.block(role);
    for y in [0, bottom] {
        pen.styled(0, y, &symbols::HEAVY.repeat(usize::from(area.width)), style);
    }
    for y in 0..area.height {
        pen.styled(0, y, symbols::HEAVY_VERTICAL, style);
        pen.styled(right, y, symbols::HEAVY_VERTICAL, style);
    }
    for (x, y, corner) in [(0, 0, "┏"), (right, 0, "┓"), (0, bottom, "┗"), (right, bottom, "┛")] {
        pen.styled(x, y, corner, style);
    }
    inscribe(&mut pen, title, note);
    area.inner(ratatui::layout::Margin { horizontal: FRAME.0 / 2, vertical: FRAME.1 / 2 })
}

/// The title and a note in the upper line; the note is left out where both have no room.
fn inscribe(pen: &mut Pen<'_>, title: &Line, note: &Line) {
    let room = pen.width().saturating_sub(6);
    let title = Line::new().text(" ").join(title.fit(usize::from(room))).text(" ");
    let end = pen.line(2, 0, &title, pen.width().saturating_sub(3));
    let note = Line::new().text(" ").join(note.clone()).text(" ");
    let wide = cells(note.width());
    let from = pen.width().saturating_sub(wide.saturating_add(2));
    if wide > 2 && from > end.saturating_add(1) {
        pen.line(from, 0, &note, wide);
    }
}

/// What stands in a sheet: rows, and a form under them.
pub struct Content<'a> {
    /// Left and right part of each row; a row without text is air that goes first where room is short.
    pub rows: Vec<(Line, Line)>,
    /// Index of the row that is selected.
    pub selected: Option<usize>,
    /// The fields under the rows.
    pub form: Option<&'a Form>,
    /// What esc does.
    pub back: &'a str,
}

/// Draws a box as high as its content, at the top of the room, and what stands in it. Where room is short the air goes
/// first, then the lines between the fields, then the last rows; the selected row and the form stay.
pub fn show(
    buf: &mut Buffer,
    room: Rect,
    theme: Theme,
    title: &Line,
    note: &Line,
    role: Role,
    content: Content<'_>,
) {
    let Content { mut rows, mut selected, form, back } = content;
    let mut dense = false;
    let form_rows = |dense| form.map_or(0, |form| form::height(form, dense) + 1);
    let inside = room.height.saturating_sub(FRAME.1);
    let spare = inside.saturating_sub(cells(rows.len()) + form_rows(false));
    (rows, selected) = broken(rows, selected, room.width.saturating_sub(FRAME.0), spare);
    if cells(rows.len()) + form_rows(false) > inside {
        dense = true;
        let before = rows.iter().take(selected.unwrap_or_default()).filter(|row| is_air(row)).count();
        selected = selected.map(|at| at - before);
        rows.retain(|row| !is_air(row));
    }
    let air = u16::from(cells(rows.len()) + form_rows(dense) + 2 <= inside);
    let wanted = cells(rows.len()) + form_rows(dense) + FRAME.1 + 2 * air;
    let area = Rect { height: wanted.min(room.height), ..room };
    dim(buf, room, theme);
    let inner = open(buf, area, theme, title, note, role);
    let mut pen = Pen::new(buf, inner, theme);
    let below = form_rows(dense).min(inner.height);
    let list = inner.height.saturating_sub(below).saturating_sub(air);
    let rows_room = usize::from(list.saturating_sub(air.min(list)));
    let shown = window::Shown::of(rows.len(), rows_room, selected.unwrap_or_default());
    let listed = rows.iter().enumerate().skip(shown.first).take(shown.count);
    for (y, (index, (left, right))) in (air..list.max(air)).zip(listed) {
        pen.row(0, y, left, right);
        if selected == Some(index) {
            pen.select(y);
        }
    }
    if let Some(more) = shown.more().filter(|_| rows_room > 0) {
        pen.put(0, list.saturating_sub(1), &more, Role::Secondary);
    }
    if let Some(form) = form {
        let top = inner.height.saturating_sub(below.saturating_sub(1)).saturating_sub(air);
        form::draw(&mut pen.part(0, top, inner.width, below), form, dense, back);
    }
}

/// Rows whose left part has no room beside the right one go on in a second line, as long as there are spare ones.
fn broken(
    rows: Vec<(Line, Line)>,
    selected: Option<usize>,
    width: u16,
    spare: u16,
) -> (Vec<(Line, Line)>, Option<usize>) {
    let (width, mut spare, mut at) = (usize::from(width), usize::from(spare), selected);
    let mut out = Vec::with_capacity(rows.len());
    for (index, (left, right)) in rows.into_iter().enumerate() {
        let apart = if right.is_empty() { 0 } else { right.width() + usize::from(APART) };
        let first = width.saturating_sub(apart);
        if spare == 0 || left.width() <= first || first * 2 < width {
            out.push((left, right));
            continue;
        }
        let indent = indent(&left);
        let mut lines = left.broken(first, width, indent, 2).into_iter();
        out.extend(lines.next().map(|line| (line, right)));
        let more = lines.len();
        out.extend(lines.map(|line| (line, Line::new())));
        spare = spare.saturating_sub(more);
        if selected.is_some_and(|selected| index < selected) {
            at = at.map(|at| at + more);
        }
    }
    (out, at)
}

/// Where a row goes on: under what follows its label, else a little to the right of where it begins.
fn indent(line: &Line) -> usize {
    match line.runs().first() {
        Some((label, _)) if label.ends_with("  ") && !label.trim().is_empty() => clean::width(label),
        _ => line.plain().chars().take_while(|c| *c == ' ').count() + 2,
    }
}

fn is_air(row: &(Line, Line)) -> bool {
    row.0.is_empty() && row.1.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(width: u16, height: u16, note: &str) -> Vec<String> {
        let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
        let area = buf.area;
        let title = Line::new().strong("Confirm GO");
        open(&mut buf, area, Theme::default(), &title, &Line::new().dim(note), Role::Good);
        buf.content
            .chunks(usize::from(width.max(1)))
            .map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect())
            .collect()
    }

    #[test]
    fn title_and_note_stand_in_the_upper_line() {
        assert_eq!(
            drawn(36, 3, "nothing yet"),
            [
                "┏━ Confirm GO ━━━━━━━━ nothing yet ━┓",
                "┃                                  ┃",
                "┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛"
            ]
            .map(|row| row.replacen("━━━━━━━━ n", "━━━━━━━ n", 1))
        );
        assert_eq!(drawn(20, 2, "nothing is decided")[0], "┏━ Confirm GO ━━━━━┓");
    }

    #[test]
    fn a_long_row_goes_on_in_a_second_line_where_there_is_one() {
        let rows = || vec![(Line::new().text("  1  the runbook begins: r2"), Line::new().text("lee"))];
        let plain = |spare| {
            let (rows, selected) = broken(rows(), Some(0), 26, spare);
            assert_eq!(selected, Some(0));
            rows.into_iter().map(|(left, _)| left.plain()).collect::<Vec<_>>()
        };
        assert_eq!(plain(0), ["  1  the runbook begins: r2"]);
        assert_eq!(plain(1), ["  1  the runbook", "    begins: r2"]);
    }

    #[test]
    fn no_size_is_too_small() {
        for width in 0..12 {
            for height in 0..5 {
                drawn(width, height, "note");
            }
        }
    }
}
