//! What each pane lists and has selected: the questions that update and views must answer alike.

use super::model::{ActionView, LogLine, Model, Pane, Where};
use crate::decide::{CheckView, Standing};
use crate::journal::Status;
use crate::plan::Step;
use crate::session::{Phase, parents};

impl Model {
    /// Lines of log kept.
    pub const LOG_KEPT: usize = 2_000;

    /// The filter of a pane: it applies to the pane in focus only.
    pub fn filter_of(&self, pane: Pane) -> &str {
        if self.ui.focus == pane { &self.ui.filter } else { "" }
    }

    /// The steps that the checklist can select, stage by stage, filtered. Parents have no state of their own and are
    /// left out where their children are there.
    pub fn checklist_steps(&self) -> Vec<(usize, &Step)> {
        let filter = self.filter_of(Pane::Checklist);
        let parents = parents(&self.plan, &self.session);
        let of_stage = |(index, stage)| self.session.steps_of(stage).map(move |step| (index, step));
        self.plan
            .stages
            .iter()
            .enumerate()
            .flat_map(of_stage)
            .filter(|(_, step)| parents.binary_search(&step.id.as_str()).is_err())
            .filter(|(_, step)| {
                let owner = self.session.owner(step).unwrap_or_default();
                holds(filter, &[&step.id, &step.title, owner, self.session.step(&step.id).word()])
            })
            .collect()
    }

    /// The step that the checklist has selected: the one under its cursor, else the one that comes next.
    pub fn selected_step(&self) -> Option<&Step> {
        let steps = self.checklist_steps();
        steps.get(self.cursor_among(&steps)).map(|(_, step)| *step)
    }

    /// Index of the selected step among [`Model::checklist_steps`].
    pub fn selected_step_index(&self) -> usize {
        self.cursor_among(&self.checklist_steps())
    }

    /// Index of the selected one of these steps.
    pub(super) fn cursor_among(&self, steps: &[(usize, &Step)]) -> usize {
        match self.ui.selected.get(&Pane::Checklist) {
            Some(cursor) => cursor.index.min(steps.len().saturating_sub(1)),
            None => self.followed(steps),
        }
    }

    /// The rollback steps that the runbook can select, filtered.
    pub fn rollback_steps(&self) -> Vec<&Step> {
        let filter = self.filter_of(Pane::Rollback);
        self.plan.rollback.iter().filter(|step| holds(filter, &[&step.id, &step.title])).collect()
    }

    /// The checks worst first, in plan order where they are alike, filtered.
    pub fn health_rows(&self) -> Vec<&CheckView> {
        let filter = self.filter_of(Pane::Health);
        let name = |view: &CheckView| self.plan.check(&view.id).map_or("", |check| check.name.as_str());
        let mut rows: Vec<_> =
            self.outlook.checks.iter().filter(|view| holds(filter, &[&view.id, name(view)])).collect();
        rows.sort_by_cached_key(|view| (self.badness(view), !self.is_watched_by_a_trigger(&view.id)));
        rows
    }

    /// Whether an effect that is on is meant to break this check, however long it lasts already.
    pub fn is_behind_an_effect(&self, check: &str) -> bool {
        self.session.effects.iter().filter(|effect| effect.closed.is_none()).any(|effect| {
            let expect = self.session.expect_of(&self.plan, &effect.source);
            expect.is_some_and(|expect| expect.checks.iter().any(|id| id == check))
        })
    }

    /// Whether a trigger that is met, or is about to be, looks at the check.
    fn is_watched_by_a_trigger(&self, check: &str) -> bool {
        let close = self.outlook.triggers.iter().filter(|view| view.met.is_some() || view.met_at.is_some());
        close
            .filter_map(|view| self.plan.trigger(&view.id))
            .any(|trigger| trigger.check.as_deref() == Some(check))
    }

    /// How bad a check is, 0 worst: what counts comes before what is set aside, and what nothing explains before what a
    /// page explains that is on for too long.
    fn badness(&self, view: &CheckView) -> u8 {
        match badness(view) {
            bad @ 0..=4 if bad != 1 && self.is_behind_an_effect(&view.id) => 5 + bad,
            bad @ 0..=4 => bad,
            other => other + 5,
        }
    }

    /// The log newest first, filtered.
    pub fn log_rows(&self) -> impl Iterator<Item = &LogLine> {
        let filter = self.filter_of(Pane::Log);
        self.log.iter().rev().filter(move |line| holds(filter, &[&line.text]))
    }

    /// The index that a pane has selected; 0 where nobody moved it.
    pub fn selected_index(&self, pane: Pane) -> usize {
        match pane {
            Pane::Checklist => self.selected_step_index(),
            Pane::Rollback => self.selected_rollback_index(),
            Pane::Timeline => {
                let cursor = self.ui.selected.get(&pane).map(|cursor| cursor.index);
                cursor.or(self.outlook.stage).unwrap_or(0)
            }
            _ => self.ui.selected.get(&pane).map_or(0, |cursor| cursor.index),
        }
    }

    /// How many entries a pane has to select among.
    pub fn entries(&self, pane: Pane) -> usize {
        match pane {
            Pane::Timeline => self.plan.stages.len(),
            Pane::Checklist => self.checklist_steps().len(),
            Pane::Health => self.health_rows().len(),
            Pane::Decision => self.outlook.stations.len(),
            Pane::Log => self.log_rows().count(),
            Pane::Incidents | Pane::Output => 0,
            Pane::Triggers => self.outlook.triggers.len(),
            Pane::Rollback => self.rollback_steps().len(),
            Pane::Team => self.plan.team.len(),
        }
    }

    /// The actions whose name or sentence holds the query; names that begin with it first.
    pub fn palette_matches(&self, query: &str) -> Vec<&ActionView> {
        let mut found: Vec<_> =
            self.actions.iter().filter(|action| holds(query, &[action.name, action.sentence])).collect();
        let wanted = query.to_lowercase();
        found.sort_by_key(|action| {
            let name = action.name.to_lowercase();
            (!name.starts_with(&wanted), !name.contains(&wanted))
        });
        found
    }

    /// The actions with a key that can be pressed in the pane in focus, the pane's own first, then moving, then the
    /// rest; only those that hold the query. A key that the pane gives a meaning of its own stands there only.
    pub fn help_matches(&self, query: &str) -> Vec<&ActionView> {
        let rank = |action: &ActionView| match action.where_ {
            Where::Pane(pane) if pane == self.ui.focus => Some(0),
            Where::Move => Some(1),
            Where::Everywhere => Some(2),
            Where::Pane(_) | Where::Sheet => None,
        };
        let mut found: Vec<_> = self
            .actions
            .iter()
            .filter(|action| !action.key.is_empty() && rank(action).is_some())
            .filter(|action| rank(action) == Some(0) || !self.is_own_key(action.key))
            .filter(|action| holds(query, &[action.name, action.sentence, action.key]))
            .collect();
        found.sort_by_key(|action| rank(action));
        found
    }

    fn is_own_key(&self, key: &str) -> bool {
        let here = Where::Pane(self.ui.focus);
        self.actions.iter().any(|action| action.where_ == here && action.key == key)
    }

    /// Rolling back now.
    pub fn is_rolling_back(&self) -> bool {
        self.outlook.phase == Phase::RollingBack
    }
}

/// Whether one of the texts holds the wanted one, whatever its case; nothing wanted is held by all.
fn holds(wanted: &str, texts: &[&str]) -> bool {
    if wanted.is_empty() {
        return true;
    }
    let wanted = wanted.to_lowercase();
    texts.iter().any(|text| text.to_lowercase().contains(&wanted))
}

/// How bad a check is, 0 worst: what counts comes before what is set aside.
fn badness(view: &CheckView) -> u8 {
    match (&view.standing, view.status) {
        (Standing::NotAsExpected(_), _) => 1,
        (Standing::Real | Standing::Grace, status) => match status {
            Status::Down => 0,
            Status::Unknown => 2,
            Status::Degraded => 3,
            Status::Unjudged => 4,
            Status::Up => 7,
        },
        (Standing::External { .. } | Standing::Muted { .. }, Status::Down | Status::Degraded) => 5,
        (Standing::Expected { .. }, _) => 6,
        (Standing::External { .. } | Standing::Muted { .. }, _) => 8,
        (Standing::NotActive(_), _) => 9,
        (Standing::NotPolled(_), _) => 10,
    }
}
