//! Says in a few words what was found and what was wanted, such as "status 503, wanted 200".

use super::evaluate::Found;
use super::number::{duration_ms, integer};
use super::operand::{Aspect, Reading, Side, Source};
use super::sample::Missing;
use super::split::Operator;

/// How many characters of a value are shown.
const SHOWN: usize = 120;

/// The result of one condition over one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Whether the condition holds.
    pub holds: bool,
    /// What was found, named: `status 503`. One line, safe to print, a value cut after 120 characters.
    pub actual: String,
    /// What was wanted of it: `200`, `under 800 ms`, `one of 200, 204`.
    pub wanted: String,
}

impl Outcome {
    /// Both in one sentence without a full stop: `status 503, wanted 200`.
    pub fn sentence(&self) -> String {
        format!("{}, wanted {}", self.actual, self.wanted)
    }
}

/// What was found at the subject.
pub(super) fn actual(side: &Side, found: &Found<'_>) -> String {
    let Side::Read(reading) = side else {
        return found.as_ref().map_or_else(|_| String::new(), |value| shown(&value.text));
    };
    let label = label(reading);
    match found {
        Err(missing) => absence(reading, *missing),
        Ok(value) if reading.aspect == Aspect::Presence => {
            format!("{label} {}", presence(&value.text))
        }
        Ok(value) if value.text.is_empty() => format!("{label} empty"),
        Ok(value) => match (&reading.source, integer(&value.text)) {
            (Source::ResponseTime, _) => format!("{label} {} ms", value.text),
            (Source::CertificateExpiration | Source::DomainExpiration, Some(ms)) if ms < 0 => {
                format!("{label} expired {} ago", span(ms))
            }
            (Source::CertificateExpiration | Source::DomainExpiration, Some(ms)) => {
                format!("{label} expires in {}", span(ms))
            }
            _ => format!("{label} {}", shown(&value.text)),
        },
    }
}

/// What a comparison wants.
pub(super) fn compared(operator: Operator, subject: &Side, side: &Side, found: &Found<'_>) -> String {
    let what = match (subject, side, found) {
        (Side::Read(subject), Side::Fixed(text), _) => fixed(subject, text),
        (_, Side::Read(other), Ok(value)) => format!("{} ({})", label(other), shown(&value.text)),
        (_, Side::Read(other), Err(missing)) => format!("{} ({})", label(other), absence(other, *missing)),
        (_, Side::Fixed(text), _) => shown(text),
    };
    match operator {
        Operator::Equal => what,
        Operator::NotEqual => format!("not {what}"),
        Operator::Less => format!("under {what}"),
        Operator::AtMost => format!("at most {what}"),
        Operator::Greater => format!("over {what}"),
        Operator::AtLeast => format!("at least {what}"),
    }
}

/// What `pat()` wants.
pub(super) fn like(pattern: &str, negated: bool) -> String {
    let not = if negated { "not " } else { "" };
    format!("{not}like {}", shown(pattern))
}

/// What `any()` wants.
pub(super) fn one_of(options: &[String], negated: bool) -> String {
    let word = if negated { "none" } else { "one" };
    format!("{word} of {}", shown(&options.join(", ")))
}

fn label(reading: &Reading) -> String {
    let source = match &reading.source {
        Source::Status => "status".to_owned(),
        Source::ResponseTime => "response time".to_owned(),
        Source::Connected => "connected".to_owned(),
        Source::Ip => "address".to_owned(),
        Source::CertificateExpiration => "certificate".to_owned(),
        Source::DomainExpiration => "domain".to_owned(),
        Source::DnsRcode => "DNS code".to_owned(),
        Source::Body(path) => format!("body{}", shown(&path.text)),
        Source::Header(name) => format!("header {}", shown(name)),
    };
    if reading.aspect == Aspect::Length { format!("length of {source}") } else { source }
}

fn absence(reading: &Reading, missing: Missing) -> String {
    let plain = Reading { source: reading.source.clone(), aspect: Aspect::Value };
    let label = label(&plain);
    match (&reading.source, missing) {
        (_, Missing::NotJson) => format!("{label} missing (the body is not JSON)"),
        (Source::Body(path), _) if !path.is_whole() => format!("{label} missing"),
        (Source::Header(_), _) => format!("{label} missing"),
        _ => format!("no {label}"),
    }
}

fn fixed(subject: &Reading, text: &str) -> String {
    match (&subject.source, integer(text)) {
        _ if subject.aspect == Aspect::Presence => presence(text).to_owned(),
        (Source::ResponseTime, _) if duration_ms(text).is_none() => format!("{} ms", shown(text)),
        (Source::CertificateExpiration | Source::DomainExpiration, Some(ms)) => span(ms),
        _ => shown(text),
    }
}

fn presence(text: &str) -> &str {
    match text {
        "true" => "present",
        "false" => "absent",
        other => other,
    }
}

/// A time of some days in its two largest units, without its sign.
fn span(ms: i64) -> String {
    let seconds = ms.unsigned_abs() / 1000;
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    let two = |a: u64, unit_a: &str, b: u64, unit_b: &str| match b {
        0 => format!("{a}{unit_a}"),
        _ => format!("{a}{unit_a} {b}{unit_b}"),
    };
    if days > 0 {
        two(days, "d", hours, "h")
    } else if hours > 0 {
        two(hours, "h", minutes, "m")
    } else if minutes > 0 {
        two(minutes, "m", seconds % 60, "s")
    } else {
        format!("{seconds}s")
    }
}

/// A text from outside on one line: white space as single blanks, nothing that moves the cursor or turns the
/// direction of writing, at most [`SHOWN`] characters.
pub(super) fn shown(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.trim().chars().peekable();
    let mut count = 0;
    while let Some(c) = chars.next() {
        if count == SHOWN {
            out.push('…');
            return out;
        }
        count += 1;
        if c.is_whitespace() {
            while chars.next_if(|next| next.is_whitespace()).is_some() {}
            out.push(' ');
        } else {
            out.push(if is_invisible(c) { '\u{fffd}' } else { c });
        }
    }
    out
}

/// Controls, and the characters that have no width or set the direction of writing.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_cannot_move_the_cursor() {
        assert_eq!(shown("a\u{1b}[2J\r\n\tb\u{202e}c\u{200b}d"), "a\u{fffd}[2J b\u{fffd}c\u{fffd}d");
    }

    #[test]
    fn a_long_text_is_cut_with_a_mark() {
        let cut = shown(&"é".repeat(1000));
        assert_eq!(cut.chars().count(), 121);
        assert!(cut.ends_with('…'));
        assert_eq!(shown(&"x".repeat(120)), "x".repeat(120));
    }

    #[test]
    fn spans_show_their_two_largest_units() {
        for (ms, wanted) in [
            (0, "0s"),
            (59_999, "59s"),
            (60_000, "1m"),
            (83_400_000, "23h 10m"),
            (86_400_000, "1d"),
            (-180_000_000, "2d 2h"),
            (i64::MIN, "106751991167d 7h"),
        ] {
            assert_eq!(span(ms), wanted);
        }
    }
}
