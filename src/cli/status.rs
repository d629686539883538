//! `golive status SESSION`: where it is, what is recommended, what comes next; for people or for programs.

use std::path::PathBuf;

use super::{Exit, Out, find, launch};
use crate::decide::outlook;
use crate::edge::opening::{self, Opened};
use crate::edge::store::{Access, ConsoleLock, Holder};
use crate::journal::Ending;
use crate::plan::Member;
use crate::report::status::{self, Around};
use crate::text::clean;

/// Print phase, verdict, next, clocks, steps, checks, stations, debts
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The session file
    session: Option<PathBuf>,
    /// One JSON object instead of text
    #[arg(long)]
    json: bool,
}

/// Exit 0 when read whole; 3 where the file is damaged, after what is whole of it.
pub(super) fn run(args: &Args, out: &mut Out) -> Exit {
    let path = match find::session(args.session.as_deref(), |name| std::env::var_os(name)) {
        Ok(path) => path,
        Err(why) => {
            out.error(&why);
            return Exit::Usage;
        }
    };
    let opened = match opening::open(&path, Access::Read) {
        Ok(opened) => opened,
        Err(error) => {
            out.error(&clean::lines(&error.to_string()));
            return launch::exit_of(&error);
        }
    };
    let now = opening::clock_beside(&opened).now();
    let outlook = outlook(&opened.plan, &opened.session, now);
    let around = around(&opened);
    if args.json {
        out.json(&status::json(&opened.plan, &opened.session, &outlook, &around));
    } else {
        out.text(&status::text(&opened.plan, &opened.session, &outlook, &around));
    }
    launch::read_whole(&opened.store, out)
}

/// Who is there, who conducts, how the file stands.
fn around(opened: &Opened) -> Around {
    let path = opened.store.path();
    let conductor = ConsoleLock::held_by(path);
    let head = opened.store.head();
    Around {
        people: opened
            .plan
            .team
            .iter()
            .map(|member| {
                (member.id.clone(), conductor.as_ref().is_some_and(|holder| conducts(holder, member)))
            })
            .collect(),
        path: clean::line(&path.to_string_lossy()),
        events: head.seq,
        hash: head.hash.to_string(),
        damage: match opened.store.ending() {
            Ending::Damaged(damage) => Some((damage.line, damage.why.clone())),
            Ending::Clean | Ending::Torn { .. } => None,
        },
        conductor: conductor.map(|holder| (holder.user, holder.pid)),
    }
}

/// Whether it is this member who conducts: the console says so, else the account does.
fn conducts(holder: &Holder, member: &Member) -> bool {
    match &holder.member {
        Some(named) => *named == member.id,
        None => member.login.as_ref() == Some(&holder.user),
    }
}
