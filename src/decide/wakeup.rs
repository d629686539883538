//! The next moment at which something derived changes beyond plain counting: where the demo's leap leads.

use chrono::{DateTime, TimeDelta, Utc};

use super::outage::{limit, open_effects};
use super::scene::Scene;
use super::{Moment, Outlook, Standing, span};
use crate::journal::{Stamp, Status};
use crate::plan::Plan;
use crate::session::Session;

/// The next instant after now at which a deadline, a judgement, a latch or the end of something falls; `None` = only
/// people can change anything.
pub fn wakeup(plan: &Plan, session: &Session, now: Stamp) -> Option<DateTime<Utc>> {
    wakeup_at(&Moment::new(plan, session, now))
}

/// The same, for who has looked at this moment already.
pub(crate) fn wakeup_at(moment: &Moment) -> Option<DateTime<Utc>> {
    let (scene, outlook) = (&moment.scene, &moment.outlook);
    let mut instants: Vec<DateTime<Utc>> = Vec::new();
    clocks(outlook, &mut instants);
    gates(scene, outlook, &mut instants);
    checks(outlook, &mut instants);
    steps(scene, outlook, &mut instants);
    effects(scene, &mut instants);
    stations(scene, outlook, &mut instants);
    instants.into_iter().filter(|at| *at > scene.now.at).min()
}

fn clocks(outlook: &Outlook, instants: &mut Vec<DateTime<Utc>>) {
    let clocks = &outlook.clocks;
    instants.extend([clocks.window_start, clocks.window_end]);
    let some = [clocks.decide_by, clocks.last_safe_rollback, clocks.stabilisation_end, clocks.keep_old_until];
    instants.extend(some.into_iter().flatten());
    instants.extend(outlook.triggers.iter().filter_map(|trigger| trigger.met_at));
}

/// A gate opens by itself only where all its checks are up and merely not steady yet.
fn gates(scene: &Scene, outlook: &Outlook, instants: &mut Vec<DateTime<Utc>>) {
    for view in outlook.gates.iter().filter(|view| !view.unmet.is_empty()) {
        let gate = scene.plan.stages.get(view.stage).and_then(|stage| stage.gate.as_ref());
        let named = |id: &String| gate.is_some_and(|gate| gate.checks.contains(id));
        let mut checks = outlook.checks.iter().filter(|check| named(&check.id));
        if checks.all(|check| check.status == Status::Up) {
            instants.extend(view.met_at);
        }
    }
}

fn checks(outlook: &Outlook, instants: &mut Vec<DateTime<Utc>>) {
    for view in &outlook.checks {
        instants.extend(view.judgeable_at);
        instants.extend(view.steady_at);
        match view.standing {
            Standing::Muted { until, .. } | Standing::External { until } => instants.push(until),
            _ => {}
        }
        if view.status == Status::Degraded {
            instants.extend(view.since.map(|since| span::plus(since.at, TimeDelta::minutes(15))));
        }
    }
    instants.extend(outlook.reopening.as_ref().map(|gate| gate.until));
}

/// Ends of running steps by their plan, and the moments at which they are called late.
fn steps(scene: &Scene, outlook: &Outlook, instants: &mut Vec<DateTime<Utc>>) {
    for doing in outlook.doing.iter().filter(|doing| doing.waiting.is_none() && !doing.planned.is_zero()) {
        let began = span::minus(scene.now.at, doing.elapsed);
        let over = TimeDelta::minutes(2).max(doing.planned / 2);
        instants.extend(
            [doing.planned, doing.planned + TimeDelta::minutes(2), doing.planned + over]
                .map(|n| span::plus(began, n)),
        );
    }
}

fn effects(scene: &Scene, instants: &mut Vec<DateTime<Utc>>) {
    let ends = open_effects(scene)
        .filter_map(|effect| Some(span::plus(effect.opened.at, limit(scene.plan, scene.session, effect)?)));
    instants.extend(ends);
}

fn stations(scene: &Scene, outlook: &Outlook, instants: &mut Vec<DateTime<Utc>>) {
    let valid = scene.plan.decision.answer_valid;
    let votes =
        outlook.stations.iter().filter(|station| station.fresh).filter_map(|station| station.by.as_ref());
    instants.extend(votes.map(|(_, at)| span::plus(at.at, valid)));
}
