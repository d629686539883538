//! What counts for it.

use super::Known;
use crate::decide::freshness;
use crate::decide::rehearsal::Rehearsal;
use crate::decide::scene::Item;
use crate::decide::standing::needs_steadiness;
use crate::journal::{Answer, DecisionKind, Proof, Row};
use crate::plan::{Place, StageKind};
use crate::session::Phase;
use crate::text::{duration, list};

pub(super) fn rows(known: &Known) -> Vec<Row> {
    type Says = fn(&Known) -> Option<String>;
    let rules: [(&str, Says); 7] = [
        ("mandatory-steps", mandatory_steps),
        ("checks-steady", checks_steady),
        ("stations-go", stations_go),
        ("version-live", version_live),
        ("backup-fresh", backup_fresh),
        ("rollback-rehearsed", rollback_rehearsed),
        ("time-left", time_left),
    ];
    rules
        .into_iter()
        .filter_map(|(rule, says)| {
            let text = says(known)?;
            Some(Row { rule: rule.to_owned(), subject: String::new(), text })
        })
        .collect()
}

/// Once START is decided, READY waits for nothing but those steps before execute that are open.
fn start_decided(known: &Known) -> Option<String> {
    let scene = known.scene;
    let preparing = scene.phase == Phase::Preparing;
    scene.session.decision(DecisionKind::Start).filter(|_| preparing)?;
    let before = scene.of_kind(StageKind::NotifyStart).filter(|item| item.is_work() && !item.settled);
    let open: Vec<&str> =
        before.filter(|item| item.step.mandatory).map(|item| item.step.id.as_str()).collect();
    let be = if open.len() == 1 { "is" } else { "are" };
    (!open.is_empty()).then(|| format!("START decided; {} {be} open", list::and_list(&open)))
}

fn mandatory_steps(known: &Known) -> Option<String> {
    if let Some(open) = start_decided(known) {
        return Some(open);
    }
    let rolling_back = known.scene.phase == Phase::RollingBack;
    let counts = known.scene.items.iter().filter(|item| item.is_work() && item.step.mandatory);
    let counts = counts.filter(|item| (item.place == Place::Rollback) == rolling_back);
    let counts = counts.filter(|item| rolling_back || is_due_by_now(known, item));
    let applies = counts.filter(|item| !rolling_back || known.applies(&item.step.id));
    let (done, of) = applies.fold((0, 0), |(done, of), item| (done + usize::from(item.settled), of + 1));
    let what = match known.scene.phase {
        Phase::RollingBack => "rollback steps",
        Phase::Preparing => "pre-checks",
        _ => "mandatory steps",
    };
    (done > 0).then(|| format!("{done} of {of} {what} done"))
}

/// Before START only pre-checks count, and what comes after the decision only once it was made.
fn is_due_by_now(known: &Known, item: &Item) -> bool {
    let decided = known.scene.session.is_decided();
    let preparing = known.scene.phase == Phase::Preparing;
    known.scene.kind(item).is_some_and(|(_, kind)| match kind {
        StageKind::PreChecks => !decided,
        _ if preparing => false,
        kind => (kind <= StageKind::Decide) != decided,
    })
}

fn checks_steady(known: &Known) -> Option<String> {
    let needed: Vec<_> = known.checks.iter().filter(|judged| needs_steadiness(judged)).collect();
    let steady = !needed.is_empty() && needed.iter().all(|judged| judged.view.steady);
    let checks = if needed.len() == 1 { "critical check" } else { "critical checks" };
    let span = duration::minutes(known.scene.plan.decision.steady_for);
    steady.then(|| format!("{} {checks} steady for {span}", needed.len()))
}

fn stations_go(known: &Known) -> Option<String> {
    let asked: Vec<_> =
        known.stations.iter().filter(|station| station.required || station.answer.is_some()).collect();
    let go = asked.iter().filter(|station| station.answer == Some(Answer::Go) && station.fresh).count();
    (go > 0 && go == asked.len()).then(|| format!("{go} of {go} stations say GO"))
}

fn version_live(known: &Known) -> Option<String> {
    let proof = known.version.filter(|proof| proof.is_proven())?;
    Some(format!("live is {} on {}/{}", proof.wanted, proof.on_wanted, proof.of))
}

fn backup_fresh(known: &Known) -> Option<String> {
    let scene = known.scene;
    scene.items.iter().find_map(|item| {
        let (Proof::Backup { verified, .. }, _) = scene.session.record(&item.step.id)?.proof.as_ref()? else {
            return None;
        };
        let (age, limit) = freshness::age(scene.plan, scene.session, scene.now, item.step)
            .filter(|(age, limit)| age <= limit)?;
        let (age, limit) = (duration::short(age), duration::minutes(limit));
        Some(format!("backup verified by {verified}, {age} old (at most {limit})"))
    })
}

fn rollback_rehearsed(known: &Known) -> Option<String> {
    let rehearsal = Rehearsal::of(known.scene).filter(Rehearsal::counts)?;
    let age = duration::minutes(known.scene.now.at.signed_duration_since(rehearsal.at));
    Some(format!("rollback rehearsed {age} ago, it took {}", duration::minutes(rehearsal.took)))
}

fn time_left(known: &Known) -> Option<String> {
    let scene = known.scene;
    let decided = matches!(scene.phase, Phase::RollingBack | Phase::Stabilising);
    let at = known.clocks.last_safe_rollback.filter(|at| !decided && *at > scene.now.at)?;
    let left = duration::short(at.signed_duration_since(scene.now.at));
    Some(format!("{left} until the last safe rollback at {}", scene.hhmm(at)))
}
