//! The session file's format: what is written reads back, and what is changed is noticed.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod events;
mod independent;
mod mutation;
mod reading;
mod recovery;
mod round_trip;
mod session_file;
