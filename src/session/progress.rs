//! Which steps are settled and which stages are open or complete, in one pass over the plan.

use std::collections::{BTreeMap, BTreeSet};

use super::state::{AddedStep, Session};
use crate::journal::{DecisionKind, Stamp};
use crate::plan::{Plan, Stage, StageKind, Step};

/// Where every stage stands. Made afresh whenever the session changed; costs one pass over the steps.
#[derive(Debug, Clone)]
pub struct Progress<'a> {
    session: &'a Session,
    /// Ids that other ids are children of, sorted.
    parents: Vec<&'a str>,
    /// Steps of the closing of a withdrawn release, which belong to no stage.
    closing: BTreeSet<&'a str>,
    /// Leaves below a parent that are not settled.
    open_children: BTreeMap<&'a str, usize>,
    /// By stage index.
    stages: Vec<StageProgress>,
    /// Stage of every step.
    stage_of: BTreeMap<&'a str, usize>,
}

/// Where one stage stands.
#[derive(Debug, Clone, Copy, Default)]
pub struct StageProgress {
    /// Work may begin in it.
    pub open: bool,
    /// Nothing more is due in it.
    pub complete: bool,
    /// A decision made it pointless.
    pub not_applicable: bool,
    /// Since when it is open.
    pub opened: Option<Stamp>,
    /// Leaf steps that are not settled, golive's own left out.
    unsettled: usize,
    /// When the newest of its steps ended.
    ended: Option<Stamp>,
}

impl<'a> Progress<'a> {
    /// Looks at every step once.
    pub fn of(plan: &'a Plan, session: &'a Session) -> Self {
        let mut progress = Self {
            session,
            parents: parents(plan, session),
            closing: closing(session),
            open_children: BTreeMap::new(),
            stages: vec![StageProgress::default(); plan.stages.len()],
            stage_of: BTreeMap::new(),
        };
        let added = added_by_stage(session);
        progress.count(plan, &added);
        for (index, stage) in plan.stages.iter().enumerate() {
            progress.judge(plan, index, added.get(stage.id.as_str()).map_or(&[], Vec::as_slice));
        }
        progress
    }

    fn count(&mut self, plan: &'a Plan, added: &BTreeMap<&str, Vec<&'a AddedStep>>) {
        for (index, stage) in plan.stages.iter().enumerate() {
            let more = added.get(stage.id.as_str()).map_or(&[][..], Vec::as_slice);
            for step in stage.steps.iter().chain(more.iter().map(|added| &added.step)) {
                self.stage_of.insert(&step.id, index);
                let open = self.counts(step) && !self.leaf_settled(step);
                let ended = self.session.step(&step.id).ended();
                if let Some(stage) = self.stages.get_mut(index) {
                    stage.unsettled += usize::from(open);
                    stage.ended = latest(stage.ended.into_iter().chain(ended));
                }
                if !open {
                    continue;
                }
                for parent in ancestors(&step.id) {
                    let found = self.parents.binary_search(&parent).ok();
                    if let Some(parent) = found.and_then(|at| self.parents.get(at)) {
                        *self.open_children.entry(parent).or_default() += 1;
                    }
                }
            }
        }
    }

    /// Whether the step has a state of its own that a person or the decision settles, and belongs to its stage.
    fn counts(&self, step: &Step) -> bool {
        !step.is_auto() && !self.is_parent(&step.id) && !self.closing.contains(step.id.as_str())
    }

    fn leaf_settled(&self, step: &Step) -> bool {
        self.session.step(&step.id).is_settled()
    }

    fn judge(&mut self, plan: &Plan, index: usize, added: &[&AddedStep]) {
        let Some(stage) = plan.stages.get(index) else { return };
        let before = index.checked_sub(1).and_then(|before| self.stages.get(before)).copied();
        let mut here = self.stages.get(index).copied().unwrap_or_default();
        here.not_applicable = self.session.is_not_applicable(stage);
        here.open = !here.not_applicable && self.may_open(plan, index, stage);
        let due = |step: &Step| {
            let state = self.session.step(&step.id);
            self.counts(step) && !self.leaf_settled(step) && (step.mandatory || state.is_under_way())
        };
        let steps = || stage.steps.iter().chain(added.iter().map(|added| &added.step));
        // Once it is decided nothing more is due in what led to the decision, also where it was decided early.
        let over = self.session.is_decided() && stage.kind <= StageKind::Decide;
        here.complete = here.not_applicable || over || here.open && !steps().any(due);
        here.opened = here.open.then(|| self.opened_at(stage, before));
        if let Some(slot) = self.stages.get_mut(index) {
            *slot = here;
        }
    }

    /// START opens the way to execute over open pre-checks; the decision opens what comes after it.
    fn may_open(&self, plan: &Plan, index: usize, stage: &Stage) -> bool {
        let session = self.session;
        let early = session.opened_early.contains_key(&stage.id);
        let start = session.decision(DecisionKind::Start).is_some();
        let before = || index.checked_sub(1).is_none_or(|before| self.stage(before).complete);
        match stage.kind {
            StageKind::PreChecks => early || before(),
            StageKind::NotifyStart => early || start || before(),
            StageKind::Execute => start && (early || self.way_to_execute(plan, index)),
            StageKind::Validate | StageKind::Decide => start && (early || before()),
            StageKind::NotifyOutcome => session.outcome_may_be_told(early),
            StageKind::Stabilise => session.went_live(),
        }
    }

    /// The first execute stage waits for notify-start only, a later one for the stage before it.
    fn way_to_execute(&self, plan: &Plan, index: usize) -> bool {
        let first = plan.stages_of(StageKind::Execute).next().is_none_or(|(first, _)| first == index);
        if first {
            self.complete(plan, StageKind::NotifyStart)
        } else {
            index.checked_sub(1).is_none_or(|before| self.stage(before).complete)
        }
    }

    /// When the stage opened: early, with the last thing it waited for, or with the decision.
    fn opened_at(&self, stage: &Stage, before: Option<StageProgress>) -> Stamp {
        let session = self.session;
        let decided = |kind| session.decision(kind).map(|decision| decision.at);
        let in_turn = session.opened_early.get(&stage.id).copied().unwrap_or_else(|| {
            let before = before.into_iter().flat_map(|before| [before.opened, before.ended]);
            latest(before.flatten()).unwrap_or(session.created)
        });
        match stage.kind {
            StageKind::Execute => latest(decided(DecisionKind::Start).into_iter().chain([in_turn])),
            StageKind::NotifyOutcome | StageKind::Stabilise => decided(DecisionKind::Abort)
                .or(session.rollback_completed)
                .or_else(|| decided(DecisionKind::Go)),
            _ => None,
        }
        .unwrap_or(in_turn)
    }

    /// Whether nothing more is to be done on the step: a parent is settled with its children, a decision step with
    /// the decision, golive's own with every other step of its stage.
    pub fn is_settled(&self, step: &Step) -> bool {
        if self.leaf_settled(step) {
            return true;
        }
        if self.is_parent(&step.id) {
            return !self.open_children.contains_key(step.id.as_str());
        }
        let stage = self.stage_of.get(step.id.as_str()).and_then(|index| self.stages.get(*index));
        step.is_auto() && stage.is_some_and(|stage| stage.unsettled == 0)
    }

    /// Whether other steps are its children, so that it has no state of its own.
    pub fn is_parent(&self, id: &str) -> bool {
        self.parents.binary_search(&id).is_ok()
    }

    /// Where the stage of this index stands; nothing is open beyond the last.
    pub fn stage(&self, index: usize) -> StageProgress {
        self.stages.get(index).copied().unwrap_or_default()
    }

    /// Index of the first open stage that is not complete.
    pub fn current(&self) -> Option<usize> {
        self.stages.iter().position(|stage| stage.open && !stage.complete)
    }

    /// Whether nothing more is due in any stage of the kind.
    pub fn complete(&self, plan: &Plan, kind: StageKind) -> bool {
        plan.stages_of(kind).all(|(index, _)| self.stage(index).complete)
    }

    /// Whether a stage of the kind is open.
    pub fn open(&self, plan: &Plan, kind: StageKind) -> bool {
        plan.stages_of(kind).any(|(index, _)| self.stage(index).open)
    }
}

fn latest(stamps: impl Iterator<Item = Stamp>) -> Option<Stamp> {
    stamps.max_by_key(|stamp| stamp.order())
}

fn added_by_stage(session: &Session) -> BTreeMap<&str, Vec<&AddedStep>> {
    let mut by_stage: BTreeMap<&str, Vec<&AddedStep>> = BTreeMap::new();
    for added in &session.added {
        by_stage.entry(&added.stage).or_default().push(added);
    }
    by_stage
}

/// The ids above this one: `3.1.a` → `3.1`, `3`.
pub(crate) fn ancestors(id: &str) -> impl Iterator<Item = &str> {
    id.rmatch_indices('.').filter_map(|(at, _)| id.get(..at))
}

fn closing(session: &Session) -> BTreeSet<&str> {
    let closing = session.added.iter().filter(|added| added.purpose.is_closing());
    closing.map(|added| added.step.id.as_str()).collect()
}

/// Ids that other ids are children of, sorted.
pub(crate) fn parents<'a>(plan: &'a Plan, session: &'a Session) -> Vec<&'a str> {
    let added = session.added.iter().map(|added| added.step.id.as_str());
    let mut ids: Vec<&str> = plan.steps().map(|(_, step)| step.id.as_str()).chain(added).collect();
    ids.sort_unstable();
    let mut above: Vec<&str> = ids.iter().flat_map(|id| ancestors(id)).collect();
    above.sort_unstable();
    above.dedup();
    above.retain(|id| ids.binary_search(id).is_ok());
    above
}
