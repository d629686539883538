//! WHAT SHOULD HAPPEN: the plan file, read and checked. Pure: no I/O, no clock.

mod advice;
mod differences;
mod digest;
mod lookup;
mod parse;
mod problem;
mod render;
mod rules;
mod source;
mod types;

pub use differences::differences;
pub use lookup::{Place, is_child_of};
pub use parse::{LARGEST, Parsed, parse};
pub use problem::{Problem, Severity};
pub use render::{Renderer, render, to_json};
pub use types::*;
