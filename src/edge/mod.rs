//! THE WORLD: the only place with I/O, clocks, signals and anything async.

pub mod clock;
pub mod conductor;
pub mod input;
pub mod keeper;
pub mod probe;
pub mod signal;
pub mod terminal;
