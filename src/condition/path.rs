//! Paths into a JSON body: dots for keys, `[n]` for elements, `["a.b"]` for a key with odd characters.

use super::error::ParseError;
use super::piece::Piece;

/// Deeper paths are refused: the JSON reader itself stops at 128.
const MAX_STEPS: usize = 64;

/// A path from the body's root; without steps it is the whole body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path {
    /// As it was written behind `[BODY]`, for explanations.
    pub text: String,
    /// The way down, in order.
    pub steps: Vec<Step>,
}

/// One step down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Into an object.
    Key(String),
    /// Into an array, from 0.
    Index(usize),
}

impl Path {
    /// Parses what follows `[BODY]`.
    pub fn parse(piece: Piece<'_>) -> Result<Self, ParseError> {
        let mut steps = Vec::new();
        let mut rest = piece;
        while !rest.text.is_empty() {
            let (step, tail) = if let Some(key) = rest.strip_prefix(".") {
                key_step(key)?
            } else if rest.text.starts_with('[') {
                bracket_step(rest)?
            } else {
                return Err(not_a_step(rest));
            };
            steps.push(step);
            rest = tail;
        }
        if steps.len() > MAX_STEPS {
            let message = format!("the path goes down {} steps, more than {MAX_STEPS}", steps.len());
            return Err(ParseError::new(piece, message, "read a value nearer to the top"));
        }
        Ok(Self { text: piece.text.to_owned(), steps })
    }

    /// Whether it means the body as it came.
    pub fn is_whole(&self) -> bool {
        self.steps.is_empty()
    }
}

fn key_step(rest: Piece<'_>) -> Result<(Step, Piece<'_>), ParseError> {
    let len = rest.text.find(['.', '[', ']', '(', ')']).unwrap_or(rest.text.len());
    let key = rest.cut(0, len);
    if key.text.trim().is_empty() {
        return Err(ParseError::new(key, "no key behind the dot", "name one, as in [BODY].status"));
    }
    Ok((Step::Key(key.text.to_owned()), rest.after(len)))
}

fn bracket_step(rest: Piece<'_>) -> Result<(Step, Piece<'_>), ParseError> {
    if rest.text.starts_with("[\"") {
        return quoted_step(rest);
    }
    let Some(close) = rest.text.find(']') else {
        return Err(ParseError::new(rest, "the [ is never closed", "close it, as in [BODY].items[0]"));
    };
    let inner = rest.cut(1, close);
    let element = rest.cut(0, close + 1);
    let index =
        Some(inner.text).filter(|t| t.bytes().all(|b| b.is_ascii_digit())).and_then(|t| t.parse().ok());
    match index {
        Some(index) => Ok((Step::Index(index), rest.after(close + 1))),
        None => Err(bad_index(element)),
    }
}

fn bad_index(element: Piece<'_>) -> ParseError {
    let message = format!("{} names no element of an array", element.text);
    let help = if element.text == "[*]" {
        "name one element, such as [0]; all at once can be tested with pat() on the array itself"
    } else {
        "count elements from 0, as in [0]; a key goes behind a dot, or in quotes, as in [\"a.b\"]"
    };
    ParseError::new(element, message, help)
}

fn quoted_step(rest: Piece<'_>) -> Result<(Step, Piece<'_>), ParseError> {
    let quoted = rest.after(1);
    let mut texts = serde_json::Deserializer::from_str(quoted.text).into_iter::<String>();
    let key = texts.next().and_then(Result::ok);
    let tail = quoted.after(texts.byte_offset());
    match (key, tail.strip_prefix("]")) {
        (Some(key), Some(tail)) => Ok((Step::Key(key), tail)),
        _ => {
            Err(ParseError::new(rest, "the quoted key is never closed", "close it with \"], as in [\"a.b\"]"))
        }
    }
}

fn not_a_step(rest: Piece<'_>) -> ParseError {
    let message = format!("{} does not continue a path", rest.text);
    let help = "behind [BODY] come .key, [0] or [\"key with odd characters\"], and nothing else";
    ParseError::new(rest, message, help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(text: &str) -> Vec<Step> {
        Path::parse(Piece::whole(text)).unwrap().steps
    }

    #[test]
    fn dots_brackets_and_quotes_go_down() {
        let key = |k: &str| Step::Key(k.to_owned());
        assert_eq!(steps(""), []);
        assert_eq!(steps(".a.b"), [key("a"), key("b")]);
        assert_eq!(steps("[0].id"), [Step::Index(0), key("id")]);
        assert_eq!(steps(".d[1][2].x-y z"), [key("d"), Step::Index(1), Step::Index(2), key("x-y z")]);
        assert_eq!(steps("[\"a.b [0]\\\"\"].c"), [key("a.b [0]\""), key("c")]);
    }

    #[test]
    fn a_broken_path_is_an_error_where_it_breaks() {
        for (text, at) in [
            (".", 1),
            ("..a", 1),
            (".a.", 3),
            ("x", 0),
            (".a[", 2),
            (".a[x]", 2),
            (".a[-1]", 2),
            (".a[]", 2),
            ("[*].id", 0),
            (".a[99999999999999999999999]", 2),
            ("[\"a", 0),
            ("[\"a\"", 0),
            (".items)", 6),
            (".a]", 2),
        ] {
            assert_eq!(Path::parse(Piece::whole(text)).unwrap_err().at, at, "{text:?}");
        }
    }

    #[test]
    fn a_path_without_end_is_refused() {
        assert!(Path::parse(Piece::whole(&"[0]".repeat(64))).is_ok());
        assert!(Path::parse(Piece::whole(&"[0]".repeat(65))).is_err());
    }
}
