//! What the terminal shows, and what must be written so that it shows the next picture.

use std::io::{self, Write};

use crossterm::queue;
use crossterm::terminal::{Clear, ClearType};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::Rect;

/// Two pictures: the one that is shown and the one being drawn. The second is made with the second frame, since at
/// 200x60 making it takes longer than drawing what it is for.
#[derive(Debug, Default)]
pub struct Frames {
    /// What the terminal shows; `None` = nobody knows.
    shown: Option<Buffer>,
    /// Room for the next picture.
    spare: Option<Buffer>,
}

impl Frames {
    /// What is shown is not known any more: the next picture is written whole.
    pub fn forget(&mut self) {
        self.spare = self.shown.take().or(self.spare.take());
    }

    /// Draws a picture of this size and writes what is new in it.
    ///
    /// # Errors
    /// The writer's.
    pub fn draw<W: Write>(
        &mut self,
        (width, height): (u16, u16),
        out: W,
        render: impl FnOnce(&mut Buffer),
    ) -> io::Result<()> {
        let area = Rect::new(0, 0, width, height);
        let mut next = match self.spare.take() {
            Some(mut spare) if spare.area == area => {
                spare.reset();
                spare
            }
            _ => Buffer::empty(area),
        };
        render(&mut next);
        let mut backend = CrosstermBackend::new(out);
        match self.shown.take().filter(|shown| shown.area == area) {
            Some(shown) => {
                backend.draw(shown.diff_iter(&next))?;
                self.spare = Some(shown);
            }
            None => {
                queue!(backend, Clear(ClearType::All))?;
                backend.draw(whole(&next))?;
            }
        }
        self.shown = Some(next);
        Ok(())
    }
}

/// Every cell that is not blank; the cells that a wide character hides are not written.
fn whole(buffer: &Buffer) -> impl Iterator<Item = (u16, u16, &Cell)> {
    let columns = usize::from(buffer.area.width.max(1));
    let mut hidden = 0_u16;
    buffer.content.iter().enumerate().filter_map(move |(index, cell)| {
        if let Some(left) = hidden.checked_sub(1) {
            hidden = left;
            return None;
        }
        hidden = cell.cell_width().saturating_sub(1);
        let at = |n: usize| u16::try_from(n).ok();
        (*cell != Cell::EMPTY).then_some(())?;
        Some((at(index % columns)?, at(index / columns)?, cell))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::{Color, Style};

    /// What a terminal shows after everything that was written to it.
    fn seen(terminal: &mut vt100::Parser, frames: &mut Frames, text: &str) -> Vec<String> {
        let size = terminal.screen().size();
        let mut bytes = Vec::new();
        frames
            .draw((size.1, size.0), &mut bytes, |buffer| {
                for (y, line) in (0..).zip(text.lines()) {
                    buffer.set_string(0, y, line, Style::new().fg(Color::Cyan));
                }
            })
            .unwrap();
        terminal.process(&bytes);
        terminal.screen().rows(0, size.1).map(|row| row.trim_end().to_owned()).collect()
    }

    #[test]
    fn the_terminal_shows_each_picture_also_with_wide_characters() {
        let mut terminal = vt100::Parser::new(2, 10, 0);
        terminal.process(b"left over\r\nby others");
        let mut frames = Frames::default();
        for text in ["one\ntwo", "日本x\n一", "x日本\n", "\u{1f44d}!\nlast", "", "one\ntwo"] {
            let mut wanted: Vec<&str> = text.lines().collect();
            wanted.resize(2, "");
            assert_eq!(seen(&mut terminal, &mut frames, text), wanted);
        }
    }

    #[test]
    fn what_was_forgotten_or_has_another_size_is_written_whole() {
        let mut terminal = vt100::Parser::new(2, 10, 0);
        let mut frames = Frames::default();
        seen(&mut terminal, &mut frames, "one\ntwo");
        terminal.process(b"\x1b[1;1Hgarbage");
        assert_eq!(
            seen(&mut terminal, &mut frames, "one\ntwo")[0],
            "garbage",
            "only differences are written"
        );
        frames.forget();
        assert_eq!(seen(&mut terminal, &mut frames, "one\ntwo"), ["one", "two"]);
        terminal.screen_mut().set_size(3, 4);
        assert_eq!(seen(&mut terminal, &mut frames, "1\n2\n3"), ["1", "2", "3"]);
    }

    #[test]
    fn the_same_picture_costs_next_to_nothing() {
        let mut frames = Frames::default();
        let mut bytes = Vec::new();
        for _ in 0..2 {
            bytes.clear();
            frames
                .draw((80, 24), &mut bytes, |buffer| buffer.set_string(3, 3, "same", Style::new()))
                .unwrap();
        }
        assert!(bytes.len() < 20, "{:?}", String::from_utf8_lossy(&bytes));
    }
}
