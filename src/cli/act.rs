//! What every command that writes shares: the session, who asks, what time it is, one append, how it went.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::{Exit, Out, find, launch, unsaid};
use crate::calendar::zone;
use crate::decide::{self, Actor, Command, Refusal};
use crate::edge::conductor::{Conductor, Trouble};
use crate::edge::opening::{self, FileJournal, Opened};
use crate::edge::store::Access;
use crate::journal::{CONSOLE, Record};
use crate::plan::Plan;
use crate::report::sentence_in;
use crate::session::Session;
use crate::text::{clean, list, nearest};

/// Who acts, and for whom.
#[derive(Debug, clap::Args)]
pub(super) struct Acting {
    /// Act as this member of the team.
    #[arg(long = "as", value_name = "ID")]
    member: Option<String>,
    /// Record it for another member; the record says so.
    #[arg(long = "for", value_name = "ID")]
    on_behalf: Option<String>,
}

/// What a command is made from.
pub(super) struct Facts<'a> {
    pub plan: &'a Plan,
    pub session: &'a Session,
    pub actor: &'a Actor,
    pub now: DateTime<Utc>,
}

impl Facts<'_> {
    /// A moment as people type it behind an option, in the zone of the plan.
    pub fn moment(&self, option: &str, text: Option<&str>) -> Result<Option<DateTime<Utc>>, Stop> {
        let read = |text| decide::read_moment(text, self.plan.window.zone, self.now);
        text.map(read).transpose().map_err(|refusal| Stop::usage(format!("{option}: {}", refusal.text)))
    }
}

/// Why nothing was asked.
pub(super) struct Stop {
    pub exit: Exit,
    pub text: String,
}

impl Stop {
    /// Wrong usage.
    pub fn usage(text: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, text: text.into() }
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self { exit: launch::exit_of_refusal(&refusal), text: refusal.text }
    }
}

/// Opens the session, asks what `make` makes, and prints what was recorded.
pub(super) fn act(
    session: Option<&Path>,
    acting: &Acting,
    out: &mut Out,
    make: impl FnOnce(&Facts) -> Result<Command, Stop>,
) -> Exit {
    match ask(session, acting, make) {
        Ok((records, conductor)) => {
            for record in &records {
                out.line(&told(conductor.plan(), conductor.session(), record));
            }
            Exit::Done
        }
        Err(stop) => {
            out.error(&clean::lines(&stop.text));
            stop.exit
        }
    }
}

fn ask(
    session: Option<&Path>,
    acting: &Acting,
    make: impl FnOnce(&Facts) -> Result<Command, Stop>,
) -> Result<(Vec<Record>, Conductor<FileJournal>), Stop> {
    let env = |name: &str| std::env::var_os(name);
    let path = find::session(session, env).map_err(Stop::usage)?;
    let opened = opening::open(&path, Access::Write)
        .map_err(|error| Stop { exit: launch::exit_of(&error), text: error.to_string() })?;
    if let Some(why) = opened.store.read_only() {
        return Err(Stop { exit: Exit::Could, text: format!("nothing was recorded: {why}") });
    }
    let actor = opening::actor(&opened.plan, acting.member.as_deref(), acting.on_behalf.as_deref())
        .map_err(|error| Stop { exit: launch::exit_of(&error), text: error.to_string() })?;
    let clock = opening::clock_beside(&opened);
    let facts = Facts { plan: &opened.plan, session: &opened.session, actor: &actor, now: clock.now().at };
    let command = make(&facts)?;
    find::remember(&path, env);
    let Opened { store, plan, session, .. } = opened;
    let mut conductor = Conductor::new(plan, session, FileJournal(store), clock, actor.os.clone());
    let outcome = conductor.ask(&actor, &command);
    match outcome.trouble {
        Some(Trouble::Refused(refusal)) => {
            Err(unsaid::stop(conductor.plan(), conductor.session(), &command, refusal))
        }
        Some(Trouble::NotSaved(why)) => Err(Stop { exit: Exit::Could, text: why }),
        None => Ok((own(outcome.records), conductor)),
    }
}

/// The records of this command: the last ones, which carry its id.
fn own(records: Vec<Record>) -> Vec<Record> {
    let id = records.last().map(|record| record.id.clone()).unwrap_or_default();
    records.into_iter().filter(|record| record.id == id && record.who.by != CONSOLE).collect()
}

/// "01:31 sam started 3.1.a …".
fn told(plan: &Plan, session: &Session, record: &Record) -> String {
    let (_, text) = sentence_in(plan, session, record);
    format!("{} {text}", zone::clock_minutes(plan.window.zone, record.at.to_utc()))
}

/// `[SESSION] ACTION REST…`: the session may be left out, because the action is a known word.
pub(super) fn words<'a>(
    words: &'a [String],
    actions: &[&str],
) -> Result<(Option<PathBuf>, &'a str, &'a [String]), Stop> {
    let known = |word: &String| actions.contains(&word.as_str());
    match words {
        [action, rest @ ..] if known(action) => Ok((None, action, rest)),
        [session, action, rest @ ..] if known(action) => Ok((Some(PathBuf::from(session)), action, rest)),
        [first, rest @ ..] => Err(no_action(first, rest.first(), actions)),
        [] => Err(Stop::usage(format!("say {}", list::or_list(actions)))),
    }
}

/// The mistyped action is the word that resembles one; else the one after the session.
fn no_action(first: &str, second: Option<&String>, actions: &[&str]) -> Stop {
    let near = |word: &str| nearest(word, actions.iter().copied());
    let word = second.map_or(first, |second| if near(first).is_some() { first } else { second });
    let shown = clean::fit(&clean::line(word), 40);
    let help = near(word)
        .map_or_else(|| format!("say {}", list::or_list(actions)), |near| format!("did you mean {near}?"));
    Stop::usage(format!("“{shown}” is no action here; {help}"))
}

/// The one word after the action.
pub(super) fn only<'a>(rest: &'a [String], what: &str) -> Result<&'a str, Stop> {
    match rest {
        [only] => Ok(only),
        [] => Err(Stop::usage(format!("{what} is missing"))),
        [_, more, ..] => {
            Err(Stop::usage(format!("“{}” is one word too many", clean::fit(&clean::line(more), 40))))
        }
    }
}

/// Where no word may follow.
pub(super) fn none(rest: &[String]) -> Result<(), Stop> {
    match rest {
        [] => Ok(()),
        [more, ..] => {
            Err(Stop::usage(format!("“{}” is one word too many", clean::fit(&clean::line(more), 40))))
        }
    }
}
