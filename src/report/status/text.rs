//! The status as a few lines for people.

use chrono::{DateTime, Utc};

use crate::calendar::zone;
use crate::decide::{Binding, Outlook, Standing};
use crate::journal::{Row, Status};
use crate::plan::Plan;
use crate::session::{Phase, Session};
use crate::text::{clean, duration};

use super::Around;

/// Rows of a kind shown at most.
const SHOWN: usize = 6;

/// What a person at a shell wants to know, a line each; every line is clean.
pub fn text(plan: &Plan, session: &Session, outlook: &Outlook, around: &Around) -> String {
    let mut lines = Vec::new();
    heading(plan, session, outlook, &mut lines);
    verdict(outlook, &mut lines);
    clocks(plan, outlook, &mut lines);
    doing(outlook, &mut lines);
    super::stages::lines(plan, session, outlook, &mut lines);
    unhealthy(outlook, &mut lines);
    closing(plan, session, outlook, &mut lines);
    around_it(outlook, around, &mut lines);
    let lines: Vec<String> = lines.iter().map(|line| clean::line(line)).collect();
    lines.join("\n") + "\n"
}

fn heading(plan: &Plan, session: &Session, outlook: &Outlook, lines: &mut Vec<String>) {
    let release = &plan.release;
    let attempt = if session.attempt > 1 { format!(", attempt {}", session.attempt) } else { String::new() };
    let outcome =
        outlook.outcome.map_or_else(String::new, |outcome| format!(", {}", outcome.word().replace('-', " ")));
    let mode = match session.mode {
        crate::journal::Mode::Live => "",
        crate::journal::Mode::Rehearsal => "REHEARSAL  ",
        crate::journal::Mode::Demo => "DEMO  ",
    };
    lines.push(format!(
        "{mode}{} {} → {}{attempt}: {}{outcome}",
        release.name,
        release.version,
        release.environment,
        outlook.phase.word()
    ));
}

fn verdict(outlook: &Outlook, lines: &mut Vec<String>) {
    if let Some(verdict) = &outlook.verdict {
        let when = if verdict.changes_when.is_empty() {
            String::new()
        } else {
            format!("  ({})", verdict.changes_when)
        };
        lines.push(format!("verdict   {}{when}", verdict.recommendation.word()));
        rows("against", &verdict.against, lines);
        rows("for", &verdict.in_favour, lines);
        rows("to come", &verdict.to_come, lines);
    }
    if let Some(next) = &outlook.next {
        lines.push(format!("next      {}", next.text));
    }
}

fn rows(label: &str, rows: &[Row], lines: &mut Vec<String>) {
    for (n, row) in rows.iter().take(SHOWN).enumerate() {
        let label = if n == 0 { label } else { "" };
        lines.push(format!("{label:<10}{}", row.text));
    }
    if rows.len() > SHOWN {
        lines.push(format!("{:<10}and {} more", "", rows.len() - SHOWN));
    }
}

/// `18:00`, with its day where that is another than today's: `Thu 18:00`.
fn near(plan: &Plan, outlook: &Outlook, at: DateTime<Utc>) -> String {
    let tz = plan.window.zone;
    let clock = zone::clock_minutes(tz, at);
    if zone::date(tz, at) == zone::date(tz, outlook.now.at) {
        return clock;
    }
    format!("{} {clock}", at.with_timezone(&tz).format("%a"))
}

fn clocks(plan: &Plan, outlook: &Outlook, lines: &mut Vec<String>) {
    let clocks = &outlook.clocks;
    let at = |at| near(plan, outlook, at);
    let mut parts = vec![format!("window {}–{}", at(clocks.window_start), at(clocks.window_end))];
    parts.extend(clocks.decision_expected.map(|expected| format!("decision expected {}", at(expected))));
    parts.extend(clocks.decide_by.map(|by| format!("decide by {}", at(by))));
    parts.extend(clocks.last_safe_rollback.map(|safe| format!("last safe rollback {}", at(safe))));
    if clocks.roll_forward_only {
        parts.push("ROLL FORWARD ONLY".to_owned());
    } else if clocks.binding == Binding::Unknown {
        parts.push(format!("rollback time unknown: nothing undoes {}", clocks.cannot_undo.join(", ")));
    }
    parts.extend(clocks.restored_about.map(|back| format!("service back at about {}", at(back))));
    lines.push(format!("clocks    {}", parts.join(" · ")));
    if let Some((since, who, reason)) = &clocks.hold {
        lines.push(format!("held      by {who} since {}: {reason}", at(since.at)));
    }
    if let Some(outage) = &outlook.planned_outage {
        let of = outage.of.map_or_else(String::new, |of| format!(" of {}", duration::minutes(of)));
        let to =
            outage.heading.map_or_else(String::new, |to| format!(", heading for {}", duration::short(to)));
        let alarm = outage.alarm.as_ref().map_or_else(String::new, |alarm| format!(": {alarm}"));
        lines.push(format!("outage    planned, {}{of}{to}{alarm}", duration::short(outage.used)));
    }
    for (_, title) in &outlook.debts {
        lines.push(format!("debt      {title} is on"));
    }
}

fn doing(outlook: &Outlook, lines: &mut Vec<String>) {
    for doing in &outlook.doing {
        let owner = doing.owner.as_ref().map_or_else(String::new, |owner| format!(", {owner}"));
        let over = (!doing.planned.is_zero() && doing.elapsed > doing.planned)
            .then(|| format!(", {} over plan", duration::short(doing.elapsed - doing.planned)));
        let late = doing.late.map(|late| format!(", {} late", duration::short(late)));
        let late = late.or(over).unwrap_or_default();
        let waits = doing.waiting.as_ref().map_or_else(String::new, |why| format!("; {why}"));
        let of = if doing.planned.is_zero() {
            String::new()
        } else {
            format!(" of {}", duration::minutes(doing.planned))
        };
        let elapsed = duration::short(doing.elapsed);
        lines.push(format!("now       {} {}{owner}: {elapsed}{of}{late}{waits}", doing.step, doing.title));
    }
}

fn unhealthy(outlook: &Outlook, lines: &mut Vec<String>) {
    let ill = outlook.checks.iter().filter(|view| match view.standing {
        Standing::Real | Standing::Grace => view.status != Status::Up,
        Standing::NotAsExpected(_) | Standing::Muted { .. } | Standing::External { .. } => true,
        _ => false,
    });
    for view in ill {
        lines.push(format!("health    {}: {}", view.id, view.text));
    }
}

fn closing(plan: &Plan, session: &Session, outlook: &Outlook, lines: &mut Vec<String>) {
    if let Some((at, who)) = &session.closed {
        let day = zone::day(plan.window.zone, at.at);
        let clock = zone::clock_minutes(plan.window.zone, at.at);
        lines.push(format!("closed    {day} {clock} by {}", who.actor()));
    }
    for need in outlook.closing.iter().filter(|need| !need.met) {
        lines.push(format!("to close  {}", need.text));
    }
}

fn around_it(outlook: &Outlook, around: &Around, lines: &mut Vec<String>) {
    let conductor = around.conductor.as_ref().map_or_else(
        || "nobody conducts".to_owned(),
        |(user, pid)| format!("conducted by {user} (process {pid})"),
    );
    let age = match outlook.health_age {
        _ if outlook.phase == Phase::Closed => String::new(),
        None => "; nothing was probed yet".to_owned(),
        Some(age) => format!("; checks last heard of {} ago", duration::short(age)),
    };
    lines.push(format!("journal   {}, {} events; {conductor}{age}", around.path, around.events));
}
