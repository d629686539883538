//! `golive close SESSION`: closes the record once nothing is open.

use std::path::PathBuf;

use super::act::{Acting, act};
use super::{Exit, Out};
use crate::decide::Command;

/// Close the record; from then on it takes only amendments.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The session file.
    session: Option<PathBuf>,
    /// Closing words.
    #[arg(long, short, value_name = "T")]
    note: Option<String>,
    #[command(flatten)]
    acting: Acting,
}

pub(super) fn run(args: &Args, out: &mut Out) -> Exit {
    act(args.session.as_deref(), &args.acting, out, |_| Ok(Command::Close { note: args.note.clone() }))
}
