//! `golive validate PLAN`: every error and warning at once, each with its place and what to do; contacts nothing.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::{Exit, Out, now, plan_file};
use crate::calendar::zone;
use crate::edge::clock::wall;
use crate::plan::{self, Parsed, Plan, Problem, Renderer, to_json};
use crate::text::{clean, list};

/// Say everything that is wrong with a plan, and everything that somebody should know; contacts nothing
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// The plan, a TOML file
    plan: PathBuf,
    /// One JSON object instead of text
    #[arg(long)]
    json: bool,
}

/// Exit 0 where the plan can be used (warnings allowed), else 2.
pub fn run(args: &Args, out: &mut Out) -> Exit {
    let bytes = match plan_file::bytes(&args.plan) {
        Ok(bytes) => bytes,
        Err(why) => {
            out.error(&why.to_string());
            return Exit::Usage;
        }
    };
    let mut parsed = plan::parse(&bytes);
    if let Some(plan) = &parsed.plan {
        let source = String::from_utf8_lossy(&bytes);
        parsed.problems.extend(now::warnings(&args.plan, &source, plan, wall()));
        parsed.problems.sort_by_key(|problem| (problem.line, problem.column));
    }
    if args.json {
        let path = args.plan.to_string_lossy();
        out.json(&to_json(&path, parsed.plan.is_some(), &parsed.problems));
    } else {
        print(&args.plan, &bytes, &parsed, out);
    }
    if parsed.plan.is_some() { Exit::Done } else { Exit::Usage }
}

/// The errors of a plan that was to be used, to standard error.
pub(super) fn print_errors(path: &Path, bytes: &[u8], problems: &[Problem], out: &mut Out) {
    let source = String::from_utf8_lossy(bytes);
    let name = clean::line(&path.to_string_lossy());
    let renderer = Renderer::new(&name, &source).hiding(problems);
    for problem in problems.iter().filter(|problem| problem.is_error()) {
        out.error_text(&format!("{}\n\n", renderer.render(problem)));
    }
    out.error(&format!("{name} is not a valid plan; `golive validate {name}` says everything about it"));
}

fn print(path: &Path, bytes: &[u8], parsed: &Parsed, out: &mut Out) {
    let source = String::from_utf8_lossy(bytes);
    let name = clean::line(&path.to_string_lossy());
    let renderer = Renderer::new(&name, &source).hiding(&parsed.problems);
    for problem in &parsed.problems {
        out.line(&renderer.render(problem));
        out.line("");
    }
    let counted = counted(parsed.errors().count(), parsed.warnings().count());
    match &parsed.plan {
        Some(plan) => out.line(&format!("{name}: valid, {counted}\n{}", summary(plan))),
        None => out.line(&format!("{name}: not valid, {counted}")),
    }
}

fn counted(errors: usize, warnings: usize) -> String {
    match errors {
        0 => list::counted(warnings, "warning"),
        _ => format!("{}, {}", list::counted(errors, "error"), list::counted(warnings, "warning")),
    }
}

/// What the plan is about, so that nobody validates the wrong file.
fn summary(plan: &Plan) -> String {
    let (tz, start, end) = (plan.window.zone, plan.window.start, plan.window.end);
    let steps = plan.stages.iter().map(|stage| stage.steps.len()).sum::<usize>();
    format!(
        "{} {}, {} {} to {} {}, {}, {} to roll back, {}",
        plan.release.name,
        plan.release.version,
        zone::day(tz, start),
        zone::clock_minutes(tz, start),
        zone::clock_minutes(tz, end),
        zone::abbreviation(tz, end),
        list::counted(steps, "step"),
        plan.rollback.len(),
        list::counted(plan.checks.len(), "check"),
    )
}
