//! How long taking it back would last: the critical path of the rollback steps that undo what was started.

mod counted;

use std::collections::HashMap;

use chrono::TimeDelta;

use super::scene::{Item, Scene};
use crate::plan::{StageKind, StepKind};
use crate::session::{StepState, ancestors};
use counted::Counted;

/// The runbook with the time that each of its steps counts for.
pub(crate) struct Runbook<'a> {
    pub entries: Vec<Entry>,
    by_place: HashMap<usize, usize>,
    undone_by: HashMap<&'a str, Vec<usize>>,
    /// Every entry follows the one before it, so that the path is a sum.
    chain: bool,
    steady_for: TimeDelta,
}

/// One rollback step.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Place in the scene's items.
    pub at: usize,
    pub role: Role,
    /// With its margin.
    pub counted: TimeDelta,
    restores_data: bool,
    needs: Vec<usize>,
}

/// What a rollback step is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Undoes named steps.
    Undoes,
    /// Is done in every rollback.
    Always,
    /// Validates the rollback; counted as the time to steadiness.
    Validates,
    /// Only where another one failed.
    StandsBy,
}

impl<'a> Runbook<'a> {
    pub fn new(scene: &Scene<'a>) -> Self {
        let counted = Counted::of(scene);
        let by_place: HashMap<usize, usize> =
            scene.runbook.iter().enumerate().map(|(n, at)| (*at, n)).collect();
        let entries: Vec<Entry> = scene
            .runbook
            .iter()
            .filter_map(|at| {
                let item = scene.item(*at)?;
                Some(Entry {
                    at: *at,
                    role: role(item),
                    counted: counted.time(scene, item),
                    restores_data: item.step.undo.restores_data,
                    needs: item.needs.iter().filter_map(|need| by_place.get(need).copied()).collect(),
                })
            })
            .collect();
        let mut undone_by: HashMap<&str, Vec<usize>> = HashMap::new();
        for (n, entry) in entries.iter().enumerate() {
            let item = scene.item(entry.at).filter(|_| entry.role == Role::Undoes);
            for undone in item.into_iter().flat_map(|item| &item.step.undo.undoes) {
                undone_by.entry(undone).or_default().push(n);
            }
        }
        let chain = is_chain(&entries);
        let mut runbook =
            Self { entries, by_place, undone_by, chain, steady_for: scene.plan.decision.steady_for };
        runbook.let_fallbacks_stand_in(scene);
        runbook
    }

    /// A step that failed counts for as long as the one that stands in for it.
    fn let_fallbacks_stand_in(&mut self, scene: &Scene) {
        for n in 0..self.entries.len() {
            let Some(stand_in) = self.stand_in(scene, n) else { continue };
            let counted = self.entries.get(stand_in).map(|entry| (entry.counted, entry.restores_data));
            if let (Some(entry), Some((counted, restores))) = (self.entries.get_mut(n), counted) {
                entry.counted = counted;
                entry.restores_data |= restores;
            }
        }
    }

    /// The fallback that a failed step turns to, past those that failed as well.
    pub fn stand_in(&self, scene: &Scene, entry: usize) -> Option<usize> {
        self.stand_ins(scene, entry).last().copied()
    }

    /// The fallbacks that a failed step turned to one after the other: all but the last of them failed too.
    pub fn stand_ins(&self, scene: &Scene, entry: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut at = self.entries.get(entry).and_then(|entry| scene.item(entry.at));
        while let Some(item) = at.filter(|item| matches!(item.state, StepState::Failed { .. })) {
            let next = item.step.undo.fallback.as_deref().and_then(|id| scene.place(id));
            let Some(n) = next.and_then(|next| self.by_place.get(&next)).copied() else { break };
            if n == entry || found.contains(&n) {
                break;
            }
            found.push(n);
            at = next.and_then(|next| scene.item(next));
        }
        found
    }

    /// The rollback steps that undo this step, by their number in `entries`.
    fn undo_of(&self, step: &str) -> impl Iterator<Item = usize> {
        let ids = std::iter::once(step).chain(ancestors(step));
        ids.filter_map(|id| self.undone_by.get(id)).flatten().copied().collect::<Vec<_>>().into_iter()
    }

    /// Nothing to undo yet.
    pub fn nothing(&self) -> Undoing<'_> {
        Undoing {
            runbook: self,
            included: vec![false; self.entries.len()],
            any: false,
            sum: TimeDelta::zero(),
            unplanned: TimeDelta::zero(),
            restores_data: false,
            cannot: Vec::new(),
            path: None,
        }
    }

    /// What has been started so far.
    pub fn undo_started(&self, scene: &Scene) -> Undoing<'_> {
        let mut undo = self.nothing();
        for item in &scene.items {
            if scene.has_started(&item.step.id) {
                undo.add(scene, item);
            }
        }
        undo
    }
}

/// A growing set of steps to take back.
pub(crate) struct Undoing<'r> {
    runbook: &'r Runbook<'r>,
    included: Vec<bool>,
    any: bool,
    sum: TimeDelta,
    unplanned: TimeDelta,
    restores_data: bool,
    cannot: Vec<String>,
    path: Option<TimeDelta>,
}

impl Undoing<'_> {
    /// One step more that will have been started.
    pub fn add(&mut self, scene: &Scene, item: &Item) {
        if item.place == crate::plan::Place::Rollback || !item.is_work() {
            return;
        }
        let mut undone = false;
        for n in self.runbook.undo_of(&item.step.id) {
            undone = true;
            self.include(n);
        }
        if undone || !leaves_something(scene, item) {
            return;
        }
        match item.added {
            Some(added) if added.undo.is_some() => {
                self.any = true;
                self.unplanned += counted::unplanned(scene, item);
            }
            _ => self.cannot.push(item.step.id.clone()),
        }
    }

    fn include(&mut self, n: usize) {
        let Some(slot) = self.included.get_mut(n).filter(|slot| !**slot) else { return };
        *slot = true;
        if let Some(entry) = self.runbook.entries.get(n) {
            self.sum += entry.counted;
            self.restores_data |= entry.restores_data;
        }
        if !self.any {
            self.any = true;
            let always = self.runbook.entries.iter().enumerate().filter(|(_, e)| e.role == Role::Always);
            for (n, _) in always.collect::<Vec<_>>() {
                self.include(n);
            }
        }
        self.path = None;
    }

    /// Whether this entry of the runbook takes something back here.
    pub fn includes(&self, n: usize) -> bool {
        self.included.get(n) == Some(&true)
    }

    /// A rollback of these restores data.
    pub fn restores_data(&self) -> bool {
        self.restores_data
    }

    /// Steps that nothing undoes.
    pub fn cannot(&self) -> &[String] {
        &self.cannot
    }

    /// Something here cannot be undone by the runbook, so that nobody knows how long it takes.
    pub fn is_unknown(&self) -> bool {
        !self.cannot.is_empty()
    }

    /// How long undoing what can be undone takes, its validation included; nothing to undo takes no time.
    pub fn known_time(&mut self, scene: &Scene) -> TimeDelta {
        if !self.any {
            return TimeDelta::zero();
        }
        let path = if self.runbook.chain { self.sum } else { self.path(scene) };
        path + self.unplanned + self.runbook.steady_for
    }

    /// How long it takes; `None` = unknown.
    pub fn time(&mut self, scene: &Scene) -> Option<TimeDelta> {
        let known = self.known_time(scene);
        (!self.is_unknown()).then_some(known)
    }

    fn path(&mut self, _scene: &Scene) -> TimeDelta {
        if let Some(path) = self.path {
            return path;
        }
        let mut ends = vec![TimeDelta::zero(); self.included.len()];
        for (n, entry) in self.runbook.entries.iter().enumerate() {
            let begins = entry.needs.iter().filter_map(|need| ends.get(*need)).max().copied();
            let own = if self.includes(n) { entry.counted } else { TimeDelta::zero() };
            if let Some(end) = ends.get_mut(n) {
                *end = begins.unwrap_or_default() + own;
            }
        }
        let path = ends.into_iter().max().unwrap_or_default();
        self.path = Some(path);
        path
    }
}

fn role(item: &Item) -> Role {
    let undo = &item.step.undo;
    if undo.validates {
        Role::Validates
    } else if undo.only_as_fallback {
        Role::StandsBy
    } else if undo.undoes.is_empty() {
        Role::Always
    } else {
        Role::Undoes
    }
}

/// Work in execute leaves something behind unless the plan says otherwise; an irreversible step has a rule of its own.
fn leaves_something(scene: &Scene, item: &Item) -> bool {
    let works = matches!(item.step.kind, StepKind::Manual | StepKind::Command(_) | StepKind::Http(_));
    let in_execute = scene.kind(item).is_some_and(|(_, kind)| kind == StageKind::Execute);
    works && in_execute && !item.step.irreversible && !item.step.nothing_to_undo
}

/// Whether the steps that count follow one another, so that the path is their sum.
fn is_chain(entries: &[Entry]) -> bool {
    let counting: Vec<usize> = (0..entries.len())
        .filter(|n| entries.get(*n).is_some_and(|e| matches!(e.role, Role::Undoes | Role::Always)))
        .collect();
    counting.windows(2).all(|pair| match pair {
        [before, after] => entries.get(*after).is_some_and(|entry| entry.needs.contains(before)),
        _ => true,
    })
}

#[cfg(test)]
mod tests;
