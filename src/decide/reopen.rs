//! The re-open gate: after the page went off, every public critical check proves itself within a few minutes.

use chrono::TimeDelta;

use super::scene::Scene;
use super::standing::{Judged, tempo};
use super::{Reopening, Standing, outage, span};
use crate::health::clean_passes;
use crate::journal::{Stamp, Status};
use crate::plan::Via;
use crate::session::CheckHealth;

/// Passes in a row that prove a check.
const PASSES: u32 = 5;
/// Shortest time that is given …
const SHORTEST: TimeDelta = TimeDelta::minutes(3);
/// … or so many intervals of the slowest check.
const INTERVALS: i32 = 7;

/// The gate of the switch that went off last, while checks still have to prove themselves.
pub(crate) fn reopening(scene: &Scene, checks: &[Judged]) -> Option<Reopening> {
    let ended = scene.session.effects.iter().filter(|effect| scene.plan.switch(&effect.source).is_some());
    let effect = ended
        .filter(|effect| effect.closed.is_some())
        .max_by_key(|effect| effect.closed.map(Stamp::order))?;
    let since = effect.closed?;
    let hidden = |check: &str| outage::open_effects(scene).any(|effect| outage::covers(scene, effect, check));
    let concerned: Vec<&Judged> = checks
        .iter()
        .filter(|judged| judged.is_critical() && judged.check.via == Via::Public)
        .filter(|judged| matches!(judged.view.standing, Standing::Real | Standing::Grace))
        .filter(|judged| !hidden(&judged.check.id))
        .collect();
    let waiting_for: Vec<String> = concerned
        .iter()
        .filter(|judged| !is_proven(judged.health, since))
        .map(|judged| judged.check.id.clone())
        .collect();
    if waiting_for.is_empty() {
        return None;
    }
    let tempo = tempo(scene);
    let slowest = concerned.iter().map(|judged| tempo.interval(judged.check)).max().unwrap_or_default();
    let given = slowest.checked_mul(INTERVALS).unwrap_or(SHORTEST).max(SHORTEST);
    Some(Reopening {
        source: effect.source.clone(),
        since,
        until: span::plus(since.at, given),
        failed: scene.now.since(since) >= given,
        waiting_for,
    })
}

/// Five passes in a row since then, as its conductor said or, where another took over meanwhile, as the windows show;
/// where the windows of that time are gone, the check speaks for itself.
fn is_proven(health: Option<&CheckHealth>, since: Stamp) -> bool {
    let Some(health) = health else { return false };
    let after = |stamp: Stamp| stamp.order() >= since.order();
    // What was down behind a page that overran has proved itself by coming up.
    let came_up = health.status == Status::Up && health.before == Some(Status::Down) && after(health.since);
    if came_up || health.proven.is_some_and(after) {
        return true;
    }
    let forgotten = health.windows.len() >= CheckHealth::KEPT;
    if forgotten || clean_passes(health, since) >= PASSES {
        return true;
    }
    let mut run = 0_u32;
    health.windows.iter().filter(|window| window.at.since(since) >= span::seconds(window.seconds)).any(
        |window| {
            run = if window.counts.1 == 0 { run.saturating_add(window.counts.0) } else { 0 };
            run >= PASSES
        },
    )
}
