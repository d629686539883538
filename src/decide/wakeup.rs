//! The next moment at which something derived changes beyond plain counting: where the demo's leap leads.

use chrono::{DateTime, TimeDelta, Utc};

use super::outage::{limit, open_effects};
use super::scene::Scene;
use super::{Moment, Outlook, Standing, poll, span};
use crate::journal::{Stamp, Status};
use crate::plan::Plan;
use crate::session::Session;

/// A moment at which something is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wakeup {
    /// When.
    pub at: DateTime<Utc>,
    /// What, e.g. "the window begins".
    pub what: String,
}

/// The next instant after now at which a deadline, a latch or the end of something falls; `None` = only people can
/// change anything. What samples must bring, as a judgement or steadiness, is no such instant: it has to be waited for.
pub fn wakeup(plan: &Plan, session: &Session, now: Stamp) -> Option<Wakeup> {
    let moment = Moment::new(plan, session, now);
    let (scene, outlook) = (&moment.scene, &moment.outlook);
    let mut instants = Instants::default();
    clocks(outlook, &mut instants);
    checks(outlook, &mut instants);
    steps(scene, outlook, &mut instants);
    effects(scene, &mut instants);
    stations(scene, outlook, &mut instants);
    instants.0.into_iter().filter(|wakeup| wakeup.at > scene.now.at).min_by_key(|wakeup| wakeup.at)
}

#[derive(Default)]
struct Instants(Vec<Wakeup>);

impl Instants {
    fn add(&mut self, at: Option<DateTime<Utc>>, what: impl Into<String>) {
        self.0.extend(at.map(|at| Wakeup { at, what: what.into() }));
    }
}

fn clocks(outlook: &Outlook, instants: &mut Instants) {
    let clocks = &outlook.clocks;
    instants.add(Some(clocks.window_start), "the window begins");
    instants.add(Some(clocks.window_end), "the window ends");
    instants.add(clocks.decide_by, "decide by");
    instants.add(clocks.last_safe_rollback, "the last safe rollback");
    instants.add(clocks.stabilisation_end, "the stabilisation ends");
    instants.add(clocks.keep_old_until, "the old version goes");
    for trigger in &outlook.triggers {
        instants.add(trigger.met_at, format!("trigger {} is met", trigger.id));
    }
}

fn checks(outlook: &Outlook, instants: &mut Instants) {
    for view in &outlook.checks {
        let id = &view.id;
        match view.standing {
            Standing::Muted { until, .. } => instants.add(Some(until), format!("{id} is muted no more")),
            Standing::External { until } => instants.add(Some(until), format!("{id} is external no more")),
            _ => {}
        }
        if view.status == Status::Degraded {
            let at = view.since.map(|since| span::plus(since.at, TimeDelta::minutes(15)));
            instants.add(at, format!("{id} has been slow for 15 min"));
        }
    }
}

/// Ends of running steps by their plan, and the moments at which they are called late.
fn steps(scene: &Scene, outlook: &Outlook, instants: &mut Instants) {
    for doing in outlook.doing.iter().filter(|doing| doing.waiting.is_none() && !doing.planned.is_zero()) {
        let began = span::minus(scene.now.at, doing.elapsed);
        let over = TimeDelta::minutes(2).max(doing.planned / 2);
        let id = &doing.step;
        instants.add(Some(span::plus(began, doing.planned)), format!("{id} ends by its plan"));
        for late in [doing.planned + TimeDelta::minutes(2), doing.planned + over] {
            instants.add(Some(span::plus(began, late)), format!("{id} is late"));
        }
    }
}

fn effects(scene: &Scene, instants: &mut Instants) {
    for effect in open_effects(scene) {
        let at = limit(scene.plan, scene.session, effect).map(|limit| span::plus(effect.opened.at, limit));
        instants.add(at, format!("what {} is expected to break is over its time", effect.source));
    }
}

fn stations(scene: &Scene, outlook: &Outlook, instants: &mut Instants) {
    if poll::about(scene).is_none() {
        return;
    }
    let valid = scene.plan.decision.answer_valid;
    for station in outlook.stations.iter().filter(|station| station.fresh) {
        let at = station.by.as_ref().map(|(_, at)| span::plus(at.at, valid));
        instants.add(at, format!("the answer of {} goes stale", station.id));
    }
}
