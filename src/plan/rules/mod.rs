//! What must hold between the tables of a plan.

mod references;

use super::parse::cx::Cx;
use super::parse::document::Draft;

/// Judges the whole plan.
pub(super) fn judge(cx: &mut Cx<'_>, draft: &Draft) {
    references::judge(cx, &draft.plan);
}
