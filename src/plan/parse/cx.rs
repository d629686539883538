//! What the readers of the tables share: the problems found so far, and where everything stands.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::table::Table;
use crate::plan::problem::Severity;
use crate::text::clean;

pub(in crate::plan) type Span = Range<usize>;

/// More problems than this are not looked for: nobody reads them, and a hostile file could make the search long.
pub(in crate::plan) const MOST_PROBLEMS: usize = 500;

/// A problem with its byte range.
#[derive(Debug)]
pub(in crate::plan) struct Found {
    pub severity: Severity,
    pub span: Span,
    pub code: &'static str,
    pub message: String,
    pub help: String,
}

/// What an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::plan) enum Kind {
    Step,
    Rollback,
    Stage,
    Check,
    Member,
    Role,
    Station,
    Switch,
    Notice,
    Channel,
    Trigger,
    Site,
    /// A step of a stage, a parent of such steps, or a stage: what `active-from` may name.
    StepOrStage,
}

/// An id where it is defined.
#[derive(Debug)]
pub(in crate::plan) struct Definition {
    pub kind: Kind,
    pub id: String,
    pub span: Span,
}

/// An id where it is used.
#[derive(Debug)]
pub(in crate::plan) struct Reference {
    pub kind: Kind,
    pub id: String,
    pub span: Span,
}

/// Everything that reading gathers beside the plan itself.
#[derive(Debug, Default)]
pub(in crate::plan) struct Cx<'s> {
    pub source: &'s str,
    pub found: Vec<Found>,
    pub definitions: Vec<Definition>,
    pub references: Vec<Reference>,
    pub variables: BTreeSet<String>,
    /// Kinds of which an id could not be read: a name that is not known may be one of these.
    pub lost: BTreeSet<Kind>,
    /// Ids that are not written as an id must be: what names one of these needs no second problem.
    pub faulty: BTreeSet<(Kind, String)>,
    /// By subject (`step 3.1.a`) and key (empty = the table's header).
    places: HashMap<(String, String), Span>,
}

impl<'s> Cx<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Self { source, ..Self::default() }
    }

    pub(in crate::plan) fn error(
        &mut self,
        span: Span,
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(Severity::Error, span, code, message.into(), help.into());
    }

    pub(in crate::plan) fn warn(
        &mut self,
        span: Span,
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(Severity::Warning, span, code, message.into(), help.into());
    }

    fn add(&mut self, severity: Severity, span: Span, code: &'static str, message: String, help: String) {
        if !self.is_full() {
            self.found.push(Found { severity, span, code, message, help });
        }
    }

    /// What the reading gives, and whether it found no error.
    pub(super) fn whole<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> (T, bool) {
        let before = self.found.len();
        let read = read(self);
        let clean = self.found.iter().skip(before).all(|found| found.severity != Severity::Error);
        (read, clean && !self.is_full())
    }

    /// Enough problems for one reading.
    pub(in crate::plan) fn is_full(&self) -> bool {
        self.found.len() >= MOST_PROBLEMS
    }

    /// Keeps where a subject's keys stand, for the rules that judge the whole plan later. The first of equals wins.
    pub(super) fn remember(&mut self, subject: &str, table: &Table<'_>) {
        self.places.entry((subject.to_owned(), String::new())).or_insert_with(|| table.header.clone());
        for (key, value) in table.map {
            let place = (subject.to_owned(), key.get_ref().to_string());
            self.places.entry(place).or_insert_with(|| value_span(key.span(), &value.span()));
        }
    }

    /// Where a key of a subject stands: its value, else the subject's header, else the start of the file.
    pub(in crate::plan) fn place(&self, subject: &str, key: &str) -> Span {
        let of = |key: &str| self.places.get(&(subject.to_owned(), key.to_owned())).cloned();
        of(key).or_else(|| of("")).unwrap_or(0..0)
    }

    /// Whether the file says anything about that key.
    pub(in crate::plan) fn says(&self, subject: &str, key: &str) -> bool {
        self.places.contains_key(&(subject.to_owned(), key.to_owned()))
    }

    pub(super) fn define(&mut self, kind: Kind, id: &str, span: Span) {
        self.definitions.push(Definition { kind, id: id.to_owned(), span });
    }

    pub(super) fn refer(&mut self, kind: Kind, id: &str, span: Span) {
        self.references.push(Reference { kind, id: id.to_owned(), span });
    }
}

/// Tables of dotted keys have no place of their own; their key has.
fn value_span(key: Span, value: &Span) -> Span {
    if value.is_empty() { key } else { value.clone() }
}

/// Text of the file as a message may quote it.
pub(in crate::plan) fn shown(text: &str) -> String {
    clean::fit(&clean::line(text), 60)
}
