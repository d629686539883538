//! One night, minute by minute, as data: what a person presses when, and what the five questions then say.
//!
//! It is the play test of the whole console, and later the guided tour. A moment waits until its time, presses its
//! keys one after the other, and then every question must say each of its texts.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::Deserialize;
use toml::value::Datetime;

use super::scenario::Scenario;
use crate::ui::Key;

const HAPPY: &str = include_str!("night/happy.toml");
const PAYMENTS_DOWN: &str = include_str!("night/payments-down.toml");

/// A whole night.
#[derive(Debug, Clone, PartialEq)]
pub struct Night {
    /// The shop it is played against.
    pub scenario: Scenario,
    /// What it is about, in a few words.
    pub title: String,
    /// In the order of their time.
    pub moments: Vec<Moment>,
}

/// One moment of a night.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// Local time in the window's zone; waited for before anything is pressed.
    pub at: NaiveDateTime,
    /// What goes on, and why the person does what it does.
    pub tell: String,
    /// Pressed one after the other; nothing is only looking.
    pub press: Vec<Press>,
    /// What is on screen afterwards.
    pub says: Says,
}

/// A key, or a text typed key by key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    /// One key.
    Key(Key),
    /// A text, as if typed.
    Text(String),
}

/// The five questions that the console answers at any moment, each with texts that it must show: the first at any
/// size, the others where there is room for everything. `a | b` is one text in two wordings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Says {
    /// Are we going forward, holding, or rolling back? The verdict's word and its reason.
    pub verdict: Texts,
    /// How long until rolling back no longer fits, or what the countdown means then.
    pub countdown: Texts,
    /// What is being done, by whom, is it late; what is next, and for whom?
    pub doing: Texts,
    /// What is unhealthy; during a planned outage, how much of it is used?
    pub unhealthy: Texts,
    /// Is it live and saved; what time is it?
    pub live: Texts,
}

impl Says {
    /// The questions by name, in their order.
    pub fn all(&self) -> [(&'static str, &Texts); 5] {
        [
            ("verdict", &self.verdict),
            ("countdown", &self.countdown),
            ("doing", &self.doing),
            ("unhealthy", &self.unhealthy),
            ("live", &self.live),
        ]
    }
}

/// One text or several; all of them must be there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Texts {
    /// One.
    One(String),
    /// Several.
    All(Vec<String>),
}

impl Texts {
    /// Those of the first `most` texts that `shown` does not hold in any of their wordings.
    pub fn unsaid<'a>(&'a self, shown: &'a str, most: usize) -> impl Iterator<Item = &'a str> {
        let is_said = |text: &&str| wordings(text).any(|wording| shown.contains(wording));
        self.iter().take(most).filter(move |text| !is_said(text))
    }

    /// The texts.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::All(texts) => texts.as_slice(),
        }
        .iter()
        .map(String::as_str)
    }
}

/// The wordings of one text.
fn wordings(text: &str) -> impl Iterator<Item = &str> {
    text.split(" | ")
}

/// What is wrong with a night's data.
#[derive(Debug, thiserror::Error)]
pub enum NightError {
    /// It is not TOML of this form.
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    /// It begins like itself, or until a time that is none.
    #[error("`begins` must name another night and a local date and time")]
    Begins,
    /// A moment says something that cannot be.
    #[error("moment {number}: {what}")]
    Moment {
        /// From 1.
        number: usize,
        /// What cannot be.
        what: String,
    },
}

impl Night {
    /// The night of a scenario.
    ///
    /// # Errors
    /// The embedded data is wrong, which a test rules out.
    pub fn of(scenario: Scenario) -> Result<Self, NightError> {
        Self::parse(match scenario {
            Scenario::Happy => HAPPY,
            Scenario::PaymentsDown => PAYMENTS_DOWN,
        })
    }

    /// Reads a night.
    ///
    /// # Errors
    /// Not TOML of this form, an unknown scenario or key, a time that is none or goes back, an empty text.
    pub fn parse(source: &str) -> Result<Self, NightError> {
        let raw: RawNight = toml::from_str(source)?;
        let mut moments = match raw.begins {
            Some(begins) => beginning(&begins, raw.scenario)?,
            None => Vec::new(),
        };
        for (index, raw) in raw.moment.into_iter().enumerate() {
            let wrong = |what: String| NightError::Moment { number: index + 1, what };
            let moment = moment(raw).map_err(wrong)?;
            if moments.last().is_some_and(|before| before.at > moment.at) {
                return Err(wrong(format!("{} is before the moment before it", moment.at)));
            }
            moments.push(moment);
        }
        Ok(Self { scenario: raw.scenario, title: raw.title, moments })
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNight {
    scenario: Scenario,
    title: String,
    begins: Option<Begins>,
    moment: Vec<RawMoment>,
}

/// A night that begins like another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Begins {
    /// The other one.
    r#as: Scenario,
    /// Only its moments before this.
    before: Datetime,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMoment {
    at: Datetime,
    tell: String,
    #[serde(default)]
    press: Vec<String>,
    says: Says,
}

/// The moments that the other night shares.
fn beginning(begins: &Begins, own: Scenario) -> Result<Vec<Moment>, NightError> {
    let before = local(begins.before).filter(|_| begins.r#as != own).ok_or(NightError::Begins)?;
    let other = Night::of(begins.r#as)?;
    Ok(other.moments.into_iter().filter(|moment| moment.at < before).collect())
}

fn moment(raw: RawMoment) -> Result<Moment, String> {
    let at = local(raw.at).ok_or_else(|| format!("{} is not a local date and time", raw.at))?;
    let press = raw.press.iter().map(|key| self::press(key)).collect::<Result<_, _>>()?;
    for (question, texts) in raw.says.all() {
        let is_blank = |text: &str| wordings(text).any(|wording| wording.trim().is_empty());
        if texts.iter().next().is_none() || texts.iter().any(is_blank) {
            return Err(format!("`{question}` must say something"));
        }
    }
    Ok(Moment { at, tell: raw.tell, press, says: raw.says })
}

/// A key as the console names it, or `type …`.
fn press(key: &str) -> Result<Press, String> {
    if let Some(text) = key.strip_prefix("type ") {
        return Ok(Press::Text(text.to_owned()));
    }
    Key::named(key).map(Press::Key).ok_or_else(|| format!("`{key}` is neither a key nor `type` and a text"))
}

fn local(written: Datetime) -> Option<NaiveDateTime> {
    let (date, time, None) = (written.date?, written.time?, written.offset) else { return None };
    let date = NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))?;
    let second = u32::from(time.second.unwrap_or(0));
    Some(date.and_time(NaiveTime::from_hms_opt(u32::from(time.hour), u32::from(time.minute), second)?))
}

#[cfg(test)]
mod tests;
