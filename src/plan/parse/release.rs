//! `[release]`, `[campaign]` and `[session]`.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use toml::Spanned;
use toml::de::DeValue;

use super::cx::Cx;
use super::table::Table;
use crate::plan::types::{Changes, OnLastLeave, Release, Risk};
use crate::text::clean;

const KEYS: [&str; 8] = ["name", "version", "from", "environment", "change", "risk", "summary", "changes"];
const CHANGES: &str =
    "a path in quotes, { inline = [\"…\"] } or { repository = \".\", from = \"v1\", to = \"v2\" }";

/// Reads `[release]`; what cannot be read is reported and left empty.
pub(super) fn release(cx: &mut Cx<'_>, root: &Table<'_>) -> Release {
    let mut release = Release {
        name: String::new(),
        version: String::new(),
        from: String::new(),
        environment: "production".to_owned(),
        change: None,
        risk: Risk::Medium,
        summary: None,
        changes: None,
    };
    if !cx.need_table(root, "release", "[release]", "add [release] with name, version and from") {
        return release;
    }
    let Some(table) = cx.table(root, "release", "[release]", &KEYS) else { return release };
    cx.remember("release", &table);
    release.name = typed(cx, &table, "name", "\"Spring Sale storefront\"");
    release.version = typed(cx, &table, "version", "\"4.12.0\"");
    release.from = cx.text(&table, "from").unwrap_or_default();
    if let Some(environment) = cx.text(&table, "environment") {
        release.environment = environment;
    }
    release.change = cx.text(&table, "change");
    release.summary = cx.text(&table, "summary");
    let risks = [(Risk::Low, "low"), (Risk::Medium, "medium"), (Risk::High, "high")];
    release.risk = cx.choice(&table, "risk", &risks).unwrap_or(Risk::Medium);
    release.changes = changes(cx, &table);
    release
}

/// Name and version are typed to confirm a decision, so they hold nothing that cannot be typed.
fn typed(cx: &mut Cx<'_>, table: &Table<'_>, key: &str, example: &str) -> String {
    if !cx.need(table, key, example) {
        return String::new();
    }
    let Some(text) = cx.raw(table, key) else { return String::new() };
    if !clean::is_clean(&text) {
        let message = format!("`{key}` holds a character that cannot be typed to confirm a decision");
        cx.error(table.span(key), "hidden-characters", message, "write plain text on one line");
    }
    clean::line(text.trim())
}

fn changes(cx: &mut Cx<'_>, table: &Table<'_>) -> Option<Changes> {
    let value = table.get("changes")?;
    if let DeValue::String(path) = value.get_ref() {
        return Some(Changes::File(path.to_string()));
    }
    if !matches!(value.get_ref(), DeValue::Table(_)) {
        cx.wrong_type("`changes`", CHANGES, value);
        return None;
    }
    let of = cx.open(value, "`changes`", &["inline", "repository", "from", "to"])?;
    if of.has("inline") {
        let lines = cx.words(&of, "inline").unwrap_or_default();
        return Some(Changes::Inline(lines.into_iter().map(Spanned::into_inner).collect()));
    }
    Some(Changes::Repository {
        path: cx.required(&of, "repository", "\".\""),
        from: cx.required(&of, "from", "\"v4.11\""),
        to: cx.required(&of, "to", "\"v4.12\""),
    })
}

/// Reads `[campaign]`.
pub(super) fn campaign(cx: &mut Cx<'_>, root: &Table<'_>, tz: Option<Tz>) -> Option<DateTime<Utc>> {
    let table = cx.table(root, "campaign", "[campaign]", &["public-start"])?;
    cx.remember("campaign", &table);
    cx.instant(&table, "public-start", tz)
}

/// Reads `[session]`.
pub(super) fn on_last_leave(cx: &mut Cx<'_>, root: &Table<'_>) -> OnLastLeave {
    let choices = [
        (OnLastLeave::Stop, "stop"),
        (OnLastLeave::Headless, "headless"),
        (OnLastLeave::HandOver, "hand-over"),
    ];
    let Some(table) = cx.table(root, "session", "[session]", &["on-last-leave"]) else {
        return OnLastLeave::Stop;
    };
    cx.remember("session", &table);
    let chosen = cx.choice(&table, "on-last-leave", &choices).unwrap_or(OnLastLeave::Stop);
    if chosen != OnLastLeave::Stop {
        let message = "this version stops polling with the last console, whatever is written here";
        cx.warn(table.span("on-last-leave"), "not-yet", message, "keep one console open, or write \"stop\"");
    }
    chosen
}
