//! A demo without screen, disk and network: the shop's answers, the health engine and the rules, in simulated time.

use chrono::{DateTime, TimeDelta, Utc};
use golive::condition;
use golive::decide::{self, Actor, Command, Outlook, Refusal};
use golive::demo::{self, Facts, Host, Scenario, answer};
use golive::health::{Engine, Sample, SampleResult};
use golive::journal::{Cause, Event, Mode, Record, Stamp, TargetVersion, Who};
use golive::plan::{Check, Plan, Probe};
use golive::session::Session;

/// How fast the demo runs.
const SPEED: f64 = 10.0;

/// The demo as it stands.
pub struct World {
    /// Its plan.
    pub plan: Plan,
    /// Where it is.
    pub session: Session,
    /// Simulated now.
    pub now: Stamp,
    /// Every fact but the windows, as kind and debug text.
    pub log: Vec<String>,
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
        let session = Session::new(&plan, &record(1, now, &Who::console("test/0"), genesis));
        let engine = Engine::resume(&plan, &session, now);
        let due = vec![now; plan.checks.len()];
        let mut world = Self { plan, session, now, log: Vec::new(), scenario, engine, due };
        let attached = Event::ConsoleAttached {
            boot: "test".to_owned(),
            pid: 1,
            golive: "test".to_owned(),
            speed: SPEED,
            real_up: 0.0,
        };
        world.journal(&Who::console("test/0"), vec![attached]);
        world
    }

    /// Everything derived now.
    pub fn outlook(&self) -> Outlook {
        decide::outlook(&self.plan, &self.session, self.now)
    }

    /// Asks as the demo's player, for another where one is named.
    pub fn ask(&mut self, command: &Command, on_behalf: Option<&str>) -> Result<(), Refusal> {
        let actor = Actor {
            member: Some(demo::ACTOR.to_owned()),
            on_behalf: on_behalf.map(str::to_owned),
            os: "test/0".to_owned(),
        };
        let events = decide::admit(&self.plan, &self.session, &self.outlook(), &actor, command)?;
        self.journal(&actor.who(), events);
        Ok(())
    }

    /// Lets time pass, second by second.
    pub fn until(&mut self, to: DateTime<Utc>) {
        assert!(to - self.now.at < TimeDelta::minutes(45), "too long to wait from {}", self.now.at);
        while self.now.at < to {
            self.now = self.now.after(TimeDelta::seconds(1));
            self.probe();
            self.tick();
        }
    }

    /// Leaps to the next moment at which something is due; false where nothing is.
    pub fn leap(&mut self) -> bool {
        let Some(to) = decide::wakeup(&self.plan, &self.session, self.now) else { return false };
        let span = to.signed_duration_since(self.now.at);
        self.now = self.now.after(span);
        self.engine.leapt(self.now);
        self.due.fill(self.now);
        #[expect(clippy::cast_precision_loss, reason = "days in milliseconds")]
        let by_seconds = span.num_milliseconds() as f64 / 1000.0;
        let leapt = Event::ClockLeapt { by_seconds, to: "next".to_owned(), real_up: 0.0 };
        self.journal(&Who::console("test/0"), vec![leapt]);
        true
    }

    fn tick(&mut self) {
        let mut events = self.engine.tick(self.now);
        events.extend(decide::due(&self.plan, &self.session, self.now));
        self.journal(&Who::console("test/0"), events);
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
            self.journal(&Who::console("test/0"), events);
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
                if !matches!(event, Event::CheckWindow { .. }) {
                    let at = self.now.at.with_timezone(&self.plan.window.zone).format("%a %H:%M:%S");
                    self.log.push(format!("{at} {event:?}"));
                }
                let record = record(self.session.seq + 1, self.now, who, event);
                self.session.apply(&self.plan, &record);
            }
            events = self.engine.follow(&self.plan, &self.session, self.now);
        }
    }
}

fn record(seq: u64, now: Stamp, who: &Who, event: Event) -> Record {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since boot stay far below 2^52")]
    let up = now.up as f64 / 1000.0;
    Record { seq, id: String::new(), at: now.at.fixed_offset(), up, who: who.clone(), event }
}
