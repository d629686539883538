//! WHAT THE PROBES MEAN: from samples to statuses and windows. Pure: no I/O, no clock.

mod sample;

pub use sample::{Sample, SampleResult};
