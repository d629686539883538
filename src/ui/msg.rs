//! What comes in and what goes out: messages to update, effects from it.

use chrono::{DateTime, Utc};

use super::key::Key;
use super::model::{Conducting, LogLine};
use crate::decide::{Command, Refusal};
use crate::health::Sample;
use crate::journal::{Record, Stamp};

/// What the terminal tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// A key.
    Key(Key),
    /// Pasted text, as it came.
    Paste(String),
    /// New size: columns, rows.
    Resize(u16, u16),
    /// Left button at column, row.
    Click(u16, u16),
    /// Wheel at column, row, by so many rows.
    Scroll(u16, u16, i16),
}

/// Everything that can change what is seen.
#[derive(Debug, Clone)]
pub enum Msg {
    /// The terminal.
    Typed(Typed),
    /// Time passed.
    Tick(Stamp),
    /// New facts, in order, each with its sentence.
    Records(Vec<(Record, LogLine)>),
    /// A command is on its way to the disk.
    Saving,
    /// A command was refused.
    Refused(Refusal),
    /// A command could not be saved.
    NotSaved(String),
    /// A probe's result.
    Sample {
        /// Check id.
        check: String,
        /// The result.
        sample: Box<Sample>,
    },
    /// Who polls.
    Conducting(Conducting),
    /// The demo clock runs at this factor.
    Speed(f64),
    /// Something to say in the footer.
    Say(String),
}

/// What update asks of the edge.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Admit and journal.
    Ask {
        /// What.
        command: Command,
        /// Spoken by this member, recorded by the one who sits here.
        on_behalf: Option<String>,
    },
    /// Take the digest of the file that a step brings, then finish the step with it.
    FinishWithFile {
        /// Step id.
        step: String,
        /// Path as typed.
        path: String,
    },
    /// Leave the console; `print` keeps the last screen in the shell.
    Quit {
        /// Print the last screen.
        print: bool,
    },
    /// Stop the program until somebody lets it go on.
    Suspend,
    /// Put text on the clipboard.
    Copy(String),
    /// Mouse capture on or off.
    Mouse(bool),
    /// The demo clock at another factor.
    Speed(f64),
    /// The demo clock leaps.
    Leap {
        /// To this moment.
        to: DateTime<Utc>,
        /// What is due then.
        why: String,
    },
}

impl Effect {
    /// A command of the one who sits here.
    pub fn ask(command: Command) -> Vec<Self> {
        vec![Self::Ask { command, on_behalf: None }]
    }
}
