//! THE WORLD: the only place with I/O, clocks, signals and anything async.

pub mod clock;
pub mod conductor;
pub mod console;
mod frames;
pub mod home;
pub mod identity;
pub mod input;
pub mod keeper;
pub mod opening;
pub mod probe;
pub mod signal;
pub mod store;
pub mod terminal;
