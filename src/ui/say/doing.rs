//! What is being done, in words: symbol, lateness, and the whole of it in one line.

use chrono::TimeDelta;

use super::time;
use crate::decide::{Doing, NextAct};
use crate::text::duration;
use crate::ui::picture::Picture;
use crate::ui::symbols;
use crate::ui::theme::{Look, Role};
use crate::ui::widget::line::Line;

/// The symbol of a step under way and its look.
pub fn mark(doing: &Doing) -> (&'static str, Look) {
    match (&doing.waiting, doing.rollback) {
        (Some(_), _) if doing.failed => (symbols::FAIL, Role::Failure.into()),
        (Some(_), _) => (symbols::HOLD, Role::Attention.bold()),
        (None, true) => (symbols::BACK, Role::Back.bold()),
        (None, false) => (symbols::RUN, Role::Strong.into()),
    }
}

/// Late, failed, waiting, over its plan or on time.
pub fn lateness(doing: &Doing) -> Line {
    let over = doing.elapsed - doing.planned;
    match doing.late {
        Some(late) if doing.very_late => Line::of(format!("! {} late", time::whole(late)), Role::Failure),
        Some(late) => Line::of(format!("! {} late", time::whole(late)), Role::Attention.bold()),
        None if doing.failed => Line::of("failed", Role::Failure),
        None if doing.waiting.is_some() => Line::of("waiting", Role::Attention),
        None if doing.planned > TimeDelta::zero() && over >= TimeDelta::seconds(1) => {
            Line::new().dim(format!("{} over plan", duration::short(over)))
        }
        None if doing.planned > TimeDelta::zero() => Line::of("on time", Role::Good),
        None => Line::new(),
    }
}

/// What is next and who, where that is not under way already.
pub fn next(m: &Picture<'_>, busy: bool) -> Option<(Line, Line)> {
    let next = m.outlook.next.as_ref()?;
    if next.act == NextAct::Poll {
        return Some((poll(m), Line::new()));
    }
    let who = next.who.as_deref().filter(|who| !next.text.contains(*who)).unwrap_or_default();
    let who = Line::new().text(who);
    if busy {
        let already = m.outlook.doing.iter().any(|doing| next.step.as_deref() == Some(doing.step.as_str()));
        return (!already).then(|| (Line::new().dim(format!("  {}", next.text)), Line::new()));
    }
    let line = Line::of(format!("{} ", symbols::READY), Role::Act).text(next.text.as_str());
    Some((line, who.bold()))
}

/// `poll: 3 of 4 to answer`: those whose answer counts and is missing, stale or tied to an open condition.
fn poll(m: &Picture<'_>) -> Line {
    let asked = m.outlook.stations.iter().filter(|station| station.required || station.answer.is_some());
    let (open, all) = asked.fold((0, 0), |(open, all), station| {
        let holds = station.fresh && station.answer.is_some() && station.open_condition.is_none();
        (open + usize::from(!holds), all + 1)
    });
    Line::of(format!("{} ", symbols::READY), Role::Act).text(format!("poll: {open} of {all} to answer"))
}

/// All of it in one line of at most `room` cells: the step that is latest, and how many more there are. The title gives
/// way, never the lateness.
pub fn one_line(m: &Picture<'_>, room: usize) -> Line {
    let doing = &m.outlook.doing;
    let Some(first) = doing.iter().max_by_key(|doing| doing.late) else {
        return next(m, false).map_or_else(|| Line::new().dim("nothing is due"), |(left, _)| left).fit(room);
    };
    let (symbol, look) = mark(first);
    let lead = Line::of(format!("{symbol} {} ", first.step), look);
    let mut tail = Line::new().text(format!("  {}", first.owner.as_deref().unwrap_or("nobody")));
    if first.late.is_some() || first.waiting.is_some() {
        tail = tail.text("  ").join(lateness(first));
    } else {
        tail = tail.text(format!("  {}", duration::short(first.elapsed)));
    }
    if doing.len() > 1 {
        tail = tail.dim(format!(" +{} more", doing.len() - 1));
    }
    let left = room.saturating_sub(lead.width() + tail.width());
    let time = format!("  {}", duration::short(first.elapsed));
    let title = Line::of(first.title.as_str(), look);
    if first.late.is_some() && title.width() + time.len() <= left {
        let owner = Line::new().text(format!("  {}{time}", first.owner.as_deref().unwrap_or("nobody")));
        return lead.join(title).join(owner).text("  ").join(lateness(first));
    }
    lead.join(title.fit(left)).join(tail)
}
