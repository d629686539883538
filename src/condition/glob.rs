//! The patterns of `pat()`: `*` any run, `?` any one character, `[a-z]` and `[^a-z]` one of a set, `\` takes the
//! next character as it is.

use super::error::ParseError;
use super::piece::Piece;

/// A parsed pattern. It must match the whole text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Glob {
    /// As it was written, for explanations.
    pub text: String,
    tokens: Vec<Token>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Run,
    One,
    Char(char),
    Set { negated: bool, ranges: Vec<(char, char)> },
}

impl Token {
    fn accepts(&self, c: char) -> bool {
        match self {
            Self::Run => false,
            Self::One => true,
            Self::Char(wanted) => *wanted == c,
            Self::Set { negated, ranges } => {
                ranges.iter().any(|(low, high)| (*low..=*high).contains(&c)) != *negated
            }
        }
    }
}

impl Glob {
    /// Parses a pattern; errors for a set without end or an escape of nothing.
    pub fn parse(piece: Piece<'_>) -> Result<Self, ParseError> {
        let mut tokens = Vec::new();
        let mut rest = piece;
        while let Some(c) = rest.text.chars().next() {
            let here = rest;
            rest = rest.after(c.len_utf8());
            match c {
                '*' if tokens.last() == Some(&Token::Run) => {}
                '*' => tokens.push(Token::Run),
                '?' => tokens.push(Token::One),
                '\\' => tokens.push(Token::Char(take(&mut rest).ok_or_else(|| escape_of_nothing(here))?)),
                '[' => tokens.push(set(&mut rest).ok_or_else(|| bad_set(here))?),
                c => tokens.push(Token::Char(c)),
            }
        }
        Ok(Self { text: piece.text.to_owned(), tokens })
    }

    /// Whether the whole text has this shape. Goes back to the last `*` only, so it takes at most the text's
    /// length times the pattern's.
    pub fn matches(&self, text: &str) -> bool {
        let mut at = 0;
        let mut rest = text.chars();
        let mut retry: Option<(usize, std::str::Chars<'_>)> = None;
        loop {
            match self.tokens.get(at) {
                Some(Token::Run) => {
                    at += 1;
                    if at == self.tokens.len() {
                        return true;
                    }
                    retry = Some((at, rest.clone()));
                    continue;
                }
                Some(token) => {
                    let mut ahead = rest.clone();
                    if ahead.next().is_some_and(|c| token.accepts(c)) {
                        rest = ahead;
                        at += 1;
                        continue;
                    }
                }
                None if rest.as_str().is_empty() => return true,
                None => {}
            }
            let Some((after_run, mut from)) = retry.take() else { return false };
            if from.next().is_none() {
                return false;
            }
            at = after_run;
            rest = from.clone();
            retry = Some((after_run, from));
        }
    }
}

fn take(rest: &mut Piece<'_>) -> Option<char> {
    let c = rest.text.chars().next()?;
    *rest = rest.after(c.len_utf8());
    Some(c)
}

fn set(rest: &mut Piece<'_>) -> Option<Token> {
    let negated = rest.text.starts_with('^');
    if negated {
        take(rest);
    }
    let mut ranges = Vec::new();
    loop {
        match take(rest)? {
            ']' if ranges.is_empty() => return None,
            ']' => return Some(Token::Set { negated, ranges }),
            '-' => return None,
            first => {
                let low = if first == '\\' { take(rest)? } else { first };
                ranges.push((low, range_end(rest, low)?));
            }
        }
    }
}

fn range_end(rest: &mut Piece<'_>, low: char) -> Option<char> {
    if !rest.text.starts_with('-') {
        return Some(low);
    }
    take(rest);
    match take(rest)? {
        ']' | '-' => None,
        '\\' => take(rest),
        high => Some(high),
    }
}

fn bad_set(here: Piece<'_>) -> ParseError {
    let message = "in a pattern [ opens a set of characters such as [a-z], and this one is not complete";
    ParseError::new(here.cut(0, 1), message, "close it with ], or write [[] for a bracket itself")
}

fn escape_of_nothing(here: Piece<'_>) -> ParseError {
    let message = "the pattern ends in a \\ that takes nothing as it is";
    ParseError::new(here, message, "remove it, or write two for a backslash itself")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        Glob::parse(Piece::whole(pattern)).unwrap().matches(text)
    }

    #[test]
    fn a_pattern_must_match_the_whole_text() {
        for (pattern, text, wanted) in [
            ("*", "", true),
            ("*", "a/b", true),
            ("", "", true),
            ("", "a", false),
            ("4*", "404", true),
            ("4*", "204", false),
            ("*4", "404", true),
            ("4*4", "4", false),
            ("*a*b*c*", "xxaxxbxxcxx", true),
            ("*a*b*c*", "xxaxxcxxbxx", false),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("?", "é", true),
            ("[a-c]x", "bx", true),
            ("[^a-c]x", "bx", false),
            ("[[]*", "[1]", true),
            ("\\*", "*", true),
            ("\\*", "a", false),
            ("v4.12.*", "v4.12.0", true),
            ("*ab", "aab", true),
            ("10.*", "10.0.0.1", true),
            ("**", "anything", true),
        ] {
            assert_eq!(matches(pattern, text), wanted, "{pattern:?} over {text:?}");
        }
    }

    #[test]
    fn an_incomplete_set_or_escape_is_an_error_where_it_stands() {
        for (pattern, at) in
            [("ab[", 2), ("[]", 0), ("x[a-", 1), ("[^", 0), ("é[a", 2), ("a\\", 1), ("[a-]", 0)]
        {
            assert_eq!(Glob::parse(Piece::whole(pattern)).unwrap_err().at, at, "{pattern:?}");
        }
    }

    #[test]
    fn a_repetitive_body_ends_in_reasonable_work() {
        let body = "a".repeat(20_000);
        assert!(!matches(&format!("*{}b*", "a".repeat(100)), &body));
    }
}
