//! WHERE WE ARE: the fold of the events over the plan. Pure: no I/O, no clock.
//!
//! `Session::new(&plan, &genesis)` starts it, `session.apply(&plan, &record)` takes one event more. Both never fail:
//! an event about something the plan does not have is counted and otherwise passed over.

mod fold;
mod progress;
mod query;
mod state;
mod work;

pub use fold::{CORRECTIVE_ACTIONS, INVESTIGATION, TAKE_BACK};
pub use progress::{Progress, StageProgress};
pub(crate) use progress::{ancestors, parents};
pub use state::*;
