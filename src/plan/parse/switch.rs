//! `[[switch]]`: what is turned on and must be turned off again.

use super::call;
use super::cx::{Cx, Kind};
use super::expect;
use super::table::Table;
use crate::plan::types::Switch;

const KEYS: [&str; 9] = ["id", "title", "on", "off", "expect", "verify-on", "verify-off", "for-each", "wave"];

/// Reads every `[[switch]]`.
pub(super) fn switches(cx: &mut Cx<'_>, root: &Table<'_>) -> Vec<Switch> {
    cx.tables(root, "switch", "this switch", &KEYS).iter().map(|table| switch(cx, table)).collect()
}

fn switch(cx: &mut Cx<'_>, table: &Table<'_>) -> Switch {
    let id = cx.id(table, Kind::Switch, "\"maintenance\"");
    cx.remember(&format!("switch {id}"), table);
    super::site::spread(cx, table);
    Switch {
        title: cx.text(table, "title").unwrap_or_else(|| id.clone()),
        on: call::turn(cx, table, "on"),
        off: call::turn(cx, table, "off"),
        expect: expect::expect(cx, table),
        verify_on: expect::condition(cx, table, "verify-on"),
        verify_off: expect::condition(cx, table, "verify-off"),
        id,
    }
}
