//! kill -9 of writers at any moment, and a writer that is stopped with the lock in its hand.

use std::collections::HashSet;
use std::sync::Arc;

use golive::edge::store::{Access, RealDisk};
use golive::journal::Event;

use super::child::Child;
use super::disks::Faulty;
use super::{append, id, night, night_in, on_file, open, open_on};

/// Rounds of two writers on one session: each round both are killed after some number of saved events, while a third
/// process follows. Nothing that was called saved is lost, the chain is whole, the follower sees no false damage.
fn rounds(count: u32) {
    // On a real disk.
    let night = night_in(tempfile::tempdir().unwrap(), 1);
    let (mut follower, mut records) = open_on(Arc::new(RealDisk), &night.path, Access::Read).unwrap();
    let mut saved: Vec<u32> = Vec::new();
    for round in 0..count {
        let from = 1_000_000 * (round + 1);
        let mut one = Child::writing(&night.path, from, round % 2 == 0);
        let mut two = Child::writing(&night.path, from + 500_000, round % 3 == 0);
        let first = round * 7 % 11 + 1;
        for _ in 0..first {
            saved.push(one.line().unwrap().parse().unwrap());
            records.extend(follower.tail().unwrap());
        }
        saved.push(two.line().unwrap().parse().unwrap());
        let last_words = [one.kill(), two.kill()].concat();
        saved.extend(last_words.iter().map(|word| word.parse::<u32>().unwrap()));
        records.extend(follower.tail().unwrap());
    }
    let (_, all) = open(&night.path);
    let there: HashSet<&str> = all.iter().map(|record| record.id.as_str()).collect();
    let lost: Vec<_> = saved.iter().filter(|n| !there.contains(id(**n).as_str())).collect();
    assert!(lost.is_empty(), "{} of {} saved events are lost: {lost:?}", lost.len(), saved.len());
    assert!(saved.len() > usize::try_from(count).unwrap());
    records.extend(follower.tail().unwrap());
    assert_eq!(records, all, "the follower saw the same");
    assert!(all.windows(2).all(|pair| pair[0].seq + 1 == pair[1].seq));
    let whole: toml::Table = toml::from_str(&std::fs::read_to_string(&night.path).unwrap()).unwrap();
    assert_eq!(whole["event"].as_array().unwrap().len(), all.len());
}

#[test]
fn nothing_saved_is_lost_when_writers_are_killed() {
    rounds(12);
}

#[test]
#[ignore = "the long form: 1,000 rounds, run before a release"]
fn nothing_saved_is_lost_in_a_thousand_kills() {
    // On sessions that stay short: every round reads the whole file four times.
    for _ in 0..40 {
        rounds(25);
    }
}

#[test]
fn a_writer_stopped_with_the_lock_is_named_and_hides_nothing() {
    let night = night(3);
    let child = Child::holding(&night.path);
    child.stop();
    let (mut store, records) = open_on(Arc::new(Faulty::none()), &night.path, Access::Write).unwrap();
    assert_eq!(records.len(), 3);
    let error = append(&mut store, 7).unwrap_err().to_string();
    assert!(error.contains(&format!("journal held by pid {} (state T, stopped", child.id())), "{error}");
    assert!(error.contains("nothing was written"), "{error}");
    child.kill();
    append(&mut store, 7).unwrap();
    assert_eq!(on_file(&night.path).len(), 4, "what it had only staged was never written");
    assert!(
        !on_file(&night.path).iter().any(|record| matches!(record.event, Event::JournalRecovered { .. }))
    );
}
