//! What time it is: the only place that asks. A live clock is the machine's; a demo's runs faster and can leap.

use chrono::{DateTime, Local, Offset, TimeDelta, Utc};
use rustix::time::{ClockId, clock_gettime};

use crate::journal::{Mode, Stamp};
use crate::session::Session;

/// Seconds since boot, suspended time included (`CLOCK_BOOTTIME`).
pub fn boot_seconds() -> f64 {
    let time = clock_gettime(ClockId::Boottime);
    #[expect(clippy::cast_precision_loss, reason = "seconds since boot stay far below 2^52")]
    let seconds = time.tv_sec as f64;
    #[expect(clippy::cast_precision_loss, reason = "nanoseconds stay below 2^30")]
    let nanos = time.tv_nsec as f64;
    seconds + nanos / 1e9
}

/// The kernel's boot id, empty where it cannot be read.
pub fn boot_id() -> String {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
        .map(|id| id.trim().to_owned())
        .unwrap_or_default()
}

/// The machine's wall clock.
#[expect(clippy::disallowed_methods, reason = "the one place that asks the wall clock")]
pub fn wall() -> DateTime<Utc> {
    Utc::now()
}

/// The machine's present offset from UTC, for the `at` of records.
#[expect(clippy::disallowed_methods, reason = "the one place that asks the wall clock")]
pub fn local_offset() -> chrono::FixedOffset {
    Local::now().offset().fix()
}

/// A clock that a session lives by.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// The machine's.
    Live {
        /// Ordinal of the present boot, as the fold counts it.
        boot: u32,
    },
    /// now = origin + speed × (boot clock − since).
    Scaled {
        /// Session time at `since`.
        origin: Stamp,
        /// Unscaled boot clock at `origin`, in seconds.
        since: f64,
        /// Factor, 1 to 3600.
        speed: f64,
    },
}

impl Clock {
    /// The machine's clock, for a session that was last written in boot `session.last.boot`.
    pub fn live(session: &Session) -> Self {
        let same = session.boot_id.as_deref().is_none_or(|id| id == boot_id())
            && millis(boot_seconds()) >= session.last.up;
        Self::Live { boot: if same { session.last.boot } else { session.last.boot + 1 } }
    }

    /// A clock that starts at `origin` now.
    pub fn scaled(origin: Stamp, speed: f64) -> Self {
        Self::Scaled { origin, since: boot_seconds(), speed }
    }

    /// The clock of a session as a second process has it: a demo's goes on while its console runs and stands still
    /// otherwise; any other session lives by the machine's.
    pub fn beside(session: &Session, console_runs: bool) -> Self {
        match (session.mode, console_runs) {
            (Mode::Live, _) => Self::live(session),
            (_, true) => {
                Self::Scaled { origin: session.speed_from, since: session.real_up, speed: session.speed }
            }
            (_, false) => Self::Scaled { origin: session.last, since: boot_seconds(), speed: 0.0 },
        }
    }

    /// Now.
    pub fn now(&self) -> Stamp {
        match *self {
            Self::Live { boot } => Stamp { at: wall(), up: millis(boot_seconds()), boot },
            Self::Scaled { origin, since, speed } => {
                origin.after(span((boot_seconds() - since).max(0.0) * speed))
            }
        }
    }

    /// The same clock at another speed from now on. A live clock knows no speed.
    #[must_use]
    pub fn at_speed(&self, speed: f64) -> Self {
        match self {
            Self::Live { .. } => *self,
            Self::Scaled { .. } => Self::scaled(self.now(), speed.clamp(1.0, 3600.0)),
        }
    }

    /// The same clock, leapt to a later moment. A live clock does not leap.
    #[must_use]
    pub fn leapt_to(&self, to: DateTime<Utc>) -> Self {
        match self {
            Self::Live { .. } => *self,
            Self::Scaled { speed, .. } => {
                let now = self.now();
                Self::scaled(now.after((to - now.at).max(TimeDelta::zero())), *speed)
            }
        }
    }

    /// Factor against real time.
    pub fn speed(&self) -> f64 {
        match self {
            Self::Live { .. } => 1.0,
            Self::Scaled { speed, .. } => *speed,
        }
    }
}

/// Whole milliseconds of a boot-clock reading.
#[expect(clippy::cast_possible_truncation, reason = "a float cast saturates")]
pub fn millis(seconds: f64) -> i64 {
    (seconds * 1000.0) as i64
}

fn span(seconds: f64) -> TimeDelta {
    TimeDelta::try_milliseconds(millis(seconds)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin() -> Stamp {
        Stamp { at: DateTime::from_timestamp(1_800_000_000, 0).unwrap(), up: 5_000, boot: 3 }
    }

    #[test]
    fn a_scaled_clock_starts_at_its_origin_and_never_goes_back() {
        let clock = Clock::scaled(origin(), 60.0);
        let first = clock.now();
        let second = clock.now();
        assert!(first.at >= origin().at && second.at >= first.at && second.up >= first.up);
        assert_eq!(first.boot, 3);
    }

    #[test]
    fn a_leap_moves_both_clocks_by_the_same_span_and_never_back() {
        let clock = Clock::Scaled { origin: origin(), since: boot_seconds() + 1e6, speed: 1.0 };
        let to = origin().at + TimeDelta::minutes(7);
        let Clock::Scaled { origin: leapt, .. } = clock.leapt_to(to) else { panic!("scaled stays scaled") };
        assert_eq!((leapt.at, leapt.up), (to, 5_000 + 7 * 60_000));
        let Clock::Scaled { origin: stayed, .. } = clock.leapt_to(origin().at - TimeDelta::hours(1)) else {
            panic!("scaled stays scaled")
        };
        assert_eq!(stayed, origin());
    }

    #[test]
    fn a_live_clock_knows_neither_speed_nor_leap() {
        let clock = Clock::Live { boot: 1 };
        assert!((clock.at_speed(50.0).speed() - 1.0).abs() < f64::EPSILON);
        let far = wall() + TimeDelta::days(30);
        assert!(clock.leapt_to(far).now().at < far);
    }
}
