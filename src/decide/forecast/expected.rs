//! Times as they are and as they will be: what ran, what runs, what is open.

use chrono::{DateTime, Utc};

use super::pace::{Pace, actual};
use super::planned::by_calendar;
use super::walk::{Rules, Span, Times, walk};
use crate::decide::scene::{Item, Scene};
use crate::decide::span::plus;
use crate::journal::DecisionKind;
use crate::plan::StageKind;
use crate::session::StepState;

/// What the forecast takes from elsewhere.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Given {
    /// When every critical check will be steady, as far as that can be said.
    pub steady_at: Option<DateTime<Utc>>,
    /// Rolling back: when service is back.
    pub restored_about: Option<DateTime<Utc>>,
}

/// The actual and expected times of every stage and step.
pub(super) fn expected(scene: &Scene, planned: &Times, pace: Pace, given: Given) -> Times {
    walk(scene, &AsItGoes { scene, planned, pace, given })
}

struct AsItGoes<'a> {
    scene: &'a Scene<'a>,
    planned: &'a Times,
    pace: Pace,
    given: Given,
}

impl AsItGoes<'_> {
    fn now(&self) -> DateTime<Utc> {
        self.scene.now.at
    }

    /// When it was decided, once it is.
    fn was_decided(&self) -> Option<DateTime<Utc>> {
        [DecisionKind::Rollback, DecisionKind::Abort, DecisionKind::Go]
            .into_iter()
            .find_map(|kind| self.scene.session.decision(kind))
            .map(|decision| decision.at.at)
    }
}

impl Rules for AsItGoes<'_> {
    fn begin(&self) -> DateTime<Utc> {
        self.scene.session.created.at
    }

    fn opens(&self, index: usize, kind: StageKind, turn: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let stage = self.scene.progress.stage(index);
        if stage.not_applicable {
            return None;
        }
        let coming = match kind {
            StageKind::Execute => turn.max(self.now()).max(self.scene.plan.window.start),
            _ => turn.max(self.now()),
        };
        Some(stage.opened.map_or(coming, |opened| opened.at))
    }

    fn runs(&self, at: usize, item: &Item, earliest: DateTime<Utc>) -> Option<Span> {
        let earliest = match self.scene.kind(item) {
            Some((_, StageKind::Execute)) => earliest.max(self.scene.plan.window.start),
            // What can be done any day before the window is expected when the plan has it, not at once: else a page
            // would seem to go on today for a window in three months.
            Some((_, StageKind::PreChecks | StageKind::NotifyStart)) => {
                self.planned.step(at).map_or(earliest, |planned| earliest.max(planned.start))
            }
            _ => earliest,
        };
        let open = earliest.max(self.now());
        let work = self.pace.work(item);
        let ran = actual(self.scene, item);
        Some(match item.state {
            StepState::Pending => Span { start: open, end: plus(open, work) },
            StepState::Running { .. } | StepState::Waiting { .. } => {
                let (start, _) = ran?;
                let end = plus(plus(start, work), self.scene.session.idle(&item.step.id, self.scene.now));
                Span { start, end: end.max(self.now()) }
            }
            StepState::Failed { .. } => Span { start: ran?.0, end: plus(self.now(), work) },
            _ => {
                let (start, end) = ran?;
                Span { start, end }
            }
        })
    }

    /// An optional step that was left behind holds up nothing, and what closing needs is listed in a stage but is none
    /// of its work.
    fn holds_up(&self, item: &Item) -> bool {
        if item.added.is_some_and(|added| added.purpose.is_closing()) {
            return false;
        }
        let complete =
            self.scene.kind(item).is_some_and(|(index, _)| self.scene.progress.stage(index).complete);
        !(complete && matches!(item.state, StepState::Pending | StepState::Failed { .. }))
    }

    fn decides(&self, from: DateTime<Utc>, done: DateTime<Utc>) -> DateTime<Utc> {
        self.was_decided().unwrap_or_else(|| {
            let usual = plus(from, self.scene.plan.window.decision_time);
            [Some(usual), Some(done), Some(self.now()), self.given.steady_at]
                .into_iter()
                .flatten()
                .max()
                .unwrap_or(usual)
        })
    }

    fn follows(&self, decided: DateTime<Utc>) -> DateTime<Utc> {
        let restored = self.scene.session.rollback_completed.map(|stamp| stamp.at);
        restored.or(self.given.restored_about).unwrap_or(decided)
    }

    fn calm(&self, decided: DateTime<Utc>) -> DateTime<Utc> {
        let scene = self.scene;
        scene.session.stabilisation_end(scene.plan).unwrap_or_else(|| by_calendar(scene.plan, decided))
    }
}
