//! What is wrong with a condition's text, and where.

use super::piece::Piece;

/// One thing wrong with a condition, with the place to put the caret under.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}; {help}")]
pub struct ParseError {
    /// Byte column in the condition's text, from 0; always a character boundary, at most the text's length.
    pub at: usize,
    /// How many bytes are meant, at least 1 (also at the end of the text, where nothing stands).
    pub len: usize,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to do about it, in one sentence without a full stop.
    pub help: String,
}

impl ParseError {
    /// An error that underlines `piece`.
    pub(super) fn new(piece: Piece<'_>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { at: piece.at, len: piece.text.len().max(1), message: message.into(), help: help.into() }
    }
}
