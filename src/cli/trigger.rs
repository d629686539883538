//! `golive trigger SESSION raise|clear ID`: a rollback criterion is met, or is not any more.

use super::act::{Acting, act, only, words};
use super::{Exit, Out};
use crate::decide::Command;

/// Raise a rollback criterion, or clear it.
#[derive(Debug, clap::Args)]
#[command(override_usage = "golive trigger [SESSION] raise|clear ID --note T [OPTIONS]")]
pub(super) struct Args {
    /// `[SESSION]` raise or clear, and the trigger's id.
    #[arg(required = true, num_args = 1..=3, value_name = "WORD")]
    words: Vec<String>,
    /// What was seen, or why it is cleared.
    #[arg(long, short, visible_alias = "reason", value_name = "T")]
    note: Option<String>,
    #[command(flatten)]
    acting: Acting,
}

pub(super) fn run(args: &Args, out: &mut Out) -> Exit {
    let (session, action, rest) = match words(&args.words, &["raise", "clear"]) {
        Ok(words) => words,
        Err(stop) => {
            out.error(&stop.text);
            return stop.exit;
        }
    };
    act(session.as_deref(), &args.acting, out, |_| {
        let trigger = only(rest, "the trigger's id")?.to_owned();
        let reason = args.note.clone().unwrap_or_default();
        Ok(match action {
            "raise" => Command::RaiseTrigger { trigger, reason },
            _ => Command::ClearTrigger { trigger, reason },
        })
    })
}
