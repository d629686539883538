//! Admit: a request becomes events, or a refusal that says who may or what must happen first. One file a family.
//!
//! The order of the questions is always the same: a member? a thing that exists? a session that is open? their right?
//! the rules? and only then what they typed, so that a refusal for a missing reason means that all else is well.

mod ask;
mod attempt;
mod closing;
mod confirm;
mod decisions;
mod evidence;
mod finish;
mod health;
mod holds;
mod known;
mod poll;
mod stages;
mod start;
mod steps;
mod triggers;

use super::command::{Actor, Command, Refusal};
use super::outlook::Outlook;
use crate::journal::Event;
use crate::plan::Plan;
use crate::session::Session;
use ask::Ask;

pub use attempt::attempt_allowed;

/// The events that the request leads to, in order; never none.
///
/// # Errors
/// A [`Refusal`]: who may, what must happen first, or what is still to be said.
pub fn admit(
    plan: &Plan,
    session: &Session,
    outlook: &Outlook,
    actor: &Actor,
    command: &Command,
) -> Result<Vec<Event>, Refusal> {
    let ask = Ask::new(plan, session, outlook, actor)?;
    known::check(&ask, command)?;
    closing::refuse_if_closed(&ask, command)?;
    ask.check_right(command)?;
    match command {
        Command::StartStep { .. }
        | Command::FinishStep { .. }
        | Command::FailStep { .. }
        | Command::WaitStep { .. }
        | Command::ResumeStep { .. }
        | Command::RetryStep { .. }
        | Command::AcceptStep { .. }
        | Command::SkipStep { .. }
        | Command::WaiveStep { .. }
        | Command::ReopenStep { .. }
        | Command::UndoTick { .. } => steps::admit(&ask, command),
        Command::AddStep { .. }
        | Command::AssignStep { .. }
        | Command::NoteStep { .. }
        | Command::OpenStage { .. } => stages::admit(&ask, command),
        Command::OpenPoll | Command::Vote { .. } => poll::admit(&ask, command),
        Command::RaiseTrigger { .. } | Command::ClearTrigger { .. } => triggers::admit(&ask, command),
        Command::MuteCheck { .. } | Command::MarkExternal { .. } => health::admit(&ask, command),
        Command::DecideStart { .. }
        | Command::DecideGo { .. }
        | Command::DecideRollback { .. }
        | Command::DecideAbort { .. } => decisions::admit(&ask, command),
        Command::Hold { .. } | Command::Resume { .. } | Command::Extend { .. } => holds::admit(&ask, command),
        Command::Close { .. } | Command::Amend { .. } => closing::admit(&ask, command),
    }
}
