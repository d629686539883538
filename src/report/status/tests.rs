//! The status has the shape that scripts rely on.

use serde_json::Value;

use super::{Around, json, text};
use crate::decide::testing::Night;
use crate::journal::{DecisionKind, Event};

/// The contract, as it is written down for people who script golive.
const SHAPE: &str = r#"{
  "schema": 1, "mode": "live", "attempt": 1, "release": {"name": "", "version": "", "from": "", "environment": ""},
  "phase": "deploying", "outcome": null, "stage": "execute",
  "verdict": {"about": "continue", "recommendation": "hold", "against": [{"rule": "check-down", "subject": "payments-api", "text": ""}],
              "for": [{"rule": "checks-steady", "subject": "", "text": ""}], "to-come": [{"rule": "step-open", "subject": "4.1", "text": ""}], "changes-when": ""},
  "next": {"who": "sam", "step": "3.1.b", "text": ""}, "decision": null,
  "clocks": {"now": "", "window-start": "", "window-end": "", "forecast-end": "", "decision-expected": "", "decide-by": "", "last-safe-rollback": "", "binding": "window",
             "rollback-seconds": 0, "held-seconds": 0, "outage-seconds": 0, "planned-outage-seconds": 0, "stabilisation-end": null},
  "steps": [{"id": "3.1.a", "stage": "execute", "title": "", "state": "done", "owner": "", "mandatory": true, "started": "", "ended": "", "planned-seconds": 0, "fit": "fits"}],
  "checks": [{"id": "", "status": "up", "last": "pass", "latency-ms": 0, "samples": 0, "judgeable-at": null, "since": "", "expected": null, "version": null, "text": ""}],
  "version": {"live": "4.12.0", "targets": 6, "of": 6},
  "stations": [{"id": "", "answer": "go", "by": "", "at": "", "fresh": true}], "triggers": [{"id": "", "class": "critical-process", "armed": true, "met": false, "since": null}],
  "notices": [{"id": "", "state": "sent", "promise-broken": false}], "switches": [{"id": "", "on": false}], "incidents": [{"id": 1, "severity": 2, "category": "", "open": true}],
  "statutory-clocks": [{"name": "", "due": "", "incident": 1}], "people": [{"id": "", "here": true}], "conductor": {"user": "", "pid": 0}, "health-age-seconds": 2,
  "journal": {"path": "", "events": 0, "hash": "", "saved": true, "damage": null}
}"#;

fn around() -> Around {
    Around {
        people: vec![("mia".to_owned(), true)],
        conductor: Some(("mia".to_owned(), 12)),
        path: "spring.session.toml".to_owned(),
        events: 9,
        hash: "ab".to_owned(),
        damage: None,
    }
}

/// Every key of the shape is there, in its order, and none else; the first of a list stands for all.
fn same_shape(path: &str, shape: &Value, given: &Value) {
    match (shape, given) {
        (Value::Object(shape), Value::Object(given)) => {
            let keys = |map: &serde_json::Map<String, Value>| map.keys().cloned().collect::<Vec<_>>();
            assert_eq!(keys(shape), keys(given), "{path}");
            for (key, shape) in shape {
                same_shape(&format!("{path}.{key}"), shape, &given[key]);
            }
        }
        (Value::Array(shape), Value::Array(given)) => {
            for given in given {
                same_shape(&format!("{path}[]"), &shape[0], given);
            }
        }
        (Value::Object(_) | Value::Array(_), other) => assert!(other.is_null(), "{path} is {other}"),
        _ => {}
    }
}

#[test]
fn the_status_has_the_written_shape_in_every_phase() {
    let shape: Value = serde_json::from_str(SHAPE).unwrap();
    let mut preparing = Night::new();
    preparing.all_up("00:01");
    for (night, clock) in [(preparing, "00:02"), (Night::deploying(), "01:00"), (Night::deciding(), "01:50")]
    {
        let status = json(&night.plan, &night.session, &night.look(clock), &around());
        same_shape("status", &shape, &status);
    }
}

#[test]
fn times_carry_the_offset_of_the_zone_and_spans_are_whole_seconds() {
    let night = Night::deciding();
    let status = json(&night.plan, &night.session, &night.look("01:50"), &around());
    assert_eq!(status["clocks"]["now"], "2027-02-10T01:50:00+00:00");
    assert_eq!(status["clocks"]["rollback-seconds"], 2_040);
    assert_eq!(status["verdict"]["recommendation"], "not-yet");
    assert_eq!(status["checks"][1]["version"], "4.12.0");
    assert_eq!(status["steps"][0]["state"], "done");
}

#[test]
fn the_text_says_word_reason_and_next() {
    let night = Night::deciding();
    let text = text(&night.plan, &night.session, &night.look("01:50"), &around());
    assert!(text.starts_with("Spring Sale 4.12.0 → production: deciding\nverdict   NOT YET"), "{text}");
    assert!(text.contains("against   lead has not answered (mia)"), "{text}");
    assert!(text.contains("last safe rollback 04:26"), "{text}");
    assert!(text.contains("debt      Maintenance page is on"), "{text}");
    assert!(text.contains("\nstages    ") && text.contains("\nchecks    "), "{text}");
    assert!(text.contains("\nstations  lead open"), "{text}");
}

fn says(night: &Night, clock: &str) -> String {
    text(&night.plan, &night.session, &night.look(clock), &around())
}

#[test]
fn a_step_over_its_plan_says_by_how_much_and_one_without_a_plan_has_none() {
    let mut night = Night::with(&[("id = \"7.2\"", "id = \"7.2\"\nplanned = \"0m\"")]);
    night.prepare();
    night.start("01:00", "3.1.a");
    let text = says(&night, "01:21");
    assert!(text.contains(": 21m00s of 20m, 1m00s over plan"), "{text}");
    night.start("01:21", "7.2");
    let text = says(&night, "01:22");
    assert!(text.contains("7.2") && !text.contains("of 0m"), "{text}");
}

#[test]
fn what_is_not_today_has_its_day_and_a_closed_record_says_when_and_by_whom() {
    let keep = "business-days = 2\nkeep-old-until = 2027-02-11T18:00:00";
    let mut night = Night::with(&[("business-days = 2", keep)]);
    night.prepare();
    night.start("01:00", "3.1.a");
    night.decide("01:55", DecisionKind::Go);
    let text = says(&night, "01:56");
    assert!(text.contains("last safe rollback Thu 18:00"), "{text}");
    night.tell("02:30", "mia", Event::SessionClosed { note: None });
    let text = says(&night, "02:31");
    assert!(text.contains("closed    Wed 10 Feb 02:30 by mia"), "{text}");
    assert!(!text.contains("ago"), "nobody polls any more: {text}");
}
