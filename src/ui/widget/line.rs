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

    /// The text alone.
    pub fn plain(&self) -> String {
        self.runs.iter().map(|(text, _)| text.as_str()).collect()
    }
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
    fn breaks_at_spaces() {
        assert_eq!(wrapped("one two  three", 8), ["one two", "three"]);
        assert_eq!(wrapped("sha256:9f31c2", 6), ["sha25…"]);
        assert!(wrapped("", 8).is_empty());
        assert_eq!(wrapped("a b", 0).concat(), "");
    }
}
