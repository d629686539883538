//! The rollback criteria: armed, at risk, met.

use chrono::TimeDelta;

use super::scene::Scene;
use super::standing::{Activity, GRACE, Judged};
use super::{TriggerView, span};
use crate::journal::{Stamp, Status};
use crate::plan::Trigger;
use crate::session::Mute;
use crate::text::duration;

/// Every trigger in order.
pub(crate) fn triggers(scene: &Scene, checks: &[Judged]) -> Vec<TriggerView> {
    let armed = is_armed(scene);
    scene.plan.triggers.iter().map(|trigger| view(scene, checks, trigger, armed)).collect()
}

/// Armed from the first execute step until the record is closed.
pub(crate) fn is_armed(scene: &Scene) -> bool {
    scene.session.execute_started(scene.plan).is_some() && scene.session.closed.is_none()
}

fn view(scene: &Scene, checks: &[Judged], trigger: &Trigger, armed: bool) -> TriggerView {
    let state = scene.session.triggers.get(&trigger.id);
    let met = state.and_then(|state| state.met.clone());
    let down = down(scene, checks, trigger);
    let left = down.map(|down| (trigger.down_for - down).max(TimeDelta::zero()));
    let text = match (&met, down, &trigger.check) {
        (Some((at, why)), _, _) => {
            let who = state.and_then(|state| state.raised_by.as_ref());
            let who = who.map_or_else(String::new, |who| format!(" by {}", who.actor()));
            format!("met at {}{who}: {why}", scene.hhmmss(at.at))
        }
        (None, Some(down), Some(check)) => arithmetic(check, down, trigger.down_for),
        (None, None, Some(check)) => {
            format!("met when {check} is down for {}", duration::minutes(trigger.down_for))
        }
        (None, _, None) => "raised by hand".to_owned(),
    };
    TriggerView {
        id: trigger.id.clone(),
        armed,
        met: met.as_ref().map(|(at, _)| *at),
        met_at: left
            .filter(|_| met.is_none() && scene.session.closed.is_none())
            .map(|left| span::plus(scene.now.at, left)),
        text,
    }
}

fn arithmetic(check: &str, down: TimeDelta, limit: TimeDelta) -> String {
    format!("{check} is down for {} (limit {})", duration::short(down), duration::minutes(limit))
}

/// How long the trigger's check has been down in a way that counts; `None` = it is not.
fn down(scene: &Scene, checks: &[Judged], trigger: &Trigger) -> Option<TimeDelta> {
    let id = trigger.check.as_deref()?;
    let judged = checks.iter().find(|judged| judged.check.id == id)?;
    let health = judged.health.filter(|health| judged.is_real() && health.status == Status::Down)?;
    Some(health.down_for(scene.now, clock_from(scene, judged, trigger)))
}

/// Nothing counts that lies before a clearing, the check's first three minutes, or the end of a mute or of an
/// external mark.
fn clock_from(scene: &Scene, judged: &Judged, trigger: &Trigger) -> Option<Stamp> {
    let cleared = scene.session.triggers.get(&trigger.id).and_then(|state| state.clock_from);
    let heard = match judged.activity {
        Activity::Since(since) => Some(since.after(GRACE)),
        _ => None,
    };
    let health = judged.health.into_iter();
    let marks = health.flat_map(|health| {
        let ends = [&health.mute, &health.external].into_iter().flatten().map(Mute::end);
        ends.chain(health.speaks_since)
    });
    marks.chain(cleared).chain(heard).max_by_key(|stamp| stamp.order())
}

/// A trigger that its check meets at this moment, though nobody has journalled it yet: its id and the arithmetic.
pub(crate) fn newly_met(scene: &Scene, checks: &[Judged]) -> Vec<(String, String)> {
    let open =
        scene.plan.triggers.iter().filter(|trigger| {
            scene.session.triggers.get(&trigger.id).is_none_or(|state| state.met.is_none())
        });
    open.filter_map(|trigger| {
        let down = down(scene, checks, trigger).filter(|down| *down >= trigger.down_for)?;
        let check = trigger.check.as_deref()?;
        let judged = checks.iter().find(|judged| judged.check.id == check)?;
        let text = format!("{}; {}", arithmetic(check, down, trigger.down_for), judged.view.text);
        Some((trigger.id.clone(), text))
    })
    .collect()
}
