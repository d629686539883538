//! A record's text back into a [`Record`]. The envelope is read by its lines, which are always the same in the same
//! order; TOML is only asked for the data, straight into the event that the kind names.

use std::borrow::Cow;

use chrono::DateTime;
use serde::Deserialize as _;
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{DeserializeSeed, Error as _, IntoDeserializer as _, MapAccess};
use toml::de::{Error, ValueDeserializer};

use super::{Event, KINDS, Record, Who, window};

/// Reads the lines between `[[event]]` and the hash line. The error is one sentence.
pub(super) fn decode(body: &str) -> Result<Record, String> {
    let mut lines = Lines(body);
    let seq = lines.take("seq")?.parse().map_err(|_| "seq is no number".to_owned())?;
    let id = lines.text("id")?.into_owned();
    let at = DateTime::parse_from_rfc3339(lines.take("at")?)
        .map_err(|_| "at is no date and time with its offset".to_owned())?;
    let up: f64 = lines.take("up")?.parse().map_err(|_| "up is no number".to_owned())?;
    if !up.is_finite() {
        return Err("up is no number".to_owned());
    }
    let by = lines.text("by")?.into_owned();
    let on_behalf = if lines.0.starts_with("for = ") { Some(lines.text("for")?.into_owned()) } else { None };
    let os = lines.text("os")?.into_owned();
    let kind = lines.text("kind")?;
    let event = event(&kind, lines.take("data")?)?;
    if !lines.0.is_empty() {
        return Err("nothing but the hash may follow data".to_owned());
    }
    Ok(Record { seq, id, at, up, who: Who { by, on_behalf, os }, event })
}

/// What is left of the envelope.
struct Lines<'a>(&'a str);

impl<'a> Lines<'a> {
    /// The value on the next line, which must be this key's.
    fn take(&mut self, key: &str) -> Result<&'a str, String> {
        let (line, rest) = self.0.split_once('\n').unwrap_or((self.0, ""));
        let value = line.strip_prefix(key).and_then(|line| line.strip_prefix(" = "));
        self.0 = rest;
        value.ok_or_else(|| format!("{key} is missing"))
    }

    /// The same, a string.
    fn text(&mut self, key: &str) -> Result<Cow<'a, str>, String> {
        let value = self.take(key)?;
        match value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) {
            Some(plain) if !plain.contains(['"', '\\']) => Ok(Cow::Borrowed(plain)),
            _ => ValueDeserializer::parse(value)
                .and_then(String::deserialize)
                .map(Cow::Owned)
                .map_err(|error| format!("{key}: {}", error.message())),
        }
    }
}

fn event(kind: &str, data: &str) -> Result<Event, String> {
    let by_hand = if kind == "check.window" { window::read(data) } else { None };
    by_hand.map_or_else(|| by_toml(kind, data), Ok)
}

pub(super) fn by_toml(kind: &str, data: &str) -> Result<Event, String> {
    let known = KINDS.contains(&kind);
    let read = || {
        let data = ValueDeserializer::parse(data)?;
        if known {
            Event::deserialize(MapAccessDeserializer::new(Tagged { kind, data: Some(data), given: 0 }))
        } else {
            Ok(Event::Unknown { kind: kind.to_owned(), data: toml::Table::deserialize(data)? })
        }
    };
    read().map_err(|error| format!("{kind}: {}", error.message()))
}

/// Kind and data as the map that an adjacently tagged enum reads: the kind first, so that nothing has to be buffered.
struct Tagged<'k, 'de> {
    kind: &'k str,
    data: Option<ValueDeserializer<'de>>,
    given: u8,
}

impl<'de> MapAccess<'de> for Tagged<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let name: StrDeserializer<'_, Error> = match self.given {
            0 => "kind".into_deserializer(),
            1 => "data".into_deserializer(),
            _ => return Ok(None),
        };
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        self.given = self.given.saturating_add(1);
        if self.given == 1 {
            let kind: StrDeserializer<'_, Error> = self.kind.into_deserializer();
            return seed.deserialize(kind);
        }
        seed.deserialize(self.data.take().ok_or_else(|| Error::custom("data is read twice"))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "seq = 2\nid = \"8f3a61c09b7d24e5\"\nat = 2027-02-10T01:34:02.512+11:00\nup = 92841.337\n\
        by = \"s\\u00E4m\"\nfor = \"lee\"\nos = \"sam/1004\"\nkind = \"step.resumed\"\ndata = { step = \"3.1.a\" }\n";

    #[test]
    fn reads_every_line() {
        let record = decode(BODY).unwrap();
        assert_eq!((record.seq, record.id.as_str()), (2, "8f3a61c09b7d24e5"));
        assert_eq!(record.at.to_rfc3339(), "2027-02-10T01:34:02.512+11:00");
        assert!((record.up - 92_841.337).abs() < 1e-9);
        assert_eq!((record.who.by.as_str(), record.who.actor()), ("säm", "lee"));
        assert_eq!(record.event, Event::StepResumed { step: "3.1.a".to_owned() });
    }

    #[test]
    fn names_what_is_wrong() {
        for (from, to, why) in [
            ("seq = 2", "seq = two", "seq is no number"),
            ("id = ", "ident = ", "id is missing"),
            ("2027-02-10T", "2027-02-30T", "at is no date and time with its offset"),
            ("92841.337", "", "up is no number"),
            ("92841.337", "inf", "up is no number"),
            ("by = \"s\\u00E4m\"", "by = 7", "by: invalid type"),
            ("for = \"lee\"\nos", "os", ""),
            ("for = \"lee\"\nos = \"sam/1004\"", "for = \"lee\"", "os is missing"),
            ("{ step = \"3.1.a\" }\n", "{ stop = \"3.1.a\" }\n", "step.resumed: missing field `step`"),
            ("{ step = \"3.1.a\" }\n", "{ step = 3 }\n", "step.resumed: invalid type"),
            ("{ step = \"3.1.a\" }\n", "{ step = \"3.1.a\" }\nmore = 1\n", "nothing but the hash may follow"),
            ("{ step = \"3.1.a\" }\n", "{ step = ", "step.resumed: "),
        ] {
            assert!(BODY.contains(from), "{from}");
            let read = decode(&BODY.replace(from, to));
            if why.is_empty() {
                assert!(read.is_ok(), "{read:?}");
            } else {
                let error = read.unwrap_err();
                assert!(error.starts_with(why), "{error}");
            }
        }
    }
}
