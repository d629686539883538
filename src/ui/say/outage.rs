//! The outage: how long the page is on of what was promised, where that is heading, and what the checks saw.

use chrono::TimeDelta;

use super::time;
use crate::decide::{PlannedOutage, Standing};
use crate::journal::Status;
use crate::session::Effect;
use crate::text::duration;
use crate::ui::picture::Picture;
use crate::ui::symbols;
use crate::ui::theme::{Look, Role};
use crate::ui::widget::line::Line;

/// `PLANNED OUTAGE 6m12s of 20m → 24m`, or without its first word. Empty where none is on.
pub fn header(m: &Picture<'_>, long: bool) -> Line {
    let Some(outage) = &m.outlook.planned_outage else { return Line::new() };
    let word = if long { "PLANNED OUTAGE" } else { "OUTAGE" };
    let to = outage.heading.map(|to| format!(" {} {}", symbols::TO, time::at_least(to))).unwrap_or_default();
    Line::of(format!("{word} {}{}{to}", time::used(outage.used), of(outage)), look(outage))
}

/// `PLANNED OUTAGE 6m12s of 20m`.
pub fn short(m: &Picture<'_>) -> Line {
    let Some(outage) = &m.outlook.planned_outage else { return Line::new() };
    Line::of(format!("PLANNED OUTAGE {}{}", time::used(outage.used), of(outage)), look(outage))
}

/// The longest of `outage 6m12s of 20m, heading for 24m` that has room: the numbers are never cut.
pub fn figure(m: &Picture<'_>, room: usize) -> Line {
    let Some(outage) = &m.outlook.planned_outage else { return Line::new() };
    let said = |used: String| format!("outage {used}{}", of(outage));
    let (used, minutes) = (said(time::used(outage.used)), said(time::at_least(outage.used)));
    let heading = outage.heading.map(time::at_least);
    let with = |word: &str| heading.as_ref().map(|to| format!("{used}{word}{to}"));
    let texts =
        [with(", heading for "), with(&format!(" {} ", symbols::TO)), Some(used.clone()), Some(minutes)];
    let fits = texts.into_iter().flatten().find(|text| crate::text::clean::width(text) <= room);
    let role = if outage.alarm.is_some() { Role::Failure } else { Role::Attention };
    fits.map(|text| Line::of(text, role)).unwrap_or_default()
}

fn of(outage: &PlannedOutage) -> String {
    outage.of.map(|of| format!(" of {}", limit(of))).unwrap_or_default()
}

/// A promise in whole minutes, or one that an extension made another, to the second like what is used of it.
fn limit(of: TimeDelta) -> String {
    let whole = of.num_seconds() % 60 == 0;
    if whole { duration::minutes(of) } else { time::used(of) }
}

fn look(outage: &PlannedOutage) -> Look {
    if outage.alarm.is_some() { Role::Failure.into() } else { Role::Attention.bold() }
}

/// By how much the planned outage is over what it may last; `None` where it is not.
pub fn over(m: &Picture<'_>) -> Option<TimeDelta> {
    let outage = m.outlook.planned_outage.as_ref()?;
    let over = outage.used - outage.of?;
    (over >= TimeDelta::zero()).then_some(over)
}

/// The title of what causes the planned outage.
pub fn title<'a>(m: &'a Picture<'_>) -> &'a str {
    let source = m.outlook.planned_outage.as_ref().map_or("", |outage| outage.source.as_str());
    let switch = m.plan.switch(source).map(|switch| switch.title.as_str());
    switch.or_else(|| m.plan.step(source).map(|(_, step)| step.title.as_str())).unwrap_or(source)
}

/// Whether what is wrong with the check is what an open effect causes, which lasts too long.
pub fn explains(m: &Picture<'_>, view: &crate::decide::CheckView) -> bool {
    let bad = matches!(view.standing, Standing::Real | Standing::Grace) && view.status != Status::Up;
    bad && m.is_behind_an_effect(&view.id)
}

/// For how long what takes customers' checks down was on, all of it together.
pub fn page_on(m: &Picture<'_>) -> TimeDelta {
    let takes_down = |effect: &&Effect| {
        let expect = m.session.expect_of(&m.plan, &effect.source);
        expect.is_some_and(|expect| {
            expect.checks.iter().any(|id| m.plan.check(id).is_some_and(|check| check.availability))
        })
    };
    let mut spans: Vec<_> = m
        .session
        .effects
        .iter()
        .filter(takes_down)
        .map(|effect| (m.now.since(effect.opened), m.now.since(effect.closed.unwrap_or(m.now))))
        .collect();
    // Ages: the oldest beginning first; what overlaps counts once.
    spans.sort_by_key(|(begun, _)| std::cmp::Reverse(*begun));
    let mut sum = TimeDelta::zero();
    let mut counted = TimeDelta::MAX;
    for (begun, ended) in spans {
        let begun = begun.min(counted);
        sum += (begun - ended).max(TimeDelta::zero());
        counted = counted.min(ended);
    }
    sum
}

/// `page on 37m16s of 40m promised, heading for 39m · seen down 36m17s`: the promise is kept or broken by the page, what
/// the checks saw stands beside it; where there is little room, only where it is another. Empty where nothing was down
/// and nothing was promised.
pub fn promise(m: &Picture<'_>, wide: bool) -> Line {
    let clocks = &m.outlook.clocks;
    let (seen, promised, page) =
        (clocks.outage_planned + clocks.outage_unplanned, clocks.outage_promised, page_on(m));
    let minute = TimeDelta::minutes(1);
    if page.is_zero() && seen < minute {
        return if promised.is_zero() { Line::new() } else { coming(m) };
    }
    let mut line = Line::new();
    if !page.is_zero() {
        line = against(m, line.dim("page on "), page, wide);
        if !wide && (page - seen).abs() < minute {
            return line;
        }
        return line.dim(" · seen down ").add(time::used(seen), Role::Strong);
    }
    against(m, line.dim("seen down "), seen, wide)
}

/// Nothing was down yet: what is promised, and what is expected of it.
fn coming(m: &Picture<'_>) -> Line {
    let clocks = &m.outlook.clocks;
    let line = Line::new().dim(format!("outage {} promised", duration::minutes(clocks.outage_promised)));
    if clocks.outage_projected < TimeDelta::minutes(1) {
        return line;
    }
    let look = over_promise(m, clocks.outage_projected);
    line.dim(", heading for ").add(time::at_least(clocks.outage_projected), look)
}

/// Used, of what was promised, and where it is heading while it goes on.
fn against(m: &Picture<'_>, line: Line, used: TimeDelta, wide: bool) -> Line {
    let clocks = &m.outlook.clocks;
    let line = line.add(time::used(used), over_promise(m, used));
    let promised = duration::minutes(clocks.outage_promised);
    let line = match (clocks.outage_promised.is_zero(), wide) {
        (true, true) => line.dim(", none was announced"),
        (true, false) => line,
        (false, true) => line.dim(format!(" of {promised} promised")),
        (false, false) => line.dim(format!(" of {promised}")),
    };
    let heading = m.outlook.planned_outage.as_ref().and_then(|outage| outage.heading);
    let word = if wide { ", heading for ".to_owned() } else { format!(" {} ", symbols::TO) };
    match heading {
        Some(to) => line.dim(word).add(time::at_least(to), over_promise(m, to)),
        None => line,
    }
}

fn over_promise(m: &Picture<'_>, span: TimeDelta) -> Look {
    if span > m.outlook.clocks.outage_promised { Role::Attention.bold() } else { Role::Strong.into() }
}
