//! A plan file that was changed against the plan that its session holds: kept, adopted, or of another release.

use super::plan_file::PlanFile;
use super::run::{Args, Stop};
use super::{Exit, launch};
use crate::decide;
use crate::edge::clock::Clock;
use crate::edge::opening::{self, Opened};
use crate::edge::store::Access;
use crate::journal::{Event, sha256_hex};
use crate::plan::{self, Plan};
use crate::session::Session;
use crate::text::clean;

/// The plan file against the plan of the session: the same, kept, adopted, or another session altogether. Gives back what
/// is to be said first.
pub(super) fn reconcile(
    args: &Args,
    opened: Opened,
    file: &PlanFile,
) -> Result<(Opened, Option<&'static str>), Stop> {
    let plan = &*file.plan;
    if opened.plan.sha256 == plan.sha256 {
        return Ok((opened, None));
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
        let hello = "the plan file was changed; this session goes on with the plan it began with";
        return Ok((opened, Some(hello)));
    }
    if args.adopt_plan {
        return adopt(args, opened, file, differences).map(|opened| (opened, None));
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
fn adopt(args: &Args, opened: Opened, file: &PlanFile, changes: Vec<String>) -> Result<Opened, Stop> {
    let PlanFile { bytes, plan } = file;
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
