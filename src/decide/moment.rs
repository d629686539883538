//! One look at plan, session and now: every part in the order in which they build on one another.

use std::collections::HashMap;

use super::clocks::clocks;
use super::forecast::{Given, forecast, judge_fits};
use super::next::{Look, next};
use super::observed::unobserved;
use super::rollback_time::Runbook;
use super::scene::Scene;
use super::standing::{all_steady_at, judge};
use super::verdict::{Known, verdict};
use super::{
    CheckView, Outlook, RunbookStep, closing, doing, gate, outage, poll, reopen, runbook, triggers, version,
};
use crate::journal::Stamp;
use crate::plan::Plan;
use crate::session::Session;

/// Everything derived at one moment: the screen, the scripts and the conductor read nothing else.
pub fn outlook(plan: &Plan, session: &Session, now: Stamp) -> Outlook {
    Moment::new(plan, session, now).outlook
}

/// One moment, with what the conductor needs beside the outlook.
pub(crate) struct Moment<'a> {
    pub scene: Scene<'a>,
    pub outlook: Outlook,
    /// Triggers that are met now and not journalled yet: id and arithmetic.
    pub newly_met: Vec<(String, String)>,
}

impl<'a> Moment<'a> {
    pub fn new(plan: &'a Plan, session: &'a Session, now: Stamp) -> Self {
        let scene = Scene::new(plan, session, now);
        let (outlook, newly_met) = look(&scene);
        Self { scene, outlook, newly_met }
    }
}

fn look(scene: &Scene) -> (Outlook, Vec<(String, String)>) {
    let (plan, session) = (scene.plan, scene.session);
    let nobody_polls = unobserved(scene);
    let checks = judge(scene, nobody_polls.is_some());
    let runbook = Runbook::new(scene);
    let runbook_steps = runbook::steps(scene, &runbook);
    let by_id: HashMap<&str, &RunbookStep> =
        runbook_steps.iter().map(|step| (step.id.as_str(), step)).collect();
    let restored_about = runbook::restored_about(scene, &runbook, &by_id, &checks);
    let given = Given { steady_at: all_steady_at(scene, &checks), restored_about };
    let (mut forecast, times) = forecast(scene, given);
    judge_fits(scene, &runbook, &times, &mut forecast);
    let outage = outage::outage(scene, &times);
    let clocks = clocks(scene, &runbook, &forecast, &times, &outage, restored_about);
    let stations = poll::stations(scene);
    let triggers = triggers::triggers(scene, &checks);
    let newly_met = if nobody_polls.is_some() { Vec::new() } else { triggers::newly_met(scene, &checks) };
    let proof = version::version(scene, &checks);
    let gates = gate::gates(scene, &checks);
    let reopening = reopen::reopening(scene, &checks);
    let known = Known {
        scene,
        checks: &checks,
        unobserved: nobody_polls.as_deref(),
        stations: &stations,
        poll_open: poll::is_open(scene),
        triggers: &triggers,
        newly_met: &newly_met,
        clocks: &clocks,
        version: proof.as_ref(),
        gates: &gates,
        reopening: reopening.as_ref(),
        runbook: &runbook,
        runbook_steps: &by_id,
    };
    let verdict = verdict(&known);
    let closing = closing::closing(scene, verdict.as_ref());
    let look = Look { known: &known, verdict: verdict.as_ref(), forecast: &forecast, closing: &closing };
    let next = next(&look);
    let views: Vec<CheckView> = checks.iter().map(|judged| judged.view.clone()).collect();
    let outlook = Outlook {
        now: scene.now,
        phase: scene.phase,
        outcome: session.outcome(),
        stage: scene.progress.current(),
        verdict,
        next,
        clocks,
        checks: views,
        doing: doing::doing(scene),
        version: proof,
        planned_outage: outage::planned_outage(scene, &times),
        debts: debts(plan, session),
        stations,
        poll_open: poll::is_open(scene),
        triggers,
        closing,
        unobserved: nobody_polls.is_some(),
        health_age: session.watched.map(|watched| scene.now.since(watched)),
        reopening,
        gates,
        runbook: runbook_steps,
        forecast,
    };
    (outlook, newly_met)
}

fn debts(plan: &Plan, session: &Session) -> Vec<(String, String)> {
    let on = plan.switches.iter().filter(|switch| session.is_switch(&switch.id, true));
    on.map(|switch| (switch.id.clone(), switch.title.clone())).collect()
}
