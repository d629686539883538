//! Finds one value in a JSON body without building the rest of it: the body comes from outside and may be huge,
//! deep or broken, and what a condition wants of it is small.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::path::Step;

/// Why there is no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Absent {
    /// The body is not one JSON text.
    NotJson,
    /// Nothing stands at the path, or null does.
    NotThere,
}

/// A value found in a body, as it was sent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Json<'a>(&'a str);

/// Walks down `steps`. The whole body is checked to be JSON, also behind the value; of equal keys the last counts.
pub(super) fn find<'a>(body: &'a str, steps: &[Step]) -> Result<Json<'a>, Absent> {
    let body = body.trim_start_matches('\u{feff}');
    let mut reader = serde_json::Deserializer::from_str(body);
    let found = Seek(steps).deserialize(&mut reader).map_err(|_| Absent::NotJson)?;
    reader.end().map_err(|_| Absent::NotJson)?;
    found.map(|raw| Json(raw.get())).filter(|json| json.0 != "null").ok_or(Absent::NotThere)
}

impl<'a> Json<'a> {
    /// Whether it is a number.
    pub fn is_number(self) -> bool {
        self.0.starts_with(|c: char| c == '-' || c.is_ascii_digit())
    }

    /// The text that is compared: a string's content, a number as sent, an array or object without white space.
    pub fn text(self) -> Cow<'a, str> {
        match self.0.as_bytes().first() {
            Some(b'"') => decoded(self.0),
            Some(b'{' | b'[') => Cow::Owned(minified(self.0)),
            _ => Cow::Borrowed(self.0),
        }
    }

    /// How many elements an array has; else how many bytes [`Self::text`] has.
    pub fn length(self) -> usize {
        elements(self.0).unwrap_or_else(|| self.text().len())
    }
}

/// How many elements the text has if it is a JSON array.
pub(super) fn elements(text: &str) -> Option<usize> {
    if !text.trim_start().starts_with('[') {
        return None;
    }
    serde_json::from_str::<Count>(text).ok().map(|count| count.0)
}

fn decoded(quoted: &str) -> Cow<'_, str> {
    if let Ok(plain) = serde_json::from_str::<&str>(quoted) {
        return Cow::Borrowed(plain);
    }
    // Half a surrogate pair is legal JSON and no text: then the escapes stay as they were sent.
    serde_json::from_str::<String>(quoted)
        .map_or_else(|_| Cow::Borrowed(quoted.trim_matches('"')), Cow::Owned)
}

fn minified(json: &str) -> String {
    let (mut quoted, mut escaped) = (false, false);
    json.chars()
        .filter(|c| {
            if quoted {
                quoted = escaped || *c != '"';
                escaped = !escaped && *c == '\\';
                return true;
            }
            quoted = *c == '"';
            !c.is_ascii_whitespace()
        })
        .collect()
}

struct Seek<'s>(&'s [Step]);

impl<'de> DeserializeSeed<'de> for Seek<'_> {
    type Value = Option<&'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        match self.0.split_first() {
            None => <&RawValue>::deserialize(reader).map(Some),
            Some((step, rest)) => reader.deserialize_any(Descend { step, rest }),
        }
    }
}

struct Descend<'s> {
    step: &'s Step,
    rest: &'s [Step],
}

impl<'de> Visitor<'de> for Descend<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(is_it) = map.next_key_seed(IsKey(self.step))? {
            if is_it {
                found = map.next_value_seed(Seek(self.rest))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        if let Step::Index(index) = self.step {
            for _ in 0..*index {
                if seq.next_element::<IgnoredAny>()?.is_none() {
                    return Ok(None);
                }
            }
            let found = seq.next_element_seed(Seek(self.rest))?.flatten();
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(found);
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// Whether an object's key is the one that is sought.
struct IsKey<'s>(&'s Step);

impl<'de> DeserializeSeed<'de> for IsKey<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<bool, D::Error> {
        reader.deserialize_str(self)
    }
}

impl Visitor<'_> for IsKey<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<bool, E> {
        Ok(matches!(self.0, Step::Key(wanted) if wanted == key))
    }
}

/// Counts an array's elements without keeping them.
struct Count(usize);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_seq(Counter)
    }
}

struct Counter;

impl<'de> Visitor<'de> for Counter {
    type Value = Count;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Count, A::Error> {
        let mut count = 0;
        while seq.next_element::<IgnoredAny>()?.is_some() {
            count += 1;
        }
        Ok(Count(count))
    }
}

#[cfg(test)]
mod tests {
    use super::super::path::Path;
    use super::super::piece::Piece;
    use super::*;

    fn at(body: &str, path: &str) -> Result<String, Absent> {
        find(body, &Path::parse(Piece::whole(path)).unwrap().steps).map(|json| json.text().into_owned())
    }

    #[test]
    fn a_value_is_found_as_it_was_sent() {
        let body = r#"{"a": {"b": [1, {"c": "x\"y"}, [2, 3 ]]}, "v": 4.10, "big": 12345678901234567890, "t": true, "a.b": 7}"#;
        for (path, wanted) in [
            (".a.b[0]", "1"),
            (".a.b[1].c", "x\"y"),
            (".a.b[2]", "[2,3]"),
            (".a.b[2][1]", "3"),
            (".v", "4.10"),
            (".big", "12345678901234567890"),
            (".t", "true"),
            ("[\"a.b\"]", "7"),
            (".a.b[1]", r#"{"c":"x\"y"}"#),
        ] {
            assert_eq!(at(body, path), Ok(wanted.to_owned()), "{path}");
        }
    }

    #[test]
    fn what_is_not_there_is_told_from_what_is_not_json() {
        for (body, path, wanted) in [
            ("{}", ".a", Absent::NotThere),
            ("{\"a\": null}", ".a", Absent::NotThere),
            ("{\"a\": 1}", ".a.b", Absent::NotThere),
            ("{\"a\": 1}", "[0]", Absent::NotThere),
            ("[1]", "[1]", Absent::NotThere),
            ("[1]", "[5][5].x", Absent::NotThere),
            ("[1]", ".a", Absent::NotThere),
            ("null", ".a", Absent::NotThere),
            ("\"text\"", ".a", Absent::NotThere),
            ("", ".a", Absent::NotJson),
            ("<html>", ".a", Absent::NotJson),
            ("{\"a\": 1}\"", ".a", Absent::NotJson),
            ("{\"a\": 1, ", ".a", Absent::NotJson),
            ("[1, 2", "[0]", Absent::NotJson),
        ] {
            assert_eq!(at(body, path), Err(wanted), "{path} of {body}");
        }
    }

    #[test]
    fn of_equal_keys_the_last_counts() {
        assert_eq!(at(r#"{"a": 1, "a": 2}"#, ".a"), Ok("2".to_owned()));
    }

    #[test]
    fn half_a_surrogate_pair_is_kept_as_sent() {
        assert_eq!(at(r#"{"a": "\ud800"}"#, ".a"), Ok("\\ud800".to_owned()));
    }

    #[test]
    fn white_space_inside_strings_stays() {
        assert_eq!(at(r#"{"a": [ "x  \" y" , "\\" ]}"#, ".a"), Ok(r#"["x  \" y","\\"]"#.to_owned()));
    }

    #[test]
    fn a_body_of_half_a_million_brackets_neither_overflows_nor_panics() {
        let deep = "[".repeat(500_000);
        assert_eq!(at(&deep, "[0]"), Err(Absent::NotJson));
        let closed = format!("{{\"x\": {deep}{}, \"a\": 1}}", "]".repeat(500_000));
        assert_eq!(at(&closed, ".a"), Ok("1".to_owned()));
        assert_eq!(elements(&deep), None);
    }
}
