//! The recommendation: everything that counts against and for, the word that follows from it, what would change it.

mod checks;
mod effects;
mod evidence;
mod favour;
mod finding;
mod rolling_back;
mod stations;
mod steps;
#[cfg(test)]
mod tests;
mod time;
mod to_come;
mod triggers;
mod version;
mod words;

pub(crate) use finding::{Class, Finding};

use std::collections::HashMap;

use super::rollback_time::Runbook;
use super::scene::Scene;
use super::standing::Judged;
use super::{Clocks, GateView, Reopening, RunbookStep, StationView, TriggerView, VersionProof};
use crate::journal::{About, Row, Verdict};
use crate::session::Phase;

/// What the rules look at.
pub(crate) struct Known<'s, 'a> {
    pub scene: &'s Scene<'a>,
    pub checks: &'s [Judged<'a>],
    pub unobserved: Option<&'s str>,
    pub stations: &'s [StationView],
    pub poll_open: bool,
    pub triggers: &'s [TriggerView],
    /// Triggers that are met at this moment and not journalled yet.
    pub newly_met: &'s [(String, String)],
    pub clocks: &'s Clocks,
    pub version: Option<&'s VersionProof>,
    pub gates: &'s [GateView],
    pub reopening: Option<&'s Reopening>,
    pub runbook: &'s Runbook<'a>,
    pub runbook_steps: &'s HashMap<&'s str, &'s RunbookStep>,
}

impl Known<'_, '_> {
    /// Whether a rollback step is to be done.
    pub fn applies(&self, id: &str) -> bool {
        self.runbook_steps.get(id).is_some_and(|step| step.applies)
    }
}

/// Rows that a verdict holds at most on each side: a decision keeps the whole of it in one record.
const MOST_ROWS: usize = 24;

/// The verdict of this moment; `None` in closing and closed.
pub(crate) fn verdict(known: &Known) -> Option<Verdict> {
    let about = match known.scene.phase {
        Phase::Preparing => About::Start,
        Phase::Deploying => About::Continue,
        Phase::Deciding => About::GoLive,
        Phase::RollingBack => About::Restore,
        Phase::Stabilising => About::Stay,
        Phase::Closing | Phase::Closed => return None,
    };
    let mut findings = find(known);
    for finding in &mut findings {
        finding.class = finding.class.in_phase(known.scene.phase);
        if finding.class == Class::Acting && known.clocks.roll_forward_only {
            finding.class = Class::Wrong;
            finding.text.push_str("; roll forward only");
        }
    }
    findings.sort_by_key(|finding| (finding.class, finding.rank()));
    let against: Vec<&Finding> = findings.iter().filter(|finding| finding.class != Class::ToCome).collect();
    let strongest = against.first().map(|finding| finding.class);
    Some(Verdict {
        about,
        recommendation: words::recommendation(about, strongest),
        changes_when: words::changes_when(known, about, &against),
        against: capped(against.iter().map(|finding| finding.row()).collect()),
        in_favour: capped(favour::rows(known)),
        to_come: capped(findings.iter().filter(|f| f.class == Class::ToCome).map(Finding::row).collect()),
    })
}

fn find(known: &Known) -> Vec<Finding> {
    let mut found = Vec::new();
    if known.scene.phase == Phase::RollingBack {
        rolling_back::find(known, &mut found);
        return found;
    }
    triggers::find(known, &mut found);
    steps::find(known, &mut found);
    checks::find(known, &mut found);
    effects::find(known, &mut found);
    version::find(known, &mut found);
    stations::find(known, &mut found);
    evidence::find(known, &mut found);
    time::find(known, &mut found);
    to_come::find(known, &mut found);
    found
}

fn capped(mut rows: Vec<Row>) -> Vec<Row> {
    let more = rows.len().saturating_sub(MOST_ROWS);
    if more > 0 {
        rows.truncate(MOST_ROWS.saturating_sub(1));
        let rule = rows.last().map(|row| row.rule.clone()).unwrap_or_default();
        rows.push(Row { rule, subject: String::new(), text: format!("and {} more", more + 1) });
    }
    rows
}
