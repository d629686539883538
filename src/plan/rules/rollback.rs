//! The rollback runbook: what it undoes, and what comes when it fails.

use std::collections::{HashMap, HashSet};

use super::index::Index;
use crate::plan::parse::cx::Cx;
use crate::plan::types::{Plan, Step};

/// Judges every rollback step.
pub(super) fn judge(cx: &mut Cx<'_>, plan: &Plan) {
    let stages = Index::of_stages(plan);
    let runbook = Index::of_rollback(plan);
    let wanted: HashSet<&str> =
        plan.rollback.iter().filter_map(|step| step.undo.fallback.as_deref()).collect();
    for step in &plan.rollback {
        undoes(cx, &stages, step);
        fallback(cx, &runbook, step);
        unwanted(cx, &wanted, step);
    }
    circles(cx, plan, &runbook);
}

fn undoes(cx: &mut Cx<'_>, stages: &Index<'_>, step: &Step) {
    let subject = format!("step {}", step.id);
    for id in &step.undo.undoes {
        if stages.is_parent(id) {
            let message = format!("rollback step `{}` undoes `{id}`, which has no state of its own", step.id);
            cx.error(cx.place(&subject, "undoes"), "undoes-parent", message, "name its children one by one");
        }
    }
    let idle = step.undo.undoes.is_empty() && !step.undo.validates && !step.undo.only_as_fallback;
    if idle && !cx.says(&subject, "undoes") {
        let message =
            format!("rollback step `{}` undoes nothing, so nothing that ran makes it necessary", step.id);
        let help = "add `undoes` with the steps that make it necessary, or validates = true if it proves the rollback";
        cx.warn(cx.place(&subject, ""), "undoes-nothing", message, help);
    }
}

fn fallback(cx: &mut Cx<'_>, runbook: &Index<'_>, step: &Step) {
    if let Some(other) = after(runbook, step).filter(|other| !other.undo.only_as_fallback) {
        let message = format!("`{}` is the fallback of `{}`, and would run anyway", other.id, step.id);
        let help = format!("write only-as-fallback = true on `{}`", other.id);
        cx.error(cx.place(&format!("step {}", step.id), "fallback"), "bad-fallback", message, help);
    }
}

fn unwanted(cx: &mut Cx<'_>, wanted: &HashSet<&str>, step: &Step) {
    if step.undo.only_as_fallback && !wanted.contains(step.id.as_str()) {
        let message = format!("`{}` runs only as a fallback, and is nobody's", step.id);
        let help = format!("write fallback = \"{}\" on the step that it stands in for", step.id);
        cx.warn(cx.place(&format!("step {}", step.id), "only-as-fallback"), "bad-fallback", message, help);
    }
}

fn after<'p>(runbook: &Index<'p>, step: &Step) -> Option<&'p Step> {
    runbook.step(step.undo.fallback.as_deref()?)
}

/// A fallback that leads back to its own step would never end. Each chain is followed once.
fn circles(cx: &mut Cx<'_>, plan: &Plan, runbook: &Index<'_>) {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (walk, start) in plan.rollback.iter().enumerate() {
        let mut at = Some(start);
        while let Some(step) = at {
            match seen.insert(step.id.as_str(), walk) {
                None => at = after(runbook, step),
                Some(earlier) => {
                    if earlier == walk {
                        let message = format!("the fallback of `{}` leads back to itself", step.id);
                        let place = cx.place(&format!("step {}", step.id), "fallback");
                        cx.error(place, "bad-fallback", message, "let the last fallback have none");
                    }
                    break;
                }
            }
        }
    }
}
