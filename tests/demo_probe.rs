//! The demo's plan, its shop and the real prober together: what each check brings at each point of a night.
#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail as the test may")]

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use golive::demo::{self, Facts, Pod, Scenario, Shop, Work};
use golive::edge::clock::Clock;
use golive::edge::probe::{Prober, Real};
use golive::health::{Sample, SampleResult};
use golive::journal::{Cause, Stamp};
use golive::plan::{Plan, Via};

/// Long enough for a machine that does much else.
const LIMIT: Duration = Duration::from_secs(20);

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap()
}

/// A clock that stands still: it began far in the future of the boot clock.
fn standing(second: i64) -> Clock {
    Clock::Scaled { origin: Stamp { at: at(second), up: second * 1000, boot: 1 }, since: 1e12, speed: 1.0 }
}

fn facts(done: &[&str]) -> Facts {
    let work = Work { started: at(0), ended: Some(at(100)), done: true, planned: TimeDelta::seconds(100) };
    Facts { steps: done.iter().map(|id| ((*id).to_owned(), work)).collect(), ..Facts::default() }
}

/// One sample of every check, in plan order.
fn probe(shop: &Shop, plan: &Plan) -> Vec<Sample> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let prober = Real::new(&plan.checks, &plan.switches, shop.variables());
    runtime.block_on(async {
        let mut samples = Vec::new();
        for index in 0..plan.checks.len() {
            samples.push(prober.probe(index, standing(0).now(), LIMIT).await.unwrap());
        }
        samples
    })
}

/// Ids of the checks that fail, with the answer's own words.
fn failing(plan: &Plan, samples: &[Sample]) -> Vec<(String, Cause, String)> {
    let failed = |(check, sample): (&golive::plan::Check, &Sample)| match sample.result {
        SampleResult::Pass => None,
        SampleResult::Fail(cause) | SampleResult::NoData(cause) => {
            Some((check.id.clone(), cause, sample.text.clone()))
        }
    };
    plan.checks.iter().zip(samples).filter_map(failed).collect()
}

fn versions(plan: &Plan, samples: &[Sample]) -> Vec<(String, Option<String>)> {
    let index = plan.checks.iter().position(|check| check.id == "version").unwrap();
    samples[index].versions.iter().map(|read| (read.target.clone(), read.version.clone())).collect()
}

#[test]
fn before_the_night_every_check_passes_and_six_pods_say_the_old_release() {
    let plan = demo::plan().plan.unwrap();
    let shop = Shop::start(Scenario::Happy, standing(0)).unwrap();
    let samples = probe(&shop, &plan);
    assert_eq!(failing(&plan, &samples), []);
    let pods: Vec<_> =
        Pod::ALL.iter().map(|pod| (pod.address.to_string(), Some("4.11.3".to_owned()))).collect();
    assert_eq!(versions(&plan, &samples), pods);
    let hidden = plan.switch("maintenance").unwrap().expect.as_ref().unwrap();
    for (check, sample) in plan.checks.iter().zip(&samples) {
        let page = hidden.checks.contains(&check.id).then_some(false);
        assert_eq!(sample.page, page, "{}", check.id);
    }
}

#[test]
fn the_page_fails_what_customers_reach_and_is_known_as_the_page() {
    let plan = demo::plan().plan.unwrap();
    let shop = Shop::start(Scenario::Happy, standing(0)).unwrap();
    shop.observe(Facts { page: Some(at(0)), ..Facts::default() }, standing(60));
    for (check, sample) in plan.checks.iter().zip(probe(&shop, &plan)) {
        match check.via {
            Via::Public => {
                assert_eq!(
                    (sample.result, sample.page),
                    (SampleResult::Fail(Cause::Status), Some(true)),
                    "{}",
                    check.id
                );
            }
            Via::Inside => assert_eq!(sample.result, SampleResult::Pass, "{}", check.id),
        }
    }
}

#[test]
fn after_the_deployment_six_pods_say_the_new_release_and_everything_passes() {
    let plan = demo::plan().plan.unwrap();
    let shop = Shop::start(Scenario::Happy, standing(0)).unwrap();
    shop.observe(facts(&["3.1.b", "3.1.c", "3.1.e"]), standing(200));
    let samples = probe(&shop, &plan);
    assert_eq!(failing(&plan, &samples), []);
    assert!(versions(&plan, &samples).iter().all(|(_, version)| version.as_deref() == Some("4.12.0")));
}

#[test]
fn payments_that_ran_dry_take_checkout_with_them_and_nothing_else() {
    let plan = demo::plan().plan.unwrap();
    let shop = Shop::start(Scenario::PaymentsDown, standing(0)).unwrap();
    shop.observe(facts(&["3.1.b", "3.1.c"]), standing(200));
    let failed = failing(&plan, &probe(&shop, &plan));
    let ids: Vec<&str> = failed.iter().map(|(id, ..)| id.as_str()).collect();
    assert_eq!(ids, ["checkout", "checkout-inside", "payments"]);
    assert!(
        failed.iter().all(|(_, cause, text)| *cause == Cause::Status && text.contains("503")),
        "{failed:?}"
    );
}

#[test]
fn a_restarting_pod_is_named_by_its_address() {
    let plan = demo::plan().plan.unwrap();
    let shop = Shop::start(Scenario::Happy, standing(0)).unwrap();
    let rolling = Work { started: at(0), ended: None, done: false, planned: TimeDelta::seconds(100) };
    shop.observe(Facts { steps: [("3.1.c".to_owned(), rolling)].into(), ..Facts::default() }, standing(31));
    let samples = probe(&shop, &plan);
    let failed = failing(&plan, &samples);
    let (_, _, text) = failed.iter().find(|(id, ..)| id == "version").unwrap();
    assert!(text.starts_with("127.0.2.1: status 503"), "{text}");
    assert_eq!(versions(&plan, &samples)[2].1, None);
}
