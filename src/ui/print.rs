//! The screen as text: what `Q` leaves in the shell.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::model::Model;
use super::view;

/// The frame of this model at its size, line by line, without styles and trailing space.
pub fn as_text(model: &Model) -> String {
    let (width, height) = model.ui.size;
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    view::draw(&mut buffer, model);
    let line = |y| {
        let cells = (0..width).filter_map(|x| buffer.cell((x, y)).map(ratatui::buffer::Cell::symbol));
        cells.collect::<String>().trim_end().to_owned()
    };
    let lines: Vec<String> = (0..height).map(line).collect();
    lines.join("\n").trim_end().to_owned()
}
