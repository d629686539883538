//! TOML values on one line, as TOML 1.0 has them: no line end, no trailing comma, seconds always written.

use std::fmt::Write as _;

use toml::Value;
use toml::value::{Datetime, Time};

use crate::text::quote::quote_into;

/// Appends the value. Reads back as an equal one.
pub(super) fn write_value(out: &mut String, value: &Value) {
    match value {
        Value::String(text) => quote_into(out, text),
        Value::Integer(number) => push(out, number),
        Value::Float(number) => write_float(out, *number),
        Value::Boolean(truth) => push(out, truth),
        Value::Datetime(moment) => push(out, &tamed(*moment)),
        Value::Array(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                out.push_str(if place == 0 { "" } else { ", " });
                write_value(out, item);
            }
            out.push(']');
        }
        Value::Table(table) => write_table(out, table),
    }
}

/// Appends `{ key = value, … }`; `{}` for an empty table.
pub(super) fn write_table(out: &mut String, table: &toml::Table) {
    if table.is_empty() {
        out.push_str("{}");
        return;
    }
    for (place, (key, value)) in table.iter().enumerate() {
        out.push_str(if place == 0 { "{ " } else { ", " });
        write_key(out, key);
        out.push_str(" = ");
        write_value(out, value);
    }
    out.push_str(" }");
}

fn write_key(out: &mut String, key: &str) {
    let bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if bare {
        out.push_str(key);
    } else {
        quote_into(out, key);
    }
}

fn write_float(out: &mut String, number: f64) {
    if number.is_nan() {
        out.push_str("nan");
    } else {
        // The debug form always has a point or an exponent, so that it reads back as a float.
        let written = write!(out, "{number:?}");
        debug_assert!(written.is_ok(), "a String takes every write");
    }
}

/// Readers of TOML 1.0 refuse a whole file for a time without seconds or with second 60.
fn tamed(mut moment: Datetime) -> Datetime {
    if let Some(Time { second, .. }) = &mut moment.time {
        *second = Some(second.unwrap_or(0).min(59));
    }
    moment
}

fn push(out: &mut String, value: &impl std::fmt::Display) {
    let written = write!(out, "{value}");
    debug_assert!(written.is_ok(), "a String takes every write");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(toml: &str) -> String {
        let table: toml::Table = toml::from_str(toml).unwrap();
        let mut out = String::new();
        write_table(&mut out, &table);
        out
    }

    #[test]
    fn every_kind_of_value_on_one_line() {
        assert_eq!(
            written("b = 1\na = -2.0\n'k k' = \"x\\ny\"\nd = 2027-02-10T01:34:02+11:00\nt = true\n"),
            r#"{ b = 1, a = -2.0, "k k" = "x\ny", d = 2027-02-10T01:34:02+11:00, t = true }"#
        );
        assert_eq!(
            written("w = [[2, 0, 0, 'b3:12'], []]\n[e]\n"),
            r#"{ w = [[2, 0, 0, "b3:12"], []], e = {} }"#
        );
        assert_eq!(written("[a.b]\nc = [{ d = 1 }]\n"), "{ a = { b = { c = [{ d = 1 }] } } }");
    }

    #[test]
    fn floats_read_back_as_the_same_float() {
        for number in [0.0, -0.0, 1.0, 0.1, 1e16, 1.5e300, 5e-324, f64::MAX, f64::INFINITY, f64::NEG_INFINITY]
        {
            let mut out = String::from("v = ");
            write_value(&mut out, &Value::Float(number));
            let back: toml::Table = toml::from_str(&out).unwrap();
            assert_eq!(back["v"].as_float().unwrap().to_bits(), number.to_bits(), "{out}");
        }
        let mut out = String::from("v = ");
        write_value(&mut out, &Value::Float(f64::NAN));
        assert_eq!(out, "v = nan");
    }

    #[test]
    fn seconds_are_always_written_and_never_60() {
        assert_eq!(written("v = 07:32\n"), "{ v = 07:32:00 }");
        assert_eq!(written("v = 2016-12-31T23:59:60Z\n"), "{ v = 2016-12-31T23:59:59Z }");
    }
}
