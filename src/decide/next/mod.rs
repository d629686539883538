//! What to do next, for whom, how late: read by the hint line, the space key, the header and scripts.

mod candidate;
mod decision;

pub(in crate::decide) use decision::lead;

use super::scene::Scene;
use super::verdict::Known;
use super::{ClosingNeed, Forecast, Next, NextAct};
use crate::journal::{DecisionKind, Recommendation, Verdict};
use crate::plan::StageKind;
use crate::session::Phase;
use crate::text::duration;

/// What `next` looks at.
pub(crate) struct Look<'l, 's, 'a> {
    pub known: &'l Known<'s, 'a>,
    pub verdict: Option<&'l Verdict>,
    pub forecast: &'l Forecast,
    pub closing: &'l [ClosingNeed],
}

impl<'a> Look<'_, '_, 'a> {
    fn scene(&self) -> &Scene<'a> {
        self.known.scene
    }

    fn recommends(&self, word: Recommendation) -> bool {
        self.verdict.is_some_and(|verdict| verdict.recommendation == word)
    }
}

/// The next thing to do; `None` once the record is closed.
pub(crate) fn next(look: &Look) -> Option<Next> {
    let scene = look.scene();
    // A hold stops the work, not the decision to take it back.
    if let Some(next) = decision::rollback(look).or_else(|| held(scene)) {
        return Some(next);
    }
    if let Some(next) = candidate::paying(look) {
        return Some(next);
    }
    match scene.phase {
        Phase::Preparing => preparing(look),
        Phase::Deploying => deploying(look),
        Phase::Deciding => deciding(look),
        Phase::RollingBack => rolling_back(look),
        Phase::Stabilising => stabilising(look),
        Phase::Closing => closing(look),
        Phase::Closed => None,
    }
}

fn held(scene: &Scene) -> Option<Next> {
    let hold = scene.session.hold()?;
    let who = hold.who.actor();
    let since = scene.hhmm(hold.started.at);
    Some(Next {
        who: Some(who.to_owned()),
        step: None,
        act: NextAct::Resume,
        text: format!("held by {who} since {since}: {}; resume when it is settled", hold.reason),
    })
}

fn preparing(look: &Look) -> Option<Next> {
    let scene = look.scene();
    let started = scene.session.decision(DecisionKind::Start).is_some();
    let notify = || go_on(look, |kind| kind == StageKind::NotifyStart);
    if !started {
        return candidate::step(look, |kind| kind == StageKind::PreChecks)
            .or_else(|| decision::hold(look))
            .or_else(|| decision::poll(look))
            .or_else(|| look.recommends(Recommendation::Ready).then(|| decision::start(look)))
            .or_else(notify)
            .or_else(|| Some(wait(look)));
    }
    notify()
        .or_else(|| candidate::step(look, |kind| kind == StageKind::PreChecks))
        .or_else(|| Some(wait(look)))
}

fn deploying(look: &Look) -> Option<Next> {
    before_window(look)
        .or_else(|| go_on(look, |kind| kind <= StageKind::Decide))
        .or_else(|| candidate::optional(look, |kind| kind <= StageKind::Decide))
        .or_else(|| Some(wait(look)))
}

/// The next step; while the recommendation is HOLD none is begun, and what would lift it comes first.
fn go_on(look: &Look, kinds: impl Fn(StageKind) -> bool) -> Option<Next> {
    if !look.recommends(Recommendation::Hold) {
        return candidate::step(look, kinds);
    }
    candidate::failed(look, &kinds)
        .or_else(|| candidate::to_start(look, &kinds).filter(|next| next.act == NextAct::Wait))
        .or_else(|| candidate::working(look, &kinds))
        .or_else(|| decision::hold(look))
}

/// Execute is decided, and its window has not begun.
fn before_window(look: &Look) -> Option<Next> {
    let scene = look.scene();
    let start = scene.plan.window.start;
    let held = look.recommends(Recommendation::Hold);
    if held || scene.now.at >= start || scene.session.execute_started(scene.plan).is_some() {
        return None;
    }
    let left = duration::short(start.signed_duration_since(scene.now.at));
    let text = format!("the window begins at {}, in {left}", scene.hhmm(start));
    Some(Next { who: None, step: None, act: NextAct::Wait, text })
}

fn deciding(look: &Look) -> Option<Next> {
    go_on(look, |kind| kind <= StageKind::Decide)
        .or_else(|| decision::poll(look))
        .or_else(|| look.recommends(Recommendation::Go).then(|| decision::go(look)))
        .or_else(|| Some(wait(look)))
}

fn rolling_back(look: &Look) -> Option<Next> {
    let scene = look.scene();
    let hidden = || candidate::hiding(look).or_else(|| decision::overrun(look));
    candidate::rollback_step(look).or_else(hidden).or_else(|| {
        let about =
            look.known.clocks.restored_about.map(|at| format!("service is back at about {}", scene.hhmm(at)));
        let why = look.verdict.map(|verdict| verdict.changes_when.clone()).unwrap_or_default();
        let parts: Vec<String> = about.into_iter().chain((!why.is_empty()).then_some(why)).collect();
        Some(Next { who: None, step: None, act: NextAct::Wait, text: parts.join(": ") })
    })
}

fn stabilising(look: &Look) -> Option<Next> {
    let scene = look.scene();
    candidate::step(look, |kind| kind == StageKind::NotifyOutcome)
        .or_else(|| candidate::debt(look))
        .or_else(|| candidate::failed(look, &|kind| kind == StageKind::Stabilise))
        .or_else(|| candidate::to_start(look, |kind| kind == StageKind::Stabilise))
        .or_else(|| candidate::optional(look, |kind| kind >= StageKind::NotifyOutcome))
        .or_else(|| {
            let end = look.known.clocks.stabilisation_end?;
            let day = crate::calendar::zone::day(scene.plan.window.zone, end);
            let text = format!("watch until {day} {}", scene.hhmm(end));
            Some(Next { who: None, step: None, act: NextAct::Wait, text })
        })
        .or_else(|| Some(wait(look)))
}

fn closing(look: &Look) -> Option<Next> {
    let unmet = look.closing.iter().find(|need| !need.met);
    let Some(unmet) = unmet else {
        return Some(Next {
            who: decision::lead(look.scene()),
            step: None,
            act: NextAct::Close,
            text: "close the record".to_owned(),
        });
    };
    candidate::step(look, |kind| kind >= StageKind::NotifyOutcome)
        .or_else(|| candidate::debt(look))
        .or_else(|| Some(Next { who: None, step: None, act: NextAct::Wait, text: unmet.text.clone() }))
}

/// Nothing but time, or what the verdict waits for.
fn wait(look: &Look) -> Next {
    let verdict = look.verdict;
    let text = verdict
        .map(|verdict| {
            if verdict.changes_when.is_empty() {
                verdict.against.first().map(|row| row.text.clone()).unwrap_or_default()
            } else {
                format!("wait: {}", verdict.changes_when)
            }
        })
        .filter(|text| !text.is_empty())
        .unwrap_or_else(|| "nothing to do now".to_owned());
    Next { who: None, step: None, act: NextAct::Wait, text }
}

#[cfg(test)]
mod tests;
