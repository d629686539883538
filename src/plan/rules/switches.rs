//! Switches and expected effects: what `maintenance` means must be said.

use crate::plan::parse::cx::Cx;
use crate::plan::types::{ExpectHow, Plan};

/// Judges expected effects of switches and steps.
pub(super) fn judge(cx: &mut Cx<'_>, plan: &Plan) {
    for switch in &plan.switches {
        let means_page = switch.expect.as_ref().is_some_and(|expect| expect.how == ExpectHow::Maintenance);
        let subject = format!("switch {}", switch.id);
        if means_page && !cx.says(&subject, "verify-on") {
            let message = format!(
                "switch `{}` expects `as = \"maintenance\"` and has no `verify-on` that says what that is",
                switch.id
            );
            cx.error(
                cx.place(&subject, "expect"),
                "no-verify-on",
                message,
                "add `verify-on = \"[STATUS] == 503\"`",
            );
        }
    }
    for (_, step) in plan.steps() {
        if step.expect.as_ref().is_some_and(|expect| expect.how == ExpectHow::Maintenance) {
            let message =
                format!("step `{}` expects `as = \"maintenance\"`, which only a switch can mean", step.id);
            let help = "write as = \"down\" or \"any\", or turn a switch with `verify-on`";
            cx.error(cx.place(&format!("step {}", step.id), "expect"), "no-verify-on", message, help);
        }
    }
}
