//! Rules `expected-overrun` and `gate-unmet`: a planned outage that lasts too long or looks otherwise than planned,
//! a shop that does not come back after it, a gate that stays shut.

use chrono::TimeDelta;

use super::{Class, Finding, Known};
use crate::decide::Standing;
use crate::decide::outage::{self, open_effects, title};
use crate::decide::scene::Scene;
use crate::plan::Plan;
use crate::session::Effect;
use crate::text::{duration, list};

/// A gate may hold up the next step for so long.
const GATE: TimeDelta = TimeDelta::minutes(3);

pub(super) fn find(known: &Known, found: &mut Vec<Finding>) {
    overrun(known, found);
    not_as_expected(known, found);
    reopen_failed(known, found);
    gates(known, found);
}

fn overrun(known: &Known, found: &mut Vec<Finding>) {
    let scene = known.scene;
    for effect in open_effects(scene).filter(|effect| outage::is_overrun(scene, effect)) {
        if let Some(text) = outage::alarm(scene, effect) {
            let found_here = Finding::new(Class::Wrong, "expected-overrun", &effect.source, text);
            found.push(found_here.cured_by(cure(scene, effect)));
        }
    }
}

/// What makes a check real again that is still broken by an effect which lasts too long; `None` = there is none.
pub(super) fn ends_too_late(scene: &Scene, check: &str) -> Option<String> {
    outage::overrunning(scene, check).next().map(|effect| cure(scene, effect))
}

fn cure(scene: &Scene, effect: &Effect) -> String {
    format!("{} over, or the outage extended", title(scene, &effect.source))
}

fn not_as_expected(known: &Known, found: &mut Vec<Finding>) {
    for judged in known.checks.iter().filter(|judged| judged.check.weight != crate::plan::Weight::Muted) {
        if let Standing::NotAsExpected(why) = &judged.view.standing {
            let cure = format!("{} as expected", judged.check.id);
            found.push(
                Finding::new(Class::Wrong, "expected-overrun", &judged.check.id, why.clone()).cured_by(cure),
            );
        }
    }
}

fn reopen_failed(known: &Known, found: &mut Vec<Finding>) {
    let Some(gate) = known.reopening else { return };
    let waiting = list::and_list(&gate.waiting_for);
    let since = known.scene.hhmmss(gate.since.at);
    let source = title(known.scene, &gate.source);
    if gate.failed {
        let text = format!(
            "RE-OPEN FAILED: {source} is off since {since}, and {waiting} did not pass 5 times in a row"
        );
        let cure = format!("{waiting} passing 5 times in a row, or {source} on again");
        found.push(Finding::new(Class::Wrong, "expected-overrun", &gate.source, text).cured_by(cure));
    } else {
        let text = format!(
            "{source} is off since {since}: {waiting} to pass 5 times in a row by {}",
            known.scene.hhmmss(gate.until)
        );
        found.push(Finding::new(Class::ToCome, "expected-overrun", &gate.source, text));
    }
}

fn gates(known: &Known, found: &mut Vec<Finding>) {
    for gate in known.gates.iter().filter(|gate| !gate.unmet.is_empty()) {
        let Some(since) = gate.unmet_since else { continue };
        let lasts = known.scene.now.since(since);
        let class = if lasts >= GATE { Class::Wrong } else { Class::ToCome };
        let subject = stage_id(known.scene.plan, gate.stage);
        let text = format!(
            "the gate before the next step of {subject} is unmet for {}: {}",
            duration::short(lasts),
            list::and_list(&gate.unmet)
        );
        let cure = match gate.met_at {
            Some(at) => format!("the gate of {subject} met, at {} at the earliest", known.scene.hhmm(at)),
            None => format!("the gate of {subject} met"),
        };
        found.push(Finding::new(class, "gate-unmet", subject, text).cured_by(cure).gone_at(gate.met_at));
    }
}

fn stage_id(plan: &Plan, index: usize) -> &str {
    plan.stages.get(index).map_or("", |stage| &stage.id)
}
