//! Reads `expect.toml` and compares a moment with it. Only what a moment names is compared.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, Utc};
use golive::decide::Outlook;
use golive::journal::{Row, Verdict};
use golive::plan::Plan;
use golive::session::Session;
use golive::text::duration;
use serde::Deserialize;

/// `expect.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Expected {
    /// What the night shows, in a sentence.
    #[expect(dead_code, reason = "for people")]
    about: String,
    /// `tests/sessions/plans/NAME.toml`; absent = `plan.toml` in the folder.
    pub plan: Option<String>,
    /// Number of the attempt.
    pub attempt: Option<u32>,
    /// The moments compared.
    #[serde(default)]
    pub at: Vec<Moment>,
}

/// `[[at]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Moment {
    /// After everything up to and with this time.
    pub time: String,
    phase: Option<String>,
    /// A word, or `none`.
    outcome: Option<String>,
    /// Id of the stage in focus, or `none`.
    stage: Option<String>,
    steps: Option<BTreeMap<String, String>>,
    fits: Option<BTreeMap<String, String>>,
    /// The word for scripts, or `none`.
    verdict: Option<String>,
    /// Exactly these, strongest first: `rule` or `rule:subject`.
    against: Option<Vec<String>>,
    against_has: Option<Vec<String>>,
    against_lacks: Option<Vec<String>>,
    for_has: Option<Vec<String>>,
    for_lacks: Option<Vec<String>>,
    to_come: Option<Vec<String>>,
    to_come_has: Option<Vec<String>>,
    to_come_lacks: Option<Vec<String>>,
    /// Part of the sentence.
    changes_when: Option<String>,
    /// Part of the sentence of a row: `rule:subject` → part.
    says: Option<BTreeMap<String, String>>,
    next: Option<String>,
    next_who: Option<String>,
    /// Status of checks.
    checks: Option<BTreeMap<String, String>>,
    /// The countdowns, local, or `none`.
    decide_by: Option<String>,
    last_safe_rollback: Option<String>,
    forecast_end: Option<String>,
    decision_expected: Option<String>,
    window_end: Option<String>,
    stabilisation_end: Option<String>,
    binding: Option<String>,
    /// Durations as people read them, or `unknown`.
    rollback_time: Option<String>,
    undo_so_far: Option<String>,
    held: Option<String>,
    outage_planned: Option<String>,
    outage_unplanned: Option<String>,
    /// `asked`, or the answer, with `stale` or `condition` behind it.
    stations: Option<BTreeMap<String, String>>,
    /// `off`, `armed`, `met`.
    triggers: Option<BTreeMap<String, String>>,
    /// `on` or `off`.
    switches: Option<BTreeMap<String, String>>,
    /// Part of each unmet condition for closing, in order.
    closing_unmet: Option<Vec<String>>,
    /// `start zoe`, `go zoe against witness=lee`, in order.
    decisions: Option<Vec<String>>,
    unobserved: Option<bool>,
}

pub fn read(folder: &Path) -> Expected {
    let path = folder.join("expect.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Collects what differs.
struct Differences(Vec<String>);

impl Differences {
    fn same(&mut self, what: &str, wanted: Option<&String>, is: impl Into<String>) {
        let is = is.into();
        if let Some(wanted) = wanted.filter(|wanted| **wanted != is) {
            self.0.push(format!("{what} is {is}, wanted {wanted}"));
        }
    }

    fn part(&mut self, what: &str, wanted: Option<&String>, is: &str) {
        if let Some(wanted) = wanted.filter(|wanted| !is.contains(*wanted)) {
            self.0.push(format!("{what} is “{is}”, wanted “{wanted}” in it"));
        }
    }

    fn each(&mut self, what: &str, wanted: Option<&BTreeMap<String, String>>, is: impl Fn(&str) -> String) {
        for (id, wanted) in wanted.into_iter().flatten() {
            self.same(&format!("{what} {id}"), Some(wanted), is(id));
        }
    }

    fn rows(&mut self, what: &str, rows: &[Row], exact: Option<&Vec<String>>) {
        let Some(exact) = exact else { return };
        let same =
            exact.len() == rows.len() && exact.iter().zip(rows).all(|(wanted, row)| matches(wanted, row));
        if !same {
            self.0.push(format!("{what} is [{}], wanted [{}]", names(rows), exact.join(", ")));
        }
    }

    fn has(&mut self, what: &str, rows: &[Row], wanted: Option<&Vec<String>>, present: bool) {
        for wanted in wanted.into_iter().flatten() {
            if rows.iter().any(|row| matches(wanted, row)) != present {
                let word = if present { "lacks" } else { "has" };
                self.0.push(format!("{what} {word} {wanted}: [{}]", names(rows)));
            }
        }
    }
}

/// `rule:subject`, or only `rule` for any subject.
fn matches(wanted: &str, row: &Row) -> bool {
    match wanted.split_once(':') {
        Some((rule, subject)) => row.rule == rule && row.subject == subject,
        None => row.rule == wanted,
    }
}

fn names(rows: &[Row]) -> String {
    let names: Vec<String> = rows
        .iter()
        .map(|row| match row.subject.as_str() {
            "" => row.rule.clone(),
            subject => format!("{}:{subject}", row.rule),
        })
        .collect();
    names.join(", ")
}

/// What is not as the moment says.
pub fn compare(plan: &Plan, session: &Session, look: &Outlook, wanted: &Moment) -> Vec<String> {
    let mut differ = Differences(Vec::new());
    differ.same("phase", wanted.phase.as_ref(), look.phase.word());
    differ.same("outcome", wanted.outcome.as_ref(), look.outcome.map_or("none", |outcome| outcome.word()));
    let stage = look.stage.and_then(|index| plan.stages.get(index)).map_or("none", |stage| &stage.id);
    differ.same("stage", wanted.stage.as_ref(), stage);
    differ.each("step", wanted.steps.as_ref(), |id| session.step(id).word().to_owned());
    differ.each("fit of", wanted.fits.as_ref(), |id| {
        let fit = look.forecast.steps.get(id).and_then(|times| times.fit);
        fit.map_or("none", |fit| fit.word()).to_owned()
    });
    verdict(&mut differ, look.verdict.as_ref(), wanted);
    let next = look.next.as_ref();
    differ.part("next", wanted.next.as_ref(), next.map_or("", |next| &next.text));
    differ.same(
        "next is for",
        wanted.next_who.as_ref(),
        next.and_then(|next| next.who.clone()).unwrap_or_default(),
    );
    differ.each("check", wanted.checks.as_ref(), |id| {
        let view = look.checks.iter().find(|view| view.id == id).unwrap();
        kebab(&view.status)
    });
    clocks(&mut differ, plan, session, look, wanted);
    people(&mut differ, plan, session, look, wanted);
    differ.0
}

fn verdict(differ: &mut Differences, verdict: Option<&Verdict>, wanted: &Moment) {
    let word = verdict.map_or_else(|| "none".to_owned(), |verdict| kebab(&verdict.recommendation));
    differ.same("verdict", wanted.verdict.as_ref(), word);
    let none = Vec::new();
    let (against, favour, to_come) = verdict
        .map_or((&none, &none, &none), |verdict| (&verdict.against, &verdict.in_favour, &verdict.to_come));
    differ.rows("against", against, wanted.against.as_ref());
    differ.has("against", against, wanted.against_has.as_ref(), true);
    differ.has("against", against, wanted.against_lacks.as_ref(), false);
    differ.has("for", favour, wanted.for_has.as_ref(), true);
    differ.has("for", favour, wanted.for_lacks.as_ref(), false);
    differ.rows("to-come", to_come, wanted.to_come.as_ref());
    differ.has("to-come", to_come, wanted.to_come_has.as_ref(), true);
    differ.has("to-come", to_come, wanted.to_come_lacks.as_ref(), false);
    differ.part(
        "what changes it",
        wanted.changes_when.as_ref(),
        verdict.map_or("", |verdict| &verdict.changes_when),
    );
    for (name, part) in wanted.says.iter().flatten() {
        let row = [against, favour, to_come].into_iter().flatten().find(|row| matches(name, row));
        differ.part(name, Some(part), row.map_or("not there", |row| &row.text));
    }
}

fn clocks(differ: &mut Differences, plan: &Plan, session: &Session, look: &Outlook, wanted: &Moment) {
    let zone = plan.window.zone;
    let day = plan.window.start.with_timezone(&zone).date_naive();
    let local = |at: DateTime<Utc>| {
        let at = at.with_timezone(&zone);
        let days = at.date_naive().signed_duration_since(day).num_days();
        let time = at.format(if at.timestamp() % 60 == 0 { "%H:%M" } else { "%H:%M:%S" });
        if days == 0 { time.to_string() } else { format!("{days:+}d{time}") }
    };
    let maybe = |at: Option<DateTime<Utc>>| at.map_or_else(|| "none".to_owned(), local);
    let clocks = &look.clocks;
    differ.same("decide by", wanted.decide_by.as_ref(), maybe(clocks.decide_by));
    differ.same("last safe rollback", wanted.last_safe_rollback.as_ref(), maybe(clocks.last_safe_rollback));
    differ.same("forecast end", wanted.forecast_end.as_ref(), maybe(look.forecast.end));
    differ.same("decision expected", wanted.decision_expected.as_ref(), maybe(clocks.decision_expected));
    differ.same("window end", wanted.window_end.as_ref(), local(clocks.window_end));
    differ.same("end of stabilisation", wanted.stabilisation_end.as_ref(), maybe(clocks.stabilisation_end));
    differ.same("binding", wanted.binding.as_ref(), clocks.binding.word());
    let span = |span: Option<chrono::TimeDelta>| span.map_or_else(|| "unknown".to_owned(), duration::exact);
    differ.same("rollback time", wanted.rollback_time.as_ref(), span(clocks.rollback_time));
    differ.same("undo so far", wanted.undo_so_far.as_ref(), span(clocks.undo_so_far));
    differ.same("time held", wanted.held.as_ref(), duration::exact(session.held(look.now)));
    differ.same("planned outage", wanted.outage_planned.as_ref(), duration::exact(clocks.outage_planned));
    differ.same(
        "unplanned outage",
        wanted.outage_unplanned.as_ref(),
        duration::exact(clocks.outage_unplanned),
    );
    differ.same(
        "unobserved",
        wanted.unobserved.map(|wanted| wanted.to_string()).as_ref(),
        look.unobserved.to_string(),
    );
}

fn people(differ: &mut Differences, plan: &Plan, session: &Session, look: &Outlook, wanted: &Moment) {
    differ.each("station", wanted.stations.as_ref(), |id| {
        let view = look.stations.iter().find(|view| view.id == id).unwrap();
        let mut text = view.answer.as_ref().map_or_else(|| "asked".to_owned(), kebab);
        if view.answer.is_some() && !view.fresh {
            text.push_str(" stale");
        }
        if view.open_condition.is_some() {
            text.push_str(" condition");
        }
        text
    });
    differ.each("trigger", wanted.triggers.as_ref(), |id| {
        let view = look.triggers.iter().find(|view| view.id == id).unwrap();
        let word = match (view.armed, view.met) {
            (_, Some(_)) => "met",
            (true, None) => "armed",
            (false, None) => "off",
        };
        word.to_owned()
    });
    differ.each("switch", wanted.switches.as_ref(), |id| {
        let word = if session.is_switch(id, true) { "on" } else { "off" };
        assert!(plan.switch(id).is_some(), "no switch {id}");
        word.to_owned()
    });
    if let Some(parts) = &wanted.closing_unmet {
        let unmet: Vec<&str> =
            look.closing.iter().filter(|need| !need.met).map(|need| need.text.as_str()).collect();
        let same =
            parts.len() == unmet.len() && parts.iter().zip(&unmet).all(|(part, text)| text.contains(part));
        if !same {
            differ.0.push(format!("closing needs {unmet:?}, wanted {parts:?}"));
        }
    }
    if let Some(wanted) = &wanted.decisions {
        let made: Vec<String> = session
            .decisions
            .iter()
            .map(|decision| {
                let against = if decision.against { " against" } else { "" };
                let witness = decision.witness.as_ref().map_or(String::new(), |id| format!(" witness={id}"));
                format!("{} {}{against}{witness}", kebab(&decision.kind), decision.who.actor())
            })
            .collect();
        if *wanted != made {
            differ.0.push(format!("decisions are {made:?}, wanted {wanted:?}"));
        }
    }
}

/// A word of the journal as scripts read it.
fn kebab<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}
