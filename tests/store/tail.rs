//! What others append is seen, whole and saved, and never before.

use std::io::Write;

use golive::edge::store::StoreError;

use super::{append, command, count, id, night, on_file, open};

#[test]
fn follows_what_others_append() {
    let night = night(3);
    let (mut follower, _) = open(&night.path);
    let (mut writer, _) = open(&night.path);
    assert_eq!(follower.tail().unwrap(), []);
    let first = append(&mut writer, 1).unwrap();
    let second = append(&mut writer, 2).unwrap();
    assert_eq!(follower.tail().unwrap(), [first, second].concat());
    assert_eq!(follower.tail().unwrap(), []);
    append(&mut follower, 3).unwrap();
    assert_eq!(follower.tail().unwrap(), [], "its own are known already");
    assert_eq!(count(&writer.tail().unwrap(), 3), 1);
}

#[test]
fn what_is_not_saved_yet_is_not_seen() {
    let night = night(3);
    let (mut follower, _) = open(&night.path);
    let (mut writer, _) = open(&night.path);
    let mut turn = writer.turn(&mut |_| {}).unwrap();
    turn.stage(vec![command(1)]).unwrap();
    assert_eq!(follower.tail().unwrap(), []);
    // As if the writer had got half of it out and were still at it.
    let mut raw = std::fs::OpenOptions::new().append(true).open(&night.path).unwrap();
    raw.write_all(b"[[event]]\nseq = 4\n").unwrap();
    assert_eq!(follower.tail().unwrap(), []);
    raw.set_len(raw.metadata().unwrap().len() - 18).unwrap();
    turn.commit().unwrap();
    assert_eq!(count(&follower.tail().unwrap(), 1), 1);
}

#[test]
fn an_unfinished_end_is_not_yet_there_and_no_damage() {
    let night = night(3);
    let (mut follower, _) = open(&night.path);
    let record = super::session_file::night(4);
    let whole = super::session_file::night(3).len();
    for keep in [whole + 3, whole + 90, record.len() - 1] {
        std::fs::write(&night.path, &record[..keep]).unwrap();
        assert_eq!(follower.tail().unwrap(), []);
        assert_eq!(follower.tail().unwrap(), []);
        assert_eq!(follower.read_only(), None);
    }
    std::fs::write(&night.path, &record).unwrap();
    assert_eq!(follower.tail().unwrap().len(), 1);
}

#[test]
fn what_is_right_before_the_damage_still_comes() {
    let night = night(3);
    let (mut follower, _) = open(&night.path);
    append(&mut open(&night.path).0, 1).unwrap();
    let mut raw = std::fs::OpenOptions::new().append(true).open(&night.path).unwrap();
    raw.write_all(b"# my note\n").unwrap();
    assert_eq!(count(&follower.tail().unwrap(), 1), 1);
    let lines = std::fs::read_to_string(&night.path).unwrap().lines().count();
    let error = follower.tail().unwrap_err();
    assert!(matches!(error, StoreError::Lost(_)));
    assert!(error.to_string().contains(&format!("line {lines}: ")), "{error}");
    assert_eq!(append(&mut follower, 2).unwrap_err().to_string(), error.to_string());
    assert!(std::fs::read_to_string(&night.path).unwrap().ends_with("# my note\n"));
}

#[test]
fn a_long_tail_comes_at_once() {
    let night = night(3);
    let (mut follower, _) = open(&night.path);
    let (mut writer, _) = open(&night.path);
    let drafts: Vec<_> = (1000..3000).map(command).collect();
    writer.append::<()>(&id(7), |_| Ok(drafts)).unwrap().unwrap();
    let seen = follower.tail().unwrap();
    assert_eq!(seen.len(), 2000);
    assert_eq!(on_file(&night.path)[3..], seen);
}
