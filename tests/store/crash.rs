//! The process dies at the N-th call, or the power does in the middle of one append or of a recovery.

use std::sync::Arc;

use golive::edge::store::Access;

use super::disks::{EIO, Faulty};
use super::session_file::{draft, genesis, header, ordinary, written};
use super::{
    append, at_every_call, count, event_of, folder, is_recovery, night, on_file, open, open_on, restrict,
};

#[test]
fn a_death_at_any_call_of_an_append_leaves_all_that_was_saved() {
    at_every_call(|first| {
        let night = night(3);
        let disk = Arc::new(Faulty::new(EIO, first, u32::MAX));
        let mut saved = 0;
        if let Ok((mut store, _)) = open_on(disk.clone(), &night.path, Access::Write) {
            saved = (1..4).take_while(|n| append(&mut store, *n).is_ok()).count();
        }
        let (_, after) = open(&night.path);
        assert!(after.len() >= 3 + saved, "death at call {first}: {saved} saved, {} there", after.len() - 3);
        disk.was_reached()
    });
}

#[test]
fn a_death_at_any_call_of_a_recovery_loses_neither_events_nor_the_torn_bytes() {
    let torn = b"[[event]]\nseq = 4\nid = \"00000000000000";
    at_every_call(|first| {
        let night = night(3);
        let mut bytes = std::fs::read(&night.path).unwrap();
        bytes.extend_from_slice(torn);
        std::fs::write(&night.path, &bytes).unwrap();
        let disk = Arc::new(Faulty::new(EIO, first, u32::MAX));
        let _ = open_on(disk.clone(), &night.path, Access::Write);
        let kept = |n: u32| std::fs::read(night.path.with_file_name(format!("spring.session.toml.torn-{n}")));
        let beside = (0..2).filter_map(|n| kept(n).ok()).any(|copy| copy == torn);
        let in_place = std::fs::read(&night.path).unwrap().ends_with(torn);
        assert!(beside || in_place, "death at call {first}: the torn bytes are gone");
        let (mut store, after) = open(&night.path);
        assert!(after.len() == 3 || (after.len() == 4 && is_recovery(&after[3])), "death at call {first}");
        append(&mut store, 1).unwrap();
        assert_eq!(count(&on_file(&night.path), 1), 1);
        disk.was_reached()
    });
}

/// The file that `keep` bytes of an append leave, with the given 512-byte sectors of it never written.
fn after_power_cut(old: &[u8], new: &[u8], keep: usize, lost: u32) -> Vec<u8> {
    let mut bytes = new[..keep].to_vec();
    let first = old.len() / 512;
    for sector in (0..32).filter(|sector| lost & (1 << sector) != 0) {
        let from = ((first + sector) * 512).clamp(old.len(), keep);
        let to = ((first + sector + 1) * 512).clamp(old.len(), keep);
        bytes[from..to].fill(0);
    }
    bytes
}

#[test]
fn every_state_that_a_power_cut_leaves_of_an_append_opens_to_the_old_or_the_new() {
    let drafts = || std::iter::once(genesis()).chain((1..4).map(|n| draft(n, ordinary(n))));
    let note = "a remark over several sectors, ".repeat(30);
    let long = event_of(9, golive::journal::Event::StepNoted { step: "3.1".to_owned(), note });
    let (old, new) = (written(&header(), drafts()), written(&header(), drafts().chain([long])));
    let sectors = new.len().div_ceil(512) - old.len() / 512;
    let dir = folder();
    let path = dir.path().join("a.session.toml");
    let whole: Vec<(usize, u32)> = (0..1 << sectors).map(|lost| (new.len(), lost)).collect();
    let cut = (old.len()..new.len()).map(|keep| (keep, 0));
    let both = (old.len()..new.len()).step_by(97).flat_map(|keep| [(keep, 1), (keep, 2), (keep, 5)]);
    for (keep, lost) in whole.into_iter().chain(cut).chain(both) {
        let _ = std::fs::remove_file(&path);
        let _ = std::fs::remove_file(dir.path().join("a.session.toml.torn-0"));
        std::fs::write(&path, after_power_cut(&old, &new, keep, lost)).unwrap();
        restrict(&path, 0o600);
        let (store, records) = open(&path);
        assert_eq!(store.read_only(), None, "kept {keep}, lost {lost:b}");
        let new_there = count(&records, 9);
        let events = records.iter().filter(|record| !is_recovery(record)).count();
        assert_eq!(events, 4 + new_there, "kept {keep}, lost {lost:b}");
        assert_eq!(new_there == 1, keep == new.len() && lost == 0, "kept {keep}, lost {lost:b}");
    }
}
