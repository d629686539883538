//! The common mistakes that a plan shows by itself.

use crate::plan::parse::cx::Cx;
use crate::plan::parse::document::Whole;
use crate::plan::rules::index::{Index, parents, undone};
use crate::plan::types::{Evidence, Member, Plan, StageKind, Step, StepKind};
use crate::text::list;

/// Warns of each.
pub(super) fn judge(cx: &mut Cx<'_>, plan: &Plan, whole: Whole) {
    plan.team.iter().for_each(|member| many_roles(cx, member));
    versions(cx, plan);
    if whole.stages && whole.rollback {
        unassigned(cx, plan);
    }
    if whole.stages && !plan.stages.is_empty() {
        no_smoke_test(cx, plan);
        no_criteria(cx, plan);
        untold(cx, plan);
    }
    if whole.stages && whole.rollback && !plan.stages.is_empty() {
        no_way_back(cx, plan);
    }
}

fn many_roles(cx: &mut Cx<'_>, member: &Member) {
    if member.roles.len() >= 3 {
        let message =
            format!("{} has {} roles: {}", member.name, member.roles.len(), list::and_list(&member.roles));
        let help = "one person in three places is in none of them when it matters: share the roles out";
        cx.warn(cx.place(&format!("team {}", member.id), "roles"), "three-roles", message, help);
    }
}

/// Seed step 4.1: run the post-deployment smoke test suite.
fn no_smoke_test(cx: &mut Cx<'_>, plan: &Plan) {
    let proves = |step: &Step| {
        step.evidence == Evidence::Results
            || matches!(step.kind, StepKind::Command(_) | StepKind::Http(_))
            || step.title.to_lowercase().contains("smoke")
    };
    if !plan.steps_of(StageKind::Validate).any(proves) {
        let place =
            plan.stages_of(StageKind::Validate).next().map(|(_, stage)| format!("stage {}", stage.id));
        let message = "no smoke test: no step of a validate stage runs one or asks for its results";
        let help = "add a step to the stage \"validate\" with evidence = \"results\"";
        cx.warn(cx.place(&place.unwrap_or_default(), ""), "no-smoke-test", message, help);
    }
}

fn unassigned(cx: &mut Cx<'_>, plan: &Plan) {
    let (stages, runbook) = (Index::of_stages(plan), Index::of_rollback(plan));
    let open: Vec<&Step> = (stages.steps.iter().filter(|step| !stages.is_parent(&step.id)))
        .chain(runbook.steps.iter().filter(|step| !runbook.is_parent(&step.id)))
        .copied()
        .filter(|step| {
            !cx.says(&format!("step {}", step.id), "owner") && somebody_does(step) && !step.id.is_empty()
        })
        .collect();
    for step in open {
        let message = format!("nobody is assigned to step `{}`", step.id);
        cx.warn(
            cx.place(&format!("step {}", step.id), ""),
            "unassigned",
            message,
            "add `owner` with a person's id",
        );
    }
}

/// Roles, the approver and golive itself do the others.
fn somebody_does(step: &Step) -> bool {
    !matches!(step.kind, StepKind::Approval(_) | StepKind::HoldPoint | StepKind::Decision | StepKind::Auto)
}

fn no_way_back(cx: &mut Cx<'_>, plan: &Plan) {
    let execute = plan.stages_of(StageKind::Execute).next().map(|(_, stage)| format!("stage {}", stage.id));
    if plan.rollback.is_empty() {
        let message = "the plan has no rollback steps";
        let help = "add [[rollback]] steps with the steps that they undo";
        cx.warn(cx.place(&execute.unwrap_or_default(), ""), "no-rollback", message, help);
        return;
    }
    let (stages, undone) = (Index::of_stages(plan), undone(plan));
    for step in plan.steps_of(StageKind::Execute) {
        let is_undone = |id: &str| undone.contains(id);
        let settled = step.irreversible
            || step.nothing_to_undo
            || is_undone(&step.id)
            || parents(&step.id).any(is_undone);
        let changes = matches!(step.kind, StepKind::Manual | StepKind::Command(_) | StepKind::Http(_));
        if changes && !settled && !stages.is_parent(&step.id) {
            let message =
                format!("no rollback step undoes step `{}`, and it is not said to be irreversible", step.id);
            let help = format!(
                "add it to `undoes` of a rollback step, or write irreversible = true, or nothing-to-undo = true on `{}`",
                step.id
            );
            cx.warn(cx.place(&format!("step {}", step.id), "id"), "no-undo", message, help);
        }
    }
}

/// First seed: the criteria should be defined in advance as part of the deployment plan.
fn no_criteria(cx: &mut Cx<'_>, plan: &Plan) {
    if plan.triggers.is_empty() {
        let message = "no rollback criteria are agreed: the plan has no [[trigger]]";
        let help = "add one for critical processes, one for data integrity, one for security";
        cx.warn(cx.place("decision", ""), "no-triggers", message, help);
    }
}

/// What came of the night is told by a step after the decision.
fn untold(cx: &mut Cx<'_>, plan: &Plan) {
    let sends = |step: &Step, id: &str| matches!(&step.kind, StepKind::Notice(of) if of == id);
    let late = [StageKind::NotifyOutcome, StageKind::Stabilise];
    for notice in plan.notices.iter().filter(|notice| notice.when == "outcome") {
        let id = &notice.id;
        if !late.into_iter().flat_map(|kind| plan.steps_of(kind)).any(|step| sends(step, id)) {
            let message = format!("notice `{id}` is sent by no step");
            let help = format!("add a step with notice = \"{id}\" in notify-outcome");
            cx.warn(cx.place(&format!("notice {id}"), "id"), "notice-without-step", message, help);
        }
    }
}

fn versions(cx: &mut Cx<'_>, plan: &Plan) {
    let release = &plan.release;
    if release.version.is_empty() {
        return;
    }
    if release.from.is_empty() {
        let message = "`from` is not given: nobody can prove that a rollback brought the old version back";
        cx.warn(cx.place("release", ""), "no-from", message, "add the version that is live now");
    } else if release.from == release.version {
        let message = "`from` and `version` are the same: no check could tell old from new";
        cx.warn(cx.place("release", "from"), "same-version", message, "write the version that is live now");
    }
}
