//! Rule `version-not-live`: after execute every target reports the new version. A target is given the time of two
//! probes to do so, in which it is only missing.

use super::{Class, Finding, Known};
use crate::decide::version::reads;
use crate::plan::StageKind;
use crate::session::Phase;

pub(super) fn find(known: &Known, found: &mut Vec<Finding>) {
    let scene = known.scene;
    let Some(proof) = known.version else { return };
    let after_execute = match scene.phase {
        Phase::Deploying | Phase::Deciding => scene.progress.complete(scene.plan, StageKind::Execute),
        Phase::Stabilising => true,
        _ => false,
    };
    if proof.is_proven() || proof.wanted.is_empty() || known.unobserved.is_some() {
        return;
    }
    let version = &scene.plan.release.version;
    if !after_execute {
        if scene.phase == Phase::Deploying {
            let text = format!("{version} live on every target, {} of {} so far", proof.on_wanted, proof.of);
            found.push(Finding::new(Class::ToCome, "version-not-live", version, text));
        }
        return;
    }
    let class = if is_fresh(known) { Class::Missing } else { Class::Wrong };
    let text = format!("not every target runs {version}: {}", proof.words());
    let cure = format!("{version} on {}/{}", proof.of, proof.of);
    found.push(Finding::new(class, "version-not-live", version, text).cured_by(cure));
}

/// Execute ended so recently that no probe can have seen it everywhere.
fn is_fresh(known: &Known) -> bool {
    let scene = known.scene;
    let ended =
        scene.of_kind(StageKind::Execute).filter_map(|item| item.state.ended()).max_by_key(|at| at.order());
    let interval = known.checks.iter().filter(|judged| reads(judged)).map(|judged| judged.interval).max();
    ended
        .zip(interval)
        .is_some_and(|(ended, interval)| scene.now.since(ended) < interval.checked_mul(2).unwrap_or(interval))
}
