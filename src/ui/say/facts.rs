//! The facts beside the countdown: what it is made of in this phase, label and value.

use chrono::TimeDelta;

use super::{outage, time};
use crate::decide::Binding;
use crate::session::Phase;
use crate::text::duration;
use crate::ui::picture::Picture;
use crate::ui::theme::Role;
use crate::ui::widget::line::Line;

/// The facts beside the number: label and value, at most four.
pub fn all(m: &Picture<'_>) -> Vec<(String, Line)> {
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
