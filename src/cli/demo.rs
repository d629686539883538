//! `golive demo`: the whole console over an embedded shop, without any set-up.

use std::io::IsTerminal;
use std::path::PathBuf;

use super::{Exit, Out};
use crate::demo::{self, Opening, OpeningError, Scenario, Wish};

/// Play a whole go-live against an embedded shop; nothing leaves this machine.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Which night: happy or payments-down.
    #[arg(long, value_name = "NAME")]
    scenario: Option<Scenario>,
    /// How many times faster than real time the night runs, 1 to 3600 [default: 10, or as it was].
    #[arg(long, value_name = "N", value_parser = speed)]
    speed: Option<f64>,
    /// Where the session is kept; gone on with where it is there and not closed.
    #[arg(long, value_name = "FILE")]
    session: Option<PathBuf>,
    /// Begin anew; the session that is there is set aside, never deleted.
    #[arg(long)]
    fresh: bool,
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
        Ok(opening) => play(&opening, args.speed, out),
        Err(error) => {
            out.error(&error.to_string());
            match error {
                OpeningError::Usage(_) => Exit::Usage,
                OpeningError::Could(_) => Exit::Could,
            }
        }
    }
}

/// The console's loop goes here.
fn play(opening: &Opening, _speed: Option<f64>, out: &mut Out) -> Exit {
    out.error(&format!("the shop is open at {}, and has no console yet", opening.shop.address()));
    Exit::Could
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
