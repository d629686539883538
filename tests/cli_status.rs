//! `golive status`, as a person or a script runs it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use golive::edge::store::{RealDisk, Store};
use golive::journal::{Draft, Event, Header, Mode, Who, sha256_hex};
use serde_json::Value;

const PLAN: &[u8] = include_bytes!("../config/ecommerce-retail.toml");

fn draft(event: Event) -> Draft {
    Draft {
        id: "00000000000000aa".to_owned(),
        at: "2027-02-10T00:30:00+11:00".parse().unwrap(),
        up: 100.0,
        who: Who::console("mia/1000"),
        event,
    }
}

/// A session of the shipped plan, just begun.
fn begun(folder: &Path) {
    let header = Header::new("00d1b5a3c4e6f708".to_owned(), Mode::Live, 1, "shop.toml", PLAN).unwrap();
    let created = Event::SessionCreated {
        mode: Mode::Live,
        attempt: 1,
        previous: None,
        release: "Spring Sale storefront".to_owned(),
        version: "4.12.0".to_owned(),
        environment: "production".to_owned(),
        plan: sha256_hex(PLAN),
    };
    let path = folder.join("night.session.toml");
    Store::create(Arc::new(RealDisk), &path, &header, draft(created), &mut |_| ()).unwrap();
}

fn status(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_golive"));
    command.arg("status").args(args).current_dir(folder).env_clear();
    command.env("HOME", folder).env("LANG", "en_AU.UTF-8").stdin(Stdio::null());
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn the_only_session_here_is_told_in_words_and_in_json() {
    let folder = tempfile::tempdir().unwrap();
    begun(folder.path());
    let (code, text, errors) = status(folder.path(), &[]);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert!(text.contains("preparing"), "{text}");
    assert!(text.contains("verdict   HOLD"), "nobody polls: {text}");
    assert!(text.contains("nobody conducts"), "{text}");
    let (code, json, _) = status(folder.path(), &["--json", "night.session.toml"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(code, 0);
    assert_eq!(json["schema"], 1);
    assert_eq!(json["phase"], "preparing");
    assert_eq!(json["conductor"], Value::Null);
    assert_eq!(json["journal"]["events"], 1);
    assert_eq!(json["verdict"]["against"][0]["rule"], "unobserved");
    assert_eq!(json["journal"]["hash"].as_str().unwrap().len(), 32);
}

#[test]
fn no_session_is_wrong_usage_and_a_broken_one_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let (code, text, errors) = status(folder.path(), &[]);
    assert_eq!((code, text.as_str()), (2, ""));
    assert!(errors.contains("no session is open here"), "{errors}");
    std::fs::write(folder.path().join("x.session.toml"), "[session]\nnothing\n").unwrap();
    let (code, _, errors) = status(folder.path(), &["x.session.toml"]);
    assert_eq!(code, 3, "{errors}");
}

#[test]
fn a_closed_pipe_ends_in_no_panic() {
    let folder = tempfile::tempdir().unwrap();
    begun(folder.path());
    let mut command = Command::new(env!("CARGO_BIN_EXE_golive"));
    command.args(["status", "--json"]).current_dir(folder.path()).env_clear().env("HOME", folder.path());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert!(!String::from_utf8_lossy(&ended.stderr).contains("panicked"));
}
