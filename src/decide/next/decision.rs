//! The next thing to do where it is a decision or an answer.

use super::Look;
use crate::decide::scene::Scene;
use crate::decide::{Next, NextAct, outage};
use crate::journal::{Answer, Recommendation};
use crate::text::list;

fn approver(scene: &Scene) -> Option<String> {
    let plan = scene.plan;
    let holder = plan.holders(&plan.decision.approver).next();
    let deputy = || plan.decision.deputies.iter().find_map(|role| plan.holders(role).next());
    holder.or_else(deputy).map(|member| member.id.clone())
}

/// The member who leads the deployment.
pub(in crate::decide) fn lead(scene: &Scene) -> Option<String> {
    scene.plan.holders("deployment-lead").next().map(|member| member.id.clone())
}

fn decide(look: &Look, act: NextAct, what: &str) -> Next {
    let who = approver(look.scene());
    let name = who.clone().unwrap_or_else(|| look.scene().plan.decision.approver.clone());
    Next { who, step: None, act, text: format!("waiting for {name}: {what}") }
}

pub(super) fn start(look: &Look) -> Next {
    decide(look, NextAct::Start, "decide START")
}

pub(super) fn go(look: &Look) -> Next {
    decide(look, NextAct::Decide, "decide GO")
}

/// Where the recommendation is HOLD: what would lift it, which is for whoever it concerns.
pub(super) fn hold(look: &Look) -> Option<Next> {
    let verdict = look.verdict.filter(|verdict| verdict.recommendation == Recommendation::Hold)?;
    let strongest = || verdict.against.first().map(|row| row.text.clone());
    let lifts = Some(verdict.changes_when.clone()).filter(|text| !text.is_empty()).or_else(strongest)?;
    Some(Next { who: None, step: None, act: NextAct::Wait, text: format!("HOLD: {lifts}") })
}

/// While rolling back: a page that is on for too long keeps what it hides from being called steady again.
pub(super) fn overrun(look: &Look) -> Option<Next> {
    let scene = look.scene();
    let effect = outage::open_effects(scene).find(|effect| outage::is_overrun(scene, effect))?;
    let alarm = outage::alarm(scene, effect)?;
    Some(decide(look, NextAct::Wait, &format!("{alarm}: extend the outage, or turn it off")))
}

/// Where rolling back is recommended, nothing else comes first.
pub(super) fn rollback(look: &Look) -> Option<Next> {
    let verdict = look.verdict.filter(|verdict| verdict.recommendation == Recommendation::Rollback)?;
    let why = verdict.against.first().map_or_else(String::new, |row| format!(" ({})", row.subject));
    let pre_authorised = verdict
        .against
        .iter()
        .filter(|row| row.rule == "trigger-met")
        .filter_map(|row| look.scene().plan.trigger(&row.subject))
        .any(|trigger| trigger.pre_authorised);
    let initiator = look.scene().plan.holders("rollback-initiator").next().filter(|_| pre_authorised);
    let also = initiator.map_or_else(String::new, |member| format!(", or {}, pre-authorised", member.id));
    let mut next = decide(look, NextAct::Decide, &format!("decide ROLLBACK{why}"));
    next.text.push_str(&also);
    Some(next)
}

/// Stations that still owe an answer, once they are asked.
pub(super) fn poll(look: &Look) -> Option<Next> {
    if !look.known.poll_open {
        return None;
    }
    let owes = look.known.stations.iter().filter(|station| {
        station.required
            && !(station.fresh && station.answer.is_some_and(|answer| answer != Answer::Conditions))
    });
    let owes: Vec<_> = owes.collect();
    let first = owes.first()?;
    let names: Vec<&str> = owes.iter().map(|station| station.id.as_str()).collect();
    let who = first.members.first().cloned();
    let verb = if names.len() == 1 { "answers" } else { "answer" };
    let text = match first.open_condition.as_ref().filter(|_| names.len() == 1) {
        Some(condition) => format!("the condition of {}: {condition}", first.id),
        None => format!("{} {verb} the poll", list::and_list(&names)),
    };
    Some(Next { who, step: None, act: NextAct::Poll, text })
}
