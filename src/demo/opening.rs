//! Everything a demo needs before its console: which night, which session, its plan, its shop.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use super::place::{self, Found};
use super::plan;
use super::scenario::Scenario;
use super::server::Shop;
use crate::edge::clock::Clock;
use crate::edge::store::ConsoleLock;
use crate::plan::Plan;

/// Speed of a fresh demo: a minute of the night takes six seconds.
pub const SPEED: f64 = 10.0;

/// What was asked for.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// Which night; `None` = the session's own, or the happy one.
    pub scenario: Option<Scenario>,
    /// Where the session is kept; `None` = the scenario's default place.
    pub session: Option<PathBuf>,
    /// Begin anew; what is there is set aside.
    pub fresh: bool,
}

/// A demo that is ready to be played.
#[derive(Debug)]
pub struct Opening {
    /// Which night.
    pub scenario: Scenario,
    /// Its plan; the text is [`plan::SOURCE`].
    pub plan: Plan,
    /// What the session's header gives as the plan's path.
    pub plan_path: String,
    /// Where the session is, or will be.
    pub session: PathBuf,
    /// There is one to go on with, or a closed one to look at; it has its own speed and resumes at its last event's
    /// time.
    pub resumes: bool,
    /// The session that was there before and was set aside.
    pub set_aside: Option<PathBuf>,
    /// The shop, open; its [`Shop::variables`] are what the plan's references stand for.
    pub shop: Shop,
}

/// Why a demo cannot be played, in one sentence or two.
#[derive(Debug, thiserror::Error)]
pub enum OpeningError {
    /// Something else must be asked for.
    #[error("{0}")]
    Usage(String),
    /// The machine says no.
    #[error("{0}")]
    Could(String),
}

/// Looks what is there, sets aside what is to be, and opens the shop. `env` looks up `XDG_STATE_HOME` and `HOME`.
///
/// # Errors
/// The session is not one this demo can go on with, a folder or file cannot be used, or the shop finds no port.
pub fn open(wish: &Wish, env: impl Fn(&str) -> Option<OsString>) -> Result<Opening, OpeningError> {
    let session = session_path(wish, env)?;
    let found = place::look(&session)
        .map_err(|error| could(&format!("the session {} cannot be read", session.display()), &error))?;
    let (scenario, resumes) = choose(wish, &session, &found)?;
    let plan = plan::plan()
        .plan
        .ok_or_else(|| OpeningError::Could("the demo's own plan is broken; please report it".to_owned()))?;
    let clock = Clock::scaled(plan::origin(&plan), SPEED);
    let shop = Shop::start(scenario, clock)
        .map_err(|error| could("the demo's shop cannot be opened on this machine's loopback", &error))?;
    // Last, so that nothing is moved for a demo that cannot be played.
    let set_aside = if resumes || found == Found::Nothing { None } else { Some(set_aside(&session)?) };
    Ok(Opening { scenario, plan, plan_path: place::plan_path(scenario), session, resumes, set_aside, shop })
}

/// Nobody's session is taken from under their console.
fn set_aside(session: &Path) -> Result<PathBuf, OpeningError> {
    let _lock = ConsoleLock::acquire(session).map_err(|error| OpeningError::Could(error.to_string()))?;
    place::move_aside(session)
        .map_err(|error| could(&format!("the session {} cannot be set aside", session.display()), &error))
}

fn session_path(wish: &Wish, env: impl Fn(&str) -> Option<OsString>) -> Result<PathBuf, OpeningError> {
    if let Some(named) = &wish.session {
        return Ok(named.clone());
    }
    let path = place::default_path(wish.scenario.unwrap_or(Scenario::Happy), env).ok_or_else(|| {
        OpeningError::Usage(
            "there is no folder for the demo's session: neither XDG_STATE_HOME nor HOME is an absolute path; \
             name a file with --session"
                .to_owned(),
        )
    })?;
    place::make_folder(&path).map_err(|error| {
        could(&format!("the folder of the demo's session {} cannot be made", path.display()), &error)
    })?;
    Ok(path)
}

/// Which night is played, and whether one goes on.
fn choose(wish: &Wish, session: &Path, found: &Found) -> Result<(Scenario, bool), OpeningError> {
    let at = session.display();
    let wished = wish.scenario.unwrap_or(Scenario::Happy);
    let refuse = |text: String| Err(OpeningError::Usage(text));
    match found {
        Found::Nothing => Ok((wished, false)),
        // A closed one that somebody names is to be looked at.
        Found::Closed(before)
            if wish.session.is_some()
                && !wish.fresh
                && wish.scenario.is_none_or(|wished| wished == *before) =>
        {
            Ok((*before, true))
        }
        Found::Closed(before) => Ok((wish.scenario.unwrap_or(*before), false)),
        Found::Open(before) if wish.fresh => Ok((wish.scenario.unwrap_or(*before), false)),
        Found::Open(before) if wish.scenario.is_none_or(|wished| wished == *before) => Ok((*before, true)),
        Found::Open(before) => refuse(format!(
            "{at} plays {before}: leave --scenario out to go on with it, or add --fresh to begin {wished}; \
             it is kept then"
        )),
        Found::NoDemo => {
            refuse(format!("{at} is the session of a plan, not of a demo: name another file with --session"))
        }
        Found::OtherPlan | Found::Unreadable if wish.fresh => Ok((wished, false)),
        Found::OtherPlan => refuse(format!(
            "{at} was begun by another version of golive, whose demo has another plan: add --fresh to begin \
             anew; it is kept then"
        )),
        Found::Unreadable => refuse(format!(
            "{at} cannot be read as a session: `golive verify {at}` says why; add --fresh to begin anew, it is \
             kept then"
        )),
    }
}

fn could(what: &str, error: &io::Error) -> OpeningError {
    OpeningError::Could(format!("{what}: {error}"))
}

#[cfg(test)]
mod tests;
