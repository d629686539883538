//! What the conductor journals because time passed: criteria met, effects overrun, deadlines, service restored.

use chrono::{DateTime, Utc};

use super::outage::{is_overrun, open_effects};
use super::scene::Scene;
use super::triggers::is_armed;
use super::{Binding, Moment, Outlook};
use crate::journal::{Event, Extended, Recommendation, Stamp};
use crate::plan::Plan;
use crate::session::{Phase, Session};

/// The events that are due now and not journalled yet. Mutes and marks end by themselves.
pub fn due(plan: &Plan, session: &Session, now: Stamp) -> Vec<Event> {
    let moment = Moment::new(plan, session, now);
    due_at(&moment)
}

/// The same, for who has looked at this moment already.
pub(crate) fn due_at(moment: &Moment) -> Vec<Event> {
    let scene = &moment.scene;
    let mut events = Vec::new();
    if scene.phase == Phase::Closed {
        return events;
    }
    triggers(moment, &mut events);
    for effect in open_effects(scene).filter(|effect| effect.overrun.is_none() && is_overrun(scene, effect)) {
        events.push(Event::ExpectOverrun { source: effect.source.clone() });
    }
    deadlines(scene, &moment.outlook, &mut events);
    restored(scene, &moment.outlook, &mut events);
    events
}

fn triggers(moment: &Moment, events: &mut Vec<Event>) {
    let scene = &moment.scene;
    let counts = matches!(scene.phase, Phase::Deploying | Phase::Deciding | Phase::Stabilising);
    if !counts || !is_armed(scene) || moment.outlook.unobserved {
        return;
    }
    for (trigger, text) in &moment.newly_met {
        events.push(Event::TriggerMet { trigger: trigger.clone(), text: text.clone() });
    }
}

/// Each deadline passes once; an extension gives a new one.
fn deadlines(scene: &Scene, outlook: &Outlook, events: &mut Vec<Event>) {
    if !matches!(scene.phase, Phase::Preparing | Phase::Deploying | Phase::Deciding | Phase::RollingBack) {
        return;
    }
    let clocks = &outlook.clocks;
    let binds = !matches!(clocks.binding, Binding::Irreversible(_));
    let deadlines = [
        ("decide-by", clocks.decide_by.filter(|_| binds)),
        ("last-safe-rollback", clocks.last_safe_rollback.filter(|_| binds)),
        ("window-end", Some(clocks.window_end)),
    ];
    for (deadline, was) in deadlines.into_iter().filter_map(|(name, at)| Some((name, at?))) {
        if scene.now.at > was && !has_passed(scene, deadline, was) {
            events.push(Event::DeadlinePassed { deadline: deadline.to_owned(), was });
        }
    }
}

/// Journalled before, unless the window was extended since and this is the new deadline that follows from it.
fn has_passed(scene: &Scene, deadline: &str, now_is: DateTime<Utc>) -> bool {
    let Some(was) = scene.session.deadlines.get(deadline) else { return false };
    let windows = scene.session.extensions.iter().filter(|extension| extension.what == Extended::Window);
    let mut granted = windows.map(|extension| extension.at.at);
    !granted.any(|granted| granted > *was && now_is > granted)
}

fn restored(scene: &Scene, outlook: &Outlook, events: &mut Vec<Event>) {
    if scene.phase != Phase::RollingBack || scene.session.rollback_completed.is_some() {
        return;
    }
    let verdict = outlook.verdict.as_ref();
    if let Some(verdict) = verdict.filter(|verdict| verdict.recommendation == Recommendation::Restored) {
        events.push(Event::RollbackCompleted { verdict: verdict.clone() });
    }
}

#[cfg(test)]
mod tests;
