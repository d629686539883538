//! Problems as text in the shape that compilers made familiar, and as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::problem::Problem;
use super::source::Lines;
use crate::text::clean;

/// Longest part of a source line that is shown, in cells.
const SHOWN: usize = 100;
/// How much of a long line is shown before the place that is meant.
const BEFORE: usize = 40;

/// Problems of the whole file: its first line says nothing about them.
const NO_EXCERPT: [&str; 3] = ["too-large", "binary", "empty-file"];

/// The problem with its place in the file, the line it stands on, carets under what is meant, and what to do. Several lines,
/// without a line end at the end; clean.
pub fn render(problem: &Problem, path: &str, source: &str) -> String {
    Renderer::new(path, source).hiding(std::slice::from_ref(problem)).render(problem)
}

/// Renders many problems of one file.
#[derive(Debug)]
pub struct Renderer<'s> {
    path: String,
    lines: Lines<'s>,
    /// Line, column and length of what must not be repeated.
    secrets: Vec<(usize, usize, usize)>,
}

impl<'s> Renderer<'s> {
    /// For the file of that path and text.
    pub fn new(path: &str, source: &'s str) -> Self {
        Self { path: clean::line(path), lines: Lines::new(source), secrets: Vec::new() }
    }

    /// Hides the credentials that some of these problems are about: output ends in logs and tickets.
    #[must_use]
    pub fn hiding(mut self, problems: &[Problem]) -> Self {
        let secret = problems.iter().filter(|problem| problem.code == "literal-secret");
        self.secrets.extend(secret.map(|problem| (problem.line, problem.column, problem.len)));
        self
    }

    /// The line with every credential as asterisks.
    fn line(&self, number: usize) -> String {
        let hidden = |column: usize| {
            let mut places = self.secrets.iter().filter(|(line, _, _)| *line == number);
            places.any(|(_, from, len)| (*from..from.saturating_add(*len)).contains(&column))
        };
        let line = self.lines.line(number).chars().enumerate();
        line.map(|(at, c)| if hidden(at + 1) && !matches!(c, '"' | '\'') { '*' } else { c }).collect()
    }

    /// As [`render`].
    pub fn render(&self, problem: &Problem) -> String {
        let gutter = problem.line.to_string();
        let pad = " ".repeat(gutter.len());
        let mut text = format!(
            "{}: {}\n{pad}--> {}:{}:{}\n",
            problem.severity.name(),
            clean::line(&problem.message),
            self.path,
            problem.line,
            problem.column
        );
        if !NO_EXCERPT.contains(&problem.code) {
            let (shown, column, carets) = excerpt(&self.line(problem.line), problem.column, problem.len);
            let shown = format!("{gutter} | {shown}");
            let _ = writeln!(text, "{pad} |\n{}", shown.trim_end());
            let _ = writeln!(text, "{pad} | {}{}", " ".repeat(column), "^".repeat(carets));
        }
        if !problem.help.is_empty() {
            let _ = write!(text, "{pad} = help: {}", clean::line(&problem.help));
        }
        text.trim_end().to_owned()
    }
}

/// The clean line, cut around the place where it is long; the cells before the place, and the cells it takes.
fn excerpt(line: &str, column: usize, len: usize) -> (String, usize, usize) {
    let split = |at: usize| line.char_indices().nth(at).map_or(line.len(), |(index, _)| index);
    let (from, to) = (split(column.saturating_sub(1)), split(column.saturating_sub(1).saturating_add(len)));
    let part = |from: usize, to: usize| clean::line(line.get(from..to).unwrap_or(""));
    let (before, meant, after) = (part(0, from), part(from, to), part(to, line.len()));
    let before = if clean::width(&before) > BEFORE && clean::width(line) > SHOWN {
        format!("…{}", last_cells(&before, BEFORE))
    } else {
        before
    };
    let room = SHOWN.saturating_sub(clean::width(&before));
    let shown_meant = clean::fit(&meant, room);
    let carets = clean::width(&shown_meant).max(1);
    let rest = clean::fit(&after, room.saturating_sub(clean::width(&shown_meant)));
    (format!("{before}{shown_meant}{rest}").trim_end().to_owned(), clean::width(&before), carets)
}

fn last_cells(text: &str, cells: usize) -> &str {
    text.char_indices()
        .rev()
        .map(|(at, _)| text.get(at..).unwrap_or(""))
        .take_while(|tail| clean::width(tail) <= cells)
        .last()
        .unwrap_or("")
}

/// `validate --json`: the problems in file order, with whether the plan can be used.
pub fn to_json(path: &str, valid: bool, problems: &[Problem]) -> Value {
    json!({
        "schema": 1,
        "path": clean::line(path),
        "valid": valid,
        "errors": problems.iter().filter(|problem| problem.is_error()).count(),
        "warnings": problems.iter().filter(|problem| !problem.is_error()).count(),
        "problems": problems,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Severity;

    fn problem(line: usize, column: usize, len: usize) -> Problem {
        Problem {
            severity: Severity::Error,
            code: "unknown-key",
            line,
            column,
            len,
            message: "unknown key `onwer`".to_owned(),
            help: "did you mean `owner`?".to_owned(),
        }
    }

    #[test]
    fn points_at_the_place() {
        let text = render(&problem(2, 3, 5), "plan.toml", "[[stage.step]]\n  onwer = \"lee\"\n");
        assert_eq!(
            text,
            "error: unknown key `onwer`\n --> plan.toml:2:3\n  |\n2 |   onwer = \"lee\"\n  |   ^^^^^\n  = help: did you mean `owner`?"
        );
    }

    #[test]
    fn carets_stand_under_wide_characters() {
        let text = render(&problem(1, 7, 2), "p", "a = \"日本\"");
        assert!(text.contains("1 | a = \"日本\"\n  |        ^^^"), "{text}");
    }

    #[test]
    fn a_hostile_line_moves_no_cursor() {
        let text = render(&problem(1, 1, 5), "p\u{1b}[2J.toml", "onwer = \"\u{1b}[2J\u{202e}\"");
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let line = format!("{}onwer = 1{}", "x".repeat(300), "y".repeat(300));
        let text = render(&problem(1, 301, 5), "p", &line);
        assert!(text.lines().all(|line| clean::width(line) < 120), "{text}");
        let shown: Vec<&str> = text.lines().collect();
        let caret = shown.iter().find(|line| line.contains('^')).unwrap().find('^').unwrap();
        let excerpt: String = shown.get(3).unwrap().chars().skip(caret).take(5).collect();
        assert_eq!(excerpt, "onwer");
    }

    #[test]
    fn a_place_beyond_the_file_is_no_panic() {
        let text = render(&problem(99, 99, 99), "p", "");
        assert!(text.contains("p:99:99"));
    }
}
