//! A record as the bytes of the file: written by hand, so that nothing inside can look like another record.

use std::fmt::Write as _;

use chrono::{DateTime, Datelike, FixedOffset, Offset, Timelike, Utc};
use toml::Value;

use super::inline::write_table;
use super::{Event, Hash, Record};
use crate::text::quote::quote_into;

/// A record is never longer; what is, goes to a file of its own beside the session.
pub const RECORD_LIMIT: usize = 64 * 1024;

/// The first line of every record, with its line end.
pub(super) const FIRST_LINE: &[u8] = b"[[event]]\n";

/// How the last line of every record begins.
pub(super) const HASH_START: &[u8] = b"hash = \"";

/// Bytes of the last line, with its line end.
pub(super) const HASH_LINE: usize = 42;

/// Why a record cannot be written. Nothing of it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// The text in it is too long.
    #[error(
        "{kind} would take {bytes} bytes and {RECORD_LIMIT} is the limit: say it shorter, or keep it in a file and name the file"
    )]
    TooLong {
        /// Kind of the event.
        kind: String,
        /// Bytes it would take.
        bytes: usize,
    },
    /// The command's id is not one.
    #[error("\"{0}\" is no command id: 16 hex digits are wanted")]
    Id(String),
    /// The clock is out of all range.
    #[error("the clock says {0}, which the file cannot hold: set the clock of this machine")]
    Clock(String),
    /// Something in the event cannot be written as TOML.
    #[error("{kind} cannot be written: {why}")]
    Data {
        /// Kind of the event.
        kind: String,
        /// What is wrong.
        why: String,
    },
}

/// The record as it stands in the file, and its hash. `previous` is the hash of the record before, or of the header.
///
/// The time is cut to milliseconds, the boot clock rounded to them.
pub fn render(record: &Record, previous: Hash) -> Result<(Vec<u8>, Hash), RenderError> {
    let mut out = String::with_capacity(320);
    out.push_str("[[event]]\n");
    write_envelope(&mut out, record)?;
    write_event(&mut out, &record.event)?;
    let length = out.len() + HASH_LINE;
    if length > RECORD_LIMIT {
        return Err(RenderError::TooLong { kind: record.event.kind().to_owned(), bytes: length });
    }
    let hash = Hash::of_record(previous, out.as_bytes());
    line(&mut out, format_args!("hash = \"{hash}\""));
    Ok((out.into_bytes(), hash))
}

fn write_envelope(out: &mut String, record: &Record) -> Result<(), RenderError> {
    if record.id.len() != 16 || !record.id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        return Err(RenderError::Id(record.id.clone()));
    }
    if !record.up.is_finite() {
        return Err(RenderError::Clock(format!("{} seconds since boot", record.up)));
    }
    line(out, format_args!("seq = {}", record.seq));
    line(out, format_args!("id = \"{}\"", record.id));
    line(out, format_args!("at = {}", moment(record.at)?));
    line(out, format_args!("up = {:.3}", record.up));
    text_line(out, "by", &record.who.by);
    if let Some(member) = &record.who.on_behalf {
        text_line(out, "for", member);
    }
    text_line(out, "os", &record.who.os);
    Ok(())
}

fn write_event(out: &mut String, event: &Event) -> Result<(), RenderError> {
    text_line(out, "kind", event.kind());
    out.push_str("data = ");
    if let Event::Unknown { data, .. } = event {
        write_table(out, data);
    } else {
        let failed = |why: String| RenderError::Data { kind: event.kind().to_owned(), why };
        // Adjacently tagged: { kind, data }. What is `None` is left out.
        let mut tagged = toml::Table::try_from(event).map_err(|error| failed(error.to_string()))?;
        match tagged.remove("data") {
            Some(Value::Table(data)) => write_table(out, &data),
            _ => return Err(failed("it holds no data".to_owned())),
        }
    }
    out.push('\n');
    Ok(())
}

/// RFC 3339 with offset and milliseconds; never second 60, and the offset in whole minutes, as TOML 1.0 wants it.
fn moment(at: DateTime<FixedOffset>) -> Result<String, RenderError> {
    let minutes = at.offset().fix().local_minus_utc() / 60;
    let offset = FixedOffset::east_opt(minutes * 60).unwrap_or_else(|| Utc.fix());
    let at = at.with_timezone(&offset);
    let at =
        if at.nanosecond() >= 1_000_000_000 { at.with_nanosecond(999_000_000).unwrap_or(at) } else { at };
    if !(0..=9999).contains(&at.year()) {
        return Err(RenderError::Clock(at.to_rfc3339()));
    }
    Ok(at.format("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string())
}

fn text_line(out: &mut String, key: &str, text: &str) {
    out.push_str(key);
    out.push_str(" = ");
    quote_into(out, text);
    out.push('\n');
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    let written = writeln!(out, "{text}");
    debug_assert!(written.is_ok(), "a String takes every write");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{Proof, Who};

    fn record(event: Event) -> Record {
        Record {
            seq: 2,
            id: "8f3a61c09b7d24e5".to_owned(),
            at: DateTime::parse_from_rfc3339("2027-02-10T01:34:02.5129+11:00").unwrap(),
            up: 92841.337,
            who: Who { by: "sam".to_owned(), on_behalf: None, os: "sam/1004".to_owned() },
            event,
        }
    }

    fn done() -> Event {
        Event::StepDone {
            step: "3.1.a".to_owned(),
            stated: None,
            proof: None,
            note: Some("p95 212 ms".to_owned()),
        }
    }

    fn written(record: &Record) -> String {
        String::from_utf8(render(record, Hash::of_header(b"")).unwrap().0).unwrap()
    }

    #[test]
    fn stands_in_the_file_as_the_format_says() {
        let (bytes, hash) = render(&record(done()), Hash::of_header(b"")).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(
            text,
            format!(
                "[[event]]\nseq = 2\nid = \"8f3a61c09b7d24e5\"\nat = 2027-02-10T01:34:02.512+11:00\nup = 92841.337\n\
                 by = \"sam\"\nos = \"sam/1004\"\nkind = \"step.done\"\n\
                 data = {{ step = \"3.1.a\", note = \"p95 212 ms\" }}\nhash = \"{hash}\"\n"
            )
        );
        assert_eq!(text.lines().last().unwrap().len() + 1, HASH_LINE);
        let covered = &text[..text.len() - HASH_LINE];
        let whole = format!("{}{covered}", Hash::of_header(b""));
        assert_eq!(hash.as_str(), &crate::journal::sha256_hex(whole.as_bytes())[..32]);
    }

    #[test]
    fn says_for_whom_after_by() {
        let mut record = record(done());
        record.who.on_behalf = Some("lee".to_owned());
        assert!(written(&record).contains("\nby = \"sam\"\nfor = \"lee\"\nos = \"sam/1004\"\n"));
    }

    #[test]
    fn no_text_can_begin_a_line_of_its_own() {
        let mut record = record(done());
        record.who.by = "x\"\n[[event]]\nseq = 9".to_owned();
        record.event = Event::StepNoted {
            step: "1.1".to_owned(),
            note: "\n[[event]]\nhash = \"00000000000000000000000000000000\"\n\u{1b}[2J\u{202e}".to_owned(),
        };
        let text = written(&record);
        assert_eq!(text.lines().filter(|line| line.starts_with("[[event]]")).count(), 1);
        assert_eq!(text.lines().filter(|line| line.starts_with("hash = ")).count(), 1);
        assert!(!text.contains(['\u{1b}', '\u{202e}']));
    }

    #[test]
    fn a_leap_second_and_an_odd_offset_are_written_as_every_reader_takes_them() {
        let mut record = record(done());
        let leap = chrono::NaiveDate::from_ymd_opt(2016, 12, 31)
            .and_then(|day| day.and_hms_milli_opt(23, 59, 59, 1_500))
            .unwrap();
        record.at = DateTime::from_naive_utc_and_offset(leap, FixedOffset::east_opt(561).unwrap());
        assert!(written(&record).contains("\nat = 2017-01-01T00:08:59.999+00:09\n"), "{}", written(&record));
    }

    #[test]
    fn refuses_what_the_file_cannot_hold() {
        let previous = Hash::of_header(b"");
        let long = Event::StepNoted { step: "1.1".to_owned(), note: "x".repeat(RECORD_LIMIT) };
        let error = render(&record(long), previous).unwrap_err();
        assert!(error.to_string().starts_with("step.noted would take 657"), "{error}");
        for id in ["", "8F3A61C09B7D24E5", "8f3a61c09b7d24e", "8f3a61c09b7d24e5\n"] {
            let wrong = Record { id: id.to_owned(), ..record(done()) };
            assert_eq!(render(&wrong, previous), Err(RenderError::Id(id.to_owned())));
        }
        let wrong = Record { up: f64::NAN, ..record(done()) };
        assert!(matches!(render(&wrong, previous), Err(RenderError::Clock(_))));
        let year = Record { at: DateTime::<Utc>::MAX_UTC.fixed_offset(), ..record(done()) };
        assert!(matches!(render(&year, previous), Err(RenderError::Clock(_))));
        let number = Event::StepFailed {
            step: "1.1".to_owned(),
            stated: None,
            reason: String::new(),
            proof: Some(Proof::File { path: String::new(), sha256: String::new(), bytes: u64::MAX }),
        };
        assert!(matches!(render(&record(number), previous), Err(RenderError::Data { .. })));
    }
}
