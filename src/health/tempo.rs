//! How often things happen: intervals by what the go-live is at, window periods, and when silence counts.

use chrono::TimeDelta;

use crate::journal::Stamp;
use crate::plan::{Check, Plan, StageKind};
use crate::session::{Phase, Progress, Session};

/// Which of a check's four intervals holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cadence {
    /// Until execute opens.
    Before,
    /// While deploying, until validate opens.
    Execute,
    /// In validate and decide, and while rolling back.
    Validate,
    /// After the decision.
    Stabilise,
}

impl Cadence {
    /// What the go-live is at.
    fn of(plan: &Plan, progress: &Progress, phase: Phase) -> Self {
        match phase {
            Phase::Preparing => Self::Before,
            Phase::Deploying if progress.open(plan, StageKind::Validate) => Self::Validate,
            Phase::Deploying => Self::Execute,
            Phase::Deciding | Phase::RollingBack => Self::Validate,
            Phase::Stabilising | Phase::Closing | Phase::Closed => Self::Stabilise,
        }
    }
}

/// How fast everything goes now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tempo {
    /// Which interval holds.
    pub cadence: Cadence,
    /// Factor of the demo clock, 1 in a live session.
    pub speed: f64,
}

/// Real time that a demo leaves between two probes of a check, whatever its speed.
const REAL_FLOOR_MS: f64 = 200.0;
/// A failing check is not probed more often than this for being failing.
const FAILING_FLOOR: TimeDelta = TimeDelta::seconds(2);

impl Tempo {
    /// The tempo of a session now.
    pub fn of(plan: &Plan, session: &Session, now: Stamp) -> Self {
        let progress = Progress::of(plan, session);
        let phase = session.phase_by(plan, &progress, now);
        Self::by(plan, session, &progress, phase)
    }

    /// The same, for who knows already where the session stands.
    pub fn by(plan: &Plan, session: &Session, progress: &Progress, phase: Phase) -> Self {
        Self { cadence: Cadence::of(plan, progress, phase), speed: session.speed }
    }

    /// Start to start, in session time: what the plan says, at least `speed` × 200 ms.
    pub fn interval(self, check: &Check) -> TimeDelta {
        let planned = match self.cadence {
            Cadence::Before => check.interval.before,
            Cadence::Execute => check.interval.execute,
            Cadence::Validate => check.interval.validate,
            Cadence::Stabilise => check.interval.stabilise,
        };
        planned.max(self.floor())
    }

    /// The interval while the check fails: half of it, but not under 2 s, the time-out, or `speed` × 200 ms.
    pub fn failing_interval(self, check: &Check) -> TimeDelta {
        let interval = self.interval(check);
        (interval / 2).max(FAILING_FLOOR).max(check.timeout).max(self.floor()).min(interval)
    }

    /// Seconds between two window events, in session time: 10 s until the decision, 60 s in stabilisation.
    pub fn window_period(self) -> TimeDelta {
        let seconds = if self.cadence == Cadence::Stabilise { 60 } else { 10 };
        TimeDelta::seconds(seconds).max(self.floor())
    }

    #[expect(clippy::cast_possible_truncation, reason = "a float cast saturates")]
    fn floor(self) -> TimeDelta {
        if self.speed <= 1.0 {
            return TimeDelta::zero();
        }
        TimeDelta::try_milliseconds((self.speed * REAL_FLOOR_MS) as i64).unwrap_or_default()
    }
}

/// From this age on a sample is marked stale: 2 intervals.
pub fn stale_after(interval: TimeDelta) -> TimeDelta {
    times(interval, 2)
}

/// From this age on a check is unknown: 3 intervals, never under 15 s.
pub fn unknown_after(interval: TimeDelta) -> TimeDelta {
    times(interval, 3).max(TimeDelta::seconds(15))
}

/// A multiple of a span in whole milliseconds; the largest span there is instead of an overflow.
pub(super) fn times(span: TimeDelta, factor: i32) -> TimeDelta {
    let milliseconds = span.num_milliseconds().saturating_mul(i64::from(factor));
    TimeDelta::try_milliseconds(milliseconds).unwrap_or(TimeDelta::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::health::tracker::testing::check;

    fn tempo(cadence: Cadence, speed: f64) -> Tempo {
        Tempo { cadence, speed }
    }

    #[test]
    fn a_demo_leaves_at_least_200_ms_of_real_time_between_probes_and_windows() {
        let check = check();
        assert_eq!(tempo(Cadence::Before, 1.0).interval(&check), TimeDelta::seconds(10));
        assert_eq!(tempo(Cadence::Before, 50.0).interval(&check), TimeDelta::seconds(10));
        assert_eq!(tempo(Cadence::Before, 60.0).interval(&check), TimeDelta::seconds(12));
        assert_eq!(tempo(Cadence::Before, 3600.0).window_period(), TimeDelta::seconds(720));
        assert_eq!(tempo(Cadence::Stabilise, 60.0).window_period(), TimeDelta::seconds(60));
        assert_eq!(tempo(Cadence::Validate, 1.0).window_period(), TimeDelta::seconds(10));
    }

    #[test]
    fn each_cadence_has_its_own_interval() {
        let mut check = check();
        check.interval.execute = TimeDelta::seconds(20);
        check.interval.validate = TimeDelta::seconds(6);
        check.interval.stabilise = TimeDelta::seconds(60);
        let seconds = |cadence| tempo(cadence, 1.0).interval(&check).num_seconds();
        let all = [Cadence::Before, Cadence::Execute, Cadence::Validate, Cadence::Stabilise];
        assert_eq!(all.map(seconds), [10, 20, 6, 60]);
    }

    #[test]
    fn failing_halves_the_interval_down_to_two_seconds_and_never_under_the_time_out() {
        let mut check = check();
        let at = |check: &Check, speed| tempo(Cadence::Before, speed).failing_interval(check);
        check.timeout = TimeDelta::seconds(1);
        assert_eq!(at(&check, 1.0), TimeDelta::seconds(5));
        check.interval.before = TimeDelta::seconds(3);
        assert_eq!(at(&check, 1.0), TimeDelta::seconds(2));
        check.interval.before = TimeDelta::seconds(10);
        check.timeout = TimeDelta::seconds(7);
        assert_eq!(at(&check, 1.0), TimeDelta::seconds(7));
        check.timeout = TimeDelta::seconds(1);
        check.interval.before = TimeDelta::seconds(1);
        assert_eq!(at(&check, 1.0), TimeDelta::seconds(1), "never slower than while it passes");
        assert_eq!(at(&check, 60.0), TimeDelta::seconds(12));
    }

    #[test]
    fn silence_counts_from_three_intervals_and_never_under_fifteen_seconds() {
        assert_eq!(stale_after(TimeDelta::seconds(10)), TimeDelta::seconds(20));
        assert_eq!(unknown_after(TimeDelta::seconds(10)), TimeDelta::seconds(30));
        assert_eq!(unknown_after(TimeDelta::seconds(2)), TimeDelta::seconds(15));
        assert_eq!(unknown_after(TimeDelta::MAX), TimeDelta::MAX);
    }
}
