//! Rule `evidence-stale`: proof that is too old, until the first execute step starts.

use super::{Class, Finding, Known};
use crate::decide::freshness::{Stale, stale};
use crate::plan::Place;
use crate::text::duration;

pub(super) fn find(known: &Known, found: &mut Vec<Finding>) {
    let scene = known.scene;
    if scene.session.execute_started(scene.plan).is_some() {
        return;
    }
    for item in scene.items.iter().filter(|item| item.place != Place::Rollback) {
        let why = match stale(scene.plan, scene.session, scene.now, item.step) {
            Some(Stale::OtherSteps) => "the rollback steps changed since they were rehearsed".to_owned(),
            Some(Stale::Old(age, limit)) => {
                format!("{} old, at most {}", duration::short(age), duration::minutes(limit))
            }
            None => continue,
        };
        let id = &item.step.id;
        let text = format!("evidence of {id} {} is stale: {why}", item.step.title);
        let cure = format!("fresh evidence for {id}");
        found.push(Finding::new(Class::Missing, "evidence-stale", id, text).cured_by(cure));
    }
}
