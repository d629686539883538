//! Which step comes next: one that failed, one that may start, one that is under way.

use std::collections::BTreeSet;

use super::{Look, lead};
use crate::decide::doing::{late_words, start_late};
use crate::decide::scene::{Item, Scene};
use crate::decide::{Next, NextAct, debt, outage};
use crate::journal::Row;
use crate::plan::{Place, StageKind, StepKind};
use crate::session::{Purpose, StepState};
use crate::text::{clean, list};

/// The step that comes next in the open stages of these kinds.
pub(super) fn step(look: &Look, kinds: impl Fn(StageKind) -> bool) -> Option<Next> {
    failed(look, &kinds).or_else(|| to_start(look, &kinds)).or_else(|| working(look, &kinds))
}

/// The first mandatory step that failed and waits for somebody.
pub(super) fn failed(look: &Look, kinds: &impl Fn(StageKind) -> bool) -> Option<Next> {
    let scene = look.scene();
    let failed = |item: &&Item| matches!(item.state, StepState::Failed { .. }) && item.step.mandatory;
    open_items(scene, kinds).find(failed).map(|item| failure(scene, item))
}

/// The first step that is under way.
pub(super) fn working(look: &Look, kinds: &impl Fn(StageKind) -> bool) -> Option<Next> {
    open_items(look.scene(), kinds).find(|item| item.state.is_under_way()).map(|item| under_way(look, item))
}

fn open_items<'s, 'a>(
    scene: &'s Scene<'a>,
    kinds: &impl Fn(StageKind) -> bool,
) -> impl Iterator<Item = &'s Item<'a>> {
    scene.items.iter().filter(move |item| {
        let Some((index, kind)) = scene.kind(item) else { return false };
        let here = kinds(kind) && scene.progress.stage(index).open;
        // The investigation of a withdrawn release waits for no stage; its corrective actions are for the weeks to come.
        let action = item.added.is_some_and(|added| added.purpose == Purpose::CorrectiveAction);
        (here || is_of_closing(item)) && !action && item.is_work() && !item.settled
    })
}

/// The investigation of a withdrawn release and its corrective actions.
fn is_of_closing(item: &Item) -> bool {
    item.added.is_some_and(|added| added.purpose.is_closing())
}

/// The first step that may start now, or would but for its gate. An optional step comes first only where a mandatory
/// one of its stage waits for it.
pub(super) fn to_start(look: &Look, kinds: impl Fn(StageKind) -> bool) -> Option<Next> {
    let scene = look.scene();
    let ready = ready(scene, &kinds);
    let mandatory = ready.iter().find(|item| item.step.mandatory);
    let stage = |item: &Item| scene.kind(item).map(|(index, _)| index);
    let waiting: BTreeSet<Option<usize>> =
        open_items(scene, &kinds).filter(|item| item.step.mandatory).map(stage).collect();
    let waited_for = |item: &&&Item| waiting.contains(&stage(item));
    mandatory.or_else(|| ready.iter().find(waited_for)).map(|item| starting(look, item))
}

/// The first optional step that may start now.
pub(super) fn optional(look: &Look, kinds: impl Fn(StageKind) -> bool) -> Option<Next> {
    ready(look.scene(), &kinds).first().map(|item| starting(look, item))
}

fn ready<'s, 'a>(scene: &'s Scene<'a>, kinds: &impl Fn(StageKind) -> bool) -> Vec<&'s Item<'a>> {
    let untold = scene.of_kind(StageKind::NotifyOutcome).any(is_untold);
    open_items(scene, kinds)
        .filter(|item| *item.state == StepState::Pending && scene.needs_settled(item))
        .filter(|item| !(is_busy(scene, item) || untold && is_of_closing(item)))
        .collect()
}

/// Whether the step tells the outcome and is still to be done: the record is closed after that.
fn is_untold(item: &Item) -> bool {
    let due = item.step.mandatory || item.state.is_under_way();
    item.is_work() && due && !item.settled && !is_of_closing(item)
}

/// Whether whoever does the step is at work on another one after the decision: each ends what they began there.
fn is_busy(scene: &Scene, item: &Item) -> bool {
    let after = scene.kind(item).is_some_and(|(_, kind)| kind == StageKind::NotifyOutcome);
    let begun = |other: &&Item| matches!(other.state, StepState::Running { .. }) && other.place == item.place;
    let who = owner(scene, item);
    (after || is_of_closing(item)) && scene.items.iter().filter(begun).any(|other| owner(scene, other) == who)
}

fn starting(look: &Look, item: &Item) -> Next {
    let scene = look.scene();
    let gate = scene.kind(item).and_then(|(index, _)| {
        look.known.gates.iter().find(|gate| gate.stage == index && !gate.unmet.is_empty())
    });
    let id = &item.step.id;
    let title = &short(&item.step.title);
    let who = owner(scene, item);
    if let Some(gate) = gate {
        let unmet = list::and_list(&gate.unmet);
        let at =
            gate.met_at.map_or_else(String::new, |at| format!(", met at {} at the earliest", scene.hhmm(at)));
        let text = format!("{id} waits for its gate: {unmet}{at}");
        return Next { who, step: Some(id.clone()), act: NextAct::Wait, text };
    }
    let late = late_words(start_late(scene, look.forecast, item));
    let text = match &who {
        Some(who) => format!("waiting for {who}: {id} {title}{late}"),
        None => format!("{id} {title}{late}; nobody is named for it"),
    };
    Next { who, step: Some(id.clone()), act: NextAct::Step, text }
}

/// Cells of a title in the sentence of what is next: how late it is stands behind it and must not be cut.
const TITLE: usize = 36;

fn short(title: &str) -> String {
    clean::fit(title, TITLE)
}

fn owner(scene: &Scene, item: &Item) -> Option<String> {
    scene.session.owner(item.step).map(str::to_owned).or_else(|| lead(scene))
}

fn failure(scene: &Scene, item: &Item) -> Next {
    let who = owner(scene, item);
    let named = who.as_deref().map_or_else(String::new, |who| format!("waiting for {who}: "));
    let text = format!("{named}{} failed: try again, or have it accepted", item.step.id);
    Next { who, step: Some(item.step.id.clone()), act: NextAct::Step, text }
}

fn under_way(look: &Look, item: &Item) -> Next {
    let scene = look.scene();
    let (id, title) = (&item.step.id, &short(&item.step.title));
    let who = owner(scene, item);
    let name = who.as_deref().unwrap_or("somebody");
    let doing = super::super::doing::doing(scene);
    let late = doing.iter().find(|doing| doing.step == *id).and_then(|doing| doing.late);
    let text = match item.state {
        StepState::Waiting { reason, .. } => format!("{id} {title} waits: {reason}"),
        _ if late.is_some() => format!("waiting for {name}: {id} {title}{}", late_words(late)),
        _ => {
            let end = look.forecast.steps.get(id).map(|step| step.end);
            let end = end.or_else(|| look.known.runbook_steps.get(id.as_str())?.end);
            let until = end.filter(|end| *end > scene.now.at);
            let until = until.map_or_else(String::new, |end| format!(", until about {}", scene.hhmm(end)));
            format!("{name} is on {id} {title}{until}")
        }
    };
    Next { who, step: Some(id.clone()), act: NextAct::Step, text }
}

/// The rollback step that comes next.
pub(super) fn rollback_step(look: &Look) -> Option<Next> {
    let scene = look.scene();
    let mut passed = vec![true; scene.items.len()];
    let mut failed = None;
    let mut ready = None;
    let mut running = None;
    for &at in &scene.runbook {
        let Some(item) = scene.item(at) else { continue };
        let free = item.needs.iter().all(|need| passed.get(*need).copied().unwrap_or(true));
        let applies = look.known.applies(&item.step.id);
        if let Some(slot) = passed.get_mut(at) {
            *slot = if applies { item.settled } else { free };
        }
        if !applies || item.settled {
            continue;
        }
        match item.state {
            StepState::Failed { .. } => failed = failed.or(Some(item)),
            state if state.is_under_way() => running = running.or(Some(item)),
            StepState::Pending if free => ready = ready.or(Some(item)),
            _ => {}
        }
    }
    if let Some(item) = ready {
        let who = owner(scene, item);
        let name = who.clone().unwrap_or_else(|| "somebody".to_owned());
        let text = format!("waiting for {name}: {} {}", item.step.id, item.step.title);
        return Some(Next { who, step: Some(item.step.id.clone()), act: NextAct::Step, text });
    }
    running.map(|item| under_way(look, item)).or_else(|| failed.map(|item| failure(scene, item)))
}

/// A debt that is being paid: what is begun here is ended before anything new begins.
pub(super) fn paying(look: &Look) -> Option<Next> {
    let scene = look.scene();
    let pays = |item: &&Item| {
        matches!(item.state, StepState::Running { .. }) && debt::pays(scene.session, item.step).is_some()
    };
    scene.items.iter().find(pays).map(|item| under_way(look, item))
}

/// While rolling back: the step that turns off what is on for too long, once nothing else keeps service from being
/// called restored than the checks behind it.
pub(super) fn hiding(look: &Look) -> Option<Next> {
    let scene = look.scene();
    let against = &look.verdict?.against;
    let hides = |source: &str| {
        let behind = |row: &Row| {
            row.rule == "not-steady"
                && outage::overrunning(scene, &row.subject).any(|effect| effect.source == source)
        };
        !against.is_empty() && against.iter().all(behind)
    };
    let (switch, _) = scene.session.switches.iter().find(|(id, state)| state.on && hides(id))?;
    let mut next = turning_off(look, switch);
    let hidden: Vec<&str> = against.iter().map(|row| row.subject.as_str()).collect();
    let stay = if hidden.len() == 1 { "stays" } else { "stay" };
    next.text = format!("{}; until then {} {stay} down", next.text, list::and_list(&hidden));
    Some(next)
}

/// A switch that is still on, with the step that turns it off.
pub(super) fn debt(look: &Look) -> Option<Next> {
    let (id, _) = look.scene().session.switches.iter().find(|(_, state)| state.on)?;
    Some(turning_off(look, id))
}

/// The step that turns a switch off; where that one has no point any more, the one that turned it on is reopened.
fn turning_off(look: &Look, id: &str) -> Next {
    let scene = look.scene();
    let title = scene.plan.switch(id).map_or(id, |switch| &switch.title);
    let turns = |item: &&Item, wanted: bool| {
        let turned = matches!(&item.step.kind, StepKind::Switch { id: of, on } if of == id && *on == wanted);
        turned && item.place != Place::Rollback
    };
    let off = scene.items.iter().find(|item| turns(item, false) && !item.settled);
    let on =
        || scene.items.iter().find(|item| turns(item, true) && matches!(item.state, StepState::Done { .. }));
    let item = off.or_else(on);
    let who = item.and_then(|item| owner(scene, item)).or_else(|| lead(scene));
    let name = who.as_deref().unwrap_or("somebody");
    let text = match (off, item) {
        (Some(off), _) if matches!(off.state, StepState::Failed { .. }) => return failure(scene, off),
        (Some(off), _) if off.state.is_under_way() => return under_way(look, off),
        (Some(off), _) => format!("waiting for {name}: {} {}", off.step.id, off.step.title),
        (None, Some(on)) => format!("{title} is still on: turn it off, and reopen {} to say so", on.step.id),
        (None, None) => format!("{title} is still on: turn it off"),
    };
    Next {
        who,
        step: item.map(|item| item.step.id.clone()),
        act: item.map_or(NextAct::Wait, |_| NextAct::Step),
        text,
    }
}
