//! What can lie over the screen: the sheets, with the fields that update fills and views draw.

use crate::journal::{About, Extended};

/// A line of text being typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    /// What was typed so far, clean.
    pub text: String,
    /// Where the cursor stands, in bytes; at a character's start.
    pub cursor: usize,
}

pub use super::wants::Wants;

/// One field of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What it is: "Reason", "Type the release name to decide".
    pub label: String,
    /// Dim words beside it: an example, who is asked.
    pub hint: String,
    /// What was typed.
    pub input: Input,
    /// What is accepted.
    pub wants: Wants,
}

impl Field {
    /// Whether what was typed is accepted; ASCII space at both ends does not count.
    pub fn is_complete(&self) -> bool {
        self.wants.accepts(self.input.text.trim_matches(|c: char| c.is_ascii_whitespace()))
    }
}

/// Fields with a button under them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// The fields in order.
    pub fields: Vec<Field>,
    /// Which one is typed into.
    pub focus: usize,
    /// The button's words, e.g. "Decide GO".
    pub button: String,
    /// Why it was refused.
    pub problem: Option<String>,
    /// It was confirmed as it stands, and waits for the answer.
    pub asked: bool,
}

impl Form {
    /// Whether every field is complete.
    pub fn is_complete(&self) -> bool {
        self.fields.iter().all(Field::is_complete)
    }
}

/// One thing that can be chosen in a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its key, e.g. `d`.
    pub key: String,
    /// Its words, e.g. "done".
    pub label: String,
    /// Why it cannot be chosen now.
    pub why_not: Option<String>,
}

/// What is decided in a decide sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecideKind {
    /// Execute may begin.
    Start,
    /// The release stays.
    Go,
    /// It is withdrawn.
    Rollback,
    /// Given up before execute.
    Abort,
    /// The plan clock stands still.
    Hold,
    /// It goes on.
    Resume,
    /// More time.
    Extend(Extended),
    /// The record is closed.
    Close,
}

/// The sheet of a formal decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecideSheet {
    /// What is decided.
    pub kind: DecideKind,
    /// Typed name, reason, witness, new time.
    pub form: Form,
}

/// The sheet of one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepSheet {
    /// Step id.
    pub step: String,
    /// What can be done with it.
    pub choices: Vec<Choice>,
    /// Which choice is selected.
    pub selected: usize,
    /// The fields of the choice that was taken, where it needs any.
    pub form: Option<Form>,
}

/// The go/no-go poll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PollSheet {
    /// For which decision.
    pub about: About,
    /// Index of the station being asked.
    pub selected: usize,
    /// The next answers are marked as spoken.
    pub spoken: bool,
    /// Fields of a NO-GO's note or a condition.
    pub form: Option<Form>,
    /// Why an answer was refused.
    pub problem: Option<String>,
}

/// A question with fields: raise a trigger, mute a check, add a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromptSheet {
    /// Heading, e.g. "Raise trigger R2 Orders lost or doubled".
    pub title: String,
    /// What follows from it, a sentence a line.
    pub lines: Vec<String>,
    /// The fields.
    pub form: Form,
    /// What the answer is for.
    pub purpose: Purpose,
}

/// What a question with fields is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// Raise the trigger of this id.
    Raise(String),
    /// Clear it.
    Clear(String),
    /// Mute a check, or let it speak again.
    Mute {
        /// Check id.
        check: String,
        /// Mute rather than unmute.
        on: bool,
    },
    /// The check of this id fails for a cause outside.
    External(String),
    /// Add a step.
    AddStep {
        /// Stage id.
        stage: String,
        /// A corrective action rather than work.
        corrective: bool,
    },
    /// Open the stage of this id early.
    OpenStage(String),
    /// Add a fact about an earlier one.
    Amend,
}

/// What a question with answers is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asks {
    /// Whether to leave.
    Leave,
    /// Whether to start the step of this id long before its time.
    StartEarly(String),
}

/// A question with answers: leave, and what goes on meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmSheet {
    /// What it is about.
    pub asks: Asks,
    /// Heading.
    pub title: String,
    /// What follows, a sentence a line.
    pub lines: Vec<String>,
    /// The answers.
    pub choices: Vec<Choice>,
    /// Which one is selected.
    pub selected: usize,
}

/// What lies over the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overlay {
    /// Every key, from the table of actions.
    Help {
        /// Typed to search.
        query: Input,
        /// Which entry is selected, among [`super::model::Model::help_matches`].
        selected: usize,
    },
    /// Every action by name.
    Palette {
        /// Typed to search.
        query: Input,
        /// Which entry is selected, among [`super::model::Model::palette_matches`].
        selected: usize,
    },
    /// One step.
    Step(StepSheet),
    /// A formal decision.
    Decide(DecideSheet),
    /// The poll.
    Poll(PollSheet),
    /// A question with fields.
    Prompt(PromptSheet),
    /// A question with answers.
    Confirm(ConfirmSheet),
    /// One check in full.
    CheckDetail {
        /// Check id.
        check: String,
        /// Rows scrolled.
        scroll: usize,
    },
    /// The filter of the pane in focus is being typed; the text takes effect at once as `Ui::filter`.
    Filter(Input),
}
