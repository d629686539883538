//! Moments and spans in the plan's zone, as every view writes them.

use chrono::{DateTime, Days, TimeDelta, Utc};

use crate::calendar::{Calendar, zone};
use crate::text::duration;
use crate::ui::picture::Picture;

/// `02:14`.
pub fn clock(m: &Picture<'_>, at: DateTime<Utc>) -> String {
    zone::clock_minutes(m.plan.window.zone, at)
}

/// `02:14`, with the day before it where it is another than today's: `Wed 17:00`.
pub fn near(m: &Picture<'_>, at: DateTime<Utc>) -> String {
    if is_today(m, at) {
        return clock(m, at);
    }
    let tz = m.plan.window.zone;
    format!("{} {}", at.with_timezone(&tz).format("%a"), clock(m, at))
}

/// `02:14:09`.
pub fn seconds(m: &Picture<'_>, at: DateTime<Utc>) -> String {
    zone::clock(m.plan.window.zone, at)
}

/// A countdown in whole minutes: `1h51m`, `42m`, `3d20h`; never negative.
pub fn countdown(span: TimeDelta) -> String {
    let minutes = span.num_minutes().max(0);
    let (days, hours) = (minutes / 1_440, minutes / 60 % 24);
    match (days, hours) {
        (0, 0) => format!("{minutes}m"),
        (0, _) => format!("{hours}h{:02}m", minutes % 60),
        _ => format!("{days}d{hours:02}h"),
    }
}

/// A span in whole minutes, the smaller unit left out where it is none: `6m`, `1h15m`.
pub fn whole(span: TimeDelta) -> String {
    duration::minutes(TimeDelta::try_minutes(span.num_minutes()).unwrap_or_default())
}

/// A span in whole minutes that is never less than it is, for time used of what was promised: `37m16s` is `38m`.
pub fn at_least(span: TimeDelta) -> String {
    let minute = TimeDelta::minutes(1);
    let up = if span.num_milliseconds() % 60_000 > 0 { minute } else { TimeDelta::zero() };
    whole(span.checked_add(&up).unwrap_or(span))
}

/// Time used of what was promised, to the second where that has room in two units: `37m16s`, `1h15m`; never less than
/// it is.
pub fn used(span: TimeDelta) -> String {
    if span < TimeDelta::hours(1) { duration::short(span) } else { at_least(span) }
}

/// Whether a moment is on today's date.
pub fn is_today(m: &Picture<'_>, at: DateTime<Utc>) -> bool {
    let tz = m.plan.window.zone;
    zone::date(tz, at) == zone::date(tz, m.now.at)
}

/// Business days from today to `end` that count: those after the day of `begun`, today among them. Bounded to a year.
pub fn business_days_left(m: &Picture<'_>, begun: DateTime<Utc>, end: DateTime<Utc>) -> usize {
    let tz = m.plan.window.zone;
    let calendar = Calendar::named(&m.plan.stabilisation.calendar).unwrap_or(Calendar::weekdays());
    let (first, last) = (zone::date(tz, begun), zone::date(tz, end));
    let today = zone::date(tz, m.now.at);
    // A business day is over with its business hours, as the last one is.
    let over = zone::clock_minutes(tz, m.now.at) >= zone::clock_minutes(tz, end);
    (u64::from(over)..366)
        .map_while(|n| today.checked_add_days(Days::new(n)))
        .take_while(|date| *date <= last)
        .filter(|date| *date > first && calendar.is_business_day(*date))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_used_of_a_promise_is_never_rounded_down() {
        let seconds = |n| TimeDelta::seconds(n);
        assert_eq!(at_least(seconds(0)), "0m");
        assert_eq!(at_least(seconds(1)), "1m");
        assert_eq!(at_least(seconds(37 * 60)), "37m");
        assert_eq!(at_least(seconds(37 * 60 + 16)), "38m");
        assert_eq!(at_least(seconds(3_599)), "1h");
        assert_eq!(at_least(TimeDelta::MAX), whole(TimeDelta::MAX), "no span is too long");
        assert_eq!(used(seconds(37 * 60 + 16)), "37m16s");
        assert_eq!(used(seconds(3_600 + 14 * 60 + 1)), "1h15m");
    }
}
