//! `golive run`: opens or resumes the session of a plan, conducts it, shows the console.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use super::launch::{self, Look};
use super::plan_file::{self, PlanFile};
use super::reconcile::reconcile;
use super::{Exit, Out, attempts};
use crate::edge::clock::{Clock, local_offset, wall};
use crate::edge::identity::Account;
use crate::edge::opening::{self, OpeningError};
use crate::edge::probe::Variables;
use crate::edge::store::{Access, command_id};
use crate::journal::{Draft, Event, Header, Mode, Who, sha256_hex};
use crate::text::clean;

/// Open or resume the session of a plan, conduct it, show the console.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The plan file.
    pub plan: PathBuf,
    /// Where the session is kept [default: beside the plan, NAME.session.toml].
    #[arg(long, value_name = "FILE")]
    pub session: Option<PathBuf>,
    /// Act as this member of the team.
    #[arg(long = "as", value_name = "ID")]
    pub member: Option<String>,
    /// Begin attempt N, linked to the attempt before it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=99))]
    pub attempt: Option<u32>,
    /// Why a new attempt begins although corrective actions of the one before are open.
    #[arg(long, value_name = "T")]
    pub reason: Option<String>,
    /// The plan file changed: go on with the plan that the session began with.
    #[arg(long, conflicts_with = "adopt_plan")]
    pub keep_plan: bool,
    /// The plan file changed: let the changed plan hold from now on.
    #[arg(long)]
    pub adopt_plan: bool,
    #[command(flatten)]
    look: Look,
}

/// Why the console does not open.
#[derive(Debug)]
pub(super) enum Stop {
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
            out.error(&clean::lines(&error.to_string()));
            launch::exit_of(&error)
        }
        Err(Stop::Other(exit, text)) => {
            out.error(&clean::lines(&text));
            exit
        }
    }
}

fn open(args: &Args, out: &mut Out) -> Result<Exit, Stop> {
    let path = attempts::session_path(args);
    let file = match plan_file::read(&args.plan) {
        Ok(file) => Some(file),
        // The session holds its plan whole, so that it can go on without the file.
        Err(_) if args.keep_plan && path.exists() => None,
        Err(unusable) => return Err(unusable.refuse(args, &path, out)),
    };
    if !std::io::stdout().is_terminal() || !std::io::stdin().is_terminal() {
        let text =
            "run needs a terminal for its console; without one, `golive status` and `golive step` go on";
        return Err(Stop::Other(Exit::Usage, text.to_owned()));
    }
    if let (Some(file), false) = (&file, path.exists()) {
        create(args, &path, file)?;
    }
    let lock = launch::console_lock(&path).map_err(|text| Stop::Other(Exit::Could, text))?;
    let opened = opening::open_with(&path, Access::Write, file.as_ref().map(|file| &file.plan))?;
    attempts::check(args, &opened)?;
    let first = attempts::later(args, &opened);
    let (opened, hello) = match &file {
        Some(file) => reconcile(args, opened, file)?,
        None => (opened, Some("the plan file cannot be used; the session goes on with its own plan")),
    };
    let actor = opening::actor(&opened.plan, args.member.as_deref(), None)?;
    let clock = Clock::live(&opened.session);
    let variables = Variables::environment();
    let hello = hello.map(str::to_owned);
    let launch = launch::Launch { opened, actor, clock, variables, demo: None, watch: None, first, hello };
    Ok(launch::console(launch, &args.look, lock, out))
}

/// Makes the session file, linked to the attempt before it where there is one.
fn create(args: &Args, path: &Path, file: &PlanFile) -> Result<(), Stop> {
    let PlanFile { bytes, plan } = file;
    let attempt = args.attempt.unwrap_or(1);
    let previous = match attempt {
        1 => None,
        attempt => Some(attempts::earlier(args, plan, attempt)?),
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
