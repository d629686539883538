//! A part of a condition's text that knows where it stands, so that every error can point at it.

/// A slice of the source text and its byte offset there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// Byte offset in the whole text.
    pub at: usize,
    /// The slice itself.
    pub text: &'a str,
}

impl<'a> Piece<'a> {
    /// The whole text.
    pub fn whole(text: &'a str) -> Self {
        Self { at: 0, text }
    }

    /// Without white space at either end.
    pub fn trim(self) -> Self {
        let start = self.text.trim_start();
        Self { at: self.at + (self.text.len() - start.len()), text: start.trim_end() }
    }

    /// The bytes from `from` up to `to`; empty, at the end, if those are no character boundaries in order.
    pub fn cut(self, from: usize, to: usize) -> Self {
        match self.text.get(from..to) {
            Some(text) => Self { at: self.at + from, text },
            None => self.end(),
        }
    }

    /// All bytes after the first `from`.
    pub fn after(self, from: usize) -> Self {
        self.cut(from, self.text.len())
    }

    /// The empty place behind the last byte.
    pub fn end(self) -> Self {
        Self { at: self.at + self.text.len(), text: "" }
    }

    /// What follows `prefix`, if it begins so.
    pub fn strip_prefix(self, prefix: &str) -> Option<Self> {
        self.text.strip_prefix(prefix).map(|text| Self { at: self.at + prefix.len(), text })
    }

    /// What stands before `suffix`, if it ends so.
    pub fn strip_suffix(self, suffix: &str) -> Option<Self> {
        self.text.strip_suffix(suffix).map(|text| Self { at: self.at, text })
    }

    /// The parts between separators, each with its own place.
    pub fn split(self, separator: char) -> impl Iterator<Item = Self> {
        self.text.split(separator).scan(self.at, move |next, text| {
            let at = *next;
            *next += text.len() + separator.len_utf8();
            Some(Self { at, text })
        })
    }

    /// The words between runs of white space.
    pub fn words(self) -> impl Iterator<Item = Self> {
        let mut rest = self;
        std::iter::from_fn(move || {
            let word = rest.trim();
            let len = word.text.find(char::is_whitespace).unwrap_or(word.text.len());
            rest = word.after(len);
            Some(word.cut(0, len)).filter(|w| !w.text.is_empty())
        })
    }
}
