//! Standard output and error for subcommands: a closed pipe or a dead terminal ends nothing in a panic.

use std::io::{self, Write};

use crate::text::quote::inert_json;

/// Where a subcommand writes.
#[derive(Debug)]
pub struct Out {
    out: io::BufWriter<io::Stdout>,
    gone: bool,
}

impl Default for Out {
    fn default() -> Self {
        Self::new()
    }
}

impl Out {
    /// Buffered standard output, flushed by [`Out::flush`] and at the end.
    pub fn new() -> Self {
        Self { out: io::BufWriter::new(io::stdout()), gone: false }
    }

    /// One line to standard output. The text must be clean: nothing from outside unsanitised.
    pub fn line(&mut self, text: &str) {
        self.gone |= writeln!(self.out, "{text}").is_err();
    }

    /// Text as it is to standard output.
    pub fn text(&mut self, text: &str) {
        self.gone |= self.out.write_all(text.as_bytes()).is_err();
    }

    /// One JSON value on a line of its own; nothing in it can move a cursor.
    pub fn json(&mut self, value: &serde_json::Value) {
        self.line(&inert_json(&value.to_string()));
    }

    /// A plain sentence to standard error: what, where, what to do.
    pub fn error(&mut self, text: &str) {
        self.flush();
        let _ = writeln!(io::stderr(), "golive: {text}");
    }

    /// Text as it is to standard error.
    pub fn error_text(&mut self, text: &str) {
        self.flush();
        let _ = io::stderr().write_all(text.as_bytes());
    }

    /// Hands everything to the terminal or pipe.
    pub fn flush(&mut self) {
        self.gone |= self.out.flush().is_err();
    }

    /// Whether the reader has gone away; a follower stops then.
    pub fn is_gone(&self) -> bool {
        self.gone
    }
}

impl Drop for Out {
    fn drop(&mut self) {
        self.flush();
    }
}
