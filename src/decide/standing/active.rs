//! Whether a check speaks yet: after the step or stage it names, and not any more from the one that ends it.

use chrono::TimeDelta;

use crate::decide::scene::{Item, Scene};
use crate::journal::Stamp;
use crate::plan::{Check, StageKind};

/// A check that begins to speak is listened to after this time.
pub(crate) const GRACE: TimeDelta = TimeDelta::minutes(3);

/// Whether a check speaks.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Activity {
    /// All the time.
    Always,
    /// Since then; within the first three minutes it is not listened to.
    Since(Stamp),
    /// Not now: "not yet (after 3.1.c)".
    Silent(String),
}

/// A check named for a step speaks from that step's end, for a stage from its opening; it falls silent with the start
/// of what ends it. What waits for the release itself is silent once the release is withdrawn.
pub(crate) fn activity(scene: &Scene, check: &Check) -> Activity {
    if let Some(until) = &check.active_until
        && has_begun(scene, until)
    {
        return Activity::Silent(format!("over (until {until})"));
    }
    let Some(from) = &check.active_from else { return Activity::Always };
    if scene.session.is_withdrawn() && is_of_release(scene, from) {
        return Activity::Silent(format!("not any more (after {from}, which is taken back)"));
    }
    since(scene, from).map_or_else(|| Activity::Silent(format!("not yet (after {from})")), Activity::Since)
}

fn since(scene: &Scene, from: &str) -> Option<Stamp> {
    match scene.find(from) {
        Some(item) => ended(scene, item),
        None => scene.progress.stage(scene.plan.stage(from)?.0).opened,
    }
}

/// When a step was settled; a parent with the last of its children.
fn ended(scene: &Scene, item: &Item) -> Option<Stamp> {
    if !item.settled {
        return None;
    }
    if !item.parent {
        return item.state.ended();
    }
    let below = item.needs.iter().filter_map(|child| scene.item(*child)?.state.ended());
    below.max_by_key(|stamp| stamp.order())
}

fn has_begun(scene: &Scene, id: &str) -> bool {
    match scene.find(id) {
        Some(item) if item.parent => item
            .needs
            .iter()
            .filter_map(|child| scene.item(*child))
            .any(|child| scene.has_started(&child.step.id)),
        Some(item) => scene.has_started(&item.step.id) || item.settled,
        None => scene.plan.stage(id).is_some_and(|(index, _)| scene.progress.stage(index).opened.is_some()),
    }
}

/// Whether the step or stage works on the release, so that a rollback takes it back.
fn is_of_release(scene: &Scene, id: &str) -> bool {
    let kind = match scene.find(id) {
        Some(item) => scene.kind(item).map(|(_, kind)| kind),
        None => scene.plan.stage(id).map(|(_, stage)| stage.kind),
    };
    kind.is_some_and(|kind| kind >= StageKind::Execute && kind != StageKind::NotifyOutcome)
}
