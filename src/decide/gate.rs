//! The gate before each next step of a stage: the checks that must be up and steady, and for how long they are not.

use chrono::{DateTime, TimeDelta, Utc};

use super::scene::Scene;
use super::standing::Judged;
use super::{GateView, Standing, span};
use crate::health::steadiness;
use crate::journal::{Stamp, Status};
use crate::plan::Gate;
use crate::session::{CheckHealth, StepState};
use crate::text::duration;

/// The gates of the stages that are open and not complete.
pub(crate) fn gates(scene: &Scene, checks: &[Judged]) -> Vec<GateView> {
    let open = scene.plan.stages.iter().enumerate().filter(|(index, _)| {
        let stage = scene.progress.stage(*index);
        stage.open && !stage.complete
    });
    open.filter_map(|(index, stage)| stage.gate.as_ref().map(|gate| view(scene, checks, index, gate)))
        .collect()
}

fn view(scene: &Scene, checks: &[Judged], stage: usize, gate: &Gate) -> GateView {
    let concerned: Vec<&Judged> =
        checks.iter().filter(|judged| gate.checks.contains(&judged.check.id) && counts(judged)).collect();
    let looked: Vec<(&Judged, Look)> =
        concerned.into_iter().map(|judged| (judged, look(scene, judged, gate.steady))).collect();
    let unmet: Vec<String> = looked
        .iter()
        .filter_map(|(judged, look)| look.why.as_ref().map(|why| format!("{} {why}", judged.check.id)))
        .collect();
    let due = due_since(scene, stage);
    let unmet_since = looked
        .iter()
        .filter(|(_, look)| look.why.is_some())
        .filter_map(|(_, look)| look.unmet_since)
        .min_by_key(|at| at.at);
    let since = match (due, unmet_since) {
        (Some(due), Some(unmet)) => Some(if unmet.at > due.at { unmet } else { due }),
        (due, None) => due,
        (None, _) => None,
    };
    GateView {
        stage,
        met_at: looked.iter().filter(|(_, look)| look.why.is_some()).map(|(_, look)| look.met_at).max(),
        unmet_since: since.filter(|_| !unmet.is_empty()),
        unmet,
    }
}

/// Expected effects, mutes of the approver, marks as external and what is not active hold up no gate.
fn counts(judged: &Judged) -> bool {
    match &judged.view.standing {
        Standing::Real | Standing::Grace | Standing::NotAsExpected(_) => true,
        Standing::Muted { by_approver, .. } => !by_approver,
        Standing::NotActive(_)
        | Standing::Expected { .. }
        | Standing::External { .. }
        | Standing::NotPolled(_) => false,
    }
}

struct Look {
    /// Why the check does not let the next step pass.
    why: Option<String>,
    unmet_since: Option<Stamp>,
    met_at: DateTime<Utc>,
}

fn look(scene: &Scene, judged: &Judged, needed: TimeDelta) -> Look {
    let from_now = |span: TimeDelta| span::plus(scene.now.at, span);
    let bad = |why: String, since| Look { why: Some(why), unmet_since: since, met_at: from_now(needed) };
    let Some(health) = judged.health else { return bad("is not judged yet".to_owned(), None) };
    match judged.view.status {
        Status::Up if needed.is_zero() => Look { why: None, unmet_since: None, met_at: scene.now.at },
        Status::Up => {
            let steady = steadiness(judged.check, health, judged.interval, scene.now, needed);
            let met_at = steady.steady_at.unwrap_or_else(|| from_now(needed));
            let why = (!steady.is_steady).then(|| {
                let (so_far, needed) = (duration::short(steady.for_so_long), duration::minutes(needed));
                format!("is steady for {so_far} of {needed}")
            });
            Look { why, unmet_since: last_met(health, needed), met_at }
        }
        status => bad(
            format!("is {}", super::standing::word(status)),
            last_met(health, needed).or(Some(health.since)),
        ),
    }
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
            needs.chain([opened]).max_by_key(|stamp| stamp.at).unwrap_or(opened)
        })
        .min_by_key(|stamp| stamp.at)
}
