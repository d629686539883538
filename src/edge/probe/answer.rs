//! What an answer means: conditions, version, the page of a switch, and whether a bot rule stood in the way.

use std::time::Duration;

use chrono::TimeDelta;

use crate::condition::{Condition, Outcome, Placeholder, Sample as Seen};
use crate::health::{Sample, SampleResult};
use crate::journal::{Cause, Stamp, TargetVersion};
use crate::plan::{Check, Switch};

/// What one target said.
#[derive(Debug, Clone, Default)]
pub(super) struct Answer {
    pub(super) status: Option<u16>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
    /// The body went on beyond what is read.
    pub(super) cut: bool,
    pub(super) took: Duration,
    pub(super) ip: Option<String>,
}

/// What that means.
#[derive(Debug, Clone)]
pub(super) struct Finding {
    pub(super) result: SampleResult,
    pub(super) text: String,
    pub(super) code: Option<u16>,
    pub(super) latency: Option<TimeDelta>,
    pub(super) version: Option<String>,
    pub(super) page: Option<bool>,
    pub(super) body: String,
}

impl Finding {
    /// There was no answer.
    pub(super) fn without_answer(result: SampleResult, text: impl Into<String>) -> Self {
        Self {
            result,
            text: text.into(),
            code: None,
            latency: None,
            version: None,
            page: None,
            body: String::new(),
        }
    }
}

/// What the switches that name a check say of its answers.
#[derive(Debug, Clone, Default)]
pub(super) struct Pages {
    on: Vec<Condition>,
    off: Vec<Condition>,
}

impl Pages {
    pub(super) fn of(switches: &[Switch], check: &Check) -> Self {
        let mut pages = Self::default();
        for switch in switches {
            if switch.expect.as_ref().is_some_and(|expect| expect.checks.contains(&check.id)) {
                pages.on.extend(switch.verify_on.clone());
                pages.off.extend(switch.verify_off.clone());
            }
        }
        pages
    }

    /// Whether the answer is a page: as `verify-on` says; where only `verify-off` is given, not as that says.
    fn shown_by(&self, seen: &Seen<'_>) -> Option<bool> {
        let holds = |condition: &Condition| condition.evaluate(seen).holds;
        match (self.on.is_empty(), self.off.is_empty()) {
            (false, _) => Some(self.on.iter().any(holds)),
            (true, false) => Some(!self.off.iter().all(holds)),
            (true, true) => None,
        }
    }
}

/// Judges one answer.
pub(super) fn judge(check: &Check, pages: &Pages, answer: Answer) -> Finding {
    let seen = Seen {
        status: answer.status,
        response_time_ms: Some(answer.took.as_secs_f64() * 1000.0),
        body: Some(&answer.body),
        headers: &answer.headers,
        ip: answer.ip.as_deref(),
        connected: Some(true),
        ..Seen::default()
    };
    let outcomes: Vec<(&Condition, Outcome)> =
        check.conditions.iter().map(|condition| (condition, condition.evaluate(&seen))).collect();
    let (result, text) = weigh(&outcomes, &answer);
    Finding {
        result,
        text,
        code: answer.status,
        latency: TimeDelta::from_std(answer.took).ok(),
        version: check.version.as_ref().and_then(|extract| extract.extract(&seen)),
        page: pages.shown_by(&seen),
        body: answer.body,
    }
}

fn weigh(outcomes: &[(&Condition, Outcome)], answer: &Answer) -> (SampleResult, String) {
    let failed: Vec<&(&Condition, Outcome)> = outcomes.iter().filter(|(_, outcome)| !outcome.holds).collect();
    let Some((first, _)) = failed.first() else {
        return (SampleResult::Pass, found(outcomes, answer));
    };
    if let Some(text) = blocked(answer) {
        return (SampleResult::NoData(Cause::Blocked), text);
    }
    let decisive = failed.iter().find(|(condition, _)| condition.reads(Placeholder::Status));
    let cause = cause(decisive.map_or(first, |(condition, _)| condition));
    let mut text: Vec<String> = failed.iter().take(3).map(|(_, outcome)| outcome.sentence()).collect();
    if answer.cut && failed.iter().any(|(condition, _)| condition.reads(Placeholder::Body)) {
        text.push("the body was cut at 256 KiB".to_owned());
    }
    (SampleResult::Fail(cause), text.join("; "))
}

/// What was found, in a few words: "status 200, response time 12 ms".
fn found(outcomes: &[(&Condition, Outcome)], answer: &Answer) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for (_, outcome) in outcomes {
        if !outcome.actual.is_empty() && !parts.contains(&outcome.actual.as_str()) {
            parts.push(&outcome.actual);
        }
    }
    match (parts.is_empty(), answer.status) {
        (false, _) => parts.into_iter().take(3).collect::<Vec<_>>().join(", "),
        (true, Some(status)) => format!("status {status}"),
        (true, None) => "connected".to_owned(),
    }
}

fn cause(condition: &Condition) -> Cause {
    if condition.reads(Placeholder::Status) {
        Cause::Status
    } else if condition.reads(Placeholder::ResponseTime) {
        Cause::Slow
    } else {
        Cause::Body
    }
}

/// Headers with which a bot rule says that it answered instead of the service.
const CHALLENGE_HEADERS: [(&str, &str); 3] =
    [("cf-mitigated", "challenge"), ("x-amzn-waf-action", ""), ("x-datadome", "protected")];
/// What the pages of bot rules hold.
const CHALLENGE_BODIES: [&str; 8] = [
    "just a moment...",
    "/cdn-cgi/challenge-platform",
    "attention required! | cloudflare",
    "_incapsula_resource",
    "px-captcha",
    "g-recaptcha",
    "h-captcha",
    "captcha-delivery",
];

/// The sentence where a bot rule or a rate limit turned the probe away: that says nothing about the service.
fn blocked(answer: &Answer) -> Option<String> {
    let header = |name: &str, value: &str| {
        answer
            .headers
            .iter()
            .any(|(key, found)| key.eq_ignore_ascii_case(name) && found.to_ascii_lowercase().contains(value))
    };
    if answer.status == Some(429) {
        return Some("turned away: too many requests (429)".to_owned());
    }
    let refused = answer.status == Some(403);
    let by_header = CHALLENGE_HEADERS.iter().any(|(name, value)| header(name, value));
    let by_body = || {
        let start: String = answer.body.chars().take(16 * 1024).collect::<String>().to_ascii_lowercase();
        CHALLENGE_BODIES.iter().any(|marker| start.contains(marker))
    };
    let status = answer.status.map_or_else(String::new, |status| format!(" ({status})"));
    (by_header || refused && by_body()).then(|| format!("turned away by a bot rule{status}"))
}

/// One target's finding, by the name that the plan gives it; `None` = the url's own host.
pub(super) type Named = (Option<String>, Finding);

/// All targets together: up only where all are; the one that decides speaks. `own` names the url's own host.
pub(super) fn combine(check: &Check, at: Stamp, own: &str, findings: Vec<Named>) -> Sample {
    let versions = match check.version {
        None => Vec::new(),
        Some(_) => findings
            .iter()
            .map(|(target, finding)| TargetVersion {
                target: target.clone().unwrap_or_else(|| own.to_owned()),
                version: finding.version.clone(),
            })
            .collect(),
    };
    let latency = findings.iter().filter_map(|(_, finding)| finding.latency).max();
    let pages: Vec<bool> = findings.iter().filter_map(|(_, finding)| finding.page).collect();
    let (of, passed) =
        (findings.len(), findings.iter().filter(|(_, finding)| finding.result == SampleResult::Pass));
    let passed = passed.count();
    let decisive = findings.into_iter().min_by_key(|(_, finding)| match finding.result {
        SampleResult::Fail(_) => 0,
        SampleResult::NoData(_) => 1,
        SampleResult::Pass => 2,
    });
    let Some((target, finding)) = decisive else {
        let result = SampleResult::NoData(Cause::Unset);
        return combine(check, at, own, vec![(None, Finding::without_answer(result, "nothing to probe"))]);
    };
    let text = match (target, finding.result) {
        (Some(target), SampleResult::Fail(_) | SampleResult::NoData(_)) if of > 1 => {
            format!("{target}: {} ({passed} of {of} targets pass)", finding.text)
        }
        (_, SampleResult::Pass) if of > 1 => format!("{} on {passed} of {of} targets", finding.text),
        _ => finding.text,
    };
    let sample = Sample {
        at,
        result: finding.result,
        latency,
        code: finding.code,
        text,
        versions,
        page: (!pages.is_empty()).then(|| pages.iter().all(|page| *page)),
        body: finding.body,
    };
    if check.must_fail { sample.of_must_fail() } else { sample }
}

#[cfg(test)]
mod tests;
