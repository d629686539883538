//! Finds the one operator of a condition and cuts the text into its two sides.

use super::error::ParseError;
use super::piece::Piece;

/// How the two sides are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

impl Operator {
    const ALL: [(Self, &str); 6] = [
        (Self::Equal, "=="),
        (Self::NotEqual, "!="),
        (Self::AtMost, "<="),
        (Self::AtLeast, ">="),
        (Self::Less, "<"),
        (Self::Greater, ">"),
    ];

    fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, sign)| *sign == word).map(|(operator, _)| operator)
    }

    /// Whether it asks which side is greater.
    pub fn is_order(self) -> bool {
        !matches!(self, Self::Equal | Self::NotEqual)
    }

    /// The operator that says the same with the sides exchanged.
    pub fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::Greater => Self::Less,
            Self::AtMost => Self::AtLeast,
            Self::AtLeast => Self::AtMost,
            same => same,
        }
    }
}

/// The two sides, trimmed and not empty, and what stands between them.
pub(super) struct Sides<'a> {
    pub left: Piece<'a>,
    pub right: Piece<'a>,
    pub operator: Operator,
    /// Where the operator stands.
    pub sign: Piece<'a>,
}

/// A word and how many parentheses are open before it.
type Word<'a> = (usize, Piece<'a>);

/// Cuts the text at its first operator that stands between spaces and outside parentheses.
pub(super) fn split(text: &str) -> Result<Sides<'_>, ParseError> {
    let whole = Piece::whole(text);
    if whole.trim().text.is_empty() {
        let help = "write what must hold, such as [STATUS] == 200, or remove it";
        return Err(ParseError::new(whole.trim(), "the condition is empty", help));
    }
    let words = words_with_depth(whole);
    let (depth, sign, operator) = find_operator(&words).ok_or_else(|| no_operator(whole, &words))?;
    if let Some(extra) = second_operator(&words, depth, sign) {
        return Err(two_operators(extra));
    }
    let left = whole.cut(0, sign.at).trim();
    let right = whole.after(sign.at + sign.text.len()).trim();
    if left.text.is_empty() {
        return Err(empty_side(sign, "left", "before"));
    }
    if right.text.is_empty() {
        return Err(empty_side(whole.trim().end(), "right", "behind"));
    }
    Ok(Sides { left, right, operator, sign })
}

fn words_with_depth(whole: Piece<'_>) -> Vec<Word<'_>> {
    let depth_after = |depth: usize, word: &str| {
        word.chars().fold(depth, |open, c| match c {
            '(' => open + 1,
            ')' => open.saturating_sub(1),
            _ => open,
        })
    };
    whole
        .words()
        .scan(0, |depth, word| {
            let before = *depth;
            *depth = depth_after(before, word.text);
            Some((before, word))
        })
        .collect()
}

/// The first operator outside parentheses; if there is none, the first at all (a parenthesis may be unclosed, or
/// be part of a plain text).
fn find_operator<'a>(words: &[Word<'a>]) -> Option<(usize, Piece<'a>, Operator)> {
    let operators =
        || words.iter().filter_map(|(depth, word)| Operator::read(word.text).map(|op| (*depth, *word, op)));
    operators().find(|(depth, ..)| *depth == 0).or_else(|| operators().next())
}

fn second_operator<'a>(words: &[Word<'a>], depth: usize, sign: Piece<'a>) -> Option<Piece<'a>> {
    let behind = words.iter().filter(|(d, word)| *d == depth && word.at > sign.at).map(|(_, word)| *word);
    behind.into_iter().find(|w| Operator::read(w.text).is_some() || matches!(w.text, "&&" | "||"))
}

fn two_operators(extra: Piece<'_>) -> ParseError {
    let message = format!("a second {}: one condition compares two sides once", extra.text);
    let help = "write each comparison as a condition of its own (all must hold); \
                one of several values is any(a, b), a text with such a sign in it is pat(...)";
    ParseError::new(extra, message, help)
}

fn empty_side(place: Piece<'_>, side: &str, where_to: &str) -> ParseError {
    let message = format!("nothing stands on the {side} side");
    let help = format!("write what is compared {where_to} the operator, as in [STATUS] == 200");
    ParseError::new(place, message, help)
}

fn no_operator(whole: Piece<'_>, words: &[Word<'_>]) -> ParseError {
    let near = words.iter().find_map(|(_, word)| instead_of(word.text).map(|right| (*word, right)));
    if let Some((word, right)) = near {
        let message = format!("{} is not an operator of this language", word.text);
        return ParseError::new(word, message, format!("write {right}"));
    }
    if let Some(sign) = glued_operator(whole) {
        let message = format!("{} stands without a space on both sides, so it is part of a text", sign.text);
        return ParseError::new(sign, message, format!("write a space before and behind {}", sign.text));
    }
    let help = if whole.text.trim_start().starts_with("has(") {
        "write what it must be: == true or == false"
    } else {
        "write one of == != < <= > >= between two sides, with a space on each side of it"
    };
    ParseError::new(whole.trim().end(), "the condition has no operator", help)
}

/// What a person means who writes an operator of another language.
fn instead_of(word: &str) -> Option<&'static str> {
    Some(match word {
        "=" | "===" | "is" | "eq" | "equals" => "==",
        "<>" | "!" | "!==" | "≠" | "ne" | "not" => "!=",
        "=<" | "≤" | "le" => "<=",
        "=>" | "≥" | "ge" => ">=",
        "lt" => "<",
        "gt" => ">",
        "~" | "=~" | "~=" | "matches" | "contains" | "startsWith" | "endsWith" | "like" => {
            "== pat(...), with * for any text, as in [BODY] == pat(*ready*)"
        }
        "in" => "== any(a, b)",
        "exists" => "has([BODY].key) == true",
        _ => return None,
    })
}

fn glued_operator(whole: Piece<'_>) -> Option<Piece<'_>> {
    let place = |sign: &str| whole.text.find(sign).map(|at| whole.cut(at, at + sign.len()));
    let signs = Operator::ALL.iter().map(|(_, sign)| *sign).chain(["="]);
    // Of signs that begin at the same place the longer comes first in the list, and `min_by_key` keeps the first.
    signs.filter_map(place).min_by_key(|sign| sign.at)
}
