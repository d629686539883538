//! WHAT IT MEANS: ready, next, admit, forecast, verdict. Pure functions of plan, session and now.

mod admit;
mod command;
mod outlook;
mod ready;
mod rights;

pub use admit::{admit, attempt_allowed};
pub use command::{Actor, Command, Refusal, RefusalKind};
pub use outlook::*;
pub use ready::{Blocker, Blocks, blockers, unmet_barrier, unmet_gate, waits_for};
pub use rights::{Right, may, right, trigger_met, who_may, why_not};
