//! What a refusal for something unsaid or ill-formed is at a shell: wrong usage, with the option that says it.

use std::path::Path;

use super::act::Stop;
use crate::decide::{Command, Refusal, RefusalKind};
use crate::edge::store::in_shell;
use crate::journal::Answer;
use crate::plan::{Evidence, Plan};
use crate::session::Session;

/// The refusal as a command line is answered.
pub(super) fn stop(plan: &Plan, session: &Session, command: &Command, refusal: Refusal) -> Stop {
    let asked = asked(command);
    match (refusal.kind, confirmation(plan, command)) {
        (RefusalKind::Confirmation, Some((None, what, wanted))) => {
            Stop::usage(format!("{asked} asks for {what}, typed: --confirm {}", in_shell(Path::new(wanted))))
        }
        (RefusalKind::Confirmation, _) => {
            let stop = Stop::from(refusal);
            Stop { text: format!("{asked} --confirm: {}", stop.text), ..stop }
        }
        (RefusalKind::Incomplete, _) => {
            let option = option(plan, session, command, &refusal.text);
            Stop::usage(format!("{asked}: {}; say it with {option}", refusal.text))
        }
        _ => refusal.into(),
    }
}

/// `--evidence` as the kind wants it, by an example.
pub(super) fn evidence_form(wanted: Evidence) -> &'static str {
    match wanted {
        Evidence::None | Evidence::Note => "--evidence \"what was seen\"",
        Evidence::Number => "--evidence 12.5",
        Evidence::Url => "--evidence https://…",
        Evidence::File => "--evidence FILE",
        Evidence::Backup => "--evidence \"taken=00:10 id=b-17 bytes=48G verified=checksum\"",
        Evidence::Rehearsal => "--evidence \"at=2027-02-01T10:00 where=staging minutes=14 production-like\"",
        Evidence::Results => "--evidence \"tests=412 failed=0\"",
    }
}

/// What was typed, what is to be typed, and what that is; `None` where the command asks for nothing of the kind.
fn confirmation<'a>(
    plan: &'a Plan,
    command: &'a Command,
) -> Option<(Option<&'a str>, &'static str, &'a str)> {
    let release = &plan.release;
    let (typed, what, wanted) = match command {
        Command::DecideStart { confirm, .. }
        | Command::DecideGo { confirm, .. }
        | Command::DecideAbort { confirm, .. } => (confirm.as_str(), "the release's name", &release.name),
        Command::DecideRollback { confirm, .. } => {
            (confirm.as_str(), "the version that is withdrawn", &release.version)
        }
        Command::StartStep { step, confirm, .. } | Command::RetryStep { step, confirm, .. } => {
            (confirm.as_deref().unwrap_or_default(), "the id of the irreversible step", step)
        }
        _ => return None,
    };
    Some((Some(typed).filter(|typed| !typed.trim().is_empty()), what, wanted))
}

/// The option that says what is missing.
fn option(plan: &Plan, session: &Session, command: &Command, text: &str) -> String {
    let option = match command {
        Command::DecideStart { .. }
        | Command::DecideGo { .. }
        | Command::DecideRollback { .. }
        | Command::DecideAbort { .. }
            if text.contains("witness") =>
        {
            "--witness ID"
        }
        Command::DecideStart { .. }
        | Command::DecideGo { .. }
        | Command::DecideRollback { .. }
        | Command::DecideAbort { .. }
        | Command::Hold { .. }
        | Command::Resume { .. }
        | Command::Extend { .. }
        | Command::OpenStage { .. } => "--reason T",
        Command::FinishStep { step, .. } if text.contains("needs a reason") => {
            return format!("golive step start {step} --note T, then step done");
        }
        Command::FinishStep { step, .. } | Command::FailStep { step, proof: Some(_), .. } => {
            match session.find_step(plan, step).map(|(_, step)| step.evidence) {
                None | Some(Evidence::None) => "--note T",
                Some(wanted) => evidence_form(wanted),
            }
        }
        Command::AddStep { .. } if text.contains("owner") => "--owner ID",
        Command::AddStep { .. } => "golive step add \"what is to be done\"",
        _ => "--note T",
    };
    option.to_owned()
}

/// The command as it was typed, without its options.
fn asked(command: &Command) -> String {
    let step = |action: &str, id: &str| format!("step {action} {id}");
    match command {
        Command::StartStep { step: id, .. } => step("start", id),
        Command::FinishStep { step: id, .. } => step("done", id),
        Command::FailStep { step: id, .. } => step("fail", id),
        Command::WaitStep { step: id, .. } => step("wait", id),
        Command::ResumeStep { step: id } => step("resume", id),
        Command::RetryStep { step: id, .. } => step("retry", id),
        Command::AcceptStep { step: id, .. } => step("accept", id),
        Command::SkipStep { step: id, .. } => step("skip", id),
        Command::WaiveStep { step: id, .. } => step("waive", id),
        Command::ReopenStep { step: id, .. } => step("reopen", id),
        Command::UndoTick { step: id } => step("undo", id),
        Command::AssignStep { step: id, .. } => step("assign", id),
        Command::NoteStep { step: id, .. } => step("note", id),
        Command::AddStep { .. } => "step add".to_owned(),
        Command::OpenStage { stage, .. } => format!("stage open {stage}"),
        Command::Vote { answer: Answer::Go, .. } => "vote go".to_owned(),
        Command::Vote { answer: Answer::NoGo, .. } => "vote no-go".to_owned(),
        Command::Vote { answer: Answer::Conditions, .. } => "vote conditions".to_owned(),
        Command::RaiseTrigger { trigger, .. } => format!("trigger raise {trigger}"),
        Command::ClearTrigger { trigger, .. } => format!("trigger clear {trigger}"),
        Command::DecideStart { .. } => "decide start".to_owned(),
        Command::DecideGo { .. } => "decide go".to_owned(),
        Command::DecideRollback { .. } => "decide rollback".to_owned(),
        Command::DecideAbort { .. } => "decide abort".to_owned(),
        Command::Hold { .. } => "decide hold".to_owned(),
        Command::Resume { .. } => "decide resume".to_owned(),
        Command::Extend { .. } => "decide extend".to_owned(),
        Command::Close { .. } => "close".to_owned(),
        Command::OpenPoll
        | Command::MuteCheck { .. }
        | Command::MarkExternal { .. }
        | Command::Amend { .. } => "this".to_owned(),
    }
}
