//! Reads one value from an answer, such as the version a check proves: `[BODY].version`, `[HEADER].x-version`.

use super::error::ParseError;
use super::explain::shown;
use super::operand::Source;
use super::piece::Piece;
use super::sample::Sample;

/// Where in an answer a value stands. It keeps the text it was written as, which is what it prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extract {
    text: String,
    source: Source,
}

impl Extract {
    /// Parses `[BODY]`, `[BODY].a.b[0]` or `[HEADER].name`.
    ///
    /// # Errors
    /// Anything else, with the place and what to write.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let piece = Piece::whole(text).trim();
        if let Some(source @ (Source::Body(_) | Source::Header(_))) = Source::parse(piece)? {
            return Ok(Self { text: text.to_owned(), source });
        }
        let message = match piece.text {
            "" => "it does not say where the value stands".to_owned(),
            other => format!("{other} is not a place in the body or the headers"),
        };
        Err(ParseError::new(piece, message, "write [BODY].version or [HEADER].x-version"))
    }

    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the body must be fetched to read it.
    pub fn needs_body(&self) -> bool {
        matches!(self.source, Source::Body(_))
    }

    /// The value on one line, without invisible characters and at most 120 characters long (a longer one ends in
    /// `…`); `None` if it is not there or empty.
    pub fn extract(&self, sample: &Sample<'_>) -> Option<String> {
        let value = sample.value(&self.source).ok()?;
        Some(shown(&value.text)).filter(|text| !text.is_empty())
    }
}

impl std::fmt::Display for Extract {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::str::FromStr for Extract {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extract(from: &str, body: &str) -> Option<String> {
        let headers = [("X-Version".to_owned(), " 4.12.0 ".to_owned())];
        let sample = Sample { body: Some(body), headers: &headers, ..Sample::default() };
        Extract::parse(from).unwrap().extract(&sample)
    }

    #[test]
    fn a_version_comes_from_the_body_or_a_header() {
        assert_eq!(extract("[BODY].version", r#"{"version": "4.12.0"}"#).as_deref(), Some("4.12.0"));
        assert_eq!(extract("[BODY].version", r#"{"version": 4.10}"#).as_deref(), Some("4.10"));
        assert_eq!(extract("[BODY]", "4.12.0\n").as_deref(), Some("4.12.0"));
        assert_eq!(extract("[header].x-version", "").as_deref(), Some("4.12.0"));
    }

    #[test]
    fn what_is_not_there_is_none() {
        for (from, body) in [
            ("[BODY].version", "{}"),
            ("[BODY].version", r#"{"version": ""}"#),
            ("[BODY].version", r#"{"version": null}"#),
            ("[BODY].version", "<html>maintenance</html>"),
            ("[BODY]", "  "),
            ("[HEADER].x-release", "{}"),
        ] {
            assert_eq!(extract(from, body), None, "{from} of {body}");
        }
    }

    #[test]
    fn only_the_body_and_headers_can_be_read_from() {
        for (text, at) in [("[STATUS]", 0), ("", 0), ("version", 0), ("[BODY].", 7), (" [BDY].version", 2)] {
            assert_eq!(Extract::parse(text).unwrap_err().at, at, "{text:?}");
        }
    }
}
