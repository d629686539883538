//! Text from outside cannot move the cursor, change the terminal, reorder a line or hide in it: not from a plan, a
//! name that is typed, a note in the journal, or what a server answers.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use super::escapes::{Piece, is_hidden, is_plain_drawing, pieces};
use super::pty::Terminal;
use super::{PLAN, Place, beside, ends_clean};

/// Clears the screen, sets a title, asks for the cursor, turns text around, hides what follows, and ends in the middle.
const HOSTILE: &str = "EVIL\x1b[2J\x1b[6n\x1b]0;owned\x07\u{9b}31m\u{202e}live\u{202c}\u{200b}\u{feff}\u{2066}\x08\x0c\x0e\u{90}q\x1b[?1049lEND";

fn nothing_came_through(console: &Terminal) {
    let strange: Vec<_> =
        pieces(console.log()).into_iter().filter(|piece| !is_plain_drawing(piece)).collect();
    assert_eq!(strange, [], "all that reached the terminal is text and golive's own drawing");
    let clears = pieces(console.log()).iter().filter(|piece| **piece == Piece::Csi("2J".to_owned())).count();
    assert!(clears <= 1, "{clears} clears");
    assert_eq!(
        pieces(console.log()).iter().filter(|piece| **piece == Piece::Csi("?1049l".to_owned())).count(),
        1,
        "the alternate screen is left once"
    );
}

#[test]
fn a_plan() {
    let quoted: Vec<String> = HOSTILE.chars().map(|c| format!("\\u{:04X}", u32::from(c))).collect();
    let quoted = quoted.concat();
    let plan = PLAN
        .replace("Freeze the catalogue", &format!("Freeze the catalogue {quoted}"))
        .replace("Mia Torres", &format!("Mia {quoted}"))
        .replace("Redeploy 1.9.4", &format!("Redeploy {quoted}"));
    let place = Place::with(&plan);
    let mut console = place.console();
    console.until_text("EVIL");
    console.send("5");
    console.send("R");
    console.until_text("Redeploy EVIL");
    console.send("q");
    ends_clean(&mut console);
    nothing_came_through(&console);
}

#[test]
fn a_plan_that_is_refused_for_it() {
    let place = Place::with(&PLAN.replace("Winter boots", "Winter \u{202e}boots\u{200b}"));
    for args in [&["validate", "night.toml"][..], &["run", "night.toml"]] {
        let mut refused = place.start((120, 40), &[], args);
        assert_eq!(refused.wait().code(), Some(2));
        assert!(refused.screen().contains("night.toml:5:8"), "{}", refused.screen());
        let log = String::from_utf8(refused.log().to_vec()).unwrap();
        assert!(!log.chars().any(is_hidden), "{log:?}");
    }
}

#[test]
fn a_note_of_another() {
    let place = Place::new();
    let mut console = place.console();
    beside::note(&place.session(), HOSTILE);
    console.send("5z");
    console.until_text("EVIL");
    console.send("q");
    ends_clean(&mut console);
    nothing_came_through(&console);
}

#[test]
fn what_is_typed_and_pasted() {
    let place = Place::new();
    let mut console = place.console();
    console.send("/");
    console.send("\x1b[200~");
    console.send(HOSTILE.replace('\x1b', "\x1b\x1b"));
    console.send("\x1b[201~");
    console.until_text("EVIL");
    console.send("\x1b\x1b");
    console.until("the filter to close", |screen| !screen.contains("EVIL"));
    console.send("q");
    ends_clean(&mut console);
    nothing_came_through(&console);
}

/// A server that answers everybody with this body.
fn server(body: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let _ = stream.read(&mut [0; 4096]);
            let head =
                format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
        }
    });
    port
}

#[test]
fn a_body() {
    let port = server(HOSTILE);
    let plan = PLAN
        .replace("http://127.0.0.1:9/", &format!("http://127.0.0.1:{port}/"))
        .replace("[STATUS] == 200", "[BODY] == fine");
    let place = Place::with(&plan);
    let mut console = place.console();
    console.send("3z\r");
    console.until_text("EVIL");
    console.send("\x1b");
    console.until("the check's sheet to close", |screen| !screen.contains("EVIL"));
    console.send("q");
    ends_clean(&mut console);
    nothing_came_through(&console);
}
