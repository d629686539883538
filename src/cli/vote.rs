//! `golive vote SESSION go|no-go|conditions`: a station's answer.

use super::act::{Acting, Facts, Stop, act, none, words};
use super::{Exit, Out};
use crate::decide::Command;
use crate::journal::Answer;
use crate::text::list;

/// Answer the poll for a station.
#[derive(Debug, clap::Args)]
#[command(override_usage = "golive vote [SESSION] go|no-go|conditions [OPTIONS]")]
pub(super) struct Args {
    /// `[SESSION]` go, no-go or conditions.
    #[arg(required = true, num_args = 1..=2, value_name = "WORD")]
    words: Vec<String>,
    /// The station, where your role answers for none or several.
    #[arg(long, value_name = "ID")]
    station: Option<String>,
    /// A remark; the reason of a no-go; the condition.
    #[arg(long, short, visible_alias = "reason", value_name = "T")]
    note: Option<String>,
    /// It was heard, and is recorded by another.
    #[arg(long)]
    spoken: bool,
    /// The member who sees to the condition.
    #[arg(long, value_name = "ID")]
    owner: Option<String>,
    /// When the condition is due.
    #[arg(long, value_name = "TIME")]
    due: Option<String>,
    #[command(flatten)]
    acting: Acting,
}

pub(super) fn run(args: &Args, out: &mut Out) -> Exit {
    let (session, action, rest) = match words(&args.words, &["go", "no-go", "conditions"]) {
        Ok(words) => words,
        Err(stop) => {
            out.error(&stop.text);
            return stop.exit;
        }
    };
    let answer = match action {
        "go" => Answer::Go,
        "no-go" => Answer::NoGo,
        _ => Answer::Conditions,
    };
    act(session.as_deref(), &args.acting, out, |facts| {
        none(rest)?;
        Ok(Command::Vote {
            station: station(args, facts)?,
            answer,
            note: args.note.clone(),
            owner: args.owner.clone(),
            due: facts.moment("--due", args.due.as_deref())?,
            spoken: args.spoken,
        })
    })
}

/// The station named, else the only one that the voter's roles answer for.
fn station(args: &Args, facts: &Facts) -> Result<String, Stop> {
    if let Some(station) = &args.station {
        return Ok(station.clone());
    }
    let stations = &facts.plan.decision.stations;
    let voter = facts.actor.subject().and_then(|id| facts.plan.member(id));
    let own: Vec<&str> = stations
        .iter()
        .filter(|station| voter.is_some_and(|voter| voter.has_role(&station.role)))
        .map(|station| station.id.as_str())
        .collect();
    match own.as_slice() {
        [only] => Ok((*only).to_owned()),
        [] => {
            let all: Vec<&str> = stations.iter().map(|station| station.id.as_str()).collect();
            let all = if all.is_empty() { "the plan has none".to_owned() } else { list::or_list(&all) };
            Err(Stop::usage(format!("say for which station: --station ID ({all})")))
        }
        several => Err(Stop::usage(format!(
            "your role answers for {}; say which: --station ID",
            list::and_list(several)
        ))),
    }
}
