//! One step of a stage or of the rollback runbook.

use toml::Spanned;
use toml::de::DeValue;

use super::call;
use super::cx::{Cx, Kind, shown};
use super::expect;
use super::stage::MOST_STEPS;
use super::table::Table;
use crate::plan::types::{Decides, Evidence, OnFailure, Retry, StageKind, Step, StepKind, Undo};
use crate::text::{clean, list};

const COMMON: [&str; 26] = [
    "id",
    "title",
    "detail",
    "owner",
    "planned",
    "mandatory",
    "needs",
    "command",
    "http",
    "check",
    "notice",
    "switch",
    "approval",
    "hold-point",
    "decision",
    "auto",
    "evidence",
    "max-age",
    "irreversible",
    "barrier",
    "on-failure",
    "expect",
    "half-done",
    "retry",
    "timeout",
    "nothing-to-undo",
];
const SPREAD: [&str; 2] = ["for-each", "wave"];
const UNDO: [&str; 5] = ["undoes", "fallback", "restores-data", "only-as-fallback", "validates"];
const KINDS: [&str; 9] =
    ["command", "http", "check", "notice", "switch", "approval", "hold-point", "decision", "auto"];

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    Stage(StageKind),
    Rollback,
}

/// Reads the steps of a stage or of the runbook, at most [`MOST_STEPS`] in all.
pub(super) fn steps(cx: &mut Cx<'_>, of: &Table<'_>, key: &str, home: Home) -> Vec<Step> {
    let known: Vec<&str> = match home {
        Home::Stage(_) => COMMON.iter().chain(&SPREAD).copied().collect(),
        Home::Rollback => COMMON.iter().chain(&SPREAD).chain(&UNDO).copied().collect(),
    };
    let (what, kind) = match home {
        Home::Stage(_) => ("this step", Kind::Step),
        Home::Rollback => ("this rollback step", Kind::Rollback),
    };
    let already = cx.definitions.iter().filter(|d| matches!(d.kind, Kind::Step | Kind::Rollback)).count();
    let count = of.get(key).and_then(|v| v.get_ref().as_array()).map_or(0, |list| list.len());
    if already.saturating_add(count) > MOST_STEPS {
        let message =
            format!("the plan has more than {MOST_STEPS} steps, which nobody can go through in one window");
        cx.error(of.span(key), "too-large", message, "split it into several go-lives");
        return Vec::new();
    }
    let tables = cx.tables(of, key, what, &known);
    tables.into_iter().map(|table| step(cx, table, kind, home)).collect()
}

fn step(cx: &mut Cx<'_>, mut table: Table<'_>, kind: Kind, home: Home) -> Step {
    let id = cx.id(&table, kind, if home == Home::Rollback { "\"r1\"" } else { "\"3.1.a\"" });
    cx.remember(&format!("step {id}"), &table);
    if !id.is_empty() {
        table.what = format!("step `{id}`");
    }
    let evidence: Vec<(Evidence, &str)> = Evidence::ALL.to_vec();
    let retries = [(Retry::Safe, "safe"), (Retry::Ask, "ask"), (Retry::Never, "never")];
    let failures = [(OnFailure::Hold, "hold"), (OnFailure::Rollback, "rollback")];
    let (doing, decides) = kind_of_step(cx, &table, home);
    super::site::spread(cx, &table);
    Step {
        title: cx.required(&table, "title", "\"What is to be done\""),
        detail: detail(cx, &table),
        owner: cx.name(&table, "owner", Kind::Member),
        planned: cx.duration(&table, "planned").unwrap_or_default(),
        mandatory: cx.flag(&table, "mandatory").unwrap_or(true),
        needs: cx.names(&table, "needs", needed(home)),
        kind: doing,
        evidence: cx.choice(&table, "evidence", &evidence).unwrap_or(Evidence::None),
        max_age: cx.positive(&table, "max-age"),
        irreversible: cx.is_set(&table, "irreversible"),
        barrier: cx.names(&table, "barrier", Kind::Check).unwrap_or_default(),
        on_failure: cx.choice(&table, "on-failure", &failures).unwrap_or(OnFailure::Hold),
        expect: expect::expect(cx, &table),
        half_done: cx.text(&table, "half-done"),
        retry: cx.choice(&table, "retry", &retries).unwrap_or(Retry::Ask),
        timeout: cx.positive(&table, "timeout"),
        nothing_to_undo: cx.is_set(&table, "nothing-to-undo"),
        decides,
        undo: if home == Home::Rollback { undo(cx, &table) } else { Undo::default() },
        id,
    }
}

/// What `needs` may name.
fn needed(home: Home) -> Kind {
    match home {
        Home::Stage(_) => Kind::Step,
        Home::Rollback => Kind::Rollback,
    }
}

fn detail(cx: &mut Cx<'_>, table: &Table<'_>) -> Option<String> {
    cx.raw(table, "detail").map(|text| clean::lines(text.trim_end()))
}

fn undo(cx: &mut Cx<'_>, table: &Table<'_>) -> Undo {
    Undo {
        undoes: cx.names(table, "undoes", Kind::Step).unwrap_or_default(),
        fallback: cx.name(table, "fallback", Kind::Rollback),
        restores_data: cx.is_set(table, "restores-data"),
        only_as_fallback: cx.is_set(table, "only-as-fallback"),
        validates: cx.is_set(table, "validates"),
    }
}

/// The kind is the one such key; none = manual.
fn kind_of_step(cx: &mut Cx<'_>, table: &Table<'_>, home: Home) -> (StepKind, Decides) {
    let given: Vec<&str> = KINDS.into_iter().filter(|key| table.has(key)).collect();
    if let [_, second, ..] = given.as_slice() {
        let named: Vec<String> = given.iter().map(|key| format!("`{key}`")).collect();
        let message = format!("{} is of several kinds at once: {}", table.what, list::and_list(&named));
        cx.error(
            table.key_span(second),
            "two-kinds",
            message,
            "keep one of them, and make a step of its own of the other",
        );
    }
    let plain = |kind: StepKind| (kind, Decides::Go);
    match given.first().copied() {
        Some("command") => plain(command(cx, table)),
        Some("http") => plain(call::call(cx, table, "http").map_or(StepKind::Manual, StepKind::Http)),
        Some("check") => {
            plain(cx.name(table, "check", Kind::Check).map_or(StepKind::Manual, StepKind::Check))
        }
        Some("notice") => {
            plain(cx.name(table, "notice", Kind::Notice).map_or(StepKind::Manual, StepKind::Notice))
        }
        Some("switch") => plain(switch(cx, table)),
        Some("approval") => {
            plain(cx.name(table, "approval", Kind::Role).map_or(StepKind::Manual, StepKind::Approval))
        }
        Some("hold-point") if cx.is_set(table, "hold-point") => plain(StepKind::HoldPoint),
        Some("auto") if cx.is_set(table, "auto") => plain(StepKind::Auto),
        Some("decision") => decision(cx, table, home),
        _ => plain(StepKind::Manual),
    }
}

fn command(cx: &mut Cx<'_>, table: &Table<'_>) -> StepKind {
    let words = cx.words(table, "command").unwrap_or_default();
    if words.is_empty()
        && table.get("command").is_some_and(|v| v.get_ref().as_array().is_some_and(|a| a.is_empty()))
    {
        cx.error(
            table.span("command"),
            "empty",
            "`command` names no program",
            "write [\"./deploy.sh\", \"api\"]",
        );
    }
    StepKind::Command(words.into_iter().map(Spanned::into_inner).collect())
}

/// `switch = "maintenance"` turns it on, `{ off = "maintenance" }` off.
fn switch(cx: &mut Cx<'_>, table: &Table<'_>) -> StepKind {
    let Some(value) = table.get("switch") else { return StepKind::Manual };
    if let DeValue::String(id) = value.get_ref() {
        cx.refer(Kind::Switch, id, value.span());
        return StepKind::Switch { id: id.to_string(), on: true };
    }
    if !matches!(value.get_ref(), DeValue::Table(_)) {
        cx.wrong_type("`switch`", "a switch's id in quotes, or { off = \"its-id\" }", value);
        return StepKind::Manual;
    }
    let Some(which) = cx.open(value, "`switch`", &["on", "off"]) else { return StepKind::Manual };
    let on = which.has("on");
    if on == which.has("off") {
        cx.error(
            value.span(),
            "wrong-type",
            "`switch` needs one of `on` and `off`",
            "write { off = \"its-id\" }",
        );
        return StepKind::Manual;
    }
    let id = cx.name(&which, if on { "on" } else { "off" }, Kind::Switch);
    id.map_or(StepKind::Manual, |id| StepKind::Switch { id, on })
}

/// `true`, or the one outcome that it stands for.
fn decision(cx: &mut Cx<'_>, table: &Table<'_>, home: Home) -> (StepKind, Decides) {
    let manual = (StepKind::Manual, Decides::Go);
    let Some(value) = table.get("decision") else { return manual };
    let (decision, decides) = match value.get_ref() {
        DeValue::Boolean(set) => (*set, Decides::Go),
        DeValue::String(text) if text == "go" => (true, Decides::Go),
        DeValue::String(text) if text == "rollback" => (true, Decides::Rollback),
        DeValue::String(text) => {
            let message =
                format!("`decision` is \"{}\", which is not true, \"go\" or \"rollback\"", shown(text));
            cx.error(value.span(), "unknown-value", message, "write true, \"go\" or \"rollback\"");
            (true, Decides::Go)
        }
        _ => {
            cx.wrong_type("`decision`", "true, \"go\" or \"rollback\"", value);
            (true, Decides::Go)
        }
    };
    if !decision {
        return manual;
    }
    // Before execute START ticks it (second seed: is the go/no-go decision approved?).
    let allowed = matches!(
        (home, decides),
        (Home::Stage(StageKind::Decide), _)
            | (Home::Stage(StageKind::PreChecks | StageKind::NotifyStart), Decides::Go)
    );
    if !allowed {
        let message = format!("{} is a decision in a stage where no decision would ever tick it", table.what);
        let help = "move it to the stage of kind \"decide\", or before execute where START is to tick it";
        cx.error(table.key_span("decision"), "misplaced", message, help);
    }
    (StepKind::Decision, decides)
}
