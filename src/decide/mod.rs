//! WHAT IT MEANS: ready, next, admit, forecast, verdict. Pure functions of plan, session and now.

mod command;
mod outlook;

pub use command::{Actor, Command, Refusal, RefusalKind};
pub use outlook::*;
