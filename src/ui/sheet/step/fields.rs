//! The fields that a move on a step asks for.

use super::super::{exactly, optional, proof, text};
use super::{CONFIRM, Move, NOTE, OWNER, REASON, evidence, step};
use crate::decide;
use crate::session::Purpose;
use crate::ui::model::Model;
use crate::ui::overlay::Field;

/// The fields that a move asks for.
pub(super) fn of(model: &Model, id: &str, movement: Move) -> Vec<Field> {
    match movement {
        Move::Start => start_fields(model, id),
        Move::Done => done_fields(model, id),
        Move::Fail => vec![text(REASON, "what went wrong")],
        Move::Wait => vec![text(REASON, "for what, or for whom")],
        Move::Accept | Move::Skip | Move::Waive | Move::Reopen => vec![text(REASON, "kept in the record")],
        Move::Assign => vec![text(OWNER, &model.members())],
        Move::Note => vec![text(NOTE, "kept in the record")],
        Move::Retry => retry_fields(model, id),
        Move::Resume | Move::TakeBack => Vec::new(),
    }
}

/// The evidence; of the steps that golive adds to a withdrawn release, what came of them.
fn done_fields(model: &Model, id: &str) -> Vec<Field> {
    let added = model.session.added.iter().find(|added| added.step.id == id);
    match added.map(|added| &added.purpose) {
        Some(Purpose::Investigation) => vec![text(NOTE, "what was found")],
        Some(Purpose::CorrectiveActions) => {
            let listed = model.session.added_for(&Purpose::CorrectiveAction).next().is_some();
            vec![if listed {
                optional(NOTE, "may stay empty: the actions are listed")
            } else {
                text(NOTE, "why there are none; + adds one")
            }]
        }
        _ => proof::fields(evidence(model, id), model),
    }
}

fn start_fields(model: &Model, id: &str) -> Vec<Field> {
    let mut fields = typed_id(model, id);
    fields.extend(against(model, id));
    fields
}

/// What is judged as a start asks for what a start asks for.
fn retry_fields(model: &Model, id: &str) -> Vec<Field> {
    let mut fields = typed_id(model, id);
    let anew = !fields.is_empty() || model.session.failed_unstarted(id);
    let against = anew.then(|| against(model, id)).flatten();
    fields.push(against.unwrap_or_else(|| optional(REASON, "what is different now; may stay empty")));
    fields
}

fn typed_id(model: &Model, id: &str) -> Vec<Field> {
    let irreversible = step(model, id).filter(|step| step.irreversible);
    irreversible.map(|step| exactly(CONFIRM, &step.id)).into_iter().collect()
}

/// The reason that the approver gives where something speaks against it.
fn against(model: &Model, id: &str) -> Option<Field> {
    let (place, step) = model.session.find_step(&model.plan, id)?;
    let doubts = decide::doubts(&model.plan, &model.session, &model.outlook, place, step);
    doubts.first().map(|doubt| text(REASON, &format!("{doubt}: why start it all the same")))
}
