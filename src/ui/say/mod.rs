//! How things are said: symbol, role and words of steps, stages, checks, verdicts and times, once for all views.

pub mod axis;
pub mod check;
pub mod countdown;
pub mod counts;
pub mod doing;
pub mod facts;
pub mod late;
pub mod outage;
pub mod people;
pub mod runbook;
pub mod space;
pub mod span;
pub mod stage;
pub mod station;
pub mod step;
pub mod time;
pub mod verdict;
