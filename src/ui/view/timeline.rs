//! 1 Timeline: stages over the window, planned against actual; now, last safe rollback, window end; holds and outage.

use chrono::TimeDelta;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::calendar::zone;
use crate::journal::DecisionKind;
use crate::plan::{StageKind, Step};
use crate::session::Phase;
use crate::text::duration;
use crate::ui::model::Pane;
use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::say::stage::Standing;
use crate::ui::symbols;
use crate::ui::theme::{Look, Role};
use crate::ui::widget::gantt::{self, Axis, Label};
use crate::ui::widget::heading::Heading;
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::{Pen, cells};
use crate::ui::widget::window;

/// A row of the chart.
enum Row<'a> {
    Stage(usize),
    Rollback,
    Step(&'a Step),
}

/// Draws the timeline.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let mut pen = Pen::new(buf, area, m.theme);
    heading(m).draw(&mut pen);
    if pen.height() < 4 {
        return;
    }
    let axis = say::axis::axis(m, area.width);
    let room = pen.height().saturating_sub(3);
    let rows = rows(m, usize::from(room));
    let selected = m.selected_index(Pane::Timeline).min(m.plan.stages.len().saturating_sub(1));
    let at = rows.iter().position(|row| matches!(row, Row::Stage(index) if *index == selected));
    let first = window::first(rows.len(), usize::from(room), at.unwrap_or_default());
    let shown = cells(rows.len() - first.min(rows.len())).min(room);
    for (y, row) in (2..).zip(rows.iter().skip(first).take(usize::from(room))) {
        draw_row(&mut pen, axis, y, m, row);
        if m.ui.focus == Pane::Timeline && matches!(row, Row::Stage(index) if *index == selected) {
            pen.select(y);
        }
    }
    marks(&mut pen, axis, 2 + shown, m);
    let (left, right) = (holds(m), say::outage::promise(m, area.width >= 100));
    pen.row(2, 2 + shown, &left, &right);
}

fn heading(m: &Picture<'_>) -> Heading<'static> {
    let clocks = &m.outlook.clocks;
    let behind = m.outlook.forecast.behind;
    let figure = if let Some(figure) = ended(m) {
        figure
    } else if m.is_rolling_back() {
        Line::of(format!("{} rolling back", symbols::BACK), Role::Back.bold())
    } else if clocks.hold.is_some() {
        Line::of(format!("{} held", symbols::HOLD), Role::Attention.bold())
    } else if behind >= TimeDelta::minutes(1) {
        Line::of(duration::signed(behind), Role::Attention)
    } else if behind <= TimeDelta::minutes(-1) {
        Line::of(format!("{} ahead", say::time::whole(-behind)), Role::Good)
    } else {
        Line::of("on plan", Role::Good)
    };
    let (from, to) = (say::time::clock(m, clocks.window_start), say::time::clock(m, clocks.window_end));
    let day =
        if zone::date(m.plan.window.zone, clocks.window_start) == zone::date(m.plan.window.zone, m.now.at) {
            String::new()
        } else {
            format!("{} ", zone::day(m.plan.window.zone, clocks.window_start))
        };
    Heading {
        key: Some('1'),
        title: Pane::Timeline.title(),
        subject: Line::new().dim(format!("window {day}{from}–{to}")),
        figure,
        focus: m.ui.focus == Pane::Timeline,
    }
}

/// Once nothing of the plan is left: what closing still needs.
fn ended(m: &Picture<'_>) -> Option<Line> {
    match m.outlook.phase {
        Phase::Closed => Some(Line::new().dim("closed")),
        Phase::Closing => {
            let unmet = m.outlook.closing.iter().filter(|need| !need.met).count();
            Some(match unmet {
                0 => Line::of("can be closed", Role::Good),
                _ => Line::of(format!("{unmet} needed to close"), Role::Attention),
            })
        }
        _ => None,
    }
}

/// The stages, the rollback after the decision, and the selected stage's steps where there is room for them.
fn rows<'a>(m: &'a Picture<'_>, room: usize) -> Vec<Row<'a>> {
    let withdrawn = m.session.decision(DecisionKind::Rollback).is_some();
    let after = m.plan.stages.iter().rposition(|stage| stage.kind <= StageKind::Decide);
    let mut rows = Vec::new();
    for index in 0..m.plan.stages.len() {
        rows.push(Row::Stage(index));
        if withdrawn && Some(index) == after {
            rows.push(Row::Rollback);
        }
    }
    let selected = m.selected_index(Pane::Timeline).min(m.plan.stages.len().saturating_sub(1));
    let opened = m.plan.stages.get(selected).map(|stage| (selected, stage));
    if let Some((index, stage)) = opened.filter(|_| m.ui.focus == Pane::Timeline) {
        let steps: Vec<_> = say::stage::steps(m, stage).map(Row::Step).collect();
        let at = rows.iter().position(|row| matches!(row, Row::Stage(other) if *other == index));
        if let Some(at) = at.filter(|_| rows.len() + steps.len() <= room) {
            rows.splice(at + 1..=at, steps);
        }
    }
    rows
}

fn draw_row(pen: &mut Pen<'_>, axis: Axis, y: u16, m: &Picture<'_>, row: &Row<'_>) {
    let width = pen.width();
    let difference = if width >= 100 { 9 } else { 7 };
    let (mark, name, spans) = describe(m, row);
    pen.put(0, y, mark.0, mark.1);
    pen.line(2, y, &name, axis.x.saturating_sub(3));
    gantt::bar(pen, axis, y, &spans);
    if let Row::Stage(index) = row {
        decision(pen, axis, y, m, *index);
    }
    let (state, ahead) = figures(m, row);
    let right = width.saturating_sub(difference);
    pen.put_right(right, y, &state.0, state.1);
    pen.line(width.saturating_sub(cells(ahead.width())), y, &ahead, difference);
}

type Described = ((&'static str, Look), Line, Vec<gantt::Span>);

fn describe(m: &Picture<'_>, row: &Row<'_>) -> Described {
    match row {
        Row::Rollback => {
            let look = if m.is_rolling_back() { Role::Back.bold() } else { Role::Back.into() };
            ((symbols::BACK, look), Line::of("Rollback", look), say::span::rollback(m))
        }
        Row::Step(step) => {
            let place = m.session.find_step(&m.plan, &step.id).map(|(place, _)| place);
            let mark = place.map_or((" ", Role::Text.into()), |place| say::step::mark(m, place, step));
            (mark, Line::new().dim(format!("  {} {}", step.id, step.title)), say::span::step(m, step))
        }
        Row::Stage(index) => {
            let Some(stage) = m.plan.stages.get(*index) else {
                return ((" ", Role::Text.into()), Line::new(), vec![]);
            };
            let standing = say::stage::standing(m, *index);
            let decided = stage.kind == StageKind::Decide && m.session.is_decided();
            let (symbol, role) = if decided { (symbols::DECISION, Role::Strong) } else { standing.mark() };
            let look: Look = match standing {
                _ if decided => Role::Text.into(),
                Standing::Running => Role::Strong.into(),
                Standing::NotApplicable => Role::Secondary.into(),
                _ => Role::Text.into(),
            };
            (
                (symbol, role.into()),
                Line::of(say::stage::short(*index, stage), look),
                say::span::stage(m, *index),
            )
        }
    }
}

/// The diamond at the decision, made or expected.
fn decision(pen: &mut Pen<'_>, axis: Axis, y: u16, m: &Picture<'_>, index: usize) {
    let Some(stage) = m.plan.stages.get(index).filter(|stage| stage.kind == StageKind::Decide) else {
        return;
    };
    let decided = m.session.decisions.iter().rfind(|decision| decision.kind != DecisionKind::Start);
    let expected = m.outlook.clocks.decision_expected;
    let at = decided.map(|decision| decision.at.at).or(expected);
    if let Some(x) = at.filter(|_| !stage.steps.is_empty()).and_then(|at| axis.column(at)) {
        pen.put(x, y, symbols::DECISION, Role::Strong);
    }
}

/// State and difference to plan.
fn figures(m: &Picture<'_>, row: &Row<'_>) -> ((String, Look), Line) {
    match row {
        Row::Rollback => {
            let (settled, needed) = say::runbook::count(m);
            let word = if m.is_rolling_back() { format!("{settled}/{needed}") } else { "done".to_owned() };
            ((word, Role::Back.bold()), Line::new())
        }
        Row::Step(step) => {
            ((m.session.step(&step.id).word().to_owned(), Role::Secondary.into()), Line::new())
        }
        Row::Stage(index) => (stage_state(m, *index), difference(m, *index)),
    }
}

fn stage_state(m: &Picture<'_>, index: usize) -> (String, Look) {
    let Some(stage) = m.plan.stages.get(index) else { return (String::new(), Role::Text.into()) };
    let expected = m.outlook.forecast.stages.get(index).and_then(|stage| stage.end);
    let say::stage::Count { settled, all, .. } = say::stage::count(m, stage);
    match (say::stage::standing(m, index), stage.kind) {
        (_, StageKind::Decide) if m.session.is_decided() => decided(m),
        (Standing::NotApplicable, _) if say::stage::begun(m, stage) => {
            ("stopped".to_owned(), Role::Secondary.into())
        }
        (Standing::NotApplicable, _) => ("dropped".to_owned(), Role::Secondary.into()),
        (Standing::Failed, _) => ("failed".to_owned(), Role::Failure.into()),
        (Standing::Done, _) => ("done".to_owned(), Role::Good.into()),
        (_, StageKind::Stabilise) => {
            (format!("{} b.d.", m.plan.stabilisation.business_days), Role::Text.into())
        }
        (Standing::Later, StageKind::Decide | StageKind::NotifyOutcome) => {
            (expected.map(|at| say::time::clock(m, at)).unwrap_or_default(), Role::Text.into())
        }
        (Standing::Running, _) => (format!("{settled}/{all}"), Role::Strong.into()),
        _ => (format!("{settled}/{all}"), Role::Text.into()),
    }
}

fn decided(m: &Picture<'_>) -> (String, Look) {
    let decided = m.session.decisions.iter().rfind(|decision| decision.kind != DecisionKind::Start);
    let at = decided.map(|decision| say::time::clock(m, decision.at.at));
    (at.unwrap_or_else(|| "done".to_owned()), Role::Strong.into())
}

fn difference(m: &Picture<'_>, index: usize) -> Line {
    let standing = say::stage::standing(m, index);
    let stabilise = m.plan.stages.get(index).is_some_and(|stage| stage.kind == StageKind::Stabilise);
    let Some(stage) = m.outlook.forecast.stages.get(index).filter(|stage| stage.end.is_some()) else {
        return Line::new();
    };
    let minute = TimeDelta::minutes(1);
    if stabilise || standing == Standing::NotApplicable || stage.difference.abs() < minute {
        return Line::new();
    }
    let role = if stage.difference >= minute { Role::Attention } else { Role::Text };
    Line::of(duration::signed(stage.difference), role)
}

/// Ticks, verticals and their labels.
fn marks(pen: &mut Pen<'_>, axis: Axis, end: u16, m: &Picture<'_>) {
    if axis.width < 12 {
        return;
    }
    let clocks = &m.outlook.clocks;
    let now = axis.column(m.now.at);
    let safe = clocks
        .last_safe_rollback
        .filter(|_| !m.session.is_decided())
        .and_then(|at| axis.column(at).map(|x| (x, say::time::clock(m, at))));
    if let Some(x) = now {
        gantt::vertical(pen, x, 2, end, symbols::VERTICAL, Role::Act);
    }
    if let Some((x, _)) = &safe {
        gantt::vertical(pen, *x, 2, end, symbols::HEAVY_VERTICAL, Role::Back);
    }
    if let Some(x) = axis.column(clocks.window_end) {
        gantt::vertical(pen, x, 2, end, symbols::DOTTED_VERTICAL, Role::Secondary);
    }
    let ticks = say::axis::ticks(m, axis);
    for (x, _) in &ticks {
        gantt::vertical(pen, *x, 2, end, symbols::LATER, Role::Secondary);
    }
    let now =
        now.map(|x| Label::centred(axis, x, format!("now {}", say::time::clock(m, m.now.at)), Role::Act));
    for label in say::axis::labels(axis, now, safe, ticks) {
        let look = if label.role == Role::Act { Role::Act.bold() } else { label.role.into() };
        pen.put(label.x, 1, &label.text, look);
    }
}

/// Holds with cause and caller.
fn holds(m: &Picture<'_>) -> Line {
    if let Some((since, who, why)) = &m.outlook.clocks.hold {
        let line = Line::of(format!("HELD by {who}"), Role::Attention.bold());
        return line.text(format!(" {}", duration::short(m.now.since(*since)))).dim(format!("  {why}"));
    }
    if m.session.holds.is_empty() {
        return Line::new().dim("Nobody held it so far");
    }
    let each: Vec<_> = m
        .session
        .holds
        .iter()
        .rev()
        .map(|hold| {
            let span = hold.ended.unwrap_or(m.now).since(hold.started);
            let (at, who) = (say::time::clock(m, hold.started.at), hold.who.actor());
            format!("{at} {who}, {} {}", hold.reason, say::time::whole(span))
        })
        .collect();
    Line::new().dim(format!("Held {}: {}", say::time::whole(m.outlook.clocks.held), each.join(" · ")))
}
