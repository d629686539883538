//! Sizes: what is drawn fits, whatever the terminal becomes, down to one cell.

use super::{Place, SHOWN, ends_clean};

#[test]
fn the_screen_follows_the_terminal_through_every_size_and_back() {
    let place = Place::new();
    let mut console = place.console();
    for (columns, rows) in [(80, 24), (60, 16), (1, 1), (500, 200), (80, 24), (1, 40), (200, 1), (200, 60)] {
        console.clear_log();
        console.resize(columns, rows);
        // A whole frame was drawn for the new size: it ends, and it cleared before.
        console.until_written(b"\x1b[2J");
        console.until_written(b"\x1b[?2026l");
        if columns >= 60 && rows >= 16 {
            console.until_text(SHOWN);
        }
        assert_eq!(console.terminal().size(), (rows, columns));
    }
    console.resize(120, 40);
    console.until_text(SHOWN);
    console.send("q");
    ends_clean(&mut console);
}

#[test]
fn it_starts_in_any_size() {
    for size in [(1, 1), (20, 5), (500, 200)] {
        let place = Place::new();
        let mut console = place.start(size, &[], &["run", "night.toml", "--as", "mia"]);
        console.until_written(b"\x1b[?2026l");
        console.send("q");
        ends_clean(&mut console);
    }
}

#[test]
fn too_small_says_so_and_what_is_needed() {
    let place = Place::new();
    let mut console = place.console();
    console.resize(30, 6);
    console.until("the one line that is left", |screen| screen.contains("60") || screen.contains("small"));
    console.resize(120, 40);
    console.until_text(SHOWN);
    console.send("q");
    ends_clean(&mut console);
}
