//! Every vector of `tests/data/condition_vectors.jsonl` (conditions, answers and results of Gatus' own tests)
//! agrees, and so do the cases where this language adds to it.

use golive::condition::{Condition, Sample};
use serde_json::Value;

#[test]
fn every_vector_agrees() {
    let vectors = include_str!("../data/condition_vectors.jsonl");
    let mut seen = 0;
    for line in vectors.lines() {
        let vector: Value = serde_json::from_str(line).unwrap();
        let sample = sample(&vector);
        let condition = Condition::parse(vector["condition"].as_str().unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", vector["name"]));
        let outcome = condition.evaluate(&sample);
        assert_eq!(Some(outcome.holds), vector["success"].as_bool(), "{line}\n{}", outcome.sentence());
        seen += 1;
    }
    assert_eq!(seen, 48);
}

fn sample(vector: &Value) -> Sample<'_> {
    let ms = |key: &str| vector[key].as_f64().map(|ns| format!("{:.0}", ns / 1e6).parse().unwrap());
    Sample {
        status: vector["status"].as_u64().map(|status| status.try_into().unwrap()),
        response_time_ms: vector["duration_ms"].as_f64(),
        body: vector["body"].as_str(),
        headers: &[],
        ip: vector["ip"].as_str(),
        connected: vector["connected"].as_bool(),
        certificate_ms: ms("cert_ns"),
        domain_ms: ms("domain_ns"),
        dns_rcode: vector["dns_rcode"].as_str(),
    }
}

fn over_body(condition: &str, body: &str) -> bool {
    let headers = [("X-Cache".to_owned(), "HIT".to_owned()), ("Retry-After".to_owned(), "120".to_owned())];
    let sample = Sample {
        status: Some(200),
        response_time_ms: Some(499.9),
        body: Some(body),
        headers: &headers,
        certificate_ms: Some(20 * 86_400_000),
        ip: Some("10.0.0.12"),
        ..Sample::default()
    };
    Condition::parse(condition).unwrap().evaluate(&sample).holds
}

#[test]
fn sides_may_be_exchanged() {
    for condition in
        ["200 == [STATUS]", "500 > [RESPONSE_TIME]", "any(200, 429) == [STATUS]", "300 >= [STATUS]"]
    {
        assert!(over_body(condition, ""), "{condition}");
    }
    assert!(!over_body("300 <= [STATUS]", ""));
}

#[test]
fn names_in_brackets_may_be_in_any_case_and_keys_may_not() {
    assert!(over_body("[status] == 200", ""));
    assert!(over_body("[Body].Status == UP", r#"{"Status": "UP", "status": "DOWN"}"#));
}

#[test]
fn headers_are_found_whatever_their_case() {
    for condition in [
        "[HEADER].x-cache == HIT",
        "[HEADER].X-CACHE == pat(H*)",
        "[HEADER].retry-after <= 120",
        "has([HEADER].x-cache) == true",
        "has([HEADER].x-other) == false",
        "[HEADER].x-other != HIT",
        "len([HEADER].x-cache) == 3",
    ] {
        assert!(over_body(condition, ""), "{condition}");
    }
    assert!(!over_body("[HEADER].x-other == HIT", ""));
}

#[test]
fn what_is_missing_satisfies_no_order() {
    let body = r#"{"errors": null, "name": "x"}"#;
    for condition in [
        "[BODY].queue < 5",
        "[BODY].queue <= 0",
        "[BODY].queue >= 0",
        "len([BODY].queue) < 5",
        "[BODY].errors < 1",
        "[BODY].name < 5",
        "[DOMAIN_EXPIRATION] > 0",
        "[DNS_RCODE] == NOERROR",
        "[BODY].queue == [BODY].queue",
    ] {
        assert!(!over_body(condition, body), "{condition}");
    }
    for condition in ["[BODY].queue != 5", "[BODY].queue != any(1, 2)", "[BODY].queue != pat(*)"] {
        assert!(over_body(condition, body), "{condition}");
    }
}

#[test]
fn an_unseen_certificate_counts_as_zero() {
    let nothing = Sample::default();
    for (condition, holds) in [
        ("[CERTIFICATE_EXPIRATION] == 0", true),
        ("[CERTIFICATE_EXPIRATION] > 48h", false),
        ("[STATUS] == 0", false),
    ] {
        assert_eq!(Condition::parse(condition).unwrap().evaluate(&nothing).holds, holds, "{condition}");
    }
}

#[test]
fn numbers_are_compared_as_numbers() {
    let body =
        r#"{"share": 100.5, "build": 1234567, "one": 1.0, "big": 18446744073709551615, "version": "4.10"}"#;
    for condition in [
        "[BODY].share > 100",
        "[BODY].build == 1234567",
        "[BODY].one == 1",
        "[BODY].build == 1.234567e6",
        "[BODY].big == 18446744073709551615",
        "[BODY].big != 18446744073709551614",
        "[BODY].version == 4.10",
        "[BODY].version != 4.1",
        "[RESPONSE_TIME] <= 499",
        "[RESPONSE_TIME] == 499ms",
        "[CERTIFICATE_EXPIRATION] > 14d",
        "[CERTIFICATE_EXPIRATION] < 500h",
    ] {
        assert!(over_body(condition, body), "{condition}");
    }
}

#[test]
fn texts_of_bodies_are_matched_whole() {
    for (condition, body) in [
        ("[BODY] == pat(*john*)", r#"{"name": "john.doe"}"#),
        ("[BODY].data == pat(*Whatever*)", r#"{"data": ["hello", "world", "Whatever"]}"#),
        ("[BODY] == pat(*a == b*)", "x a == b y"),
        ("[BODY] == ready", "  ready\r\n"),
        ("[BODY] == [1,2]", "[1,2]"),
        ("[BODY][\"a.b\"].c == 1", r#"{"a.b": {"c": 1}}"#),
        ("[BODY].v != pat(4.11.*)", r#"{"v": "4.12.0"}"#),
        ("[BODY].v != any(4.11.0, 4.10.0)", r#"{"v": "4.12.0"}"#),
        ("len([BODY]) == 8", "john.doe"),
        ("len([BODY]) == 0", "[ ]"),
        ("len([BODY]) > 2", "[oops"),
        ("len([BODY][0]) == 23", r#"[{"age": 18, "adult": true}]"#),
        ("has([BODY]) == true", "x"),
        ("has([BODY]) == false", " \n"),
        ("has([BODY].a) == true", r#"{"a": []}"#),
        ("has([BODY].a) == false", "<html>"),
    ] {
        assert!(over_body(condition, body), "{condition} over {body}");
    }
}

#[test]
fn a_condition_says_what_must_be_fetched() {
    for (condition, body, certificate) in [
        ("[STATUS] == 200", false, false),
        ("200 == [STATUS]", false, false),
        ("[STATUS] == [BODY].status", true, false),
        ("len([BODY]) > 0", true, false),
        ("[CERTIFICATE_EXPIRATION] > 48h", false, true),
        ("[HEADER].body == [IP]", false, false),
    ] {
        let condition = Condition::parse(condition).unwrap();
        assert_eq!(
            (condition.needs_body(), condition.needs_certificate()),
            (body, certificate),
            "{condition}"
        );
    }
}
