//! The fold: what every event makes of the session, and that it never fails, whatever the journal says.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod console;
mod decisions;
#[path = "../journal/events.rs"]
mod events;
mod health;
mod histories;
mod night;
mod outage;
mod steps;
