//! A new attempt: a new session linked to one that was rolled back or aborted.

use crate::decide::command::{Actor, Refusal};
use crate::decide::ready;
use crate::decide::rights::{self, Right};
use crate::plan::Plan;
use crate::session::Session;
use crate::text::list;

/// Whether attempt `number` may follow `previous` (folded over its own plan). While its corrective actions are open the
/// approver may override, with a reason.
///
/// # Errors
/// A [`crate::decide::Refusal`] that says what must happen first, or who may override.
pub fn attempt_allowed(
    plan: &Plan,
    previous: &Session,
    number: u32,
    actor: &Actor,
    reason: Option<&str>,
) -> Result<(), Refusal> {
    let last = previous.attempt;
    if number != last.saturating_add(1) {
        let next = last.saturating_add(1);
        return Err(Refusal::rule(format!("attempt {last} was the last one, so the next is attempt {next}")));
    }
    if !previous.is_withdrawn() {
        return Err(Refusal::rule(if previous.went_live() {
            format!("attempt {last} went live: a further release is a session of its own")
        } else {
            format!("attempt {last} is neither live nor withdrawn: go on with it, or abort it")
        }));
    }
    let open: Vec<String> = previous
        .added
        .iter()
        .filter(|added| added.purpose.is_closing() && !previous.is_settled(plan, &added.step))
        .map(|added| ready::standing(previous, &added.step))
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    let open = format!("of attempt {last} are still open: {}", list::and_list(&open));
    let may = actor.subject().is_some_and(|id| plan.is_approver(id));
    if !may {
        let who = rights::who_may(plan, &Right::Approver);
        return Err(Refusal::authority(format!("{open}; only {who} may begin a new attempt all the same")));
    }
    if reason.is_none_or(|reason| reason.trim().is_empty()) {
        return Err(Refusal::incomplete(format!("{open}; a new attempt needs a reason")));
    }
    Ok(())
}
