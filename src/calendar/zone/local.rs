//! From a local time to its instant, where there is exactly one.

use std::error::Error;
use std::fmt;

use chrono::{DateTime, LocalResult, NaiveDateTime, TimeZone, Utc};
use chrono_tz::{GapInfo, Tz};

use super::reading;

/// As a plan writes a local time.
const WRITTEN: &str = "%Y-%m-%dT%H:%M:%S";

/// A local time that is no single instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LocalTimeError {
    /// The clock was put forward over it.
    Impossible {
        /// What was written.
        local: NaiveDateTime,
        /// The zone it was read in.
        zone: Tz,
        /// Read with the offset after the change: the earlier instant.
        earlier: DateTime<Utc>,
        /// Read with the offset before the change: the later instant.
        later: DateTime<Utc>,
        /// The first instant after the change.
        change: DateTime<Utc>,
    },
    /// The clock was put back over it, so that it came twice.
    Ambiguous {
        /// What was written.
        local: NaiveDateTime,
        /// The zone it was read in.
        zone: Tz,
        /// The first time.
        earlier: DateTime<Utc>,
        /// The second time.
        later: DateTime<Utc>,
    },
    /// Too far away to be an instant.
    OutOfRange {
        /// What was written.
        local: NaiveDateTime,
    },
}

impl Error for LocalTimeError {}

impl fmt::Display for LocalTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Impossible { local, zone, earlier, later, change } => write!(
                f,
                "{} does not exist in {}, where the clock jumps ahead to {}: it could mean {} or {}",
                local.format(WRITTEN),
                zone.name(),
                reading(zone, change),
                reading(zone, earlier),
                reading(zone, later)
            ),
            Self::Ambiguous { local, zone, earlier, later } => write!(
                f,
                "{} happens twice in {}: {} and {}",
                local.format(WRITTEN),
                zone.name(),
                reading(zone, earlier),
                reading(zone, later)
            ),
            Self::OutOfRange { local } => write!(f, "{} is too far away to be a time", local.format(WRITTEN)),
        }
    }
}

/// The instant of a local time.
///
/// # Errors
/// Where a change of offset makes the local time impossible or leaves two instants for it; the error names both readings.
pub fn local(tz: Tz, local: NaiveDateTime) -> Result<DateTime<Utc>, LocalTimeError> {
    match tz.from_local_datetime(&local) {
        LocalResult::Single(at) => Ok(at.with_timezone(&Utc)),
        LocalResult::Ambiguous(one, other) => Err(LocalTimeError::Ambiguous {
            local,
            zone: tz,
            earlier: one.min(other).with_timezone(&Utc),
            later: one.max(other).with_timezone(&Utc),
        }),
        LocalResult::None => Err(gap(tz, local).unwrap_or(LocalTimeError::OutOfRange { local })),
    }
}

fn gap(tz: Tz, local: NaiveDateTime) -> Option<LocalTimeError> {
    let gap = GapInfo::new(&local, &tz)?;
    let ((begin, _), change) = (gap.begin?, gap.end?);
    let into = local.signed_duration_since(begin);
    let missing = change.naive_local().signed_duration_since(local);
    let change = change.with_timezone(&Utc);
    let later = change.checked_add_signed(into)?;
    let earlier = change.checked_sub_signed(missing)?;
    Some(LocalTimeError::Impossible { local, zone: tz, earlier, later, change })
}

/// The instant of a local time that golive itself works out, such as an end of day: the first of two, and the end of the jump
/// where the clock was put forward over it. A deadline is so never later than was meant.
pub fn first_reading(tz: Tz, at: NaiveDateTime) -> DateTime<Utc> {
    match local(tz, at) {
        Ok(at) => at,
        Err(LocalTimeError::Ambiguous { earlier, .. }) => earlier,
        Err(LocalTimeError::Impossible { change, .. }) => change,
        Err(LocalTimeError::OutOfRange { .. }) => at.and_utc(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SYDNEY: Tz = chrono_tz::Australia::Sydney;
    const ADELAIDE: Tz = chrono_tz::Australia::Adelaide;
    const LORD_HOWE: Tz = chrono_tz::Australia::Lord_Howe;

    fn written(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn refusal(tz: Tz, text: &str) -> String {
        local(tz, written(text)).unwrap_err().to_string()
    }

    /// A window of 01:30 to 03:30 on the days on which the clocks of 2026 and 2027 change.
    #[test]
    fn windows_over_a_change_have_their_real_length() {
        for (tz, day, start, end) in [
            (SYDNEY, "2026-10-04", "2026-10-03T15:30:00Z", "2026-10-03T16:30:00Z"),
            (SYDNEY, "2027-10-03", "2027-10-02T15:30:00Z", "2027-10-02T16:30:00Z"),
            (SYDNEY, "2026-04-05", "2026-04-04T14:30:00Z", "2026-04-04T17:30:00Z"),
            (SYDNEY, "2027-04-04", "2027-04-03T14:30:00Z", "2027-04-03T17:30:00Z"),
            (ADELAIDE, "2027-10-03", "2027-10-02T16:00:00Z", "2027-10-02T17:00:00Z"),
            (ADELAIDE, "2027-04-04", "2027-04-03T15:00:00Z", "2027-04-03T18:00:00Z"),
            (chrono_tz::Australia::Brisbane, "2027-10-03", "2027-10-02T15:30:00Z", "2027-10-02T17:30:00Z"),
        ] {
            assert_eq!(local(tz, written(&format!("{day}T01:30:00"))), Ok(utc(start)), "{day}");
            assert_eq!(local(tz, written(&format!("{day}T03:30:00"))), Ok(utc(end)), "{day}");
        }
    }

    #[test]
    fn a_doubled_time_names_both_readings() {
        assert_eq!(
            refusal(SYDNEY, "2027-04-04T02:30:00"),
            "2027-04-04T02:30:00 happens twice in Australia/Sydney: 02:30 AEDT (+11:00) and 02:30 AEST (+10:00)"
        );
        assert_eq!(
            local(SYDNEY, written("2027-04-04T02:15:00")),
            Err(LocalTimeError::Ambiguous {
                local: written("2027-04-04T02:15:00"),
                zone: SYDNEY,
                earlier: utc("2027-04-03T15:15:00Z"),
                later: utc("2027-04-03T16:15:00Z"),
            })
        );
    }

    #[test]
    fn a_skipped_time_names_the_jump_and_both_readings() {
        assert_eq!(
            refusal(SYDNEY, "2027-10-03T02:15:00"),
            "2027-10-03T02:15:00 does not exist in Australia/Sydney, where the clock jumps ahead to 03:00 AEDT (+11:00): \
             it could mean 01:15 AEST (+10:00) or 03:15 AEDT (+11:00)"
        );
        assert!(
            refusal(LORD_HOWE, "2027-10-03T02:15:00").ends_with("01:45 +1030 (+10:30) or 02:45 +11 (+11:00)")
        );
        assert!(refusal(SYDNEY, "2027-10-03T02:15:09").contains("01:15:09 AEST"));
    }

    #[test]
    fn the_edges_of_a_change_are_where_the_clock_moves() {
        assert_eq!(local(SYDNEY, written("2027-10-03T01:59:59")), Ok(utc("2027-10-02T15:59:59Z")));
        assert!(local(SYDNEY, written("2027-10-03T02:00:00")).is_err());
        assert!(local(SYDNEY, written("2027-10-03T02:59:59")).is_err());
        assert_eq!(local(SYDNEY, written("2027-10-03T03:00:00")), Ok(utc("2027-10-02T16:00:00Z")));
        assert_eq!(local(SYDNEY, written("2027-04-04T01:59:59")), Ok(utc("2027-04-03T14:59:59Z")));
        assert!(local(SYDNEY, written("2027-04-04T02:00:00")).is_err());
        assert!(local(SYDNEY, written("2027-04-04T02:59:59")).is_err());
        assert_eq!(local(SYDNEY, written("2027-04-04T03:00:00")), Ok(utc("2027-04-03T17:00:00Z")));
    }

    #[test]
    fn an_own_time_takes_the_first_reading() {
        assert_eq!(first_reading(SYDNEY, written("2027-04-04T02:30:00")), utc("2027-04-03T15:30:00Z"));
        assert_eq!(first_reading(SYDNEY, written("2027-10-03T02:30:00")), utc("2027-10-02T16:00:00Z"));
        assert_eq!(first_reading(SYDNEY, written("2027-02-10T17:00:00")), utc("2027-02-10T06:00:00Z"));
    }

    #[test]
    fn a_day_that_was_skipped_whole_is_told_too() {
        let error = refusal(chrono_tz::Pacific::Apia, "2011-12-30T12:00:00");
        assert!(error.starts_with("2011-12-30T12:00:00 does not exist in Pacific/Apia"), "{error}");
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        for extreme in [NaiveDateTime::MIN, NaiveDateTime::MAX] {
            for tz in [SYDNEY, chrono_tz::America::Los_Angeles] {
                let _ = local(tz, extreme).map_err(|error| error.to_string());
                let _ = first_reading(tz, extreme);
            }
        }
    }
}
