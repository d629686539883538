//! The timeline's axis: what it spans, its ticks, and which labels have room over it.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use super::time;
use crate::calendar::zone;
use crate::journal::DecisionKind;
use crate::ui::picture::Picture;
use crate::ui::theme::Role;
use crate::ui::widget::gantt::{Axis, Label};
use crate::ui::widget::pen::cells;

/// The window with some air, and now where it is near; after a late rollback, that rollback.
pub fn axis(m: &Picture<'_>, width: u16) -> Axis {
    let wide = width >= 100;
    let (label, right) = if wide { (23, 20) } else { (19, 15) };
    let (before, after) = if wide { (10, 20) } else { (5, 8) };
    let clocks = &m.outlook.clocks;
    let late = clocks.window_end + TimeDelta::hours(2) < m.now.at;
    let begun = m.session.decision(DecisionKind::Rollback).map(|decision| decision.at.at);
    let (from, to) = match begun.filter(|_| late) {
        Some(begun) => (begun, clocks.restored_about.unwrap_or(m.now.at).max(m.now.at)),
        None => span(m),
    };
    Axis {
        from: from - TimeDelta::minutes(before),
        to: to + TimeDelta::minutes(after),
        x: label,
        width: width.saturating_sub(label + right),
    }
}

/// The window, and now where it is near enough to be shown with it.
fn span(m: &Picture<'_>) -> (DateTime<Utc>, DateTime<Utc>) {
    let clocks = &m.outlook.clocks;
    let near = TimeDelta::hours(2);
    let first = m.session.created.at.max(clocks.window_start - near).min(clocks.window_start);
    let from = if first - near < m.now.at { first } else { clocks.window_start };
    let to = if m.now.at <= clocks.window_end + near {
        clocks.window_end.max(m.now.at)
    } else {
        clocks.window_end
    };
    (from, to)
}

/// Now and last safe win; "last safe" becomes "safe", then nothing, where both collide; ticks that touch are left out.
pub fn labels(
    axis: Axis,
    now: Option<Label>,
    safe: Option<(u16, String)>,
    ticks: Vec<(u16, String)>,
) -> Vec<Label> {
    let mut labels: Vec<Label> = now.into_iter().collect();
    if let Some((x, clock)) = safe {
        let words = if axis.width >= 60 { ["last safe ", "safe "] } else { ["safe ", "safe "] };
        let label = words
            .iter()
            .map(|word| Label::centred(axis, x, format!("{word}{clock}"), Role::Back))
            .find(|label| labels.iter().all(|other| !other.touches(label)));
        labels.extend(label);
    }
    for (x, text) in ticks {
        let label = Label { x, text, role: Role::Secondary };
        let fits = label.x + cells(label.text.len()) <= axis.x + axis.width + 4;
        if fits && labels.iter().all(|other| !other.touches(&label)) {
            labels.push(label);
        }
    }
    labels
}

/// Full and half hours of the zone, as far apart as the columns allow; the window's end is always among them.
pub fn ticks(m: &Picture<'_>, axis: Axis) -> Vec<(u16, String)> {
    let tz = m.plan.window.zone;
    let step = [30, 60, 120, 240, 480, 1440].into_iter().map(TimeDelta::minutes);
    let step = step.into_iter().find(|step| axis.columns_of(*step) >= 7).unwrap_or(TimeDelta::days(7));
    let midnight = zone::first_reading(tz, zone::date(tz, axis.from).and_time(NaiveTime::MIN));
    let mut ticks: Vec<_> = (0..2_000)
        .map_while(|n| step.checked_mul(n).and_then(|span| midnight.checked_add_signed(span)))
        .skip_while(|at| *at < axis.from)
        .take_while(|at| *at <= axis.to)
        .filter_map(|at| axis.column(at).map(|x| (x, time::clock(m, at))))
        .collect();
    let end = m.outlook.clocks.window_end;
    if let Some(x) = axis.column(end) {
        ticks.insert(0, (x, time::clock(m, end)));
    }
    ticks
}
