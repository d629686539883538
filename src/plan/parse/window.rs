//! `[window]` and `[stabilisation]`.

use chrono::{DateTime, TimeDelta};
use chrono_tz::Tz;

use super::cx::{Cx, Kind, shown};
use super::table::Table;
use crate::calendar::{Calendar, zone};
use crate::plan::types::{Risk, Stabilisation, Window};
use crate::text::{list, nearest};

const WINDOW: [&str; 7] =
    ["zone", "start", "end", "planned-outage", "decision-time", "notice-lead", "weekend-on-call"];
const STABILISATION: [&str; 5] = ["business-days", "calendar", "slo", "keep-old-until", "rollback-authority"];

/// Opens `[window]` and reads its zone, which every other local time of the plan needs.
pub(super) fn zone_of<'t>(cx: &mut Cx<'_>, root: &Table<'t>) -> (Option<Table<'t>>, Option<Tz>) {
    if !cx.need_table(root, "window", "[window]", "add [window] with zone, start and end") {
        return (None, None);
    }
    let Some(table) = cx.table(root, "window", "[window]", &WINDOW) else { return (None, None) };
    cx.remember("window", &table);
    if !cx.need(&table, "zone", "\"Australia/Sydney\"") {
        return (Some(table), None);
    }
    let Some(name) = cx.raw(&table, "zone") else { return (Some(table), None) };
    match zone::parse(&name) {
        Ok(tz) => (Some(table), Some(tz)),
        Err(why) => {
            let (message, help) =
                why.split_once(": ").unwrap_or((&why, "write an IANA name, such as \"Australia/Sydney\""));
            cx.error(table.span("zone"), "unknown-zone", message, help);
            (Some(table), None)
        }
    }
}

/// Reads `[window]`; `None` where its times cannot be judged.
pub(super) fn window(cx: &mut Cx<'_>, table: Option<&Table<'_>>, tz: Option<Tz>) -> Option<Window> {
    let table = table?;
    cx.need(table, "start", "2027-02-10T01:00:00");
    cx.need(table, "end", "2027-02-10T05:00:00");
    let (start, end) = (cx.instant(table, "start", tz), cx.instant(table, "end", tz));
    let planned_outage = cx.duration(table, "planned-outage").unwrap_or_default();
    let decision_time = cx.positive(table, "decision-time").unwrap_or(TimeDelta::minutes(10));
    let notice_lead = cx.duration(table, "notice-lead").unwrap_or(TimeDelta::minutes(5));
    let weekend_on_call = cx.name(table, "weekend-on-call", Kind::Member);
    let (start, end) = (start?, end?);
    if end <= start {
        cx.error(
            table.span("end"),
            "window-order",
            "the window ends before it starts",
            "write a later `end`, with its date",
        );
        return None;
    }
    Some(Window { zone: tz?, start, end, planned_outage, decision_time, notice_lead, weekend_on_call })
}

/// Stands in for a window that could not be read, so that reading can go on to the next problem.
pub(super) fn placeholder() -> Window {
    Window {
        zone: Tz::UTC,
        start: DateTime::UNIX_EPOCH,
        end: DateTime::UNIX_EPOCH,
        planned_outage: TimeDelta::zero(),
        decision_time: TimeDelta::minutes(10),
        notice_lead: TimeDelta::minutes(5),
        weekend_on_call: None,
    }
}

/// Reads `[stabilisation]`.
pub(super) fn stabilisation(cx: &mut Cx<'_>, root: &Table<'_>, tz: Option<Tz>, risk: Risk) -> Stabilisation {
    // Suggested by risk; 1 to 5 business days (seed: how long should the stabilisation period last).
    let suggested = match risk {
        Risk::Low => 1,
        Risk::Medium => 2,
        Risk::High => 5,
    };
    let mut read = Stabilisation {
        business_days: suggested,
        calendar: "AU".to_owned(),
        slo: 99.9,
        keep_old_until: None,
        rollback_authority: Vec::new(),
    };
    let Some(table) = cx.table(root, "stabilisation", "[stabilisation]", &STABILISATION) else { return read };
    cx.remember("stabilisation", &table);
    if let Some(days) = cx.count(&table, "business-days", 1..=20) {
        if days > 5 {
            cx.error(
                table.span("business-days"),
                "needs-roster",
                format!("{days} business days of stabilisation need an on-call roster without gaps, which this version does not read"),
                "write 1 to 5",
            );
        }
        read.business_days = days;
    }
    if let Some(name) = cx.raw(&table, "calendar") {
        read.calendar = calendar(cx, &table, name);
    }
    read.slo = cx.number(&table, "slo", 1.0..=99.999).unwrap_or(99.9);
    read.keep_old_until = cx.instant(&table, "keep-old-until", tz);
    read.rollback_authority = cx.names(&table, "rollback-authority", Kind::Role).unwrap_or_default();
    read
}

fn calendar(cx: &mut Cx<'_>, table: &Table<'_>, name: String) -> String {
    let known = Calendar::names();
    if Calendar::named(&name).is_none() {
        let help = nearest(&name, known).map_or_else(
            || format!("this version ships {}", list::and_list(&known)),
            |near| format!("did you mean \"{near}\"?"),
        );
        cx.error(
            table.span("calendar"),
            "unknown-calendar",
            format!("\"{}\" is not a known calendar", shown(&name)),
            help,
        );
    }
    name
}
