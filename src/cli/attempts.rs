//! The attempts of one release: where each keeps its session, what lets another begin, which was the last to begin.

use std::path::{Path, PathBuf};

use super::run::{Args, Stop};
use super::{Exit, launch};
use crate::decide::{self, RefusalKind};
use crate::edge::opening::{self, Opened};
use crate::edge::store::{Access, in_shell, session_of_plan};
use crate::plan::Plan;
use crate::text::clean;

/// The session that is meant: the one named, else the one of the attempt beside the plan.
pub(super) fn session_path(args: &Args) -> PathBuf {
    match (&args.session, args.attempt) {
        (Some(named), _) => named.clone(),
        (None, attempt) => path_of(&args.plan, attempt.unwrap_or(1)),
    }
}

/// `spring-sale.toml` → `spring-sale.attempt-2.session.toml`; the first attempt has no number.
pub(super) fn path_of(plan: &Path, attempt: u32) -> PathBuf {
    let first = session_of_plan(plan);
    if attempt < 2 {
        return first;
    }
    let name = plan.file_stem().unwrap_or_default().to_string_lossy();
    first.with_file_name(format!("{name}.attempt-{attempt}.session.toml"))
}

/// Refuses a session that is of another attempt than the one asked for.
pub(super) fn check(args: &Args, opened: &Opened) -> Result<(), Stop> {
    let is = opened.session.attempt;
    match args.attempt {
        Some(wanted) if wanted != is => {
            let name = clean::line(&opened.store.path().to_string_lossy());
            let text = format!(
                "{name} is the session of attempt {is}, not {wanted}: leave --attempt out to open it, or name the \
                 session of attempt {wanted} with --session"
            );
            Err(Stop::Other(Exit::Usage, text))
        }
        _ => Ok(()),
    }
}

/// What is said first where a later attempt has begun than the one that is opened.
pub(super) fn later(args: &Args, opened: &Opened) -> Option<String> {
    if args.session.is_some() {
        return None;
    }
    let begun = |attempt: &u32| path_of(&args.plan, *attempt).exists();
    let last = (opened.session.attempt.saturating_add(1)..=99).take_while(begun).last()?;
    let plan = clean::line(&in_shell(&args.plan));
    Some(format!("attempt {last} has begun: golive run {plan} --attempt {last} opens it"))
}

/// The attempt before: it must have been withdrawn, and its corrective actions be settled unless the approver
/// overrides by being the one who asks.
pub(super) fn earlier(args: &Args, plan: &Plan, attempt: u32) -> Result<String, Stop> {
    let path = path_of(&args.plan, attempt.saturating_sub(1));
    let before = opening::open(&path, Access::Read).map_err(|error| {
        let text = format!("attempt {attempt} needs the session of the attempt before it: {error}");
        Stop::Other(launch::exit_of(&error), text)
    })?;
    let actor = opening::actor(plan, args.member.as_deref(), None)?;
    decide::attempt_allowed(&before.plan, &before.session, attempt, &actor, args.reason.as_deref()).map_err(
        |no| {
            let option = if no.kind == RefusalKind::Incomplete { ": --reason T" } else { "" };
            Stop::Other(launch::exit_of_refusal(&no), format!("{}{option}", no.text))
        },
    )?;
    Ok(path.to_string_lossy().into_owned())
}
