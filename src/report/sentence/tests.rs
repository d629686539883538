//! What is told of an event.

use super::*;
use crate::journal::{Mode, Seen, Status};

fn record(seq: u64, up: f64, event: Event) -> Record {
    #[expect(clippy::cast_possible_truncation, reason = "seconds of a test")]
    let at = chrono::DateTime::from_timestamp(1_800_000_000 + up as i64, 0).unwrap().fixed_offset();
    let who = Who { by: "sam".to_owned(), on_behalf: None, os: "sam/1004".to_owned() };
    Record { seq, id: format!("{seq:016x}"), at, up, who, event }
}

#[test]
fn a_stated_time_is_told_beside_the_recorded_one() {
    let plan = crate::plan::parse(include_bytes!("../../../config/ecommerce-retail.toml")).plan.unwrap();
    let at = |up: f64| record(2, up, Event::StepResumed { step: String::new() }).at.to_utc();
    let step = || "1.3".to_owned();
    let started = Event::StepStarted { step: step(), stated: Some(at(0.0)), reason: None };
    let (_, text) = sentence(&plan, &record(2, 3_120.0, started));
    assert!(text.ends_with(" at 19:00 (recorded 19:52)"), "{text}");
    let done =
        Event::StepDone { step: step(), stated: Some(at(0.0)), proof: None, note: Some("ok".to_owned()) };
    let (_, text) = sentence(&plan, &record(3, 86_400.0, done));
    assert!(text.ends_with(" at Fri 15 Jan 19:00 (recorded 19:00): ok"), "{text}");
}

#[test]
fn a_finished_step_says_how_long_it_took_without_its_waiting() {
    let plan = crate::plan::parse(include_bytes!("../../../config/ecommerce-retail.toml")).plan.unwrap();
    let created = Event::SessionCreated {
        mode: Mode::Live,
        attempt: 1,
        previous: None,
        release: String::new(),
        version: String::new(),
        environment: String::new(),
        plan: plan.sha256.clone(),
    };
    let step = || "1.3".to_owned();
    let mut session = Session::new(&plan, &record(1, 0.0, created));
    session.apply(&plan, &record(2, 10.0, Event::StepStarted { step: step(), stated: None, reason: None }));
    session.apply(&plan, &record(3, 70.0, Event::StepWaiting { step: step(), reason: "ops".to_owned() }));
    let done = record(4, 670.0, Event::StepDone { step: step(), stated: None, proof: None, note: None });
    let before = sentence_in(&plan, &session, &done);
    assert!(before.1.starts_with("sam finished 1.3 ") && before.1.ends_with(", 1m00s"), "{before:?}");
    session.apply(&plan, &done);
    assert_eq!(sentence_in(&plan, &session, &done), before);
    let reopened = Event::StepReopened { step: step(), reason: "again".to_owned() };
    session.apply(&plan, &record(5, 700.0, reopened));
    assert_eq!(sentence_in(&plan, &session, &done), sentence(&plan, &done), "it is another try by then");
}

#[test]
fn a_check_that_is_meant_to_be_broken_is_told_by_what_it_shows() {
    let plan = crate::plan::parse(include_bytes!("../../../config/ecommerce-retail.toml")).plan.unwrap();
    let changed = |seen, text: &str| Event::CheckChanged {
        check: "checkout".to_owned(),
        status: Status::Down,
        seen,
        cause: None,
        text: text.to_owned(),
        versions: Vec::new(),
        code: None,
        latency_ms: None,
        proven: false,
    };
    let told = |seen, text| sentence(&plan, &record(2, 1.0, changed(seen, text)));
    let expected = (Class::Plain, "checkout as expected: status 503".to_owned());
    assert_eq!(told(Some(Seen::Down), "as expected: status 503"), expected);
    let (class, text) = told(Some(Seen::Answering), "answers normally although it should be down");
    assert_eq!((class, text.starts_with("checkout answers")), (Class::Attention, true));
    assert_eq!(told(None, "3 in a row failed").1, "checkout down: 3 in a row failed");
}
