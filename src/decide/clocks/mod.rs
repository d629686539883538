//! The countdowns: decision expected, decide by, last safe rollback, and how near they are.

use chrono::{DateTime, TimeDelta, Utc};

use super::forecast::Times;
use super::outage::Outage;
use super::rollback_time::{Runbook, Undoing};
use super::scene::{Item, Scene};
use super::span::{minus, plus};
use super::{Binding, Clocks, Forecast, Urgency};
use crate::plan::{Place, StepKind};
use crate::session::Phase;

/// A decision expected so near to decide-by is amber.
const NEAR: TimeDelta = TimeDelta::minutes(15);

/// Every countdown of this moment.
pub(crate) fn clocks(
    scene: &Scene,
    runbook: &Runbook,
    forecast: &Forecast,
    times: &Times,
    outage: &Outage,
    restored_about: Option<DateTime<Utc>>,
) -> Clocks {
    let (plan, session, now) = (scene.plan, scene.session, scene.now);
    let mut so_far = runbook.undo_started(scene);
    let way_back = WayBack::of(scene, runbook, forecast, times);
    let last_safe = way_back.last_safe.as_ref().map(|(at, _)| *at);
    let decide_by = last_safe
        .filter(|_| !session.is_decided())
        .map(|last_safe| minus(last_safe, plan.window.notice_lead));
    let mut clocks = Clocks {
        window_start: plan.window.start,
        window_end: session.window_end(plan),
        decision_expected: forecast.decision_expected,
        decide_by,
        last_safe_rollback: last_safe,
        binding: way_back.last_safe.map_or(way_back.otherwise, |(_, binding)| binding),
        rollback_time: way_back.rollback_time,
        undo_so_far: so_far.time(scene),
        cannot_undo: so_far.cannot().to_vec(),
        roll_forward_only: way_back.roll_forward_only,
        held: session.held(now),
        hold: session.hold().map(|hold| (hold.started, hold.who.actor().to_owned(), hold.reason.clone())),
        outage_planned: outage.planned,
        outage_unplanned: outage.unplanned,
        outage_promised: session.promised_outage(plan),
        outage_projected: outage.projected,
        stabilisation_end: session.stabilisation_end(plan).filter(|_| session.went_live()),
        restored_about,
        urgency: Urgency::Calm,
        keep_old_until: plan.stabilisation.keep_old_until,
    };
    clocks.urgency = urgency(&clocks, plan.window.decision_time, now.at);
    clocks
}

/// Amber when decide-by is nearer than twice the decision time or the decision is expected within 15 minutes of it;
/// red under once. Neither where an irreversible step binds.
fn urgency(clocks: &Clocks, decision_time: TimeDelta, now: DateTime<Utc>) -> Urgency {
    let Some(decide_by) = clocks.decide_by else { return Urgency::Calm };
    if matches!(clocks.binding, Binding::Irreversible(_)) {
        return Urgency::Calm;
    }
    let left = decide_by.signed_duration_since(now);
    let expected_near =
        clocks.decision_expected.is_some_and(|expected| decide_by.signed_duration_since(expected) < NEAR);
    if left < decision_time {
        Urgency::Red
    } else if left < decision_time * 2 || expected_near {
        Urgency::Amber
    } else {
        Urgency::Calm
    }
}

/// Until when there is a way back, and what limits it.
struct WayBack {
    last_safe: Option<(DateTime<Utc>, Binding)>,
    /// What to say where there is no such moment.
    otherwise: Binding,
    rollback_time: Option<TimeDelta>,
    roll_forward_only: bool,
}

impl WayBack {
    fn of(scene: &Scene, runbook: &Runbook, forecast: &Forecast, times: &Times) -> Self {
        let session = scene.session;
        let started = session.irreversible_started(scene.plan).filter(|_| !session.is_withdrawn());
        if let Some((step, _)) = started {
            return Self {
                last_safe: None,
                otherwise: Binding::Irreversible(step.id.clone()),
                rollback_time: runbook.undo_started(scene).time(scene),
                roll_forward_only: true,
            };
        }
        match scene.phase {
            Phase::Preparing | Phase::Deploying | Phase::Deciding => {
                Self::before_decision(scene, runbook, forecast, times)
            }
            Phase::Stabilising => Self::after_go(scene, runbook),
            Phase::RollingBack | Phase::Closing | Phase::Closed => Self {
                last_safe: None,
                otherwise: Binding::Window,
                rollback_time: runbook.undo_started(scene).time(scene),
                roll_forward_only: false,
            },
        }
    }

    fn before_decision(scene: &Scene, runbook: &Runbook, forecast: &Forecast, times: &Times) -> Self {
        let decision = forecast.decision_expected.unwrap_or(scene.now.at);
        let irreversible = first_irreversible(scene, times);
        let horizon = irreversible.as_ref().map_or(decision, |(at, _)| (*at).min(decision));
        let mut undo = started_by(scene, runbook, times, horizon);
        let Some(rollback_time) = undo.time(scene) else {
            return Self {
                last_safe: None,
                otherwise: Binding::Unknown,
                rollback_time: None,
                roll_forward_only: false,
            };
        };
        let reopening = reopening(scene, times)
            .filter(|at| started_by(scene, runbook, times, (*at).min(horizon)).restores_data());
        let by_window = minus(scene.session.window_end(scene.plan), rollback_time);
        let candidates = [
            Some((by_window, Binding::Window)),
            irreversible.map(|(at, id)| (at, Binding::Irreversible(id))),
            reopening.map(|at| (at, Binding::Reopening)),
            scene.plan.stabilisation.keep_old_until.map(|at| (at, Binding::KeepOldUntil)),
        ];
        Self {
            last_safe: candidates.into_iter().flatten().min_by_key(|(at, _)| *at),
            otherwise: Binding::Window,
            rollback_time: Some(rollback_time),
            roll_forward_only: false,
        }
    }

    /// A late rollback is bound by the old version alone.
    fn after_go(scene: &Scene, runbook: &Runbook) -> Self {
        Self {
            last_safe: scene.plan.stabilisation.keep_old_until.map(|at| (at, Binding::KeepOldUntil)),
            otherwise: Binding::Window,
            rollback_time: runbook.undo_started(scene).time(scene),
            roll_forward_only: false,
        }
    }
}

/// What will have been started before that moment.
fn started_by<'r>(scene: &Scene, runbook: &'r Runbook, times: &Times, moment: DateTime<Utc>) -> Undoing<'r> {
    let mut undo = runbook.undo_started(scene);
    for (at, item) in scene.items.iter().enumerate() {
        let coming = item.place != Place::Rollback && !item.settled && !item.step.irreversible;
        let before = times.step(at).is_some_and(|span| span.start < moment);
        if coming && before && !scene.has_started(&item.step.id) {
            undo.add(scene, item);
        }
    }
    undo
}

/// The irreversible step that comes first, and when.
fn first_irreversible(scene: &Scene, times: &Times) -> Option<(DateTime<Utc>, String)> {
    let coming = scene
        .items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.step.irreversible && item.place != Place::Rollback && !item.settled);
    coming.filter_map(|(at, item)| Some((times.step(at)?.start, item.step.id.clone()))).min()
}

/// When customers are let in again: the step that turns off a switch which hid something from them.
fn reopening(scene: &Scene, times: &Times) -> Option<DateTime<Utc>> {
    let starts = scene.items.iter().enumerate().filter(|(_, item)| lets_customers_in(scene, item));
    starts.filter_map(|(at, _)| times.step(at)).map(|span| span.start).min()
}

fn lets_customers_in(scene: &Scene, item: &Item) -> bool {
    let StepKind::Switch { id, on: false } = &item.step.kind else { return false };
    item.place != Place::Rollback && scene.plan.switch(id).is_some_and(|switch| switch.expect.is_some())
}

/// When the step that ends an expected effect is over: the one that turns its switch off, or the step itself.
pub(crate) fn effect_ends(scene: &Scene, times: &Times, source: &str) -> Option<DateTime<Utc>> {
    let ending = scene.items.iter().enumerate().filter(|(_, item)| match &item.step.kind {
        StepKind::Switch { id, on: false } => id == source && !item.settled,
        _ => item.step.id == source,
    });
    ending.filter_map(|(at, _)| times.step(at)).map(|span| plus(span.end, TimeDelta::zero())).min()
}

#[cfg(test)]
mod tests;
