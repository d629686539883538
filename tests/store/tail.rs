//! What others append is seen, whole and saved, and never before.

use std::io::Write;
use std::sync::Arc;

use golive::edge::store::{Access, RealDisk, StoreError};

use super::disks::{ENOSPC, Faulty};
use super::{append, command, count, id, is_recovery, night, on_file, open, open_on};

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

#[test]
fn what_was_read_by_a_turn_that_failed_is_not_lost() {
    let night = night(3);
    let disk = Arc::new(Faulty::only("write", ENOSPC, 0, 1));
    let (mut store, _) = open_on(disk, &night.path, Access::Write).unwrap();
    append(&mut open(&night.path).0, 1).unwrap();
    let mut raw = std::fs::OpenOptions::new().append(true).open(&night.path).unwrap();
    raw.write_all(b"[[event]]\nseq = 5\n").unwrap();
    // The turn reads the whole record, and then has no room to set the torn one aside.
    let refused = store.append::<()>(&id(2), |_| panic!("it is not asked"));
    assert!(refused.unwrap_err().to_string().contains("disk is full"));
    assert_eq!(count(&store.tail().unwrap(), 1), 1);
    let mut seen = Vec::new();
    store
        .append::<()>(&id(2), |foreign| {
            seen = foreign.to_vec();
            Ok(vec![command(2)])
        })
        .unwrap()
        .unwrap();
    assert!(seen.len() == 1 && is_recovery(&seen[0]), "{seen:?}");
    assert_eq!(on_file(&night.path).len(), 6);
}

#[test]
fn looking_long_enough_finds_a_replaced_file_and_says_so_once() {
    for access in [Access::Read, Access::Write] {
        let night = night(3);
        let (mut store, _) = open_on(Arc::new(RealDisk), &night.path, access).unwrap();
        let copy = night.path.with_file_name("copy");
        std::fs::copy(&night.path, &copy).unwrap();
        std::fs::rename(&copy, &night.path).unwrap();
        let said: Vec<String> =
            (0..40).filter_map(|_| store.tail().err()).map(|error| error.to_string()).collect();
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].contains("was replaced by another file"));
        assert_eq!(store.read_only(), Some(said[0].as_str()));
    }
}

#[test]
fn looking_long_enough_finds_an_edit_below_what_was_read() {
    let night = night(30);
    let (mut store, _) = open(&night.path);
    let mut bytes = std::fs::read(&night.path).unwrap();
    let at = String::from_utf8_lossy(&bytes).find("p95 212").unwrap();
    bytes[at + 4] = b'9';
    std::fs::write(&night.path, &bytes).unwrap();
    let said: Vec<String> =
        (0..700).filter_map(|_| store.tail().err()).map(|error| error.to_string()).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("its hash does not fit"), "{said:?}");
    assert!(append(&mut store, 1).is_err());
}
