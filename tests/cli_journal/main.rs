//! `golive verify` and `golive log`, as a person or a script runs them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../journal/session_file.rs"]
mod session_file;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use golive::edge::store::{Access, RealDisk, Store};
use golive::journal::{Draft, Event, Header, Mode, sha256_hex};
use serde_json::Value;

use session_file::{draft, header, night, ordinary, written};

const PLAN: &[u8] = include_bytes!("../../config/ecommerce-retail.toml");

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        path
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_golive"));
        command.args(args).current_dir(self.0.path()).env_clear();
        command.env("HOME", self.0.path()).env("LANG", "en_AU.UTF-8").stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> (i32, String, String) {
        let Output { status, stdout, stderr } = self.command(args).output().unwrap();
        (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
    }
}

/// The header and the first event of a session of the shipped plan.
fn shipped() -> (Header, Draft) {
    let header = Header::new("00d1b5a3c4e6f708".to_owned(), Mode::Live, 1, "shop.toml", PLAN).unwrap();
    let created = Event::SessionCreated {
        mode: Mode::Live,
        attempt: 1,
        previous: None,
        release: "Spring Sale".to_owned(),
        version: "4.12.0".to_owned(),
        environment: "production".to_owned(),
        plan: sha256_hex(PLAN),
    };
    (header, draft(0, created))
}

/// A night on the shipped plan: a step of 18 minutes and 2 seconds, a window, and a note that would move a cursor.
fn told() -> Vec<u8> {
    let (header, genesis) = shipped();
    let attached = Event::ConsoleAttached {
        boot: "b".to_owned(),
        pid: 7,
        golive: "0.1.0".to_owned(),
        speed: 1.0,
        real_up: 90_001.5,
    };
    let step = || "1.3".to_owned();
    let started = Event::StepStarted { step: step(), stated: None, reason: None };
    let done =
        Event::StepDone { step: step(), stated: None, proof: None, note: Some("all heard".to_owned()) };
    let noted = Event::StepNoted { step: step(), note: "\u{1b}[2Jgone\n\u{202e}".to_owned() };
    let events = [(1, attached), (10, started), (20, ordinary(2)), (10 + 18 * 60 + 2, done), (1_100, noted)];
    written(&header, std::iter::once(genesis).chain(events.into_iter().map(|(n, event)| draft(n, event))))
}

fn append(path: &Path, n: u32, event: Event) {
    let mut store = Store::open(Arc::new(RealDisk), path, Access::Write, &mut |_| {}).unwrap();
    let draft = draft(n, event);
    store.append::<()>(&draft.id.clone(), |_| Ok(vec![draft])).unwrap().unwrap();
}

#[test]
fn an_intact_session_is_verified_with_its_head() {
    let folder = Folder::new();
    folder.write("a.session.toml", &night(12));
    let (exit, out, err) = folder.run(&["verify", "a.session.toml"]);
    assert_eq!((exit, err.as_str()), (0, ""));
    assert!(out.starts_with("a.session.toml: intact, 12 events, hash "), "{out}");
    let (exit, json, _) = folder.run(&["verify", "--json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(exit, 0);
    assert_eq!((&json["schema"], &json["intact"], &json["events"]), (&1.into(), &true.into(), &12.into()));
    assert!(out.trim().ends_with(json["hash"].as_str().unwrap()));
    assert_eq!(json["plan"], header().sha256.as_str());
}

#[test]
fn a_changed_session_is_not_intact_and_its_line_is_said() {
    let folder = Folder::new();
    let text = String::from_utf8(night(12)).unwrap();
    let line = text.lines().position(|line| line == "seq = 7").unwrap();
    let changed = text.replacen("\"3.6\"", "\"3.9\"", 1);
    let path = folder.write("a.session.toml", changed.as_bytes());
    let (exit, out, _) = folder.run(&["verify", "a.session.toml"]);
    assert_eq!(exit, 1);
    assert!(
        out.contains(&format!("line {line}: ")) && out.contains("Events 1 to 6 before it are intact"),
        "{out}"
    );
    let (exit, json, _) = folder.run(&["verify", "a.session.toml", "--json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((exit, &json["ending"], &json["line"]), (1, &"damaged".into(), &line.into()));
    assert_eq!(std::fs::read(path).unwrap(), changed.as_bytes());
}

#[test]
fn a_torn_end_is_said_and_left_alone() {
    let folder = Folder::new();
    let whole = night(5).len();
    let torn = &night(6)[..whole + 60];
    let path = folder.write("a.session.toml", torn);
    let (exit, out, _) = folder.run(&["verify", "a.session.toml"]);
    assert_eq!(exit, 1);
    assert!(out.contains("60 bytes of an event that was not finished; the 5 before it are intact"), "{out}");
    assert_eq!(std::fs::read(path).unwrap(), torn);
}

#[test]
fn what_is_no_session_or_not_there_is_told_apart() {
    let folder = Folder::new();
    folder.write("notes.toml", b"hello = 1\n");
    assert_eq!(folder.run(&["verify", "notes.toml"]).0, 1);
    let (exit, _, err) = folder.run(&["verify", "none.session.toml"]);
    assert_eq!(exit, 3);
    assert!(err.contains("none.session.toml: there is no such session"), "{err}");
    assert_eq!(folder.run(&["verify"]).0, 2);
    folder.write("a.session.toml", &night(2));
    folder.write("b.session.toml", &night(2));
    let (exit, _, err) = folder.run(&["verify"]);
    assert_eq!(exit, 2);
    assert!(err.contains("more than one session is open"), "{err}");
}

#[test]
fn the_log_tells_each_event_in_a_line_that_moves_no_cursor() {
    let folder = Folder::new();
    folder.write("a.session.toml", &told());
    let (exit, out, err) = folder.run(&["log"]);
    assert_eq!((exit, err.as_str()), (0, ""));
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 5, "the probes' window is left out: {out}");
    assert!(lines[3].contains("✓ sam finished 1.3 ") && lines[3].ends_with(", 18m02s: all heard"), "{out}");
    assert!(lines[2].contains("► sam started 1.3 "));
    assert!(lines[4].contains("\u{fffd}[2Jgone"), "{out}");
    assert!(!out.contains(['\u{1b}', '\u{202e}']));
    assert!(lines.iter().all(|line| line.starts_with("2027-02-10 01:")), "{out}");
    let ascii = folder.command(&["log"]).env("LANG", "C").output().unwrap().stdout;
    assert!(String::from_utf8(ascii).unwrap().contains("+ sam finished 1.3 "));
}

#[test]
fn the_log_as_json_has_everything() {
    let folder = Folder::new();
    folder.write("a.session.toml", &told());
    let (exit, out, _) = folder.run(&["log", "a.session.toml", "--json"]);
    assert_eq!(exit, 0);
    assert!(!out.contains(['\u{1b}', '\u{202e}']));
    let events: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(events.len(), 6);
    assert_eq!(events[3]["kind"], "check.window");
    assert_eq!(events[4]["data"], serde_json::json!({ "step": "1.3", "note": "all heard" }));
    assert_eq!(events[4]["at"], "2027-02-10T01:18:12.250+11:00");
    assert_eq!(
        (&events[4]["by"], &events[4]["os"], &events[4]["seq"]),
        (&"sam".into(), &"sam/1004".into(), &5.into())
    );
    assert_eq!(events[5]["data"]["note"], "\u{1b}[2Jgone\n\u{202e}");
}

#[test]
fn a_damaged_or_foreign_session_is_read_as_far_as_it_goes() {
    let folder = Folder::new();
    let text = String::from_utf8(told()).unwrap().replacen("all heard", "all herd", 1);
    folder.write("a.session.toml", text.as_bytes());
    let (exit, out, err) = folder.run(&["log"]);
    assert_eq!((exit, out.lines().count()), (3, 3), "it was not read whole");
    assert!(err.contains("a.session.toml: line ") && err.contains("Only events 1 to 4 are shown"), "{err}");
    assert!(err.contains("golive verify a.session.toml"), "{err}");
    let (exit, out, _) = folder.run(&["log", "--follow"]);
    assert_eq!((exit, out.lines().count()), (3, 3), "nothing follows behind damage");
    let (exit, out, _) = folder.run(&["log", "--json"]);
    assert_eq!((exit, out.lines().count()), (3, 4));
    // A plan that this version cannot read: the events are told all the same.
    folder.write("a.session.toml", &night(4));
    let (exit, out, _) = folder.run(&["log"]);
    assert_eq!(exit, 0);
    assert!(out.contains("sam step.done {\"step\":\"3.1\""), "{out}");
}

/// Garbage behind the last event, an event twice, a bit that flipped.
fn damages() -> [Vec<u8>; 3] {
    let whole = told();
    let mut garbage = whole.clone();
    garbage.extend_from_slice(b"what is this\n");
    let mut twice = whole.clone();
    let last = whole.windows(9).rposition(|window| window == b"[[event]]").unwrap();
    twice.extend_from_slice(&whole[last..]);
    let mut flipped = whole.clone();
    let at = whole.windows(9).rposition(|window| window == b"all heard").unwrap();
    flipped[at] ^= 1;
    [garbage, twice, flipped]
}

#[test]
fn the_status_of_a_damaged_session_is_of_what_is_whole_and_says_so() {
    for (bytes, events) in damages().iter().zip([6, 6, 4]) {
        let folder = Folder::new();
        folder.write("a.session.toml", bytes);
        let (exit, out, err) = folder.run(&["status"]);
        assert_eq!(exit, 3, "{err}");
        assert!(out.contains(&format!("{events} events")), "{out}");
        assert!(err.contains(": line ") && err.contains(&format!("Only events 1 to {events} are")), "{err}");
        let (exit, json, err) = folder.run(&["status", "--json"]);
        let json: Value = serde_json::from_str(&json).unwrap();
        assert_eq!((exit, &json["journal"]["saved"]), (3, &false.into()), "{err}");
        let line = json["journal"]["damage"]["line"].as_u64().unwrap();
        assert!(err.contains(&format!("line {line}: ")), "{err}");
        assert!(err.contains(json["journal"]["damage"]["why"].as_str().unwrap()), "{err}");
    }
}

#[test]
fn an_event_that_is_just_being_written_is_no_damage() {
    let folder = Folder::new();
    let whole = told();
    let last = whole.windows(9).rposition(|window| window == b"[[event]]").unwrap();
    folder.write("a.session.toml", &whole[..last + 30]);
    let (exit, json, err) = folder.run(&["status", "--json"]);
    assert_eq!((exit, err.as_str()), (0, ""));
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["journal"]["saved"], &json["journal"]["damage"]), (&true.into(), &Value::Null));
    assert_eq!(folder.run(&["log"]).0, 0);
}

#[test]
fn what_is_whole_of_a_damaged_session_goes_on_as_the_message_says() {
    let [garbage, _, flipped] = damages();
    for (bytes, events) in [(garbage, 6), (flipped, 4)] {
        let folder = Folder::new();
        let path = folder.write("a.session.toml", &bytes);
        let (_, _, err) = folder.run(&["step", "note", "1.3", "--note", "x", "--as", "sam"]);
        let (_, verified, _) = folder.run(&["verify"]);
        let command = |text: &str| {
            let from = text.find("head -n").unwrap();
            text[from..].split(", then").next().unwrap().to_owned()
        };
        assert_eq!(command(&err), command(&verified));
        assert!(
            Command::new("sh")
                .arg("-c")
                .arg(command(&err))
                .current_dir(folder.0.path())
                .status()
                .unwrap()
                .success()
        );
        let (exit, out, _) = folder.run(&["verify", "a-whole.session.toml"]);
        assert_eq!(exit, 0, "{out}");
        assert!(out.contains(&format!("intact, {events} events")), "{out}");
        assert_eq!(std::fs::read(path).unwrap(), bytes, "the damaged one is kept");
    }
}

#[test]
fn a_file_of_which_nothing_can_be_read_says_what_to_do() {
    let folder = Folder::new();
    folder.write("a.session.toml", b"");
    folder.write("b.session.toml", b"groceries = 1\n");
    for command in ["status", "log", "verify"] {
        let (exit, out, err) = folder.run(&[command, "a.session.toml"]);
        assert_eq!(exit, if command == "verify" { 1 } else { 3 });
        let told = out + &err;
        assert!(told.contains("the file is empty") && told.contains("remove it"), "{told}");
        let (_, out, err) = folder.run(&[command, "b.session.toml"]);
        assert!((out + &err).contains("--session NEW"));
    }
    let (exit, _, err) = folder.run(&["status", "c.session.toml"]);
    assert_eq!(exit, 3);
    assert!(err.contains("there is no such session; golive run PLAN begins one"), "{err}");
}

#[test]
fn following_shows_what_is_appended_and_ends_with_its_reader() {
    let folder = Folder::new();
    let path = folder.write("a.session.toml", &told());
    let mut child = folder.command(&["log", "--follow"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    for _ in 0..5 {
        lines.next().unwrap().unwrap();
    }
    append(&path, 2_000, Event::StepNoted { step: "1.3".to_owned(), note: "later".to_owned() });
    assert!(lines.next().unwrap().unwrap().ends_with(": later"));
    drop(lines);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn following_says_when_the_file_is_lost() {
    let folder = Folder::new();
    let path = folder.write("a.session.toml", &told());
    let mut child =
        folder.command(&["log", "--follow"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.next().unwrap().unwrap();
    std::fs::remove_file(&path).unwrap();
    let mut err = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut err).unwrap();
    assert!(err.contains("was deleted or moved away"), "{err}");
    assert_eq!(child.wait().unwrap().code(), Some(3));
}
