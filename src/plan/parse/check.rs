//! `[[check]]`: what is polled, and how its answers are judged.

use chrono::TimeDelta;
use toml::de::DeValue;

use super::cx::{Cx, Kind};
use super::expect;
use super::probe;
use super::table::Table;
use crate::plan::types::{Check, DownShare, Intervals, Probe, Via, Weight};

const COMMON: [&str; 16] = [
    "id",
    "name",
    "kind",
    "interval",
    "timeout",
    "weight",
    "critical",
    "availability",
    "degraded-above",
    "down-after",
    "down-share",
    "up-after",
    "via",
    "must-fail",
    "active-from",
    "active-until",
];

/// Reads every `[[check]]`.
pub(super) fn checks(cx: &mut Cx<'_>, root: &Table<'_>) -> Vec<Check> {
    if !cx.need_table(
        root,
        "check",
        "[[check]]",
        "add a [[check]] with critical = true: nothing would say whether the release works",
    ) {
        return Vec::new();
    }
    let known: Vec<&str> = COMMON.into_iter().chain(probe::ALL_KEYS).chain(["for-each", "wave"]).collect();
    let tables = cx.tables(root, "check", "this check", &known);
    tables.into_iter().map(|table| check(cx, table)).collect()
}

fn check(cx: &mut Cx<'_>, mut table: Table<'_>) -> Check {
    let id = cx.id(&table, Kind::Check, "\"shop\"");
    cx.remember(&format!("check {id}"), &table);
    if !id.is_empty() {
        table.what = format!("check `{id}`");
    }
    let kind = probe::kind(cx, &table);
    let probe = probe::probe(cx, &table, kind);
    let is_http = matches!(probe, Probe::Http(_));
    let polled = !matches!(probe, Probe::NotPolled(_));
    let critical = cx.is_set(&table, "critical");
    let interval = intervals(cx, &table, kind, is_http && critical);
    let timeout = timeout(cx, &table, kind, interval);
    let weights = [(Weight::Deciding, "deciding"), (Weight::Advisory, "advisory"), (Weight::Muted, "muted")];
    let weight = cx.choice(&table, "weight", &weights).unwrap_or(Weight::Deciding);
    let vias = [(Via::Inside, "inside"), (Via::Public, "public")];
    super::site::spread(cx, &table);
    Check {
        name: cx.text(&table, "name").unwrap_or_else(|| id.clone()),
        conditions: expect::conditions(cx, &table, "conditions"),
        version: expect::extract(cx, &table, "version").map(toml::Spanned::into_inner),
        targets: probe::targets(cx, &table),
        // A check that nobody polls can only be listed.
        weight: if polled || weight == Weight::Muted { weight } else { Weight::Advisory },
        critical,
        availability: cx.is_set(&table, "availability"),
        degraded_above: cx.positive(&table, "degraded-above"),
        down_after: cx.count(&table, "down-after", 1..=100).unwrap_or(3),
        down_share: down_share(cx, &table),
        up_after: cx.count(&table, "up-after", 1..=100).unwrap_or(5),
        via: cx.choice(&table, "via", &vias).unwrap_or(Via::Public),
        must_fail: cx.is_set(&table, "must-fail"),
        active_from: cx.name(&table, "active-from", Kind::StepOrStage),
        active_until: cx.name(&table, "active-until", Kind::StepOrStage),
        probe,
        interval,
        timeout,
        id,
    }
}

/// One interval for all phases, or one a phase.
fn intervals(cx: &mut Cx<'_>, table: &Table<'_>, kind: probe::CheckKind, critical_http: bool) -> Intervals {
    let (default, _) = kind.pace();
    // Critical http checks are probed every 5 s in validate and decide where the plan leaves it open.
    let judged = if critical_http { TimeDelta::seconds(5).min(default) } else { default };
    let mut read = Intervals { before: default, execute: default, validate: judged, stabilise: default };
    match table.get("interval").map(|value| (value, value.get_ref())) {
        None => {}
        Some((_, DeValue::Table(_))) => {
            let phases = ["before", "execute", "validate", "stabilise"];
            if let Some(by_phase) = cx.table(table, "interval", "`interval`", &phases) {
                read.before = cx.positive(&by_phase, "before").unwrap_or(read.before);
                read.execute = cx.positive(&by_phase, "execute").unwrap_or(read.before);
                read.validate = cx.positive(&by_phase, "validate").unwrap_or(read.execute.min(read.validate));
                read.stabilise = cx.positive(&by_phase, "stabilise").unwrap_or(read.before);
            }
        }
        Some((_, DeValue::String(_))) => {
            if let Some(all) = cx.positive(table, "interval") {
                read = Intervals { before: all, execute: all, validate: all, stabilise: all };
            }
        }
        Some((value, _)) => {
            cx.wrong_type("`interval`", "a duration, or { before, execute, validate, stabilise }", value);
        }
    }
    if read.shortest() < TimeDelta::seconds(1) {
        let message = format!("{} would be polled more than once a second", table.what);
        cx.error(table.span("interval"), "out-of-range", message, "write at least \"1s\"");
    }
    read
}

/// Under the shortest interval, as a probe must be over before the next one starts.
fn timeout(cx: &mut Cx<'_>, table: &Table<'_>, kind: probe::CheckKind, interval: Intervals) -> TimeDelta {
    let (_, default) = kind.pace();
    let shortest = interval.shortest();
    let Some(timeout) = cx.positive(table, "timeout") else {
        return default.min(shortest * 4 / 5);
    };
    if timeout >= shortest {
        let by_phase = matches!(table.get("interval").map(toml::Spanned::get_ref), Some(DeValue::Table(_)));
        let which = if by_phase { "its shortest interval" } else { "its interval" };
        let message = format!(
            "`timeout` {} is not shorter than {which} {}",
            crate::text::duration::exact(timeout),
            crate::text::duration::exact(shortest)
        );
        cx.error(
            table.span("timeout"),
            "timeout",
            message,
            "write a shorter `timeout` or a longer `interval`",
        );
    }
    timeout
}

/// `down-share = { failures = 4, of = 20 }`.
fn down_share(cx: &mut Cx<'_>, table: &Table<'_>) -> DownShare {
    let default = DownShare { failures: 4, of: 20 };
    let Some(share) = cx.table(table, "down-share", "`down-share`", &["failures", "of"]) else {
        return default;
    };
    let failures = cx.count(&share, "failures", 1..=100).unwrap_or(default.failures);
    let of = cx.count(&share, "of", 1..=100).unwrap_or(default.of);
    if failures > of {
        let message = format!("{failures} failures of {of} can never happen");
        let help = format!("write at most {of} `failures`");
        cx.error(share.span("failures"), "out-of-range", message, help);
    }
    DownShare { failures, of }
}
