//! When the window is: business hours, Fridays, weekends, holidays, freezes, changes of the clock.

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, Weekday};

use crate::calendar::{Calendar, zone};
use crate::plan::parse::cx::Cx;
use crate::plan::types::{Plan, Risk, Window};

/// Warns about the window's place in the week and the year.
pub(super) fn judge(cx: &mut Cx<'_>, plan: &Plan) {
    let calendar = Calendar::named(&plan.stabilisation.calendar).unwrap_or(Calendar::weekdays());
    business_hours(cx, plan, calendar);
    weekend(cx, plan, calendar);
    freezes(cx, plan);
    clock_change(cx, &plan.window);
    deadlines(cx, plan);
}

/// Every local day that the window touches; at most a year of them.
pub(super) fn days(window: &Window) -> impl Iterator<Item = NaiveDate> {
    let last = zone::date(window.zone, window.end - TimeDelta::seconds(1));
    zone::date(window.zone, window.start).iter_days().take_while(move |day| *day <= last).take(366)
}

/// Second seed: high-risk releases are scheduled during maintenance windows.
fn business_hours(cx: &mut Cx<'_>, plan: &Plan, calendar: Calendar) {
    let window = &plan.window;
    if plan.release.risk != Risk::High {
        return;
    }
    let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    let touches = |day: NaiveDate| {
        let from = zone::first_reading(window.zone, day.and_time(hour(9)));
        let to = zone::first_reading(window.zone, day.and_time(hour(17)));
        calendar.is_business_day(day) && window.start < to && from < window.end
    };
    if let Some(day) = days(window).find(|day| touches(*day)) {
        let message =
            format!("a high-risk release in business hours (09:00 to 17:00 on {})", day.format("%a %-d %b"));
        cx.warn(
            cx.place("window", "start"),
            "business-hours",
            message,
            "choose a maintenance window of low activity",
        );
    }
}

/// First seed: avoid Fridays unless the team is available for weekend support.
fn weekend(cx: &mut Cx<'_>, plan: &Plan, calendar: Calendar) {
    if cx.says("window", "weekend-on-call") {
        return;
    }
    let help = "name who is on call over the free days: add `weekend-on-call` to [window]";
    let place = cx.place("window", "start");
    let first = zone::date(plan.window.zone, plan.window.start);
    let free = days(&plan.window).find_map(|day| free_day(calendar, day));
    if let Some(what) = free {
        cx.warn(place, "weekend", format!("the window touches {what}, and nobody is named for it"), help);
    } else if first.weekday() == Weekday::Fri {
        let message = "the window starts on a Friday: what goes wrong later may lie until Monday";
        cx.warn(place, "friday", message, help);
    }
}

/// What keeps people away on that day, where something does.
pub(super) fn free_day(calendar: Calendar, day: NaiveDate) -> Option<String> {
    if let Some(holiday) = calendar.holiday(day).or_else(|| calendar.evening_holiday(day)) {
        return Some(format!("a public holiday ({holiday}, {})", day.format("%a %-d %b")));
    }
    let is_weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    is_weekend.then(|| format!("a weekend ({})", day.format("%a %-d %b")))
}

fn freezes(cx: &mut Cx<'_>, plan: &Plan) {
    for freeze in &plan.freezes {
        if days(&plan.window).any(|day| (freeze.from..=freeze.to).contains(&day)) {
            let who = if freeze.hard { "the approver must allow it" } else { "a reason will be asked for" };
            let message = format!("the window falls into the freeze \"{}\": {who}", freeze.title);
            cx.warn(cx.place("window", "start"), "freeze", message, "choose a day outside the freeze");
        }
    }
}

fn clock_change(cx: &mut Cx<'_>, window: &Window) {
    let Some(change) = zone::offset_change_between(window.zone, window.start, window.end) else { return };
    let local =
        |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&window.zone).format("%H:%M %:z").to_string();
    let real = crate::text::duration::minutes(window.end - window.start);
    let message = format!(
        "{change}: the window is from {} to {}, {real} of real time",
        local(window.start),
        local(window.end)
    );
    cx.warn(
        cx.place("window", "end"),
        "clock-change",
        message,
        "check that this is the time you mean, or choose another night",
    );
}

/// Hard deadlines against the window.
fn deadlines(cx: &mut Cx<'_>, plan: &Plan) {
    let end = plan.window.end;
    if plan.campaign_start.is_some_and(|start| start < end) {
        let message =
            "the campaign starts before the window ends: a rollback late in the window would meet the public";
        cx.warn(
            cx.place("campaign", "public-start"),
            "campaign",
            message,
            "end the window before the campaign starts",
        );
    }
    if plan.stabilisation.keep_old_until.is_some_and(|until| until < end) {
        let message = "the old version is kept only until before the window ends, which shortens the time for a rollback";
        cx.warn(
            cx.place("stabilisation", "keep-old-until"),
            "keep-old",
            message,
            "keep it into the stabilisation",
        );
    }
}
