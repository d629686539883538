//! What is being done, in words: symbol, lateness, and the whole of it in one line.

use chrono::TimeDelta;

use super::time;
use crate::decide::Doing;
use crate::text::duration;
use crate::ui::picture::Picture;
use crate::ui::symbols;
use crate::ui::theme::{Look, Role};
use crate::ui::widget::line::Line;

/// The symbol of a step under way and its look.
pub fn mark(doing: &Doing) -> (&'static str, Look) {
    match (&doing.waiting, doing.rollback) {
        (Some(_), _) => (symbols::HOLD, Role::Attention.bold()),
        (None, true) => (symbols::BACK, Role::Back.bold()),
        (None, false) => (symbols::RUN, Role::Strong.into()),
    }
}

/// Late, waiting or on time.
pub fn lateness(doing: &Doing) -> Line {
    match doing.late {
        Some(late) if doing.very_late => Line::of(format!("! {} late", time::whole(late)), Role::Failure),
        Some(late) => Line::of(format!("! {} late", time::whole(late)), Role::Attention.bold()),
        None if doing.waiting.is_some() => Line::of("waiting", Role::Attention),
        None if doing.planned > TimeDelta::zero() => Line::of("on time", Role::Good),
        None => Line::new(),
    }
}

/// What is next and who, where that is not under way already.
pub fn next(m: &Picture<'_>, busy: bool) -> Option<(Line, Line)> {
    let next = m.outlook.next.as_ref()?;
    let who = Line::new().text(next.who.as_deref().unwrap_or_default());
    if busy {
        let already = m.outlook.doing.iter().any(|doing| next.step.as_deref() == Some(doing.step.as_str()));
        return (!already).then(|| (Line::new().dim(format!("  next {}", next.text)), Line::new()));
    }
    let line = Line::of(format!("{} ", symbols::READY), Role::Act).text(next.text.as_str());
    Some((line, who.bold()))
}

/// The one line of compact screens.
pub fn one_line(m: &Picture<'_>) -> Line {
    let doing = &m.outlook.doing;
    let Some(first) = doing.iter().max_by_key(|doing| doing.late) else {
        return next(m, false).map(|(left, _)| left).unwrap_or_else(|| Line::new().dim("nothing is due"));
    };
    let (symbol, look) = mark(first);
    let line = Line::of(format!("{symbol} {} {}", first.step, first.title), look)
        .text(format!("  {}", first.owner.as_deref().unwrap_or("nobody")))
        .text(format!("  {}", duration::short(first.elapsed)));
    let line = if first.late.is_some() || first.waiting.is_some() {
        line.text("  ").join(lateness(first))
    } else {
        line
    };
    match doing.len() {
        0 | 1 => line,
        more => line.dim(format!(" +{} more", more - 1)),
    }
}
