//! `golive run`: opens or resumes the session of a plan, conducts it, shows the console.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::launch::{self, Look};
use super::{Exit, Out};
use crate::decide;
use crate::edge::clock::{Clock, local_offset, wall};
use crate::edge::identity::Account;
use crate::edge::opening::{self, Opened, OpeningError};
use crate::edge::probe::Variables;
use crate::edge::store::{Access, command_id, session_of_plan};
use crate::journal::{Draft, Event, Header, Mode, Who, sha256_hex};
use crate::plan::{self, Plan};
use crate::session::Session;
use crate::text::clean;

/// Open or resume the session of a plan, conduct it, show the console.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The plan file.
    plan: PathBuf,
    /// Where the session is kept [default: beside the plan, NAME.session.toml].
    #[arg(long, value_name = "FILE")]
    session: Option<PathBuf>,
    /// Act as this member of the team.
    #[arg(long = "as", value_name = "ID")]
    member: Option<String>,
    /// Begin attempt N, linked to the attempt before it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=99))]
    attempt: Option<u32>,
    /// Why a new attempt begins although corrective actions of the one before are open.
    #[arg(long, value_name = "T")]
    reason: Option<String>,
    /// The plan file changed: go on with the plan that the session began with.
    #[arg(long, conflicts_with = "adopt_plan")]
    keep_plan: bool,
    /// The plan file changed: let the changed plan hold from now on.
    #[arg(long)]
    adopt_plan: bool,
    #[command(flatten)]
    look: Look,
}

/// Why the console does not open.
#[derive(Debug)]
enum Stop {
    /// Said already.
    Said(Exit),
    Opening(OpeningError),
    Other(Exit, String),
}

impl From<OpeningError> for Stop {
    fn from(error: OpeningError) -> Self {
        Self::Opening(error)
    }
}

/// Opens everything and shows the console.
pub(super) fn run(args: &Args, out: &mut Out) -> Exit {
    match open(args, out) {
        Ok(exit) | Err(Stop::Said(exit)) => exit,
        Err(Stop::Opening(error)) => {
            out.error(&error.to_string());
            launch::exit_of(&error)
        }
        Err(Stop::Other(exit, text)) => {
            out.error(&text);
            exit
        }
    }
}

fn open(args: &Args, out: &mut Out) -> Result<Exit, Stop> {
    let (bytes, plan) = read_plan(&args.plan, out)?;
    let path = session_path(args);
    if !std::io::stdout().is_terminal() || !std::io::stdin().is_terminal() {
        let text =
            "run needs a terminal for its console; without one, `golive status` and `golive step` go on";
        return Err(Stop::Other(Exit::Usage, text.to_owned()));
    }
    let fresh = !path.exists();
    if fresh {
        create(args, &path, &bytes, &plan)?;
    }
    let lock = launch::console_lock(&path).map_err(|text| Stop::Other(Exit::Could, text))?;
    let opened = opening::open_with(&path, Access::Write, Some(&plan))?;
    let (opened, kept) = reconcile(args, opened, &bytes, &plan)?;
    let actor = opening::actor(&opened.plan, args.member.as_deref(), None)?;
    let clock = Clock::live(&opened.session);
    let variables = Variables::environment();
    let hello = kept
        .then(|| "the plan file was changed; this session goes on with the plan it began with".to_owned());
    let launch = launch::Launch { opened, actor, clock, variables, demo: None, watch: None, hello };
    Ok(launch::console(launch, &args.look, lock, out))
}

/// The plan file, read and checked; its problems are printed where it has errors.
fn read_plan(path: &Path, out: &mut Out) -> Result<(Vec<u8>, Arc<Plan>), Stop> {
    let bytes = super::validate::read(path).map_err(|text| Stop::Other(Exit::Usage, text))?;
    let parsed = plan::parse(&bytes);
    match parsed.plan {
        Some(plan) if !parsed.problems.iter().any(plan::Problem::is_error) => Ok((bytes, Arc::new(plan))),
        _ => {
            super::validate::print_errors(path, &bytes, &parsed.problems, out);
            Err(Stop::Said(Exit::Usage))
        }
    }
}

fn session_path(args: &Args) -> PathBuf {
    let first = args.session.clone().unwrap_or_else(|| session_of_plan(&args.plan));
    match args.attempt {
        Some(attempt) if args.session.is_none() => attempt_path(&args.plan, attempt),
        _ => first,
    }
}

/// `spring-sale.toml` → `spring-sale.attempt-2.session.toml`; the first attempt has no number.
fn attempt_path(plan: &Path, attempt: u32) -> PathBuf {
    let first = session_of_plan(plan);
    if attempt < 2 {
        return first;
    }
    let name = plan.file_stem().unwrap_or_default().to_string_lossy();
    first.with_file_name(format!("{name}.attempt-{attempt}.session.toml"))
}

/// Makes the session file, linked to the attempt before it where there is one.
fn create(args: &Args, path: &Path, bytes: &[u8], plan: &Plan) -> Result<(), Stop> {
    let attempt = args.attempt.unwrap_or(1);
    let previous = match attempt {
        1 => None,
        attempt => Some(earlier(args, plan, attempt)?),
    };
    let plan_path = args.plan.to_string_lossy().into_owned();
    let header = Header::new(command_id(), Mode::Live, attempt, &plan_path, bytes)
        .map_err(|error| Stop::Other(Exit::Usage, error.to_string()))?;
    let actor = opening::actor(plan, args.member.as_deref(), None)?;
    let genesis = Draft {
        id: command_id(),
        at: wall().with_timezone(&local_offset()),
        up: crate::edge::clock::boot_seconds(),
        who: Who {
            by: actor.member.unwrap_or_else(|| crate::journal::CONSOLE.to_owned()),
            on_behalf: None,
            os: Account::own().os(),
        },
        event: Event::SessionCreated {
            mode: Mode::Live,
            attempt,
            previous,
            release: plan.release.name.clone(),
            version: plan.release.version.clone(),
            environment: plan.release.environment.clone(),
            plan: sha256_hex(bytes),
        },
    };
    opening::create(path, &header, genesis)?;
    Ok(())
}

/// The attempt before: it must have been withdrawn, and its corrective actions be settled unless the approver
/// overrides by being the one who asks.
fn earlier(args: &Args, plan: &Plan, attempt: u32) -> Result<String, Stop> {
    let path = attempt_path(&args.plan, attempt - 1);
    let before = opening::open(&path, Access::Read).map_err(|error| {
        Stop::Other(
            Exit::Usage,
            format!("attempt {attempt} needs the session of the attempt before it: {error}"),
        )
    })?;
    let actor = opening::actor(plan, args.member.as_deref(), None)?;
    decide::attempt_allowed(&before.plan, &before.session, attempt, &actor, args.reason.as_deref())
        .map_err(|no| Stop::Other(launch::exit_of_refusal(&no), no.text))?;
    Ok(path.to_string_lossy().into_owned())
}

/// The plan file against the plan of the session: the same, kept, adopted, or another session altogether. Gives back
/// whether the session's own plan is kept against a changed file.
fn reconcile(args: &Args, opened: Opened, bytes: &[u8], plan: &Plan) -> Result<(Opened, bool), Stop> {
    let digest = sha256_hex(bytes);
    if opened.plan.sha256 == digest {
        return Ok((opened, false));
    }
    let (was, is) = (&opened.plan.release, &plan.release);
    if was.name != is.name || was.version != is.version || was.environment != is.environment {
        let text = format!(
            "{} belongs to {} {} in {}; name another file with --session",
            opened.store.path().display(),
            clean::line(&was.name),
            clean::line(&was.version),
            clean::line(&was.environment)
        );
        return Err(Stop::Other(Exit::Usage, text));
    }
    let differences = plan::differences(&opened.plan, plan);
    if args.keep_plan {
        return Ok((opened, true));
    }
    if args.adopt_plan {
        return adopt(args, opened, bytes, plan, differences).map(|opened| (opened, false));
    }
    let mut text = String::from("the plan was changed since the session was opened:\n");
    for difference in &differences {
        text.push_str("  ");
        text.push_str(&clean::line(difference));
        text.push('\n');
    }
    text.push_str(
        "go on with the plan as it was with --keep-plan, or let the changed one hold with --adopt-plan",
    );
    Err(Stop::Other(Exit::Usage, text))
}

/// Keeps the changed plan whole beside the session, then says in the journal that it holds.
fn adopt(
    args: &Args,
    opened: Opened,
    bytes: &[u8],
    plan: &Plan,
    changes: Vec<String>,
) -> Result<Opened, Stop> {
    let actor = opening::actor(&opened.plan, args.member.as_deref(), None)?;
    may_adopt(&opened.plan, &opened.session, plan, &actor)?;
    let path = opened.store.path().to_owned();
    let sha256 = sha256_hex(bytes);
    let file = launch::keep_plan_beside(&path, &sha256, bytes).map_err(|error| {
        Stop::Other(Exit::Could, format!("{}: the plan cannot be kept beside it: {error}", path.display()))
    })?;
    let clock = Clock::live(&opened.session);
    launch::append_own(opened, clock, &actor, Event::PlanAdopted { sha256, file, changes })
        .map_err(|text| Stop::Other(Exit::Could, text))?;
    Ok(opening::open(&path, Access::Write)?)
}

/// Lead or approver; and nothing that has events may vanish or become something else.
fn may_adopt(old: &Plan, session: &Session, new: &Plan, actor: &decide::Actor) -> Result<(), Stop> {
    let me = actor.member.as_deref().unwrap_or_default();
    if !old.is_lead(me) && !old.is_approver(me) {
        let text = "the deployment lead or the approver adopts a changed plan; say who you are with --as ID"
            .to_owned();
        return Err(Stop::Other(Exit::NotAllowed, text));
    }
    for id in session.steps.keys().filter(|id| old.step(id).is_some()) {
        let kind = |plan: &Plan| plan.step(id).map(|(_, step)| step.kind.name());
        let (was, is) = (kind(old), kind(new));
        if is != was {
            let text = match is {
                None => format!(
                    "the changed plan has no step {id} any more, and {id} has events: keep it in the plan"
                ),
                Some(is) => format!(
                    "step {id} has events as {}, and the changed plan makes it {is}: give it another id",
                    was.unwrap_or_default()
                ),
            };
            return Err(Stop::Other(Exit::No, text));
        }
    }
    Ok(())
}
