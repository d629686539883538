//! What is found where a session should be, and how it is set aside.

use std::os::unix::fs::PermissionsExt;

use chrono::DateTime;

use super::*;
use crate::journal::{Hash, Header, Mode, Record, Who, render, sha256_hex};

/// A session file with these events after its genesis, written as the journal writes it.
pub(in crate::demo) fn session(path: &str, plan: &str, events: &[Event]) -> Vec<u8> {
    let header = Header::new("0123456789abcdef".to_owned(), Mode::Demo, 1, path, plan.as_bytes())
        .unwrap()
        .render()
        .unwrap();
    let mut bytes = header.clone();
    let mut hash = Hash::of_header(&header);
    let genesis = created(plan);
    for (seq, event) in (1..).zip(std::iter::once(&genesis).chain(events)) {
        let record = Record {
            seq,
            id: format!("{seq:016x}"),
            at: DateTime::from_timestamp(1_800_000_000, 0).unwrap().fixed_offset(),
            up: 1.0,
            who: Who::console("test/0"),
            event: event.clone(),
        };
        let (text, next) = render(&record, hash).unwrap();
        bytes.extend(text);
        hash = next;
    }
    bytes
}

fn created(plan: &str) -> Event {
    Event::SessionCreated {
        mode: Mode::Demo,
        attempt: 1,
        previous: None,
        release: "Spring Sale storefront".to_owned(),
        version: "4.12.0".to_owned(),
        environment: "production".to_owned(),
        plan: sha256_hex(plan.as_bytes()),
    }
}

fn amendment() -> Event {
    Event::Amendment {
        amends: None,
        text: "settled".to_owned(),
        planned_outage_seconds: None,
        unplanned_outage_seconds: None,
        settles: None,
    }
}

#[test]
fn what_is_there_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo-happy.session.toml");
    assert_eq!(look(&path).unwrap(), Found::Nothing);
    let closed = Event::SessionClosed { note: None };
    let mut torn = session("demo:happy", plan::SOURCE, &[]);
    torn.extend(b"[[event]]\nseq = 2\n");
    for (bytes, found) in [
        (session("demo:happy", plan::SOURCE, &[]), Found::Open(Scenario::Happy)),
        (session("demo:payments-down", plan::SOURCE, &[]), Found::Open(Scenario::PaymentsDown)),
        (session("demo:happy", plan::SOURCE, std::slice::from_ref(&closed)), Found::Closed(Scenario::Happy)),
        (session("demo:happy", plan::SOURCE, &[closed, amendment()]), Found::Closed(Scenario::Happy)),
        (session("demo:happy", "schema = 1\n", &[]), Found::OtherPlan),
        (session("demo:nightmare", plan::SOURCE, &[]), Found::NoDemo),
        (session("/srv/spring-sale.toml", plan::SOURCE, &[]), Found::NoDemo),
        (torn, Found::Open(Scenario::Happy)),
        (Vec::new(), Found::Unreadable),
        (b"\0\xff not a session".to_vec(), Found::Unreadable),
    ] {
        fs::write(&path, &bytes).unwrap();
        assert_eq!(look(&path).unwrap(), found, "{} bytes", bytes.len());
    }
    assert!(look(folder.path()).is_err(), "a folder is no session");
}

#[test]
fn what_a_demo_writes_as_its_plan_s_path_leads_back_to_the_scenario() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.session.toml");
    for (scenario, _) in Scenario::ALL {
        fs::write(&path, session(&plan_path(scenario), plan::SOURCE, &[])).unwrap();
        assert_eq!(look(&path).unwrap(), Found::Open(scenario));
    }
}

#[test]
fn the_default_place_follows_the_xdg_directories_and_takes_no_relative_path() {
    let of = |state: Option<&str>, home: Option<&str>| {
        let env = |name: &str| match name {
            "XDG_STATE_HOME" => state.map(OsString::from),
            "HOME" => home.map(OsString::from),
            _ => None,
        };
        default_path(Scenario::PaymentsDown, env)
    };
    let under = |folder: &str| Some(PathBuf::from(folder).join("golive/demo-payments-down.session.toml"));
    assert_eq!(of(Some("/state"), Some("/home/mia")), under("/state"));
    assert_eq!(of(None, Some("/home/mia")), under("/home/mia/.local/state"));
    assert_eq!(of(Some("state"), Some("/home/mia")), under("/home/mia/.local/state"));
    assert_eq!(of(Some(""), Some("home")), None);
    assert_eq!(of(None, None), None);
}

#[test]
fn a_new_folder_is_readable_for_its_owner_alone_and_an_old_one_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    let session = folder.path().join("state/golive/demo-happy.session.toml");
    make_folder(&session).unwrap();
    assert_eq!(mode(session.parent().unwrap()), 0o700);
    fs::set_permissions(session.parent().unwrap(), fs::Permissions::from_mode(0o750)).unwrap();
    make_folder(&session).unwrap();
    assert_eq!(mode(session.parent().unwrap()), 0o750);
    make_folder(Path::new("x.session.toml")).unwrap();
}

#[test]
fn what_is_set_aside_is_moved_to_a_free_name_and_nothing_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo-happy.session.toml");
    fs::write(folder.path().join("demo-happy.2.session.toml"), "second").unwrap();
    for (text, name) in [("first", "demo-happy.1.session.toml"), ("third", "demo-happy.3.session.toml")] {
        fs::write(&path, text).unwrap();
        let aside = move_aside(&path).unwrap();
        assert_eq!(aside.file_name().unwrap(), name);
        assert_eq!(fs::read_to_string(aside).unwrap(), text);
        assert!(!path.exists());
    }
    assert_eq!(fs::read_to_string(folder.path().join("demo-happy.2.session.toml")).unwrap(), "second");
    assert_eq!(move_aside(&path).unwrap_err().kind(), io::ErrorKind::NotFound);
    let odd = folder.path().join("night");
    fs::write(&odd, "odd").unwrap();
    assert_eq!(move_aside(&odd).unwrap().file_name().unwrap(), "night.1");
}
