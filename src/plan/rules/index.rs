//! Steps by id and parents by their children's ids, so that a plan of thousands of steps is judged in no time.

use std::collections::{HashMap, HashSet};

use crate::plan::types::{Plan, Step};

/// Steps of the stages, or of the runbook, by id.
#[derive(Debug)]
pub(in crate::plan) struct Index<'p> {
    pub steps: Vec<&'p Step>,
    at: HashMap<&'p str, usize>,
    children: HashMap<&'p str, Vec<usize>>,
}

impl<'p> Index<'p> {
    /// Of the stages.
    pub fn of_stages(plan: &'p Plan) -> Self {
        Self::new(plan.stages.iter().flat_map(|stage| &stage.steps))
    }

    /// Of the runbook.
    pub fn of_rollback(plan: &'p Plan) -> Self {
        Self::new(&plan.rollback)
    }

    fn new(steps: impl IntoIterator<Item = &'p Step>) -> Self {
        let steps: Vec<&Step> = steps.into_iter().collect();
        let mut at = HashMap::new();
        let mut children: HashMap<&str, Vec<usize>> = HashMap::new();
        for (place, step) in steps.iter().enumerate() {
            at.entry(step.id.as_str()).or_insert(place);
            for parent in parents(&step.id) {
                children.entry(parent).or_default().push(place);
            }
        }
        Self { steps, at, children }
    }

    /// Where a step stands in the list.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.at.get(id).copied()
    }

    /// A step by its id.
    pub fn step(&self, id: &str) -> Option<&'p Step> {
        self.place(id).and_then(|at| self.steps.get(at)).copied()
    }

    /// The places of a parent's children; empty for a step that is no parent.
    pub fn children(&self, id: &str) -> &[usize] {
        self.children.get(id).map_or(&[], Vec::as_slice)
    }

    /// Whether other steps are its children by their id.
    pub fn is_parent(&self, id: &str) -> bool {
        self.children.contains_key(id)
    }

    /// What somebody means who names that id: a parent's children, else the step itself.
    pub fn meant(&self, id: &str) -> Vec<usize> {
        match self.children(id) {
            [] => self.place(id).into_iter().collect(),
            children => children.to_vec(),
        }
    }
}

/// `3.1.a` has the parents `3` and `3.1`, which need not be in the plan.
pub(in crate::plan) fn parents(id: &str) -> impl Iterator<Item = &str> {
    id.match_indices('.').filter_map(|(at, _)| id.get(..at))
}

/// The ids that some rollback step undoes.
pub(in crate::plan) fn undone(plan: &Plan) -> HashSet<&str> {
    plan.rollback.iter().flat_map(|step| &step.undo.undoes).map(String::as_str).collect()
}

/// A need of a parent that is not in the plan becomes one of its children, so that nobody has to know of such parents.
pub(in crate::plan) fn name_children(plan: &mut Plan) {
    let mut children: HashMap<String, Vec<String>> = HashMap::new();
    let ids: Vec<String> =
        plan.stages.iter().flat_map(|stage| &stage.steps).map(|step| step.id.clone()).collect();
    for id in &ids {
        for parent in parents(id) {
            children.entry(parent.to_owned()).or_default().push(id.clone());
        }
    }
    for id in &ids {
        children.remove(id);
    }
    for step in plan.stages.iter_mut().flat_map(|stage| &mut stage.steps) {
        let Some(needs) = &mut step.needs else { continue };
        if needs.iter().any(|need| children.contains_key(need)) {
            *needs = needs
                .iter()
                .flat_map(|need| children.get(need).cloned().unwrap_or_else(|| vec![need.clone()]))
                .collect();
        }
    }
}
