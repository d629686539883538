//! Somebody does something to the file while it is open: each is noticed, named, and nothing of theirs is destroyed.

use std::io::Write;
use std::os::unix::fs::symlink;

use golive::edge::store::StoreError;

use super::{append, night, open, restrict};

#[test]
fn replaced_by_another_file() {
    let night = night(3);
    let (mut store, _) = open(&night.path);
    let other = night.path.with_file_name("other");
    std::fs::write(&other, super::session_file::night(2)).unwrap();
    restrict(&other, 0o600);
    std::fs::rename(&other, &night.path).unwrap();
    let error = store.check_place().unwrap_err();
    assert!(matches!(error, StoreError::Lost(_)));
    assert!(error.to_string().contains("was replaced by another file"), "{error}");
    assert!(append(&mut store, 1).unwrap_err().to_string().contains("was replaced"));
    assert_eq!(std::fs::read(&night.path).unwrap(), super::session_file::night(2));
}

#[test]
fn replaced_is_noticed_by_the_next_append_alone_too() {
    let night = night(3);
    let (mut store, _) = open(&night.path);
    let moved = night.path.with_file_name("moved");
    std::fs::rename(&night.path, &moved).unwrap();
    std::fs::copy(&moved, &night.path).unwrap();
    assert!(matches!(append(&mut store, 1), Err(StoreError::Lost(_))));
    assert_eq!(std::fs::read(&night.path).unwrap(), std::fs::read(&moved).unwrap());
}

#[test]
fn replaced_by_a_link_to_itself() {
    let night = night(3);
    let (mut store, _) = open(&night.path);
    let moved = night.path.with_file_name("moved");
    std::fs::rename(&night.path, &moved).unwrap();
    symlink(&moved, &night.path).unwrap();
    assert!(store.check_place().unwrap_err().to_string().contains("was replaced"));
}

#[test]
fn deleted_and_how_to_have_it_back() {
    let night = night(3);
    let (mut store, _) = open(&night.path);
    let held = std::fs::read(&night.path).unwrap();
    std::fs::remove_file(&night.path).unwrap();
    let error = store.check_place().unwrap_err().to_string();
    assert!(error.contains("was deleted or moved away"), "{error}");
    let from = error.split_whitespace().find(|word| word.starts_with("/proc/")).unwrap();
    assert_eq!(std::fs::read(from).unwrap(), held);
    assert!(append(&mut store, 1).is_err());
    assert!(!night.path.exists());
}

#[test]
fn cut_below_what_was_read() {
    let night = night(3);
    let (mut store, _) = open(&night.path);
    let file = std::fs::OpenOptions::new().write(true).open(&night.path).unwrap();
    let length = file.metadata().unwrap().len();
    file.set_len(length - 100).unwrap();
    let error = store.tail().unwrap_err();
    assert!(matches!(error, StoreError::Lost(_)));
    assert!(error.to_string().contains("100 bytes that were saved are gone"), "{error}");
    assert_eq!(append(&mut store, 1).unwrap_err().to_string(), error.to_string());
    assert_eq!(file.metadata().unwrap().len(), length - 100);
}

#[test]
fn opened_to_everyone() {
    let night = night(3);
    let (mut store, _) = open(&night.path);
    restrict(&night.path, 0o666);
    assert!(store.check_place().unwrap_err().to_string().contains("anyone on this machine may write"));
    assert!(append(&mut store, 1).unwrap_err().to_string().contains("chmod o-w"));
    restrict(&night.path, 0o600);
    append(&mut store, 1).unwrap();
}

#[test]
fn a_line_added_by_an_editor() {
    let night = night(3);
    let (mut store, _) = open(&night.path);
    let lines = std::fs::read_to_string(&night.path).unwrap().lines().count();
    let mut raw = std::fs::OpenOptions::new().append(true).open(&night.path).unwrap();
    raw.write_all(b"# my note\n").unwrap();
    let error = append(&mut store, 1).unwrap_err().to_string();
    assert!(error.contains(&format!("spring.session.toml: line {}: ", lines + 1)), "{error}");
    assert!(std::fs::read_to_string(&night.path).unwrap().ends_with("# my note\n"));
}

#[test]
fn edited_in_place_below_what_was_read() {
    let night = night(900);
    let (mut store, _) = open(&night.path);
    let run = |store: &mut golive::edge::store::Store| {
        loop {
            match store.recheck() {
                Ok(false) => {}
                ended => return ended.map(drop),
            }
        }
    };
    run(&mut store).unwrap();
    append(&mut store, 5000).unwrap();
    run(&mut store).unwrap();
    let text = std::fs::read_to_string(&night.path).unwrap();
    let at = text.rfind("second line").unwrap();
    let line = text[..at].lines().count();
    let mut bytes = text.into_bytes();
    bytes[at] = b'S';
    // In place: the same inode, the same length.
    std::fs::write(&night.path, &bytes).unwrap();
    append(&mut store, 5001).unwrap();
    let error = run(&mut store).unwrap_err();
    assert!(matches!(error, StoreError::Lost(_)));
    let named: usize =
        error.to_string().split("line ").nth(1).unwrap().split(':').next().unwrap().parse().unwrap();
    assert!(named <= line && line - named < 10, "{error}: the edit is on line {line}");
    assert!(append(&mut store, 5002).is_err());
}
