//! What cannot be opened, or not be written: each says in a sentence what it is, where, and what to do.

use std::os::unix::fs::PermissionsExt;

use super::pty::{Start, Terminal};
use super::{GOLIVE, PLAN, Place, SHOWN, ends_clean, text};

/// `run` on this file as the plan; nothing is written, nothing panics.
fn run_on(bytes: &[u8]) -> String {
    let place = Place::new();
    std::fs::write(place.plan(), bytes).unwrap();
    let told = place.told(&["run", "night.toml", "--as", "mia"]);
    assert_eq!(told.status.code(), Some(2), "{}", text(&told.stderr));
    assert!(!place.session().exists(), "no session is made of it");
    text(&told.stderr)
}

#[test]
fn a_plan_that_is_none_says_why() {
    let huge = format!("# {}\n{PLAN}", "x".repeat(1 << 20));
    let nested = format!("a = {}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let broken = PLAN.replace("[window]", "[window");
    let cases: [(&[u8], &str); 5] = [
        (huge.as_bytes(), "1 MiB"),
        (b"\x7fELF\x02\x01\x00\xff\xfe\x00", "text"),
        (nested.as_bytes(), "nest"),
        (broken.as_bytes(), "night.toml:"),
        (b"", "golive init"),
    ];
    for (bytes, word) in cases {
        let told = run_on(bytes);
        assert!(told.contains(word), "{word}:\n{}", told.chars().take(2000).collect::<String>());
        assert!(told.len() < 20_000, "short enough to be read: {} bytes", told.len());
    }
}

#[test]
fn a_missing_plan_says_how_to_get_one() {
    let place = Place::new();
    let told = place.told(&["run", "nihgt.toml"]);
    assert_eq!(told.status.code(), Some(2));
    let told = text(&told.stderr);
    assert!(told.contains("nihgt.toml") && told.contains("golive init"), "{told}");
}

#[test]
fn without_a_terminal_nothing_is_begun() {
    for args in [&["run", "night.toml", "--as", "mia"][..], &["demo"]] {
        let place = Place::new();
        let told = place.told(args);
        assert_eq!(told.status.code(), Some(2));
        assert!(text(&told.stderr).contains("terminal"), "{}", text(&told.stderr));
        assert!(!place.session().exists());
    }
}

/// A place with a session in it, left again.
fn left() -> Place {
    let place = Place::new();
    let mut console = place.console();
    console.send("q");
    ends_clean(&mut console);
    place
}

/// The lead's console under an account that may not do everything, where the test may choose one.
fn as_another(place: &Place) -> Terminal {
    let uid = rustix::process::getuid().is_root().then_some(65_534);
    let start = Start { program: GOLIVE, size: (120, 40), home: place.path(), env: &[], uid };
    start.with(&["run", "night.toml", "--as", "mia"])
}

fn allow(path: &std::path::Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn in_a_read_only_folder_it_looks_on() {
    let place = left();
    let before = std::fs::read(place.session()).unwrap();
    let folder = place.path().join("night.session.d");
    for (path, mode) in [(place.session(), 0o444), (folder.clone(), 0o555), (place.path().to_owned(), 0o555)]
    {
        allow(&path, mode);
    }
    let mut console = as_another(&place);
    console.until_text(SHOWN);
    console.until("that it only looks on", |screen| {
        screen.contains("looking on") || screen.contains("LOOKING ON")
    });
    console.send("q");
    ends_clean(&mut console);
    assert_eq!(std::fs::read(place.session()).unwrap(), before);
    allow(place.path(), 0o755);
    allow(&folder, 0o755);
}

#[test]
fn a_new_session_in_a_read_only_folder_says_so() {
    let place = Place::new();
    allow(place.path(), 0o555);
    let mut run = as_another(&place);
    assert_eq!(run.wait().code(), Some(3), "{}", run.screen());
    assert!(run.screen().contains("night.session.toml"), "{}", run.screen());
    allow(place.path(), 0o755);
}

#[test]
fn a_session_in_a_folder_that_is_not_there_says_so() {
    let place = Place::new();
    let mut run = place.start(
        (160, 40),
        &[],
        &["run", "night.toml", "--as", "mia", "--session", "logs/a.session.toml"],
    );
    assert_eq!(run.wait().code(), Some(3), "{}", run.screen());
    assert!(run.screen().contains("there is no folder logs: make it first"), "{}", run.screen());
}

#[test]
fn a_damaged_session_shows_what_is_whole_and_takes_nothing_more() {
    let place = left();
    let mut console = place.console();
    console.send("q");
    ends_clean(&mut console);
    let mut bytes = std::fs::read(place.session()).unwrap();
    let at = bytes.windows(13).position(|window| window == b"console.left\"").unwrap();
    bytes[at] = b'k';
    std::fs::write(place.session(), &bytes).unwrap();
    let mut console = place.start((120, 40), &[], &["run", "night.toml", "--as", "mia"]);
    console.until_text(SHOWN);
    console.until_text("looking on: night.session.toml: line");
    console.send("q");
    ends_clean(&mut console);
    let told = console.screen().replace('\n', "");
    assert!(told.contains("golive verify night.session.toml"), "said whole where there is room: {told}");
    assert!(told.contains("> night-whole.session.toml"), "{told}");
    assert_eq!(std::fs::read(place.session()).unwrap(), bytes, "nothing was written to it");
}

#[test]
fn what_is_no_session_is_left_alone() {
    for (bytes, word) in
        [(&b"groceries = [\"milk\"]\n"[..], "session"), (b"", "session"), (b"\x00\x01\x02", "session")]
    {
        let place = Place::new();
        std::fs::write(place.session(), bytes).unwrap();
        allow(&place.session(), 0o600);
        let mut run = place.start((160, 40), &[], &["run", "night.toml", "--as", "mia"]);
        assert_eq!(run.wait().code(), Some(3), "{}", run.screen());
        assert!(run.screen().contains(word), "{}", run.screen());
        assert_eq!(std::fs::read(place.session()).unwrap(), bytes);
    }
}
