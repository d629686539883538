//! Typing into one line.

use unicode_segmentation::UnicodeSegmentation;

use super::key::Key;
use super::overlay::{Field, Form, Input};
use crate::text::clean;

/// Longest text a field takes, in bytes; a journal record holds 64 KiB.
const LIMIT: usize = 2_000;

impl Input {
    /// A line that holds this text already, the cursor at its end.
    pub fn with(text: &str) -> Self {
        let text = clean::line(text);
        Self { cursor: text.len(), text }
    }

    /// Types a key; false when the key means nothing to a line of text.
    pub fn press(&mut self, key: Key) -> bool {
        match key {
            Key::Char(char) => self.insert(&char.to_string()),
            Key::Backspace => self.remove_before(),
            Key::Delete => self.remove_after(),
            Key::Left => self.cursor = self.before(),
            Key::Right => self.cursor = self.after(),
            Key::Home | Key::Ctrl('a') => self.cursor = 0,
            Key::End | Key::Ctrl('e') => self.cursor = self.text.len(),
            Key::Ctrl('u') => {
                self.text.drain(..self.cursor);
                self.cursor = 0;
            }
            Key::Ctrl('w') => self.remove_word(),
            _ => return false,
        }
        true
    }

    /// Puts text in at the cursor, made clean: a pasted line end becomes a space and confirms nothing.
    pub fn insert(&mut self, text: &str) {
        let text = clean::line(text);
        let room = LIMIT.saturating_sub(self.text.len());
        let end =
            text.char_indices().map(|(at, char)| at + char.len_utf8()).take_while(|end| *end <= room).last();
        let Some(piece) = end.and_then(|end| text.get(..end)) else { return };
        self.text.insert_str(self.cursor, piece);
        self.cursor += piece.len();
    }

    fn before(&self) -> usize {
        self.text[..self.cursor].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        self.text[self.cursor..].graphemes(true).next().map_or(self.cursor, |next| self.cursor + next.len())
    }

    fn remove_before(&mut self) {
        let start = self.before();
        self.text.drain(start..self.cursor);
        self.cursor = start;
    }

    fn remove_after(&mut self) {
        let end = self.after();
        self.text.drain(self.cursor..end);
    }

    fn remove_word(&mut self) {
        let kept = self.text[..self.cursor].trim_end().rfind(' ').map_or(0, |space| space + 1);
        self.text.drain(kept..self.cursor);
        self.cursor = kept;
    }

    /// What was typed, without space at both ends; `None` when there is nothing.
    pub fn value(&self) -> Option<String> {
        let text = self.text.trim_matches(|c: char| c.is_ascii_whitespace());
        (!text.is_empty()).then(|| text.to_owned())
    }
}

/// What a key did to a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pressed {
    /// It was typed, or moved between fields.
    Typed,
    /// Enter on a complete form.
    Submit,
    /// Enter on a form that still wants something, or a key that means nothing here.
    Nothing,
}

impl Form {
    /// A form of these fields, the first in focus.
    pub fn new(button: &str, fields: Vec<Field>) -> Self {
        Self { fields, focus: 0, button: button.to_owned(), problem: None, asked: false }
    }

    /// Types a key. Enter goes to the first field that still wants something, and submits once none does.
    pub fn press(&mut self, key: Key) -> Pressed {
        match key {
            Key::Tab | Key::Down => self.step(1),
            Key::BackTab | Key::Up => self.step(self.fields.len().saturating_sub(1)),
            Key::Enter => return self.enter(),
            key => {
                let Some(field) = self.fields.get_mut(self.focus) else { return Pressed::Nothing };
                if !field.input.press(key) {
                    return Pressed::Nothing;
                }
                self.typed();
            }
        }
        Pressed::Typed
    }

    /// Pastes into the field in focus.
    pub fn paste(&mut self, text: &str) {
        if let Some(field) = self.fields.get_mut(self.focus) {
            field.input.insert(text);
            self.typed();
        }
    }

    /// What was said of it, and asked with it, is of another text now.
    fn typed(&mut self) {
        self.problem = None;
        self.asked = false;
    }

    /// Whether a fact that comes back is the answer to it.
    pub fn waits(&self) -> bool {
        self.asked && self.problem.is_none()
    }

    fn step(&mut self, by: usize) {
        if !self.fields.is_empty() {
            self.focus = (self.focus + by) % self.fields.len();
        }
    }

    fn enter(&mut self) -> Pressed {
        match self.fields.iter().position(|field| !field.is_complete()) {
            Some(missing) => {
                self.focus = missing;
                Pressed::Nothing
            }
            None => {
                self.asked = true;
                self.problem = None;
                Pressed::Submit
            }
        }
    }

    /// Says why it was refused, the cursor in the field that this is about, where one can be told.
    pub fn refuse(&mut self, problem: String) {
        if let Some(at) = self.blamed(&problem) {
            self.focus = at;
        }
        self.problem = Some(problem);
    }

    /// The field that a sentence begins with, whose text it repeats, or that it names.
    fn blamed(&self, problem: &str) -> Option<usize> {
        let lower = problem.to_lowercase();
        let words: Vec<&str> =
            problem.split(|char: char| char.is_whitespace() || ",;:\"".contains(char)).collect();
        let begins = |field: &Field| problem.starts_with(&format!("{}:", field.label));
        let repeats =
            |field: &Field| field.input.value().is_some_and(|typed| words.contains(&typed.as_str()));
        let names = |field: &Field| lower.contains(&field.label.to_lowercase());
        let find = |test: &dyn Fn(&Field) -> bool| self.fields.iter().position(test);
        find(&begins).or_else(|| find(&repeats)).or_else(|| find(&names))
    }

    /// What the field of this label holds.
    pub fn value(&self, label: &str) -> Option<String> {
        self.fields.iter().find(|field| field.label == label).and_then(|field| field.input.value())
    }
}

#[cfg(test)]
mod tests {
    use super::super::overlay::Wants;
    use super::*;

    fn typed(keys: &[Key]) -> Input {
        let mut input = Input::default();
        for key in keys {
            input.press(*key);
        }
        input
    }

    #[test]
    fn keys_edit_by_grapheme() {
        let mut input = Input::with("a👍é");
        input.press(Key::Left);
        input.press(Key::Backspace);
        assert_eq!((input.text.as_str(), input.cursor), ("aé", 1));
        input.press(Key::Delete);
        assert_eq!(input.text, "a");
        assert_eq!(typed(&[Key::Left, Key::Backspace, Key::Delete, Key::Right]), Input::default());
    }

    #[test]
    fn a_refusal_puts_the_cursor_where_it_is_about() {
        let field = |label: &str, typed: &str, wants| Field {
            label: label.to_owned(),
            hint: String::new(),
            input: Input::with(typed),
            wants,
        };
        let fields = vec![
            field("What is to be done", "Ask jo", Wants::Text),
            field("Owner", "jo", Wants::Text),
            field("Minutes it took", "abc", Wants::Number),
        ];
        let mut form = Form::new("Add", fields);
        assert_eq!((form.press(Key::Enter), form.focus), (Pressed::Nothing, 2), "no number is not confirmed");
        let cases = [
            ("there is no member jo", 1),
            ("a corrective action needs an owner", 1),
            ("Minutes it took: \"abc\" is no number", 2),
            ("the record was closed by mia", 2),
        ];
        for (problem, focus) in cases {
            form.refuse(problem.to_owned());
            assert_eq!((form.focus, form.problem.as_deref()), (focus, Some(problem)));
        }
    }

    #[test]
    fn a_pasted_line_end_becomes_a_space() {
        let mut input = Input::default();
        input.insert("Spring\r\nSale\n");
        assert!(!input.text.contains(['\r', '\n']));
        assert_eq!(input.value().as_deref().map(|text| text.starts_with("Spring")), Some(true));
    }

    #[test]
    fn what_is_too_long_is_cut_at_a_character() {
        let mut input = Input::default();
        input.insert(&"é".repeat(LIMIT));
        assert!(input.text.len() <= LIMIT && input.text.chars().all(|c| c == 'é'));
    }

    #[test]
    fn word_and_line_are_removed() {
        let mut input = Input::with("one two  ");
        input.press(Key::Ctrl('w'));
        assert_eq!(input.text, "one ");
        input.press(Key::Ctrl('u'));
        assert_eq!(input.text, "");
    }
}
