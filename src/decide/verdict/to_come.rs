//! What is not due yet: the open steps of the stages to come, one row a stage.

use super::{Class, Finding, Known, steps};
use crate::decide::scene::Item;
use crate::plan::StageKind;
use crate::session::Phase;

pub(super) fn find(known: &Known, found: &mut Vec<Finding>) {
    let scene = known.scene;
    let last = match scene.phase {
        Phase::Preparing | Phase::Deploying => StageKind::Validate,
        Phase::Deciding | Phase::Stabilising => StageKind::Stabilise,
        _ => return,
    };
    for (index, stage) in scene.plan.stages.iter().enumerate().filter(|(_, stage)| stage.kind <= last) {
        if scene.progress.stage(index).not_applicable {
            continue;
        }
        let items = || scene.stages.get(index).into_iter().flatten().filter_map(|at| scene.item(*at));
        let mandatory = |item: &&Item| item.is_work() && item.step.mandatory;
        let open: Vec<&Item> =
            items().filter(mandatory).filter(|item| !item.settled && !steps::is_due(scene, item)).collect();
        let Some(first) = open.first() else { continue };
        let who = scene.session.owner(first.step).map_or_else(String::new, |owner| format!(", {owner}"));
        let of = items().filter(mandatory).count();
        let text = format!(
            "{} of {of} steps of {} open, next {} {}{who}",
            open.len(),
            stage.title,
            first.step.id,
            first.step.title
        );
        found.push(Finding::new(Class::ToCome, "step-open", &first.step.id, text));
    }
}
