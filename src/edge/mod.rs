//! THE WORLD: the only place with I/O, clocks, signals and anything async.

pub mod clock;
pub mod probe;
pub mod signal;
pub mod terminal;
