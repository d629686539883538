//! The shop by tables: what happened when, and what it then answers.

use super::*;
use crate::demo::facts::Work;
use crate::demo::pods::OLD;

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap()
}

fn stamp(second: i64) -> Stamp {
    Stamp { at: at(second), up: second * 1000, boot: 1 }
}

/// Steps as `id started..ended` in seconds, each planned for 100 s; without an end it runs, with `!` it failed.
fn facts(steps: &str) -> Facts {
    let mut facts = Facts::default();
    for step in steps.split(", ").filter(|step| !step.is_empty()) {
        let (id, span) = step.split_once(' ').unwrap();
        let (from, to) = span.split_once("..").unwrap();
        let failed = to.ends_with('!');
        let ended = to.trim_end_matches('!').parse().ok().map(at);
        let work = Work {
            started: at(from.parse().unwrap()),
            ended,
            done: ended.is_some() && !failed,
            planned: TimeDelta::seconds(100),
        };
        facts.steps.insert(id.to_owned(), work);
    }
    facts
}

fn ask(scenario: Scenario, facts: &Facts, path: &str, second: i64) -> Reply {
    answer(scenario, facts, Host::Front, path, stamp(second))
}

fn live(facts: &Facts, second: i64) -> String {
    let mark = |pod: &Pod| {
        let reply =
            answer(Scenario::Happy, facts, Host::at(pod.address.into()), "/inside/version", stamp(second));
        match (reply.status, reply.body.contains(NEW), reply.body.contains(OLD)) {
            (200, true, false) => 'n',
            (200, false, true) => 'o',
            (503, false, false) => '-',
            other => panic!("{other:?} {}", reply.body),
        }
    };
    Pod::ALL.iter().map(mark).collect()
}

#[test]
fn before_anything_happens_everything_answers_on_the_old_release() {
    for scenario in Scenario::ALL.map(|(scenario, _)| scenario) {
        for second in (0..7200).step_by(7) {
            for place in &PLACES {
                let inside = format!("/inside{}", place.path);
                let reply = ask(scenario, &Facts::default(), &inside, second);
                assert_eq!(reply.status, 200, "{inside} at {second}");
                let outside = ask(scenario, &Facts::default(), place.path, second);
                assert_eq!(
                    outside.status,
                    if place.public { 200 } else { 404 },
                    "{} at {second}",
                    place.path
                );
            }
            assert_eq!(live(&Facts::default(), second), "oooooo");
        }
    }
}

#[test]
fn pods_change_one_by_one_while_their_step_runs_and_all_at_once_when_it_is_done_early() {
    for (steps, second, wanted) in [
        ("3.1.b 0..", 29, "oooooo"),
        ("3.1.b 0..", 30, "-ooooo"),
        ("3.1.b 0..", 32, "-ooooo"),
        ("3.1.b 0..", 33, "nooooo"),
        ("3.1.b 0..", 62, "n-oooo"),
        ("3.1.b 0..", 900, "nnoooo"),
        ("3.1.b 0..50!", 900, "nooooo"),
        ("3.1.b 0..10", 12, "--oooo"),
        ("3.1.b 0..10", 13, "nnoooo"),
        ("3.1.b 0..100, 3.1.c 100..200, 3.1.e 300..", 335, "nnnnno"),
        ("3.1.b 0..100, 3.1.c 100..200, 3.1.e 300..400", 400, "nnnnnn"),
        ("3.1.b 0..100, 3.1.c 100..200, r3 500..", 540, "nnonoo"),
        ("3.1.b 0..100, 3.1.c 100..200, r3 500..600, r4 600..610", 611, "--oooo"),
        ("3.1.b 0..100, 3.1.c 100..200, r3 500..600, r4 600..610", 613, "oooooo"),
    ] {
        assert_eq!(live(&facts(steps), second), wanted, "{steps} at {second}");
    }
}

#[test]
fn a_restart_is_met_by_one_probe_in_ten_seconds_at_most_and_touches_only_its_service() {
    let rolling = facts("3.1.b 0..");
    let failing = |path: &str| -> Vec<i64> {
        (0..200).filter(|second| ask(Scenario::Happy, &rolling, path, *second).status == 502).collect()
    };
    let blips: Vec<i64> = (30..33).chain(60..63).collect();
    for path in ["/catalogue", "/cart", "/checkout", "/inside/admin"] {
        assert_eq!(failing(path), blips, "{path}");
    }
    for path in ["/", "/search", "/inside/payments"] {
        assert!(failing(path).is_empty(), "{path}");
    }
}

#[test]
fn the_page_covers_what_customers_reach_and_nothing_inside() {
    let page = Facts { page: Some(at(0)), ..Facts::default() };
    for place in PLACES.iter().filter(|place| place.public) {
        let reply = ask(Scenario::Happy, &page, place.path, 60);
        assert_eq!(reply.status, 503, "{}", place.path);
        assert!(reply.headers.contains(&("x-page", "maintenance")));
        assert!(reply.body.contains("getting the Spring Sale ready"));
    }
    for place in &PLACES {
        assert_eq!(ask(Scenario::Happy, &page, &format!("/inside{}", place.path), 60).status, 200);
    }
    assert!(ask(Scenario::Happy, &page, "/edge/maintenance", 60).body.contains("\"on\""));
    assert!(ask(Scenario::Happy, &Facts::default(), "/edge/maintenance", 60).body.contains("\"off\""));
}

#[test]
fn a_fault_behind_the_page_is_no_page() {
    let mut both = facts("3.1.c 0..10");
    both.page = Some(at(0));
    let outside = ask(Scenario::PaymentsDown, &both, "/checkout", 60);
    let inside = ask(Scenario::PaymentsDown, &both, "/inside/checkout", 60);
    assert_eq!((outside.status, inside.status), (503, 503));
    assert!(!inside.headers.iter().any(|(name, _)| *name == "x-page"));
}

#[test]
fn payments_run_dry_twenty_seconds_after_their_deployment_until_both_pods_are_back() {
    for (steps, second, payments) in [
        ("3.1.c 0..", 500, 200),
        ("3.1.c 0..90", 109, 200),
        ("3.1.c 0..90", 110, 503),
        ("3.1.c 0..90", 9000, 503),
        ("3.1.c 0..90!", 9000, 200),
        ("3.1.c 0..90, r3 300..", 335, 503),
        ("3.1.c 0..90, r3 300..", 359, 503),
        ("3.1.c 0..90, r3 300..", 360, 502),
        ("3.1.c 0..90, r3 300..", 363, 200),
        ("3.1.c 0..90, r3 300..310", 313, 200),
        ("3.1.c 0..90, r3 300..310!", 900, 503),
    ] {
        let facts = facts(steps);
        for path in ["/inside/payments", "/inside/checkout", "/checkout"] {
            assert_eq!(
                ask(Scenario::PaymentsDown, &facts, path, second).status,
                payments,
                "{path}, {steps} at {second}"
            );
        }
        for path in ["/", "/catalogue", "/cart", "/search", "/inside/admin"] {
            assert_eq!(ask(Scenario::PaymentsDown, &facts, path, second).status, 200, "{path}");
        }
    }
}

#[test]
fn the_happy_night_never_runs_dry() {
    let facts = facts("3.1.b 0..100, 3.1.c 100..190, 3.1.e 300..400");
    for second in 400..2000 {
        for place in &PLACES {
            assert_eq!(ask(Scenario::Happy, &facts, &format!("/inside{}", place.path), second).status, 200);
        }
    }
}

#[test]
fn answers_take_milliseconds_that_depend_on_path_and_slot_only_and_the_new_search_takes_more() {
    let old = Facts::default();
    let new = facts("3.1.e 0..100");
    let took = |facts: &Facts, path: &str, second| ask(Scenario::Happy, facts, path, second).delay;
    assert_eq!(took(&old, "/cart", 500), took(&old, "/cart", 509), "one slot");
    let slots: std::collections::BTreeSet<_> = (0..60).map(|slot| took(&old, "/cart", slot * 10)).collect();
    assert!(slots.len() > 40, "the latency moves: {} values of 60 slots", slots.len());
    for second in (1000..5000).step_by(10) {
        let (before, after) = (took(&old, "/search", second), took(&new, "/search", second));
        assert!(before < after && after <= before * 2, "{before:?} {after:?}");
        for place in &PLACES {
            let real = took(&old, &format!("/inside{}", place.path), second);
            assert!(real >= Duration::from_millis(5) && real < Duration::from_millis(40), "{real:?}");
        }
    }
}

#[test]
fn what_is_not_there_is_not_found_whatever_is_asked() {
    for path in
        ["", "x", "/inside", "/inside/", "/insider", "/admin", "//", "/../etc/passwd", "/%00", "/checkout/x"]
    {
        let status = ask(Scenario::Happy, &Facts::default(), path, 0).status;
        assert_eq!(status, if path == "/inside/" { 200 } else { 404 }, "{path}");
    }
    let pod = Host::at(std::net::Ipv4Addr::new(127, 0, 1, 1).into());
    assert_eq!(answer(Scenario::Happy, &Facts::default(), pod, "/checkout", stamp(0)).status, 404);
}

#[test]
fn every_answer_is_what_its_header_says() {
    let mut page = facts("3.1.b 0..");
    page.page = Some(at(0));
    for facts in [Facts::default(), page] {
        for path in ["/", "/cart", "/inside/cart", "/inside/version", "/edge/maintenance", "/nowhere"] {
            let reply = ask(Scenario::Happy, &facts, path, 31);
            let kind = reply.headers.iter().find(|(name, _)| *name == "content-type").unwrap().1;
            let is_json = serde_json::from_str::<serde_json::Value>(&reply.body).is_ok();
            assert_eq!(kind == JSON, is_json, "{path}");
        }
    }
}
