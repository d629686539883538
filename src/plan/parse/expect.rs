//! What a step or switch is meant to break, and the conditions that say so.

use toml::Spanned;
use toml::de::DeValue;

use super::cx::{Cx, Kind, Span};
use super::table::{Table, Value};
use super::within;
use crate::condition::{Condition, Extract, ParseError};
use crate::plan::types::{Expect, ExpectHow};

/// `expect = { checks, as, at-most }`.
pub(super) fn expect(cx: &mut Cx<'_>, of: &Table<'_>) -> Option<Expect> {
    let table = cx.table(of, "expect", "`expect`", &["checks", "as", "at-most"])?;
    cx.need(&table, "checks", "[\"checkout\"]");
    let how = [(ExpectHow::Down, "down"), (ExpectHow::Maintenance, "maintenance"), (ExpectHow::Any, "any")];
    Some(Expect {
        checks: cx.names(&table, "checks", Kind::Check).unwrap_or_default(),
        how: cx.choice(&table, "as", &how).unwrap_or(ExpectHow::Down),
        at_most: cx.positive(&table, "at-most"),
    })
}

/// One condition in a text.
pub(super) fn condition(cx: &mut Cx<'_>, of: &Table<'_>, key: &str) -> Option<Condition> {
    let value = of.get(key)?;
    condition_of(cx, value, &format!("`{key}`"))
}

/// A list of conditions.
pub(super) fn conditions(cx: &mut Cx<'_>, of: &Table<'_>, key: &str) -> Vec<Condition> {
    let Some(value) = of.get(key) else { return Vec::new() };
    let DeValue::Array(items) = value.get_ref() else {
        cx.wrong_type(&format!("`{key}`"), "a list of conditions, such as [\"[STATUS] == 200\"]", value);
        return Vec::new();
    };
    items.iter().filter_map(|item| condition_of(cx, item, "a condition")).collect()
}

fn condition_of(cx: &mut Cx<'_>, value: &Value<'_>, name: &str) -> Option<Condition> {
    let text = cx.string(value, name, "a condition in quotes, such as \"[STATUS] == 200\"")?;
    match Condition::parse(text) {
        Ok(condition) => {
            for doubt in condition.warnings() {
                let place =
                    within(cx.source, &value.span(), text, &(doubt.at..doubt.at.saturating_add(doubt.len)));
                cx.warn(place, "doubtful-condition", doubt.message.clone(), doubt.help.clone());
            }
            Some(condition)
        }
        Err(why) => {
            report(cx, &value.span(), text, &why);
            None
        }
    }
}

/// Where to read a value, such as `[BODY].version`.
pub(super) fn extract(cx: &mut Cx<'_>, of: &Table<'_>, key: &str) -> Option<Spanned<Extract>> {
    let value = of.get(key)?;
    let text = cx.string(value, &format!("`{key}`"), "a place in quotes, such as \"[BODY].version\"")?;
    match Extract::parse(text) {
        Ok(extract) => Some(Spanned::new(value.span(), extract)),
        Err(why) => {
            report(cx, &value.span(), text, &why);
            None
        }
    }
}

fn report(cx: &mut Cx<'_>, span: &Span, text: &str, why: &ParseError) {
    let place = within(cx.source, span, text, &(why.at..why.at.saturating_add(why.len)));
    cx.error(place, "bad-condition", why.message.clone(), why.help.clone());
}
