//! The verdict in words: its symbol and role, what it is about, what kind of thing each reason is.

use crate::journal::{About, DecisionKind, Recommendation, Row, Verdict};
use crate::session::Outcome;
use crate::ui::picture::Picture;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::line::Line;

use super::time;
use crate::text::clean;

/// The word on the screen, its symbol and its role.
pub fn word(recommendation: Recommendation) -> (&'static str, &'static str, Role) {
    match recommendation {
        Recommendation::Ready => ("READY", symbols::DONE, Role::Good),
        Recommendation::NotYet => ("NOT YET", symbols::READY, Role::Attention),
        Recommendation::Proceed => ("PROCEED", symbols::RUN, Role::Good),
        Recommendation::Hold => ("HOLD", symbols::HOLD, Role::Attention),
        Recommendation::Go => ("GO", symbols::DONE, Role::Good),
        Recommendation::Rollback | Recommendation::Restoring => ("ROLLBACK", symbols::BACK, Role::Failure),
        Recommendation::Restored => ("RESTORED", symbols::DONE, Role::Good),
        Recommendation::Failed => ("FAILED", symbols::FAIL, Role::Failure),
        Recommendation::Watch => ("WATCH", symbols::LATE, Role::Attention),
        Recommendation::Steady => ("STEADY", symbols::DONE, Role::Good),
    }
}

/// How the go-live ended, as a word, its symbol and its role.
pub fn outcome(outcome: Option<Outcome>) -> (&'static str, &'static str, Role) {
    match outcome {
        Some(Outcome::Success) => ("SUCCESS", symbols::DONE, Role::Good),
        Some(Outcome::FixedForward) => ("FIXED", symbols::DONE, Role::Good),
        Some(Outcome::RolledBack) => ("ROLLED BACK", symbols::BACK, Role::Back),
        Some(Outcome::RollbackFailed) => ("ROLLBACK FAILED", symbols::FAIL, Role::Failure),
        Some(Outcome::Aborted) => ("ABORTED", symbols::SKIPPED, Role::Attention),
        Some(Outcome::Partial) => ("PARTIAL", symbols::LATE, Role::Attention),
        None => ("CLOSED", symbols::SKIPPED, Role::Text),
    }
}

/// The word shown now, by verdict or outcome.
pub fn shown(m: &Picture<'_>) -> (&'static str, &'static str, Role) {
    match &m.outlook.verdict {
        Some(verdict) => word(verdict.recommendation),
        None => outcome(m.outlook.outcome),
    }
}

/// What is drawn of the word in big letters: an outcome in two words would be wider than the rail.
pub fn drawn(word: &'static str) -> &'static str {
    match word {
        "ROLLED BACK" => "ROLLBACK",
        "ROLLBACK FAILED" => "FAILED",
        other => other,
    }
}

/// The strongest reason in at most `room` cells, and how many more there are. A hold is the reason why nothing goes on,
/// but not why something must be done at once.
pub fn reason(m: &Picture<'_>, room: usize) -> Line {
    let verdict = m.outlook.verdict.as_ref();
    match (&m.outlook.clocks.hold, verdict) {
        (Some((_, who, _)), Some(verdict)) if acts(verdict) => acting_held(verdict, who, room),
        (Some((since, who, why)), _) => {
            let line = Line::of(format!("HELD by {who}  "), Role::Attention.bold()).text(why.as_str());
            let since = Line::new().dim(format!("  since {}", time::clock(m, since.at)));
            if line.width() + since.width() <= room { line.join(since) } else { line.fit(room) }
        }
        (None, Some(verdict)) if verdict.recommendation != Recommendation::Restoring => {
            strongest(verdict, room)
        }
        (None, _) => decided(m),
    }
}

/// Whether it recommends to act: to roll back, or to give up on a rollback.
fn acts(verdict: &Verdict) -> bool {
    matches!(verdict.recommendation, Recommendation::Rollback | Recommendation::Failed)
}

/// Why something must be done at once, and behind it, where there is room, that all is held.
fn acting_held(verdict: &Verdict, who: &str, room: usize) -> Line {
    let first = verdict.against.first().map_or("", |row| headline(&row.text));
    let left = |mark: &str| room.saturating_sub(clean::width(mark));
    let marks = [format!("  HELD by {who}"), "  HELD".to_owned()];
    let Some(mark) = marks.into_iter().find(|mark| clean::width(first) <= left(mark)) else {
        return strongest(verdict, room);
    };
    let whole = strongest(verdict, left(&mark));
    let cut = !whole.plain().starts_with(first);
    let reason = if cut { Line::new().text(first) } else { whole };
    reason.add(mark, Role::Attention.bold())
}

fn strongest(verdict: &Verdict, room: usize) -> Line {
    let Some(first) = verdict.against.first().map(|row| row.text.as_str()) else {
        return favour(verdict, room);
    };
    let more = verdict.against.len() - 1;
    let more = if more == 0 { Line::new() } else { Line::new().dim(format!(" +{more} more")) };
    let text = if clean::width(first) + more.width() <= room { first } else { headline(first) };
    Line::new().text(text).fit(room.saturating_sub(more.width())).join(more)
}

/// The facts in favour, as many as have room, one at least.
fn favour(verdict: &Verdict, room: usize) -> Line {
    let mut facts = verdict.in_favour.iter().map(|row| row.text.as_str());
    let mut text = facts.next().unwrap_or_default().to_owned();
    for fact in facts.take_while(|fact| clean::width(fact) < room) {
        if clean::width(&text) + clean::width(fact) + 2 > room {
            break;
        }
        text = format!("{text}, {fact}");
    }
    Line::new().text(text).fit(room)
}

/// A sentence without its arithmetic: what stands before the colon.
pub fn headline(text: &str) -> &str {
    text.split_once(": ").map_or(text, |(head, _)| head)
}

/// The newest decision: when, by whom, along with the verdict or not. Nothing recommends to give up.
fn decided(m: &Picture<'_>) -> Line {
    let Some(decision) = m.session.decisions.last() else { return Line::new() };
    let with = match decision.kind {
        DecisionKind::Abort => "",
        _ if decision.against => ", against the verdict",
        _ => ", as recommended",
    };
    let made = format!("{} by {}", time::near(m, decision.at.at), decision.who.actor());
    Line::new().text(made).dim(with)
}

/// Whether a decision of this name is what the console recommends.
pub fn recommends(m: &Picture<'_>, decision: &str) -> bool {
    let recommendation = m.outlook.verdict.as_ref().map(|verdict| verdict.recommendation);
    matches!(
        (recommendation, decision),
        (Some(Recommendation::Ready), "START")
            | (Some(Recommendation::Go), "GO")
            | (Some(Recommendation::Rollback), "ROLLBACK")
            | (Some(Recommendation::Hold), "HOLD")
            | (None, "close")
    )
}

/// The headings over the reasons against and for.
pub fn headings(about: About, recommendation: Recommendation) -> (&'static str, &'static str) {
    match (about, recommendation) {
        (_, Recommendation::Rollback) => ("Why", "For going on"),
        (About::Start, _) => ("Against starting", "For starting"),
        (About::Continue, _) => ("Against going on", "For going on"),
        (About::GoLive, _) => ("Against going live", "For going live"),
        (About::Restore, _) => ("Not restored yet", "Speaks for it"),
        (About::Stay, _) => ("Against staying", "For staying"),
    }
}

/// The symbol of a reason against, and its role.
pub fn against(row: &Row) -> (&'static str, Role) {
    match row.rule.as_str() {
        "trigger-met" | "validation-failed" | "must-fail-passed" | "check-down" | "step-failed"
        | "station-no-go" | "version-not-live" => (symbols::FAIL, Role::Failure),
        "check-unjudged" | "check-unknown" | "unobserved" => (symbols::UNJUDGED, Role::Attention),
        "step-open" | "not-steady" | "station-conditions" => (symbols::READY, Role::Attention),
        "station-silent" => (symbols::LATER, Role::Attention),
        "station-stale" | "evidence-stale" => (symbols::STALE, Role::Attention),
        _ => (symbols::LATE, Role::Attention),
    }
}

/// What kind of thing a reason concerns, for the right edge.
pub fn kind(m: &Picture<'_>, row: &Row) -> String {
    let rule = row.rule.as_str();
    if rule == "trigger-met" {
        return "trigger".to_owned();
    }
    if let Some(check) = m.plan.check(&row.subject) {
        let weight = match (check.critical, check.weight) {
            (true, _) => "critical check",
            (false, crate::plan::Weight::Deciding) => "check",
            (false, crate::plan::Weight::Advisory | crate::plan::Weight::Muted) => "advisory",
        };
        return weight.to_owned();
    }
    if let Some((_, step)) = m.session.find_step(&m.plan, &row.subject) {
        return match (rule, m.session.step(&step.id).word()) {
            ("validation-failed", _) => "validation".to_owned(),
            (_, "pending") => "not started".to_owned(),
            (_, word) => word.to_owned(),
        };
    }
    match rule {
        "station-no-go" | "station-silent" | "station-stale" | "station-conditions" => "poll".to_owned(),
        "gate-unmet" => "gate".to_owned(),
        "past-last-safe-rollback" => "time".to_owned(),
        "unobserved" => "polling".to_owned(),
        _ => String::new(),
    }
}
