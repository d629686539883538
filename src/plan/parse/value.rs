//! Texts, numbers and choices out of a table.

use std::ops::RangeInclusive;

use toml::Spanned;
use toml::de::DeValue;

use super::cx::{Cx, Kind, shown};
use super::table::{Table, Value};
use crate::text::{clean, list, nearest};

/// Longest id: it is typed, and stands in narrow columns.
const LONGEST_ID: usize = 40;

impl Cx<'_> {
    /// A text for people: one clean line.
    pub(super) fn text(&mut self, table: &Table<'_>, key: &str) -> Option<String> {
        let raw = self.raw(table, key)?;
        if !clean::is_clean(&raw) {
            self.warn(
                table.span(key),
                "hidden-characters",
                format!("`{key}` holds line ends, control or invisible characters; they are shown as spaces or U+FFFD"),
                "write plain text on one line",
            );
        }
        Some(clean::line(&raw))
    }

    /// A text that must be there.
    pub(super) fn required(&mut self, table: &Table<'_>, key: &str, example: &str) -> String {
        if self.need(table, key, example) { self.text(table, key).unwrap_or_default() } else { String::new() }
    }

    /// A text as it stands, for machines. Blank is an error.
    pub(super) fn raw(&mut self, table: &Table<'_>, key: &str) -> Option<String> {
        let value = table.get(key)?;
        let text = self.string(value, &format!("`{key}`"), "a text in quotes")?;
        if text.trim().is_empty() {
            self.error(value.span(), "empty", format!("`{key}` is empty"), "write it, or leave the key out");
            return None;
        }
        Some(text.to_owned())
    }

    pub(super) fn string<'v>(&mut self, value: &'v Value<'_>, name: &str, wanted: &str) -> Option<&'v str> {
        if let DeValue::String(text) = value.get_ref() {
            return Some(text);
        }
        self.wrong_type(name, wanted, value);
        None
    }

    /// A list of texts, each with its place. A blank one is an error.
    pub(super) fn words(&mut self, table: &Table<'_>, key: &str) -> Option<Vec<Spanned<String>>> {
        let value = table.get(key)?;
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(&format!("`{key}`"), "a list of texts, such as [\"a\", \"b\"]", value);
            return Some(Vec::new());
        };
        let mut words = Vec::new();
        for item in items {
            let Some(text) = self.string(item, &format!("each item of `{key}`"), "a text in quotes") else {
                continue;
            };
            if text.trim().is_empty() {
                self.error(
                    item.span(),
                    "empty",
                    format!("an item of `{key}` is empty"),
                    "write it, or take it out",
                );
            } else {
                words.push(Spanned::new(item.span(), text.to_owned()));
            }
        }
        Some(words)
    }

    /// A list of ids of that kind, or of roles; checked once everything is read.
    pub(super) fn names(&mut self, table: &Table<'_>, key: &str, kind: Kind) -> Option<Vec<String>> {
        let words = self.words(table, key)?;
        for word in &words {
            self.refer(kind, word.get_ref(), word.span());
        }
        Some(words.into_iter().map(Spanned::into_inner).collect())
    }

    /// One id of that kind; checked once everything is read.
    pub(super) fn name(&mut self, table: &Table<'_>, key: &str, kind: Kind) -> Option<String> {
        let name = self.raw(table, key)?;
        self.refer(kind, &name, table.span(key));
        Some(name)
    }

    /// The table's own `id`; empty where there is none that can be used.
    pub(super) fn id(&mut self, table: &Table<'_>, kind: Kind, example: &str) -> String {
        let read = if self.need(table, "id", example) { self.raw(table, "id") } else { None };
        let Some(id) = read else {
            self.lost.insert(kind);
            return String::new();
        };
        let span = table.span("id");
        if let Some(what) = fault_of_id(&id) {
            let message = format!("the id `{}` {what}", shown(&id));
            self.faulty.insert((kind, id));
            self.error(span, "bad-id", message, "use letters, digits, `.`, `-` and `_`, at most 40");
            return String::new();
        }
        self.define(kind, &id, span);
        id
    }

    pub(super) fn flag(&mut self, table: &Table<'_>, key: &str) -> Option<bool> {
        let value = table.get(key)?;
        if let DeValue::Boolean(flag) = value.get_ref() {
            return Some(*flag);
        }
        self.wrong_type(&format!("`{key}`"), "true or false, without quotes", value);
        None
    }

    pub(super) fn is_set(&mut self, table: &Table<'_>, key: &str) -> bool {
        self.flag(table, key).unwrap_or(false)
    }

    /// A whole number within the range.
    pub(super) fn count(&mut self, table: &Table<'_>, key: &str, within: RangeInclusive<u32>) -> Option<u32> {
        let value = table.get(key)?;
        let wanted = format!("a whole number from {} to {}", within.start(), within.end());
        let DeValue::Integer(number) = value.get_ref() else {
            self.wrong_type(&format!("`{key}`"), &wanted, value);
            return None;
        };
        let read = u32::from_str_radix(number.as_str(), number.radix()).ok().filter(|n| within.contains(n));
        if read.is_none() {
            let message = format!("`{key}` is {}, which is not {wanted}", shown(number.as_str()));
            self.error(value.span(), "out-of-range", message, format!("write {wanted}"));
        }
        read
    }

    /// A number, whole or not, within the range.
    pub(super) fn number(
        &mut self,
        table: &Table<'_>,
        key: &str,
        within: RangeInclusive<f64>,
    ) -> Option<f64> {
        let value = table.get(key)?;
        let wanted = format!("a number from {} to {}", within.start(), within.end());
        let read = match value.get_ref() {
            DeValue::Integer(number) => number.as_str().parse::<f64>().ok(),
            DeValue::Float(number) => number.as_str().parse::<f64>().ok(),
            _ => {
                self.wrong_type(&format!("`{key}`"), &wanted, value);
                return None;
            }
        };
        let read = read.filter(|number| within.contains(number));
        if read.is_none() {
            self.error(
                value.span(),
                "out-of-range",
                format!("`{key}` is not {wanted}"),
                format!("write {wanted}"),
            );
        }
        read
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(&mut self, table: &Table<'_>, key: &str, of: &[(T, &str)]) -> Option<T> {
        let value = table.get(key)?;
        let names: Vec<&str> = of.iter().map(|(_, name)| *name).collect();
        let wanted = list::or_list(&names);
        let text = self.string(value, &format!("`{key}`"), &wanted)?;
        let chosen = of.iter().find(|(_, name)| *name == text).map(|(choice, _)| *choice);
        if chosen.is_none() {
            let help = nearest(text, names.iter().copied())
                .map_or_else(|| format!("write {wanted}"), |near| format!("did you mean \"{near}\"?"));
            let message = format!("`{key}` is \"{}\", which is not {wanted}", shown(text));
            self.error(value.span(), "unknown-value", message, help);
        }
        chosen
    }
}

fn fault_of_id(id: &str) -> Option<&'static str> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    if id.chars().count() > LONGEST_ID {
        Some("is too long")
    } else if !id.chars().all(plain) || !clean::is_clean(id) {
        Some("holds a character that is not a letter, a digit, `.`, `-` or `_`")
    } else if !id.starts_with(char::is_alphanumeric) || id.ends_with('.') {
        Some("does not begin with a letter or digit, or ends in a dot")
    } else {
        None
    }
}
