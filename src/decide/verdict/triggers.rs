//! Rule `trigger-met`: a rollback criterion agreed in advance is met; before the first execute step it is wrong.

use super::{Class, Finding, Known};

pub(super) fn find(known: &Known, found: &mut Vec<Finding>) {
    for (trigger, view) in known.scene.plan.triggers.iter().zip(known.triggers) {
        let newly = known.newly_met.iter().find(|(id, _)| *id == trigger.id).map(|(_, text)| text);
        let Some(why) = view.met.map(|_| &view.text).or(newly) else { continue };
        let class = if view.armed { Class::Acting } else { Class::Wrong };
        let text = format!("{} {}: {why}", trigger.id, trigger.title);
        let cure = if view.met.is_some() {
            format!("{} cleared by the approver", trigger.id)
        } else {
            format!("{} up again", trigger.check.as_deref().unwrap_or(&trigger.id))
        };
        found.push(Finding::new(class, "trigger-met", &trigger.id, text).cured_by(cure));
    }
}
