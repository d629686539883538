//! The stages: their kinds in order, and the ones without which there is no go-live.

use crate::plan::parse::cx::Cx;
use crate::plan::parse::document::Whole;
use crate::plan::types::{Plan, Stage, StageKind};

/// Judges the order of the stages.
pub(super) fn judge(cx: &mut Cx<'_>, plan: &Plan, whole: Whole) {
    for pair in plan.stages.windows(2) {
        if let [before, after] = pair {
            in_order(cx, before, after);
        }
    }
    if plan.stages.is_empty() || !whole.stages {
        return;
    }
    for (kind, why) in [
        (StageKind::Execute, "there would be nothing to deploy"),
        (StageKind::Decide, "nobody would confirm the deployment or roll it back"),
    ] {
        if plan.stages_of(kind).next().is_none() {
            let message = format!("the plan has no stage of kind \"{}\": {why}", kind.name());
            cx.error(
                0..0,
                "missing-stage",
                message,
                format!("add [[stage]] with kind = \"{}\"", kind.name()),
            );
        }
    }
    for stage in &plan.stages {
        if stage.steps.is_empty() {
            let message =
                format!("the stage \"{}\" has no steps, and is passed as soon as it opens", stage.id);
            cx.warn(
                cx.place(&subject(stage), ""),
                "empty-stage",
                message,
                "add [[stage.step]] under it, or take it out",
            );
        }
    }
}

fn in_order(cx: &mut Cx<'_>, before: &Stage, after: &Stage) {
    if after.kind >= before.kind {
        return;
    }
    let order: Vec<&str> = StageKind::ALL.iter().map(|(_, name)| *name).collect();
    let message = format!(
        "a stage of kind \"{}\" cannot come after one of kind \"{}\"",
        after.kind.name(),
        before.kind.name()
    );
    cx.error(
        cx.place(&subject(after), "kind"),
        "stage-order",
        message,
        format!("the order is {}", order.join(", ")),
    );
}

/// How the stage's places were remembered.
pub(super) fn subject(stage: &Stage) -> String {
    format!("stage {}", stage.id)
}
