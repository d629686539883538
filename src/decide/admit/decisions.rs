//! The formal decisions: start, go, rollback, abort.

use super::ask::{Ask, maybe_said};
use super::confirm;
use crate::decide::command::{Command, Refusal};
use crate::decide::rights;
use crate::journal::{DecisionKind, Event, Recommendation};
use crate::plan::StageKind;
use crate::session::{Phase, StepState};

/// What was typed and said beside the decision itself.
struct Said<'a> {
    confirm: &'a str,
    reason: Option<&'a str>,
    witness: Option<&'a str>,
}

pub(super) fn admit(ask: &Ask, command: &Command) -> Result<Vec<Event>, Refusal> {
    let (kind, confirm, reason, witness) = match command {
        Command::DecideStart { confirm, reason, witness } => (DecisionKind::Start, confirm, reason, witness),
        Command::DecideGo { confirm, reason, witness } => (DecisionKind::Go, confirm, reason, witness),
        Command::DecideRollback { confirm, reason, witness } => {
            (DecisionKind::Rollback, confirm, reason, witness)
        }
        Command::DecideAbort { confirm, reason, witness } => (DecisionKind::Abort, confirm, reason, witness),
        _ => return Ok(Vec::new()),
    };
    let said = Said { confirm, reason: reason.as_deref(), witness: witness.as_deref() };
    match kind {
        DecisionKind::Start => check_start(ask)?,
        DecisionKind::Go => check_go(ask)?,
        DecisionKind::Rollback => check_rollback(ask)?,
        DecisionKind::Abort | DecisionKind::FixForward => check_abort(ask)?,
    }
    decide(ask, kind, &said)
}

fn check_start(ask: &Ask) -> Result<(), Refusal> {
    refuse_decided(ask)?;
    if let Some(start) = ask.session.decision(DecisionKind::Start) {
        let (who, when) = (start.who.actor(), ask.clock(start.at.at));
        return Err(Refusal::rule(format!("START was decided already, by {who} at {when}")));
    }
    refuse_held(ask, "START")
}

fn check_go(ask: &Ask) -> Result<(), Refusal> {
    refuse_decided(ask)?;
    if ask.outlook.phase != Phase::Deciding {
        return Err(Refusal::rule(match ask.outlook.phase {
            Phase::Preparing => {
                "GO is decided after validation, and execute has not begun: decide START first"
            }
            _ => "GO is decided once execute and validate are complete, or the decide stage was opened early",
        }));
    }
    refuse_held(ask, "GO")?;
    match ask.outlook.version.as_ref().filter(|proof| !proof.is_proven() && !proof.wanted.is_empty()) {
        Some(proof) => {
            let (version, words) = (&proof.wanted, proof.words());
            let text =
                format!("no GO while the version is not live: not every target runs {version}: {words}");
            Err(Refusal::rule(text))
        }
        None => Ok(()),
    }
}

fn check_rollback(ask: &Ask) -> Result<(), Refusal> {
    let session = ask.session;
    if let Some(decided) = session.decision(DecisionKind::Rollback) {
        let (who, when) = (decided.who.actor(), ask.clock(decided.at.at));
        return Err(Refusal::rule(format!("ROLLBACK was decided already, by {who} at {when}")));
    }
    if session.decision(DecisionKind::Abort).is_some() {
        return Err(Refusal::rule("the go-live was aborted: nothing of the release is live"));
    }
    if ask.outlook.phase == Phase::Closing {
        return Err(Refusal::rule(
            "stabilisation is over: the approver extends it first (decide extend --what stabilisation)",
        ));
    }
    if session.execute_started(ask.plan).is_none() {
        return Err(Refusal::rule("nothing of execute has started, so there is nothing to roll back: abort"));
    }
    Ok(())
}

fn check_abort(ask: &Ask) -> Result<(), Refusal> {
    refuse_decided(ask)?;
    match ask.session.execute_started(ask.plan) {
        None => Ok(()),
        Some(since) => Err(Refusal::rule(format!(
            "execute has started ({}): what is left is rolling back or fixing forward",
            ask.clock(since.at)
        ))),
    }
}

fn refuse_decided(ask: &Ask) -> Result<(), Refusal> {
    let ends = |kind| matches!(kind, DecisionKind::Go | DecisionKind::Rollback | DecisionKind::Abort);
    match ask.session.decisions.iter().rev().find(|decision| ends(decision.kind)) {
        None => Ok(()),
        Some(decision) => Err(Refusal::rule(format!(
            "{} was decided already, by {} at {}",
            decision.kind.word(),
            decision.who.actor(),
            ask.clock(decision.at.at)
        ))),
    }
}

fn refuse_held(ask: &Ask, word: &str) -> Result<(), Refusal> {
    match ask.session.hold() {
        None => Ok(()),
        Some(hold) => Err(Refusal::rule(format!(
            "it is held by {} since {} ({}): resume before {word}",
            hold.who.actor(),
            ask.clock(hold.started.at),
            hold.reason
        ))),
    }
}

fn decide(ask: &Ask, kind: DecisionKind, said: &Said) -> Result<Vec<Event>, Refusal> {
    let release = &ask.plan.release;
    match kind {
        DecisionKind::Rollback => {
            confirm::check(said.confirm, &release.version, "the version that is withdrawn")?;
        }
        _ => confirm::check(said.confirm, &release.name, "the release's name")?,
    }
    let witness = check_witness(ask, said.witness)?;
    let against = is_against(ask, kind);
    let reason = maybe_said(said.reason, "the reason")?;
    if reason.is_none() && (against || kind == DecisionKind::Abort) {
        return Err(Refusal::incomplete(format!("{} needs a reason: {}", kind.word(), why(ask, kind))));
    }
    let sole = kind == DecisionKind::Go && did_it_alone(ask);
    Ok(vec![Event::DecisionMade { decision: kind, reason, witness, against, sole, verdict: ask.verdict() }])
}

/// Against what the console recommends. A rollback on a met trigger is never against it.
fn is_against(ask: &Ask, kind: DecisionKind) -> bool {
    let recommended = ask.outlook.verdict.as_ref().map(|verdict| verdict.recommendation);
    match kind {
        DecisionKind::Start => recommended != Some(Recommendation::Ready),
        DecisionKind::Go => recommended != Some(Recommendation::Go),
        DecisionKind::Rollback => {
            recommended != Some(Recommendation::Rollback)
                && (ask.outlook.clocks.roll_forward_only
                    || !rights::trigger_met(ask.plan, ask.session, ask.outlook))
        }
        DecisionKind::Abort | DecisionKind::FixForward => false,
    }
}

fn why(ask: &Ask, kind: DecisionKind) -> String {
    if kind == DecisionKind::Abort {
        return "the console never recommends it".to_owned();
    }
    if kind == DecisionKind::Rollback && ask.outlook.clocks.roll_forward_only {
        return "an irreversible step has started, it is roll forward only".to_owned();
    }
    let Some(verdict) = &ask.outlook.verdict else { return "there is no recommendation now".to_owned() };
    let word = verdict.recommendation.word();
    match verdict.against.first() {
        Some(row) => format!("it is against the recommendation {word} ({})", row.text),
        None => format!("it is against the recommendation {word}"),
    }
}

/// The spoken words of the approver, recorded by another, were heard by a third.
fn check_witness(ask: &Ask, witness: Option<&str>) -> Result<Option<String>, Refusal> {
    let (recorder, subject) = (&ask.recorder.id, &ask.subject.id);
    let neither = |id: &str| id != recorder && id != subject;
    match witness {
        Some(id) if neither(id) => Ok(Some(id.to_owned())),
        Some(id) if recorder == subject => {
            Err(Refusal::incomplete(format!("{id} cannot witness their own decision")))
        }
        Some(id) => Err(Refusal::incomplete(format!(
            "the witness is a third person: {id} is the one who {}",
            if id == recorder { "records" } else { "decided" }
        ))),
        None if recorder == subject => Ok(None),
        None => Err(Refusal::incomplete(format!(
            "the spoken words of {subject}, recorded by {recorder}, need a second witness from the team"
        ))),
    }
}

/// The one who decides also did all the work on the release (noted once, with GO).
fn did_it_alone(ask: &Ask) -> bool {
    let kinds = [StageKind::Execute, StageKind::Validate];
    let stages = ask.plan.stages.iter().filter(|stage| kinds.contains(&stage.kind));
    let mut doers = stages.flat_map(|stage| ask.session.steps_of(stage)).filter_map(|step| {
        match ask.session.step(&step.id) {
            StepState::Done { who, .. } => Some(who.actor()),
            _ => None,
        }
    });
    let decider = ask.subject.id.as_str();
    let first = doers.next();
    first == Some(decider) && doers.all(|doer| doer == decider)
}
