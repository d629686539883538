//! TOML text → [`Plan`], with every problem at once: serde would stop at the first.

mod address;
mod call;
mod check;
pub(in crate::plan) mod cx;
pub(in crate::plan) mod document;
mod escalation;
mod expect;
mod notice;
mod probe;
mod release;
mod secret;
mod site;
mod stage;
mod step;
mod switch;
pub(in crate::plan) mod table;
mod team;
mod time;
mod trigger;
mod value;
mod variable;
mod window;

use std::fmt::Write as _;
use std::ops::Range;

use sha2::{Digest, Sha256};
use toml::de::DeTable;

use self::cx::{Cx, Found, Span, shown};
use super::problem::Problem;
use super::rules;
use super::source::Lines;
use super::types::Plan;
use crate::text::clean;

/// Larger files are refused unread.
pub const LARGEST: usize = 1024 * 1024;

/// Syntax errors beyond these are consequences of the first ones.
const MOST_SYNTAX_ERRORS: usize = 20;

/// What reading a plan file came to.
#[derive(Debug)]
pub struct Parsed {
    /// The plan, where no problem is an error.
    pub plan: Option<Plan>,
    /// Every problem found, in file order.
    pub problems: Vec<Problem>,
}

impl Parsed {
    /// The problems that make the plan invalid.
    pub fn errors(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| problem.is_error())
    }

    /// The problems that somebody should know of.
    pub fn warnings(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| !problem.is_error())
    }
}

/// Reads a plan file. Never panics, whatever the bytes are.
pub fn parse(bytes: &[u8]) -> Parsed {
    match text_of(bytes) {
        Ok(source) => parse_text(source, bytes),
        Err(problem) => Parsed { plan: None, problems: vec![problem] },
    }
}

/// The text, or why the file cannot be a plan.
fn text_of(bytes: &[u8]) -> Result<&str, Problem> {
    if bytes.len() > LARGEST {
        let help = "is this the plan? Long texts belong into files that the plan names";
        return Err(refusal("too-large", 1, "the file is larger than a plan may be (1 MiB)", help));
    }
    if bytes.contains(&0) {
        return Err(refusal("binary", 1, "the file is binary, not a text", "name the plan, a TOML file"));
    }
    let text = str::from_utf8(bytes).map_err(|why| {
        let good = bytes.get(..why.valid_up_to()).unwrap_or_default();
        let line = String::from_utf8_lossy(good).matches('\n').count() + 1;
        refusal("not-utf8", line, "this line is not UTF-8 text", "save the file as UTF-8")
    })?;
    if text.starts_with("[session]\nschema = ") && text.contains("\n[[event]]\n") {
        let help = "golive status and golive log tell it; name the plan that it was begun with";
        return Err(refusal("session-file", 1, "this is a session, not a plan", help));
    }
    if text.trim().is_empty() {
        let help = "`golive init ecommerce-retail` writes a plan to start from";
        return Err(refusal("empty-file", 1, "the file is empty", help));
    }
    Ok(text)
}

fn refusal(code: &'static str, line: usize, message: &str, help: &str) -> Problem {
    Problem {
        severity: super::Severity::Error,
        code,
        line,
        column: 1,
        len: 1,
        message: message.to_owned(),
        help: help.to_owned(),
    }
}

fn parse_text(source: &str, bytes: &[u8]) -> Parsed {
    let (root, syntax) = DeTable::parse_recoverable(source);
    let mut cx = Cx::new(source);
    let mut draft = document::read(&mut cx, root.get_ref(), hex(&Sha256::digest(bytes)));
    if syntax.is_empty() {
        rules::judge(&mut cx, &draft);
        rules::index::name_children(&mut draft.plan);
    } else {
        keep_local(&mut cx, &syntax);
    }
    let problems = finish(&cx);
    let valid = !problems.iter().any(Problem::is_error);
    Parsed { plan: valid.then_some(draft.plan), problems }
}

/// Beside syntax errors only what is wrong by itself is worth telling: what seems to be missing may stand in a line that could
/// not be read.
fn keep_local(cx: &mut Cx<'_>, syntax: &[toml::de::Error]) {
    let lines = Lines::new(cx.source);
    let mut broken: Vec<usize> = Vec::new();
    let mut header_lost = false;
    let read = std::mem::take(&mut cx.found);
    for error in syntax {
        let span = place_of(cx.source, error);
        let line = lines.at(&span).line;
        // What stands below a header that could not be read is taken for a part of the table above it.
        match (error.message() == DUPLICATE, lines.line(line).trim_start().starts_with('[')) {
            (true, true) if header_lost => continue,
            (duplicate, header) => header_lost |= header && !duplicate,
        }
        if !broken.contains(&line) && broken.len() < MOST_SYNTAX_ERRORS {
            let (message, help) = in_words(error.message());
            cx.error(span, "syntax", message, help);
        }
        broken.push(line);
    }
    let local =
        ["unknown-key", "wrong-type", "unknown-value", "bad-duration", "bad-condition", "literal-secret"];
    // What stands nowhere is what the parser put in place of something that it could not read.
    let is_local = |found: &Found| {
        local.contains(&found.code) && !found.span.is_empty() && !broken.contains(&lines.at(&found.span).line)
    };
    cx.found.extend(read.into_iter().filter(is_local));
}

/// What the parser says of a key that stands twice in its table.
const DUPLICATE: &str = "duplicate key";

/// Where the error stands. Of too many dotted keys the parser only says the end of the file; then it is the line that
/// has most of what nests.
fn place_of(source: &str, error: &toml::de::Error) -> Span {
    let end = source.trim_end().len();
    let span = error.span().unwrap_or(source.len()..source.len());
    if span.start < end || !is_too_deep(error.message()) {
        return span;
    }
    let mut deepest = (0, 0);
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let depth = line.matches(['.', '[', '{']).count();
        if depth > deepest.1 {
            deepest = (start, depth);
        }
        start += line.len();
    }
    deepest.0..deepest.0 + 1
}

fn is_too_deep(message: &str) -> bool {
    message.contains("recurs")
}

fn in_words(message: &str) -> (String, &'static str) {
    if is_too_deep(message) {
        return ("lists or tables are nested too deeply".to_owned(), "a plan needs no more than four levels");
    }
    let help = match message {
        DUPLICATE => {
            "each key and each [header] may stand once in its table; lists of tables have [[headers]]"
        }
        _ if message.contains("string") => "texts stand in quotes, which must be closed on the same line",
        _ => {
            "the file is TOML: key = value, texts in quotes, tables as [header], lists of them as [[header]]"
        }
    };
    (format!("the TOML cannot be read here: {}", shown(message)), help)
}

/// In file order, errors before warnings at the same place, each once.
fn finish(cx: &Cx<'_>) -> Vec<Problem> {
    let lines = Lines::new(cx.source);
    let mut found: Vec<&Found> = cx.found.iter().collect();
    found.sort_by_key(|found| (found.span.start, found.severity, found.span.end));
    let mut problems: Vec<Problem> = found.into_iter().map(|found| problem(&lines, found)).collect();
    problems.dedup();
    problems
}

fn problem(lines: &Lines<'_>, found: &Found) -> Problem {
    let at = lines.at(&found.span);
    Problem {
        severity: found.severity,
        code: found.code,
        line: at.line,
        column: at.column,
        len: at.len,
        message: clean::line(&found.message),
        help: clean::line(&found.help),
    }
}

/// The place of a part of a text in the file: exact where the text stands there as it is, else the whole of it.
fn within(source: &str, span: &Span, text: &str, part: &Range<usize>) -> Span {
    let raw = source.get(span.clone()).unwrap_or("");
    let quotes = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quotes| raw.starts_with(quotes));
    let Some(quotes) = quotes else { return span.clone() };
    let mut from = span.start + quotes.len();
    let inside = raw.get(quotes.len()..raw.len().saturating_sub(quotes.len())).unwrap_or("");
    let trimmed = if quotes.len() == 3 { inside.trim_start_matches(['\r', '\n']) } else { inside };
    from += inside.len() - trimmed.len();
    if trimmed != text {
        return span.clone();
    }
    from.saturating_add(part.start)..from.saturating_add(part.end.max(part.start + 1))
}

pub(in crate::plan) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
