//! The condition language of health checks, as most health monitors' users know it from Gatus:
//! `[STATUS] == 200`, `[RESPONSE_TIME] < 500`, `[BODY].status == UP`, `len()`, `has()`, `pat()`, `any()`.
//!
//! A condition compares two sides; all conditions of a check must hold. Parsing says what is wrong and where;
//! evaluating is pure, over one [`Sample`], and says what was found beside what was wanted. A leaf: it imports
//! nothing of the crate.
//!
//! Where it departs from Gatus, on purpose:
//! - a value that is not there never satisfies `<`, `<=`, `>`, `>=` (Gatus reads it as 0). Only an absent
//!   certificate or domain expiration still counts as 0, so that `== 0` says "none was seen";
//! - numbers are compared with their fractions, and a JSON number keeps the digits it was sent with;
//! - `[HEADER].name`, durations in days (`14d`) and quoted keys (`[BODY]["a.b"]`) are understood;
//! - an unknown placeholder, an empty side or a second operator is an error, never a text to compare with.

mod error;
mod evaluate;
mod explain;
mod extract;
mod glob;
mod json;
mod lint;
mod number;
mod operand;
mod parse;
mod path;
mod piece;
mod placeholder;
mod sample;
mod split;

pub use error::ParseError;
pub use explain::Outcome;
pub use extract::Extract;
pub use parse::Condition;
pub use placeholder::Placeholder;
pub use sample::Sample;
