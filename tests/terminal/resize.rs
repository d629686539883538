//! Sizes: what is drawn fits, whatever the terminal becomes, down to one cell.

use rustix::process::Signal;
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

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

/// On one processor the signal of a resize and a key typed at once are often there together when the program looks.
#[test]
fn a_key_typed_while_the_size_changes_is_not_lost() {
    let everywhere = sched_getaffinity(None).unwrap();
    let first = (0..CpuSet::MAX_CPU).find(|cpu| everywhere.is_set(*cpu)).unwrap();
    let mut one = CpuSet::new();
    one.set(first);
    for round in 0..12 {
        let place = Place::new();
        // The program inherits it, and the test must not compete with it.
        sched_setaffinity(None, &one).unwrap();
        let mut console = place.console();
        sched_setaffinity(None, &everywhere).unwrap();
        console.signal(Signal::STOP);
        console.resize(100 + round, 40);
        console.signal(Signal::CONT);
        console.send("q");
        ends_clean(&mut console);
    }
}
