//! A night told event by event, and the model of any moment of it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use golive::calendar::zone;
use golive::decide::{Actor, outlook};
use golive::health::{Sample, SampleResult};
use golive::journal::{
    Answer, Cause, CheckWindow, DecisionKind, Event, Mode, Record, Seen, Stamp, Status, TargetVersion,
    Verdict, Who,
};
use golive::plan::{Plan, parse};
use golive::session::Session;
use golive::ui::model::{Class, Conducting, LiveCheck, LogLine, Model, Pane, Saved, Ui};
use golive::ui::theme::Theme;

/// A session being told.
pub struct Night {
    plan: Arc<Plan>,
    session: Option<Session>,
    seq: u64,
    now: DateTime<Utc>,
    begun: DateTime<Utc>,
    log: VecDeque<LogLine>,
    statuses: BTreeMap<String, Status>,
    latencies: BTreeMap<String, i64>,
    live: BTreeMap<String, LiveCheck>,
}

impl Night {
    /// At half past midnight, nothing done yet; every check is polled from now on.
    pub fn new() -> Self {
        Self::of(include_bytes!("plan.toml"))
    }

    /// The same with the plan that the demo plays.
    pub fn demo() -> Self {
        Self::of(include_bytes!("../../src/demo/plan.toml"))
    }

    /// The same with the plan that `golive init` writes.
    pub fn retail() -> Self {
        Self::of(include_bytes!("../../config/ecommerce-retail.toml"))
    }

    fn of(plan: &[u8]) -> Self {
        let parsed = parse(plan);
        let problems: Vec<_> = parsed.errors().map(|problem| format!("{problem:?}")).collect();
        assert!(problems.is_empty(), "{problems:#?}");
        let plan = Arc::new(parsed.plan.unwrap());
        let begun = plan.window.start - TimeDelta::minutes(1);
        let mut night = Self {
            plan,
            session: None,
            seq: 0,
            now: begun,
            begun,
            log: VecDeque::new(),
            statuses: BTreeMap::new(),
            latencies: BTreeMap::new(),
            live: BTreeMap::new(),
        };
        let release = night.plan.release.clone();
        let digest = night.plan.sha256.clone();
        night.event(
            "mia",
            Event::SessionCreated {
                mode: Mode::Live,
                attempt: 1,
                previous: None,
                release: release.name,
                version: release.version,
                environment: release.environment,
                plan: digest,
            },
        );
        let attached = Event::ConsoleAttached {
            boot: "b".into(),
            pid: 4711,
            golive: "0.1.0".into(),
            speed: 1.0,
            real_up: 0.0,
        };
        night.event("golive", attached);
        night
    }

    /// Lets time pass until this clock of the window's day, polling on the way.
    pub fn at(&mut self, clock: &str) -> &mut Self {
        let time = NaiveTime::parse_from_str(clock, "%H:%M:%S").unwrap();
        let date = zone::date(self.plan.window.zone, self.plan.window.start);
        self.until(zone::local(self.plan.window.zone, date.and_time(time)).unwrap())
    }

    /// Lets days pass.
    pub fn days(&mut self, days: i64, clock: &str) -> &mut Self {
        let time = NaiveTime::parse_from_str(clock, "%H:%M:%S").unwrap();
        let date = zone::date(self.plan.window.zone, self.plan.window.start) + TimeDelta::days(days);
        let to = zone::local(self.plan.window.zone, date.and_time(time)).unwrap();
        // Polling every ten seconds for days would only make the fixture slow.
        self.now = to - TimeDelta::minutes(30);
        self.until(to)
    }

    fn until(&mut self, to: DateTime<Utc>) -> &mut Self {
        while self.now + TimeDelta::seconds(10) <= to {
            self.now += TimeDelta::seconds(10);
            self.poll();
        }
        self.now = to;
        self
    }

    /// One probe and one window of every check that has a status.
    fn poll(&mut self) {
        if self.statuses.is_empty() {
            return;
        }
        let mut windows = Vec::new();
        for check in &self.plan.checks {
            let (count, fails) = match self.statuses.get(&check.id) {
                Some(Status::Down) => (1, 1),
                Some(Status::Unknown) | None => (0, 0),
                Some(_) => (1, 0),
            };
            windows.push(CheckWindow(count, fails, u8::from(fails > 0), String::new()));
        }
        let ids: Vec<_> = self.plan.checks.iter().map(|check| check.id.clone()).collect();
        for id in ids.into_iter().filter(|id| self.statuses.contains_key(id)) {
            let sample = self.sample(&id);
            self.live.entry(id).or_default().push(sample);
        }
        self.event("golive", Event::CheckWindow { seconds: 10.0, w: windows });
    }

    fn sample(&self, id: &str) -> Sample {
        let usual = self.latencies.get(id).copied().unwrap_or(40);
        // A steady wobble, the same in every run.
        let wobble =
            (self.now.timestamp() / 10 * 7919 + i64::try_from(id.len()).unwrap() * 31) % 9 * usual / 60;
        let (result, latency, code, text) = match self.statuses[id] {
            Status::Down => (SampleResult::Fail(Cause::Status), None, Some(503), "status 503, wanted 200"),
            Status::Unknown => (SampleResult::NoData(Cause::Network), None, None, "no network"),
            _ => (SampleResult::Pass, Some(TimeDelta::milliseconds(usual + wobble)), Some(200), "ok"),
        };
        let tcp = !matches!(self.plan.check(id).unwrap().probe, golive::plan::Probe::Http(_));
        Sample {
            at: self.stamp(),
            result,
            latency,
            code: code.filter(|_| !tcp),
            text: text.into(),
            versions: Vec::new(),
            page: None,
            body: "{\"status\":\"connection pool exhausted\"}".into(),
        }
    }

    fn stamp(&self) -> Stamp {
        Stamp { at: self.now, up: (self.now - self.begun).num_milliseconds(), boot: 0 }
    }

    /// One event.
    pub fn event(&mut self, by: &str, event: Event) -> &mut Self {
        self.seq += 1;
        let up = f64::from(i32::try_from((self.now - self.begun).num_milliseconds()).unwrap()) / 1000.0;
        let who = Who { by: by.into(), on_behalf: None, os: format!("{by}/1000") };
        let at = self.now.fixed_offset();
        let record = Record { seq: self.seq, id: format!("{:016x}", self.seq), at, up, who, event };
        match &mut self.session {
            None => self.session = Some(Session::new(&self.plan, &record)),
            Some(session) => session.apply(&self.plan, &record),
        }
        self
    }

    /// A line of the log.
    pub fn log(&mut self, class: Class, text: &str) -> &mut Self {
        let line = LogLine { seq: self.seq, at: self.stamp(), class, text: text.into() };
        self.log.push_back(line);
        self
    }

    /// A check's status changes.
    pub fn check(&mut self, id: &str, status: Status, text: &str) -> &mut Self {
        self.statuses.insert(id.into(), status);
        let usual =
            [("search", 298), ("storefront", 112), ("checkout", 98), ("orders-db", 4), ("payments-api", 121)];
        let usual = usual.iter().find(|(known, _)| *known == id).map_or(31, |(_, ms)| *ms);
        self.latencies.insert(id.into(), if status == Status::Degraded { 412 } else { usual });
        let versions = if id == "release" { Self::versions() } else { Vec::new() };
        let down = status == Status::Down;
        self.event(
            "golive",
            Event::CheckChanged {
                check: id.into(),
                status,
                seen: None,
                cause: down.then_some(Cause::Status),
                text: text.into(),
                versions,
                code: Some(if down { 503 } else { 200 }),
                latency_ms: None,
                proven: false,
            },
        )
    }

    fn versions() -> Vec<TargetVersion> {
        let on = |target: &str| TargetVersion { target: target.into(), version: Some("4.11.3".into()) };
        vec![on("10.0.0.12"), on("10.0.0.13")]
    }

    /// Both pods report a version.
    pub fn version(&mut self, version: &str) -> &mut Self {
        let on = |target: &str| TargetVersion { target: target.into(), version: Some(version.into()) };
        let event = Event::CheckChanged {
            check: "release".into(),
            status: Status::Up,
            seen: None,
            cause: None,
            text: String::new(),
            versions: vec![on("10.0.0.12"), on("10.0.0.13")],
            code: Some(200),
            latency_ms: Some(31),
            proven: false,
        };
        self.event("golive", event)
    }

    /// What a check shows while an effect is expected.
    pub fn seen(&mut self, id: &str, seen: Option<Seen>) -> &mut Self {
        let event = Event::CheckChanged {
            check: id.into(),
            status: Status::Up,
            seen,
            cause: None,
            text: String::new(),
            versions: Vec::new(),
            code: Some(503),
            latency_ms: Some(12),
            proven: false,
        };
        self.event("golive", event)
    }

    /// Every polled check is up.
    pub fn all_up(&mut self) -> &mut Self {
        let ids: Vec<_> =
            self.plan.checks.iter().filter(|check| check.is_polled()).map(|check| check.id.clone()).collect();
        for id in ids {
            self.check(&id, Status::Up, "up: 20 of the last 20 passed");
        }
        self
    }

    /// A step begins.
    pub fn start(&mut self, step: &str, by: &str) -> &mut Self {
        self.log(Class::Run, &format!("{by} started {step}"));
        self.event(by, Event::StepStarted { step: step.into(), stated: None, reason: None })
    }

    /// A step is done.
    pub fn done(&mut self, step: &str, by: &str) -> &mut Self {
        self.log(Class::Good, &format!("{by} finished {step}"));
        self.event(by, Event::StepDone { step: step.into(), stated: None, proof: None, note: None })
    }

    /// A decision.
    pub fn decide(&mut self, kind: DecisionKind, by: &str) -> &mut Self {
        let verdict = self.verdict();
        self.log(Class::Plain, &format!("{by} decided {}", kind.word()));
        self.event(
            by,
            Event::DecisionMade {
                decision: kind,
                reason: None,
                witness: None,
                against: false,
                sole: false,
                verdict,
            },
        )
    }

    /// A station answers.
    pub fn vote(
        &mut self,
        station: &str,
        answer: Answer,
        about: golive::journal::About,
        by: &str,
    ) -> &mut Self {
        self.event(by, Event::VoteCast { station: station.into(), answer, about, note: None, spoken: false })
    }

    /// The verdict of now.
    pub fn verdict(&self) -> Verdict {
        let outlook = outlook(&self.plan, self.session.as_ref().unwrap(), self.stamp());
        outlook.verdict.unwrap_or(Verdict {
            about: golive::journal::About::Stay,
            recommendation: golive::journal::Recommendation::Steady,
            against: vec![],
            in_favour: vec![],
            to_come: vec![],
            changes_when: String::new(),
        })
    }

    /// The model of now, at a size.
    pub fn model(&self, size: (u16, u16)) -> Model {
        let session = self.session.clone().unwrap();
        let now = self.stamp();
        let mut model = Model {
            plan: Arc::clone(&self.plan),
            outlook: outlook(&self.plan, &session, now),
            saved: Saved::Saved { seq: session.seq },
            session,
            actor: Actor { member: Some("mia".into()), on_behalf: None, os: "mia/1000".into() },
            live: self.live.clone(),
            log: self.log.clone(),
            conducting: Conducting::Me,
            people: vec!["mia".into(), "sam".into(), "lee".into()],
            actions: Vec::new(),
            ui: Ui { size, ..Ui::default() },
            now,
            theme: Theme::default(),
            demo: None,
        };
        // Which actions are shown depends on the pane in focus.
        if model.is_rolling_back() {
            model.focus(Pane::Rollback);
        }
        golive::ui::refresh(&mut model);
        model
    }
}
