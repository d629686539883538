//! The runbook in numbers: which of its steps are needed, and how many of them are settled.

use crate::plan::Step;
use crate::ui::picture::Picture;

/// Whether it is to be done in a rollback decided now.
pub fn is_needed(m: &Picture<'_>, step: &Step) -> bool {
    m.outlook.runbook.iter().any(|entry| entry.id == step.id && entry.applies)
}

/// How many of the steps that are needed are settled, and how many are needed.
pub fn count(m: &Picture<'_>) -> (usize, usize) {
    let needed: Vec<_> = m.plan.rollback.iter().filter(|step| is_needed(m, step)).collect();
    let settled = needed.iter().filter(|step| m.session.is_rollback_settled(&m.plan, step)).count();
    (settled, needed.len())
}
