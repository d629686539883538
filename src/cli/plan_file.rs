//! A plan file as the commands read it: its bytes, or why it cannot be used, and what to do then.

use std::fs::OpenOptions;
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

use super::run::{Args, Stop};
use super::{Exit, Out, validate};
use crate::edge::store::in_shell;
use crate::plan::{self, LARGEST, Plan, Problem};
use crate::text::clean;

/// A plan file, read and valid.
pub(super) struct PlanFile {
    pub bytes: Vec<u8>,
    pub plan: Arc<Plan>,
}

/// Why a plan file cannot be used.
pub(super) enum Unusable {
    Unread(NotRead),
    Invalid { bytes: Vec<u8>, problems: Vec<Problem> },
}

/// Why a file cannot be read: which, why not, and what to do where that is known.
#[derive(Debug, thiserror::Error)]
#[error("{text}{help}")]
pub(super) struct NotRead {
    text: String,
    help: &'static str,
}

/// The plan file, read and checked.
pub(super) fn read(path: &Path) -> Result<PlanFile, Unusable> {
    let bytes = bytes(path).map_err(Unusable::Unread)?;
    let parsed = plan::parse(&bytes);
    match parsed.plan {
        Some(plan) => Ok(PlanFile { bytes, plan: Arc::new(plan) }),
        None => Err(Unusable::Invalid { bytes, problems: parsed.problems }),
    }
}

/// The bytes of a plan file, at most one more than a plan may have.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, NotRead> {
    let name = clean::line(&path.to_string_lossy());
    let not_read = |(why, help): (String, &'static str)| NotRead {
        text: format!("{name}: the plan cannot be read: {why}"),
        help,
    };
    // Without waiting: a pipe that nobody writes to would keep golive for ever.
    let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
    let file = OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path);
    let file = file.map_err(|why| not_read(in_words(&why)))?;
    let kind = file.metadata().map_err(|why| not_read(in_words(&why)))?;
    if !kind.is_file() {
        let why = if kind.is_dir() { "it is a folder; name the file in it" } else { NO_FILE };
        return Err(not_read((why.to_owned(), "")));
    }
    let limit = u64::try_from(LARGEST).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    file.take(limit).read_to_end(&mut bytes).map_err(|why| not_read(in_words(&why)))?;
    Ok(bytes)
}

const NO_FILE: &str = "it is a pipe or a device, no regular file; write the plan to a file and name that";

fn in_words(why: &io::Error) -> (String, &'static str) {
    match why.kind() {
        io::ErrorKind::NotFound => (
            "there is no such file".to_owned(),
            "; check the name, or `golive init ecommerce-retail` writes one to start from",
        ),
        io::ErrorKind::PermissionDenied => {
            ("this account has no right to read it (ls -l shows who has)".to_owned(), "")
        }
        _ => (why.to_string(), ""),
    }
}

impl Unusable {
    /// Says why the console does not open, and the way on where a session holds a plan of its own.
    pub fn refuse(&self, args: &Args, session: &Path, out: &mut Out) -> Stop {
        let way_on = session.exists().then(|| {
            let session = clean::line(&session.to_string_lossy());
            format!("{session} holds the plan whole: {} goes on with it", without_the_file(args))
        });
        match (self, way_on) {
            (Self::Unread(why), Some(way_on)) => out.error(&format!("{}; {way_on}", why.text)),
            (Self::Unread(why), None) => out.error(&why.to_string()),
            (Self::Invalid { bytes, problems }, way_on) => {
                validate::print_errors(&args.plan, bytes, problems, out);
                if let Some(way_on) = way_on {
                    out.error(&way_on);
                }
            }
        }
        Stop::Said(Exit::Usage)
    }
}

/// The command that opens the same session with the plan that it holds.
fn without_the_file(args: &Args) -> String {
    let attempt = args.attempt.map(|attempt| format!(" --attempt {attempt}")).unwrap_or_default();
    let session = args.session.as_deref().map(|session| format!(" --session {}", in_shell(session)));
    let plan = in_shell(&args.plan);
    clean::line(&format!("golive run {plan} --keep-plan{attempt}{}", session.unwrap_or_default()))
}
