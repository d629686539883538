//! Days and clocks: business days, public holidays, time zones and their changes, statutory clocks.
//!
//! A leaf: it imports nothing else of the crate.

mod business;
pub mod clocks;
mod holidays;
mod stabilisation;
pub mod zone;

pub use business::Calendar;
pub use stabilisation::stabilisation_end;
