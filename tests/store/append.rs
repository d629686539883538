//! Appending: on what others wrote, in order, once.

use std::sync::Arc;

use golive::edge::store::{Access, Appended, RealDisk, StoreError};
use golive::journal::Event;

use super::disks::{EACCES, EROFS, Faulty};
use super::{append, command, count, event_of, id, is_recovery, night, on_file, open, open_on};

#[test]
fn two_writers_take_turns_and_each_sees_the_other_before_deciding() {
    let night = night(3);
    let (mut one, _) = open(&night.path);
    let (mut two, _) = open(&night.path);
    append(&mut one, 11).unwrap();
    append(&mut one, 12).unwrap();
    let mut seen = Vec::new();
    let appended = two
        .append::<()>(&id(13), |foreign| {
            seen = foreign.iter().map(|record| (record.seq, record.id.clone())).collect();
            Ok(vec![command(13), command(14)])
        })
        .unwrap();
    assert_eq!(seen, [(4, id(11)), (5, id(12))]);
    let Ok(Appended::New(records)) = appended else { panic!("{appended:?}") };
    assert_eq!(records.iter().map(|record| record.seq).collect::<Vec<_>>(), [6, 7]);
    append(&mut one, 15).unwrap();
    let all = on_file(&night.path);
    assert_eq!(all.iter().map(|record| record.seq).collect::<Vec<_>>(), (1..=8).collect::<Vec<_>>());
    assert_eq!(all[5..7], records);
}

#[test]
fn what_is_returned_is_what_every_reader_gets() {
    let night = night(1);
    let (mut store, _) = open(&night.path);
    let mut odd = event_of(5, Event::StepNoted { step: "1.1".to_owned(), note: "a\n\u{202e}b".to_owned() });
    odd.at += chrono::TimeDelta::microseconds(7);
    odd.up = 1.000_49;
    let appended = store.append::<()>(&id(5), |_| Ok(vec![odd.clone()])).unwrap();
    let Ok(Appended::New(records)) = appended else { panic!("{appended:?}") };
    assert_eq!(records, on_file(&night.path)[1..]);
    assert_ne!(records[0].at, odd.at, "cut to milliseconds");
}

#[test]
fn a_retry_of_a_saved_command_writes_nothing_more() {
    let night = night(2);
    let (mut store, _) = open(&night.path);
    append(&mut store, 20).unwrap();
    let again = store.append::<()>(&id(20), |_| panic!("it is not asked again")).unwrap();
    assert_eq!(again, Ok(Appended::Before));
    let (mut other, _) = open(&night.path);
    assert_eq!(other.append::<()>(&id(20), |_| panic!("nor by another")).unwrap(), Ok(Appended::Before));
    assert_eq!(count(&on_file(&night.path), 20), 1);
}

#[test]
fn a_refusal_writes_nothing_and_gives_the_lock_back() {
    let night = night(2);
    let (mut store, _) = open(&night.path);
    let before = std::fs::read(&night.path).unwrap();
    assert_eq!(store.append(&id(30), |_| Err("3.2 waits for 3.1.b")).unwrap(), Err("3.2 waits for 3.1.b"));
    assert_eq!(std::fs::read(&night.path).unwrap(), before);
    append(&mut open(&night.path).0, 31).unwrap();
}

#[test]
fn an_event_too_long_is_refused_whole() {
    let night = night(2);
    let (mut store, _) = open(&night.path);
    let before = std::fs::read(&night.path).unwrap();
    let long = event_of(40, Event::StepNoted { step: "1.1".to_owned(), note: "x".repeat(70_000) });
    let refused = store.append::<()>(&id(40), |_| Ok(vec![command(41), long]));
    assert!(refused.unwrap_err().to_string().contains("say it shorter"));
    assert_eq!(std::fs::read(&night.path).unwrap(), before);
    append(&mut store, 42).unwrap();
}

#[test]
fn a_closed_record_takes_only_amendments() {
    let night = night(2);
    let (mut store, _) = open(&night.path);
    store
        .append::<()>(&id(50), |_| Ok(vec![event_of(50, Event::SessionClosed { note: None })]))
        .unwrap()
        .unwrap();
    assert!(store.is_closed());
    assert!(matches!(append(&mut store, 51), Err(StoreError::Closed(_))));
    let (mut store, _) = open(&night.path);
    assert!(store.is_closed());
    assert!(append(&mut store, 51).unwrap_err().to_string().contains("takes only amendments"));
    let amendment = Event::Amendment {
        amends: Some(2),
        text: "it was 02:10".to_owned(),
        planned_outage_seconds: None,
        unplanned_outage_seconds: None,
        settles: None,
    };
    store.append::<()>(&id(52), |_| Ok(vec![event_of(52, amendment)])).unwrap().unwrap();
    assert_eq!(on_file(&night.path).len(), 4);
}

#[test]
fn nothing_follows_a_closing_in_the_same_turn_either() {
    let night = night(2);
    let (mut store, _) = open(&night.path);
    let closing = event_of(60, Event::SessionClosed { note: None });
    let refused = store.append::<()>(&id(60), |_| Ok(vec![closing, command(61)]));
    assert!(matches!(refused, Err(StoreError::Closed(_))));
    assert_eq!(on_file(&night.path).len(), 2);
}

#[test]
fn where_it_cannot_be_written_it_is_shown_and_says_why() {
    let night = night(4);
    for (fault, why) in [(EROFS, "the file system is read-only"), (EACCES, "this account has no right to")] {
        let disk = Arc::new(Faulty::only("open to append", fault, 0, 1));
        let (mut store, records) = open_on(disk, &night.path, Access::Write).unwrap();
        assert_eq!(records.len(), 4);
        assert!(store.read_only().unwrap().contains(why));
        assert!(append(&mut store, 70).unwrap_err().to_string().contains(why));
    }
    let (mut store, _) = open_on(Arc::new(RealDisk), &night.path, Access::Read).unwrap();
    assert!(append(&mut store, 70).unwrap_err().to_string().contains("opened only to look"));
    assert_eq!(on_file(&night.path).len(), 4);
}

#[test]
fn a_damaged_session_is_shown_up_to_the_damage_and_not_written() {
    let night = night(6);
    let text = std::fs::read_to_string(&night.path).unwrap();
    std::fs::write(&night.path, text.replacen("second line", "sekond line", 1)).unwrap();
    let before = std::fs::read(&night.path).unwrap();
    let (mut store, records) = open(&night.path);
    assert_eq!(records.len(), 3);
    let why = store.read_only().unwrap().to_owned();
    let line = text.lines().position(|line| line == "seq = 4").unwrap();
    assert!(why.contains(&format!("line {line}: ")) && why.contains("Only events 1 to 3 are shown"), "{why}");
    assert_eq!(append(&mut store, 80).unwrap_err().to_string(), why);
    assert_eq!(std::fs::read(&night.path).unwrap(), before);
}

#[test]
fn a_torn_tail_is_kept_beside_then_cut_then_recorded() {
    let night = night(4);
    let whole = std::fs::read(&night.path).unwrap();
    let torn = &super::session_file::night(5)[whole.len()..][..77];
    std::fs::write(&night.path, [&whole[..], torn].concat()).unwrap();
    assert_eq!(on_file(&night.path).len(), 4, "looking changes nothing");
    assert_eq!(std::fs::metadata(&night.path).unwrap().len(), u64::try_from(whole.len() + 77).unwrap());
    let (mut store, records) = open(&night.path);
    assert_eq!(records.len(), 5);
    let Event::JournalRecovered { bytes, file, sha256 } = &records[4].event else {
        panic!("{:?}", records[4])
    };
    assert_eq!((*bytes, file.as_str()), (77, "spring.session.toml.torn-0"));
    assert_eq!(std::fs::read(night.path.with_file_name(file)).unwrap(), torn);
    assert_eq!(*sha256, golive::journal::sha256_hex(torn));
    append(&mut store, 90).unwrap();
    assert_eq!(on_file(&night.path).iter().filter(|record| is_recovery(record)).count(), 1);
    // The next torn tail does not overwrite the copy.
    let whole = std::fs::read(&night.path).unwrap();
    std::fs::write(&night.path, [&whole[..], &[0; 300]].concat()).unwrap();
    append(&mut store, 91).unwrap();
    assert_eq!(std::fs::read(night.path.with_file_name("spring.session.toml.torn-1")).unwrap(), [0; 300]);
    assert_eq!(std::fs::read(night.path.with_file_name("spring.session.toml.torn-0")).unwrap(), torn);
    assert_eq!(count(&on_file(&night.path), 91), 1);
}
