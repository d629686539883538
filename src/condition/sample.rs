//! One answer to judge, and what a condition reads from it.

use std::borrow::Cow;

use super::json::{self, Absent};
use super::operand::{Aspect, Reading, Source};

/// What one probe saw, borrowed from the prober. What it did not see is `None`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sample<'a> {
    /// The HTTP status.
    pub status: Option<u16>,
    /// Milliseconds until the answer; conditions read whole ones.
    pub response_time_ms: Option<f64>,
    /// The body as text, as far as it was read.
    pub body: Option<&'a str>,
    /// The answer's headers in the order they came, names in any case.
    pub headers: &'a [(String, String)],
    /// The address that was asked.
    pub ip: Option<&'a str>,
    /// Whether a connection came about; without it, an HTTP status says so.
    pub connected: Option<bool>,
    /// Milliseconds until the certificate ends, negative once it has.
    pub certificate_ms: Option<i64>,
    /// Milliseconds until the domain's registration ends, negative once it has.
    pub domain_ms: Option<i64>,
    /// The name server's answer code, such as `NOERROR`.
    pub dns_rcode: Option<&'a str>,
}

/// A value to compare.
#[derive(Debug, Clone)]
pub(super) struct Value<'a> {
    pub text: Cow<'a, str>,
    pub kind: Kind,
}

/// What equal means for a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// A number of a JSON body: 1.0 and 1 are the same.
    JsonNumber,
    /// Milliseconds: 1000 and 1s are the same.
    Time,
}

/// Why there is nothing to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    NotSeen,
    NotJson,
}

impl<'a> Value<'a> {
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into(), kind: Kind::Text }
    }

    fn time(ms: i64) -> Self {
        Self { text: Cow::Owned(ms.to_string()), kind: Kind::Time }
    }
}

impl<'a> Sample<'a> {
    /// What a condition's side reads.
    pub(super) fn read(&self, reading: &Reading) -> Result<Value<'a>, Missing> {
        match reading.aspect {
            Aspect::Value => self.value(&reading.source),
            Aspect::Length => self.length(&reading.source).map(|n| Value::text(n.to_string())),
            Aspect::Presence => Ok(Value::text(if self.has(&reading.source) { "true" } else { "false" })),
        }
    }

    /// What stands at a source.
    pub(super) fn value(&self, source: &Source) -> Result<Value<'a>, Missing> {
        let seen = match source {
            Source::Status => self.status.map(|status| Value::text(status.to_string())),
            Source::ResponseTime => self.response_time_ms.map(|ms| Value::time(whole_ms(ms))),
            Source::Connected => self
                .connected
                .or(self.status.map(|_| true))
                .map(|connected| Value::text(if connected { "true" } else { "false" })),
            Source::Ip => self.ip.map(Value::text),
            Source::CertificateExpiration => self.certificate_ms.map(Value::time),
            Source::DomainExpiration => self.domain_ms.map(Value::time),
            Source::DnsRcode => self.dns_rcode.map(Value::text),
            Source::Body(path) if path.is_whole() => self.body.map(|body| Value::text(body.trim())),
            Source::Body(path) => {
                let json = json::find(self.body.ok_or(Missing::NotSeen)?, &path.steps)?;
                let kind = if json.is_number() { Kind::JsonNumber } else { Kind::Text };
                return Ok(Value { text: json.text(), kind });
            }
            Source::Header(name) => self.header(name).map(Value::text),
        };
        seen.ok_or(Missing::NotSeen)
    }

    fn length(&self, source: &Source) -> Result<usize, Missing> {
        match source {
            Source::Body(path) => {
                let body = self.body.ok_or(Missing::NotSeen)?;
                if path.is_whole() {
                    return Ok(json::elements(body).unwrap_or(body.len()));
                }
                Ok(json::find(body, &path.steps)?.length())
            }
            other => self.value(other).map(|value| value.text.len()),
        }
    }

    fn has(&self, source: &Source) -> bool {
        self.value(source).is_ok_and(|value| match source {
            Source::Body(path) if path.is_whole() => !value.text.is_empty(),
            _ => true,
        })
    }

    fn header(&self, name: &str) -> Option<&'a str> {
        let headers: &'a [(String, String)] = self.headers;
        headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}

impl From<Absent> for Missing {
    fn from(absent: Absent) -> Self {
        match absent {
            Absent::NotJson => Self::NotJson,
            Absent::NotThere => Self::NotSeen,
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the cast saturates, and no answer takes 292 million years"
)]
fn whole_ms(ms: f64) -> i64 {
    ms as i64
}
