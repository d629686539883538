//! HTTP calls: method, url, headers, body.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::cx::{Cx, shown};
use super::table::Table;
use super::{address, secret};
use crate::plan::types::{HttpCall, Turn};
use crate::text::nearest;

/// What an HTTP call may say.
pub(super) const KEYS: [&str; 4] = ["method", "url", "headers", "body"];
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// The call that a key's table describes.
pub(super) fn call(cx: &mut Cx<'_>, of: &Table<'_>, key: &str) -> Option<HttpCall> {
    let table = cx.table(of, key, &format!("`{key}`"), &KEYS)?;
    Some(HttpCall {
        method: method(cx, &table, "POST"),
        url: url(cx, &table),
        body: body(cx, &table),
        headers: headers(cx, &table),
    })
}

/// How a switch is turned: a call, or `{ command = […] }`.
pub(super) fn turn(cx: &mut Cx<'_>, of: &Table<'_>, key: &str) -> Option<Turn> {
    let is_command = matches!(of.get(key)?.get_ref(), DeValue::Table(map) if map.contains_key("command"));
    if !is_command {
        return call(cx, of, key).map(Turn::Http);
    }
    let table = cx.table(of, key, &format!("`{key}`"), &["command"])?;
    let words = cx.words(&table, "command").unwrap_or_default();
    Some(Turn::Command(words.into_iter().map(toml::Spanned::into_inner).collect()))
}

pub(super) fn method(cx: &mut Cx<'_>, table: &Table<'_>, default: &str) -> String {
    let Some(method) = cx.raw(table, "method") else { return default.to_owned() };
    if !METHODS.contains(&method.as_str()) {
        let help = nearest(&method, METHODS).map_or_else(
            || "write GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS".to_owned(),
            |near| format!("did you mean \"{near}\"?"),
        );
        let message = format!("`method` is \"{}\", which is no HTTP method", shown(&method));
        cx.error(table.span("method"), "unknown-value", message, help);
    }
    method
}

/// The `url`, which must be there.
pub(super) fn url(cx: &mut Cx<'_>, table: &Table<'_>) -> String {
    if !cx.need(table, "url", "\"https://shop.example/health\"") {
        return String::new();
    }
    let Some(url) = cx.raw(table, "url") else { return String::new() };
    address::check_url(cx, table, "url", &url, &["http", "https"]);
    url
}

/// A body may be empty and may have several lines.
pub(super) fn body(cx: &mut Cx<'_>, table: &Table<'_>) -> Option<String> {
    cx.string(table.get("body")?, "`body`", "a text in quotes").map(str::to_owned)
}

pub(super) fn headers(cx: &mut Cx<'_>, table: &Table<'_>) -> BTreeMap<String, String> {
    let Some(value) = table.get("headers") else { return BTreeMap::new() };
    let Some(of) = cx.open_any(value, "`headers`") else { return BTreeMap::new() };
    let mut headers = BTreeMap::new();
    for (name, value) in of.map {
        let key: &str = name.get_ref();
        let Some(text) = cx.string(value, &format!("the header `{}`", shown(key)), "a text in quotes") else {
            continue;
        };
        if !is_token(key) {
            let message = format!("`{}` is no name of a header", shown(key));
            cx.error(name.span(), "bad-header", message, "use letters, digits and `-`");
        }
        if text.chars().any(char::is_control) {
            let message = format!("the header `{key}` holds a line end or another control character");
            cx.error(value.span(), "bad-header", message, "write its value on one line");
        }
        secret::check_header(cx, key, text, value.span());
        headers.insert(key.to_owned(), text.to_owned());
    }
    headers
}

/// RFC 9110, 5.6.2.
fn is_token(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}
