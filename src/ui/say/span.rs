//! The bars of stages and steps over time: what happened, what was held, what is expected.

use chrono::{DateTime, TimeDelta, Utc};

use super::stage;
use crate::journal::DecisionKind;
use crate::plan::{StageKind, Step};
use crate::session::StepState;
use crate::ui::picture::Picture;
use crate::ui::widget::gantt::{Body, Span};

/// The parts of a stage's bar.
pub fn stage(m: &Picture<'_>, index: usize) -> Vec<Span> {
    let Some(stage) = m.plan.stages.get(index) else { return Vec::new() };
    let mut spans = Vec::new();
    for step in stage::steps(m, stage) {
        spans.extend(step_past(m, step));
    }
    let mut spans = merged(spans);
    spans.extend(held(m, &spans));
    let over = matches!(stage::standing(m, index), stage::Standing::Done | stage::Standing::NotApplicable);
    if let Some(expected) = m.outlook.forecast.stages.get(index).filter(|_| !over) {
        spans.extend(future(m, expected.start, expected.end));
    }
    if stage.kind == StageKind::Stabilise && m.session.went_live() && spans.is_empty() {
        let begun = m.session.decision(DecisionKind::Go).map(|decision| decision.at.at);
        spans.extend(begun.map(|from| Span { from, to: m.now.at, body: Body::Running }));
    }
    spans
}

/// The parts of one step's bar.
pub fn step(m: &Picture<'_>, step: &Step) -> Vec<Span> {
    let mut spans: Vec<_> = step_past(m, step);
    spans.extend(held(m, &spans));
    if let Some(expected) = m.outlook.forecast.steps.get(&step.id).filter(|_| !m.settled(step)) {
        spans.extend(future(m, Some(expected.start), Some(expected.end)));
    }
    spans
}

/// The parts of the rollback's bar.
pub fn rollback(m: &Picture<'_>) -> Vec<Span> {
    let mut spans: Vec<Span> = merged(m.plan.rollback.iter().flat_map(|step| step_past(m, step)).collect())
        .into_iter()
        .map(|span| match span.body {
            Body::Failed => span,
            _ => Span { body: Body::Back, ..span },
        })
        .collect();
    let begun = m.session.decision(DecisionKind::Rollback).map(|decision| decision.at.at);
    let back = m.outlook.clocks.restored_about.filter(|_| m.session.rollback_completed.is_none());
    if let (Some(begun), Some(back)) = (begun, back) {
        spans.push(Span { from: m.now.at.max(begun), to: back, body: Body::BackForecast });
    }
    spans
}

fn step_past(m: &Picture<'_>, step: &Step) -> Vec<Span> {
    let state = m.session.step(&step.id);
    let Some(from) = state.started().map(|stamp| stamp.at) else { return Vec::new() };
    let to = state.ended().map_or(m.now.at, |stamp| stamp.at).max(from);
    let span = |from, to, body| Span { from, to, body };
    match state {
        StepState::Failed { .. } => vec![span(from, to, Body::Failed)],
        StepState::Running { .. } | StepState::Waiting { .. } => {
            let due = from + step.planned + m.session.idle(&step.id, m.now);
            if step.planned > TimeDelta::zero() && due < to {
                vec![span(from, due.max(from), Body::Running), span(due.max(from), to, Body::Late)]
            } else {
                vec![span(from, to, Body::Running)]
            }
        }
        _ => vec![span(from, to, Body::Done)],
    }
}

/// Parts that follow one another without a gap become one, so that a stage is one bar; a stage in which somebody works
/// is running from its beginning.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|span| (span.from, span.to));
    if spans.iter().any(|span| matches!(span.body, Body::Running | Body::Late)) {
        for span in spans.iter_mut().filter(|span| span.body == Body::Done) {
            span.body = Body::Running;
        }
    }
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        match out.last_mut() {
            Some(last) if last.body == span.body => last.to = last.to.max(span.to),
            _ => out.push(span),
        }
    }
    out
}

/// Holds cut the blocks they fall into.
fn held(m: &Picture<'_>, spans: &[Span]) -> Vec<Span> {
    let holds =
        m.session.holds.iter().map(|hold| (hold.started.at, hold.ended.map_or(m.now.at, |end| end.at)));
    holds
        .flat_map(|(from, to)| {
            spans.iter().filter_map(move |span| {
                let (from, to) = (from.max(span.from), to.min(span.to));
                (from < to).then_some(Span { from, to, body: Body::Hold })
            })
        })
        .collect()
}

fn future(m: &Picture<'_>, from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>>) -> Option<Span> {
    let (from, to) = (from?.max(m.now.at), to?);
    (to >= from).then_some(Span { from, to, body: Body::Forecast })
}
