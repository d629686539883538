//! `golive stage SESSION open ID`: opens a stage early.

use super::act::{Acting, act, only, words};
use super::{Exit, Out};
use crate::decide::Command;

/// Open a stage before the one before it is complete.
#[derive(Debug, clap::Args)]
#[command(override_usage = "golive stage [SESSION] open ID --reason T [OPTIONS]")]
pub(super) struct Args {
    /// `[SESSION]` open ID.
    #[arg(required = true, num_args = 1..=3, value_name = "WORD")]
    words: Vec<String>,
    /// Why it opens early.
    #[arg(long, visible_alias = "note", value_name = "T")]
    reason: Option<String>,
    #[command(flatten)]
    acting: Acting,
}

pub(super) fn run(args: &Args, out: &mut Out) -> Exit {
    let (session, _, rest) = match words(&args.words, &["open"]) {
        Ok(words) => words,
        Err(stop) => {
            out.error(&stop.text);
            return stop.exit;
        }
    };
    act(session.as_deref(), &args.acting, out, |_| {
        let stage = only(rest, "the stage's id")?.to_owned();
        Ok(Command::OpenStage { stage, reason: args.reason.clone().unwrap_or_default() })
    })
}
