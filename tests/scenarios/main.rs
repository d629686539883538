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

fn play(folder: &Path) -> Vec<String> {
    let name = folder.file_name().unwrap().to_string_lossy().into_owned();
    let expected = expect::read(folder);
    let told = line::read(&folder.join("night.txt"));
    let wrong = world::play(folder, &expected, &told);
    wrong.into_iter().map(|text| format!("{name}: {text}")).collect()
}

#[test]
fn every_night_ends_as_it_says() {
    let folders = folders();
    assert!(!folders.is_empty(), "no scenario has this name");
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = folders.len().div_ceil(threads);
    let failures: Vec<String> = std::thread::scope(|scope| {
        let players: Vec<_> = folders
            .chunks(share)
            .map(|some| scope.spawn(|| some.iter().flat_map(|folder| play(folder)).collect::<Vec<_>>()))
            .collect();
        players.into_iter().flat_map(|player| player.join().unwrap()).collect()
    });
    assert!(
        failures.is_empty(),
        "{} wrong in {} nights:\n{}",
        failures.len(),
        folders.len(),
        failures.join("\n")
    );
}
