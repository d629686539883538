//! Evidence typed into a sheet: the fields of each kind, and what they are read as.

use chrono::{DateTime, Days, NaiveDateTime, NaiveTime, Utc};

use super::super::model::Model;
use super::super::overlay::{Field, Form};
use super::{optional, text};
use crate::calendar::zone;
use crate::journal::Proof;
use crate::plan::Evidence;

/// Label of the path of a file.
pub const PATH: &str = "Path of the file";
const NOTE: &str = "Note";
const NUMBER: &str = "Number";
const URL: &str = "Link";
const TAKEN: &str = "Taken at";
const BACKUP: &str = "Backup id";
const BYTES: &str = "Size in bytes";
const VERIFIED: &str = "Verified by";
const WHEN: &str = "Rehearsed at";
const WHERE: &str = "Where";
const MINUTES: &str = "Minutes it took";
const LIKE: &str = "On data like production's";
const TESTS: &str = "Tests run";
const FAILED: &str = "Tests failed";
const NAMES: &str = "Names of those that failed";

/// The fields that a kind of evidence asks for.
pub fn fields(evidence: Evidence, model: &Model) -> Vec<Field> {
    let today =
        format!("01:30, or 2027-02-09T14:00; {}", zone::abbreviation(model.plan.window.zone, model.now.at));
    match evidence {
        Evidence::None => Vec::new(),
        Evidence::Note => vec![text(NOTE, "what was seen")],
        Evidence::Number => vec![text(NUMBER, "e.g. 99.95")],
        Evidence::Url => vec![text(URL, "e.g. https://ci.example/run/814")],
        Evidence::File => vec![text(PATH, "its digest is kept, not its content")],
        Evidence::Backup => vec![
            text(TAKEN, &today),
            text(BACKUP, "its name in the backup system"),
            text(BYTES, "e.g. 48318382080"),
            text(VERIFIED, "restore or checksum"),
        ],
        Evidence::Rehearsal => vec![
            text(WHEN, &today),
            text(WHERE, "e.g. staging"),
            text(MINUTES, "e.g. 46"),
            text(LIKE, "yes or no"),
        ],
        Evidence::Results => {
            vec![text(TESTS, "e.g. 42"), text(FAILED, "0 when all passed"), optional(NAMES, "a, b, c")]
        }
    }
}

/// Reads the fields. Errors say which one cannot be read and what it wants.
pub fn read(evidence: Evidence, form: &Form, model: &Model) -> Result<Option<Proof>, String> {
    let value = |label| form.value(label).unwrap_or_default();
    Ok(Some(match evidence {
        Evidence::None | Evidence::File => return Ok(None),
        Evidence::Note => Proof::Note { text: value(NOTE) },
        Evidence::Number => Proof::Number { value: number(NUMBER, &value(NUMBER))? },
        Evidence::Url => Proof::Url { url: value(URL) },
        Evidence::Backup => Proof::Backup {
            taken_at: moment(TAKEN, &value(TAKEN), model)?,
            id: value(BACKUP),
            bytes: count(BYTES, &value(BYTES))?,
            verified: verified(&value(VERIFIED))?,
        },
        Evidence::Rehearsal => Proof::Rehearsal {
            at: moment(WHEN, &value(WHEN), model)?,
            place: value(WHERE),
            minutes: number(MINUTES, &value(MINUTES))?,
            production_like: yes_or_no(LIKE, &value(LIKE))?,
            digest: model.plan.rollback_digest(),
        },
        Evidence::Results => Proof::Results {
            tests: count(TESTS, &value(TESTS))?,
            failed: count(FAILED, &value(FAILED))?,
            names: value(NAMES)
                .split(',')
                .map(str::trim)
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
        },
    }))
}

fn number(label: &str, typed: &str) -> Result<f64, String> {
    let read: Result<f64, _> = typed.parse();
    read.ok().filter(|number| number.is_finite()).ok_or_else(|| format!("{label}: \"{typed}\" is no number"))
}

fn count<T: std::str::FromStr>(label: &str, typed: &str) -> Result<T, String> {
    let digits: String = typed.chars().filter(|char| !matches!(char, ' ' | '_' | ',')).collect();
    digits.parse().map_err(|_| format!("{label}: \"{typed}\" is no whole number"))
}

fn verified(typed: &str) -> Result<String, String> {
    match typed.to_lowercase().as_str() {
        word @ ("restore" | "checksum") => Ok(word.to_owned()),
        _ => Err(format!("{VERIFIED}: restore or checksum is wanted, not \"{typed}\"")),
    }
}

fn yes_or_no(label: &str, typed: &str) -> Result<bool, String> {
    match typed.to_lowercase().as_str() {
        "yes" | "y" => Ok(true),
        "no" | "n" => Ok(false),
        _ => Err(format!("{label}: yes or no is wanted, not \"{typed}\"")),
    }
}

/// A local time, with or without its day; without, the newest such time that is past. `now` is understood too.
pub fn moment(label: &str, typed: &str, model: &Model) -> Result<DateTime<Utc>, String> {
    let zone = model.plan.window.zone;
    let here = model.now.at.with_timezone(&zone).naive_local();
    if typed == "now" {
        return Ok(model.now.at);
    }
    let whole = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(typed, format).ok());
    let clock = ["%H:%M", "%H:%M:%S"].iter().find_map(|format| NaiveTime::parse_from_str(typed, format).ok());
    let local = whole.or_else(|| {
        let today = here.date().and_time(clock?);
        if today <= here { Some(today) } else { today.checked_sub_days(Days::new(1)) }
    });
    let local = local.ok_or_else(|| {
        format!("{label}: \"{typed}\" is no time; 01:30 or 2027-02-09T14:00 is wanted, in {zone}")
    })?;
    zone::local(zone, local).map_err(|error| format!("{label}: {error}"))
}
