//! The go/no-go poll: what each station answered for the decision at hand, and whether it still holds.

use chrono::TimeDelta;

use super::StationView;
use super::scene::Scene;
use crate::journal::{About, Answer, DecisionKind, Stamp};
use crate::plan::Station;
use crate::session::{Phase, Purpose, Session, StepState, Vote};
use crate::text::duration;

/// The decision that stations are asked for now: START until it is decided, then GO.
pub(crate) fn asked_now(session: &Session, phase: Phase) -> Option<About> {
    match phase {
        Phase::Preparing if session.decision(DecisionKind::Start).is_none() => Some(About::Start),
        Phase::Preparing | Phase::Deploying | Phase::Deciding => Some(About::GoLive),
        Phase::RollingBack | Phase::Stabilising | Phase::Closing | Phase::Closed => None,
    }
}

/// The same, at the moment of the scene.
pub(crate) fn about(scene: &Scene) -> Option<About> {
    asked_now(scene.session, scene.phase)
}

/// Whether the poll is open: with the decide stage, or because somebody opened it.
pub(crate) fn is_open(scene: &Scene) -> bool {
    let asked =
        about(scene).is_some_and(|about| scene.session.polls.iter().any(|(asked, _)| *asked == about));
    asked || scene.phase == Phase::Deciding
}

/// Every station in order.
pub(crate) fn stations(scene: &Scene) -> Vec<StationView> {
    scene.plan.decision.stations.iter().map(|station| view(scene, station)).collect()
}

fn view(scene: &Scene, station: &Station) -> StationView {
    let asked = about(scene);
    // Once it is decided the answers stand as they were then.
    let vote =
        scene.session.votes.get(&station.id).filter(|vote| vote.about == asked.unwrap_or(About::GoLive));
    let open_condition = vote
        .filter(|vote| vote.answer == Answer::Conditions)
        .and_then(|vote| condition(scene, station, vote));
    let answer = vote.map(|vote| match vote.answer {
        Answer::Conditions if open_condition.is_none() => Answer::Go,
        answer => answer,
    });
    let stale_because = vote.filter(|_| asked.is_some()).and_then(|vote| stale(scene, station, vote));
    StationView {
        id: station.id.clone(),
        role: station.role.clone(),
        members: scene.plan.holders(&station.role).map(|member| member.id.clone()).collect(),
        required: station.required,
        answer,
        by: vote.map(|vote| (vote.who.actor().to_owned(), vote.at)),
        fresh: vote.is_some() && stale_because.is_none(),
        stale_because,
        open_condition,
        spoken: vote.is_some_and(|vote| vote.spoken),
    }
}

/// The condition that is still open: the step added with the answer, which is the station's newest, else the words of
/// the answer. Only done is met: what was left out asks the station again.
fn condition(scene: &Scene, station: &Station, vote: &Vote) -> Option<String> {
    let purpose = Purpose::Condition { station: station.id.clone() };
    let Some(step) = scene.session.added_for(&purpose).last() else {
        return Some(vote.note.clone().unwrap_or_else(|| "a condition".to_owned()));
    };
    match scene.session.step(&step.id) {
        StepState::Done { .. } => None,
        StepState::Pending => Some(format!("{} {}", step.id, step.title)),
        state => Some(format!("{} {}, which is {}", step.id, step.title, state.word())),
    }
}

/// Why an answer does not hold any more: too old, or one of the station's own checks got worse since.
fn stale(scene: &Scene, station: &Station, vote: &Vote) -> Option<String> {
    let worse = station.checks.iter().filter_map(|id| {
        let worse = scene.session.checks.get(id)?.worse.iter();
        worse.filter(|at| is_after(**at, vote.at)).map(|at| (id, *at)).next()
    });
    if let Some((check, at)) = worse.min_by_key(|(_, at)| at.order()) {
        return Some(format!("{check} got worse at {}", scene.hhmm(at.at)));
    }
    let age = scene.now.since(vote.at);
    let valid = scene.plan.decision.answer_valid;
    (age >= valid)
        .then(|| format!("{} old, answers hold for {}", duration::short(age), duration::minutes(valid)))
}

fn is_after(later: Stamp, earlier: Stamp) -> bool {
    later.since(earlier) > TimeDelta::zero()
}
