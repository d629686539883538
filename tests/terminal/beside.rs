//! Others at the same session: one console conducts, a second is told by whom, and what any other process appends is
//! seen in the open console.

use std::path::Path;

use golive::decide::Command;
use golive::edge::clock::Clock;
use golive::edge::conductor::{Conductor, Outcome};
use golive::edge::opening::{self, FileJournal};
use golive::edge::store::Access;

use super::{Place, SHOWN, ends_clean, text};

/// Does what a command in another terminal would do, through the same rules.
pub fn ask(session: &Path, member: &str, command: &Command) -> Outcome {
    let opened = opening::open(session, Access::Write).unwrap();
    let actor = opening::actor(&opened.plan, Some(member), None).unwrap();
    let clock = Clock::live(&opened.session);
    let os = actor.os.clone();
    let mut beside = Conductor::new(opened.plan, opened.session, FileJournal(opened.store), clock, os);
    let outcome = beside.ask(&actor, command);
    assert_eq!(outcome.trouble, None);
    outcome
}

/// A note on a step, by mia.
pub fn note(session: &Path, note: &str) {
    ask(session, "mia", &Command::NoteStep { step: "1.1".to_owned(), note: note.to_owned() });
}

#[test]
fn what_another_process_does_is_seen_in_the_open_console() {
    let place = Place::new();
    let mut console = place.console();
    note(&place.session(), "all is quiet");
    console.send("5z");
    console.until_text("all is quiet");
    console.send("q");
    ends_clean(&mut console);
}

#[test]
fn a_second_console_is_told_which_process_conducts() {
    let place = Place::new();
    let mut console = place.console();
    let mut second = place.start((80, 24), &[], &["run", "night.toml", "--as", "zoe"]);
    assert_eq!(second.wait().code(), Some(3));
    let told = second.screen().replace('\n', "");
    assert!(told.contains("another console conducts this session"), "{told}");
    assert!(told.contains(&format!("pid {}", console.pid().as_raw_nonzero())), "{told}");
    assert!(!told.contains("attach"), "of a later version: {told}");
    for way in ["golive status night.session.toml", "golive log --follow night.session.toml"] {
        assert!(told.contains(way), "{told}");
    }
    let status = place.told(&["status", "--json", "night.session.toml"]);
    let status: serde_json::Value = serde_json::from_slice(&status.stdout).unwrap();
    let here = |id: &str| {
        let people = status["people"].as_array().unwrap();
        people.iter().find(|person| person["id"] == id).unwrap()["here"].clone()
    };
    assert_eq!((here("mia"), here("zoe")), (true.into(), serde_json::Value::Null), "of others nobody knows");
    assert!(!text(second.log()).contains("\x1b[?1049h"), "it never took the terminal");
    console.send("q");
    ends_clean(&mut console);
    let mut third = place.console();
    third.until_text(SHOWN);
    third.send("q");
    ends_clean(&mut third);
}

#[test]
fn a_killed_console_is_followed_by_another() {
    let place = Place::new();
    let mut console = place.console();
    console.signal(rustix::process::Signal::KILL);
    console.wait();
    let mut next = place.console();
    note(&place.session(), "we go on");
    next.send("5z");
    next.until_text("we go on");
    next.send("q");
    ends_clean(&mut next);
}
