//! One check in full: what it counts as and why, how it is probed, its last answer, its versions.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::decide::{CheckView, Standing};
use crate::plan::{Check, Probe, Via, Weight};
use crate::text::{clean, duration};
use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::theme::Role;
use crate::ui::widget::line::{self, Line};
use crate::ui::widget::sheet::{self, Content};
use crate::ui::widget::spark;

/// Draws the sheet, from its `scroll`-th row on where it is longer than the room.
pub fn render(buf: &mut Buffer, room: Rect, m: &Picture<'_>, id: &str, scroll: usize) {
    let view = m.outlook.checks.iter().find(|view| view.id == id);
    let check = m.plan.check(id);
    let (Some(view), Some(check)) = (view, check) else { return };
    let (symbol, role, word) = say::check::mark(m, view);
    let title = Line::of(format!("{id}  {}", check.name), Role::Act.bold());
    let note = Line::of(format!("{symbol} {word} "), role).join(say::check::figure(m, view));
    let width = usize::from(room.width.saturating_sub(sheet::FRAME.0));
    let rows = rows(m, check, view, width);
    let inside = usize::from(room.height.saturating_sub(sheet::FRAME.1));
    let first = scroll.min(rows.len().saturating_sub(inside));
    let content =
        Content { rows: rows.into_iter().skip(first).collect(), selected: None, form: None, back: "back" };
    sheet::show(buf, room, m.theme, &title, &note, Role::Act, content);
}

fn rows(m: &Picture<'_>, check: &Check, view: &CheckView, width: usize) -> Vec<(Line, Line)> {
    let mut rows = vec![(spark::line(&say::check::spots(m, view), 60), Line::new())];
    let text = line::wrapped(&view.text, width);
    rows.extend(text.into_iter().map(|text| (Line::new().text(text), Line::new())));
    rows.push((Line::new(), Line::new()));
    let mut fact = |label: &str, value: Line| {
        rows.push((Line::new().dim(clean::pad(label, 12)).join(value), Line::new()));
    };
    if let Some(line) = standing(m, &view.standing) {
        fact("counts as", line);
    }
    fact("weight", Line::new().text(weight(check)));
    fact("probes", Line::new().text(probe(m, check)));
    for condition in &check.conditions {
        fact(if check.must_fail { "must not" } else { "wants" }, Line::new().text(condition.as_str()));
    }
    if let Some(line) = steady(m, view) {
        fact("steady", line);
    }
    for version in &view.versions {
        let said = version.version.as_deref().unwrap_or("not read");
        fact("version", Line::new().text(format!("{}  {said}", version.target)));
    }
    last(m, view, &mut rows, width);
    rows
}

fn standing(m: &Picture<'_>, standing: &Standing) -> Option<Line> {
    Some(match standing {
        Standing::Real => return None,
        Standing::Grace => Line::new().text("active for less than three minutes"),
        Standing::NotActive(why) => Line::new().dim(why.as_str()),
        Standing::Expected { used, of, source } => {
            let of = of.map(|of| format!(" of {}", duration::minutes(of))).unwrap_or_default();
            Line::new().text(format!("expected by {source}, {}{of} used", duration::short(*used)))
        }
        Standing::NotAsExpected(how) => Line::of(how.as_str(), Role::Failure),
        Standing::Muted { until, by_approver } => {
            let who = if *by_approver { " by the approver" } else { "" };
            Line::new().text(format!("muted{who} until {}", say::time::near(m, *until)))
        }
        Standing::External { until } => {
            Line::new().text(format!("the cause is outside, until {}", say::time::near(m, *until)))
        }
        Standing::NotPolled(kind) => Line::new().text(format!("{kind}: not polled by this version")),
    })
}

fn weight(check: &Check) -> String {
    let weight = match check.weight {
        Weight::Deciding => "deciding",
        Weight::Advisory => "advisory",
        Weight::Muted => "muted by the plan",
    };
    let critical = if check.critical { ", critical" } else { "" };
    let outage = if check.availability { ", counts for the outage" } else { "" };
    let via = match check.via {
        Via::Inside => ", from inside",
        Via::Public => ", as customers see it",
    };
    format!("{weight}{critical}{outage}{via}")
}

/// References in addresses are shown as the plan names them, never what they stand for.
fn probe(m: &Picture<'_>, check: &Check) -> String {
    let every = duration::minutes(m.tempo.interval(check));
    let timeout = duration::exact(check.timeout);
    let what = match &check.probe {
        Probe::Http(http) => format!("{} {}", http.method, http.url),
        Probe::Tcp { address } => format!("tcp {address}"),
        Probe::NotPolled(kind) => return format!("{kind}, not polled by this version"),
    };
    let targets =
        if check.targets.is_empty() { String::new() } else { format!(" at {} targets", check.targets.len()) };
    format!("{what}{targets}, every {every}, time-out {timeout}")
}

fn steady(m: &Picture<'_>, view: &CheckView) -> Option<Line> {
    let span = view.steady_for.map(duration::short);
    match (view.steady, span, view.steady_at) {
        (true, Some(span), _) => Some(Line::of(format!("for {span}"), Role::Good)),
        (false, span, Some(at)) => {
            let so_far = span.map(|span| format!("for {span}, ")).unwrap_or_default();
            Some(Line::new().text(format!("{so_far}as asked from {}", say::time::near(m, at))))
        }
        _ => None,
    }
}

fn last(m: &Picture<'_>, view: &CheckView, rows: &mut Vec<(Line, Line)>, width: usize) {
    let Some(sample) = m.live.get(&view.id).and_then(|live| live.last.as_ref()) else { return };
    rows.push((Line::new(), Line::new()));
    let age = duration::short(m.now.since(sample.at));
    let head = Line::new()
        .strong("Last answer")
        .dim(format!("  {age} ago, {}", say::time::seconds(m, sample.at.at)));
    let code = sample.code.map(|code| code.to_string()).unwrap_or_default();
    rows.push((head, Line::new().text(format!("{code}  {}", say::check::latency(m, view)))));
    let texts = [sample.text.as_str(), sample.body.as_str()];
    let lines = texts.iter().flat_map(|text| line::wrapped(text, width));
    rows.extend(lines.map(|text| (Line::new().text(text), Line::new())));
}
