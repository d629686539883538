//! The N-th call fails, for every N, in every way: a command is saved or refused, never both and never neither.

use std::sync::Arc;

use golive::edge::store::{Access, StoreError};

use super::disks::{EDQUOT, EINTR, EIO, ENOLCK, ENOSPC, Fault, Faulty};
use super::{append, at_every_call, count, night, on_file, open, open_on};

/// Opens and appends three commands on a disk that fails; every command is then asked for again until it is saved or
/// the session gave up.
fn play(fault: Fault, first: u32, times: u32) -> bool {
    let night = night(3);
    let disk = Arc::new(Faulty::new(fault, first, times));
    let mut saved = Vec::new();
    if let Ok((mut store, records)) = open_on(disk.clone(), &night.path, Access::Write) {
        assert!(records.len() >= 3);
        for n in 100..103 {
            for _attempt in 0..2 {
                if append(&mut store, n).is_ok() {
                    saved.push(n);
                    break;
                }
            }
        }
    }
    let after = on_file(&night.path);
    for n in 100..103 {
        let there = count(&after, n);
        let context = format!("{fault:?} at call {first}, {times} times: command {n}");
        assert!(there <= 1, "{context} is there {there} times");
        assert!(there == 1 || !saved.contains(&n), "{context} was called saved and is not there");
    }
    // Whatever happened, a healthy disk goes on from there.
    append(&mut open(&night.path).0, 200).unwrap();
    assert_eq!(count(&on_file(&night.path), 200), 1);
    if times == 1 && !matches!(fault, Fault::Lie) && !disk.log().is_empty() && saved.len() < 3 {
        // One failure of one call costs at most that attempt, unless it was a flush or the opening.
        assert!(saved.is_empty() || disk.log().contains(&"sync"), "{fault:?} at call {first}");
    }
    disk.was_reached()
}

fn every_call(fault: Fault) {
    for times in [1, 2, u32::MAX] {
        let last = at_every_call(|first| play(fault, first, times));
        assert!(last > 15, "only {last} calls were made");
    }
}

#[test]
fn no_space_at_any_call() {
    every_call(ENOSPC);
}

#[test]
fn an_input_output_error_at_any_call() {
    every_call(EIO);
}

#[test]
fn an_interruption_at_any_call() {
    every_call(EINTR);
}

#[test]
fn no_quota_and_no_locks_at_any_call() {
    every_call(EDQUOT);
    every_call(ENOLCK);
}

#[test]
fn short_writes_are_gone_on_with() {
    every_call(Fault::Short);
}

#[test]
fn a_write_that_lies_is_found_out_by_reading_back() {
    every_call(Fault::Lie);
    let night = night(3);
    let disk = Arc::new(Faulty::only("write", Fault::Lie, 0, 1));
    let (mut store, _) = open_on(disk, &night.path, Access::Write).unwrap();
    let before = std::fs::read(&night.path).unwrap();
    assert!(append(&mut store, 1).unwrap_err().to_string().contains("does not read back"));
    assert_eq!(std::fs::read(&night.path).unwrap(), before);
    append(&mut store, 1).unwrap();
}

#[test]
fn an_interrupted_call_is_simply_made_again() {
    let night = night(3);
    for first in 0..60 {
        let disk = Arc::new(Faulty::new(EINTR, first, 3));
        let (mut store, _) = open_on(disk, &night.path, Access::Write).unwrap();
        append(&mut store, 300 + first).unwrap();
    }
}

#[test]
fn after_a_failed_flush_nothing_is_flushed_or_written_again() {
    let night = night(3);
    let disk = Arc::new(Faulty::only("sync", EIO, 1, 1));
    let (mut store, _) = open_on(disk.clone(), &night.path, Access::Write).unwrap();
    append(&mut store, 1).unwrap();
    let error = append(&mut store, 2).unwrap_err();
    assert!(matches!(error, StoreError::NotSaved(_)));
    assert!(error.to_string().contains("NOT SAVED"), "{error}");
    let (syncs, writes) = (disk.called("sync"), disk.called("write"));
    for n in 2..5 {
        assert_eq!(append(&mut store, n).unwrap_err().to_string(), error.to_string());
    }
    assert_eq!((disk.called("sync"), disk.called("write")), (syncs, writes));
    assert!(store.read_only().unwrap().contains("NOT SAVED"));
    let after = on_file(&night.path);
    assert_eq!((after.len(), count(&after, 2)), (4, 0), "others are not shown what was refused");
}

#[test]
fn a_full_disk_refuses_one_command_and_takes_the_next_once_there_is_room() {
    let night = night(3);
    let disk = Arc::new(Faulty::only("write", ENOSPC, 1, 2));
    let (mut store, _) = open_on(disk, &night.path, Access::Write).unwrap();
    append(&mut store, 1).unwrap();
    let before = std::fs::read(&night.path).unwrap();
    assert!(append(&mut store, 2).unwrap_err().to_string().contains("the disk is full: free some space"));
    assert_eq!(std::fs::read(&night.path).unwrap(), before);
    assert!(append(&mut store, 2).is_err());
    append(&mut store, 2).unwrap();
    assert_eq!(on_file(&night.path).len(), 5);
}

#[test]
fn without_room_for_the_copy_a_torn_tail_is_not_cut() {
    let night = night(3);
    let mut bytes = std::fs::read(&night.path).unwrap();
    bytes.extend_from_slice(b"[[event]]\nseq = 4\nid");
    std::fs::write(&night.path, &bytes).unwrap();
    let disk = Arc::new(Faulty::only("write", ENOSPC, 0, 2));
    let (mut store, records) = open_on(disk, &night.path, Access::Write).unwrap();
    assert_eq!(records.len(), 3);
    let error = append(&mut store, 1).unwrap_err().to_string();
    assert!(error.contains("nothing was changed") && error.contains("disk is full"), "{error}");
    assert_eq!(std::fs::read(&night.path).unwrap(), bytes);
    append(&mut store, 1).unwrap();
    assert_eq!(on_file(&night.path).len(), 5);
}
