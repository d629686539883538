//! No text and no answer makes the language panic, errors stay inside the text, and printing gives the source back.

use golive::condition::{Condition, Extract, Sample};
use proptest::prelude::*;

/// Texts made of the language's own pieces, which reach deeper than random characters.
fn near_condition() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "[STATUS]",
        "[RESPONSE_TIME]",
        "[BODY]",
        "[HEADER]",
        "[STAUS]",
        "[CERTIFICATE_EXPIRATION]",
        "[",
        "]",
        "(",
        ")",
        "len(",
        "has(",
        "pat(",
        "any(",
        " == ",
        " != ",
        " < ",
        " <= ",
        " > ",
        "==",
        "&&",
        ",",
        ".",
        ".a",
        "[0]",
        "[*]",
        "[\"a",
        "\"]",
        "*",
        "?",
        "\\",
        "[a-z]",
        "-",
        "200",
        "1.5h",
        "0x1F",
        "true",
        " ",
        "\t",
        "é",
        "\u{202e}",
        "\0",
        "9223372036854775808",
        "1e999",
    ]);
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![3 => near_condition(), 1 => any::<String>()]
}

fn body() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        "\"a\"",
        ":",
        ",",
        "null",
        "1",
        "1e999",
        "\"\\ud800\"",
        "\"x\\\"y\"",
        " ",
        "true",
        "é",
        "{\"a\": [1, {\"a\": 2}]}",
    ]);
    prop_oneof![prop::collection::vec(piece, 0..16).prop_map(|p| p.concat()), any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn parsing_never_panics_and_points_inside(text in text()) {
        match Condition::parse(&text) {
            Ok(condition) => {
                prop_assert_eq!(condition.to_string(), text.as_str());
                prop_assert_eq!(&Condition::parse(&condition.to_string()).unwrap(), &condition);
                for warning in condition.warnings() {
                    prop_assert!(text.get(warning.at..warning.at + warning.len).is_some());
                }
            }
            Err(error) => {
                prop_assert!(text.is_char_boundary(error.at));
                prop_assert!(error.len >= 1);
                prop_assert!(error.at == text.len() || error.at + error.len <= text.len());
                prop_assert!(!error.message.is_empty() && !error.help.is_empty());
            }
        }
    }

    #[test]
    fn evaluating_never_panics_and_stays_on_one_short_line(
        left in text(),
        right in text(),
        sign in prop::sample::select(vec!["==", "!=", "<", "<=", ">", ">="]),
        body in body(),
        status in any::<Option<u16>>(),
        time in any::<Option<f64>>(),
        certificate in any::<Option<i64>>(),
    ) {
        let headers = [(left.clone(), body.clone())];
        let sample = Sample {
            status,
            response_time_ms: time,
            body: Some(&body),
            headers: &headers,
            certificate_ms: certificate,
            ..Sample::default()
        };
        if let Ok(condition) = Condition::parse(&format!("{left} {sign} {right}")) {
            let sentence = condition.evaluate(&sample).sentence();
            prop_assert!(sentence.chars().count() < 600, "{}", sentence);
            prop_assert!(!sentence.contains(char::is_control), "{:?}", sentence);
        }
        if let Ok(extract) = Extract::parse(&left) {
            prop_assert!(extract.extract(&sample).is_none_or(|value| value.chars().count() <= 121));
        }
    }

    #[test]
    fn not_equal_is_the_opposite_of_equal(right in text(), body in body()) {
        let sample = Sample { body: Some(&body), ..Sample::default() };
        let judged = |sign: &str| {
            Condition::parse(&format!("[BODY].a {sign} {right}")).ok().map(|c| c.evaluate(&sample).holds)
        };
        if let (Some(equal), Some(unequal)) = (judged("=="), judged("!=")) {
            prop_assert_ne!(equal, unequal);
        }
    }
}
