//! WHAT THE PROBES MEAN: from samples to statuses, windows and steadiness. Pure: no I/O, no clock.

mod buckets;
mod conduct;
mod expected;
mod judge;
mod recent;
mod sample;
mod steady;
mod tempo;
mod tracker;
mod window;
mod words;

pub use buckets::Buckets;
pub use conduct::Engine;
pub use expected::Expectation;
pub use judge::{Judgeable, judgeable};
pub use sample::{Sample, SampleResult};
pub use steady::{Steadiness, clean_passes, steadiness};
pub use tempo::{Cadence, Tempo, stale_after, unknown_after};
pub use tracker::Tracker;
pub use window::Windows;

#[cfg(test)]
pub(crate) use tracker::testing;
