//! Rules that no night of `tests/sessions` tells: what is greyed, and a new attempt.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod attempts;
mod greyed;
#[path = "../fold/night.rs"]
#[expect(dead_code, reason = "the fold's tests use the rest")]
mod night;
mod random;

use golive::decide::Actor;

/// A member, recording for nobody else.
fn actor(id: &str) -> Actor {
    Actor { member: Some(id.to_owned()), on_behalf: None, os: format!("{id}/1001") }
}
