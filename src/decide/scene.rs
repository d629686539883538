//! Plan and session at one moment, with the look-ups that every rule of this module shares.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::calendar::zone;
use crate::journal::Stamp;
use crate::plan::{Order, Place, Plan, StageKind, Step};
use crate::session::{AddedStep, Phase, Progress, Session, StepState, ancestors};

/// Plan and session at one moment. Costs one pass over the steps; nothing in it looks twice at all of them.
pub(crate) struct Scene<'a> {
    pub plan: &'a Plan,
    pub session: &'a Session,
    pub now: Stamp,
    pub phase: Phase,
    pub progress: Progress<'a>,
    /// Every step: the stages' in order, each stage's added ones after its own, then the rollback's.
    pub items: Vec<Item<'a>>,
    /// By stage index, places in `items`, each step after those it needs.
    pub stages: Vec<Vec<usize>>,
    /// The same for the runbook.
    pub runbook: Vec<usize>,
    /// Work on the release that has begun, oldest first.
    pub begun: Vec<(Stamp, &'a str)>,
    index: HashMap<&'a str, usize>,
}

/// One step with what surrounds it.
pub(crate) struct Item<'a> {
    pub step: &'a Step,
    pub place: Place,
    pub added: Option<&'a AddedStep>,
    /// Has no state of its own.
    pub parent: bool,
    pub state: &'a StepState,
    /// Nothing more is to be done.
    pub settled: bool,
    /// Places of the steps that come first.
    pub needs: Vec<usize>,
}

impl Item<'_> {
    /// A person or the console works on it: neither a parent nor kept by golive nor ticked by the decision.
    pub fn is_work(&self) -> bool {
        !self.parent && !self.step.is_auto() && !self.step.is_decision()
    }
}

impl<'a> Scene<'a> {
    pub fn new(plan: &'a Plan, session: &'a Session, now: Stamp) -> Self {
        let progress = Progress::of(plan, session);
        let mut scene = Self {
            plan,
            session,
            now,
            phase: session.phase_by(plan, &progress, now),
            items: Vec::new(),
            stages: vec![Vec::new(); plan.stages.len()],
            runbook: Vec::new(),
            begun: Vec::new(),
            index: HashMap::new(),
            progress,
        };
        scene.list();
        scene.settle_by_fallback();
        scene.link();
        scene.sort();
        scene.begun = scene.begun_work();
        scene
    }

    fn begun_work(&self) -> Vec<(Stamp, &'a str)> {
        let touches = |item: &Item| {
            self.kind(item).is_none_or(|(_, kind)| matches!(kind, StageKind::Execute | StageKind::Validate))
        };
        let items = self.items.iter().filter(|item| touches(item));
        let mut begun: Vec<_> = items
            .filter_map(|item| Some((self.session.begun(&item.step.id)?, item.step.id.as_str())))
            .collect();
        begun.sort_by_key(|(stamp, _)| stamp.order());
        begun
    }

    fn list(&mut self) {
        let (plan, session) = (self.plan, self.session);
        let mut added_of: HashMap<&str, Vec<&'a AddedStep>> = HashMap::new();
        for added in &session.added {
            added_of.entry(added.stage.as_str()).or_default().push(added);
        }
        for (index, stage) in plan.stages.iter().enumerate() {
            for step in &stage.steps {
                self.push(step, Place::Stage(index), None);
            }
            for added in added_of.remove(stage.id.as_str()).unwrap_or_default() {
                self.push(&added.step, Place::Stage(index), Some(added));
            }
        }
        for step in &plan.rollback {
            self.push(step, Place::Rollback, None);
        }
    }

    fn push(&mut self, step: &'a Step, place: Place, added: Option<&'a AddedStep>) {
        let at = self.items.len();
        self.index.entry(&step.id).or_insert(at);
        match place {
            Place::Stage(index) => {
                if let Some(stage) = self.stages.get_mut(index) {
                    stage.push(at);
                }
            }
            Place::Rollback => self.runbook.push(at),
        }
        let parent = self.progress.is_parent(&step.id);
        let settled = self.progress.is_settled(step);
        let state = self.session.step(&step.id);
        self.items.push(Item { step, place, added, parent, state, settled, needs: Vec::new() });
    }

    /// A rollback step that failed is settled once a fallback of it is.
    fn settle_by_fallback(&mut self) {
        for &at in &self.runbook.clone() {
            let mut look = self.item(at);
            for _ in 0..self.runbook.len() {
                let Some(item) = look.filter(|item| matches!(item.state, StepState::Failed { .. })) else {
                    break;
                };
                look = item.step.undo.fallback.as_deref().and_then(|id| self.find(id));
            }
            let settled = look.is_some_and(|item| item.state.is_settled());
            if let Some(item) = self.items.get_mut(at) {
                item.settled |= settled;
            }
        }
    }

    fn link(&mut self) {
        for (index, stage) in self.plan.stages.iter().enumerate() {
            let members = self.stages.get(index).cloned().unwrap_or_default();
            self.link_group(&members, stage.order);
        }
        let runbook = self.runbook.clone();
        self.link_group(&runbook, Order::Sequence);
        self.link_parents();
    }

    /// In a sequence a step comes after all before it; one that names its needs comes after those alone.
    fn link_group(&mut self, members: &[usize], order: Order) {
        let mut before: Vec<usize> = Vec::new();
        let mut work: Vec<usize> = Vec::new();
        let mut autos: Vec<usize> = Vec::new();
        for &at in members {
            let Some(item) = self.items.get(at) else { continue };
            let (auto, counts) = (item.step.is_auto(), item.is_work());
            let stands_by = item.step.undo.only_as_fallback;
            let named = item.step.needs.as_ref();
            let mut needs: Vec<usize> = named
                .into_iter()
                .flatten()
                .filter_map(|id| self.place(id))
                .filter(|need| *need != at)
                .collect();
            if auto {
                autos.push(at);
            } else if counts {
                work.push(at);
                if named.is_none() && order == Order::Sequence && !stands_by {
                    needs.append(&mut before);
                }
                if !stands_by {
                    before.push(at);
                }
            }
            if let Some(item) = self.items.get_mut(at) {
                item.needs = needs;
            }
        }
        for at in autos {
            if let Some(item) = self.items.get_mut(at) {
                item.needs.clone_from(&work);
            }
        }
    }

    /// A parent comes after its children, so that what needs the parent needs them all.
    fn link_parents(&mut self) {
        let links: Vec<(usize, usize)> = self
            .items
            .iter()
            .enumerate()
            .filter_map(|(at, item)| {
                let parent = ancestors(&item.step.id).find_map(|id| self.place(id))?;
                Some((parent, at))
            })
            .collect();
        for (parent, child) in links {
            if let Some(item) = self.items.get_mut(parent) {
                item.needs.push(child);
            }
        }
    }

    fn sort(&mut self) {
        let stages = self.stages.iter().map(|members| self.in_order(members)).collect();
        let runbook = self.in_order(&self.runbook);
        self.stages = stages;
        self.runbook = runbook;
    }

    /// The members, each after those of them that it needs; a circle keeps the plan's order.
    fn in_order(&self, members: &[usize]) -> Vec<usize> {
        let place: HashMap<usize, usize> = members.iter().enumerate().map(|(n, at)| (*at, n)).collect();
        let mut waits = vec![0_usize; members.len()];
        let mut frees: Vec<Vec<usize>> = vec![Vec::new(); members.len()];
        for (n, at) in members.iter().enumerate() {
            for need in self.item(*at).map_or(&[][..], |item| &item.needs) {
                if let Some(first) = place.get(need) {
                    if let Some(wait) = waits.get_mut(n) {
                        *wait += 1;
                    }
                    if let Some(free) = frees.get_mut(*first) {
                        free.push(n);
                    }
                }
            }
        }
        let mut sorted = Vec::with_capacity(members.len());
        let mut done = vec![false; members.len()];
        let mut ready: Vec<usize> = (0..members.len()).rev().filter(|n| waits.get(*n) == Some(&0)).collect();
        while let Some(n) = ready.pop() {
            if let Some(done) = done.get_mut(n) {
                *done = true;
            }
            sorted.extend(members.get(n));
            for free in frees.get(n).into_iter().flatten().rev() {
                if let Some(wait) = waits.get_mut(*free) {
                    *wait = wait.saturating_sub(1);
                    if *wait == 0 {
                        ready.push(*free);
                    }
                }
            }
        }
        let left = members.iter().enumerate().filter(|(n, _)| done.get(*n) != Some(&true));
        sorted.extend(left.map(|(_, at)| *at).collect::<Vec<_>>());
        sorted
    }

    /// Place of a step by its id.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.index.get(id).copied()
    }

    pub fn item(&self, at: usize) -> Option<&Item<'a>> {
        self.items.get(at)
    }

    pub fn find(&self, id: &str) -> Option<&Item<'a>> {
        self.item(self.place(id)?)
    }

    /// Index and kind of the stage that a step is in.
    pub fn kind(&self, item: &Item<'_>) -> Option<(usize, StageKind)> {
        let Place::Stage(index) = item.place else { return None };
        self.plan.stages.get(index).map(|stage| (index, stage.kind))
    }

    /// The steps of the stages of a kind.
    pub fn of_kind(&self, kind: StageKind) -> impl Iterator<Item = &Item<'a>> {
        self.items.iter().filter(move |item| self.kind(item).is_some_and(|(_, of)| of == kind))
    }

    /// Begun at some time, whatever became of it.
    pub fn has_started(&self, step: &str) -> bool {
        self.session.begun(step).is_some()
    }

    /// Whether the steps that come first are settled.
    pub fn needs_settled(&self, item: &Item<'_>) -> bool {
        item.needs.iter().all(|need| self.item(*need).is_none_or(|need| need.settled))
    }

    /// `02:31`, in the plan's zone.
    pub fn hhmm(&self, at: DateTime<Utc>) -> String {
        zone::clock_minutes(self.plan.window.zone, at)
    }

    /// `02:31:40`, in the plan's zone.
    pub fn hhmmss(&self, at: DateTime<Utc>) -> String {
        zone::clock(self.plan.window.zone, at)
    }

    /// Time that holds took out of the span.
    pub fn held_between(&self, from: Stamp, to: Stamp) -> TimeDelta {
        self.session.held_between(from, to, self.now)
    }
}
