//! When a text is a number: integers with a base prefix, decimals, and durations, which count in milliseconds.

use std::cmp::Ordering;

/// A number read from a text. Integers stay exact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Quantity {
    /// Without a fraction, within 64 bits.
    Whole(i64),
    /// Anything else that is finite; durations in milliseconds.
    Real(f64),
}

impl Quantity {
    /// Reads a duration (`1s`), an integer (`200`, `0x1F`, `0o17`, `017`, `0b11`, `1_000`) or a decimal (`1.5`,
    /// `2e3`); `None` if the text is none of these or not finite.
    pub fn read(text: &str) -> Option<Self> {
        duration_ms(text).map(Self::Real).or_else(|| integer(text).map(Self::Whole)).or_else(|| {
            text.parse::<f64>().ok().filter(|n| n.is_finite() && !text.starts_with('.')).map(Self::Real)
        })
    }

    /// Which of the two is greater.
    pub fn order(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Whole(a), Self::Whole(b)) => Some(a.cmp(&b)),
            _ => self.real().partial_cmp(&other.real()),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "only compared with a number that has a fraction itself")]
    fn real(self) -> f64 {
        match self {
            Self::Whole(n) => n as f64,
            Self::Real(n) => n,
        }
    }
}

/// Reads an integer whose prefix names its base: `0x`, `0o` or a bare `0`, `0b`; else decimal. Underscores may
/// stand between digits. `None` beyond 64 bits.
pub(super) fn integer(text: &str) -> Option<i64> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (radix, digits) = base(rest);
    let prefixed = digits.len() < rest.len();
    if digits.ends_with('_') || digits.contains("__") || (!prefixed && digits.starts_with('_')) {
        return None;
    }
    let digits: String = digits.chars().filter(|c| *c != '_').collect();
    if !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    i64::from_str_radix(&format!("{sign}{digits}"), radix).ok()
}

fn base(text: &str) -> (u32, &str) {
    let prefixes = [("0x", 16), ("0X", 16), ("0o", 8), ("0O", 8), ("0b", 2), ("0B", 2)];
    for (prefix, radix) in prefixes {
        if let Some(digits) = text.strip_prefix(prefix) {
            return (radix, digits);
        }
    }
    match text.strip_prefix('0') {
        Some(digits) if !digits.is_empty() => (8, digits),
        _ => (10, text),
    }
}

/// Reads a duration such as `300ms`, `1.5h`, `2h45m`, `14d`, in milliseconds; `None` without a unit.
pub(super) fn duration_ms(text: &str) -> Option<f64> {
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut sum = 0.0;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, tail) = rest.split_at_checked(digits)?;
        let (factor, tail) = unit(tail)?;
        sum += number.parse::<f64>().ok()? * factor;
        rest = tail;
    }
    Some(sign * sum).filter(|ms| ms.is_finite())
}

fn unit(text: &str) -> Option<(f64, &str)> {
    const UNITS: [(&str, f64); 9] = [
        ("ns", 1e-6),
        ("us", 1e-3),
        ("µs", 1e-3),
        ("μs", 1e-3),
        ("ms", 1.0),
        ("s", 1e3),
        ("m", 6e4),
        ("h", 3.6e6),
        ("d", 8.64e7),
    ];
    UNITS.iter().find_map(|(name, factor)| text.strip_prefix(name).map(|tail| (*factor, tail)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_follow_their_base_prefix() {
        for (text, wanted) in [
            ("0", Some(0)),
            ("200", Some(200)),
            ("-7", Some(-7)),
            ("+7", Some(7)),
            ("0xF", Some(15)),
            ("0XC0ff33", Some(12_648_243)),
            ("0o2", Some(2)),
            ("017", Some(15)),
            ("0b0010", Some(2)),
            ("1_000", Some(1000)),
            ("0x_F", Some(15)),
            ("9223372036854775807", Some(i64::MAX)),
            ("-9223372036854775808", Some(i64::MIN)),
            ("9223372036854775808", None),
            ("08", None),
            ("0x", None),
            ("0x-5", None),
            ("_1", None),
            ("1__0", None),
            ("1_", None),
            ("--1", None),
            ("", None),
            ("1.0", None),
        ] {
            assert_eq!(integer(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn durations_count_in_milliseconds() {
        for (text, wanted) in [
            ("1s", Some(1000.0)),
            ("300ms", Some(300.0)),
            ("500us", Some(0.5)),
            ("2h45m", Some(9_900_000.0)),
            ("-1.5h", Some(-5_400_000.0)),
            ("14d", Some(1_209_600_000.0)),
            ("1", None),
            ("", None),
            ("-", None),
            ("s", None),
            ("1..5s", None),
            ("1s2", None),
            ("1 s", None),
        ] {
            assert_eq!(duration_ms(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn what_is_not_finite_is_not_a_number() {
        for text in ["inf", "-inf", "NaN", "infinity", "1e999", "", "potato", ".5x"] {
            assert_eq!(Quantity::read(text), None, "{text:?}");
        }
        assert_eq!(Quantity::read("1e3"), Some(Quantity::Real(1000.0)));
    }

    #[test]
    fn large_integers_are_not_rounded_when_compared() {
        let (a, b) = (Quantity::Whole(i64::MAX), Quantity::Whole(i64::MAX - 1));
        assert_eq!(a.order(b), Some(Ordering::Greater));
    }
}
