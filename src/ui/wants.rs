//! What a field accepts, and how what is typed into it is read.

use chrono::{NaiveDateTime, NaiveTime};

/// What a field accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wants {
    /// Exactly this text: a name, a version, a step's id.
    Exactly(String),
    /// Some text.
    Text,
    /// Text or nothing.
    Optional,
    /// A number.
    Number,
    /// A whole number, not below zero.
    Whole,
    /// Yes or no.
    YesNo,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A local time, with or without its day.
    Moment,
}

impl Wants {
    /// Whether this is accepted; without space at both ends.
    pub fn accepts(&self, typed: &str) -> bool {
        match self {
            Self::Exactly(text) => typed == text,
            Self::Text => !typed.is_empty(),
            Self::Optional => true,
            Self::Number => number(typed).is_some(),
            Self::Whole => whole::<u64>(typed).is_some(),
            Self::YesNo => yes_or_no(typed).is_some(),
            Self::OneOf(words) => one_of(words, typed).is_some(),
            Self::Moment => local(typed).is_some(),
        }
    }

    /// What is said beside something that is typed and not accepted; `None` where there is nothing to say.
    pub fn asks(&self) -> Option<String> {
        Some(match self {
            Self::Exactly(_) | Self::Text | Self::Optional => return None,
            Self::Number => "no number".to_owned(),
            Self::Whole => "no whole number".to_owned(),
            Self::YesNo => "yes or no".to_owned(),
            Self::OneOf(words) => words.join(" or "),
            Self::Moment => "no time".to_owned(),
        })
    }
}

/// A number as it is typed.
pub fn number(typed: &str) -> Option<f64> {
    typed.parse().ok().filter(|number: &f64| number.is_finite())
}

/// A whole number; spaces, `_` and `,` between its digits do not count.
pub fn whole<T: std::str::FromStr>(typed: &str) -> Option<T> {
    let digits: String = typed.chars().filter(|char| !matches!(char, ' ' | '_' | ',')).collect();
    digits.parse().ok()
}

/// Yes or no, or the first letter of it.
pub fn yes_or_no(typed: &str) -> Option<bool> {
    match typed.to_lowercase().as_str() {
        "yes" | "y" => Some(true),
        "no" | "n" => Some(false),
        _ => None,
    }
}

/// The word that is meant, whatever its case.
pub fn one_of(words: &[&'static str], typed: &str) -> Option<&'static str> {
    words.iter().find(|word| word.eq_ignore_ascii_case(typed)).copied()
}

/// A time as it is typed, in the plan's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Local {
    /// `now`.
    Now,
    /// With its day.
    Day(NaiveDateTime),
    /// Without.
    Clock(NaiveTime),
}

/// Reads `01:30`, `01:30:10`, `2027-02-09T14:00`, or `now`.
pub fn local(typed: &str) -> Option<Local> {
    if typed == "now" {
        return Some(Local::Now);
    }
    let day = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(typed, format).ok());
    let clock =
        || ["%H:%M", "%H:%M:%S"].iter().find_map(|format| NaiveTime::parse_from_str(typed, format).ok());
    day.map(Local::Day).or_else(|| clock().map(Local::Clock))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_complete_only_with_what_can_be_read() {
        let table: [(Wants, &[&str], &[&str]); 5] = [
            (Wants::Number, &["46", "99.95"], &["", "abc", "inf", "46 min"]),
            (Wants::Whole, &["42", "48_318_382_080", "0"], &["", "4.2", "-1", "many"]),
            (Wants::YesNo, &["yes", "N"], &["", "11yes", "maybe"]),
            (Wants::OneOf(&["restore", "checksum"]), &["Checksum"], &["", "sum"]),
            (Wants::Moment, &["01:30", "2027-02-09T14:00", "now"], &["", "25:00", "yesterday"]),
        ];
        for (wants, good, bad) in table {
            for typed in good {
                assert!(wants.accepts(typed), "{wants:?} {typed}");
            }
            for typed in bad {
                assert!(!wants.accepts(typed), "{wants:?} {typed}");
            }
        }
    }
}
