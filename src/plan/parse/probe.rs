//! How a check is probed: its kind, and the keys that only some kinds have.

use chrono::TimeDelta;

use super::cx::Cx;
use super::table::Table;
use super::{address, call, expect};
use crate::plan::types::{HttpProbe, Probe};
use crate::text::list;

/// The kinds that a plan may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CheckKind {
    Http,
    Tcp,
    Tls,
    Dns,
    Prometheus,
    Command,
    Sequence,
}

const KINDS: [(CheckKind, &str); 7] = [
    (CheckKind::Http, "http"),
    (CheckKind::Tcp, "tcp"),
    (CheckKind::Tls, "tls"),
    (CheckKind::Dns, "dns"),
    (CheckKind::Prometheus, "prometheus"),
    (CheckKind::Command, "command"),
    (CheckKind::Sequence, "sequence"),
];

/// Every key that belongs to some kind only.
pub(super) const ALL_KEYS: [&str; 17] = [
    "url",
    "method",
    "headers",
    "body",
    "connection",
    "version",
    "targets",
    "conditions",
    "address",
    "expires-in",
    "host",
    "record",
    "resolver",
    "query",
    "min-volume",
    "command",
    "steps",
];

impl CheckKind {
    fn name(self) -> &'static str {
        KINDS.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// The keys of [`ALL_KEYS`] that this kind has.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Http => {
                &["url", "method", "headers", "body", "connection", "version", "targets", "conditions"]
            }
            Self::Tcp => &["address", "targets"],
            Self::Tls => &["address", "targets", "expires-in", "conditions"],
            Self::Dns => &["host", "record", "resolver", "conditions"],
            Self::Prometheus => &["url", "headers", "query", "min-volume", "conditions"],
            Self::Command => &["command", "version", "conditions"],
            Self::Sequence => &["steps"],
        }
    }

    /// Interval and time-out where the plan gives none.
    pub(super) fn pace(self) -> (TimeDelta, TimeDelta) {
        let (interval, timeout) = match self {
            Self::Http | Self::Tcp => (10, 5),
            Self::Prometheus => (15, 5),
            Self::Sequence | Self::Command => (60, 30),
            Self::Dns => (60, 5),
            Self::Tls => (900, 10),
        };
        (TimeDelta::seconds(interval), TimeDelta::seconds(timeout))
    }
}

/// The check's kind; keys of other kinds are errors.
pub(super) fn kind(cx: &mut Cx<'_>, table: &Table<'_>) -> CheckKind {
    let kind = cx.choice(table, "kind", &KINDS).unwrap_or(CheckKind::Http);
    if table.has("kind") && !KINDS.iter().any(|(_, name)| named(table, name)) {
        return kind;
    }
    for key in ALL_KEYS.into_iter().filter(|key| table.has(key) && !kind.keys().contains(key)) {
        let others: Vec<&str> =
            KINDS.iter().filter(|(other, _)| other.keys().contains(&key)).map(|(_, name)| *name).collect();
        let message = format!("`{key}` is no key of a check of kind {}", kind.name());
        let help = format!("take it out; it belongs to checks of kind {}", list::or_list(&others));
        cx.error(table.key_span(key), "misplaced", message, help);
    }
    kind
}

fn named(table: &Table<'_>, name: &str) -> bool {
    table.get("kind").and_then(|value| value.get_ref().as_str()).is_some_and(|kind| kind == name)
}

/// What is asked, by kind.
pub(super) fn probe(cx: &mut Cx<'_>, table: &Table<'_>, kind: CheckKind) -> Probe {
    match kind {
        CheckKind::Http => http(cx, table),
        CheckKind::Tcp => Probe::Tcp { address: host_port(cx, table) },
        other => {
            not_polled(cx, table, other);
            let span = if table.has("kind") { table.span("kind") } else { table.header.clone() };
            let message = format!("checks of kind {} are not polled by this version", other.name());
            cx.warn(span, "not-polled", message, "it is listed as advisory; watch it yourself meanwhile");
            Probe::NotPolled(other.name().to_owned())
        }
    }
}

fn http(cx: &mut Cx<'_>, table: &Table<'_>) -> Probe {
    if table.get("conditions").is_none_or(|v| v.get_ref().as_array().is_some_and(|list| list.is_empty())) {
        let message = format!("{} has no `conditions`: every answer would pass, errors included", table.what);
        let span = if table.has("conditions") { table.span("conditions") } else { table.header.clone() };
        cx.error(span, "missing-key", message, "add `conditions = [\"[STATUS] == 200\"]`");
    }
    let connections = [(true, "fresh"), (false, "reuse")];
    Probe::Http(HttpProbe {
        method: call::method(cx, table, "GET"),
        url: call::url(cx, table),
        headers: call::headers(cx, table),
        body: call::body(cx, table),
        fresh: cx.choice(table, "connection", &connections).unwrap_or(true),
    })
}

fn host_port(cx: &mut Cx<'_>, table: &Table<'_>) -> String {
    if !cx.need(table, "address", "\"10.0.0.20:5432\"") {
        return String::new();
    }
    let Some(address) = cx.raw(table, "address") else { return String::new() };
    address::check_host_port(cx, table, "address", &address);
    address
}

/// Checks of later versions: read for their mistakes, kept by their name alone.
fn not_polled(cx: &mut Cx<'_>, table: &Table<'_>, kind: CheckKind) {
    match kind {
        CheckKind::Http | CheckKind::Tcp => {}
        CheckKind::Tls => {
            host_port(cx, table);
            cx.positive(table, "expires-in");
        }
        CheckKind::Dns => {
            cx.required(table, "host", "\"shop.example\"");
            cx.text(table, "record");
            cx.text(table, "resolver");
        }
        CheckKind::Prometheus => {
            call::url(cx, table);
            call::headers(cx, table);
            cx.need(table, "query", "\"sum(rate(errors[5m]))\"");
            cx.raw(table, "query");
            cx.count(table, "min-volume", 0..=1_000_000);
        }
        CheckKind::Command => {
            cx.need(table, "command", "[\"./check.sh\"]");
            cx.words(table, "command");
        }
        CheckKind::Sequence => sequence(cx, table),
    }
}

/// Requests one after the other, each with its conditions; `keep` hands values on.
fn sequence(cx: &mut Cx<'_>, table: &Table<'_>) {
    cx.need(table, "steps", "[{ url = \"https://shop.example/cart\", conditions = [\"[STATUS] == 200\"] }]");
    let keys = ["name", "method", "url", "headers", "body", "conditions", "keep"];
    for step in cx.tables(table, "steps", "a request of the sequence", &keys) {
        call::method(cx, &step, "GET");
        call::url(cx, &step);
        call::headers(cx, &step);
        call::body(cx, &step);
        cx.text(&step, "name");
        expect::conditions(cx, &step, "conditions");
        if let Some(keep) = step.get("keep").and_then(|value| cx.open_any(value, "`keep`")) {
            for (name, _) in keep.map {
                expect::extract(cx, &keep, name.get_ref());
            }
        }
    }
}

/// Hosts probed in place of the url's.
pub(super) fn targets(cx: &mut Cx<'_>, table: &Table<'_>) -> Vec<String> {
    let words = cx.words(table, "targets").unwrap_or_default();
    for word in &words {
        address::check_target(cx, word.span(), word.get_ref());
    }
    words.into_iter().map(toml::Spanned::into_inner).collect()
}
