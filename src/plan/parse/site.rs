//! `[[site]]`, and `for-each` and `wave` on what is to be repeated for sites.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::cx::{Cx, Kind, shown};
use super::table::Table;
use crate::plan::types::Site;

/// Reads every `[[site]]`; keys beside id, name and wave are its variables.
pub(super) fn sites(cx: &mut Cx<'_>, root: &Table<'_>) -> Vec<Site> {
    let Some(value) = root.get("site") else { return Vec::new() };
    let DeValue::Array(items) = value.get_ref() else {
        cx.wrong_type("`site`", "a list of tables, written as [[site]]", value);
        return Vec::new();
    };
    let tables: Vec<Table<'_>> = items.iter().filter_map(|item| cx.open_any(item, "[[site]]")).collect();
    if let Some(first) = tables.first() {
        let message = "sites and waves are not expanded by this version";
        cx.warn(first.header.clone(), "not-expanded", message, "write the steps and checks of each site out");
    }
    tables.iter().map(|table| site(cx, table)).collect()
}

fn site(cx: &mut Cx<'_>, table: &Table<'_>) -> Site {
    let id = cx.id(table, Kind::Site, "\"sydney\"");
    let mut variables = BTreeMap::new();
    for (key, value) in table.map {
        let name: &str = key.get_ref();
        if ["id", "name", "wave"].contains(&name) {
            continue;
        }
        if let Some(text) = cx.string(value, &format!("the variable `{}`", shown(name)), "a text in quotes") {
            variables.insert(name.to_owned(), text.to_owned());
        }
    }
    Site {
        name: cx.text(table, "name").unwrap_or_else(|| id.clone()),
        wave: cx.count(table, "wave", 1..=1_000),
        variables,
        id,
    }
}

/// `for-each = "site"` and `wave = n`: judged, and said to have no effect yet.
pub(super) fn spread(cx: &mut Cx<'_>, table: &Table<'_>) {
    let each = cx.choice(table, "for-each", &[((), "site")]);
    let wave = cx.count(table, "wave", 1..=1_000);
    if each.is_some() || wave.is_some() {
        let key = if each.is_some() { "for-each" } else { "wave" };
        let message = format!(
            "{} stands in the plan once: sites and waves are not expanded by this version",
            table.what
        );
        cx.warn(table.key_span(key), "not-expanded", message, "write it out for each site");
    }
}
