//! Ready: whether a step may begin now, and what it waits for. Read by `admit`, by `next` and by the greyed hints.

use chrono::TimeDelta;

use super::debt;
use super::outlook::{CheckView, Outlook, Standing};
use crate::journal::{DecisionKind, Status};
use crate::plan::{Gate, Order, Place, Plan, Stage, StageKind, Step, is_child_of};
use crate::session::{Purpose, Session, StepState};
use crate::text::{clean, duration, list};

/// Something that must happen before a step may begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocker {
    /// What kind of thing.
    pub what: Blocks,
    /// The end of a sentence that begins with the step: "waits for 3.1.a (sam, running)".
    pub text: String,
}

/// The kinds of things that a step waits for, in the order in which they are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocks {
    /// Its stage is not open, or has no point any more.
    Stage,
    /// The plan clock stands still.
    Hold,
    /// Steps that come before it.
    Needs,
    /// The gate of its stage.
    Gate,
}

/// Everything that the step waits for, strongest first; empty = it may begin. Says nothing about who may begin it.
pub fn blockers(
    plan: &Plan,
    session: &Session,
    outlook: &Outlook,
    place: Place,
    step: &Step,
) -> Vec<Blocker> {
    let early = debt::is_let_through(plan, session, outlook.now, place, step);
    let stage = if early { runbook_first(plan, session) } else { stage_blocker(plan, session, place, step) };
    let stage = stage.map(|text| Blocker { what: Blocks::Stage, text });
    let hold = session.hold().map(|hold| {
        let reason = clean::line(&hold.reason);
        let text = format!("is held by {} ({reason}): resume first", hold.who.actor());
        Blocker { what: Blocks::Hold, text }
    });
    let needs = if early { Vec::new() } else { waits_for(plan, session, place, step) };
    let needs = (!needs.is_empty()).then(|| {
        let named: Vec<String> = needs.iter().map(|other| standing(session, other)).collect();
        Blocker { what: Blocks::Needs, text: format!("waits for {}", list::and_list(&named)) }
    });
    let gate = unmet_gate(plan, session, &outlook.checks, place);
    let gate = (!gate.is_empty()).then(|| {
        let text = format!("waits for the gate of its stage: {}", list::and_list(&gate));
        Blocker { what: Blocks::Gate, text }
    });
    [stage, hold, needs, gate].into_iter().flatten().collect()
}

/// What of the runbook comes before a debt is paid, where anything does.
fn runbook_first(plan: &Plan, session: &Session) -> Option<String> {
    let open: Vec<String> =
        debt::open_runbook(plan, session).into_iter().map(|other| standing(session, other)).collect();
    (!open.is_empty())
        .then(|| format!("waits for {}: it may be started once the runbook is done", list::and_list(&open)))
}

/// Why the step's stage does not take it, where it does not.
fn stage_blocker(plan: &Plan, session: &Session, place: Place, step: &Step) -> Option<String> {
    let Place::Stage(index) = place else { return runbook_blocker(plan, session, step) };
    let stage = plan.stages.get(index)?;
    if belongs_nowhere(session, &step.id) {
        return None;
    }
    if session.is_not_applicable(stage) {
        let word = if session.decision(DecisionKind::Abort).is_some() { "ABORT" } else { "ROLLBACK" };
        return Some(format!("has no point any more: {word} was decided"));
    }
    if session.is_decided() && stage.kind <= StageKind::Decide {
        return Some("comes too late: GO was decided, the release is live".to_owned());
    }
    (!session.stage_open(plan, index)).then(|| closed_stage(plan, session, index, stage))
}

/// The condition of a station and the investigation of a withdrawn release wait for no stage.
fn belongs_nowhere(session: &Session, id: &str) -> bool {
    session.added.iter().any(|added| {
        added.step.id == id
            && (added.purpose.is_closing()
                || matches!(added.purpose, Purpose::Condition { .. }) && !session.is_withdrawn())
    })
}

/// What a stage waits for that is not open.
fn closed_stage(plan: &Plan, session: &Session, index: usize, stage: &Stage) -> String {
    let title = &stage.id;
    let start = session.decision(DecisionKind::Start).is_some();
    match stage.kind {
        StageKind::Execute if !start => format!("waits for {title}, which opens with START: decide it first"),
        StageKind::NotifyOutcome => {
            format!("waits for {title}, which opens with GO, a completed rollback or ABORT")
        }
        StageKind::Stabilise => format!("waits for {title}, which opens with GO"),
        _ => {
            let earlier = (0..index)
                .filter(|before| !session.stage_complete(plan, *before))
                .filter_map(|before| plan.stages.get(before))
                .next_back();
            earlier.map_or_else(
                || format!("waits for {title}, which is not open"),
                |earlier| {
                    let open = open_steps(plan, session, earlier);
                    format!("waits for {title}, which opens when {} is complete{open}", earlier.id)
                },
            )
        }
    }
}

/// ": 1.2 (lee, pending) is open", or nothing.
fn open_steps(plan: &Plan, session: &Session, stage: &Stage) -> String {
    let open: Vec<String> = session
        .steps_of(stage)
        .filter(|step| step.mandatory || session.step(&step.id).is_under_way())
        .filter(|step| !session.is_settled(plan, step) && !plan.is_parent(&step.id) && !step.is_auto())
        .take(3)
        .map(|step| standing(session, step))
        .collect();
    match open.len() {
        0 => String::new(),
        1 => format!("; {} is open", list::and_list(&open)),
        _ => format!("; {} are open", list::and_list(&open)),
    }
}

fn runbook_blocker(plan: &Plan, session: &Session, step: &Step) -> Option<String> {
    if session.decision(DecisionKind::Rollback).is_none() {
        return Some("is a step of the rollback, and ROLLBACK is not decided".to_owned());
    }
    let fallback_of = || plan.rollback.iter().find(|other| other.undo.fallback.as_deref() == Some(&step.id));
    (step.undo.only_as_fallback && !session.is_rollback_needed(plan, step)).then(|| {
        fallback_of().map_or_else(
            || "runs only as a fallback, and no step names it as one".to_owned(),
            |other| format!("runs only when {} has failed", standing(session, other)),
        )
    })
}

/// The steps that must be settled before this one: its `needs`, else in a sequence all before it.
pub fn waits_for<'a>(plan: &'a Plan, session: &'a Session, place: Place, step: &'a Step) -> Vec<&'a Step> {
    if place == Place::Rollback {
        return runbook_waits_for(plan, session, step);
    }
    if let Some(needs) = &step.needs {
        let named = needs.iter().filter_map(|id| session.find_step(plan, id)).map(|(_, other)| other);
        return named.filter(|other| !session.is_settled(plan, other)).collect();
    }
    let stage = match place {
        Place::Stage(index) => plan.stages.get(index).filter(|stage| stage.order == Order::Sequence),
        Place::Rollback => None,
    };
    let Some(stage) = stage.filter(|stage| session.steps_of(stage).any(|other| other.id == step.id)) else {
        return Vec::new();
    };
    session
        .steps_of(stage)
        .take_while(|other| other.id != step.id)
        .filter(|other| !other.is_auto() && !other.is_decision() && !plan.is_parent(&other.id))
        .filter(|other| !session.is_settled(plan, other))
        .collect()
}

/// In the runbook only what this rollback needs is waited for, and a fallback begins where the step that failed stood.
fn runbook_waits_for<'a>(plan: &'a Plan, session: &'a Session, step: &'a Step) -> Vec<&'a Step> {
    let open =
        |other: &&Step| session.is_rollback_needed(plan, other) && !session.is_rollback_settled(plan, other);
    let stands_for = session.stands_for(plan, step);
    if let Some(needs) = &stands_for.needs {
        let named = needs.iter().filter_map(|id| plan.step(id)).map(|(_, other)| other);
        return named.filter(open).collect();
    }
    if !session.is_rollback_needed(plan, stands_for) {
        return Vec::new();
    }
    plan.rollback.iter().take_while(|other| other.id != stands_for.id).filter(open).collect()
}

/// What the gate of the stage still asks before its next step; empty where it is met, where there is none, and before
/// the first step of the stage.
pub fn unmet_gate(plan: &Plan, session: &Session, checks: &[CheckView], place: Place) -> Vec<String> {
    let Place::Stage(index) = place else { return Vec::new() };
    let Some(stage) = plan.stages.get(index) else { return Vec::new() };
    let Some(gate) = &stage.gate else { return Vec::new() };
    if !session.steps_of(stage).any(|step| session.begun(&step.id).is_some()) {
        return Vec::new();
    }
    gate.checks.iter().filter_map(|id| gate_wants(gate, checks, id)).collect()
}

fn gate_wants(gate: &Gate, checks: &[CheckView], id: &str) -> Option<String> {
    let view = checks.iter().find(|view| view.id == id)?;
    match &view.standing {
        // Anyone may mute, but only the approver lets steps pass over what a gate asks.
        Standing::Real | Standing::Muted { by_approver: false, .. } => {}
        Standing::NotAsExpected(how) => return Some(format!("{id}: {how}")),
        // What does not speak now holds nothing up.
        _ => return None,
    }
    if !matches!(view.status, Status::Up | Status::Degraded) {
        return Some(format!("{id} is {}", status_word(view.status)));
    }
    let steady = view.steady_for.unwrap_or(TimeDelta::zero());
    (steady < gate.steady)
        .then(|| format!("{id} steady {} of {}", duration::short(steady), duration::short(gate.steady)))
}

/// What a barrier still asks before an irreversible step: its checks are up, whatever else is said of them; only an
/// expected effect excuses one.
pub fn unmet_barrier(checks: &[CheckView], step: &Step) -> Vec<String> {
    let down = |id: &String| {
        let view = checks.iter().find(|view| view.id == *id)?;
        let excused = matches!(view.standing, Standing::Expected { .. });
        (!excused && view.status != Status::Up).then(|| format!("{id} is {}", status_word(view.status)))
    };
    step.barrier.iter().filter_map(down).collect()
}

/// The status as a sentence says it.
pub fn status_word(status: Status) -> &'static str {
    match status {
        Status::Up => "up",
        Status::Degraded => "degraded",
        Status::Down => "down",
        Status::Unknown => "unknown",
        Status::Unjudged => "not judged yet",
    }
}

/// "3.1.b (sam, running)".
pub fn standing(session: &Session, step: &Step) -> String {
    let word = session.step(&step.id).word();
    let optional = if step.mandatory || *session.step(&step.id) != StepState::Pending {
        ""
    } else {
        ", optional: do or skip it"
    };
    match session.owner(step) {
        Some(owner) => format!("{} ({owner}, {word}{optional})", step.id),
        None => format!("{} ({word}{optional})", step.id),
    }
}

impl Session {
    /// Whether the runbook needs this step: it undoes something that has begun, stands in for one that failed, or
    /// undoes nothing in particular.
    pub fn is_rollback_needed(&self, plan: &Plan, step: &Step) -> bool {
        if step.undo.only_as_fallback {
            return plan.rollback.iter().any(|other| {
                other.undo.fallback.as_deref() == Some(&step.id)
                    && matches!(self.step(&other.id), StepState::Failed { .. })
            });
        }
        let begun = |id: &String| {
            self.begun(id).is_some()
                || plan
                    .steps()
                    .any(|(_, other)| is_child_of(&other.id, id) && self.begun(&other.id).is_some())
        };
        step.undo.undoes.is_empty() || step.undo.undoes.iter().any(begun)
    }

    /// The step whose place in the runbook a fallback takes; another step takes its own.
    fn stands_for<'a>(&self, plan: &'a Plan, step: &'a Step) -> &'a Step {
        let mut stands_for = step;
        // Bounded, because a plan could name fallbacks in a ring.
        for _ in 0..plan.rollback.len() {
            let failed = plan.rollback.iter().find(|other| {
                other.undo.fallback.as_deref() == Some(&stands_for.id)
                    && matches!(self.step(&other.id), StepState::Failed { .. })
            });
            match failed {
                Some(other) if stands_for.undo.only_as_fallback && other.id != step.id => stands_for = other,
                _ => break,
            }
        }
        stands_for
    }

    /// Whether nothing more is to be done of a step of the runbook: settled, or failed with a fallback that is.
    pub fn is_rollback_settled(&self, plan: &Plan, step: &Step) -> bool {
        if self.is_settled(plan, step) {
            return true;
        }
        let mut stands_in = step;
        // Bounded, because a plan could name fallbacks in a ring.
        for _ in 0..plan.rollback.len() {
            let failed = matches!(self.step(&stands_in.id), StepState::Failed { .. });
            let fallback = stands_in.undo.fallback.as_deref().and_then(|id| plan.step(id));
            match fallback {
                Some((_, fallback)) if failed => stands_in = fallback,
                _ => break,
            }
        }
        self.step(&stands_in.id).is_settled()
    }
}
