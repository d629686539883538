//! The rules while rolling back: only the runbook speaks. Triggers met, checks down, votes and failed steps from
//! before that decision no longer count.

use super::{Class, Finding, Known, checks, steps, time};
use crate::decide::Standing;
use crate::decide::rollback_time::Role;
use crate::decide::scene::Item;
use crate::decide::standing::{Judged, needs_steadiness};
use crate::session::StepState;

pub(super) fn find(known: &Known, found: &mut Vec<Finding>) {
    for (n, entry) in known.runbook.entries.iter().enumerate() {
        let Some(item) = known.scene.item(entry.at) else { continue };
        let applies = known.applies(&item.step.id);
        if !applies || item.settled || is_in_a_chain(known, n) {
            continue;
        }
        if let StepState::Failed { reason, .. } = item.state {
            found.push(failed(known, n, entry.role, item, reason));
        } else if item.step.mandatory {
            found.push(steps::open(known.scene, item));
        }
    }
    found.extend(time::unobserved(known));
    found.extend(version(known));
    if known.unobserved.is_none() {
        let open = known.checks.iter().filter(|judged| !judged.view.steady && is_asked(judged));
        found.extend(open.map(|judged| checks::missing_steadiness(known, judged)));
    }
}

/// Whether RESTORED waits for the check: every critical one that counts, also one that somebody else than the approver
/// muted, and one that does not look as it should behind a page.
fn is_asked(judged: &Judged) -> bool {
    let hidden = matches!(
        judged.view.standing,
        Standing::Muted { by_approver: false, .. } | Standing::NotAsExpected(_)
    );
    needs_steadiness(judged) || judged.is_critical() && hidden
}

/// A fallback that failed in its turn speaks through the step whose fallback it is.
fn is_in_a_chain(known: &Known, n: usize) -> bool {
    let failed = known.scene.item(known.runbook.entries.get(n).map_or(usize::MAX, |entry| entry.at));
    failed.is_some_and(|item| matches!(item.state, StepState::Failed { .. }))
        && (0..known.runbook.entries.len())
            .filter(|other| *other != n)
            .any(|other| known.runbook.stand_ins(known.scene, other).contains(&n))
}

fn failed(known: &Known, n: usize, role: Role, item: &Item, reason: &str) -> Finding {
    let id = &item.step.id;
    let text = format!("{id} {} failed: {reason}", item.step.title);
    let cure = format!("{id} done, or its failure accepted");
    if role == Role::Validates {
        return Finding::new(Class::Acting, "validation-failed", id, text).cured_by(cure);
    }
    let last = known
        .runbook
        .stand_in(known.scene, n)
        .and_then(|n| known.scene.item(known.runbook.entries.get(n)?.at));
    match last.filter(|fallback| !matches!(fallback.state, StepState::Failed { .. })) {
        Some(fallback) => {
            let text = format!("{text}; its fallback is {} {}", fallback.step.id, fallback.step.title);
            let cure = format!("{} done", fallback.step.id);
            Finding::new(Class::Wrong, "step-failed", id, text).cured_by(cure)
        }
        None => Finding::new(Class::Acting, "step-failed", id, format!("{text}; no fallback is left"))
            .cured_by(cure),
    }
}

fn version(known: &Known) -> Option<Finding> {
    let proof = known.version.filter(|proof| !proof.is_proven() && !proof.wanted.is_empty())?;
    let text = format!("not every target is back on {}: {}", proof.wanted, proof.words());
    let cure = format!("{} on {}/{}", proof.wanted, proof.of, proof.of);
    Some(Finding::new(Class::Missing, "version-not-live", &proof.wanted, text).cured_by(cure))
}
