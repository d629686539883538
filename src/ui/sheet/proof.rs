//! Evidence typed into a sheet: the fields of each kind, and what they are read as.

use chrono::{DateTime, Days, NaiveTime, Utc};

use super::super::model::Model;
use super::super::overlay::{Field, Form, Wants};
use super::super::wants::{self, Local};
use super::{field, optional, text};
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
/// How a backup is verified.
const WAYS: &[&str] = &["restore", "checksum"];
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
        Evidence::Number => vec![field(NUMBER, "e.g. 99.95", Wants::Number)],
        Evidence::Url => vec![text(URL, "e.g. https://ci.example/run/814")],
        Evidence::File => vec![text(PATH, "its digest is kept, not its content")],
        Evidence::Backup => vec![
            field(TAKEN, &today, Wants::Moment),
            text(BACKUP, "its name in the backup system"),
            field(BYTES, "e.g. 48318382080", Wants::Whole),
            field(VERIFIED, "restore or checksum", Wants::OneOf(WAYS)),
        ],
        Evidence::Rehearsal => vec![
            field(WHEN, &today, Wants::Moment),
            text(WHERE, "e.g. staging"),
            field(MINUTES, "e.g. 46", Wants::Number),
            field(LIKE, "yes or no", Wants::YesNo),
        ],
        Evidence::Results => {
            vec![
                field(TESTS, "e.g. 42", Wants::Whole),
                field(FAILED, "0 when all passed", Wants::Whole),
                optional(NAMES, "a, b, c"),
            ]
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
    wants::number(typed).ok_or_else(|| format!("{label}: \"{typed}\" is no number"))
}

fn count<T: std::str::FromStr>(label: &str, typed: &str) -> Result<T, String> {
    wants::whole(typed).ok_or_else(|| format!("{label}: \"{typed}\" is no whole number"))
}

fn verified(typed: &str) -> Result<String, String> {
    let wanted = || format!("{VERIFIED}: restore or checksum is wanted, not \"{typed}\"");
    wants::one_of(WAYS, typed).map(str::to_owned).ok_or_else(wanted)
}

fn yes_or_no(label: &str, typed: &str) -> Result<bool, String> {
    wants::yes_or_no(typed).ok_or_else(|| format!("{label}: yes or no is wanted, not \"{typed}\""))
}

/// A local time, with or without its day; without, the newest such time that is past. `now` is understood too.
pub fn moment(label: &str, typed: &str, model: &Model) -> Result<DateTime<Utc>, String> {
    let zone = model.plan.window.zone;
    let here = model.now.at.with_timezone(&zone).naive_local();
    let newest = |clock: NaiveTime| {
        let today = here.date().and_time(clock);
        if today <= here { Some(today) } else { today.checked_sub_days(Days::new(1)) }
    };
    let local = match wants::local(typed) {
        Some(Local::Now) => return Ok(model.now.at),
        Some(Local::Day(day)) => Some(day),
        Some(Local::Clock(clock)) => newest(clock),
        None => None,
    };
    let local = local.ok_or_else(|| {
        format!("{label}: \"{typed}\" is no time; 01:30 or 2027-02-09T14:00 is wanted, in {zone}")
    })?;
    zone::local(zone, local).map_err(|error| format!("{label}: {error}"))
}
