//! Lines and columns of byte offsets in a plan file.

use std::ops::Range;

/// Where each line of a text starts.
#[derive(Debug)]
pub(super) struct Lines<'s> {
    source: &'s str,
    starts: Vec<usize>,
}

/// A place in the file, counted from 1, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct At {
    pub line: usize,
    pub column: usize,
    pub len: usize,
}

impl<'s> Lines<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        let starts = std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { source, starts }
    }

    /// The place of a byte range; what reaches beyond the line's end is cut there.
    pub(super) fn at(&self, span: &Range<usize>) -> At {
        let start = floor(self.source, span.start);
        let index = self.starts.partition_point(|from| *from <= start).saturating_sub(1);
        let from = self.starts.get(index).copied().unwrap_or(0);
        let line = self.line(index + 1);
        let column = count(self.source, from, start) + 1;
        let end = floor(self.source, span.end).clamp(start, from + line.len().max(start - from));
        At { line: index + 1, column, len: count(self.source, start, end).max(1) }
    }

    /// The text of a line, counted from 1, without its end; empty beyond the last.
    pub(super) fn line(&self, number: usize) -> &'s str {
        let Some(from) = number.checked_sub(1).and_then(|index| self.starts.get(index)) else { return "" };
        let to = self.starts.get(number).copied().unwrap_or(self.source.len());
        let line = self.source.get(*from..to).unwrap_or("");
        line.trim_end_matches('\n').trim_end_matches('\r')
    }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn count(text: &str, from: usize, to: usize) -> usize {
    text.get(from..to).map_or(0, |part| part.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_and_characters_from_one() {
        let lines = Lines::new("eins\nzwölf = 1\r\n\n");
        assert_eq!(lines.at(&(0..4)), At { line: 1, column: 1, len: 4 });
        assert_eq!(lines.at(&(5..11)), At { line: 2, column: 1, len: 5 });
        assert_eq!(lines.at(&(12..13)), At { line: 2, column: 7, len: 1 });
        assert_eq!(lines.line(2), "zwölf = 1");
        assert_eq!(lines.line(3), "");
        assert_eq!(lines.line(99), "");
    }

    #[test]
    fn a_range_over_lines_is_cut_at_the_end_of_its_first() {
        let lines = Lines::new("ab\ncd\n");
        assert_eq!(lines.at(&(1..5)), At { line: 1, column: 2, len: 1 });
    }

    #[test]
    fn a_range_beyond_the_text_points_at_its_end() {
        let lines = Lines::new("ab");
        assert_eq!(lines.at(&(7..9)), At { line: 1, column: 3, len: 1 });
        assert_eq!(Lines::new("").at(&(0..0)), At { line: 1, column: 1, len: 1 });
        assert_eq!(Lines::new("ä").at(&(1..2)), At { line: 1, column: 1, len: 1 });
    }
}
