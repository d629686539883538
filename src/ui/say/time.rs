//! Moments and spans in the plan's zone, as every view writes them.

use chrono::{DateTime, Days, TimeDelta, Utc};

use crate::calendar::{Calendar, zone};
use crate::plan::Plan;
use crate::text::duration;
use crate::ui::picture::Picture;

/// `02:14`.
pub fn clock(m: &Picture<'_>, at: DateTime<Utc>) -> String {
    zone::clock_minutes(m.plan.window.zone, at)
}

/// `02:14`, with the day before it where it is another than today's: `Wed 17:00`.
pub fn near(m: &Picture<'_>, at: DateTime<Utc>) -> String {
    let tz = m.plan.window.zone;
    if zone::date(tz, at) == zone::date(tz, m.now.at) {
        return clock(m, at);
    }
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

/// Time on business days from `now` to `end`: days off do not count. Bounded to a year.
pub fn business_left(plan: &Plan, now: DateTime<Utc>, end: DateTime<Utc>) -> TimeDelta {
    let tz = plan.window.zone;
    let calendar = Calendar::named(&plan.stabilisation.calendar).unwrap_or(Calendar::weekdays());
    let mut left = TimeDelta::zero();
    let mut from = now;
    for _ in 0..366 {
        let day = zone::date(tz, from);
        let Some(next) = day.checked_add_days(Days::new(1)) else { break };
        let until = zone::first_reading(tz, next.and_time(chrono::NaiveTime::MIN)).min(end);
        if until <= from {
            break;
        }
        if calendar.is_business_day(day) {
            left += until - from;
        }
        from = until;
    }
    left
}
