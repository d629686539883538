//! The gate before each next step of a stage: the checks that must be up and steady, and for how long they are not.

use chrono::{DateTime, TimeDelta, Utc};

use super::ready::unmet_gate;
use super::scene::Scene;
use super::standing::Judged;
use super::{CheckView, GateView, Standing, span};
use crate::health::steadiness;
use crate::journal::{Stamp, Status};
use crate::plan::{Gate, Place};
use crate::session::{CheckHealth, StepState};

/// The gates of the stages that are open and not complete.
pub(crate) fn gates(scene: &Scene, checks: &[Judged]) -> Vec<GateView> {
    let open = scene.plan.stages.iter().enumerate().filter(|(index, _)| {
        let stage = scene.progress.stage(*index);
        stage.open && !stage.complete
    });
    let views: Vec<CheckView> = checks.iter().map(|judged| judged.view.clone()).collect();
    open.filter_map(|(index, stage)| stage.gate.as_ref().map(|gate| view(scene, checks, &views, index, gate)))
        .collect()
}

fn view(scene: &Scene, checks: &[Judged], views: &[CheckView], stage: usize, gate: &Gate) -> GateView {
    let unmet = unmet_gate(scene.plan, scene.session, views, Place::Stage(stage));
    let none = GateView { stage, unmet: Vec::new(), unmet_since: None, met_at: None };
    let Some(due) = due_since(scene, stage).filter(|_| !unmet.is_empty()) else {
        return GateView { unmet, ..none };
    };
    let concerned = checks.iter().filter(|judged| gate.checks.contains(&judged.check.id) && counts(judged));
    let looked: Vec<Look> = concerned.map(|judged| look(scene, judged, gate.steady)).collect();
    let unmet_since = looked.iter().filter_map(|look| look.unmet_since).min_by_key(|at| at.order());
    GateView {
        stage,
        met_at: looked.iter().map(|look| look.met_at).max(),
        unmet_since: Some(unmet_since.filter(|unmet| unmet.order() > due.order()).unwrap_or(due)),
        unmet,
    }
}

/// What does not speak now holds up no gate.
fn counts(judged: &Judged) -> bool {
    matches!(
        judged.view.standing,
        Standing::Real | Standing::NotAsExpected(_) | Standing::Muted { by_approver: false, .. }
    )
}

struct Look {
    /// When it last let steps pass, where it does not now.
    unmet_since: Option<Stamp>,
    /// When it will, at the earliest.
    met_at: DateTime<Utc>,
}

fn look(scene: &Scene, judged: &Judged, needed: TimeDelta) -> Look {
    let later = span::plus(scene.now.at, needed);
    let Some(health) = judged.health else { return Look { unmet_since: None, met_at: later } };
    if judged.view.status != Status::Up {
        let since = last_met(health, needed).unwrap_or(health.since);
        return Look { unmet_since: Some(since), met_at: later };
    }
    let steady = steadiness(judged.check, health, judged.interval, scene.now, needed);
    if steady.is_steady || needed.is_zero() {
        return Look { unmet_since: None, met_at: scene.now.at };
    }
    Look { unmet_since: last_met(health, needed), met_at: steady.steady_at.unwrap_or(later) }
}

/// When a clean stretch as long as the gate asks ended last, as far as the windows reach.
fn last_met(health: &CheckHealth, needed: TimeDelta) -> Option<Stamp> {
    let mut clean: Option<Stamp> = None;
    let mut met = None;
    for window in &health.windows {
        if window.counts.0 > 0 && window.counts.1 == 0 {
            let began = *clean.get_or_insert_with(|| window.at.after(-span::seconds(window.seconds)));
            if window.at.since(began) >= needed {
                met = Some(window.at);
            }
        } else {
            clean = None;
        }
    }
    met
}

/// Since when the next step waits for nothing but the gate.
fn due_since(scene: &Scene, stage: usize) -> Option<Stamp> {
    let opened = scene.progress.stage(stage).opened?;
    let ready = scene
        .stages
        .get(stage)?
        .iter()
        .filter_map(|at| scene.item(*at))
        .filter(|item| item.is_work() && *item.state == StepState::Pending && scene.needs_settled(item));
    ready
        .map(|item| {
            let needs = item.needs.iter().filter_map(|need| scene.item(*need)?.state.ended());
            needs.chain([opened]).max_by_key(|stamp| stamp.order()).unwrap_or(opened)
        })
        .min_by_key(|stamp| stamp.order())
}
