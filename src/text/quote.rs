//! The journal's own TOML quoter: one-line basic strings in which nothing is hidden.

use std::fmt::Write as _;

use super::hidden::is_hidden;

/// The text as a one-line TOML 1.0 basic string with its quotes.
///
/// Written by hand because the usual writers choose `"""` for text with a line feed, which would let a line
/// `[[event]]` begin inside a string, and let bidirectional overrides and C1 controls through as they are.
/// Everything in the hidden set is escaped, so the file is inert when it is shown by `cat`, and parses back to the same
/// text.
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    quote_into(&mut out, text);
    out
}

/// [`quote`], appended to `out`.
pub fn quote_into(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if is_hidden(c) => escape(out, u32::from(c)),
            _ => out.push(c),
        }
    }
    out.push('"');
}

/// JSON text with everything of the hidden set as `\uXXXX`: the same value, but inert when it is shown.
pub fn inert_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let written = write!(out, "\\u{unit:04X}");
                debug_assert!(written.is_ok(), "a String takes every write");
            }
        } else {
            out.push(c);
        }
    }
    out
}

fn escape(out: &mut String, scalar: u32) {
    let written =
        if scalar <= 0xffff { write!(out, "\\u{scalar:04X}") } else { write!(out, "\\U{scalar:08X}") };
    debug_assert!(written.is_ok(), "a String takes every write");
}

#[cfg(test)]
mod tests {
    use super::super::hidden::tests::hostile;
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::TestRunner;
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Holder {
        v: String,
    }

    fn read_back(quoted: &str) -> String {
        toml::from_str::<Holder>(&format!("v = {quoted}\n")).unwrap().v
    }

    fn round_trips(cases: u32) {
        let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
        TestRunner::new(config)
            .run(&hostile(), |text| {
                let quoted = quote(&text);
                prop_assert_eq!(read_back(&quoted), text);
                prop_assert!(quoted.chars().all(|c| !is_hidden(c)), "raw hidden character in {:?}", quoted);
                prop_assert!(quoted.bytes().all(|b| b >= 0x20));
                prop_assert!(!quoted.starts_with("\"\"\""));
                prop_assert!(only_toml_1_0_escapes(&quoted), "escape outside TOML 1.0 in {:?}", quoted);
                Ok(())
            })
            .unwrap();
    }

    fn only_toml_1_0_escapes(quoted: &str) -> bool {
        let mut rest = quoted.chars();
        while let Some(c) = rest.next() {
            let digits = match (c, if c == '\\' { rest.next() } else { None }) {
                ('\\', Some('"' | '\\' | 'n' | 'r' | 't')) => 0,
                ('\\', Some('u')) => 4,
                ('\\', Some('U')) => 8,
                ('\\', _) => return false,
                _ => 0,
            };
            if !rest.by_ref().take(digits).all(|d| d.is_ascii_hexdigit()) {
                return false;
            }
        }
        true
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        assert_eq!(quote("p95 212 ms, naïve 日本 👍 −2m"), "\"p95 212 ms, naïve 日本 👍 −2m\"");
        assert_eq!(quote(""), "\"\"");
    }

    #[test]
    fn hidden_characters_are_written_as_escapes() {
        assert_eq!(quote("a\"b\\c"), r#""a\"b\\c""#);
        assert_eq!(quote("x\n[[event]]\r\n\t"), r#""x\n[[event]]\r\n\t""#);
        assert_eq!(quote("\u{1b}[2J\0\u{7f}\u{9b}"), r#""\u001B[2J\u0000\u007F\u009B""#);
        assert_eq!(quote("\u{202e}\u{ad}\u{2028}\u{feff}\u{fe0f}"), r#""\u202E\u00AD\u2028\uFEFF\uFE0F""#);
        assert_eq!(quote("\u{e0041}\u{e0fff}"), r#""\U000E0041\U000E0FFF""#);
    }

    #[test]
    fn json_is_the_same_value_and_inert() {
        let text = "a\"\\\n\u{1b}[2J\u{202e}\u{9b}\u{e0041}日本👍";
        let json = inert_json(&serde_json::json!({ text: [text] }).to_string());
        assert!(json.contains("\\u202E\\u009B\\uDB40\\uDC41日本👍"), "{json}");
        assert!(json.chars().all(|c| !is_hidden(c)));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap()[text][0], text);
    }

    #[test]
    fn every_character_there_is_reads_back() {
        let all: Vec<char> = ('\0'..=char::MAX).collect();
        for chunk in all.chunks(4096) {
            let text: String = chunk.iter().collect();
            assert_eq!(read_back(&quote(&text)), text);
        }
    }

    #[test]
    fn hostile_text_round_trips() {
        round_trips(2_000);
    }

    #[test]
    #[ignore = "the long form: 200,000 strings, run before a release"]
    fn hostile_text_round_trips_at_length() {
        round_trips(200_000);
    }
}
