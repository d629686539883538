//! `needs`: without circles, and never of a later stage.

use std::collections::HashMap;

use super::index::Index;
use crate::plan::parse::cx::Cx;
use crate::plan::types::{Order, Plan, Step};

/// Judges what waits for what.
pub(super) fn judge(cx: &mut Cx<'_>, plan: &Plan) {
    forward(cx, plan);
    let stages = Index::of_stages(plan);
    let mut waits = Vec::new();
    for stage in &plan.stages {
        waits.extend(waits_in(&stage.steps, stage.order, &stages));
    }
    circles(cx, &stages.steps, &waits);
    let runbook = Index::of_rollback(plan);
    circles(cx, &runbook.steps, &waits_in(&plan.rollback, Order::Sequence, &runbook));
}

fn forward(cx: &mut Cx<'_>, plan: &Plan) {
    let homes: HashMap<&str, usize> = (plan.stages.iter().enumerate())
        .flat_map(|(place, stage)| stage.steps.iter().map(move |step| (step.id.as_str(), place)))
        .collect();
    for (place, stage) in plan.stages.iter().enumerate() {
        for step in &stage.steps {
            for need in step.needs.iter().flatten() {
                if homes.get(need.as_str()).is_some_and(|other| *other > place) {
                    let message = format!("step `{}` needs `{need}`, which stands in a later stage", step.id);
                    let help = "a stage opens only when the one before it is complete: move one of the two";
                    cx.error(cx.place(&format!("step {}", step.id), "needs"), "needs-forward", message, help);
                }
            }
        }
    }
}

/// In a sequence a step without `needs` waits for all before it; parents, decisions, steps kept by golive and those that only
/// stand by hold nothing up. Edges are kept few: what an earlier step of the chain waits for is not repeated.
fn waits_in(steps: &[Step], order: Order, index: &Index<'_>) -> Vec<Vec<usize>> {
    let mut before: Vec<usize> = Vec::new();
    let mut waits = Vec::new();
    for step in steps {
        let counts = !step.is_auto()
            && !step.is_decision()
            && !step.undo.only_as_fallback
            && !index.is_parent(&step.id);
        let mut on: Vec<usize> = step.needs.iter().flatten().flat_map(|need| index.meant(need)).collect();
        if step.needs.is_none() && order == Order::Sequence && counts {
            on.append(&mut before);
        }
        waits.push(on);
        if counts {
            before.extend(index.place(&step.id));
        }
    }
    waits
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    Open,
    Closed,
}

/// Every circle once, at the step that closes it. Without recursion: a plan may have thousands of steps in a row.
fn circles(cx: &mut Cx<'_>, steps: &[&Step], waits: &[Vec<usize>]) {
    let mut marks = vec![Mark::New; steps.len()];
    for root in 0..steps.len() {
        let mut path: Vec<(usize, usize)> = vec![(root, 0)];
        while let Some((at, next)) = path.pop() {
            if next == 0 {
                if marks.get(at) != Some(&Mark::New) {
                    continue;
                }
                set(&mut marks, at, Mark::Open);
            }
            let Some(other) = waits.get(at).and_then(|on| on.get(next)).copied() else {
                set(&mut marks, at, Mark::Closed);
                continue;
            };
            path.push((at, next + 1));
            match marks.get(other) {
                Some(Mark::New) => path.push((other, 0)),
                Some(Mark::Open) => report(cx, steps, &path, other),
                _ => {}
            }
        }
    }
}

fn set(marks: &mut [Mark], at: usize, mark: Mark) {
    if let Some(slot) = marks.get_mut(at) {
        *slot = mark;
    }
}

fn report(cx: &mut Cx<'_>, steps: &[&Step], path: &[(usize, usize)], start: usize) {
    let circle = path.iter().map(|(at, _)| *at).skip_while(|at| *at != start);
    let ids: Vec<&str> = circle.filter_map(|at| steps.get(at)).map(|step| step.id.as_str()).collect();
    let Some(first) = ids.first() else { return };
    let shown: Vec<String> = ids.iter().take(6).chain([first]).map(|id| format!("`{id}`")).collect();
    let with_needs = ids.iter().find(|id| cx.says(&format!("step {id}"), "needs")).unwrap_or(first);
    let message = format!("steps wait for each other for ever: {}", shown.join(" needs "));
    let help =
        "take one of these `needs` out; in a sequence a step without `needs` waits for the one before it";
    cx.error(cx.place(&format!("step {with_needs}"), "needs"), "needs-circle", message, help);
}
