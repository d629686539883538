//! What the space bar would do now, for the footer: `start 3.1.b`, `3.1.b done`, `decide START`.

use crate::decide::NextAct;
use crate::journal::Recommendation;
use crate::plan::{Step, StepKind};
use crate::session::{Phase, StepState};
use crate::ui::model::Pane;
use crate::ui::picture::Picture;

/// Its words with the pane in focus; `None` where it does nothing, or what the pane says of it.
pub fn words(m: &Picture<'_>) -> Option<String> {
    match m.ui.focus {
        Pane::Checklist if m.ui.selected.contains_key(&Pane::Checklist) => {
            m.chosen().and_then(|(_, step)| of_step(m, step))
        }
        Pane::Rollback if m.outlook.phase != Phase::RollingBack => None,
        Pane::Rollback if m.ui.selected.contains_key(&Pane::Rollback) => {
            m.meant(Pane::Rollback).and_then(|step| of_step(m, step))
        }
        Pane::Decision => m.outlook.next.as_ref().and_then(|next| decision(m, next.act)),
        Pane::Health | Pane::Triggers => None,
        _ => of_next(m),
    }
}

fn of_next(m: &Picture<'_>) -> Option<String> {
    let next = m.outlook.next.as_ref()?;
    let step = |id: &str| m.session.find_step(&m.plan, id).and_then(|(_, step)| of_step(m, step));
    match m.step_next() {
        Some(id) if next.act != NextAct::Wait => step(id),
        _ => decision(m, next.act),
    }
}

fn of_step(m: &Picture<'_>, step: &Step) -> Option<String> {
    let id = &step.id;
    if step.is_decision() {
        return decision(m, m.outlook.next.as_ref()?.act);
    }
    Some(match m.session.step(id) {
        StepState::Pending if matches!(step.kind, StepKind::Command(_) | StepKind::Http(_)) => {
            format!("open {id}")
        }
        StepState::Pending => format!("start {id}"),
        StepState::Running { .. } => format!("{id} done"),
        StepState::Waiting { .. } => format!("go on with {id}"),
        StepState::Failed { .. } => format!("open {id}"),
        _ => return None,
    })
}

fn decision(m: &Picture<'_>, act: NextAct) -> Option<String> {
    let back = || m.outlook.verdict.as_ref().is_some_and(|v| v.recommendation == Recommendation::Rollback);
    let words = match act {
        NextAct::Start => "decide START",
        NextAct::Decide if back() => "decide ROLLBACK",
        NextAct::Decide => "decide GO",
        NextAct::Poll => "ask the stations",
        NextAct::Resume => "resume",
        NextAct::Close => "close the record",
        NextAct::Step | NextAct::Wait => return None,
    };
    Some(words.to_owned())
}
