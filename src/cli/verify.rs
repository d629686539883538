//! `golive verify SESSION`: is the file what was written? Chain, order, a torn end; changes nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};

use super::{Exit, Out, find};
use crate::edge::store::{Access, RealDisk, Store, StoreError, nothing_of};
use crate::journal::{Damage, Ending, Head, Item};
use crate::text::clean;

/// Check a session file: its chain, its order, its end; says the line of any damage and changes nothing
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The session file
    session: Option<PathBuf>,
    /// One JSON object instead of text
    #[arg(long)]
    json: bool,
}

/// What was found.
struct Found {
    head: Option<Head>,
    closed: bool,
    ending: Ending,
    plan: Option<String>,
    /// What can be done where it is damaged.
    way_on: String,
}

/// Exit 0 where the file is intact, 1 where it is not, 3 where it could not be read.
pub(super) fn run(args: &Args, out: &mut Out) -> Exit {
    let path = match find::session(args.session.as_deref(), |name| std::env::var_os(name)) {
        Ok(path) => path,
        Err(why) => {
            out.error(&why);
            return Exit::Usage;
        }
    };
    let found = match look(&path) {
        Ok(found) => found,
        Err(error) => {
            out.error(&clean::lines(&error.to_string()));
            return Exit::Could;
        }
    };
    if args.json {
        out.json(&as_json(&path, &found));
    } else {
        out.line(&clean::line(&in_words(&path, &found)));
    }
    if found.ending == Ending::Clean { Exit::Done } else { Exit::No }
}

fn look(path: &Path) -> Result<Found, StoreError> {
    let mut plan = None;
    let opened = Store::open(Arc::new(RealDisk), path, Access::Read, &mut |item| {
        if let Item::Header(header) = item {
            plan = Some(header.sha256);
        }
    });
    match opened {
        Ok(store) => Ok(Found {
            head: Some(store.head()),
            closed: store.is_closed(),
            ending: store.ending().clone(),
            plan,
            way_on: store.way_on(),
        }),
        Err(StoreError::Damaged { damage, .. }) => {
            let way_on = nothing_of(&damage).to_owned();
            Ok(Found { head: None, closed: false, ending: Ending::Damaged(damage), plan: None, way_on })
        }
        Err(error) => Err(error),
    }
}

fn in_words(path: &Path, found: &Found) -> String {
    let path = path.display();
    let seq = found.head.map_or(0, |head| head.seq);
    match &found.ending {
        Ending::Clean => {
            let hash = found.head.map(|head| head.hash.to_string()).unwrap_or_default();
            let closed = if found.closed { ", closed" } else { "" };
            format!("{path}: intact, {seq} events{closed}, hash {hash}")
        }
        Ending::Torn { bytes } => {
            let line = found.head.map_or(1, |head| head.lines.saturating_add(1));
            format!(
                "{path}: line {line}: {bytes} bytes of an event that was not finished; the {seq} before it are intact. \
                 The next command that writes sets them aside"
            )
        }
        Ending::Damaged(Damage { line, why, .. }) if seq == 0 => {
            format!("{path}: line {line}: {why}{}", found.way_on)
        }
        Ending::Damaged(Damage { line, why, .. }) => format!(
            "{path}: line {line}: {why}. Events 1 to {seq} before it are intact; from there on nothing can be trusted. {}",
            found.way_on
        ),
    }
}

fn as_json(path: &Path, found: &Found) -> Value {
    let (ending, line, offset, bytes, why) = match &found.ending {
        Ending::Clean => ("clean", None, None, None, None),
        Ending::Torn { bytes } => {
            let line = found.head.map(|head| head.lines.saturating_add(1));
            ("torn", line, found.head.map(|head| head.offset), Some(*bytes), None)
        }
        Ending::Damaged(damage) => {
            ("damaged", Some(damage.line), Some(damage.offset), None, Some(damage.why.as_str()))
        }
    };
    json!({
        "schema": 1, "path": path.to_string_lossy(), "intact": found.ending == Ending::Clean, "ending": ending,
        "events": found.head.map_or(0, |head| head.seq), "hash": found.head.map(|head| head.hash.to_string()),
        "closed": found.closed, "plan": found.plan, "line": line, "offset": offset, "torn-bytes": bytes, "why": why,
    })
}
