//! Changes of the offset within a period, for the warning that a window crosses one.

use std::fmt;

use chrono::{DateTime, FixedOffset, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use super::reading;

/// The clock of a zone put forward or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OffsetChange {
    /// The offset until then.
    pub before: FixedOffset,
    /// The offset from then on.
    pub after: FixedOffset,
    /// The first instant with the new offset.
    pub when: DateTime<Utc>,
    /// Whose clock it is.
    pub zone: Tz,
}

impl fmt::Display for OffsetChange {
    /// `the clock in Australia/Sydney goes back from 03:00 AEDT (+11:00) to 02:00 AEST (+10:00) on Sun 4 Apr 2027`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let way =
            if self.after.local_minus_utc() > self.before.local_minus_utc() { "forward" } else { "back" };
        let until = self.when.checked_sub_signed(TimeDelta::seconds(1)).unwrap_or(self.when);
        write!(
            f,
            "the clock in {} goes {way} from {} {} ({}) to {} on {}",
            self.zone.name(),
            self.when.with_timezone(&self.before).format("%H:%M"),
            super::abbreviation(self.zone, until),
            self.before,
            reading(self.zone, self.when),
            self.when.with_timezone(&self.zone).format("%a %-d %b %Y")
        )
    }
}

/// How far ahead a change is looked for: a change comes within a year or not at all.
const FURTHEST: TimeDelta = TimeDelta::days(400);

/// The first change of the offset after `a` and not after `b`; looks at most 400 days ahead of `a`.
pub fn offset_change_between(tz: Tz, a: DateTime<Utc>, b: DateTime<Utc>) -> Option<OffsetChange> {
    let end = a.checked_add_signed(FURTHEST).map_or(b, |furthest| furthest.min(b));
    let mut from = a;
    while from < end {
        let to = from.checked_add_signed(TimeDelta::days(1)).map_or(end, |next| next.min(end));
        if offset(tz, from) != offset(tz, to) {
            let when = first_after_change(tz, from, to);
            return Some(OffsetChange { before: offset(tz, from), after: offset(tz, when), when, zone: tz });
        }
        from = to;
    }
    None
}

/// The first whole second with the new offset, where `from` has the old one and `to` has not.
fn first_after_change(tz: Tz, from: DateTime<Utc>, to: DateTime<Utc>) -> DateTime<Utc> {
    let old = offset(tz, from);
    let (mut low, mut high) = (from.timestamp(), to.timestamp());
    while high.saturating_sub(low) > 1 {
        let middle = low + (high - low) / 2;
        let changed = DateTime::from_timestamp(middle, 0).is_some_and(|at| offset(tz, at) != old);
        if changed { high = middle } else { low = middle }
    }
    DateTime::from_timestamp(high, 0).unwrap_or(to)
}

fn offset(tz: Tz, at: DateTime<Utc>) -> FixedOffset {
    tz.offset_from_utc_datetime(&at.naive_utc()).fix()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SYDNEY: Tz = chrono_tz::Australia::Sydney;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn said(tz: Tz, a: &str, b: &str) -> Option<String> {
        offset_change_between(tz, at(a), at(b)).map(|change| change.to_string())
    }

    #[test]
    fn finds_the_instant_and_both_offsets() {
        let change =
            offset_change_between(SYDNEY, at("2027-04-03T14:30:00Z"), at("2027-04-03T17:30:00Z")).unwrap();
        assert_eq!(change.when, at("2027-04-03T16:00:00Z"));
        assert_eq!(change.before.local_minus_utc(), 11 * 3_600);
        assert_eq!(change.after.local_minus_utc(), 10 * 3_600);
    }

    #[test]
    fn says_which_way_the_clock_goes() {
        assert_eq!(
            said(SYDNEY, "2027-04-03T00:00:00Z", "2027-04-05T00:00:00Z").unwrap(),
            "the clock in Australia/Sydney goes back from 03:00 AEDT (+11:00) to 02:00 AEST (+10:00) on Sun 4 Apr 2027"
        );
        assert_eq!(
            said(chrono_tz::Australia::Adelaide, "2027-10-01T00:00:00Z", "2027-10-08T00:00:00Z").unwrap(),
            "the clock in Australia/Adelaide goes forward from 02:00 ACST (+09:30) to 03:00 ACDT (+10:30) on Sun 3 Oct 2027"
        );
    }

    #[test]
    fn the_period_ends_count_as_a_window_does() {
        let change = "2027-04-03T16:00:00Z";
        assert!(said(SYDNEY, "2027-04-03T14:00:00Z", change).is_some(), "the window ends on the change");
        assert!(said(SYDNEY, "2027-04-03T14:00:00Z", "2027-04-03T15:59:59Z").is_none());
        assert!(said(SYDNEY, change, "2027-04-04T16:00:00Z").is_none(), "it began with the new offset");
    }

    #[test]
    fn no_change_is_none() {
        assert_eq!(
            said(chrono_tz::Australia::Brisbane, "2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z"),
            None
        );
        assert_eq!(said(SYDNEY, "2027-02-10T00:00:00Z", "2027-02-12T06:00:00Z"), None);
        assert_eq!(
            said(SYDNEY, "2027-04-05T00:00:00Z", "2027-04-01T00:00:00Z"),
            None,
            "a period that ends before it begins"
        );
    }

    #[test]
    fn the_first_of_several_is_found() {
        let change =
            offset_change_between(SYDNEY, at("2026-11-21T00:00:00Z"), at("2028-11-21T00:00:00Z")).unwrap();
        assert_eq!(change.when, at("2027-04-03T16:00:00Z"));
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
        for (a, b) in [(first, last), (last, first), (last, last), (first, first)] {
            let _ = offset_change_between(SYDNEY, a, b);
        }
    }
}
