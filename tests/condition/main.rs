//! The condition language: the vectors it shares with Gatus, its errors, its explanations, and that no input
//! breaks it.

#[cfg(test)]
mod carets;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod sentences;
#[cfg(test)]
mod vectors;
