//! One row of a list of work: symbol, id, title, person, time, duration, in the same columns everywhere.

use super::line::Line;
use super::pen::{APART, Pen, cells};
use crate::ui::theme::Look;

/// Columns from the right edge: where the person and the time begin.
const PERSON: u16 = 30;
const TIMES: u16 = 22;

/// What a row says.
#[derive(Debug, Clone)]
pub struct Item<'a> {
    /// Its symbol.
    pub mark: (&'static str, Look),
    /// Its id, e.g. `3.1.a`.
    pub id: &'a str,
    /// Look of id and title.
    pub look: Look,
    /// Its title.
    pub title: Line,
    /// What else is to be known of it; shown whole, or not where there is no room.
    pub tags: Line,
    /// Who.
    pub person: &'a str,
    /// When.
    pub times: Line,
    /// How long; never cut.
    pub figure: Line,
}

/// Longest id that the column of ids is made for; a longer one pushes its own title.
const LONGEST: usize = 12;
/// Cells after which an id is cut all the same.
const CUT: usize = 20;

/// Cells that ids take in a list, three at least.
pub fn id_width<'a>(ids: impl Iterator<Item = &'a str>) -> u16 {
    let widths = ids.map(crate::text::clean::width).filter(|wide| *wide <= LONGEST);
    cells(widths.max().unwrap_or_default()).max(3)
}

impl Item<'_> {
    /// Draws the row; where it is narrow the person goes first, then the time.
    pub fn draw(&self, pen: &mut Pen<'_>, y: u16, ids: u16, selected: bool) {
        let width = pen.width();
        pen.put(0, y, self.mark.0, self.mark.1);
        let look = if selected { Look { bold: true, ..self.look } } else { self.look };
        let id = crate::text::clean::fit(self.id, CUT);
        let end = pen.put(2, y, &id, look);
        let title = if selected { self.title.clone().bold() } else { self.title.clone() };
        let x = ids.saturating_add(3).max(end.saturating_add(1));
        let (person, times) = (width.saturating_sub(PERSON), width.saturating_sub(TIMES));
        let roomy = person > x.saturating_add(12);
        let edge = if roomy {
            pen.put(person, y, &crate::text::clean::fit(self.person, 7), crate::ui::theme::Role::Text);
            person
        } else {
            times
        };
        let room = edge.saturating_sub(x).saturating_sub(if roomy { 1 } else { APART });
        let end = pen.line(x, y, &title, room);
        if usize::from(end.saturating_sub(x)) + self.tags.width() <= usize::from(room) {
            pen.line(end, y, &self.tags, room);
        }
        pen.row(times.max(x), y, &self.times, &self.figure);
    }
}
