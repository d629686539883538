//! Keys of a step that contradict each other or say nothing, and parents with their children.

use std::collections::HashSet;

use super::index::{Index, undone};
use crate::plan::parse::cx::{Cx, Span};
use crate::plan::types::{Evidence, OnFailure, Plan, Stage, StageKind, Step, StepKind};

/// Judges every step by itself.
pub(super) fn judge(cx: &mut Cx<'_>, plan: &Plan) {
    let undone = undone(plan);
    for stage in &plan.stages {
        stage.steps.iter().for_each(|step| in_stage(cx, &undone, stage, step));
    }
    for step in &plan.rollback {
        says_nothing(cx, step);
        if step.irreversible {
            let message = format!("rollback step `{}` cannot be irreversible: it is the way back", step.id);
            cx.error(
                at(cx, step, "irreversible"),
                "misplaced",
                message,
                "take it out; if it restores data, write restores-data = true",
            );
        }
    }
    parents(cx, plan);
}

fn at(cx: &Cx<'_>, step: &Step, key: &str) -> Span {
    cx.place(&format!("step {}", step.id), key)
}

fn in_stage(cx: &mut Cx<'_>, undone: &HashSet<&str>, stage: &Stage, step: &Step) {
    says_nothing(cx, step);
    if step.irreversible && step.barrier.is_empty() {
        let message = format!(
            "step `{}` is irreversible and names no `barrier`: no check would have to be up before it",
            step.id
        );
        cx.warn(
            at(cx, step, "irreversible"),
            "no-barrier",
            message,
            "add `barrier` with the checks that must be up",
        );
    }
    if step.irreversible && undone.contains(step.id.as_str()) {
        let message = format!("step `{}` is irreversible, and a rollback step undoes it", step.id);
        cx.warn(at(cx, step, "irreversible"), "contradiction", message, "keep one of the two");
    }
    if step.on_failure == OnFailure::Rollback && stage.kind != StageKind::Validate {
        let message = format!(
            "`on-failure = \"rollback\"` of step `{}` has no effect outside a validate stage",
            step.id
        );
        cx.warn(
            at(cx, step, "on-failure"),
            "no-effect",
            message,
            "take it out; a failed step elsewhere asks for a hold",
        );
    }
}

/// Keys that have no effect on this step.
fn says_nothing(cx: &mut Cx<'_>, step: &Step) {
    let mut useless = |key: &str, without: &str| {
        if cx.says(&format!("step {}", step.id), key) {
            let message = format!("`{key}` of step `{}` has no effect without {without}", step.id);
            cx.warn(at(cx, step, key), "no-effect", message, format!("add {without}, or take it out"));
        }
    };
    if !step.irreversible {
        useless("barrier", "`irreversible = true`");
    }
    if step.evidence == Evidence::None {
        useless("max-age", "`evidence`");
    }
    if !matches!(step.kind, StepKind::Command(_) | StepKind::Http(_)) {
        useless("timeout", "`command` or `http`");
        useless("retry", "`command` or `http`");
    }
}

/// A parent has no state of its own: what it says of doing is never done.
fn parents(cx: &mut Cx<'_>, plan: &Plan) {
    let index = Index::of_stages(plan);
    let homes: Vec<usize> = plan
        .stages
        .iter()
        .enumerate()
        .flat_map(|(home, stage)| stage.steps.iter().map(move |_| home))
        .collect();
    for (place, step) in index.steps.iter().enumerate() {
        let Some(first) = index.children(&step.id).first().and_then(|at| index.steps.get(*at)) else {
            continue;
        };
        parent(cx, step, &first.id);
        let elsewhere = index.children(&step.id).iter().find(|at| homes.get(**at) != homes.get(place));
        if let Some(child) = elsewhere.and_then(|at| index.steps.get(*at)) {
            let message = format!(
                "step `{}` is a child of `{}` by its id, and stands in another stage",
                child.id, step.id
            );
            cx.error(at(cx, child, "id"), "misplaced", message, "move it there, or give it another id");
        }
    }
}

fn parent(cx: &mut Cx<'_>, step: &Step, child: &str) {
    if step.kind != StepKind::Manual {
        let message = format!(
            "step `{}` is done when its children (`{child}` …) are, so its `{}` never is",
            step.id,
            step.kind.name()
        );
        let help = "give that a child step of its own";
        cx.error(at(cx, step, step.kind.name()), "misplaced", message, help);
    }
}
