//! One table of the file: known keys, and the way to them.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::cx::{Cx, Span, shown};
use crate::text::{list, nearest};

/// A value with its place.
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// A table of the file, with what people call it.
#[derive(Debug, Clone)]
pub(in crate::plan) struct Table<'t> {
    pub(super) map: &'t DeTable<'t>,
    pub(super) header: Span,
    pub(super) what: String,
}

impl<'t> Table<'t> {
    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&'t Value<'t>> {
        self.map.get(key)
    }

    /// Whether the file gives the key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    /// Where the value of a key stands, else the header.
    pub(super) fn span(&self, key: &str) -> Span {
        self.get(key).map_or_else(|| self.header.clone(), Spanned::span)
    }

    /// Where the key itself stands, else the header.
    pub(super) fn key_span(&self, key: &str) -> Span {
        self.map.get_key_value(key).map_or_else(|| self.header.clone(), |(name, _)| name.span())
    }
}

/// What a value is, in words.
pub(super) fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// How an inline table is written.
fn shape(what: &str) -> &'static str {
    match what {
        "`down-share`" => "a table such as { failures = 4, of = 20 }",
        "`steady`" => "a table such as { for = \"10m\" }",
        "`gate`" => "a table such as { checks = [\"checkout\"], steady = \"1m\" }",
        "`expect`" => "a table such as { checks = [\"checkout\"], as = \"down\" }",
        "`http`" | "`on`" | "`off`" => "a table such as { method = \"PUT\", url = \"https://…\" }",
        "`headers`" => "a table such as { Accept = \"text/html\" }",
        "a station" => "a table such as { id = \"lead\", role = \"deployment-lead\" }",
        _ => "a table",
    }
}

impl Cx<'_> {
    /// The value as a table whose keys are all known.
    pub(super) fn open<'t>(&mut self, value: &'t Value<'t>, what: &str, keys: &[&str]) -> Option<Table<'t>> {
        let table = self.open_any(value, what)?;
        self.only(&table, keys);
        Some(table)
    }

    /// The value as a table, its keys not looked at.
    pub(super) fn open_any<'t>(&mut self, value: &'t Value<'t>, what: &str) -> Option<Table<'t>> {
        if let DeValue::Table(map) = value.get_ref() {
            return Some(Table { map, header: value.span(), what: what.to_owned() });
        }
        self.wrong_type(what, shape(what), value);
        None
    }

    /// Every key that is not known is an error with the nearest one that is.
    pub(super) fn only(&mut self, table: &Table<'_>, keys: &[&str]) {
        for (key, _) in table.map {
            let name: &str = key.get_ref();
            if keys.contains(&name) || self.is_full() {
                continue;
            }
            let help = match nearest(name, keys.iter().copied()) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("{} knows {}", table.what, list::and_list(keys)),
            };
            self.error(key.span(), "unknown-key", format!("unknown key `{}`", shown(name)), help);
        }
    }

    /// The table of a key, where there is one.
    pub(super) fn table<'t>(
        &mut self,
        of: &Table<'t>,
        key: &str,
        what: &str,
        keys: &[&str],
    ) -> Option<Table<'t>> {
        let mut table = self.open(of.get(key)?, what, keys)?;
        if table.header.is_empty() {
            table.header = of.key_span(key);
        }
        Some(table)
    }

    /// The tables of a list, each known by `what`.
    pub(super) fn tables<'t>(
        &mut self,
        of: &Table<'t>,
        key: &str,
        what: &str,
        keys: &[&str],
    ) -> Vec<Table<'t>> {
        let Some(value) = of.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            if matches!(value.get_ref(), DeValue::Table(_)) {
                let help = format!("there may be several: write the header as `[[{key}]]`");
                self.error(
                    value.span(),
                    "wrong-type",
                    format!("`{key}` is one table, not a list of them"),
                    help,
                );
            } else {
                self.wrong_type(&format!("`{key}`"), "a list of tables", value);
            }
            return Vec::new();
        };
        items.iter().filter_map(|item| self.open(item, what, keys)).collect()
    }

    pub(super) fn wrong_type(&mut self, name: &str, wanted: &str, found: &Value<'_>) {
        let message = format!("{name} must be {wanted}, and this is {}", kind_of(found.get_ref()));
        self.error(found.span(), "wrong-type", message, format!("write {wanted}"));
    }

    /// The key must be there.
    pub(super) fn need(&mut self, table: &Table<'_>, key: &str, example: &str) -> bool {
        let there = table.has(key);
        if !there {
            let message = format!("{} has no `{key}`", table.what);
            self.error(table.header.clone(), "missing-key", message, format!("add `{key} = {example}`"));
        }
        there
    }

    /// The table must be there.
    pub(super) fn need_table(&mut self, root: &Table<'_>, key: &str, header: &str, why: &str) -> bool {
        let there = root.has(key);
        if !there {
            self.error(root.header.clone(), "missing-key", format!("the plan has no {header}"), why);
        }
        there
    }
}
