//! Every folder of `tests/sessions` is a night told in a few lines: folded, judged at stated moments, compared.
//! How to write one: `tests/sessions/README.md`. `SCENARIO=part-of-a-name cargo test --test scenarios` runs some.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod command;
mod expect;
mod line;
mod world;

use std::path::{Path, PathBuf};

fn folders() -> Vec<PathBuf> {
    let sessions = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sessions");
    let wanted = std::env::var("SCENARIO").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::fs::read_dir(sessions)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("expect.toml").exists())
        .filter(|path| path.file_name().unwrap().to_string_lossy().contains(&wanted))
        .collect();
    folders.sort();
    folders
}

#[test]
fn every_night_ends_as_it_says() {
    let folders = folders();
    assert!(!folders.is_empty(), "no scenario has this name");
    let mut failures = Vec::new();
    for folder in &folders {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let expected = expect::read(folder);
        let told = line::read(&folder.join("night.txt"));
        let wrong = world::play(folder, &expected, told);
        failures.extend(wrong.into_iter().map(|text| format!("{name}: {text}")));
    }
    assert!(failures.is_empty(), "{} of {} nights:\n{}", failures.len(), folders.len(), failures.join("\n"));
}
