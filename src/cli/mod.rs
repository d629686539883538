//! Arguments: one file a subcommand, each thin. Only this module and what it calls know about standard output.

mod act;
mod attempts;
mod check;
mod close;
mod decide;
mod demo;
mod exit;
mod find;
mod init;
mod launch;
mod log;
mod now;
mod out;
mod plan_file;
mod reconcile;
mod run;
mod stage;
mod status;
mod step;
mod trigger;
mod unsaid;
mod validate;
mod verify;
mod vote;

use clap::{Parser, Subcommand};

pub use exit::Exit;
pub use out::Out;

/// The console from which a team takes a production go-live from pre-checks to a closed record.
#[derive(Debug, Parser)]
#[command(name = "golive", version, about, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// One subcommand a variant; its arguments live in its file.
#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Args),
    Close(close::Args),
    Decide(decide::Args),
    Demo(demo::Args),
    Init(init::Args),
    Log(log::Args),
    Run(run::Args),
    Stage(stage::Args),
    Status(status::Args),
    Step(step::Args),
    Trigger(trigger::Args),
    Validate(validate::Args),
    Verify(verify::Args),
    Vote(vote::Args),
}

/// Reads the arguments, runs the subcommand, says how it went.
pub fn main() -> Exit {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let mut out = Out::new();
    run(cli.command, &mut out)
}

fn run(command: Command, out: &mut Out) -> Exit {
    match command {
        Command::Check(args) => check::run(&args, out),
        Command::Close(args) => close::run(&args, out),
        Command::Decide(args) => decide::run(&args, out),
        Command::Demo(args) => demo::run(args, out),
        Command::Init(args) => init::run(&args, out),
        Command::Log(args) => log::run(&args, out),
        Command::Run(args) => run::run(&args, out),
        Command::Stage(args) => stage::run(&args, out),
        Command::Status(args) => status::run(&args, out),
        Command::Step(args) => step::run(&args, out),
        Command::Trigger(args) => trigger::run(&args, out),
        Command::Validate(args) => validate::run(&args, out),
        Command::Verify(args) => verify::run(&args, out),
        Command::Vote(args) => vote::run(&args, out),
    }
}

/// Help and version go to standard output and are no error; everything else is wrong usage.
fn usage(error: &clap::Error) -> Exit {
    let asked = !error.use_stderr();
    // A closed pipe is nobody's error here.
    let _ = error.print();
    if asked { Exit::Done } else { Exit::Usage }
}
