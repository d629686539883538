//! The sheet of a formal decision: what the console recommends and the strongest fact against it, the poll, what
//! happens next, and the name to type.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::calendar::zone;
use crate::journal::{Extended, Recommendation, Row};
use crate::session::Purpose;
use crate::ui::overlay::{DecideKind, DecideSheet};
use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::line::Line;
use crate::ui::widget::sheet::{self, Content};

/// Rows from which on what happens next is listed; under it, it is counted.
const ROOMY: u16 = 24;

/// Draws the sheet.
pub fn render(buf: &mut Buffer, room: Rect, m: &Picture<'_>, open: &DecideSheet) {
    let (word, role) = words(open.kind);
    let title = Line::of(format!("Confirm {word}"), role.bold());
    let typed =
        matches!(open.kind, DecideKind::Start | DecideKind::Go | DecideKind::Rollback | DecideKind::Abort);
    let note = Line::new().dim(if typed {
        "nothing is decided until it is typed"
    } else {
        "nothing is decided yet"
    });
    let width = usize::from(room.width.saturating_sub(sheet::FRAME.0));
    let mut rows = vec![(about(m, open.kind, width), Line::new()), (who(m), Line::new()), air()];
    rows.extend(recommended(m, open.kind));
    if matches!(open.kind, DecideKind::Start | DecideKind::Go | DecideKind::Rollback) {
        rows.extend(poll(m, width));
    }
    rows.extend(next(m, open.kind, room.height >= ROOMY));
    let content = Content { rows, selected: None, form: Some(&open.form), back: "back, nothing is decided" };
    sheet::show(buf, room, m.theme, &title, &note, role, content);
}

fn air() -> (Line, Line) {
    (Line::new(), Line::new())
}

fn words(kind: DecideKind) -> (&'static str, Role) {
    match kind {
        DecideKind::Start => ("START", Role::Good),
        DecideKind::Go => ("GO", Role::Good),
        DecideKind::Rollback => ("ROLLBACK", Role::Failure),
        DecideKind::Abort => ("ABORT", Role::Attention),
        DecideKind::Hold => ("the hold", Role::Attention),
        DecideKind::Resume => ("the end of the hold", Role::Good),
        DecideKind::Extend(Extended::Window) => ("more time for the window", Role::Attention),
        DecideKind::Extend(Extended::Outage) => ("more time for the outage", Role::Attention),
        DecideKind::Extend(Extended::Stabilisation) => ("a longer stabilisation", Role::Attention),
        DecideKind::Close => ("closing the record", Role::Act),
    }
}

fn about(m: &Picture<'_>, kind: DecideKind, width: usize) -> Line {
    let release = &m.plan.release;
    let whole = release.name.len() + release.version.len() + release.environment.len() + 42;
    let lead = if width >= whole { "You are about to decide " } else { "Decide " };
    let (word, role) = words(kind);
    match kind {
        DecideKind::Start | DecideKind::Go | DecideKind::Rollback | DecideKind::Abort => Line::new()
            .text(lead)
            .add(word, role.bold())
            .text(" for ")
            .strong(format!("{} {}", release.name, release.version))
            .text(" in ")
            .strong(release.environment.as_str())
            .text("."),
        DecideKind::Hold => Line::new().text("You are about to stop the plan clock. Anyone on the team may."),
        DecideKind::Resume => Line::new().text("You are about to let the plan clock go on."),
        DecideKind::Extend(_) => Line::new().text(format!("You are about to grant {word}.")),
        DecideKind::Close => {
            Line::new().text("You are about to close the record. Then it takes only amendments.")
        }
    }
}

fn who(m: &Picture<'_>) -> Line {
    let tz = m.plan.window.zone;
    let clock = format!("{} {}", zone::clock(tz, m.now.at), zone::abbreviation(tz, m.now.at));
    let Some(id) = m.actor.member.as_deref() else { return Line::new().dim(clock) };
    let roles = m.plan.member(id).map(|member| member.roles.join(", ")).unwrap_or_default();
    let approver = if m.plan.is_approver(id) { ", may decide" } else { ", records for the approver" };
    Line::new().dim(format!("{id}, {roles}{approver} · {clock}"))
}

/// What the console recommends, why, and what stands against it.
fn recommended(m: &Picture<'_>, kind: DecideKind) -> Vec<(Line, Line)> {
    let Some(verdict) = &m.outlook.verdict else { return Vec::new() };
    let (word, symbol, role) = say::verdict::word(verdict.recommendation);
    let agrees = agrees(kind, verdict.recommendation);
    let head = Line::new().strong("The console recommends  ").add(format!(" {symbol} {word} "), role.chip());
    let head = match agrees {
        Some(true) => head.dim("  you agree with it"),
        Some(false) => head.add("  you go against it: say why", Role::Attention),
        None => head,
    };
    let mut rows = vec![(head, Line::new())];
    // What speaks against going on speaks for stopping.
    let stops = matches!(kind, DecideKind::Rollback | DecideKind::Hold | DecideKind::Abort);
    let (pro, con) =
        if stops { (&verdict.against, &verdict.in_favour) } else { (&verdict.in_favour, &verdict.against) };
    rows.extend(pro.iter().take(3).map(|row| fact(m, row, !stops, "")));
    let most = if agrees == Some(false) && !stops { 3 } else { 1 };
    for (index, row) in con.iter().take(most).enumerate() {
        rows.push(fact(m, row, stops, if index == 0 { "strongest fact against: " } else { "" }));
    }
    if con.is_empty() {
        rows.push((Line::new().dim("  nothing stands against it"), Line::new()));
    }
    rows.push(air());
    rows
}

/// One reason, with the symbol of good news or of bad.
fn fact(m: &Picture<'_>, row: &Row, good: bool, lead: &str) -> (Line, Line) {
    let (symbol, role) = if good { (symbols::DONE, Role::Good) } else { say::verdict::against(row) };
    let left = Line::new().text("  ").add(symbol, role).text(" ").dim(lead).text(row.text.as_str());
    (left, if good { Line::new() } else { Line::new().dim(say::verdict::kind(m, row)) })
}

/// Whether the decision is what is recommended; `None` where the two do not meet.
fn agrees(kind: DecideKind, recommendation: Recommendation) -> Option<bool> {
    match kind {
        DecideKind::Start => Some(recommendation == Recommendation::Ready),
        DecideKind::Go => Some(recommendation == Recommendation::Go),
        DecideKind::Rollback => Some(recommendation == Recommendation::Rollback),
        DecideKind::Abort => Some(false),
        DecideKind::Hold | DecideKind::Resume | DecideKind::Extend(_) | DecideKind::Close => None,
    }
}

fn poll(m: &Picture<'_>, width: usize) -> Vec<(Line, Line)> {
    let stations = &m.outlook.stations;
    if stations.is_empty() {
        return Vec::new();
    }
    let go = stations.iter().filter(|view| view.fresh && say::station::mark(view).2 == "GO").count();
    let right = Line::new().dim(format!("{go} of {} say GO", stations.len()));
    let mut rows = vec![(Line::new().strong("The poll"), right)];
    for pair in stations.chunks(2) {
        let cells = pair.iter().map(|view| {
            let (symbol, role, word) = say::station::mark(view);
            let who = view
                .by
                .as_ref()
                .map_or_else(String::new, |(who, at)| format!(" {who} {}", say::time::clock(m, at.at)));
            Line::of(format!("  {symbol} {word}"), role).text(format!("  {}{who}", view.id))
        });
        let row = cells.fold(Line::new(), |row, cell| {
            let air = (width / 2).saturating_sub(row.width());
            let air = if row.is_empty() { String::new() } else { " ".repeat(air) };
            row.text(air).join(cell)
        });
        rows.push((row, Line::new()));
    }
    rows.push(air());
    rows
}

fn next(m: &Picture<'_>, kind: DecideKind, listed: bool) -> Vec<(Line, Line)> {
    let steps = match kind {
        DecideKind::Start => start(m),
        DecideKind::Go => go(m),
        DecideKind::Rollback => rollback(m),
        DecideKind::Abort => abort(),
        DecideKind::Hold => hold(m),
        DecideKind::Resume => resume(m),
        DecideKind::Extend(what) => extend(m, what),
        DecideKind::Close => close(m),
    };
    let fact = match kind {
        DecideKind::Close => "recorded; from then on the record takes only amendments",
        _ => "recorded as a fact with this verdict",
    };
    let steps: Vec<Step> = std::iter::once(step(fact, "at once")).chain(steps).collect();
    let right = match (kind, m.outlook.forecast.end) {
        (DecideKind::Start | DecideKind::Go, Some(end)) => {
            Line::new().dim(format!("expected end {}", say::time::near(m, end)))
        }
        _ => Line::new(),
    };
    if !listed {
        let count = Line::new()
            .strong("What happens next")
            .dim(format!("  {} things; a larger terminal lists them", steps.len()));
        return vec![(count, right)];
    }
    let mut rows = vec![(Line::new().strong("What happens next"), right)];
    rows.extend(steps.into_iter().enumerate().map(|(index, (what, who))| {
        (Line::new().text(format!("  {}  {what}", index + 1)), Line::new().dim(who))
    }));
    rows
}

type Step = (String, String);

fn step(what: impl Into<String>, who: impl Into<String>) -> Step {
    (what.into(), who.into())
}

fn start(m: &Picture<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    let execute = m.plan.stages_of(crate::plan::StageKind::Execute).next();
    if let Some((index, stage)) = execute {
        let at = m.outlook.forecast.stages.get(index).and_then(|stage| stage.start);
        let when = at.map(|at| format!("about {}", say::time::near(m, at))).unwrap_or_default();
        steps.push(step(
            format!("{} opens, once stakeholders were told", say::stage::long(index, stage)),
            when,
        ));
        if let Some(first) = stage.steps.first() {
            steps.push(step(format!("{} {} is the first step", first.id, first.title), owner(m, first)));
        }
    }
    steps.push(step("the triggers are armed with the first step", ""));
    steps
}

fn owner(m: &Picture<'_>, step: &crate::plan::Step) -> String {
    m.session.owner(step).unwrap_or_default().to_owned()
}

fn go(m: &Picture<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    let outcome = m.plan.steps_of(crate::plan::StageKind::NotifyOutcome).filter(|step| !m.settled(step));
    steps.extend(outcome.take(3).map(|open| step(format!("{} {}", open.id, open.title), owner(m, open))));
    let days = m.plan.stabilisation.business_days;
    let days = format!("{days} business {}", if days == 1 { "day" } else { "days" });
    steps.push(step(format!("stabilisation begins: {days} of {}", m.plan.stabilisation.calendar), ""));
    let kept = m.outlook.clocks.keep_old_until.map(|at| format!("until {}", say::time::near(m, at)));
    steps.push(step("a late rollback stays one key away: R", kept.unwrap_or_default()));
    steps
}

fn rollback(m: &Picture<'_>) -> Vec<Step> {
    let needed: Vec<_> = m.outlook.runbook.iter().filter(|entry| entry.applies).collect();
    let mut steps = Vec::new();
    let first = needed.first().and_then(|entry| m.plan.step(&entry.id)).map(|(_, step)| step);
    if let Some(first) = first {
        steps.push(step(format!("the runbook begins: {} {}", first.id, first.title), owner(m, first)));
    }
    let long = m.outlook.clocks.undo_so_far.map_or("time unknown".to_owned(), |span| {
        format!("about {}, back at {}", say::time::whole(span), say::time::near(m, m.now.at + span))
    });
    steps.push(step(format!("{} rollback steps undo what was started", needed.len()), long));
    steps.push(step("open steps of execute and validate become not applicable", ""));
    steps.push(step("investigation and corrective actions are added; they must be recorded to close", ""));
    steps
}

fn abort() -> Vec<Step> {
    vec![
        step("nothing of execute was started, so nothing is undone", ""),
        step("investigation and corrective actions are added; they must be recorded to close", ""),
        step("another try is a new session, linked to this one", ""),
    ]
}

fn hold(m: &Picture<'_>) -> Vec<Step> {
    let running: Vec<_> = m.outlook.doing.iter().map(|doing| doing.step.as_str()).collect();
    let go_on = if running.is_empty() { "nothing is running".to_owned() } else { running.join(", ") };
    vec![
        step("what is running may end", go_on),
        step("nothing new is started until it is resumed", ""),
        step("the window clock goes on", format!("ends {}", say::time::near(m, m.outlook.clocks.window_end))),
    ]
}

fn resume(m: &Picture<'_>) -> Vec<Step> {
    let held = say::time::whole(m.outlook.clocks.held);
    let next = m.outlook.next.as_ref().map(|next| next.text.clone()).unwrap_or_default();
    vec![
        step(format!("the forecast moves by what was held, {held} in all"), ""),
        step("steps may be started again", next),
    ]
}

fn extend(m: &Picture<'_>, what: Extended) -> Vec<Step> {
    let clocks = &m.outlook.clocks;
    let now = match what {
        Extended::Window => format!("ends {} so far", say::time::near(m, clocks.window_end)),
        Extended::Outage => format!("{} promised so far", say::time::whole(clocks.outage_promised)),
        Extended::Stabilisation => {
            let end = clocks.stabilisation_end.map(|end| say::time::near(m, end));
            end.map(|end| format!("ends {end} so far")).unwrap_or_default()
        }
    };
    vec![step("every countdown and fit is computed anew", now)]
}

fn close(m: &Picture<'_>) -> Vec<Step> {
    let unmet = m.outlook.closing.iter().filter(|need| !need.met);
    let mut open: Vec<_> = unmet.map(|need| step(format!("still needed: {}", need.text), "")).collect();
    if open.is_empty() {
        open.push(step("nothing is missing", ""));
    }
    let actions = m.session.added_for(&Purpose::CorrectiveAction);
    let actions = actions.filter(|action| !m.session.step(&action.id).is_settled());
    open.extend(actions.map(|action| {
        let said = format!("corrective action {} {} stays open", action.id, action.title);
        step(said, owner(m, action))
    }));
    open
}
