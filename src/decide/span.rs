//! Arithmetic on spans that outside numbers cannot break.

use chrono::{DateTime, TimeDelta, Utc};

/// Longest span that outside numbers can make.
const LONGEST: TimeDelta = TimeDelta::days(3_660);

/// `span` × `factor`, cut to ten years.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "milliseconds of ten years fit exactly, and a float cast saturates"
)]
pub(crate) fn scaled(span: TimeDelta, factor: f64) -> TimeDelta {
    let milliseconds = span.clamp(-LONGEST, LONGEST).num_milliseconds() as f64 * factor;
    TimeDelta::try_milliseconds(milliseconds.round() as i64).unwrap_or_default().clamp(-LONGEST, LONGEST)
}

/// A span of so many seconds, cut to ten years.
pub(crate) fn seconds(seconds: f64) -> TimeDelta {
    scaled(TimeDelta::seconds(1), seconds)
}

/// Seconds of a span, with their fraction.
#[expect(clippy::cast_precision_loss, reason = "milliseconds of ten years fit exactly")]
pub(crate) fn as_seconds(span: TimeDelta) -> f64 {
    span.clamp(-LONGEST, LONGEST).num_milliseconds() as f64 / 1000.0
}

/// The instant so much later; the same where the calendar ends.
pub(crate) fn plus(at: DateTime<Utc>, span: TimeDelta) -> DateTime<Utc> {
    at.checked_add_signed(span).unwrap_or(at)
}

/// The instant so much earlier; the same where the calendar ends.
pub(crate) fn minus(at: DateTime<Utc>, span: TimeDelta) -> DateTime<Utc> {
    at.checked_sub_signed(span).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scaling_is_exact_and_bounded() {
        assert_eq!(scaled(TimeDelta::minutes(10), 1.2), TimeDelta::minutes(12));
        assert_eq!(scaled(TimeDelta::MAX, 3.0), LONGEST);
        assert_eq!(seconds(f64::NAN), TimeDelta::zero());
        assert_eq!(seconds(f64::INFINITY), LONGEST);
        assert_eq!(seconds(1.5), TimeDelta::milliseconds(1_500));
    }

    #[test]
    fn the_ends_of_the_calendar_hold() {
        let end = DateTime::<Utc>::MAX_UTC;
        assert_eq!(plus(end, TimeDelta::days(1)), end);
        assert_eq!(minus(DateTime::<Utc>::MIN_UTC, TimeDelta::days(1)), DateTime::<Utc>::MIN_UTC);
    }
}
