//! The conductor's engine against the fold: what it journals is what it means, also when it is killed and starts again.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

use chrono::{DateTime, TimeDelta, Utc};
use golive::decide;
use golive::health::{Engine, Sample, SampleResult};
use golive::journal::{Cause, Event, Mode, Record, Stamp, Status, Who};
use golive::plan::{self, Plan};
use golive::session::Session;
use proptest::prelude::*;

const PLAN: &str = r#"
schema = 1

[release]
name = "Spring Sale"
version = "4.12.0"
from = "4.11.3"
environment = "production"
risk = "low"

[window]
zone = "Australia/Sydney"
start = 2027-02-10T01:00:00
end = 2027-02-10T05:00:00

[stabilisation]
business-days = 1
calendar = "AU-NSW"

[[team]]
id = "mia"
name = "Mia Torres"
roles = ["deployment-lead", "release-manager"]

[decision]
approver = "release-manager"

[[stage]]
kind = "notify-start"
  [[stage.step]]
  id = "2.2"
  title = "Maintenance page on"
  owner = "mia"
  planned = "2m"
  switch = "maintenance"

[[stage]]
kind = "execute"
  [[stage.step]]
  id = "3.1.a"
  title = "Deploy"
  owner = "mia"
  planned = "8m"
  nothing-to-undo = true

[[stage]]
kind = "decide"
  [[stage.step]]
  id = "5.2"
  title = "Confirm the deployment or roll it back"
  decision = true

[[stage]]
kind = "notify-outcome"
  [[stage.step]]
  id = "6.3"
  title = "Maintenance page off"
  owner = "mia"
  planned = "2m"
  switch = { off = "maintenance" }

[[check]]
id = "checkout"
url = "http://shop.example/checkout"
conditions = ["[STATUS] == 200"]
critical = true

[[check]]
id = "search"
url = "http://shop.example/search"
conditions = ["[STATUS] == 200"]
degraded-above = "400ms"

[[switch]]
id = "maintenance"
title = "Maintenance page"
expect = { checks = ["checkout"], as = "down", at-most = "40m" }
"#;

fn plan() -> Plan {
    let parsed = plan::parse(PLAN.as_bytes());
    let problems: Vec<String> = parsed.errors().map(|problem| format!("{problem:?}")).collect();
    parsed.plan.unwrap_or_else(|| panic!("{problems:#?}"))
}

/// A session and the engine of whoever conducts it, second by second.
struct Night {
    plan: Plan,
    session: Session,
    engine: Engine,
    second: i64,
    seq: u64,
}

fn start() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2027-02-09T14:00:00Z").unwrap().to_utc()
}

impl Night {
    fn begin() -> Self {
        let plan = plan();
        let created = Event::SessionCreated {
            mode: Mode::Live,
            attempt: 1,
            previous: None,
            release: plan.release.name.clone(),
            version: plan.release.version.clone(),
            environment: plan.release.environment.clone(),
            plan: plan.sha256.clone(),
        };
        let session = Session::new(&plan, &record(1, 0, created));
        let engine = Engine::resume(&plan, &session, session.last);
        Self { plan, session, engine, second: 0, seq: 1 }
    }

    fn now(&self) -> Stamp {
        stamp(self.second)
    }

    /// Journals events, and what the engine says to them.
    fn journal(&mut self, events: Vec<Event>) {
        for event in events {
            self.seq += 1;
            self.session.apply(&self.plan, &record(self.seq, self.second, event));
            let more = self.engine.follow(&self.plan, &self.session, self.now());
            self.journal(more);
        }
    }

    fn sample(&mut self, check: usize, result: SampleResult, milliseconds: i64) {
        let sample = Sample {
            at: self.now(),
            result,
            latency: Some(TimeDelta::milliseconds(milliseconds)),
            code: None,
            text: "as it was".to_owned(),
            versions: Vec::new(),
            page: None,
            body: String::new(),
        };
        let events = self.engine.sample(check, &sample);
        self.journal(events);
    }

    fn pass_time(&mut self, seconds: i64) {
        for _ in 0..seconds {
            self.second += 1;
            let events = self.engine.tick(self.now());
            self.journal(events);
        }
    }

    /// The demo's clock leaps, as its conductor lets it.
    fn leap(&mut self, seconds: i64) {
        let seen = self.engine.before_leap(self.now());
        self.journal(seen);
        self.second += seconds;
        self.engine.leapt(self.now());
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        let by_seconds = seconds as f64;
        self.journal(vec![Event::ClockLeapt { by_seconds, to: "later".to_owned(), real_up: 1.0 }]);
    }

    fn steady(&self, check: &str) -> bool {
        let outlook = decide::outlook(&self.plan, &self.session, self.now());
        outlook.checks.iter().any(|view| view.id == check && view.steady)
    }

    /// The console is killed; another starts at once.
    fn kill(&mut self) {
        self.engine = Engine::resume(&self.plan, &self.session, self.now());
        let events = self.engine.follow(&self.plan, &self.session, self.now());
        self.journal(events);
    }

    fn status(&self, check: &str) -> Status {
        self.session.checks.get(check).map_or(Status::Unjudged, |health| health.status)
    }
}

fn stamp(second: i64) -> Stamp {
    Stamp { at: start() + TimeDelta::seconds(second), up: 1_000_000 + second * 1000, boot: 0 }
}

fn record(seq: u64, second: i64, event: Event) -> Record {
    let stamp = stamp(second);
    #[expect(clippy::cast_precision_loss, reason = "a small number")]
    let up = stamp.up as f64 / 1000.0;
    let who = Who::console("mia/1000");
    Record { seq, id: format!("{seq:016x}"), at: stamp.at.fixed_offset(), up, who, event }
}

/// Probes both checks so many times, 10 s apart.
fn probe(night: &mut Night, times: usize, checkout: SampleResult) {
    for _ in 0..times {
        night.sample(0, checkout, 20);
        night.sample(1, SampleResult::Pass, 20);
        night.pass_time(10);
    }
}

const REFUSED: SampleResult = SampleResult::Fail(Cause::Refused);

#[test]
fn a_planned_outage_keeps_the_status_and_feeds_no_window() {
    let mut night = Night::begin();
    probe(&mut night, 20, SampleResult::Pass);
    assert_eq!((night.status("checkout"), night.status("search")), (Status::Up, Status::Up));
    night.journal(vec![Event::ExpectOpened { source: "maintenance".to_owned() }]);
    probe(&mut night, 12, REFUSED);
    let health = &night.session.checks["checkout"];
    assert_eq!((health.status, health.seen), (Status::Up, Some(golive::journal::Seen::Down)));
    assert!(health.windows.iter().all(|window| window.counts.1 == 0), "no fail was counted");
    let closed = night.now();
    night.journal(vec![Event::ExpectClosed { source: "maintenance".to_owned() }]);
    assert_eq!(night.session.checks["checkout"].seen, None);
    assert_eq!(golive::health::clean_passes(&night.session.checks["checkout"], closed), 0);
    probe(&mut night, 5, SampleResult::Pass);
    assert_eq!(golive::health::clean_passes(&night.session.checks["checkout"], closed), 5);
    assert!(night.session.checks["checkout"].text.starts_with("5 passes in a row"));
    probe(&mut night, 3, REFUSED);
    assert_eq!(night.status("checkout"), Status::Down, "what fails after it is real");
}

#[test]
fn steadiness_counts_from_the_end_of_the_outage() {
    let mut night = Night::begin();
    probe(&mut night, 20, SampleResult::Pass);
    night.journal(vec![Event::ExpectOpened { source: "maintenance".to_owned() }]);
    probe(&mut night, 12, REFUSED);
    night.journal(vec![Event::ExpectClosed { source: "maintenance".to_owned() }]);
    let ended = night.second;
    probe(&mut night, 30, SampleResult::Pass);
    let (check, five) = (night.plan.check("checkout").unwrap(), TimeDelta::minutes(5));
    let judge = |night: &Night, needed| {
        let health = &night.session.checks["checkout"];
        golive::health::steadiness(check, health, TimeDelta::seconds(10), night.now(), needed)
    };
    assert_eq!(judge(&night, five).for_so_long, TimeDelta::seconds(night.second - ended));
    assert!(judge(&night, five).is_steady);
    assert!(!judge(&night, TimeDelta::minutes(6)).is_steady);
}

#[test]
fn a_second_conductor_takes_over_in_the_middle_of_everything() {
    let mut night = Night::begin();
    probe(&mut night, 19, SampleResult::Pass);
    night.kill();
    assert_eq!(night.status("checkout"), Status::Unjudged);
    probe(&mut night, 1, SampleResult::Pass);
    assert_eq!(night.status("checkout"), Status::Up, "19 samples of the one before count");
    night.journal(vec![Event::ExpectOpened { source: "maintenance".to_owned() }]);
    probe(&mut night, 3, REFUSED);
    night.kill();
    probe(&mut night, 30, REFUSED);
    assert_eq!(night.status("checkout"), Status::Up, "the effect goes on");
    night.journal(vec![Event::ExpectClosed { source: "maintenance".to_owned() }]);
    probe(&mut night, 3, REFUSED);
    night.kill();
    assert_eq!(night.status("checkout"), Status::Down);
    probe(&mut night, 5, SampleResult::Pass);
    assert_eq!(night.status("checkout"), Status::Up);
}

#[test]
fn an_hour_that_nobody_polled_is_unknown_first() {
    let mut night = Night::begin();
    probe(&mut night, 20, SampleResult::Pass);
    night.second += 3600;
    night.kill();
    night.pass_time(1);
    assert_eq!(night.status("checkout"), Status::Unknown);
    probe(&mut night, 1, SampleResult::Pass);
    assert_eq!(night.status("checkout"), Status::Up);
}

/// What happens next.
#[derive(Debug, Clone)]
enum Step {
    Sample(usize, SampleResult, i64),
    Wait(i64),
    Effect(bool),
    Kill,
}

fn step() -> impl Strategy<Value = Step> {
    let result = prop_oneof![
        5 => Just(SampleResult::Pass),
        3 => Just(REFUSED),
        1 => Just(SampleResult::NoData(Cause::Network)),
    ];
    prop_oneof![
        20 => (0_usize..3, result, prop_oneof![Just(20_i64), Just(500)]).prop_map(|(check, result, took)| Step::Sample(check, result, took)),
        10 => (1_i64..25).prop_map(Step::Wait),
        1 => any::<bool>().prop_map(Step::Effect),
        1 => Just(Step::Kill),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_journal_always_says_what_the_engine_means(steps in proptest::collection::vec(step(), 1..300)) {
        let mut night = Night::begin();
        let mut fails_in_a_row = [0_u32; 2];
        for step in steps {
            match step {
                Step::Sample(check, result, took) => {
                    night.sample(check, result, took);
                    let covered = check == 0 && night.session.effect_on(&night.plan, "checkout").is_some();
                    if let Some(row) = fails_in_a_row.get_mut(check) {
                        *row = match result {
                            _ if covered => 0,
                            SampleResult::Pass => 0,
                            SampleResult::Fail(_) => *row + 1,
                            SampleResult::NoData(_) => *row,
                        };
                        if *row >= 3 && result == REFUSED {
                            let id = ["checkout", "search"][check];
                            prop_assert_eq!(night.status(id), Status::Down, "three fails in a row are down at once");
                        }
                    }
                }
                Step::Wait(seconds) => night.pass_time(seconds),
                Step::Effect(opens) => {
                    let source = "maintenance".to_owned();
                    let event = if opens { Event::ExpectOpened { source } } else { Event::ExpectClosed { source } };
                    night.journal(vec![event]);
                    fails_in_a_row[0] = 0;
                }
                Step::Kill => {
                    night.kill();
                    fails_in_a_row = [0; 2];
                }
            }
            for (index, check) in ["checkout", "search"].into_iter().enumerate() {
                prop_assert_eq!(night.engine.status(index), Some(night.status(check)), "{}", check);
            }
            prop_assert_eq!(night.session.strange, 0, "nothing that the fold does not understand");
        }
    }
}

#[test]
fn what_was_steady_before_a_leap_is_steady_after_it() {
    let mut night = Night::begin();
    probe(&mut night, 60, SampleResult::Pass);
    assert!(night.steady("checkout"));
    night.leap(40 * 60);
    assert!(night.steady("checkout"), "at once, and not only after new windows");
    probe(&mut night, 2, SampleResult::Pass);
    assert!(night.steady("checkout"));
    night.leap(36 * 3600);
    assert!(night.steady("checkout") && night.status("search") == Status::Up);
    probe(&mut night, 3, REFUSED);
    assert!(!night.steady("checkout"));
}

#[test]
fn a_check_proves_itself_after_the_page_with_five_passes_however_long_its_windows_are() {
    let mut night = Night::begin();
    probe(&mut night, 31, SampleResult::Pass);
    night.journal(vec![Event::SwitchOn { switch: "maintenance".to_owned() }]);
    probe(&mut night, 4, REFUSED);
    night.journal(vec![Event::SwitchOff { switch: "maintenance".to_owned() }]);
    let waits = |night: &Night| {
        let outlook = decide::outlook(&night.plan, &night.session, night.now());
        outlook.reopening.map(|gate| gate.waiting_for)
    };
    probe(&mut night, 4, SampleResult::Pass);
    assert_eq!(waits(&night), Some(vec!["checkout".to_owned()]));
    night.sample(0, SampleResult::Pass, 20);
    assert_eq!(waits(&night), None, "with the fifth pass, before its window is closed");
}
