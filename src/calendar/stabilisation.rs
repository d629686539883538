//! When a stabilisation period ends.

use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;

use super::{Calendar, zone};

const END_OF_BUSINESS: Option<NaiveTime> = NaiveTime::from_hms_opt(17, 0, 0);

/// 17:00 in the zone on the n-th business day after the local day of the go-live, which is day 0.
pub fn stabilisation_end(calendar: Calendar, tz: Tz, go_live: DateTime<Utc>, n: u32) -> DateTime<Utc> {
    let last = calendar.business_days_after(zone::date(tz, go_live), n);
    zone::first_reading(tz, last.and_time(END_OF_BUSINESS.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(calendar: &str, tz: Tz, go_live: &str, n: u32) -> String {
        let at = go_live.parse().unwrap();
        stabilisation_end(Calendar::named(calendar).unwrap(), tz, at, n).with_timezone(&tz).to_rfc3339()
    }

    #[test]
    fn ends_at_five_on_the_last_business_day() {
        let sydney = chrono_tz::Australia::Sydney;
        assert_eq!(end("AU-NSW", sydney, "2027-02-10T03:24:00+11:00", 2), "2027-02-12T17:00:00+11:00");
        assert_eq!(end("AU-NSW", sydney, "2026-12-05T03:24:00+11:00", 2), "2026-12-08T17:00:00+11:00");
        assert_eq!(end("AU-NSW", sydney, "2026-12-22T02:00:00+11:00", 3), "2026-12-29T17:00:00+11:00");
    }

    #[test]
    fn the_go_live_day_is_the_local_one() {
        let sydney = chrono_tz::Australia::Sydney;
        assert_eq!(end("AU-NSW", sydney, "2027-02-09T14:00:00Z", 1), "2027-02-11T17:00:00+11:00");
        assert_eq!(end("AU-NSW", sydney, "2027-02-09T12:00:00Z", 1), "2027-02-10T17:00:00+11:00");
    }

    #[test]
    fn five_is_five_after_the_clock_went_back() {
        let sydney = chrono_tz::Australia::Sydney;
        assert_eq!(end("AU-NSW", sydney, "2027-04-03T22:00:00+11:00", 1), "2027-04-05T17:00:00+10:00");
        let perth = chrono_tz::Australia::Perth;
        assert_eq!(end("AU-WA", perth, "2027-04-03T22:00:00+08:00", 1), "2027-04-05T17:00:00+08:00");
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        for extreme in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            let _ = stabilisation_end(Calendar::weekdays(), chrono_tz::Australia::Sydney, extreme, 5);
        }
    }
}
