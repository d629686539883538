//! Text as it enters, is written and is shown: durations, cleaning, widths, the one-line quoter, near names, lists.
//!
//! A leaf: it imports nothing else of the crate.

pub mod clean;
pub mod duration;
mod fit;
mod hidden;
pub mod list;
mod nearest;
pub mod quote;

pub use nearest::nearest;
