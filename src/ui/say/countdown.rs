//! The countdown in words: what it counts to in this phase, how long, how near.

use chrono::{DateTime, Utc};

use super::time;
use crate::decide::Urgency;
use crate::session::Phase;
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
