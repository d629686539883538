//! `golive decide SESSION start|go|rollback|hold|…`: the formal decisions, each with the verdict of its moment.

use super::act::{Acting, Facts, Stop, act, none, words};
use super::{Exit, Out};
use crate::decide::Command;
use crate::journal::Extended;

const DECISIONS: [&str; 8] = ["start", "go", "rollback", "hold", "resume", "extend", "fix-forward", "abort"];

/// Decide start, go, rollback, abort; hold, resume, extend.
#[derive(Debug, clap::Args)]
#[command(override_usage = "golive decide [SESSION] DECISION [OPTIONS]")]
pub(super) struct Args {
    /// `[SESSION]` start, go, rollback, hold, resume, extend or abort.
    #[arg(required = true, num_args = 1..=2, value_name = "WORD")]
    words: Vec<String>,
    /// Why; always asked against the recommendation.
    #[arg(long, visible_alias = "note", value_name = "T")]
    reason: Option<String>,
    /// The release's name (start, go, abort) or its version (rollback), typed.
    #[arg(long, value_name = "TEXT")]
    confirm: Option<String>,
    /// Who else heard it, where it is recorded for the approver.
    #[arg(long, value_name = "ID")]
    witness: Option<String>,
    /// What is extended: window, outage or stabilisation.
    #[arg(long, value_name = "WHAT", value_parser = ["window", "outage", "stabilisation"], default_value = "window")]
    what: String,
    /// Until when it is extended, e.g. 05:30.
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    #[command(flatten)]
    acting: Acting,
}

pub(super) fn run(args: &Args, out: &mut Out) -> Exit {
    let (session, decision, rest) = match words(&args.words, &DECISIONS) {
        Ok(words) => words,
        Err(stop) => {
            out.error(&stop.text);
            return stop.exit;
        }
    };
    act(session.as_deref(), &args.acting, out, |facts| {
        none(rest)?;
        command(args, decision, facts)
    })
}

fn command(args: &Args, decision: &str, facts: &Facts) -> Result<Command, Stop> {
    let confirm = args.confirm.clone().unwrap_or_default();
    let (reason, witness) = (args.reason.clone(), args.witness.clone());
    Ok(match decision {
        "start" => Command::DecideStart { confirm, reason, witness },
        "go" => Command::DecideGo { confirm, reason, witness },
        "rollback" => Command::DecideRollback { confirm, reason, witness },
        "abort" => Command::DecideAbort { confirm, reason, witness },
        "hold" => Command::Hold { reason: reason.unwrap_or_default() },
        "resume" => Command::Resume { reason },
        "extend" => {
            let to = facts.moment("--to", args.to.as_deref())?;
            let to = to.ok_or_else(|| Stop::usage("say until when: --to TIME"))?;
            let what = match args.what.as_str() {
                "outage" => Extended::Outage,
                "stabilisation" => Extended::Stabilisation,
                _ => Extended::Window,
            };
            Command::Extend { what, to, reason: reason.unwrap_or_default() }
        }
        _ => {
            return Err(Stop::usage(
                "fix-forward is not in this version yet: accept what failed with a reason and decide go, or roll back",
            ));
        }
    })
}
