//! Every way out leaves the terminal as it was found, and says so with exit code 0.

use rustix::process::Signal;

use super::{Place, SHEET, ends_clean};

#[test]
fn q_and_ctrl_c_leave() {
    for key in ["q", "\x03"] {
        let place = Place::new();
        let mut console = place.console();
        let on = console.residue();
        assert!(on.contains(&"raw mode") && on.contains(&"alternate screen"), "{on:?}");
        console.send(key);
        ends_clean(&mut console);
    }
}

#[test]
fn signals_leave() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        let place = Place::new();
        let mut console = place.console();
        console.signal(signal);
        ends_clean(&mut console);
        let journal = std::fs::read_to_string(place.session()).unwrap();
        assert!(journal.contains("console.left"), "{signal:?} is in the record:\n{journal}");
    }
}

#[test]
fn signals_leave_while_a_sheet_is_open_and_the_mouse_is_taken() {
    let place = Place::new();
    let mut console = place.console_with(&["--mouse"]);
    console.until_written(b"\x1b[?1000h");
    console.send("?");
    console.until_text(SHEET);
    console.send("\x03");
    console.until("the sheet to close, and nothing more", |screen| !screen.contains(SHEET));
    console.send("?");
    console.until_text(SHEET);
    console.signal(Signal::TERM);
    ends_clean(&mut console);
}

#[test]
fn the_demo_leaves_as_well() {
    let place = Place::new();
    let mut console = place.start((120, 40), &[], &["demo"]);
    console.until_text("DEMO");
    console.send("q");
    ends_clean(&mut console);
}
