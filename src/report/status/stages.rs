//! The steps, the stations and the checks of the status, a line a stage; every line still to be cleaned.

use crate::decide::{CheckView, Outlook, Standing, StationView};
use crate::journal::{Answer, DecisionKind, Status};
use crate::plan::{Plan, Step};
use crate::session::{Session, StepState};

/// Adds the lines.
pub(super) fn lines(plan: &Plan, session: &Session, outlook: &Outlook, lines: &mut Vec<String>) {
    let mut label = "stages";
    for stage in &plan.stages {
        let steps: Vec<&Step> = session.steps_of(stage).filter(|step| !plan.is_parent(&step.id)).collect();
        lines.push(line(label, plan, session, &stage.title, &steps));
        label = "";
    }
    if session.decision(DecisionKind::Rollback).is_some() {
        let is_meant =
            |step: &&Step| outlook.runbook.iter().any(|meant| meant.id == step.id && meant.applies);
        let steps: Vec<&Step> = plan.rollback.iter().filter(is_meant).collect();
        lines.push(line("runbook", plan, session, "Rollback", &steps));
    }
    stations(outlook, lines);
    checks(outlook, lines);
}

/// "3/7  Execute: 3.1.b running (sam), 3.2 failed (lee)". What a decision made pointless is not done.
fn line(label: &str, plan: &Plan, session: &Session, title: &str, steps: &[&Step]) -> String {
    let pointless = |step: &&&Step| matches!(session.step(&step.id), StepState::NotApplicable { .. });
    let dropped = steps.iter().filter(pointless).count();
    let settled = steps.iter().filter(|step| session.is_settled(plan, step)).count().saturating_sub(dropped);
    let open: Vec<String> = steps.iter().filter_map(|step| told(session, step)).collect();
    let open = if open.is_empty() { String::new() } else { format!(": {}", open.join(", ")) };
    let count = format!("{settled}/{}", steps.len());
    let dropped = if dropped > 0 { format!(", {dropped} not applicable") } else { String::new() };
    format!("{label:<10}{count:<6}{title}{dropped}{open}")
}

/// A step that somebody is at, or that failed.
fn told(session: &Session, step: &Step) -> Option<String> {
    let state = session.step(&step.id);
    let is =
        matches!(state, StepState::Running { .. } | StepState::Waiting { .. } | StepState::Failed { .. });
    let owner = session.owner(step).map_or_else(String::new, |owner| format!(" ({owner})"));
    is.then(|| format!("{} {}{owner}", step.id, state.word()))
}

fn stations(outlook: &Outlook, lines: &mut Vec<String>) {
    let answers: Vec<String> = outlook.stations.iter().map(station).collect();
    if !answers.is_empty() {
        lines.push(format!("stations  {}", answers.join(" · ")));
    }
}

/// "lead GO (mia)", "on-call open".
fn station(station: &StationView) -> String {
    let answer = match (station.answer, &station.open_condition) {
        (_, Some(step)) => format!("CONDITIONS, {step} open"),
        (Some(Answer::Go), None) => "GO".to_owned(),
        (Some(Answer::NoGo), None) => "NO-GO".to_owned(),
        (Some(Answer::Conditions), None) => "CONDITIONS".to_owned(),
        (None, None) => return format!("{} open", station.id),
    };
    let by = station.by.as_ref().map_or_else(String::new, |(by, _)| format!(" ({by})"));
    let stale = if station.fresh { "" } else { ", no longer fresh" };
    format!("{} {answer}{by}{stale}", station.id)
}

/// "8 up, 1 down, 2 not judged yet".
fn checks(outlook: &Outlook, lines: &mut Vec<String>) {
    let words = [
        (Status::Up, "up"),
        (Status::Degraded, "slow"),
        (Status::Down, "down"),
        (Status::Unknown, "unknown"),
        (Status::Unjudged, "not judged yet"),
    ];
    let polled = || outlook.checks.iter().filter(|view| !matches!(view.standing, Standing::NotPolled(_)));
    let expected = |view: &&CheckView| matches!(view.standing, Standing::Expected { .. });
    let said = |n: usize, word: &str| (n > 0).then(|| format!("{n} {word}"));
    let counted = |(status, word): (Status, &str)| {
        said(polled().filter(|view| view.status == status && !expected(view)).count(), word)
    };
    let covered = said(polled().filter(expected).count(), "expected down");
    let counts: Vec<String> = words.into_iter().filter_map(counted).chain(covered).collect();
    if !counts.is_empty() {
        lines.push(format!("checks    {}", counts.join(", ")));
    }
}
