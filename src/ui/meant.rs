//! Which step the keys of a pane mean: the one that was chosen by hand, else the one that space means.

use super::model::{Cursor, Model, Pane};
use crate::decide::NextAct;
use crate::plan::Step;
use crate::session::StepState;

impl Model {
    /// The step that comes next, wherever it stands; during a hold what still runs. `None` where a decision is next, or
    /// nothing.
    pub fn step_next(&self) -> Option<&str> {
        let next = self.outlook.next.as_ref()?;
        match (next.act, &next.step, self.outlook.doing.first()) {
            (NextAct::Resume, _, Some(doing)) => Some(&doing.step),
            (_, step, _) => step.as_deref(),
        }
    }

    /// The step that note, failure, details and the rest mean in a pane of steps. Where nobody chose one they mean what
    /// space means, also where that step is not listed here.
    pub fn meant(&self, pane: Pane) -> Option<&Step> {
        let follows = match pane {
            Pane::Rollback => self.is_rolling_back(),
            _ => true,
        };
        let next = self.step_next().filter(|_| follows && !self.ui.selected.contains_key(&pane));
        let next = next.and_then(|id| self.session.find_step(&self.plan, id)).map(|(_, step)| step);
        next.or_else(|| self.selected_of(pane))
    }

    /// The step under the cursor of a pane of steps.
    fn selected_of(&self, pane: Pane) -> Option<&Step> {
        match pane {
            Pane::Rollback => self.rollback_steps().get(self.selected_rollback_index()).copied(),
            _ => self.selected_step(),
        }
    }

    /// Where the checklist's selection stands when nobody moved it: on the step that comes next or the decision that is
    /// due; else on what is done, what is open in the stage, or where the work ended.
    pub(super) fn followed(&self, steps: &[(usize, &Step)]) -> usize {
        let place = |id: &str| steps.iter().position(|(_, step)| step.id == id);
        let open = |step: &Step| !self.session.is_settled(&self.plan, step);
        self.step_next()
            .and_then(place)
            .or_else(|| self.decision_due(steps))
            .or_else(|| self.outlook.doing.iter().find_map(|doing| place(&doing.step)))
            .or_else(|| {
                steps.iter().position(|(stage, step)| Some(*stage) == self.outlook.stage && open(step))
            })
            .or_else(|| self.last_worked_on(steps))
            .unwrap_or(0)
    }

    /// The step that the decision which is due will tick.
    fn decision_due(&self, steps: &[(usize, &Step)]) -> Option<usize> {
        let next = self.outlook.next.as_ref()?;
        let due = matches!(next.act, NextAct::Start | NextAct::Poll | NextAct::Decide);
        let open = |step: &Step| step.is_decision() && !self.session.is_settled(&self.plan, step);
        let stage = |stage: usize| Some(stage) == self.outlook.stage;
        due.then(|| steps.iter().position(|(at, step)| stage(*at) && open(step))).flatten()
    }

    /// The step that was ended last; what a decision made pointless was not ended by anybody.
    fn last_worked_on(&self, steps: &[(usize, &Step)]) -> Option<usize> {
        let ended = steps.iter().enumerate().filter_map(|(at, (_, step))| {
            let state = self.session.step(&step.id);
            let dropped = matches!(state, StepState::NotApplicable { .. });
            state.ended().filter(|_| !dropped).map(|stamp| (stamp.order(), at))
        });
        ended.max().map(|(_, at)| at)
    }

    /// Index of the selected rollback step: under the cursor; where nobody moved it, the one that is next or under way,
    /// else the first that is open, else the last that was to be done.
    pub fn selected_rollback_index(&self) -> usize {
        let steps = self.rollback_steps();
        if let Some(cursor) = self.ui.selected.get(&Pane::Rollback) {
            return cursor.index.min(steps.len().saturating_sub(1));
        }
        let applies = |step: &Step| self.is_applicable(&step.id);
        let open = |step: &Step| applies(step) && !self.session.is_rollback_settled(&self.plan, step);
        self.step_next()
            .and_then(|id| steps.iter().position(|step| step.id == id))
            .or_else(|| steps.iter().position(|step| self.session.step(&step.id).is_under_way()))
            .or_else(|| steps.iter().position(|step| open(step)))
            .or_else(|| steps.iter().rposition(|step| applies(step)))
            .unwrap_or(0)
    }

    /// Whether a rollback step is to be done in this rollback.
    pub fn is_applicable(&self, id: &str) -> bool {
        self.outlook.runbook.iter().any(|entry| entry.id == id && entry.applies)
    }

    /// The steps that were chosen by hand, with whether each is settled.
    pub(super) fn chosen_by_hand(&self) -> Vec<(Pane, String, bool)> {
        let chosen = [Pane::Checklist, Pane::Rollback].into_iter().filter_map(|pane| {
            let step = self.ui.selected.get(&pane).and_then(|_| self.selected_of(pane))?;
            Some((pane, step.id.clone(), self.session.step(&step.id).is_settled()))
        });
        chosen.collect()
    }

    /// Keeps the cursor on the step that was chosen although rows came before it, and lets it go once that is settled.
    pub(super) fn keep_chosen(&mut self, chosen: Vec<(Pane, String, bool)>) {
        for (pane, id, was_settled) in chosen {
            let place = match pane {
                Pane::Rollback => self.rollback_steps().iter().position(|step| step.id == id),
                _ => self.checklist_steps().iter().position(|(_, step)| step.id == id),
            };
            let settled = self.session.step(&id).is_settled() && !was_settled;
            match (place, self.ui.selected.get(&pane).copied()) {
                (Some(index), Some(cursor)) if !settled => {
                    self.ui.selected.insert(pane, Cursor { index, ..cursor });
                }
                _ => {
                    self.ui.selected.remove(&pane);
                }
            }
        }
    }
}
