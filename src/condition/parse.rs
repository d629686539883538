//! From a condition's text to what is compared with what.

use super::error::ParseError;
use super::evaluate;
use super::explain::Outcome;
use super::glob::Glob;
use super::lint;
use super::operand::{self, Operand, Side};
use super::piece::Piece;
use super::placeholder::Placeholder;
use super::sample::Sample;
use super::split::{self, Operator, Sides};

/// One condition of a check. It keeps the text it was written as, which is what it prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    text: String,
    pub(super) subject: Side,
    pub(super) demand: Demand,
    warnings: Vec<ParseError>,
}

/// What is asked of the subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Demand {
    Compare(Operator, Side),
    Like { glob: Glob, negated: bool },
    OneOf { options: Vec<String>, negated: bool },
}

impl Condition {
    /// Parses one condition. White space at either end does not count; it is kept in the text.
    ///
    /// # Errors
    /// The first thing that is wrong: an empty side, a missing or second operator, an unknown placeholder (with
    /// the nearest known one), a misused function, a broken path or pattern.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let sides = split::split(text)?;
        let left = operand::parse(sides.left)?;
        let right = operand::parse(sides.right)?;
        let (subject, demand) = pair(left, right, &sides)?;
        let warnings = lint::warnings(&subject, &demand, sides.left, sides.right);
        Ok(Self { text: text.to_owned(), subject, demand, warnings })
    }

    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What is legal and yet cannot be meant, such as a comparison that can never hold.
    pub fn warnings(&self) -> &[ParseError] {
        &self.warnings
    }

    /// Judges one answer. Pure; takes time in proportion to the body at most, times the pattern for `pat()`.
    pub fn evaluate(&self, sample: &Sample<'_>) -> Outcome {
        evaluate::evaluate(self, sample)
    }

    /// Whether the condition reads this part of the answer.
    pub fn reads(&self, placeholder: Placeholder) -> bool {
        let wanted = match &self.demand {
            Demand::Compare(_, side) => Some(side),
            Demand::Like { .. } | Demand::OneOf { .. } => None,
        };
        [Some(&self.subject), wanted].into_iter().flatten().any(|side| match side {
            Side::Read(reading) => reading.source.placeholder() == placeholder,
            Side::Fixed(_) => false,
        })
    }

    /// Whether the body must be fetched to judge it.
    pub fn needs_body(&self) -> bool {
        self.reads(Placeholder::Body)
    }

    /// Whether the certificate's end must be known to judge it.
    pub fn needs_certificate(&self) -> bool {
        self.reads(Placeholder::CertificateExpiration)
    }
}

impl std::fmt::Display for Condition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::str::FromStr for Condition {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::parse(text)
    }
}

/// Puts what is read from the answer first, so that the rest only knows one order.
fn pair(left: Operand, right: Operand, sides: &Sides<'_>) -> Result<(Side, Demand), ParseError> {
    let operator = sides.operator;
    match (left, right) {
        (Operand::Side(fixed @ Side::Fixed(_)), Operand::Side(read @ Side::Read(_))) => {
            Ok((read, Demand::Compare(operator.mirrored(), fixed)))
        }
        (Operand::Side(subject), Operand::Side(wanted)) => Ok((subject, Demand::Compare(operator, wanted))),
        (Operand::Side(subject), Operand::Like(glob)) | (Operand::Like(glob), Operand::Side(subject)) => {
            let negated = negation(sides, "pat")?;
            Ok((subject, Demand::Like { glob, negated }))
        }
        (Operand::Side(subject), Operand::OneOf(options))
        | (Operand::OneOf(options), Operand::Side(subject)) => {
            let negated = negation(sides, "any")?;
            Ok((subject, Demand::OneOf { options, negated }))
        }
        _ => Err(no_value(sides.right)),
    }
}

fn negation(sides: &Sides<'_>, function: &str) -> Result<bool, ParseError> {
    if sides.operator.is_order() {
        let message = format!("{function}() only works with == and !=, not with {}", sides.sign.text);
        return Err(ParseError::new(sides.sign, message, "write == or !="));
    }
    Ok(sides.operator == Operator::NotEqual)
}

fn no_value(right: Piece<'_>) -> ParseError {
    let message = "both sides are pat() or any(), so there is no value to compare";
    ParseError::new(right, message, "write what is read on one side, as in [STATUS] == any(200, 204)")
}
