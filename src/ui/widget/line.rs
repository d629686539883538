//! One line of text in runs, each with its look.

use std::borrow::Cow;

use crate::text::clean;
use crate::ui::theme::{Look, Role};

/// Runs of text, each with its look. Text is cleaned as it comes in, so that nothing can move the cursor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    runs: Vec<(String, Look)>,
}

impl Line {
    /// No text yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A line of one run.
    pub fn of<'a>(text: impl Into<Cow<'a, str>>, look: impl Into<Look>) -> Self {
        Self::new().add(text, look)
    }

    /// Takes a run more.
    #[must_use]
    pub fn add<'a>(mut self, text: impl Into<Cow<'a, str>>, look: impl Into<Look>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            let text = if clean::is_clean(&text) { text.into_owned() } else { clean::line(&text) };
            self.runs.push((text, look.into()));
        }
        self
    }

    /// Plain text.
    #[must_use]
    pub fn text<'a>(self, text: impl Into<Cow<'a, str>>) -> Self {
        self.add(text, Role::Text)
    }

    /// Secondary text.
    #[must_use]
    pub fn dim<'a>(self, text: impl Into<Cow<'a, str>>) -> Self {
        self.add(text, Role::Secondary)
    }

    /// Strong text.
    #[must_use]
    pub fn strong<'a>(self, text: impl Into<Cow<'a, str>>) -> Self {
        self.add(text, Role::Strong)
    }

    /// The runs of another line after this one's.
    #[must_use]
    pub fn join(mut self, other: Self) -> Self {
        self.runs.extend(other.runs);
        self
    }

    /// Every run in another look.
    #[must_use]
    pub fn all(mut self, look: impl Into<Look>) -> Self {
        let look = look.into();
        for (_, own) in &mut self.runs {
            *own = look;
        }
        self
    }

    /// Every run heavier.
    #[must_use]
    pub fn bold(mut self) -> Self {
        for (_, look) in &mut self.runs {
            look.bold = true;
        }
        self
    }

    /// Cells that it takes.
    pub fn width(&self) -> usize {
        self.runs.iter().map(|(text, _)| clean::width(text)).sum()
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The runs.
    pub fn runs(&self) -> &[(String, Look)] {
        &self.runs
    }

    /// The line in at most `cells` cells, cut at the end with `…` where it is longer.
    #[must_use]
    pub fn fit(&self, cells: usize) -> Self {
        if self.width() <= cells {
            return self.clone();
        }
        let mut out = Self::new();
        let mut left = cells;
        for (text, look) in &self.runs {
            let wide = clean::width(text);
            if wide < left {
                left -= wide;
                out.runs.push((text.clone(), *look));
            } else {
                // A run that would fill the room to the last cell hides the cut, so that it is cut itself.
                let cut = if wide == left {
                    clean::fit(&format!("{text}…"), left)
                } else {
                    clean::fit(text, left)
                };
                out.runs.push((cut, *look));
                break;
            }
        }
        out
    }

    /// The line broken at spaces into at most `most` lines: the first of at most `first` cells, those after it of at most
    /// `rest` with `indent` spaces before them. What has no room in the last one is cut with `…`.
    pub fn broken(&self, first: usize, rest: usize, indent: usize, most: usize) -> Vec<Self> {
        let mut out = vec![Self::new()];
        let words = self.words();
        for word in words {
            let room = if out.len() == 1 { first } else { rest };
            let wide: usize = word.width();
            let used = out.last().map_or(0, Self::width);
            let begins = used == 0 || (out.len() > 1 && used == indent);
            if used + wide <= room || begins || out.len() >= most {
                if let Some(last) = out.last_mut() {
                    *last = std::mem::take(last).join(word);
                }
                continue;
            }
            // The spaces before a word stay on the line that it left.
            out.push(Self::new().text(" ".repeat(indent)).join(word.without_leading_spaces()));
        }
        let count = out.len();
        out.into_iter()
            .enumerate()
            .map(|(n, line)| line.fit(if n == 0 || count == 1 { first } else { rest }))
            .collect()
    }

    /// Words with the spaces before them, each with its looks.
    fn words(&self) -> Vec<Self> {
        let mut words: Vec<Self> = Vec::new();
        let mut inside = false;
        for (text, look) in &self.runs {
            for (is_space, piece) in pieces(text) {
                let begins = is_space && inside || words.is_empty();
                if begins {
                    words.push(Self::new());
                }
                if let Some(word) = words.last_mut() {
                    word.runs.push((piece.to_owned(), *look));
                }
                inside = !is_space;
            }
        }
        words
    }

    fn without_leading_spaces(mut self) -> Self {
        while self.runs.first().is_some_and(|(text, _)| text.trim_start_matches(' ').is_empty()) {
            self.runs.remove(0);
        }
        self
    }

    /// The text alone.
    pub fn plain(&self) -> String {
        self.runs.iter().map(|(text, _)| text.as_str()).collect()
    }
}

/// The text in turns of spaces and of what is none.
fn pieces(text: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_space = rest.starts_with(' ');
        let end = rest.find(|c| (c == ' ') != is_space).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        (!piece.is_empty()).then_some((is_space, piece))
    })
}

/// The line broken at spaces into lines of at most `cells` cells; a longer word is cut.
pub fn wrapped(text: &str, cells: usize) -> Vec<String> {
    let text = clean::line(text);
    let mut out: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match out.last_mut() {
            Some(last) if clean::width(last) + 1 + clean::width(word) <= cells => {
                last.push(' ');
                last.push_str(word);
            }
            _ => out.push(clean::fit(word, cells)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_gives_way_at_its_end() {
        let line = Line::new().strong("payments-api is down").dim(" +2 more");
        assert_eq!(line.fit(40).plain(), "payments-api is down +2 more");
        assert_eq!(line.fit(24).plain(), "payments-api is down +2…");
        assert_eq!(line.fit(20).plain(), "payments-api is dow…");
        assert_eq!(line.fit(5).plain(), "paym…");
        assert_eq!(line.fit(0).plain(), "");
    }

    #[test]
    fn what_comes_from_outside_cannot_move_the_cursor() {
        assert_eq!(Line::new().text("a\u{1b}[2J\u{202e}b").plain(), "a\u{fffd}[2J\u{fffd}b");
    }

    #[test]
    fn a_line_breaks_at_spaces_and_keeps_its_looks() {
        let line = Line::new().text("✗ ").strong("checkout").text(" steady 1m55s of 5m").dim(", until 00:22");
        let plain = |lines: Vec<Line>| lines.iter().map(Line::plain).collect::<Vec<_>>();
        assert_eq!(plain(line.broken(60, 60, 2, 3)), ["✗ checkout steady 1m55s of 5m, until 00:22"]);
        assert_eq!(plain(line.broken(24, 20, 2, 3)), ["✗ checkout steady 1m55s", "  of 5m, until 00:22"]);
        assert_eq!(plain(line.broken(24, 12, 2, 2)), ["✗ checkout steady 1m55s", "  of 5m, un…"]);
        assert_eq!(plain(line.broken(24, 12, 2, 1)), ["✗ checkout steady 1m55s…"]);
        assert_eq!(plain(line.broken(6, 6, 2, 9)).first().map(String::as_str), Some("✗"));
        let bold = ("checkout".to_owned(), Look::from(Role::Strong));
        assert!(line.broken(24, 20, 2, 3).iter().any(|line| line.runs().contains(&bold)), "looks are kept");
        assert_eq!(plain(Line::new().broken(9, 9, 2, 3)), [""]);
    }

    #[test]
    fn breaks_at_spaces() {
        assert_eq!(wrapped("one two  three", 8), ["one two", "three"]);
        assert_eq!(wrapped("sha256:9f31c2", 6), ["sha25…"]);
        assert!(wrapped("", 8).is_empty());
        assert_eq!(wrapped("a b", 0).concat(), "");
    }
}
