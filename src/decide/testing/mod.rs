//! A night for the tests of this module: a plan, a session, and events told at local times.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Outlook, outlook};
use crate::journal::{
    About, CheckWindow, DecisionKind, Event, Mode, Recommendation, Record, Stamp, Status, Verdict, Who,
};
use crate::plan::{Plan, parse};
use crate::session::Session;

/// A night of four hours in UTC with two critical checks, a maintenance page and a runbook of two steps.
pub(crate) const PLAN: &str = include_str!("plan.toml");

/// A plan and a session under way.
pub(crate) struct Night {
    pub plan: Plan,
    pub session: Session,
    seq: u64,
}

/// `HH:MM` or `HH:MM:SS` on the night of the plan; `-HH:MM` on the evening before.
pub(crate) fn instant(clock: &str) -> DateTime<Utc> {
    let (day, clock) = clock.strip_prefix('-').map_or(("2027-02-10", clock), |clock| ("2027-02-09", clock));
    let seconds = if clock.len() == 5 { ":00" } else { "" };
    format!("{day}T{clock}{seconds}Z").parse().unwrap()
}

pub(crate) fn stamp(clock: &str) -> Stamp {
    Stamp { at: instant(clock), up: instant(clock).timestamp_millis(), boot: 0 }
}

pub(crate) fn minutes(n: i64) -> TimeDelta {
    TimeDelta::minutes(n)
}

impl Night {
    /// The plan of this module, begun at 00:00.
    pub fn new() -> Self {
        Self::of(PLAN)
    }

    /// The plan with pieces of its text replaced.
    pub fn with(changes: &[(&str, &str)]) -> Self {
        let mut text = PLAN.to_owned();
        for (from, to) in changes {
            assert!(text.contains(from), "{from} is not in the plan");
            text = text.replacen(from, to, 1);
        }
        Self::of(&text)
    }

    fn of(text: &str) -> Self {
        let parsed = parse(text.as_bytes());
        let errors: Vec<_> = parsed.errors().collect();
        assert!(errors.is_empty(), "{errors:#?}");
        let plan = parsed.plan.unwrap();
        let genesis = Event::SessionCreated {
            mode: Mode::Live,
            attempt: 1,
            previous: None,
            release: plan.release.name.clone(),
            version: plan.release.version.clone(),
            environment: plan.release.environment.clone(),
            plan: plan.sha256.clone(),
        };
        let session = Session::new(&plan, &record(1, "00:00", "golive", genesis));
        let mut night = Self { plan, session, seq: 1 };
        night.tell("00:00", "golive", attached());
        night
    }

    pub fn tell(&mut self, clock: &str, by: &str, event: Event) {
        self.seq += 1;
        let record = record(self.seq, clock, by, event);
        self.session.apply(&self.plan, &record);
    }

    pub fn look(&self, clock: &str) -> Outlook {
        outlook(&self.plan, &self.session, self.now(clock))
    }

    /// The moment in the boot of the newest event.
    pub fn now(&self, clock: &str) -> Stamp {
        Stamp { boot: self.session.last.boot, ..stamp(clock) }
    }

    pub fn verdict(&self, clock: &str) -> Verdict {
        self.look(clock).verdict.unwrap()
    }

    pub fn word(&self, clock: &str) -> Recommendation {
        self.verdict(clock).recommendation
    }

    /// The rules against, strongest first.
    pub fn against(&self, clock: &str) -> Vec<String> {
        self.verdict(clock).against.into_iter().map(|row| row.rule).collect()
    }

    pub fn start(&mut self, clock: &str, step: &str) {
        self.tell(clock, "mia", Event::StepStarted { step: step.to_owned(), stated: None, reason: None });
    }

    pub fn done(&mut self, clock: &str, step: &str) {
        let step = step.to_owned();
        self.tell(clock, "mia", Event::StepDone { step, stated: None, proof: None, note: None });
    }

    pub fn fail(&mut self, clock: &str, step: &str) {
        let (step, reason) = (step.to_owned(), "it broke".to_owned());
        self.tell(clock, "mia", Event::StepFailed { step, stated: None, reason, proof: None });
    }

    pub fn ran(&mut self, from: &str, to: &str, step: &str) {
        self.start(from, step);
        self.done(to, step);
    }

    pub fn decide(&mut self, clock: &str, decision: DecisionKind) {
        let verdict = self.look(clock).verdict.unwrap_or(Verdict {
            about: About::Start,
            recommendation: Recommendation::Ready,
            against: Vec::new(),
            in_favour: Vec::new(),
            to_come: Vec::new(),
            changes_when: String::new(),
        });
        let event = Event::DecisionMade {
            decision,
            reason: None,
            witness: None,
            against: false,
            sole: false,
            verdict,
        };
        self.tell(clock, "zoe", event);
    }

    /// A status change with its sentence.
    pub fn change(&mut self, clock: &str, check: &str, status: Status) {
        let text = match status {
            Status::Down => "3 in a row failed (limit 3), since 01:00:00; last: status 503, wanted 200",
            Status::Up => "20 of 20 passed, since 00:00:00",
            _ => "as it is",
        };
        self.tell(clock, "golive", changed(check, status, text));
    }

    /// Every check up since then.
    pub fn all_up(&mut self, clock: &str) {
        for id in ["shop", "inside", "search"] {
            self.change(clock, id, Status::Up);
        }
    }

    /// Window events every ten seconds after `from` up to `to`, one pass a check each, or one fail for those named.
    pub fn windows(&mut self, from: &str, to: &str, failing: &[&str]) {
        let mut at = instant(from) + TimeDelta::seconds(10);
        let ids: Vec<String> = self.plan.checks.iter().map(|check| check.id.clone()).collect();
        while at <= instant(to) {
            let w = ids
                .iter()
                .map(|id| {
                    let fails = u32::from(failing.contains(&id.as_str()));
                    CheckWindow(1, fails, u8::try_from(fails).unwrap(), String::new())
                })
                .collect();
            let clock = at.format("%H:%M:%S").to_string();
            let clock =
                if at.date_naive() < instant("00:00").date_naive() { format!("-{clock}") } else { clock };
            self.tell(&clock, "golive", Event::CheckWindow { seconds: 10.0, w });
            at += TimeDelta::seconds(10);
        }
    }

    /// Calm up to here: every check up since midnight, pre-checks and notice done, START decided, page on at 00:58.
    pub fn deploying() -> Self {
        let mut night = Self::new();
        night.prepare();
        night
    }

    pub fn prepare(&mut self) {
        self.all_up("00:00:05");
        self.windows("00:00:05", "00:30", &[]);
        self.ran("00:30", "00:40", "1.1");
        self.ran("00:30", "00:50", "1.2");
        self.windows("00:30", "00:55", &[]);
        self.decide("00:55", DecisionKind::Start);
        self.start("00:56", "2.1");
        self.tell("00:58", "lee", Event::SwitchOn { switch: "page".to_owned() });
        self.done("00:58", "2.1");
        self.windows("00:55", "01:00", &["shop", "search"]);
        for id in ["shop", "search"] {
            let event = Event::CheckChanged {
                check: id.to_owned(),
                status: Status::Up,
                seen: Some(crate::journal::Seen::Down),
                cause: None,
                text: "as expected: status 503".to_owned(),
                versions: Vec::new(),
                code: Some(503),
                latency_ms: None,
                proven: false,
            };
            self.tell("01:00", "golive", event);
        }
    }

    /// Every target of the inside check reports this version.
    pub fn live(&mut self, clock: &str, version: &str) {
        let event = Event::CheckChanged {
            check: "inside".to_owned(),
            status: Status::Up,
            seen: None,
            cause: None,
            text: "20 of 20 passed, since 00:00:00".to_owned(),
            versions: vec![crate::journal::TargetVersion {
                target: "10.0.0.1".to_owned(),
                version: Some(version.to_owned()),
            }],
            code: Some(200),
            latency_ms: Some(12),
            proven: false,
        };
        self.tell(clock, "golive", event);
    }

    /// Executed and validated by 01:40, the new version live, polled up to 01:50.
    pub fn deciding() -> Self {
        let mut night = Self::deploying();
        night.ran("01:00", "01:20", "3.1.a");
        night.ran("01:20", "01:30", "3.1.b");
        night.live("01:30:05", "4.12.0");
        night.ran("01:30", "01:40", "4.1");
        night.windows("01:00", "01:50", &[]);
        night
    }

    pub fn vote(&mut self, clock: &str, station: &str, answer: crate::journal::Answer) {
        let (station, about) = (station.to_owned(), About::GoLive);
        self.tell(clock, "mia", Event::VoteCast { station, answer, about, note: None, spoken: false });
    }
}

pub(crate) fn changed(check: &str, status: Status, text: &str) -> Event {
    Event::CheckChanged {
        check: check.to_owned(),
        status,
        seen: None,
        cause: None,
        text: text.to_owned(),
        versions: Vec::new(),
        code: None,
        latency_ms: None,
        proven: false,
    }
}

pub(crate) fn attached() -> Event {
    Event::ConsoleAttached {
        boot: "b".to_owned(),
        pid: 1,
        golive: "0.1.0".to_owned(),
        speed: 1.0,
        real_up: 0.0,
    }
}

pub(crate) fn record(seq: u64, clock: &str, by: &str, event: Event) -> Record {
    let at = instant(clock);
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of this century fit exactly")]
    let up = at.timestamp_millis() as f64 / 1000.0;
    let who = Who { by: by.to_owned(), on_behalf: None, os: format!("{by}/1000") };
    Record { seq, id: format!("{seq:016x}"), at: at.fixed_offset(), up, who, event }
}
