//! The checks: what is critical must be polled and speak.

use crate::plan::parse::cx::Cx;
use crate::plan::parse::document::Whole;
use crate::plan::types::{Check, Plan, Weight};

/// Judges every check, and that one of them matters.
pub(super) fn judge(cx: &mut Cx<'_>, plan: &Plan, whole: Whole) {
    plan.checks.iter().for_each(|check| one(cx, check));
    if whole.checks && !plan.checks.is_empty() && !plan.checks.iter().any(|check| check.critical) {
        let first = plan.checks.first().map_or("", |check| check.id.as_str());
        let message = "no check is critical: nothing would have to be green for a GO";
        let help = "write critical = true on what customers need most, such as the checkout";
        cx.error(cx.place(&format!("check {first}"), ""), "no-critical-check", message, help);
    }
}

fn one(cx: &mut Cx<'_>, check: &Check) {
    let subject = format!("check {}", check.id);
    if check.critical && !check.is_polled() {
        let message = format!("check `{}` cannot be critical: this version does not poll its kind", check.id);
        cx.error(cx.place(&subject, "critical"), "not-polled", message, "make an http or tcp check critical");
    } else if check.critical && check.weight != Weight::Deciding {
        let message = format!("check `{}` is critical, so it must be deciding", check.id);
        cx.error(
            cx.place(&subject, "weight"),
            "critical-not-deciding",
            message,
            "take `weight` out, or `critical`",
        );
    }
    if let (Some(from), Some(until)) = (&check.active_from, &check.active_until)
        && from == until
    {
        let message = format!("check `{}` would never be active: it begins and ends with `{from}`", check.id);
        cx.error(cx.place(&subject, "active-until"), "never-active", message, "name a later step or stage");
    }
    if check.degraded_above.is_some_and(|above| above >= check.timeout) {
        let message =
            format!("check `{}` can never be degraded: it times out before `degraded-above`", check.id);
        cx.warn(cx.place(&subject, "degraded-above"), "no-effect", message, "write less than its `timeout`");
    }
}
