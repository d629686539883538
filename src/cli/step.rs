//! `golive step SESSION start|done|fail|… ID`: what a person does with a step, from a script or another terminal.

use super::act::{Acting, Facts, Stop, act, only, words};
use super::unsaid::evidence_form;
use super::{Exit, Out};
use crate::decide::{Command, read_evidence};
use crate::edge::keeper::file_proof;
use crate::journal::Proof;
use crate::plan::Evidence;

const ACTIONS: [&str; 14] = [
    "start", "done", "fail", "wait", "resume", "retry", "accept", "skip", "waive", "reopen", "undo", "add",
    "assign", "note",
];

/// Start, finish, fail … a step; add one; give it to another.
#[derive(Debug, clap::Args)]
#[command(override_usage = "golive step [SESSION] ACTION ID [OPTIONS]")]
pub(super) struct Args {
    /// `[SESSION]` ACTION ID: start, done, fail, wait, resume, retry, accept, skip, waive, reopen, undo, assign or note and
    /// the step's id; or add and what is to be done.
    #[arg(required = true, num_args = 1..=3, value_name = "WORD")]
    words: Vec<String>,
    /// A remark, or the reason.
    #[arg(long, short, visible_alias = "reason", value_name = "T")]
    note: Option<String>,
    /// What the step brings, e.g. "taken=00:10 id=b-17 bytes=48G verified=checksum", a path, a link, a number.
    #[arg(long, value_name = "T")]
    evidence: Option<String>,
    /// When it really was, e.g. 01:30.
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// The step's id, typed, to start or retry an irreversible step.
    #[arg(long, value_name = "ID")]
    confirm: Option<String>,
    /// The member who is to do it (assign, add).
    #[arg(long, value_name = "ID")]
    owner: Option<String>,
    /// The stage that it is added to.
    #[arg(long, value_name = "ID")]
    stage: Option<String>,
    /// The added step must be done.
    #[arg(long)]
    mandatory: bool,
    /// How the added step is taken back.
    #[arg(long, value_name = "T")]
    undo: Option<String>,
    /// The added step is a corrective action.
    #[arg(long)]
    corrective_action: bool,
    /// When the added step is due.
    #[arg(long, value_name = "TIME")]
    due: Option<String>,
    #[command(flatten)]
    acting: Acting,
}

pub(super) fn run(args: &Args, out: &mut Out) -> Exit {
    let (session, action, rest) = match words(&args.words, &ACTIONS) {
        Ok(words) => words,
        Err(stop) => {
            out.error(&stop.text);
            return stop.exit;
        }
    };
    act(session.as_deref(), &args.acting, out, |facts| command(args, action, rest, facts))
}

fn command(args: &Args, action: &str, rest: &[String], facts: &Facts) -> Result<Command, Stop> {
    if action == "add" {
        return add(args, only(rest, "what is to be done")?, facts);
    }
    let step = only(rest, "the step's id")?.to_owned();
    let note = || args.note.clone();
    let reason = args.note.clone().unwrap_or_default();
    let at = facts.moment("--at", args.at.as_deref())?;
    Ok(match action {
        "start" => Command::StartStep { step, at, confirm: args.confirm.clone(), reason: note() },
        "done" => {
            let proof = proof(args, &step, facts)?;
            Command::FinishStep { step, at, proof, note: note() }
        }
        "fail" => {
            let proof = proof(args, &step, facts)?;
            Command::FailStep { step, at, reason, proof }
        }
        "wait" => Command::WaitStep { step, reason },
        "resume" => Command::ResumeStep { step },
        "retry" => Command::RetryStep { step, confirm: args.confirm.clone(), reason: note() },
        "accept" => Command::AcceptStep { step, reason },
        "skip" => Command::SkipStep { step, reason },
        "waive" => Command::WaiveStep { step, reason },
        "reopen" => Command::ReopenStep { step, reason },
        "undo" => Command::UndoTick { step },
        "assign" => {
            let owner = args.owner.clone().ok_or_else(|| Stop::usage("say who: --owner ID"))?;
            Command::AssignStep { step, owner }
        }
        _ => Command::NoteStep { step, note: reason },
    })
}

fn add(args: &Args, title: &str, facts: &Facts) -> Result<Command, Stop> {
    let stage = match (&args.stage, args.corrective_action) {
        (Some(stage), _) => stage.clone(),
        // Where a corrective action stands is golive's own affair.
        (None, true) => facts.plan.stages.last().map(|stage| stage.id.clone()).unwrap_or_default(),
        (None, false) => return Err(Stop::usage("say to which stage: --stage ID")),
    };
    Ok(Command::AddStep {
        stage,
        title: title.to_owned(),
        owner: args.owner.clone(),
        mandatory: args.mandatory,
        undo: args.undo.clone(),
        corrective_action: args.corrective_action,
        due: facts.moment("--due", args.due.as_deref())?,
    })
}

/// The evidence in the form that the step wants; a file is read here, because rules read none.
fn proof(args: &Args, step: &str, facts: &Facts) -> Result<Option<Proof>, Stop> {
    let Some(text) = args.evidence.as_deref() else { return Ok(None) };
    let wanted = facts.session.find_step(facts.plan, step).map_or(Evidence::Note, |(_, step)| step.evidence);
    if wanted == Evidence::File {
        return file_proof(text).map(Some).map_err(|text| Stop { exit: Exit::Could, text });
    }
    read_evidence(wanted, text, facts.plan.window.zone, facts.now).map(Some).map_err(|refusal| {
        let form = evidence_form(wanted);
        Stop::usage(format!("the evidence of {step}: {}; write {form}", refusal.text))
    })
}
