//! The planned outage: how much of it is used, and where it is heading.

use super::time;
use crate::text::duration;
use crate::ui::picture::Picture;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::line::Line;

/// `PLANNED OUTAGE 6m12s of 20m → 24m`; in short without where it is heading. Empty where none is on.
pub fn line(m: &Picture<'_>, short: bool) -> Line {
    let Some(outage) = &m.outlook.planned_outage else { return Line::new() };
    let role = if outage.alarm.is_some() { Role::Failure.into() } else { Role::Attention.bold() };
    let used = if short { time::whole(outage.used) } else { duration::short(outage.used) };
    let of = outage.of.map(|of| format!(" of {}", duration::minutes(of))).unwrap_or_default();
    let to = outage.heading.filter(|_| !short);
    let to = to.map(|to| format!(" {} {}", symbols::TO, time::whole(to))).unwrap_or_default();
    Line::of(format!("PLANNED OUTAGE {used}{of}{to}"), role)
}
