//! Time zones: their names, local readings of an instant, and the instants of local times.

mod change;
mod local;
mod name;

pub use change::{OffsetChange, offset_change_between};
pub use local::{LocalTimeError, first_reading, local};
pub use name::parse;

use chrono::{DateTime, NaiveDate, Offset, Timelike, Utc};
use chrono_tz::Tz;

/// `02:14:09`.
pub fn clock(tz: Tz, at: DateTime<Utc>) -> String {
    at.with_timezone(&tz).format("%H:%M:%S").to_string()
}

/// `02:14`.
pub fn clock_minutes(tz: Tz, at: DateTime<Utc>) -> String {
    at.with_timezone(&tz).format("%H:%M").to_string()
}

/// `AEDT`, or the offset as `+04` where the zone has no letters.
pub fn abbreviation(tz: Tz, at: DateTime<Utc>) -> String {
    at.with_timezone(&tz).format("%Z").to_string()
}

/// `Sat 5 Dec`.
pub fn day(tz: Tz, at: DateTime<Utc>) -> String {
    at.with_timezone(&tz).format("%a %-d %b").to_string()
}

/// The local day.
pub fn date(tz: Tz, at: DateTime<Utc>) -> NaiveDate {
    let offset = at.with_timezone(&tz).offset().fix();
    at.naive_utc().checked_add_offset(offset).unwrap_or(at.naive_utc()).date()
}

/// `02:30 AEDT (+11:00)`, with seconds where there are any.
fn reading(tz: Tz, at: DateTime<Utc>) -> String {
    let format = if at.second() == 0 { "%H:%M %Z (%:z)" } else { "%H:%M:%S %Z (%:z)" };
    at.with_timezone(&tz).format(format).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SYDNEY: Tz = chrono_tz::Australia::Sydney;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn reads_an_instant_in_its_zone() {
        let night = at("2026-12-04T15:14:09Z");
        assert_eq!(clock(SYDNEY, night), "02:14:09");
        assert_eq!(clock_minutes(SYDNEY, night), "02:14");
        assert_eq!(abbreviation(SYDNEY, night), "AEDT");
        assert_eq!(day(SYDNEY, night), "Sat 5 Dec");
        assert_eq!(date(SYDNEY, night), NaiveDate::from_ymd_opt(2026, 12, 5).unwrap());
        assert_eq!(clock_minutes(chrono_tz::Australia::Darwin, night), "00:44");
        assert_eq!(abbreviation(chrono_tz::Asia::Dubai, night), "+04");
    }

    #[test]
    fn the_abbreviation_follows_the_date() {
        assert_eq!(abbreviation(SYDNEY, at("2027-06-01T00:00:00Z")), "AEST");
        assert_eq!(abbreviation(chrono_tz::Australia::Adelaide, at("2027-06-01T00:00:00Z")), "ACST");
        assert_eq!(abbreviation(chrono_tz::Australia::Adelaide, at("2027-01-01T00:00:00Z")), "ACDT");
        assert_eq!(abbreviation(chrono_tz::Australia::Perth, at("2027-01-01T00:00:00Z")), "AWST");
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        for extreme in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            for tz in [SYDNEY, chrono_tz::America::Los_Angeles] {
                let _ = (clock(tz, extreme), clock_minutes(tz, extreme), abbreviation(tz, extreme));
                let _ = (day(tz, extreme), date(tz, extreme));
            }
        }
    }
}
