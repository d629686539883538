//! Judges one condition over one answer.

use std::cmp::Ordering;

use super::explain::{self, Outcome};
use super::number::{Quantity, integer};
use super::operand::{Side, Source};
use super::parse::{Condition, Demand};
use super::sample::{Kind, Missing, Sample, Value};
use super::split::Operator;

/// A side's value, or why it has none.
pub(super) type Found<'a> = Result<Value<'a>, Missing>;

/// Whether the condition holds, with what was found and what was wanted.
pub(super) fn evaluate(condition: &Condition, sample: &Sample<'_>) -> Outcome {
    let subject = found(&condition.subject, sample);
    let actual = explain::actual(&condition.subject, &subject);
    let (holds, wanted) = match &condition.demand {
        Demand::Compare(operator, side) => {
            let other = found(side, sample);
            let holds = compare(*operator, &or_zero(&condition.subject, &subject), &or_zero(side, &other));
            (holds, explain::compared(*operator, &condition.subject, side, &other))
        }
        Demand::Like { glob, negated } => {
            let matches = subject.as_ref().is_ok_and(|value| glob.matches(&value.text));
            (matches != *negated, explain::like(&glob.text, *negated))
        }
        Demand::OneOf { options, negated } => {
            let is_one =
                |value: &Value<'_>| options.iter().any(|o| is_equal(value, &Value::text(o.as_str())));
            (subject.as_ref().is_ok_and(is_one) != *negated, explain::one_of(options, *negated))
        }
    };
    Outcome { holds, actual, wanted }
}

fn found<'a>(side: &'a Side, sample: &Sample<'a>) -> Found<'a> {
    match side {
        Side::Fixed(text) => Ok(Value::text(text.as_str())),
        Side::Read(reading) => sample.read(reading),
    }
}

/// An expiration that was not seen counts as 0, as users of this language test for it with `== 0`.
fn or_zero<'a>(side: &Side, found: &Found<'a>) -> Found<'a> {
    match (side, found) {
        (Side::Read(reading), Err(_))
            if matches!(reading.source, Source::CertificateExpiration | Source::DomainExpiration) =>
        {
            Ok(Value { text: "0".into(), kind: Kind::Time })
        }
        _ => found.clone(),
    }
}

/// What is missing equals nothing and is neither greater nor less than anything.
fn compare(operator: Operator, left: &Found<'_>, right: &Found<'_>) -> bool {
    let (Ok(left), Ok(right)) = (left, right) else { return operator == Operator::NotEqual };
    let order = || Quantity::read(&left.text)?.order(Quantity::read(&right.text)?);
    match operator {
        Operator::Equal => is_equal(left, right),
        Operator::NotEqual => !is_equal(left, right),
        Operator::Less => order() == Some(Ordering::Less),
        Operator::AtMost => matches!(order(), Some(Ordering::Less | Ordering::Equal)),
        Operator::Greater => order() == Some(Ordering::Greater),
        Operator::AtLeast => matches!(order(), Some(Ordering::Greater | Ordering::Equal)),
    }
}

/// Integers are equal as numbers, times as times, JSON numbers with a fraction as numbers; all else as text.
fn is_equal(left: &Value<'_>, right: &Value<'_>) -> bool {
    if left.text == right.text {
        return true;
    }
    if let (Some(a), Some(b)) = (integer(&left.text), integer(&right.text)) {
        return a == b;
    }
    let is_kind = |kind| left.kind == kind || right.kind == kind;
    let has_fraction = |value: &Value<'_>| value.text.contains(['.', 'e', 'E']);
    let as_numbers =
        is_kind(Kind::Time) || (is_kind(Kind::JsonNumber) && (has_fraction(left) || has_fraction(right)));
    as_numbers
        && match (Quantity::read(&left.text), Quantity::read(&right.text)) {
            (Some(a), Some(b)) => a.order(b) == Some(Ordering::Equal),
            _ => false,
        }
}
