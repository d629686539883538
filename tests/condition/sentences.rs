//! What a condition says about an answer: what was found beside what was wanted.

use golive::condition::{Condition, Sample};

const BODY: &str = r#"{"status": "DOWN", "items": [], "user": {"first": "john", "last": "doe"}, "note": "a\u001b[2Jb", "empty": ""}"#;

fn sentence(condition: &str, sample: &Sample<'_>) -> String {
    Condition::parse(condition).unwrap().evaluate(sample).sentence()
}

#[test]
fn it_names_what_was_found_and_what_was_wanted() {
    let headers = [("x-cache".to_owned(), "MISS".to_owned())];
    let sample = Sample {
        status: Some(503),
        response_time_ms: Some(912.7),
        body: Some(BODY),
        headers: &headers,
        ip: Some("10.0.0.12"),
        connected: Some(true),
        certificate_ms: Some(83_400_000),
        domain_ms: Some(-172_800_000),
        dns_rcode: Some("NXDOMAIN"),
    };
    for (condition, wanted) in [
        ("[STATUS] == 200", "status 503, wanted 200"),
        ("200 == [STATUS]", "status 503, wanted 200"),
        ("[STATUS] != 503", "status 503, wanted not 503"),
        ("[STATUS] == any(200, 204)", "status 503, wanted one of 200, 204"),
        ("[STATUS] != any(500, 503)", "status 503, wanted none of 500, 503"),
        ("[STATUS] == pat(2*)", "status 503, wanted like 2*"),
        ("[STATUS] != pat(5*)", "status 503, wanted not like 5*"),
        ("[STATUS] < 300", "status 503, wanted under 300"),
        ("[RESPONSE_TIME] < 800", "response time 912 ms, wanted under 800 ms"),
        ("500ms >= [RESPONSE_TIME]", "response time 912 ms, wanted at most 500ms"),
        ("[CERTIFICATE_EXPIRATION] > 48h", "certificate expires in 23h 10m, wanted over 48h"),
        ("[CERTIFICATE_EXPIRATION] > 172800000", "certificate expires in 23h 10m, wanted over 2d"),
        ("[DOMAIN_EXPIRATION] > 720h", "domain expired 2d ago, wanted over 720h"),
        ("[CONNECTED] == false", "connected true, wanted false"),
        ("[IP] == 10.0.0.13", "address 10.0.0.12, wanted 10.0.0.13"),
        ("[DNS_RCODE] == NOERROR", "DNS code NXDOMAIN, wanted NOERROR"),
        ("[HEADER].X-Cache == HIT", "header X-Cache MISS, wanted HIT"),
        ("[HEADER].age < 60", "header age missing, wanted under 60"),
        ("[BODY].status == UP", "body.status DOWN, wanted UP"),
        ("[BODY].empty == UP", "body.empty empty, wanted UP"),
        ("[BODY].state == UP", "body.state missing, wanted UP"),
        ("[BODY].user.first == [BODY].user.last", "body.user.first john, wanted body.user.last (doe)"),
        ("[BODY].user.first == [BODY].x", "body.user.first john, wanted body.x (body.x missing)"),
        ("[BODY].note == b", "body.note a\u{fffd}[2Jb, wanted b"),
        ("len([BODY].items) > 0", "length of body.items 0, wanted over 0"),
        ("len([BODY].x) > 0", "body.x missing, wanted over 0"),
        ("has([BODY].status) == false", "body.status present, wanted absent"),
        ("has([BODY].x) == true", "body.x absent, wanted present"),
        ("1 == 2", "1, wanted 2"),
    ] {
        assert_eq!(sentence(condition, &sample), wanted, "{condition}");
    }
}

#[test]
fn it_says_what_was_not_there_at_all() {
    let nothing = Sample::default();
    let page = Sample { body: Some("<html>"), ..nothing };
    for (condition, sample, wanted) in [
        ("[STATUS] == 200", &nothing, "no status, wanted 200"),
        ("[RESPONSE_TIME] < 1s", &nothing, "no response time, wanted under 1s"),
        ("[CERTIFICATE_EXPIRATION] > 48h", &nothing, "no certificate, wanted over 48h"),
        ("[BODY] == ok", &nothing, "no body, wanted ok"),
        ("[BODY].status == UP", &page, "body.status missing (the body is not JSON), wanted UP"),
    ] {
        assert_eq!(sentence(condition, sample), wanted, "{condition}");
    }
}

#[test]
fn a_long_body_is_cut() {
    let body = "é".repeat(100_000);
    let sample = Sample { body: Some(&body), ..Sample::default() };
    let outcome = Condition::parse("[BODY] == ok").unwrap().evaluate(&sample);
    assert_eq!(outcome.actual, format!("body {}…", "é".repeat(120)));
}
