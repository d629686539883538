//! kill -9 of a console at any moment, with another process writing beside it: nothing that anybody was told is saved
//! is lost, and the next console goes on where it was.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use golive::edge::opening;
use golive::edge::store::{Access, RealDisk, Store};
use golive::journal::{Item, Record};
use rustix::process::Signal;

use super::pty::{Start, Terminal};
use super::writer::Writer;

/// A number below `below`, different in every run.
fn random(below: u64) -> u64 {
    RandomState::new().hash_one(0) % below
}

/// The demo at sixty times real time, so that its console writes about as often as the writer beside it.
fn demo(home: &Path, session: &Path) -> Terminal {
    let start = Start { program: super::GOLIVE, size: (120, 40), home, env: &[], uid: None };
    let mut console = start.with(&["demo", "--speed", "60", "--session", session.to_str().unwrap()]);
    console.until_text("✓ saved #");
    console
}

/// The newest event that the console said is on disk.
fn said_saved(console: &Terminal) -> Option<u64> {
    let screen = console.screen();
    let (_, rest) = screen.split_once("saved #")?;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Everything on file, in order; the chain is whole from first to last.
fn records(session: &Path) -> Vec<Record> {
    let mut records = Vec::new();
    let mut take = |item| {
        if let Item::Record(record, _) = item {
            records.push(*record);
        }
    };
    Store::open(std::sync::Arc::new(RealDisk), session, Access::Read, &mut take).unwrap();
    assert!(records.windows(2).all(|pair| pair[0].seq + 1 == pair[1].seq));
    records
}

fn judge(session: &Path, saved: u64, notes: &[String]) {
    let records = records(session);
    let newest = records.last().unwrap().seq;
    assert!(newest >= saved, "the console said #{saved} is saved, and the file ends at #{newest}");
    let mut there: HashMap<&str, usize> = HashMap::new();
    for record in &records {
        *there.entry(record.id.as_str()).or_default() += 1;
    }
    let lost: Vec<_> = notes.iter().filter(|id| there.get(id.as_str()) != Some(&1)).collect();
    assert!(lost.is_empty(), "{} of {} saved notes are not there once: {lost:?}", lost.len(), notes.len());
    opening::open(session, Access::Read).expect("it folds");
}

fn rounds(count: u64) {
    // On a real disk.
    let dir = tempfile::tempdir().unwrap();
    let session: PathBuf = dir.path().join("night.session.toml");
    let mut console = demo(dir.path(), &session);
    let mut notes: Vec<String> = Vec::new();
    let mut writer = Writer::start(&session);
    for round in 0..count {
        for _ in 0..=random(6) {
            notes.push(writer.line().unwrap());
        }
        // Not to wait for something: to be anywhere.
        thread::sleep(Duration::from_micros(random(60_000)));
        console.signal(Signal::KILL);
        console.wait();
        let saved = said_saved(&console).unwrap_or(0);
        if round % 3 == 0 {
            notes.extend(writer.kill());
            judge(&session, saved, &notes);
            console = demo(dir.path(), &session);
            writer = Writer::start(&session);
        } else {
            console = demo(dir.path(), &session);
        }
    }
    notes.extend(writer.kill());
    console.until_text("✓ saved #");
    let saved = said_saved(&console).unwrap();
    console.send("q");
    let status = console.wait();
    assert_eq!(status.code(), Some(0), "{status}");
    judge(&session, saved, &notes);
    assert!(notes.len() as u64 > count, "{} notes beside {count} kills", notes.len());
    let whole: toml::Table = toml::from_str(&std::fs::read_to_string(&session).unwrap()).unwrap();
    assert_eq!(whole["event"].as_array().unwrap().len(), records(&session).len(), "any TOML reader agrees");
}

#[test]
fn nothing_saved_is_lost_when_the_console_is_killed() {
    rounds(10);
}

#[test]
#[ignore = "the long form: 200 rounds, run before a release"]
fn nothing_saved_is_lost_in_two_hundred_kills() {
    rounds(200);
}
