use super::*;
use crate::health::testing::{at, check};
use crate::plan::{Expect, ExpectHow};

fn with(conditions: &[&str]) -> Check {
    let conditions = conditions.iter().map(|text| Condition::parse(text).unwrap()).collect();
    Check { conditions, ..check() }
}

fn answer(status: u16, body: &str) -> Answer {
    Answer {
        status: Some(status),
        body: body.to_owned(),
        took: Duration::from_millis(40),
        ..Answer::default()
    }
}

fn judged(conditions: &[&str], answer: Answer) -> (SampleResult, String) {
    let finding = judge(&with(conditions), &Pages::default(), answer);
    (finding.result, finding.text)
}

#[test]
fn each_kind_of_condition_has_its_class_and_the_status_speaks_first() {
    use SampleResult::{Fail, Pass};
    let body = r#"{"status": "DOWN"}"#;
    let table = [
        (vec!["[STATUS] == 200"], 200, Pass, "status 200"),
        (vec!["[STATUS] == 200"], 503, Fail(Cause::Status), "status 503, wanted 200"),
        (vec!["[RESPONSE_TIME] < 30"], 200, Fail(Cause::Slow), "response time 40 ms, wanted under 30 ms"),
        (vec!["[BODY].status == UP"], 200, Fail(Cause::Body), "body.status DOWN, wanted UP"),
        (
            vec!["[BODY].status == UP", "[STATUS] == 200"],
            500,
            Fail(Cause::Status),
            "body.status DOWN, wanted UP; status 500, wanted 200",
        ),
        (vec!["[STATUS] == 200", "[RESPONSE_TIME] < 800"], 200, Pass, "status 200, response time 40 ms"),
    ];
    for (conditions, status, result, text) in table {
        assert_eq!(judged(&conditions, answer(status, body)), (result, text.to_owned()));
    }
}

#[test]
fn a_cut_body_is_said_where_it_may_be_why() {
    let cut = Answer { cut: true, ..answer(200, r#"{"status": "#) };
    let (_, text) = judged(&["[BODY].status == UP"], cut.clone());
    assert!(text.ends_with("; the body was cut at 256 KiB"), "{text}");
    let (_, text) = judged(&["[STATUS] == 204"], cut);
    assert_eq!(text, "status 200, wanted 204");
}

#[test]
fn a_bot_rule_and_too_many_requests_say_nothing_about_the_service() {
    let blocked = SampleResult::NoData(Cause::Blocked);
    assert_eq!(judged(&["[STATUS] == 200"], answer(429, "")).0, blocked);
    assert_eq!(judged(&["[STATUS] == 200"], answer(403, "<title>Just a moment...</title>")).0, blocked);
    let header =
        Answer { headers: vec![("CF-Mitigated".to_owned(), "challenge".to_owned())], ..answer(503, "") };
    assert_eq!(judged(&["[STATUS] == 200"], header).0, blocked);
    let plain = judged(&["[STATUS] == 200"], answer(403, "Forbidden")).0;
    assert_eq!(plain, SampleResult::Fail(Cause::Status), "a plain 403 is the service's");
    let wanted = judged(&["[STATUS] == 429"], answer(429, "")).0;
    assert_eq!(wanted, SampleResult::Pass, "what the plan asks for is what it asks for");
}

fn switch(check: &str, on: Option<&str>, off: Option<&str>) -> Switch {
    Switch {
        id: "maintenance".to_owned(),
        title: String::new(),
        on: None,
        off: None,
        expect: Some(Expect { checks: vec![check.to_owned()], how: ExpectHow::Maintenance, at_most: None }),
        verify_on: on.map(|text| Condition::parse(text).unwrap()),
        verify_off: off.map(|text| Condition::parse(text).unwrap()),
    }
}

#[test]
fn the_page_is_what_verify_on_says_or_what_verify_off_does_not() {
    let check = with(&["[STATUS] == 200"]);
    let page =
        |switches: &[Switch], status| judge(&check, &Pages::of(switches, &check), answer(status, "")).page;
    let both = [switch("checkout", Some("[STATUS] == 503"), Some("[STATUS] == 200"))];
    assert_eq!(
        (page(&both, 503), page(&both, 200), page(&both, 500)),
        (Some(true), Some(false), Some(false))
    );
    let off = [switch("checkout", None, Some("[STATUS] == 200"))];
    assert_eq!((page(&off, 503), page(&off, 200)), (Some(true), Some(false)));
    assert_eq!(page(&[switch("search", Some("[STATUS] == 503"), None)], 503), None);
    assert_eq!(page(&[], 503), None);
}

fn found(result: SampleResult, text: &str, milliseconds: i64) -> Finding {
    Finding {
        latency: Some(TimeDelta::milliseconds(milliseconds)),
        version: Some("4.12.0".to_owned()),
        ..Finding::without_answer(result, text)
    }
}

fn combined(check: &Check, findings: &[(SampleResult, &str, i64)]) -> Sample {
    let named = findings.iter().enumerate().map(|(index, (result, text, milliseconds))| {
        (Some(format!("10.0.0.{index}")), found(*result, text, *milliseconds))
    });
    combine(check, at(0), "shop.example", named.collect())
}

#[test]
fn all_targets_are_up_or_the_check_is_not_and_the_one_that_decides_speaks() {
    use SampleResult::{Fail, NoData, Pass};
    let check = check();
    let pass = combined(&check, &[(Pass, "status 200", 10), (Pass, "status 200", 70)]);
    assert_eq!((pass.result, pass.text.as_str()), (Pass, "status 200 on 2 of 2 targets"));
    assert_eq!(pass.latency_ms(), Some(70), "of the slowest");
    let fail = combined(
        &check,
        &[
            (Pass, "status 200", 10),
            (NoData(Cause::Dns), "?", 1),
            (Fail(Cause::Refused), "connection refused", 2),
        ],
    );
    assert_eq!(fail.result, Fail(Cause::Refused));
    assert_eq!(fail.text, "10.0.0.2: connection refused (1 of 3 targets pass)");
    let unknown = combined(&check, &[(Pass, "status 200", 10), (NoData(Cause::Dns), "no names", 1)]);
    assert_eq!(unknown.result, NoData(Cause::Dns), "nobody can say that all are up");
}

#[test]
fn each_target_reports_its_version_under_the_name_the_plan_gives_it() {
    let mut check = check();
    check.version = Some(crate::condition::Extract::parse("[BODY].version").unwrap());
    let sample = combined(&check, &[(SampleResult::Pass, "", 1), (SampleResult::Pass, "", 1)]);
    let targets: Vec<&str> = sample.versions.iter().map(|read| read.target.as_str()).collect();
    assert_eq!(targets, ["10.0.0.0", "10.0.0.1"]);
    let own = combine(&check, at(0), "shop.example", vec![(None, found(SampleResult::Pass, "", 1))]);
    assert_eq!(own.versions[0].target, "shop.example");
}

#[test]
fn a_must_fail_check_passes_on_what_fails() {
    let forbidden = Check { must_fail: true, ..check() };
    let refused = combined(&forbidden, &[(SampleResult::Fail(Cause::Refused), "connection refused", 1)]);
    assert_eq!(refused.result, SampleResult::Pass);
    let met = combined(&forbidden, &[(SampleResult::Pass, "status 200", 1)]);
    assert_eq!(met.result, SampleResult::Fail(Cause::MustFailPassed));
}
