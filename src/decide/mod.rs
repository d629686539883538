//! WHAT IT MEANS: ready, next, admit, forecast, verdict. Pure functions of plan, session and now.

mod admit;
mod clocks;
mod closing;
mod command;
mod debt;
mod doing;
mod doubts;
mod due;
mod evidence;
mod forecast;
mod gate;
mod identity;
mod moment;
mod next;
mod observed;
mod outage;
mod outlook;
mod poll;
mod ready;
mod rehearsal;
mod reopen;
mod rights;
mod rollback_time;
mod runbook;
mod scene;
mod span;
mod standing;
#[cfg(test)]
pub(crate) mod testing;
mod triggers;
mod verdict;
mod version;
mod wakeup;

pub use admit::{admit, attempt_allowed};
pub use command::{Actor, Command, Refusal, RefusalKind};
pub use doubts::doubts;
pub use due::due;
pub use evidence::{read_evidence, read_moment};
pub use identity::Identity;
pub(crate) use moment::Moment;
pub use moment::outlook;
pub use outlook::*;
pub use ready::{Blocker, Blocks, blockers, unmet_barrier, unmet_gate, waits_for};
pub use rights::{Right, may, right, trigger_met, who_may, why_not};
pub use wakeup::{Wakeup, wakeup};
