//! A session is made whole or not at all.

use std::os::unix::fs::{MetadataExt, symlink};
use std::sync::Arc;

use golive::edge::store::{Disk, RealDisk, Store, StoreError};
use golive::journal::Item;

use super::disks::{EIO, ENOSPC, Faulty};
use super::session_file::{genesis, header};
use super::{append, at_every_call, folder, on_file, open, restrict};

fn create(disk: Arc<dyn Disk>, path: &std::path::Path) -> Result<Store, StoreError> {
    Store::create(disk, path, &header(), genesis(), &mut |_| {})
}

fn names(dir: &std::path::Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn holds_header_and_genesis_and_belongs_to_its_owner_alone() {
    let dir = folder();
    let path = dir.path().join("a.session.toml");
    let mut items = Vec::new();
    let store =
        Store::create(Arc::new(RealDisk), &path, &header(), genesis(), &mut |item| items.push(item)).unwrap();
    assert_eq!(store.read_only(), None);
    assert_eq!(items.len(), 2);
    assert_eq!(items[0], Item::Header(Box::new(header())));
    assert_eq!(on_file(&path).len(), 1);
    assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o7777, 0o600);
    assert_eq!(names(dir.path()), ["a.session.toml"]);
}

#[test]
fn never_writes_over_anything() {
    let dir = folder();
    let path = dir.path().join("a.session.toml");
    drop(create(Arc::new(RealDisk), &path).unwrap());
    append(&mut open(&path).0, 1).unwrap();
    assert!(matches!(create(Arc::new(RealDisk), &path), Err(StoreError::Exists(_))));
    assert_eq!(on_file(&path).len(), 2);
    let dangling = dir.path().join("b.session.toml");
    symlink(dir.path().join("nowhere"), &dangling).unwrap();
    assert!(matches!(create(Arc::new(RealDisk), &dangling), Err(StoreError::Exists(_))));
    assert_eq!(names(dir.path()), ["a.session.toml", "b.session.toml"]);
}

#[test]
fn is_flushed_before_it_has_its_name_and_the_folder_after() {
    let dir = folder();
    let disk = Arc::new(Faulty::none());
    drop(create(disk.clone(), &dir.path().join("a.session.toml")).unwrap());
    let log = disk.log();
    let at = |name: &str| log.iter().position(|called| *called == name).unwrap();
    assert!(
        at("write") < at("sync") && at("sync") < at("rename") && at("rename") < at("sync dir"),
        "{log:?}"
    );
}

#[test]
fn a_failure_or_a_crash_at_any_call_leaves_a_whole_session_or_none() {
    for times in [1, u32::MAX] {
        for fault in [EIO, ENOSPC] {
            at_every_call(|first| {
                let dir = folder();
                let path = dir.path().join("a.session.toml");
                let disk = Arc::new(Faulty::new(fault, first, times));
                let made = create(disk.clone(), &path);
                if path.exists() {
                    assert_eq!(on_file(&path).len(), 1, "call {first}");
                } else {
                    assert!(made.is_err(), "call {first}");
                    assert_eq!(create(Arc::new(RealDisk), &path).is_ok(), names(dir.path()).len() == 1);
                }
                disk.was_reached()
            });
        }
    }
}

#[test]
fn what_is_no_session_of_ours_is_refused_with_its_reason() {
    let dir = folder();
    let real = dir.path().join("a.session.toml");
    drop(create(Arc::new(RealDisk), &real).unwrap());
    let why = |path: &std::path::Path| {
        super::open_on(Arc::new(RealDisk), path, super::Access::Write).map(drop).unwrap_err().to_string()
    };
    let link = dir.path().join("link.session.toml");
    symlink(&real, &link).unwrap();
    assert!(why(&link).contains("symbolic link"), "{}", why(&link));
    assert!(why(dir.path()).contains("this is a folder"));
    assert!(why(&dir.path().join("none")).contains("there is no such session"));
    let other = dir.path().join("hard.session.toml");
    std::fs::hard_link(&real, &other).unwrap();
    assert!(why(&real).contains("second name"));
    std::fs::remove_file(&other).unwrap();
    restrict(&real, 0o606);
    assert!(why(&real).contains("anyone on this machine may write to it"));
    restrict(&real, 0o600);
    open(&real);
    rustix::fs::mknodat(
        rustix::fs::CWD,
        &other,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::from_raw_mode(0o600),
        0,
    )
    .unwrap();
    assert!(why(&other).contains("no regular file"), "a pipe blocks nobody");
    let text = dir.path().join("notes.txt");
    std::fs::write(&text, "hello\n").unwrap();
    restrict(&text, 0o600);
    assert!(why(&text).contains("line 1: "), "{}", why(&text));
}
