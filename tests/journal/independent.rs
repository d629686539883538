//! The file as somebody else reads it: Python's TOML 1.0 parser and hash functions agree with ours.

use std::io::Write;
use std::process::Command;

use golive::journal::{Event, Reader};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::events::{any_event, of_kind};
use super::session_file::{draft, genesis, header, written};

/// Python 3.11 or later, if this machine has one.
fn has_tomllib() -> bool {
    Command::new("python3")
        .args(["-c", "import tomllib"])
        .output()
        .is_ok_and(|output| output.status.success())
}

fn agrees(bytes: &[u8]) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/journal/verify.py");
    let output = Command::new("python3").arg(script).arg(file.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut reader = Reader::new();
    reader.feed(bytes);
    while reader.next().is_some() {}
    let head = reader.head().unwrap();
    assert_eq!(said.trim(), format!("{} {}", head.seq, head.hash));
}

#[test]
fn python_reads_the_same_events_and_the_same_chain() {
    if !has_tomllib() {
        eprintln!("skipped: no python3 with tomllib on this machine");
        return;
    }
    let mut runner = TestRunner::deterministic();
    let mut events: Vec<Event> =
        (0..45).map(|kind| of_kind(kind).new_tree(&mut runner).unwrap().current()).collect();
    let any = prop::collection::vec(any_event(), 400);
    events.extend(any.new_tree(&mut runner).unwrap().current());
    let drafts = (1..).zip(events).map(|(n, event)| draft(n, event));
    agrees(&written(&header(), std::iter::once(genesis()).chain(drafts)));
}
