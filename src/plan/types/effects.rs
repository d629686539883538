//! Switches, and what they are meant to break while they are on.

use chrono::TimeDelta;

use super::HttpCall;
use crate::condition::Condition;

/// What a step or switch is meant to break while it is on.
#[derive(Debug, Clone)]
pub struct Expect {
    /// Ids of the checks concerned.
    pub checks: Vec<String>,
    /// How they should answer meanwhile.
    pub how: ExpectHow,
    /// From this long on they are real again; `None` = the window's planned outage, or no limit where that is zero.
    pub at_most: Option<TimeDelta>,
}

/// How a check should answer during an expected effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectHow {
    /// Fails.
    Down,
    /// Answers as the switch's `verify-on` says.
    Maintenance,
    /// Anything.
    Any,
}

/// `[[switch]]`.
#[derive(Debug, Clone)]
pub struct Switch {
    /// Id.
    pub id: String,
    /// For people.
    pub title: String,
    /// How it is turned on, where the plan says; done by a person in this version.
    pub on: Option<Turn>,
    /// How it is turned off.
    pub off: Option<Turn>,
    /// What it breaks while it is on.
    pub expect: Option<Expect>,
    /// What the named checks answer while it is on; also the meaning of `as = "maintenance"`.
    pub verify_on: Option<Condition>,
    /// What they answer once it is off.
    pub verify_off: Option<Condition>,
}

/// How a switch is turned.
#[derive(Debug, Clone)]
pub enum Turn {
    /// By a request.
    Http(HttpCall),
    /// By a program.
    Command(Vec<String>),
}
