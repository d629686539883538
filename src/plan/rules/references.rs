//! Every id is defined once, and exists wherever it is named.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::index::parents;
use crate::plan::parse::cx::{Cx, Definition, Kind, Reference, shown};
use crate::plan::types::Plan;
use crate::text::{list, nearest};

/// How many known ids a message lists.
const LISTED: usize = 8;

/// Comparing hundreds of unknown ids with thousands of known ones would take long, and help nobody.
const MOST_COMPARISONS: usize = 40_000;

/// Known ids by what they name.
type Known = HashMap<Kind, BTreeSet<String>>;

/// Judges definitions, then references.
pub(super) fn judge(cx: &mut Cx<'_>, plan: &Plan) {
    let definitions = std::mem::take(&mut cx.definitions);
    twice(cx, &definitions);
    let known = known(plan, &definitions);
    let mut looks = MOST_COMPARISONS;
    for reference in std::mem::take(&mut cx.references) {
        if known.get(&reference.kind).is_some_and(|ids| ids.contains(&reference.id)) || cx.is_full() {
            continue;
        }
        // Among ids that could not be read it may be one.
        if may_be_lost(cx, &reference) {
            continue;
        }
        let (message, help) = unknown(reference.kind, &reference.id, &known, &mut looks);
        if reference.kind == Kind::Role {
            cx.warn(reference.span, "role-without-holder", message, help);
        } else {
            cx.error(reference.span, "unknown-id", message, help);
        }
    }
    cx.definitions = definitions;
}

fn may_be_lost(cx: &Cx<'_>, reference: &Reference) -> bool {
    let kinds: &[Kind] = match reference.kind {
        Kind::StepOrStage => &[Kind::Step, Kind::Stage],
        _ => std::slice::from_ref(&reference.kind),
    };
    kinds.iter().any(|kind| cx.lost.contains(kind) || cx.faulty.contains(&(*kind, reference.id.clone())))
}

fn twice(cx: &mut Cx<'_>, definitions: &[Definition]) {
    let mut seen: HashSet<(Kind, &str)> = HashSet::new();
    for definition in definitions.iter().filter(|definition| definition.kind != Kind::Role) {
        // Steps, runbook and stages share their names: the journal and `active-from` name them alike.
        let space = match definition.kind {
            Kind::Rollback | Kind::Stage => Kind::Step,
            kind => kind,
        };
        if !seen.insert((space, definition.id.as_str())) {
            let message = format!("the id `{}` is used twice among {}", shown(&definition.id), many(space));
            let help = "give each its own id: events and commands name it by that";
            cx.error(definition.span.clone(), "duplicate-id", message, help);
        }
    }
}

fn known(plan: &Plan, definitions: &[Definition]) -> Known {
    let mut known = Known::new();
    for definition in definitions {
        known.entry(definition.kind).or_default().insert(definition.id.clone());
    }
    let steps = known.entry(Kind::Step).or_default();
    for definition in definitions.iter().filter(|definition| definition.kind == Kind::Step) {
        steps.extend(parents(&definition.id).map(str::to_owned));
    }
    // A parent that is not in the plan itself never starts and never ends.
    let written = plan.stages.iter().flat_map(|stage| &stage.steps).map(|step| step.id.clone());
    let either = written.chain(plan.stages.iter().map(|stage| stage.id.clone())).collect();
    known.insert(Kind::StepOrStage, either);
    known
}

fn unknown(kind: Kind, id: &str, known: &Known, looks: &mut usize) -> (String, String) {
    let none = BTreeSet::new();
    let ids = known.get(&kind).unwrap_or(&none);
    let message = match kind {
        Kind::Role => format!("nobody on the team has the role `{}`", shown(id)),
        Kind::Member => format!("nobody on the team has the id `{}`", shown(id)),
        Kind::Channel => format!("there is no [channel.{}]", shown(id)),
        _ => format!("no {} has the id `{}`", one(kind), shown(id)),
    };
    if let Some(elsewhere) = elsewhere(kind, id, known) {
        return (message, elsewhere);
    }
    let candidates = ids.iter().map(String::as_str).take(*looks);
    *looks = looks.saturating_sub(ids.len());
    if let Some(near) = nearest(id, candidates) {
        return (message, format!("did you mean `{near}`?"));
    }
    let whole: Vec<&String> = ids.iter().filter(|id| !is_only_parent(id, ids)).collect();
    let named: Vec<String> = whole.iter().take(LISTED).map(|id| format!("`{id}`")).collect();
    let help = if let ([only], true) = (named.as_slice(), kind != Kind::StepOrStage) {
        format!("the only {} is {only}", one(kind))
    } else if named.is_empty() {
        format!("the plan has no {}; add one, or take this out", many(kind))
    } else if whole.len() > LISTED {
        format!("{} {} are known, among them {}", whole.len(), many(kind), list::and_list(&named))
    } else {
        format!("the plan has the {} {}", many(kind), list::and_list(&named))
    };
    (message, help)
}

/// `4` where `4.1` is known stands for its children alone.
fn is_only_parent(id: &str, ids: &BTreeSet<String>) -> bool {
    ids.range(format!("{id}.")..).next().is_some_and(|next| crate::plan::lookup::is_child_of(next, id))
}

/// The id of something else than is wanted here.
fn elsewhere(kind: Kind, id: &str, known: &Known) -> Option<String> {
    let is = |other: Kind| known.get(&other).is_some_and(|ids| ids.contains(id));
    match kind {
        Kind::Role if is(Kind::Member) => {
            Some("that is a person's id; write one of that person's roles".to_owned())
        }
        Kind::Member if is(Kind::Role) => Some("that is a role; write the id of one person".to_owned()),
        Kind::StepOrStage if is(Kind::Step) => Some(format!(
            "`{}` stands for its children and is not in the plan itself; name one of them",
            shown(id)
        )),
        Kind::Step if is(Kind::Rollback) => {
            Some("that is a rollback step; name a step of a stage".to_owned())
        }
        Kind::Rollback if is(Kind::Step) => {
            Some("that is a step of a stage; name a rollback step".to_owned())
        }
        _ => None,
    }
}

fn one(kind: Kind) -> &'static str {
    match kind {
        Kind::Step => "step of a stage",
        Kind::Rollback => "rollback step",
        Kind::Stage => "stage",
        Kind::Check => "check",
        Kind::Member => "person",
        Kind::Role => "role",
        Kind::Station => "station",
        Kind::Switch => "switch",
        Kind::Notice => "notice",
        Kind::Channel => "channel",
        Kind::Trigger => "trigger",
        Kind::Site => "site",
        Kind::StepOrStage => "step or stage",
    }
}

fn many(kind: Kind) -> &'static str {
    match kind {
        Kind::Step => "steps",
        Kind::Rollback => "rollback steps",
        Kind::Stage => "stages",
        Kind::Check => "checks",
        Kind::Member => "people",
        Kind::Role => "roles",
        Kind::Station => "stations",
        Kind::Switch => "switches",
        Kind::Notice => "notices",
        Kind::Channel => "channels",
        Kind::Trigger => "triggers",
        Kind::Site => "sites",
        Kind::StepOrStage => "steps and stages",
    }
}
