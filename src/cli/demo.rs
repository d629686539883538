//! `golive demo`: the whole console over an embedded shop, without any set-up.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::launch::{self, Launch, Look};
use super::{Exit, Out};
use crate::demo::{self, Facts, Opening, OpeningError, Scenario, Wish};
use crate::edge::clock::Clock;
use crate::edge::conductor;
use crate::edge::identity::Account;
use crate::edge::keeper::Watch;
use crate::edge::opening;
use crate::edge::store::{Access, command_id};
use crate::journal::{Event, Header, Mode, Who, sha256_hex};
use crate::text::clean;
use crate::ui::model::DemoInfo;

/// Play a whole go-live against an embedded shop; nothing leaves this machine.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Which night: happy or payments-down.
    #[arg(long, value_name = "NAME")]
    scenario: Option<Scenario>,
    /// How many times faster than real time the night runs, 1 to 3600 [default: 10, or as it was].
    #[arg(long, value_name = "N", value_parser = speed)]
    speed: Option<f64>,
    /// Where the session is kept; gone on with where it is there, only looked at where it is closed.
    #[arg(long, value_name = "FILE")]
    session: Option<PathBuf>,
    /// Begin anew; the session that is there is set aside, never deleted.
    #[arg(long)]
    fresh: bool,
    #[command(flatten)]
    look: Look,
}

/// Opens everything and shows the console.
pub(super) fn run(args: Args, out: &mut Out) -> Exit {
    // Asked first, so that no session is set aside for a console that cannot be shown.
    if !(std::io::stdin().is_terminal() && std::io::stdout().is_terminal()) {
        out.error("the demo fills a terminal, and this is none: start it in one, without pipes");
        return Exit::Usage;
    }
    let wish = Wish { scenario: args.scenario, session: args.session, fresh: args.fresh };
    match demo::open(&wish, |name| std::env::var_os(name)) {
        Ok(opening) => match play(opening, &args.look, args.speed, out) {
            Ok(exit) => exit,
            Err((exit, text)) => {
                out.error(&text);
                exit
            }
        },
        Err(error) => {
            out.error(&error.to_string());
            match error {
                OpeningError::Usage(_) => Exit::Usage,
                OpeningError::Could(_) => Exit::Could,
            }
        }
    }
}

/// Makes or goes on with the session, and shows its console. The shop lives as long.
fn play(opening: Opening, look: &Look, speed: Option<f64>, out: &mut Out) -> Result<Exit, (Exit, String)> {
    let could = |text: String| (Exit::Could, text);
    if !opening.resumes {
        create(&opening).map_err(|error| could(error.to_string()))?;
    }
    let lock = launch::console_lock(&opening.session).map_err(could)?;
    let opened = opening::open(&opening.session, Access::Write).map_err(|error| could(error.to_string()))?;
    let actor =
        opening::actor(&opened.plan, Some(demo::ACTOR), None).map_err(|error| could(error.to_string()))?;
    let kept = if opening.resumes { opened.session.speed } else { demo::SPEED };
    let speed = speed.unwrap_or(kept);
    // In a closed record time stands still.
    let clock = match opened.session.closed {
        Some(_) => Clock::beside(&opened.session, false),
        None => Clock::scaled(opened.session.last, speed),
    };
    let info = DemoInfo { scenario: opening.scenario.name().to_owned(), speed };
    let hello = opening.set_aside.as_deref().map(set_aside);
    let shop = opening.shop;
    shop.observe(Facts::from_session(&opened.plan, &opened.session), clock);
    let variables = shop.variables();
    let plan = Arc::clone(&opened.plan);
    let watch: Watch =
        Box::new(move |session, clock| shop.observe(Facts::from_session(&plan, session), clock));
    let launch =
        Launch { opened, actor, clock, variables, demo: Some(info), watch: Some(watch), first: None, hello };
    Ok(launch::console(launch, look, lock, out))
}

fn set_aside(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    format!("a new night; the one before is kept as {}", clean::line(&name))
}

/// Makes the session: it begins half an hour before the window, in the demo's own time.
fn create(opening: &Opening) -> Result<(), opening::OpeningError> {
    let bytes = demo::SOURCE.as_bytes();
    let header = Header::new(command_id(), Mode::Demo, 1, &opening.plan_path, bytes)
        .map_err(|error| opening::OpeningError::Could(error.to_string()))?;
    let release = &opening.plan.release;
    let origin = demo::origin(&opening.plan);
    let event = Event::SessionCreated {
        mode: Mode::Demo,
        attempt: 1,
        previous: None,
        release: release.name.clone(),
        version: release.version.clone(),
        environment: release.environment.clone(),
        plan: sha256_hex(bytes),
    };
    let who = Who { by: demo::ACTOR.to_owned(), on_behalf: None, os: Account::own().os() };
    let genesis = conductor::draft(&command_id(), origin, &who, event);
    opening::create(&opening.session, &header, genesis)?;
    Ok(())
}

/// A speed that a demo can run at.
fn speed(text: &str) -> Result<f64, String> {
    let speed: f64 = text.parse().map_err(|_| format!("{text:?} is not a number"))?;
    if (1.0..=3600.0).contains(&speed) {
        Ok(speed)
    } else {
        Err("the speed must be from 1 to 3600".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speed_is_a_number_from_1_to_3600() {
        for text in ["1", "10", "60.5", "3600"] {
            assert!(speed(text).is_ok(), "{text}");
        }
        for text in ["0", "0.9", "3600.1", "-10", "NaN", "inf", "fast", "", "1e400"] {
            assert!(speed(text).is_err(), "{text}");
        }
    }
}
