//! WHAT IS TOLD: sentences, tables and JSON made of a session. Pure: no I/O, no clock.

pub mod sentence;
pub mod status;

pub use sentence::{Class, sentence, sentence_in};
