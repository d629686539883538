//! The stabilisation period: free days in it, and what the calendar does not know.

use chrono::NaiveDate;

use super::window;
use crate::calendar::{Calendar, zone};
use crate::plan::parse::cx::Cx;
use crate::plan::types::Plan;

/// Warns about the days after the window.
pub(super) fn judge(cx: &mut Cx<'_>, plan: &Plan) {
    if plan.stabilisation.business_days == 0 {
        return;
    }
    let Some(calendar) = Calendar::named(&plan.stabilisation.calendar) else { return };
    let first = zone::date(plan.window.zone, plan.window.end);
    let last = calendar.business_days_after(first, plan.stabilisation.business_days.min(20));
    if let Some(unknown) = [first, last].into_iter().find_map(|day| calendar.what_is_not_known(day)) {
        cx.warn(place(cx), "calendar-years", unknown, "check the public holidays yourself");
    }
    if !cx.says("stabilisation", "calendar") {
        let message = "no `calendar` is named: only the holidays that all of Australia keeps are left out";
        let place = if cx.says("stabilisation", "") {
            cx.place("stabilisation", "")
        } else {
            cx.place("window", "zone")
        };
        cx.warn(
            place,
            "no-calendar",
            message,
            "add calendar = \"AU-NSW\", or your state's, to [stabilisation]",
        );
    }
    for day in window::days(&plan.window).chain(first.iter_days().take_while(|day| *day <= last)) {
        if let Some(doubt) = calendar.doubt(day) {
            let message = format!("{} may or may not be free: {doubt}", day.format("%a %-d %b %Y"));
            cx.warn(place(cx), "holiday-in-doubt", message, "ask whether the team works that day");
            break;
        }
    }
    free_days(cx, plan, calendar, first, last);
}

fn place(cx: &Cx<'_>) -> crate::plan::parse::cx::Span {
    let key = if cx.says("stabilisation", "calendar") { "calendar" } else { "business-days" };
    cx.place("stabilisation", key)
}

/// The days between go-live and the end of stabilisation on which nobody works need somebody on call.
fn free_days(cx: &mut Cx<'_>, plan: &Plan, calendar: Calendar, first: NaiveDate, last: NaiveDate) {
    use chrono::{Datelike, Weekday};
    let window_says = window::days(&plan.window).any(|day| window::free_day(calendar, day).is_some())
        || zone::date(plan.window.zone, plan.window.start).weekday() == Weekday::Fri;
    let is_refused = plan.stabilisation.business_days > 5;
    if cx.says("window", "weekend-on-call") || window_says || is_refused {
        return;
    }
    let free = first
        .iter_days()
        .skip(1)
        .take_while(|day| *day <= last)
        .find_map(|day| window::free_day(calendar, day));
    if let Some(what) = free {
        let message = format!(
            "stabilisation lasts until {} and takes in {what}, and nobody is named for it",
            last.format("%a %-d %b")
        );
        let help = "name who is on call over the free days: add `weekend-on-call` to [window]";
        cx.warn(cx.place("stabilisation", "business-days"), "weekend", message, help);
    }
}
