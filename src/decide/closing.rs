//! What closing the record needs, each met or not.

use super::ClosingNeed;
use super::scene::{Item, Scene};
use super::told::{Told, has_sender, told};
use crate::calendar::zone;
use crate::journal::{DecisionKind, Recommendation, Verdict};
use crate::plan::StageKind;
use crate::session::Purpose;

/// Every condition for closing, once a decision has been made; empty before.
pub(crate) fn closing(scene: &Scene, verdict: Option<&Verdict>) -> Vec<ClosingNeed> {
    let session = scene.session;
    if !session.is_decided() {
        return Vec::new();
    }
    let mut needs = Vec::new();
    let mut need = |text: String, met: bool| needs.push(ClosingNeed { text, met });
    if session.went_live() {
        if let Some(end) = session.stabilisation_end(scene.plan) {
            let day = zone::day(scene.plan.window.zone, end);
            need(format!("stabilisation over: {day} {}", scene.hhmm(end)), scene.now.at >= end);
        }
    } else if session.decision(DecisionKind::Rollback).is_some() {
        let failed = verdict.is_some_and(|verdict| verdict.recommendation == Recommendation::Failed);
        if !failed {
            need("the rollback complete".to_owned(), session.rollback_completed.is_some());
        }
    }
    debts(scene, &mut need);
    notices(scene, &mut need);
    for kind in [StageKind::NotifyOutcome, StageKind::Stabilise] {
        steps(scene, kind, &mut need);
    }
    if session.is_withdrawn() {
        record(scene, &Purpose::Investigation, "the investigation recorded", &mut need);
        record(scene, &Purpose::CorrectiveActions, "the corrective actions recorded", &mut need);
    }
    needs
}

fn debts(scene: &Scene, need: &mut impl FnMut(String, bool)) {
    for (id, title, on) in scene.plan.switches.iter().filter_map(|switch| {
        let state = scene.session.switches.get(&switch.id)?;
        Some((&switch.id, &switch.title, state.on))
    }) {
        need(format!("{title} off ({id})"), !on);
    }
}

/// The outcome is told where a step of the plan has a notice for it.
fn notices(scene: &Scene, need: &mut impl FnMut(String, bool)) {
    let outcome = scene.plan.notices.iter().filter(|notice| notice.when == "outcome");
    for notice in outcome.filter(|notice| has_sender(scene.plan, notice)) {
        let told = told(scene.plan, scene.session, notice);
        let id = &notice.id;
        let text = match &told {
            Told::Waived(who) => format!("notice {id} was waived by {who}"),
            Told::Skipped(Some(who)) => format!("notice {id} was skipped by {who}"),
            Told::Skipped(None) => format!("notice {id} has no point any more"),
            Told::Sent | Told::Open => format!("notice {id} sent"),
        };
        need(text, told.is_settled());
    }
}

fn steps(scene: &Scene, kind: StageKind, need: &mut impl FnMut(String, bool)) {
    let closing = |item: &Item| item.added.is_some_and(|added| added.purpose.is_closing());
    let applies = scene.plan.stages_of(kind).any(|(index, _)| !scene.progress.stage(index).not_applicable);
    if !applies {
        return;
    }
    for item in scene.of_kind(kind).filter(|item| item.is_work() && item.step.mandatory && !closing(item)) {
        need(format!("{} {}", item.step.id, item.step.title), item.settled);
    }
}

fn record(scene: &Scene, purpose: &Purpose, text: &str, need: &mut impl FnMut(String, bool)) {
    let mut steps = scene.session.added_for(purpose).peekable();
    let met = steps.peek().is_some() && steps.all(|step| scene.session.step(&step.id).is_settled());
    need(text.to_owned(), met);
}
