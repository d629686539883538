//! One console conducts a session; the second is told who does.

use std::os::unix::fs::MetadataExt;

use golive::edge::store::{ConsoleLock, StoreError, folder_of};

use super::child::Child;
use super::night;

#[test]
fn the_second_is_told_the_process_and_the_account_of_the_first() {
    let night = night(1);
    assert!(!ConsoleLock::is_held(&night.path));
    let child = Child::conducting(&night.path);
    assert!(ConsoleLock::is_held(&night.path));
    let error = ConsoleLock::acquire(&night.path).unwrap_err();
    assert!(matches!(error, StoreError::Busy(_)));
    let text = error.to_string();
    assert!(text.contains(&format!("pid {} (state ", child.id())), "{text}");
    assert!(text.contains(&golive::edge::identity::Account::own().login), "{text}");
    child.kill();
    assert!(!ConsoleLock::is_held(&night.path));
    drop(ConsoleLock::acquire(&night.path).unwrap());
}

#[test]
fn it_ends_with_its_console_and_the_folder_is_the_owners_alone() {
    let night = night(1);
    let lock = ConsoleLock::acquire(&night.path).unwrap();
    assert!(ConsoleLock::is_held(&night.path));
    assert!(ConsoleLock::acquire(&night.path).is_err());
    drop(lock);
    assert!(!ConsoleLock::is_held(&night.path));
    drop(ConsoleLock::acquire(&night.path).unwrap());
    let folder = folder_of(&night.path);
    assert_eq!(std::fs::metadata(&folder).unwrap().mode() & 0o7777, 0o700);
    assert_eq!(std::fs::metadata(folder.join("console.lock")).unwrap().mode() & 0o7777, 0o600);
}

#[test]
fn where_no_lock_can_be_made_it_says_so() {
    let error = ConsoleLock::acquire(std::path::Path::new("/proc/no.session.toml")).unwrap_err();
    assert!(matches!(error, StoreError::Io { .. }), "{error}");
    assert!(!ConsoleLock::is_held(std::path::Path::new("/proc/no.session.toml")));
}
