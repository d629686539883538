//! A demo without screen, disk and network: the shop's answers, the health engine and the rules, in simulated time.

use chrono::{DateTime, TimeDelta, Utc};
use golive::condition;
use golive::decide::{self, Actor, Command, Refusal};
use golive::demo::{self, Facts, Host, Scenario, answer};
use golive::health::{Engine, Sample, SampleResult};
use golive::journal::{Cause, Event, Mode, Record, Stamp, TargetVersion, Who};
use golive::plan::{Check, Plan, Probe};
use golive::session::Session;

/// How far time goes at once; shorter than a pod's restart.
const STEP: TimeDelta = TimeDelta::seconds(2);

/// The demo as it stands.
pub struct World {
    /// Its plan.
    pub plan: Plan,
    /// Where it is.
    pub session: Session,
    /// Simulated now.
    pub now: Stamp,
    records: Vec<Record>,
    samples: Vec<(String, Sample)>,
    scenario: Scenario,
    engine: Engine,
    due: Vec<Stamp>,
}

impl World {
    /// A fresh demo, its console just attached.
    pub fn new(scenario: Scenario) -> Self {
        let plan = demo::plan().plan.unwrap();
        let now = demo::origin(&plan);
        let release = &plan.release;
        let genesis = Event::SessionCreated {
            mode: Mode::Demo,
            attempt: 1,
            previous: None,
            release: release.name.clone(),
            version: release.version.clone(),
            environment: release.environment.clone(),
            plan: plan.sha256.clone(),
        };
        let session = Session::new(&plan, &record(1, now, &console(), genesis));
        let engine = Engine::resume(&plan, &session, now);
        // Spread over the interval, as the prober spreads them.
        let spread = [0, 2, 4, 6, 8].map(|second| now.after(TimeDelta::seconds(second)));
        let due = spread.into_iter().cycle().take(plan.checks.len()).collect();
        let mut world =
            Self { plan, session, now, records: Vec::new(), samples: Vec::new(), scenario, engine, due };
        let attached = Event::ConsoleAttached {
            boot: "test".to_owned(),
            pid: 1,
            golive: "test".to_owned(),
            speed: demo::SPEED,
            real_up: 0.0,
        };
        world.journal(&console(), vec![attached]);
        world
    }

    /// What was journalled and probed since it was last asked.
    pub fn news(&mut self) -> (Vec<Record>, Vec<(String, Sample)>) {
        (std::mem::take(&mut self.records), std::mem::take(&mut self.samples))
    }

    /// Does what a person asks, or says why not.
    pub fn ask(&mut self, actor: &Actor, command: &Command) -> Result<(), Refusal> {
        let outlook = decide::outlook(&self.plan, &self.session, self.now);
        let events = decide::admit(&self.plan, &self.session, &outlook, actor, command)?;
        self.journal(&actor.who(), events);
        Ok(())
    }

    /// Lets time pass.
    pub fn until(&mut self, to: DateTime<Utc>) {
        assert!(to - self.now.at < TimeDelta::minutes(45), "too long to wait from {}", self.now.at);
        while self.now.at < to {
            self.now = self.now.after(STEP.min(to - self.now.at));
            self.probe();
            self.tick();
        }
    }

    /// Leaps to a moment.
    pub fn leap(&mut self, to: DateTime<Utc>, why: &str) {
        let span = to.signed_duration_since(self.now.at);
        let seen = self.engine.before_leap(self.now);
        self.journal(&console(), seen);
        self.now = self.now.after(span);
        self.engine.leapt(self.now);
        self.due.fill(self.now);
        #[expect(clippy::cast_precision_loss, reason = "days in milliseconds are far below 2^52")]
        let by_seconds = span.num_milliseconds() as f64 / 1000.0;
        let leapt = Event::ClockLeapt { by_seconds, to: why.to_owned(), real_up: 0.0 };
        self.journal(&console(), vec![leapt]);
    }

    fn tick(&mut self) {
        let mut events = self.engine.tick(self.now);
        events.extend(decide::due(&self.plan, &self.session, self.now));
        self.journal(&console(), events);
    }

    fn probe(&mut self) {
        for index in 0..self.plan.checks.len() {
            if self.due[index].at > self.now.at {
                continue;
            }
            let check = self.plan.checks[index].clone();
            let sample = self.sample(&check);
            let tempo = self.engine.tempo();
            let failing = matches!(sample.result, SampleResult::Fail(_));
            let interval = if failing { tempo.failing_interval(&check) } else { tempo.interval(&check) };
            self.due[index] = self.now.after(interval);
            let events = self.engine.sample(index, &sample);
            self.samples.push((check.id, sample));
            self.journal(&console(), events);
        }
    }

    fn sample(&self, check: &Check) -> Sample {
        let facts = Facts::from_session(&self.plan, &self.session);
        let Probe::Http(probe) = &check.probe else { return self.reached("connected".to_owned(), None) };
        let path = probe.url.strip_prefix("${DEMO_SHOP}").unwrap();
        let targets =
            if check.targets.is_empty() { vec![Host::FRONT.to_string()] } else { check.targets.clone() };
        let mut sample: Option<Sample> = None;
        for target in targets {
            let host = Host::at(target.parse().unwrap());
            let reply = answer(self.scenario, &facts, host, path, self.now);
            let headers: Vec<(String, String)> =
                reply.headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            let seen = condition::Sample {
                status: Some(reply.status),
                body: Some(&reply.body),
                headers: &headers,
                response_time_ms: Some(20.0),
                ..condition::Sample::default()
            };
            let failed =
                check.conditions.iter().map(|wanted| wanted.evaluate(&seen)).find(|seen| !seen.holds);
            let version = check.version.as_ref().map(|from| from.extract(&seen));
            let page = self.page_of(check).map(|page| page.evaluate(&seen).holds);
            let sample = sample.get_or_insert_with(|| self.reached(format!("status {}", reply.status), page));
            if let Some(failed) = failed {
                sample.result = SampleResult::Fail(Cause::Status);
                sample.text = failed.sentence();
            }
            if let Some(version) = version {
                sample.versions.push(TargetVersion { target, version });
            }
        }
        sample.unwrap()
    }

    fn page_of(&self, check: &Check) -> Option<&condition::Condition> {
        let names = |switch: &&golive::plan::Switch| {
            switch.expect.as_ref().is_some_and(|expect| expect.checks.contains(&check.id))
        };
        self.plan.switches.iter().find(names)?.verify_on.as_ref()
    }

    fn reached(&self, text: String, page: Option<bool>) -> Sample {
        Sample {
            at: self.now,
            result: SampleResult::Pass,
            latency: Some(TimeDelta::milliseconds(20)),
            code: None,
            text,
            versions: Vec::new(),
            page,
            body: String::new(),
        }
    }

    fn journal(&mut self, who: &Who, events: Vec<Event>) {
        let mut events = events;
        while !events.is_empty() {
            for event in events {
                let record = record(self.session.seq + 1, self.now, who, event);
                self.session.apply(&self.plan, &record);
                self.records.push(record);
            }
            events = self.engine.follow(&self.plan, &self.session, self.now);
        }
    }
}

fn console() -> Who {
    Who::console("test/0")
}

fn record(seq: u64, now: Stamp, who: &Who, event: Event) -> Record {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since boot stay far below 2^52")]
    let up = now.up as f64 / 1000.0;
    Record { seq, id: String::new(), at: now.at.fixed_offset(), up, who: who.clone(), event }
}
