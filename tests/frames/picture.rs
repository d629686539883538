//! Frames as text, as style runs, and as the bytes that a terminal would get.

use std::fmt::Write as _;

use golive::ui::model::Model;
use golive::ui::view;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

/// The frame of a model at its size.
pub fn frame(model: &Model) -> Buffer {
    let (width, height) = model.ui.size;
    let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
    view::draw(&mut buf, model);
    buf
}

/// Rows of symbols, styles stripped.
pub fn text(buf: &Buffer) -> String {
    let mut out = String::new();
    for row in rows(buf) {
        let mut line = String::new();
        let mut skip = 0;
        for cell in row {
            if skip == 0 {
                line.push_str(cell.symbol());
                skip = unicode_width::UnicodeWidthStr::width(cell.symbol()).max(1);
            }
            skip -= 1;
        }
        writeln!(out, "{}", line.trim_end()).unwrap();
    }
    out
}

/// Under each row with styles, its runs of style: `7 red bold "HOLD"`.
pub fn styled(buf: &Buffer) -> String {
    let mut out = String::new();
    for (y, row) in rows(buf).enumerate() {
        let mut x = 0;
        while x < row.len() {
            let look = look(&row[x]);
            let end = (x..row.len()).find(|at| self::look(&row[*at]) != look).unwrap_or(row.len());
            let words: String = row[x..end].iter().map(Cell::symbol).collect();
            if !look.is_empty() && !words.trim().is_empty() {
                writeln!(out, "{y:>2},{x:<3} {look:<16} {}", words.trim()).unwrap();
            }
            x = end;
        }
    }
    out
}

fn rows(buf: &Buffer) -> impl Iterator<Item = &[Cell]> {
    buf.content.chunks(usize::from(buf.area.width.max(1)))
}

fn look(cell: &Cell) -> String {
    let mut words = Vec::new();
    if cell.fg != Color::Reset {
        words.push(format!("{:?}", cell.fg).to_lowercase());
    }
    for (modifier, word) in
        [(Modifier::BOLD, "bold"), (Modifier::DIM, "dim"), (Modifier::REVERSED, "reversed")]
    {
        if cell.modifier.contains(modifier) {
            words.push(word.to_owned());
        }
    }
    words.join(" ")
}

/// What a terminal is sent for the frame.
pub fn bytes(buf: &Buffer) -> Vec<u8> {
    let mut out = Vec::new();
    let empty = Buffer::empty(buf.area);
    CrosstermBackend::new(&mut out).draw(empty.diff(buf).into_iter()).unwrap();
    out
}
