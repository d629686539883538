//! Evidence as a person types it on one line, read into what the record keeps.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;

use super::command::Refusal;
use crate::calendar::zone;
use crate::journal::Proof;
use crate::plan::Evidence;
use crate::text::nearest;

/// What `--evidence` holds for a step that wants this kind: a sentence, a number, a link, a path, or words such as
/// `taken=00:10 id=b-17 bytes=48G verified=checksum`, `at=2027-02-01T10:00 where=staging minutes=14 production-like`,
/// `tests=412 failed=0`. Times without an offset are in `zone`, those without a day on the day of `now`. A file's
/// digest and size are still to be filled in by who can read files.
///
/// # Errors
/// An [`Incomplete`](super::RefusalKind::Incomplete) refusal that says what is missing or cannot be read.
pub fn read_evidence(wanted: Evidence, text: &str, zone: Tz, now: DateTime<Utc>) -> Result<Proof, Refusal> {
    let text = text.trim();
    match wanted {
        Evidence::None | Evidence::Note => Ok(Proof::Note { text: text.to_owned() }),
        Evidence::Number => Ok(Proof::Number { value: number(text, "the evidence")? }),
        Evidence::Url => Ok(Proof::Url { url: text.to_owned() }),
        Evidence::File => Ok(Proof::File { path: text.to_owned(), sha256: String::new(), bytes: 0 }),
        Evidence::Backup => {
            let words = Words::read(text, &["taken", "id", "bytes", "verified"])?;
            Ok(Proof::Backup {
                taken_at: read_moment(words.need("taken")?, zone, now)?,
                id: words.need("id")?.to_owned(),
                bytes: bytes(words.need("bytes")?)?,
                verified: words.need("verified")?.to_owned(),
            })
        }
        Evidence::Rehearsal => {
            let words = Words::read(text, &["at", "where", "minutes", "production-like"])?;
            Ok(Proof::Rehearsal {
                at: read_moment(words.need("at")?, zone, now)?,
                place: words.need("where")?.to_owned(),
                minutes: number(words.need("minutes")?, "minutes")?,
                production_like: words.get("production-like").is_some_and(|value| value != "no"),
                digest: String::new(),
            })
        }
        Evidence::Results => {
            let words = Words::read(text, &["tests", "failed", "names"])?;
            let names = words.get("names").unwrap_or_default();
            Ok(Proof::Results {
                tests: count(words.need("tests")?, "tests")?,
                failed: count(words.need("failed")?, "failed")?,
                names: names
                    .split(',')
                    .map(str::trim)
                    .filter(|name| !name.is_empty())
                    .map(str::to_owned)
                    .collect(),
            })
        }
    }
}

/// A moment as people type it: RFC 3339, or local as `2027-02-10T01:30`, `2027-02-10 01:30` or `01:30` (the day of
/// `now`), each with or without seconds.
///
/// # Errors
/// An [`Incomplete`](super::RefusalKind::Incomplete) refusal: not a time, or one that the zone skips or has twice.
pub fn read_moment(text: &str, tz: Tz, now: DateTime<Utc>) -> Result<DateTime<Utc>, Refusal> {
    let text = text.trim();
    if let Ok(exact) = DateTime::parse_from_rfc3339(text) {
        return Ok(exact.to_utc());
    }
    let local = local_time(text, zone::date(tz, now)).ok_or_else(|| {
        let shown = crate::text::clean::fit(&crate::text::clean::line(text), 40);
        Refusal::incomplete(format!("“{shown}” is no time: write 01:30 or 2027-02-10T01:30"))
    })?;
    zone::local(tz, local).map_err(|error| Refusal::incomplete(error.to_string()))
}

fn local_time(text: &str, today: NaiveDate) -> Option<NaiveDateTime> {
    let (date, time) = match text.split_once(['T', ' ']) {
        Some((date, time)) => (date.parse().ok()?, time.trim()),
        None => (today, text),
    };
    let time =
        ["%H:%M:%S", "%H:%M"].into_iter().find_map(|form| NaiveTime::parse_from_str(time, form).ok())?;
    Some(date.and_time(time))
}

fn number(text: &str, what: &str) -> Result<f64, Refusal> {
    let value = text.parse::<f64>().ok().filter(|value| value.is_finite());
    value.ok_or_else(|| Refusal::incomplete(format!("{what} is a number")))
}

fn count(text: &str, what: &str) -> Result<u32, Refusal> {
    text.parse().map_err(|_| Refusal::incomplete(format!("{what}= is a whole number")))
}

/// A size: `48318382080`, or in thousands as `48G`.
fn bytes(text: &str) -> Result<u64, Refusal> {
    let factors = [('k', 1_000), ('M', 1_000_000), ('G', 1_000_000_000), ('T', 1_000_000_000_000u64)];
    let (digits, factor) = factors
        .into_iter()
        .find_map(|(letter, factor)| Some((text.strip_suffix(letter)?, factor)))
        .unwrap_or((text, 1));
    let size = digits.parse::<u64>().ok().and_then(|size| size.checked_mul(factor));
    size.ok_or_else(|| Refusal::incomplete("bytes= is a whole number, or one with k, M, G or T"))
}

/// `key=value` words; a value with blanks stands in double quotes.
struct Words(Vec<(String, String)>);

impl Words {
    fn read(text: &str, keys: &[&str]) -> Result<Self, Refusal> {
        let mut words = Vec::new();
        for word in split(text) {
            let (key, value) =
                word.split_once('=').map_or((word.as_str(), "yes"), |(key, value)| (key, value));
            if !keys.contains(&key) {
                let help = nearest(key, keys.iter().copied())
                    .map_or_else(|| format!("write {}", form(keys)), |near| format!("did you mean {near}?"));
                let shown = crate::text::clean::fit(&crate::text::clean::line(key), 40);
                return Err(Refusal::incomplete(format!("“{shown}” is no part of this evidence; {help}")));
            }
            words.push((key.to_owned(), value.to_owned()));
        }
        Ok(Self(words))
    }

    fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    fn need(&self, key: &str) -> Result<&str, Refusal> {
        let value = self.get(key).filter(|value| !value.is_empty());
        value.ok_or_else(|| Refusal::incomplete(format!("{key}= is missing from the evidence")))
    }
}

fn form(keys: &[&str]) -> String {
    let keys: Vec<String> = keys.iter().map(|key| format!("{key}=…")).collect();
    keys.join(" ")
}

fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            c => word.push(c),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2027-02-10T01:30:00+11:00".parse().unwrap()
    }

    fn read(wanted: Evidence, text: &str) -> Result<Proof, String> {
        read_evidence(wanted, text, chrono_tz::Australia::Sydney, now()).map_err(|refusal| refusal.text)
    }

    #[test]
    fn a_backup_says_when_which_how_much_and_how_it_was_verified() {
        assert_eq!(
            read(Evidence::Backup, "taken=00:10 id=\"nightly 9\" bytes=48G verified=checksum"),
            Ok(Proof::Backup {
                taken_at: "2027-02-10T00:10:00+11:00".parse().unwrap(),
                id: "nightly 9".to_owned(),
                bytes: 48_000_000_000,
                verified: "checksum".to_owned(),
            })
        );
        assert_eq!(read(Evidence::Backup, "id=b").unwrap_err(), "taken= is missing from the evidence");
        assert_eq!(
            read(Evidence::Backup, "takn=00:10").unwrap_err(),
            "“takn” is no part of this evidence; did you mean taken?"
        );
    }

    #[test]
    fn a_rehearsal_and_results_read_their_words() {
        let rehearsal =
            read(Evidence::Rehearsal, "at=2027-02-01T10:00 where=staging minutes=14.5 production-like");
        assert!(
            matches!(rehearsal, Ok(Proof::Rehearsal { minutes: 14.5, production_like: true, ref place, .. }) if place == "staging")
        );
        assert_eq!(
            read(Evidence::Results, "tests=412 failed=2 names=cart,search"),
            Ok(Proof::Results { tests: 412, failed: 2, names: vec!["cart".to_owned(), "search".to_owned()] })
        );
        assert_eq!(read(Evidence::Results, "tests=-1 failed=0").unwrap_err(), "tests= is a whole number");
        assert_eq!(read(Evidence::Number, "inf").unwrap_err(), "the evidence is a number");
    }

    #[test]
    fn a_moment_is_local_to_the_window_unless_it_says_its_offset() {
        let sydney = chrono_tz::Australia::Sydney;
        let moment = |text: &str| read_moment(text, sydney, now()).map_err(|refusal| refusal.text);
        assert_eq!(moment("00:10"), moment("2027-02-09T13:10:00Z"));
        assert_eq!(moment("00:10:00"), moment("2027-02-10 00:10"));
        assert!(moment("25:10").unwrap_err().contains("is no time"));
        // The clock goes back on 4 April 2027: half past two comes twice.
        assert!(moment("2027-04-04T02:30").is_err());
    }
}
