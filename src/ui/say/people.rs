//! Who is here, whether all is saved, whether what is shown is live.

use chrono::TimeDelta;

use crate::health;
use crate::plan::Check;
use crate::ui::model::{Conducting, Saved};
use crate::ui::picture::Picture;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::line::Line;

/// `mia (you) · sam · lee`.
pub fn names(m: &Picture<'_>) -> Line {
    let Some((me, others)) = m.people.split_first() else { return Line::new().dim("reading only") };
    let mut line = Line::of(me.as_str(), Role::Act).text(" (you)");
    let shown = if others.len() > 4 { 3 } else { others.len() };
    for other in others.iter().take(shown) {
        line = line.dim(" · ").text(other.as_str());
    }
    if others.len() > shown { line.dim(format!(" +{}", others.len() - shown)) } else { line }
}

/// `3 here`.
pub fn count(m: &Picture<'_>) -> Line {
    Line::new().text(format!("{} here", m.people.len()))
}

/// `✓ saved #214`, `! not saved 4s`.
pub fn saved(m: &Picture<'_>) -> Line {
    match &m.saved {
        Saved::Saved { seq } => Line::of(symbols::DONE, Role::Good).text(format!(" saved #{seq}")),
        Saved::Saving { since, seq } => {
            let span = m.now.since(*since);
            if span < TimeDelta::seconds(2) {
                return Line::of(symbols::STALE, Role::Secondary).text(format!(" saving #{}", seq + 1));
            }
            Line::of(format!("{} saving for {}s", symbols::LATE, span.num_seconds()), Role::Attention)
        }
        Saved::NotSaved { since, .. } => {
            let span = m.now.since(*since);
            let look =
                if span > TimeDelta::seconds(10) { Role::Attention.chip() } else { Role::Attention.bold() };
            Line::of(format!("{} not saved {}s", symbols::LATE, span.num_seconds()), look)
        }
    }
}

/// The shortest interval at which anything is probed now.
pub fn shortest_interval(m: &Picture<'_>) -> Option<TimeDelta> {
    m.plan.checks.iter().filter(|check| check.is_polled()).map(|check| m.tempo.interval(check)).min()
}

/// Age of the newest probe: this console's own, else the journal's newest window.
pub fn age(m: &Picture<'_>) -> Option<TimeDelta> {
    let newest =
        m.live.values().filter_map(|live| live.last.as_ref()).map(|sample| m.now.since(sample.at)).min();
    newest.or(m.outlook.health_age)
}

/// `● live, probe 3 s ago`, `● live 3s`, `! stale 14s`, `○ looking on`, `! nobody polls`.
pub fn live(m: &Picture<'_>, long: bool) -> Line {
    match &m.conducting {
        Conducting::Me => polled(m, long),
        Conducting::Other { who } if long => polled(m, false).dim(format!(", {who} conducts")),
        Conducting::Other { .. } => polled(m, false),
        Conducting::Nobody { .. } => {
            Line::of(format!("{} nobody polls", symbols::LATE), Role::Attention.bold())
        }
        Conducting::LookingOn { why } if long => {
            Line::of(format!("{} looking on", symbols::READY), Role::Text).dim(format!(", {why}"))
        }
        Conducting::LookingOn { .. } => Line::new().text(format!("{} looking on", symbols::READY)),
    }
}

fn polled(m: &Picture<'_>, long: bool) -> Line {
    let Some(age) = age(m) else {
        let word = if m.plan.checks.iter().any(Check::is_polled) { " no probe yet" } else { " live" };
        return Line::of(symbols::READY, Role::Text).text(word);
    };
    let limit = health::stale_after(shortest_interval(m).unwrap_or(TimeDelta::seconds(10)));
    let seconds = age.num_seconds();
    if age > limit + TimeDelta::seconds(1) {
        return Line::of(format!("{} stale {seconds}s", symbols::LATE), Role::Attention.bold());
    }
    let word = if long { format!(" live, probe {seconds} s ago") } else { format!(" live {seconds}s") };
    Line::of(symbols::LIVE, Role::Good).text(word)
}
