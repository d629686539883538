//! The countdown in words: what it counts to in this phase, how long, how near; and the facts beside it.

use chrono::{DateTime, TimeDelta, Utc};

use super::{outage, time};
use crate::decide::{Binding, Urgency};
use crate::session::Phase;
use crate::text::duration;
use crate::ui::picture::Picture;
use crate::ui::theme::Role;
use crate::ui::widget::line::Line;

/// What the big number says.
#[derive(Debug, Clone, PartialEq)]
pub struct Countdown {
    /// What it means, over the number.
    pub label: &'static str,
    /// What it means, in a line with other things.
    pub short: &'static str,
    /// The number; empty where there is none.
    pub value: String,
    /// What a line says in the number's place, where that is more: "2 business days".
    pub words: Option<String>,
    /// What is said in its place, or after it: "unknown", "to 04:05".
    pub after: Line,
    /// Its colour.
    pub role: Role,
    /// Used share of the window, for the meter; `None` where it means nothing.
    pub used: Option<f64>,
}

/// The countdown of this moment.
pub fn countdown(m: &Picture<'_>) -> Countdown {
    match m.outlook.phase {
        Phase::RollingBack => restoring(m),
        Phase::Stabilising => stabilising(m),
        Phase::Closing | Phase::Closed => closing(m),
        Phase::Preparing | Phase::Deploying | Phase::Deciding => fitting(m),
    }
}

fn fitting(m: &Picture<'_>) -> Countdown {
    let clocks = &m.outlook.clocks;
    let role = match clocks.urgency {
        Urgency::Calm => Role::Strong,
        Urgency::Amber => Role::Attention,
        Urgency::Red => Role::Failure,
    };
    let used = Some(share(clocks.window_start, clocks.window_end, m.now.at));
    let base =
        Countdown { label: "", short: "", value: String::new(), words: None, after: Line::new(), role, used };
    if clocks.roll_forward_only {
        let value = time::countdown(clocks.window_end - m.now.at);
        let after = Line::new().dim("to ").strong(time::near(m, clocks.window_end));
        return Countdown {
            label: "Roll forward only, window left",
            short: "forward only",
            value,
            after,
            ..base
        };
    }
    let Some(last) = clocks.last_safe_rollback else {
        let after = Line::of("unknown", Role::Attention);
        return Countdown {
            label: "Rolling back takes an unknown time",
            short: "rollback time",
            after,
            ..base
        };
    };
    let to = |word: &'static str| Line::new().dim(word).add(time::near(m, last), Role::Back.bold());
    if last < m.now.at {
        let value = format!("-{}", time::countdown(m.now.at - last));
        let label = "Rolling back no longer fits, passed by";
        return Countdown {
            label,
            short: "past last safe",
            value,
            after: to("since "),
            role: Role::Failure,
            ..base
        };
    }
    let label = match m.outlook.phase {
        Phase::Preparing => "Rolling back will fit for",
        _ => "Rolling back still fits for",
    };
    let value = time::countdown(last - m.now.at);
    Countdown { label, short: "rollback fits", value, after: to("to "), ..base }
}

fn restoring(m: &Picture<'_>) -> Countdown {
    let label = "Service back in, about";
    let base = Countdown {
        label,
        short: "back in",
        value: String::new(),
        words: None,
        after: Line::new(),
        role: Role::Back,
        used: None,
    };
    let Some(back) = m.outlook.clocks.restored_about else {
        return Countdown { after: Line::of("unknown", Role::Attention), ..base };
    };
    let begun = m.session.decision(crate::journal::DecisionKind::Rollback).map(|decision| decision.at.at);
    Countdown {
        value: time::countdown(back - m.now.at),
        after: Line::new().dim("about ").add(time::near(m, back), Role::Back.bold()),
        used: begun.map(|begun| share(begun, back, m.now.at)),
        ..base
    }
}

/// Business days that are not over; on the last one the hours until it ends.
fn stabilising(m: &Picture<'_>) -> Countdown {
    let end = m.outlook.clocks.stabilisation_end;
    let begun = m.session.decision(crate::journal::DecisionKind::Go).map(|decision| decision.at.at);
    let days = begun.zip(end).map_or(0, |(begun, end)| time::business_days_left(m, begun, end));
    let last = end.is_none_or(|end| days == 0 || time::is_today(m, end));
    let left = end.map(|end| end - m.now.at).unwrap_or_default();
    let word = if days == 1 { "business day" } else { "business days" };
    Countdown {
        label: if last { "Stabilisation left" } else { "Business days of stabilisation left" },
        short: "stabilisation",
        value: if last { time::countdown(left) } else { format!("{days}d") },
        words: (!last).then(|| format!("{days} {word}")),
        after: end.map(|end| Line::new().dim("to ").strong(time::near(m, end))).unwrap_or_default(),
        role: Role::Strong,
        used: begun.zip(end).map(|(begun, end)| share(begun, end, m.now.at)),
    }
}

fn closing(m: &Picture<'_>) -> Countdown {
    let unmet = m.outlook.closing.iter().filter(|need| !need.met).count();
    let base = Countdown {
        label: "Closed",
        short: "closed",
        value: String::new(),
        words: None,
        after: Line::new(),
        role: Role::Strong,
        used: None,
    };
    match &m.session.closed {
        Some((at, who)) => {
            let after = Line::new().strong(time::near(m, at.at)).dim(" by ").text(who.actor());
            Countdown { after, ..base }
        }
        None if unmet == 0 => Countdown {
            label: "Nothing is missing",
            short: "to close",
            after: Line::of("can be closed", Role::Good),
            ..base
        },
        None => Countdown {
            label: "Still needed to close",
            short: "to close",
            value: unmet.to_string(),
            after: Line::new().dim(format!("of {} still needed", m.outlook.closing.len())),
            role: Role::Attention,
            ..base
        },
    }
}

#[expect(clippy::cast_precision_loss, reason = "a share of a night in milliseconds is far below 2^52")]
fn share(from: DateTime<Utc>, to: DateTime<Utc>, now: DateTime<Utc>) -> f64 {
    let whole = (to - from).num_milliseconds().max(1) as f64;
    ((now - from).num_milliseconds() as f64 / whole).clamp(0.0, 1.0)
}

/// The facts beside the number: label and value, at most four.
pub fn facts(m: &Picture<'_>) -> Vec<(String, Line)> {
    match m.outlook.phase {
        Phase::RollingBack => restoring_facts(m),
        Phase::Stabilising => stabilising_facts(m),
        Phase::Closing | Phase::Closed => closing_facts(m),
        Phase::Preparing | Phase::Deploying | Phase::Deciding if m.outlook.clocks.roll_forward_only => {
            forward_facts(m)
        }
        Phase::Preparing => preparing_facts(m),
        Phase::Deploying | Phase::Deciding => deploying_facts(m),
    }
}

fn fact(label: &str, value: Line) -> (String, Line) {
    (label.to_owned(), value)
}

fn last_safe(m: &Picture<'_>) -> Option<(String, Line)> {
    let at = m.outlook.clocks.last_safe_rollback?;
    let label = match &m.outlook.clocks.binding {
        Binding::Window | Binding::Unknown => "last safe".to_owned(),
        Binding::Irreversible(step) => format!("before {step}"),
        Binding::Reopening => "re-opening".to_owned(),
        Binding::KeepOldUntil => "old version".to_owned(),
    };
    Some((label, Line::of(time::near(m, at), Role::Back.bold())))
}

fn undo_so_far(m: &Picture<'_>) -> (String, Line) {
    let value = match m.outlook.clocks.undo_so_far {
        Some(span) if span.is_zero() => Line::new().text("0m"),
        Some(span) => Line::new().text(format!("~{}", time::whole(span))),
        None => Line::of("unknown", Role::Attention),
    };
    fact("undo so far", value)
}

fn preparing_facts(m: &Picture<'_>) -> Vec<(String, Line)> {
    let whole =
        m.outlook.clocks.rollback_time.map(|span| Line::new().strong(format!("~{}", time::whole(span))));
    last_safe(m).into_iter().chain(whole.map(|line| fact("undo all", line))).chain([undo_so_far(m)]).collect()
}

fn deploying_facts(m: &Picture<'_>) -> Vec<(String, Line)> {
    let clocks = &m.outlook.clocks;
    let mut facts: Vec<_> = last_safe(m).into_iter().collect();
    if let Some(by) = clocks.decide_by {
        facts.push(fact("decide by", Line::new().strong(time::near(m, by))));
    }
    match clocks.decision_expected {
        Some(_) if m.outlook.phase == Phase::Deciding => facts.push(fact("deciding now", Line::new())),
        Some(at) => facts.push(fact("expected", Line::new().strong(time::near(m, at)))),
        None => {}
    }
    match (clocks.decide_by, clocks.decision_expected) {
        (Some(by), Some(at)) => facts.push(to_spare(by - at.max(m.now.at))),
        _ => facts.push(undo_so_far(m)),
    }
    facts
}

fn to_spare(span: TimeDelta) -> (String, Line) {
    if span < TimeDelta::zero() {
        return fact("short by", Line::of(time::whole(-span), Role::Failure));
    }
    fact("to spare", Line::of(time::whole(span), Role::Good))
}

fn forward_facts(m: &Picture<'_>) -> Vec<(String, Line)> {
    let clocks = &m.outlook.clocks;
    let mut facts = vec![fact("window ends", Line::new().strong(time::near(m, clocks.window_end)))];
    if let Some(end) = m.outlook.forecast.end {
        facts.push(fact("ends about", Line::new().strong(time::near(m, end))));
        facts.push(to_spare(clocks.window_end - end));
    }
    facts.push(undo_so_far(m));
    facts
}

fn restoring_facts(m: &Picture<'_>) -> Vec<(String, Line)> {
    let clocks = &m.outlook.clocks;
    let mut facts = Vec::new();
    if let Some(back) = clocks.restored_about {
        facts.push(fact("restored about", Line::of(time::near(m, back), Role::Back.bold())));
    }
    facts.push(fact("window ends", Line::new().strong(time::near(m, clocks.window_end))));
    if let Some(span) = clocks.undo_so_far {
        facts.push(fact("in all", Line::new().text(format!("~{}", time::whole(span)))));
    }
    if let Some(back) = clocks.restored_about {
        facts.push(to_spare(clocks.window_end - back));
    }
    facts
}

fn stabilising_facts(m: &Picture<'_>) -> Vec<(String, Line)> {
    let clocks = &m.outlook.clocks;
    let mut facts = Vec::new();
    if let Some(end) = clocks.stabilisation_end {
        facts.push(fact("ends", Line::new().strong(time::near(m, end))));
    }
    if let Some(span) = clocks.undo_so_far {
        facts.push(fact("way back", Line::of(format!("~{}", time::whole(span)), Role::Back)));
    }
    if let Some(until) = clocks.keep_old_until {
        facts.push(if until <= m.now.at {
            fact("old gone", Line::of(time::near(m, until), Role::Attention))
        } else {
            fact("old until", Line::new().text(time::near(m, until)))
        });
    }
    facts
}

fn closing_facts(m: &Picture<'_>) -> Vec<(String, Line)> {
    let clocks = &m.outlook.clocks;
    let (seen, page) = (clocks.outage_planned + clocks.outage_unplanned, outage::page_on(m));
    let mut facts = vec![fact("seen down", Line::new().text(time::used(seen)))];
    if !page.is_zero() {
        let promised = clocks.outage_promised;
        let role = if page > promised && !promised.is_zero() { Role::Attention } else { Role::Text };
        let of =
            if promised.is_zero() { String::new() } else { format!(" of {}", duration::minutes(promised)) };
        facts.push(fact("page on", Line::of(time::used(page), role).dim(of)));
    }
    if clocks.held >= TimeDelta::minutes(1) {
        facts.push(fact("on hold", Line::new().text(time::whole(clocks.held))));
    }
    if m.session.attempt > 1 {
        facts.push(fact("attempt", Line::new().text(m.session.attempt.to_string())));
    }
    facts
}
