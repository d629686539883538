//! The planned outage: how much of it is used, of how much, and where it is heading.

use chrono::{DateTime, TimeDelta, Utc};

use super::clocks::effect_ends;
use super::forecast::Times;
use super::scene::Scene;
use super::{PlannedOutage, span};
use crate::journal::{Extended, Seen, Stamp};
use crate::plan::{Place, Plan, StepKind};
use crate::session::{Effect, Session};

/// How long an effect may last: what it declares, else the promised outage; an extension of the outage lengthens
/// both. `None` = no limit.
pub(crate) fn limit(plan: &Plan, session: &Session, effect: &Effect) -> Option<TimeDelta> {
    let promised = session.promised_outage(plan);
    let declared = session.expect_of(plan, &effect.source).and_then(|expect| expect.at_most);
    match declared {
        Some(declared) if is_extended(session) => Some(declared.max(promised)),
        Some(declared) => Some(declared),
        None => (promised > TimeDelta::zero()).then_some(promised),
    }
}

fn is_extended(session: &Session) -> bool {
    session.extensions.iter().any(|extension| extension.what == Extended::Outage)
}

/// Whether an open effect lasted longer than it may: its checks are real from that second.
pub(crate) fn is_overrun(scene: &Scene, effect: &Effect) -> bool {
    lasts_too_long(scene.plan, scene.session, effect, scene.now)
}

/// The same, for who has no scene.
pub(crate) fn lasts_too_long(plan: &Plan, session: &Session, effect: &Effect, now: Stamp) -> bool {
    let used = now.since(effect.opened);
    effect.overrun.is_some() || limit(plan, session, effect).is_some_and(|limit| used >= limit)
}

/// The open effects, overrun or not.
pub(crate) fn open_effects<'a>(scene: &Scene<'a>) -> impl Iterator<Item = &'a Effect> + use<'a> {
    scene.session.effects.iter().filter(|effect| effect.closed.is_none())
}

/// The effect that covers a check now: open and within its time.
pub(crate) fn covering<'a>(scene: &Scene<'a>, check: &str) -> Option<&'a Effect> {
    open_effects(scene).find(|effect| covers(scene, effect, check) && !is_overrun(scene, effect))
}

/// The effects on a check that last too long: it does not come up by itself.
pub(crate) fn overrunning<'a>(scene: &Scene<'a>, check: &str) -> impl Iterator<Item = &'a Effect> {
    open_effects(scene).filter(|effect| covers(scene, effect, check) && is_overrun(scene, effect))
}

/// Whether an effect concerns a check.
pub(crate) fn covers(scene: &Scene, effect: &Effect, check: &str) -> bool {
    let expect = scene.session.expect_of(scene.plan, &effect.source);
    expect.is_some_and(|expect| expect.checks.iter().any(|id| id == check))
}

/// The outage so far and to come.
pub(crate) struct Outage {
    pub planned: TimeDelta,
    pub unplanned: TimeDelta,
    pub projected: TimeDelta,
}

/// What the odometer shows, and where it is heading by the forecast.
pub(crate) fn outage(scene: &Scene, times: &Times) -> Outage {
    let (planned, unplanned) = scene.session.downtime(scene.now);
    let open: Vec<&Effect> = open_effects(scene).filter(|effect| takes_down(scene, &effect.source)).collect();
    let rest = open.iter().filter_map(|effect| effect_ends(scene, times, &effect.source)).max();
    let rest = rest.map_or(TimeDelta::zero(), |end| after_now(scene, end));
    let coming = if open.is_empty() { coming(scene, times) } else { TimeDelta::zero() };
    Outage { planned, unplanned, projected: planned + unplanned + rest + coming }
}

fn after_now(scene: &Scene, at: DateTime<Utc>) -> TimeDelta {
    at.signed_duration_since(scene.now.at).max(TimeDelta::zero())
}

/// Whether the effect of this step or switch takes down what the odometer counts.
fn takes_down(scene: &Scene, source: &str) -> bool {
    let expect = scene.session.expect_of(scene.plan, source);
    expect.is_some_and(|expect| {
        expect.checks.iter().any(|id| scene.plan.check(id).is_some_and(|check| check.availability))
    })
}

/// Effects that are not on yet: from the step that turns a switch on to the one that turns it off, and the steps that
/// break something while they run.
fn coming(scene: &Scene, times: &Times) -> TimeDelta {
    let mut sum = TimeDelta::zero();
    for (at, item) in scene.items.iter().enumerate() {
        if item.place == Place::Rollback || item.settled || scene.session.is_decided() {
            continue;
        }
        let Some(span) = times.step(at) else { continue };
        match &item.step.kind {
            StepKind::Switch { id, on: true } if takes_down(scene, id) => {
                let off = effect_ends(scene, times, id).unwrap_or(span.end);
                sum += off.signed_duration_since(span.end).max(TimeDelta::zero());
            }
            _ if item.step.expect.is_some() && takes_down(scene, &item.step.id) => {
                sum += span.end.signed_duration_since(span.start);
            }
            _ => {}
        }
    }
    sum
}

/// The expected effect for the header: the open one that ends first.
pub(crate) fn planned_outage(scene: &Scene, times: &Times) -> Option<PlannedOutage> {
    let left = |effect: &Effect| {
        limit(scene.plan, scene.session, effect).map(|limit| span::plus(effect.opened.at, limit))
    };
    let effect = open_effects(scene)
        .filter(|effect| scene.session.expect_of(scene.plan, &effect.source).is_some())
        .min_by_key(|effect| left(effect).unwrap_or(DateTime::<Utc>::MAX_UTC))?;
    let used = scene.now.since(effect.opened);
    // From what is used, not from the wall clock: it is never less than that and what ending it still takes.
    let heading = effect_ends(scene, times, &effect.source).map(|end| used + after_now(scene, end));
    Some(PlannedOutage {
        source: effect.source.clone(),
        used,
        of: limit(scene.plan, scene.session, effect),
        heading,
        alarm: alarm(scene, effect),
    })
}

/// What is wrong with an open effect: it lasts too long, or a check that it covers does not look as it should.
pub(crate) fn alarm(scene: &Scene, effect: &Effect) -> Option<String> {
    if is_overrun(scene, effect) {
        let used = crate::text::duration::short(scene.now.since(effect.opened));
        let limit = limit(scene.plan, scene.session, effect)
            .map_or_else(String::new, |limit| format!(" of {}", crate::text::duration::minutes(limit)));
        return Some(format!("{} lasts too long: {used}{limit}", title(scene, &effect.source)));
    }
    let checks = scene.session.expect_of(scene.plan, &effect.source)?;
    checks.checks.iter().find_map(|id| not_as_expected(scene, id))
}

/// Why a covered check does not look as it should, where it does not.
pub(crate) fn not_as_expected(scene: &Scene, check: &str) -> Option<String> {
    let health = scene.session.checks.get(check)?;
    match health.seen? {
        Seen::Down | Seen::Up => None,
        Seen::Answering | Seen::Wrong if !health.text.is_empty() => Some(format!("{check} {}", health.text)),
        Seen::Answering => Some(format!("{check} answers normally although it should not")),
        Seen::Wrong => Some(format!("{check} is down, but not as expected")),
    }
}

/// A switch or step by its title.
pub(crate) fn title<'a>(scene: &'a Scene, source: &'a str) -> &'a str {
    let switch = scene.plan.switch(source).map(|switch| switch.title.as_str());
    switch.or_else(|| scene.find(source).map(|item| item.step.title.as_str())).unwrap_or(source)
}
