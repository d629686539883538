//! What must hold between the tables of a plan. One file a subject; what is only advice stands in `advice`.

mod checks;
mod decision;
pub(super) mod index;
mod needs;
mod order;
mod people;
mod references;
mod rollback;
mod steps;
mod switches;
mod uses;

use super::advice;
use super::parse::cx::Cx;
use super::parse::document::Draft;

/// Judges the whole plan: what makes it invalid, then what somebody should know.
pub(super) fn judge(cx: &mut Cx<'_>, draft: &Draft) {
    let plan = &draft.plan;
    let whole = draft.whole;
    references::judge(cx, plan);
    order::judge(cx, plan, whole);
    needs::judge(cx, plan);
    steps::judge(cx, plan);
    decision::judge(cx, plan, whole);
    people::judge(cx, plan, whole);
    checks::judge(cx, plan, whole);
    uses::judge(cx, plan);
    switches::judge(cx, plan);
    rollback::judge(cx, plan);
    advice::judge(cx, draft);
}
