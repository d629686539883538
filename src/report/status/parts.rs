//! The parts of the status: one function each.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::decide::{self, CheckView, Outlook, Standing};
use crate::journal::{Answer, Verdict};
use crate::plan::{Plan, Step};
use crate::session::Session;

/// Plan, session and outlook, ready to be asked.
pub(super) struct Says<'a> {
    pub plan: &'a Plan,
    pub session: &'a Session,
    pub outlook: &'a Outlook,
}

impl Says<'_> {
    /// RFC 3339 with the offset of the plan's zone.
    fn time(&self, at: DateTime<Utc>) -> Value {
        at.with_timezone(&self.plan.window.zone).to_rfc3339_opts(SecondsFormat::Secs, false).into()
    }

    fn maybe(&self, at: Option<DateTime<Utc>>) -> Value {
        at.map_or(Value::Null, |at| self.time(at))
    }

    pub fn verdict(&self) -> Value {
        fn plain(verdict: &Verdict) -> Value {
            serde_json::to_value(verdict).unwrap_or(Value::Null)
        }
        self.outlook.verdict.as_ref().map_or(Value::Null, plain)
    }

    pub fn next(&self) -> Value {
        self.outlook
            .next
            .as_ref()
            .map_or(Value::Null, |next| json!({ "who": next.who, "step": next.step, "text": next.text }))
    }

    /// The newest formal decision.
    pub fn decision(&self) -> Value {
        self.session.decisions.last().map_or(Value::Null, |decision| {
            json!({
                "decision": decision.kind,
                "by": decision.who.actor(),
                "at": self.time(decision.at.at),
                "reason": decision.reason,
                "against": decision.against,
            })
        })
    }

    pub fn clocks(&self) -> Value {
        let clocks = &self.outlook.clocks;
        json!({
            "now": self.time(self.outlook.now.at),
            "window-start": self.time(clocks.window_start),
            "window-end": self.time(clocks.window_end),
            "forecast-end": self.maybe(self.outlook.forecast.end),
            "decision-expected": self.maybe(clocks.decision_expected),
            "decide-by": self.maybe(clocks.decide_by),
            "last-safe-rollback": self.maybe(clocks.last_safe_rollback),
            "binding": clocks.binding.word(),
            "rollback-seconds": clocks.rollback_time.map(seconds),
            "held-seconds": seconds(clocks.held),
            "outage-seconds": seconds(clocks.outage_planned + clocks.outage_unplanned),
            "planned-outage-seconds": seconds(clocks.outage_promised),
            "stabilisation-end": self.maybe(clocks.stabilisation_end),
        })
    }

    /// The steps of the stages with the added ones, then the rollback's.
    pub fn steps(&self) -> Value {
        let stages = self
            .plan
            .stages
            .iter()
            .flat_map(|stage| self.session.steps_of(stage).map(move |step| (stage.id.as_str(), step)));
        let rollback = self.plan.rollback.iter().map(|step| ("rollback", step));
        stages.chain(rollback).map(|(stage, step)| self.step(stage, step)).collect()
    }

    fn step(&self, stage: &str, step: &Step) -> Value {
        let state = self.session.step(&step.id);
        let own = state.is_settled() || !(step.is_auto() || self.plan.is_parent(&step.id));
        let settled = !own && self.session.is_settled(self.plan, step);
        let fit = self.outlook.forecast.steps.get(&step.id).and_then(|times| times.fit);
        json!({
            "id": step.id,
            "stage": stage,
            "title": step.title,
            "state": if settled { "done" } else { state.word() },
            "owner": self.session.owner(step),
            "mandatory": step.mandatory,
            "started": self.maybe(state.started().map(|stamp| stamp.at)),
            "ended": self.maybe(state.ended().map(|stamp| stamp.at)),
            "planned-seconds": seconds(step.planned),
            "fit": fit.map(crate::decide::Fit::word),
        })
    }

    pub fn checks(&self) -> Value {
        self.outlook.checks.iter().map(|view| self.check(view)).collect()
    }

    fn check(&self, view: &CheckView) -> Value {
        let health = self.session.checks.get(&view.id);
        let last = match health.map(|health| health.cause) {
            Some(None) => "pass",
            Some(Some(cause)) if !cause.is_ours() => "fail",
            _ => "no-data",
        };
        let expected = match &view.standing {
            Standing::Expected { .. } => Some("as-expected"),
            Standing::NotAsExpected(_) => Some("not-as-expected"),
            _ => None,
        };
        json!({
            "id": view.id,
            "status": view.status,
            "last": last,
            "latency-ms": health.and_then(|health| health.latency_ms),
            "samples": view.samples.0,
            "judgeable-at": self.maybe(view.judgeable_at),
            "since": self.maybe(view.since.map(|since| since.at)),
            "expected": expected,
            "version": view.versions.iter().find_map(|target| target.version.as_deref()),
            "text": view.text,
        })
    }

    pub fn version(&self) -> Value {
        self.outlook.version.as_ref().map_or(
            Value::Null,
            |proof| json!({ "live": proof.live, "targets": proof.on_wanted, "of": proof.of }),
        )
    }

    pub fn stations(&self) -> Value {
        let station = |station: &crate::decide::StationView| {
            let answer =
                if station.open_condition.is_some() { Some(Answer::Conditions) } else { station.answer };
            json!({
                "id": station.id,
                "answer": answer,
                "by": station.by.as_ref().map(|(by, _)| by),
                "at": self.maybe(station.by.as_ref().map(|(_, at)| at.at)),
                "fresh": station.fresh,
            })
        };
        self.outlook.stations.iter().map(station).collect()
    }

    pub fn triggers(&self) -> Value {
        let views = self.plan.triggers.iter().zip(&self.outlook.triggers);
        views
            .map(|(trigger, view)| {
                json!({
                    "id": trigger.id,
                    "class": trigger.class.name(),
                    "armed": view.armed,
                    "met": view.met.is_some(),
                    "since": self.maybe(view.met.map(|met| met.at)),
                })
            })
            .collect()
    }

    /// Whether each notice was sent, or left out.
    pub fn notices(&self) -> Value {
        let state = |notice| decide::told(self.plan, self.session, notice).word();
        let notices = self.plan.notices.iter();
        notices
            .map(|notice| json!({ "id": notice.id, "state": state(notice), "promise-broken": false }))
            .collect()
    }

    pub fn switches(&self) -> Value {
        let on = |id: &str| self.session.is_switch(id, true);
        self.plan.switches.iter().map(|switch| json!({ "id": switch.id, "on": on(&switch.id) })).collect()
    }

    pub fn health_age(&self) -> Value {
        self.outlook.health_age.map_or(Value::Null, seconds)
    }
}

/// Whole seconds.
fn seconds(span: TimeDelta) -> Value {
    span.num_seconds().into()
}
