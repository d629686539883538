//! WHAT DID HAPPEN: the events, and how they stand in the session file. Pure: bytes in, bytes out.

mod event;
mod kinds;
mod stamp;

pub use event::Event;
pub use kinds::*;
pub use stamp::{Record, Stamp, Who};
