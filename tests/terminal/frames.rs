//! What is written: whole frames in one piece, inside synchronized updates; nothing is asked; colours and the mouse
//! only where they are wanted.

use super::escapes::{Piece, is_plain_drawing, pieces};
use super::pty::Terminal;
use super::{Place, SHEET, child, ends_clean};

const BEGIN: &str = "?2026h";
const END: &str = "?2026l";

/// Walks about, so that there is something to judge.
fn walk(console: &mut Terminal) {
    console.send("jk3z");
    console.send("z?");
    console.until_text(SHEET);
    console.send("\x1b");
    console.until("help to close", |screen| !screen.contains(SHEET));
}

#[test]
fn nothing_is_asked_of_the_terminal() {
    let place = Place::new();
    let mut console = place.console();
    walk(&mut console);
    console.resize(80, 24);
    console.until_written(b"\x1b[2J");
    console.send("q");
    ends_clean(&mut console);
    let strange: Vec<_> =
        pieces(console.log()).into_iter().filter(|piece| !is_plain_drawing(piece)).collect();
    assert_eq!(strange, []);
}

#[test]
fn every_frame_is_inside_one_synchronized_update() {
    let place = Place::new();
    let mut console = place.console();
    walk(&mut console);
    console.send("q");
    ends_clean(&mut console);
    let mut open = false;
    let mut frames = 0;
    for piece in pieces(console.log()) {
        match piece {
            Piece::Csi(text) if text == BEGIN => {
                assert!(!open, "frames do not nest");
                open = true;
                frames += 1;
            }
            // Leaving ends an update once more, in case it was in the middle of one.
            Piece::Csi(text) if text == END => open = false,
            Piece::Text(text) => assert!(open, "{text:?} is written outside of a frame"),
            Piece::Csi(text) if text.ends_with(['H', 'm', 'J', 'K']) => {
                assert!(open, "{text:?} is written outside of a frame");
            }
            _ => {}
        }
    }
    assert!(frames >= 3, "{frames} frames for the walk");
}

#[test]
fn a_frame_is_one_call_of_write() {
    let place = Place::new();
    let mut counting = child::start("count", place.path());
    counting.wait();
    let told = counting.screen();
    assert!(told.lines().any(|line| line.trim_end().ends_with("writes: 10")), "ten frames:\n{told}");
}

#[test]
fn no_color_means_no_colour_and_no_empty_reset() {
    let place = Place::new();
    let plain = [("NO_COLOR", "1")];
    let mut console = place.start((120, 40), &plain, &["run", "night.toml", "--as", "mia"]);
    console.until_text(super::SHOWN);
    walk(&mut console);
    console.send("q");
    ends_clean(&mut console);
    let mut styled = 0;
    for piece in pieces(console.log()) {
        if let Piece::Csi(text) = piece
            && let Some(codes) = text.strip_suffix('m')
        {
            styled += 1;
            let coloured =
                |code: &str| matches!(code.parse::<u32>(), Ok(30..=38 | 40..=48 | 90..=97 | 100..=107));
            assert!(!codes.is_empty(), "an empty SGR resets everything: bold and reverse would be lost");
            assert!(!codes.split([';', ':']).any(coloured), "{codes}m is a colour");
        }
    }
    assert!(styled > 0, "bold and reverse still tell things apart");
}

#[test]
fn colours_are_there_otherwise() {
    let place = Place::new();
    let mut console = place.console();
    console.send("q");
    ends_clean(&mut console);
    let coloured = |piece: &Piece| matches!(piece, Piece::Csi(text) if text.starts_with("38;5;"));
    assert!(pieces(console.log()).iter().any(coloured));
}

#[test]
fn the_mouse_is_taken_only_when_asked_for() {
    let place = Place::new();
    let mut console = place.console();
    assert!(!console.residue().contains(&"mouse"));
    console.send("M");
    console.until_written(b"\x1b[?1000h");
    console.send("M");
    console.until_written(b"\x1b[?1000l");
    console.clear_log();
    console.send("M");
    console.until_written(b"\x1b[?1000h");
    console.send("q");
    ends_clean(&mut console);
}
