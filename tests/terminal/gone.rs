//! A terminal that is gone, and a program that is broken: golive ends by itself, quietly, and takes nothing along.

use rustix::process::Signal;

use super::child::{self, PANIC};
use super::pty::Start;
use super::{GOLIVE, Place};

/// The first frame is out before anything is journalled; what ends in the middle of it never was there.
fn attached(place: &Place) -> bool {
    std::fs::read_to_string(place.session()).is_ok_and(|text| text.contains("console.attached"))
}

#[test]
fn a_hang_up_ends_it() {
    let place = Place::new();
    let mut console = place.console();
    console.until_so("it to be attached", |_| attached(&place));
    console.hang_up();
    let status = console.wait();
    assert_eq!(status.code(), Some(0), "{status}");
    assert!(std::fs::read_to_string(place.session()).unwrap().contains("console.left"));
}

#[test]
fn an_orphan_on_a_dead_terminal_ends_by_itself() {
    let place = Place::new();
    let start = Start { program: "sh", size: (120, 40), home: place.path(), env: &[], uid: None };
    let wrapped =
        ["-c", "trap : HUP; \"$@\"; echo $? > ended", "sh", GOLIVE, "run", "night.toml", "--as", "mia"];
    let mut shell = start.with(&wrapped);
    shell.until_text(super::SHOWN);
    shell.until_so("it to be attached", |_| attached(&place));
    shell.hang_up();
    shell.wait();
    assert_eq!(std::fs::read_to_string(place.path().join("ended")).unwrap(), "0\n");
    assert!(std::fs::read_to_string(place.session()).unwrap().contains("console.left"));
}

#[test]
fn a_hang_up_while_it_is_stopped_ends_it_too() {
    let place = Place::new();
    let mut console = place.console();
    console.signal(Signal::STOP);
    console.hang_up();
    console.signal(Signal::CONT);
    let status = console.wait();
    assert_eq!(status.code(), Some(0), "{status}");
}

#[test]
fn a_panic_leaves_the_terminal_before_it_is_told() {
    let place = Place::new();
    let mut broken = child::start("panic", place.path());
    let status = broken.wait();
    assert_ne!(status.code(), Some(0), "the child panics");
    assert_eq!(broken.residue(), Vec::<&str>::new());
    let log = String::from_utf8_lossy(broken.log()).into_owned();
    let (left, told) = (log.rfind("\x1b[?1049l").unwrap(), log.find(PANIC).unwrap());
    assert!(left < told, "the message is read on the ordinary screen:\n{log:?}");
}

#[test]
fn a_session_that_is_gone_is_said_when_the_console_is_left() {
    for seen_before in [true, false] {
        let place = Place::new();
        let mut console = place.console();
        std::fs::remove_file(place.session()).unwrap();
        if seen_before {
            console.until_text("not saved");
        }
        console.send("q");
        assert_eq!(console.wait().code(), Some(3));
        assert_eq!(console.residue(), Vec::<&str>::new());
        let told = console.screen().replace('\n', "");
        assert!(told.contains("night.session.toml: the session is gone"), "{told}");
        assert!(told.contains("nothing after them was saved"), "{told}");
    }
}

#[test]
fn facts_that_are_not_on_disk_are_said_when_the_console_is_left() {
    let place = Place::new();
    let mut console = place.console();
    let mut bytes = std::fs::read(place.session()).unwrap();
    bytes.extend_from_slice(b"a line of somebody else\n");
    std::fs::write(place.session(), bytes).unwrap();
    console.until_text("not saved");
    console.send("q");
    assert_eq!(console.wait().code(), Some(3));
    let told = console.screen().replace('\n', "");
    assert!(told.contains("left before everything was saved; the last event on disk is #"), "{told}");
    assert!(told.contains("> night-whole.session.toml"), "{told}");
}
