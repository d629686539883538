//! A night on the example plan, told event by event.

use chrono::{DateTime, TimeDelta, Utc};
use golive::journal::*;
use golive::plan::{Plan, parse};
use golive::session::{CheckHealth, Session, StepState};

/// The example plan.
pub fn plan() -> Plan {
    parse(include_bytes!("../data/plan.toml")).plan.unwrap()
}

/// Window start: 01:00 in Sydney.
pub fn start() -> DateTime<Utc> {
    "2027-02-10T01:00:00+11:00".parse().unwrap()
}

/// The first event of every session.
pub fn genesis(plan: &Plan) -> Record {
    let event = Event::SessionCreated {
        mode: Mode::Live,
        attempt: 1,
        previous: None,
        release: plan.release.name.clone(),
        version: plan.release.version.clone(),
        environment: plan.release.environment.clone(),
        plan: plan.sha256.clone(),
    };
    Record {
        seq: 1,
        id: "0000000000000001".to_owned(),
        at: start().fixed_offset(),
        up: 10_000.0,
        who: Who { by: "mia".to_owned(), on_behalf: None, os: "mia/1001".to_owned() },
        event,
    }
}

/// A plan, a session, and a clock that runs by hand.
pub struct Night {
    pub plan: Plan,
    pub session: Session,
    /// Seconds since genesis, by both clocks.
    pub at: f64,
    /// By how much the wall clock is off.
    pub wall_off: TimeDelta,
}

impl Night {
    pub fn new() -> Self {
        Self::on(plan())
    }

    pub fn on(plan: Plan) -> Self {
        let session = Session::new(&plan, &genesis(&plan));
        Self { plan, session, at: 0.0, wall_off: TimeDelta::zero() }
    }

    /// Lets time pass.
    pub fn wait(&mut self, seconds: f64) -> &mut Self {
        self.at += seconds;
        self
    }

    /// Now, as the session counts it.
    pub fn now(&self) -> Stamp {
        self.session.stamp(self.wall().to_utc(), 10_000.0 + self.at, None)
    }

    fn wall(&self) -> DateTime<chrono::FixedOffset> {
        #[expect(clippy::cast_possible_truncation, reason = "a night has few milliseconds")]
        let passed = TimeDelta::milliseconds((self.at * 1000.0) as i64);
        (start() + passed + self.wall_off).fixed_offset()
    }

    /// An event by mia, now.
    pub fn event(&mut self, event: Event) -> &mut Self {
        self.by("mia", event)
    }

    /// An event by a member, now.
    pub fn by(&mut self, who: &str, event: Event) -> &mut Self {
        let record = Record {
            seq: self.session.seq + 1,
            id: "00000000000000aa".to_owned(),
            at: self.wall(),
            up: 10_000.0 + self.at,
            who: Who { by: who.to_owned(), on_behalf: None, os: format!("{who}/1001") },
            event,
        };
        self.session.apply(&self.plan, &record);
        self
    }

    pub fn start(&mut self, step: &str) -> &mut Self {
        self.event(Event::StepStarted { step: step.to_owned(), stated: None, reason: None })
    }

    pub fn done(&mut self, step: &str) -> &mut Self {
        self.event(Event::StepDone { step: step.to_owned(), stated: None, proof: None, note: None })
    }

    pub fn fail(&mut self, step: &str) -> &mut Self {
        let reason = "exit 1".to_owned();
        self.event(Event::StepFailed { step: step.to_owned(), stated: None, reason, proof: None })
    }

    pub fn reopen(&mut self, step: &str) -> &mut Self {
        self.event(Event::StepReopened { step: step.to_owned(), reason: "again".to_owned() })
    }

    pub fn decide(&mut self, decision: DecisionKind) -> &mut Self {
        self.event(Event::DecisionMade {
            decision,
            reason: None,
            witness: None,
            against: false,
            sole: false,
            verdict: verdict(),
        })
    }

    /// Everything before execute is done, and START decided.
    pub fn started() -> Self {
        let mut night = Self::new();
        night.done("1.2").done("2.2").decide(DecisionKind::Start);
        night
    }

    pub fn check(&mut self, check: &str, status: Status) -> &mut Self {
        self.seen(check, status, None)
    }

    pub fn seen(&mut self, check: &str, status: Status, seen: Option<Seen>) -> &mut Self {
        self.event(Event::CheckChanged {
            check: check.to_owned(),
            status,
            seen,
            cause: None,
            text: String::new(),
            versions: Vec::new(),
            code: None,
            latency_ms: None,
            proven: false,
        })
    }

    /// A window of every check: ten samples, so many of them failed.
    pub fn window(&mut self, fails: u32) -> &mut Self {
        let w = self.plan.checks.iter().map(|_| CheckWindow(10, fails, 0, String::new())).collect();
        self.event(Event::CheckWindow { seconds: 10.0, w })
    }

    /// Windows every ten seconds, all well, for so many seconds.
    pub fn watch(&mut self, seconds: u32) -> &mut Self {
        for _ in 0..seconds / 10 {
            self.wait(10.0).window(0);
        }
        self
    }

    pub fn health(&self, check: &str) -> &CheckHealth {
        &self.session.checks[check]
    }

    pub fn state(&self, step: &str) -> &StepState {
        self.session.step(step)
    }

    /// Planned and unplanned downtime now, in seconds.
    pub fn downtime(&self) -> (i64, i64) {
        let (planned, unplanned) = self.session.downtime(self.now());
        (planned.num_seconds(), unplanned.num_seconds())
    }
}

/// Some verdict.
pub fn verdict() -> Verdict {
    Verdict {
        about: About::Continue,
        recommendation: Recommendation::Proceed,
        against: Vec::new(),
        in_favour: Vec::new(),
        to_come: Vec::new(),
        changes_when: String::new(),
    }
}
