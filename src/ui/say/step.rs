//! A step in words: its symbol, when, how long, what it waits for.

use chrono::TimeDelta;

use super::time;
use crate::decide::{self, Fit, GateView};
use crate::journal::Stamp;
use crate::plan::{Place, Step, StepKind};
use crate::session::{Purpose, StepState};
use crate::text::{clean, duration};
use crate::ui::picture::Picture;
use crate::ui::symbols;
use crate::ui::theme::{Look, Role};
use crate::ui::widget::bar::Bar;
use crate::ui::widget::item::Item;
use crate::ui::widget::line::Line;

/// A step's symbol and its role.
pub fn mark(m: &Picture<'_>, place: Place, step: &Step) -> (&'static str, Look) {
    let back = place == Place::Rollback;
    match m.session.step(&step.id) {
        StepState::Running { .. } | StepState::Waiting { .. } if m.session.closed.is_some() => {
            (symbols::LATER, Role::Secondary.into())
        }
        StepState::Running { .. } if back => (symbols::BACK, Role::Back.bold()),
        StepState::Running { .. } => (symbols::RUN, Role::Strong.into()),
        StepState::Waiting { .. } => (symbols::HOLD, Role::Attention.into()),
        StepState::Done { .. } if step.is_decision() => (symbols::DECISION, Role::Good.into()),
        StepState::Done { .. } => (symbols::DONE, Role::Good.into()),
        StepState::Failed { .. } => (symbols::FAIL, Role::Failure.into()),
        StepState::Accepted { .. } => (symbols::FAIL, Role::Attention.into()),
        StepState::Skipped { .. } | StepState::Waived { .. } | StepState::NotApplicable { .. } => {
            (symbols::SKIPPED, Role::Secondary.into())
        }
        StepState::Pending => pending_mark(m, place, step),
    }
}

fn pending_mark(m: &Picture<'_>, place: Place, step: &Step) -> (&'static str, Look) {
    if m.settled(step) {
        return (if step.is_decision() { symbols::DECISION } else { symbols::DONE }, Role::Good.into());
    }
    if step.is_decision() {
        (symbols::DECISION, Role::Secondary.into())
    } else if step.kind == StepKind::HoldPoint {
        (symbols::HOLD, Role::Secondary.into())
    } else if is_ready(m, place, step) {
        (symbols::READY, Role::Text.into())
    } else if is_next(m, place, step) {
        (symbols::HOLD, Role::Attention.into())
    } else {
        (symbols::LATER, Role::Secondary.into())
    }
}

/// The ids that must be settled before the step, and are not.
fn missing(m: &Picture<'_>, place: Place, step: &Step) -> Vec<String> {
    decide::waits_for(&m.plan, &m.session, place, step).into_iter().map(|other| other.id.clone()).collect()
}

/// Whether its stage takes work.
fn is_open(m: &Picture<'_>, place: Place) -> bool {
    let open = match place {
        Place::Stage(index) => m.progress.stage(index).open,
        Place::Rollback => m.is_rolling_back(),
    };
    open && m.session.closed.is_none()
}

/// Whether somebody may begin it now, as far as order and gates go.
pub fn is_ready(m: &Picture<'_>, place: Place, step: &Step) -> bool {
    is_next(m, place, step) && unmet_gate(m, place).is_none() && m.outlook.clocks.hold.is_none()
}

/// Whether its turn has come, as far as order goes.
fn is_next(m: &Picture<'_>, place: Place, step: &Step) -> bool {
    is_open(m, place) && !step.is_auto() && missing(m, place, step).is_empty()
}

/// The gate that keeps the stage's next step waiting, where it is not met.
fn unmet_gate<'a>(m: &'a Picture<'_>, place: Place) -> Option<&'a GateView> {
    let Place::Stage(index) = place else { return None };
    m.outlook.gates.iter().find(|gate| gate.stage == index && !gate.unmet.is_empty())
}

/// Cells that a row has for when a step is done, beside how long it takes.
const TIMES: usize = 18;

/// `gate: payments-api`: the checks that a gate waits for.
fn gate_words(gate: &GateView) -> String {
    let checks: Vec<&str> = gate.unmet.iter().filter_map(|text| text.split([' ', ':']).next()).collect();
    format!("gate: {}", checks.join(", "))
}

/// The same beside the title, where the step waits for nothing else and its column has no room for it.
fn gate_tag(m: &Picture<'_>, place: Place, step: &Step) -> Line {
    let pending = *m.session.step(&step.id) == StepState::Pending && !m.settled(step);
    let gate = unmet_gate(m, place).filter(|_| pending && is_next(m, place, step));
    match gate.map(gate_words).filter(|words| clean::width(words) > TIMES) {
        Some(words) => Line::of(format!("  {words}"), Role::Attention),
        None => Line::new(),
    }
}

/// When: `01:31→01:34`, `02:04→`, `~02:19`, `ready`, `needs 1.2`, `waived zoe`.
pub fn when(m: &Picture<'_>, place: Place, step: &Step) -> Line {
    let clock = |stamp: &Stamp| time::clock(m, stamp.at);
    match m.session.step(&step.id) {
        StepState::Running { .. } | StepState::Waiting { .. } if m.session.closed.is_some() => {
            Line::new().dim("open")
        }
        StepState::Running { started, .. } => Line::new().text(format!("{}→", clock(started))),
        StepState::Waiting { started, since, .. } => {
            let waits = duration::short(m.now.since(*since));
            Line::new().text(format!("{}→ ", clock(started))).add(format!("waits {waits}"), Role::Attention)
        }
        StepState::Done { started, ended, .. } => done(m, step, *started, *ended),
        StepState::Failed { ended, .. } => Line::of(format!("failed {}", clock(ended)), Role::Failure),
        StepState::Accepted { ended, who, .. } => {
            Line::of(format!("accepted {} {}", who.actor(), clock(ended)), Role::Attention)
        }
        StepState::Skipped { who, .. } => Line::new().dim(format!("skipped {}", who.actor())),
        StepState::Waived { who, .. } => Line::of(format!("waived {}", who.actor()), Role::Attention),
        StepState::NotApplicable { .. } => Line::new().dim("not needed"),
        StepState::Pending => pending(m, place, step),
    }
}

/// A stated time stands in place of the recorded one, marked.
fn done(m: &Picture<'_>, step: &Step, started: Stamp, ended: Stamp) -> Line {
    let stated = m.session.record(&step.id).map(|record| record.stated).unwrap_or_default();
    let from = time::clock(m, stated.0.unwrap_or(started.at));
    let to = time::clock(m, stated.1.unwrap_or(ended.at));
    let line = Line::new().text(if from == to { to } else { format!("{from}→{to}") });
    if stated == (None, None) { line } else { line.dim(" stated") }
}

fn pending(m: &Picture<'_>, place: Place, step: &Step) -> Line {
    if m.settled(step) {
        return Line::new();
    }
    let forecast = m.outlook.forecast.steps.get(&step.id);
    let fit = match forecast.and_then(|forecast| forecast.fit) {
        Some(Fit::Tight) => Line::of(" ! tight", Role::Attention),
        Some(Fit::DoesNotFit) => Line::of(" ✗ no fit", Role::Failure),
        Some(Fit::Fits) | None => Line::new(),
    };
    if m.session.closed.is_some() {
        return Line::new().dim("open");
    }
    let open = is_open(m, place);
    let missing = missing(m, place, step);
    if open && step.needs.is_some() && !missing.is_empty() {
        return Line::new().text(format!("needs {}", missing.join(", "))).join(fit);
    }
    if is_ready(m, place, step) && !step.is_decision() && step.kind != StepKind::HoldPoint {
        return Line::new().text("ready").join(fit);
    }
    if is_next(m, place, step) && !step.is_decision() {
        let word = match unmet_gate(m, place).map(gate_words) {
            Some(words) if clean::width(&words) <= TIMES => words,
            Some(_) => "waits for gate".to_owned(),
            None => "held".to_owned(),
        };
        return Line::of(word, Role::Attention);
    }
    let runbook = m.outlook.runbook.iter().find(|entry| entry.id == step.id).and_then(|entry| entry.start);
    match forecast.map(|forecast| forecast.start).or(runbook) {
        Some(at) => Line::new().text(format!("~{}", time::clock(m, at))).join(fit),
        None => Line::new(),
    }
}

/// Time worked so far; `None` before the start.
pub fn elapsed(m: &Picture<'_>, step: &Step) -> Option<TimeDelta> {
    // What a closed record left open is not worked on in it any more.
    let until = m.session.closed.as_ref().map_or(m.now, |(closed, _)| *closed);
    m.session.worked(&step.id, until)
}

/// Late by the rule of every view: past its plan, and by two minutes at least.
pub fn is_late(step: &Step, elapsed: TimeDelta) -> bool {
    step.planned > TimeDelta::zero() && elapsed - step.planned >= TimeDelta::minutes(2)
}

/// How long: the time worked, else the plan's.
pub fn how_long(m: &Picture<'_>, step: &Step) -> Line {
    match (m.session.step(&step.id), elapsed(m, step)) {
        (StepState::Running { .. }, Some(span)) => {
            let role = if is_late(step, span) { Role::Attention } else { Role::Text };
            Line::of(duration::short(span), role.bold())
        }
        (StepState::Waiting { .. }, Some(span)) => Line::new().text(duration::short(span)),
        (_, Some(span)) if span > TimeDelta::zero() => Line::new().text(duration::short(span)),
        (state, _) if state.is_settled() || step.planned <= TimeDelta::zero() => Line::new(),
        _ => Line::new().dim(duration::minutes(step.planned)),
    }
}

/// What else is to be known of it: irreversible, unplanned, its kind, the evidence it must bring.
pub fn tags(m: &Picture<'_>, step: &Step) -> Line {
    let mut tags = Vec::new();
    if let Some(added) = m.session.added.iter().find(|added| added.step.id == step.id) {
        tags.push(match added.purpose {
            Purpose::Work => "unplanned",
            Purpose::Condition { .. } => "condition",
            Purpose::Investigation | Purpose::CorrectiveActions => "to close",
            Purpose::CorrectiveAction => "corrective action",
        });
    }
    if !step.mandatory {
        tags.push("optional");
    }
    if !matches!(step.kind, StepKind::Manual | StepKind::Decision) {
        tags.push(step.kind.name());
    }
    let wanted = step.evidence != crate::plan::Evidence::None && !m.session.step(&step.id).is_settled();
    if wanted {
        tags.push(step.evidence.name());
    }
    let irreversible = if step.irreversible && !m.session.step(&step.id).is_settled() {
        Line::of("  irreversible", Role::Attention)
    } else {
        Line::new()
    };
    if tags.is_empty() { irreversible } else { irreversible.dim(format!("  {}", tags.join(" · "))) }
}

/// The look of a step's title.
pub fn title_look(m: &Picture<'_>, step: &Step) -> Look {
    match m.session.step(&step.id) {
        StepState::Running { .. } | StepState::Waiting { .. } => Role::Strong.into(),
        StepState::Failed { .. } => Role::Failure.into(),
        StepState::Skipped { .. } | StepState::NotApplicable { .. } | StepState::Waived { .. } => {
            Role::Secondary.into()
        }
        _ => Role::Text.into(),
    }
}

/// The step as a row of a list.
pub fn item<'a>(m: &'a Picture<'_>, place: Place, step: &'a Step) -> Item<'a> {
    let look = title_look(m, step);
    Item {
        mark: mark(m, place, step),
        id: &step.id,
        look,
        title: Line::of(step.title.as_str(), look),
        tags: tags(m, step).join(gate_tag(m, place, step)),
        person: m.session.owner(step).unwrap_or_default(),
        times: when(m, place, step),
        figure: how_long(m, step),
    }
}

/// Under a running step: its bar, and its time as a multiple of the plan; `None` where there is nothing to show.
pub fn progress(m: &Picture<'_>, place: Place, step: &Step) -> Option<(Bar, Line)> {
    let state = m.session.step(&step.id);
    let worked = elapsed(m, step).filter(|_| state.is_under_way())?;
    let note = match state {
        StepState::Waiting { reason, .. } => format!("waits: {reason}"),
        _ => m
            .session
            .record(&step.id)
            .and_then(|record| record.notes.last())
            .map(|(_, _, note)| note.clone())
            .unwrap_or_default(),
    };
    // On time and without a remark, the time on the right says it all.
    if note.is_empty() && !is_late(step, worked) {
        return None;
    }
    let role = if place == Place::Rollback { Role::Back } else { Role::Strong };
    let planned = seconds(step.planned);
    let bar = Bar::of(seconds(worked), planned, role);
    let mut words = Vec::new();
    if step.planned > TimeDelta::zero() {
        let times = seconds(worked) / planned;
        let times = if times >= 1.05 { format!("{times:.1}x the ") } else { "of ".to_owned() };
        words.push(format!("{times}{} planned", duration::minutes(step.planned)));
    }
    if !note.is_empty() {
        words.push(note);
    }
    (!words.is_empty()).then(|| (bar, Line::new().dim(words.join(" · "))))
}

fn seconds(span: TimeDelta) -> f64 {
    f64::from(i32::try_from(span.num_seconds()).unwrap_or(i32::MAX))
}
