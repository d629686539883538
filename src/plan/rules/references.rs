//! Every id is defined once, and exists wherever it is named.
use super::super::parse::cx::Cx;
use super::super::types::Plan;

pub(super) fn judge(_cx: &mut Cx<'_>, _plan: &Plan) {}
