//! What a plan may do and somebody should know of: the seeds' window advice and common mistakes. Warnings only.

mod mistakes;
mod night;
mod outage;
mod page;
mod stay;
mod window;

use super::parse::cx::Cx;
use super::parse::document::Draft;

/// Warns of everything.
pub(super) fn judge(cx: &mut Cx<'_>, draft: &Draft) {
    let plan = &draft.plan;
    mistakes::judge(cx, plan, draft.whole);
    page::judge(cx, plan);
    if draft.whole.window {
        window::judge(cx, plan);
        stay::judge(cx, plan);
        outage::judge(cx, plan);
        night::judge(cx, plan);
    }
}
