//! WHAT SHOULD HAPPEN: the plan file, read and checked. Pure: no I/O, no clock.

mod lookup;
mod types;

pub use lookup::{Place, is_child_of};
pub use types::*;
