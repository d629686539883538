//! The import rule, as a test: arrows point to what may be imported, never back; pure rooms name nothing of the world.
#![expect(clippy::expect_used, reason = "a test may fail so")]

use std::fs;
use std::path::{Path, PathBuf};

/// From what imports to what is imported. Rooms of one row may not import one another.
const ROWS: [&[&str]; 11] = [
    &["cli"],
    &["demo"],
    &["edge"],
    &["ui"],
    &["report"],
    &["decide"],
    &["comply", "health"],
    &["session"],
    &["journal"],
    &["plan"],
    &["calendar", "condition", "text"],
];

/// Rooms that touch the world.
const EDGE: [&str; 3] = ["cli", "demo", "edge"];

/// What pure rooms never name.
const WORLD: [&str; 10] = [
    "tokio",
    "crossterm",
    "reqwest",
    "std::fs",
    "std::process",
    "std::net",
    "std::env",
    "std::thread",
    "Instant::now",
    "Utc::now",
];

fn rust_files(dir: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> =
        fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    files
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("source");
            (path.strip_prefix(&root).expect("below src").to_owned(), text)
        })
        .collect()
}

fn room(path: &Path) -> Option<String> {
    let mut parts = path.components();
    let first = parts.next()?.as_os_str().to_str()?.to_owned();
    parts.next().map(|_| first)
}

fn row_of(room: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.contains(&room))
}

/// The lines of code, without comments and without what stands under `#[cfg(test)] mod`.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let end = text.find("\n#[cfg(test)]\nmod ").unwrap_or(text.len());
    text[..end]
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(at, line)| (at + 1, line))
}

/// Rooms that a line names by `crate::room`, also inside `crate::{a, b}`.
fn named_rooms(line: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        let word = |text: &str| -> String {
            text.trim().chars().take_while(|char| char.is_ascii_alphanumeric() || *char == '_').collect()
        };
        if let Some(group) = rest.strip_prefix('{') {
            rooms.extend(group.split(',').map(word));
        } else {
            rooms.push(word(rest));
        }
    }
    rooms
}

#[test]
fn arrows_never_point_back() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some(from) = room(&path) else { continue };
        let Some(row) = row_of(&from) else {
            wrong.push(format!("{}: {from} is no room of the house", path.display()));
            continue;
        };
        for (line, code) in code(&text) {
            for to in named_rooms(code) {
                let Some(target) = row_of(&to) else { continue };
                if to != from && target <= row {
                    wrong.push(format!("{}:{line}: {from} imports {to}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_rooms_name_nothing_of_the_world() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some(from) = room(&path) else { continue };
        if EDGE.contains(&from.as_str()) {
            continue;
        }
        for (line, code) in code(&text) {
            for name in WORLD {
                if code.contains(name) {
                    wrong.push(format!("{}:{line}: names {name}", path.display()));
                }
            }
            if code.contains("ratatui") && from != "ui" {
                wrong.push(format!("{}:{line}: only ui may name ratatui", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn view_files_import_no_sibling() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let in_views = path.starts_with("ui/view") && path.file_name().is_some_and(|name| name != "mod.rs");
        if !in_views {
            continue;
        }
        for (line, code) in code(&text) {
            let sibling = code.contains("use super::") && !code.contains("use super::super::");
            if sibling || code.contains("crate::ui::view::") {
                wrong.push(format!("{}:{line}: {}", path.display(), code.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_its_job() {
    let silent: Vec<_> = sources()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(path, _)| path.display().to_string())
        .collect();
    assert!(silent.is_empty(), "no `//!` line: {}", silent.join(", "));
}
