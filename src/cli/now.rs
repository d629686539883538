//! What only the hour and the folder say of a plan: a window that is over, a change log that is not there.

use std::path::Path;

use chrono::{DateTime, Utc};

use crate::plan::{Changes, Plan, Problem, Severity};
use crate::text::{clean, duration};

/// Warnings of a valid plan at this moment, in this place.
pub(super) fn warnings(path: &Path, source: &str, plan: &Plan, now: DateTime<Utc>) -> Vec<Problem> {
    [window_over(source, plan, now), no_change_log(path, source, plan)].into_iter().flatten().collect()
}

fn window_over(source: &str, plan: &Plan, now: DateTime<Utc>) -> Option<Problem> {
    let over = now.signed_duration_since(plan.window.end);
    if over <= chrono::TimeDelta::zero() {
        return None;
    }
    let ago = match over.num_days() {
        0 => duration::minutes(over),
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    };
    let message = format!("the window ended {ago} ago");
    Some(warning(
        source,
        ("window", "end"),
        "window-over",
        message,
        "set start and end to the night that is meant",
    ))
}

/// The file stands beside the plan; elsewhere nothing is looked up.
fn no_change_log(path: &Path, source: &str, plan: &Plan) -> Option<Problem> {
    let Some(Changes::File(name)) = &plan.release.changes else { return None };
    let file = path.with_file_name(name);
    if file.exists() {
        return None;
    }
    let message = format!("there is no file {}", clean::line(&file.to_string_lossy()));
    let help = "name the change log from the folder of the plan, or write changes = { inline = [\"…\"] }";
    Some(warning(source, ("release", "changes"), "no-such-file", message, help))
}

fn warning(source: &str, of: (&str, &str), code: &'static str, message: String, help: &str) -> Problem {
    let (line, column, len) = place(source, of.0, of.1);
    Problem { severity: Severity::Warning, code, line, column, len, message, help: help.to_owned() }
}

/// Line, column and length of a key's value in its `[table]`; the first line where it is written in another way.
fn place(source: &str, table: &str, key: &str) -> (usize, usize, usize) {
    let mut inside = false;
    for (number, line) in source.lines().enumerate() {
        let text = line.trim_start();
        if text.starts_with('[') {
            inside = text.starts_with(&format!("[{table}]"));
        }
        let value = text.strip_prefix(key).and_then(|rest| rest.trim_start().strip_prefix('='));
        if let (true, Some(value)) = (inside, value) {
            let value = value.trim_start();
            let column = line.chars().count().saturating_sub(value.chars().count()).saturating_add(1);
            let len = value.split(" #").next().unwrap_or("").trim_end().chars().count();
            return (number.saturating_add(1), column, len.max(1));
        }
    }
    (1, 1, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_of_a_key_is_found_in_its_own_table() {
        let source = "[a]\nend = 1\n\n[window]\n  ende = 2\n  end = 2027-02-10   # late\n";
        assert_eq!(place(source, "window", "end"), (6, 9, 10));
        assert_eq!(place("window.end = 3\n", "window", "end"), (1, 1, 1));
    }
}
