//! golive: the terminal console from which a team takes a production go-live from pre-checks to a closed record.
//!
//! The journal is the session; everything on screen is a pure function of plan, journal, health samples, now and
//! view state; everything that touches the world is an effect whose outcome comes back as a message and, if it
//! matters, is journalled before it is shown.
//!
//! Modules may import only what stands to their right, never back (a test enforces it):
//!
//! `cli → demo → edge → ui → report → decide → comply, health → session → journal → plan → calendar, condition, text`
//!
//! All but `cli`, `demo` and `edge` are pure: no I/O, no clock, no threads.

pub mod calendar;
pub mod cli;
pub mod condition;
pub mod decide;
pub mod demo;
pub mod edge;
pub mod health;
pub mod journal;
pub mod plan;
pub mod report;
pub mod session;
pub mod text;
pub mod ui;
