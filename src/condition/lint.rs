//! Conditions that are legal, because other monitors take them, and yet can never be meant.

use super::error::ParseError;
use super::number::{Quantity, integer};
use super::operand::{Aspect, Reading, Side, Source};
use super::parse::Demand;
use super::piece::Piece;
use super::placeholder::Placeholder;

/// What is doubtful about a parsed condition whose sides stand at `left` and `right`.
pub(super) fn warnings(
    subject: &Side,
    demand: &Demand,
    left: Piece<'_>,
    right: Piece<'_>,
) -> Vec<ParseError> {
    let Side::Read(reading) = subject else { return vec![nothing_read(left, right)] };
    match demand {
        Demand::Compare(operator, Side::Fixed(text)) => {
            let place = if left.text == text { left } else { right };
            let doubt =
                if operator.is_order() { order_doubt(reading, text) } else { value_doubt(reading, text) };
            doubt.map(|(message, help)| ParseError::new(place, message, help)).into_iter().collect()
        }
        Demand::OneOf { options, .. } => {
            let place = if left.text.starts_with("any(") { left } else { right };
            let doubts = options.iter().filter_map(|text| value_doubt(reading, text));
            doubts.map(|(message, help)| ParseError::new(place, message, help)).collect()
        }
        Demand::Compare(..) | Demand::Like { .. } => Vec::new(),
    }
}

fn nothing_read(left: Piece<'_>, right: Piece<'_>) -> ParseError {
    let help = match Placeholder::named(left.text).or_else(|| Placeholder::named(right.text)) {
        Some(placeholder) => format!("did you mean {placeholder}?"),
        None => "read something on one side, as in [STATUS] == 200".to_owned(),
    };
    ParseError::new(left, "neither side reads the answer, so every probe gets the same result", help)
}

type Doubt = (String, String);

fn order_doubt(reading: &Reading, text: &str) -> Option<Doubt> {
    let unordered = match (&reading.source, reading.aspect) {
        (_, Aspect::Presence) => Some("has() is true or false"),
        (Source::Connected, _) => Some("[CONNECTED] is true or false"),
        (Source::Ip, _) => Some("[IP] is a text"),
        (Source::DnsRcode, _) => Some("[DNS_RCODE] is a text"),
        _ => None,
    };
    if let Some(what) = unordered {
        return Some((
            format!("{what}, neither greater nor less than anything"),
            "write == or !=".to_owned(),
        ));
    }
    if Quantity::read(text).is_some() {
        return None;
    }
    let message = format!("{text} is not a number, so this never holds");
    let help = if reading.source.is_time() {
        "write milliseconds, as in 800, or a duration, as in 2s or 48h"
    } else {
        "write a number, or compare with == or !="
    };
    Some((message, help.to_owned()))
}

fn value_doubt(reading: &Reading, text: &str) -> Option<Doubt> {
    let never =
        |what: &str, help: &str| Some((format!("{text} is not {what}, so it never equals"), help.to_owned()));
    match (&reading.source, reading.aspect) {
        (_, Aspect::Presence) | (Source::Connected, _) if !matches!(text, "true" | "false") => {
            never("true or false", "write == true or == false")
        }
        (Source::Status, _) if integer(text).is_none() => {
            never("an HTTP status", "write a number such as 200; for a class of them pat(2*)")
        }
        (_, Aspect::Length) if integer(text).is_none() => never("a whole number", "write how many"),
        (source, Aspect::Value) if source.is_time() && Quantity::read(text).is_none() => {
            never("a time", "write milliseconds, as in 800, or a duration, as in 2s or 48h")
        }
        (Source::Body(path), Aspect::Value) if !path.is_whole() && is_quoted(text) => {
            Some(quotes_count(text))
        }
        (Source::Header(_), Aspect::Value) if is_quoted(text) && !text.starts_with('"') => {
            Some(quotes_count(text))
        }
        _ => None,
    }
}

fn quotes_count(text: &str) -> Doubt {
    let bare = text.trim_matches(['"', '\'']);
    (format!("the quotes of {text} are compared too"), format!("write {bare} without them"))
}

fn is_quoted(text: &str) -> bool {
    text.len() > 1 && ['"', '\''].iter().any(|quote| text.starts_with(*quote) && text.ends_with(*quote))
}
