//! What a start of the demo comes to, by what is asked and what is there.

use std::fs;
use std::path::Path;

use super::*;
use crate::demo::place::tests::session;
use crate::demo::plan::SOURCE;
use crate::edge::store::folder_of;
use crate::journal::Event;

const HAPPY: Option<Scenario> = Some(Scenario::Happy);
const PAYMENTS: Option<Scenario> = Some(Scenario::PaymentsDown);

fn start(path: &Path, scenario: Option<Scenario>, fresh: bool) -> Result<Opening, OpeningError> {
    open(&Wish { scenario, session: Some(path.to_owned()), fresh }, |_| None)
}

#[test]
fn what_there_is_decides_what_is_played() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("night.session.toml");
    let happy = session("demo:happy", SOURCE, &[]);
    let closed = session("demo:payments-down", SOURCE, &[Event::SessionClosed { note: None }]);
    let other = session("demo:happy", "schema = 1\n", &[]);
    for (bytes, wished, fresh, scenario, resumes) in [
        (None, None, false, Scenario::Happy, false),
        (None, PAYMENTS, true, Scenario::PaymentsDown, false),
        (Some(&happy), None, false, Scenario::Happy, true),
        (Some(&happy), HAPPY, false, Scenario::Happy, true),
        (Some(&happy), None, true, Scenario::Happy, false),
        (Some(&happy), PAYMENTS, true, Scenario::PaymentsDown, false),
        (Some(&closed), None, false, Scenario::PaymentsDown, true),
        (Some(&closed), None, true, Scenario::PaymentsDown, false),
        (Some(&closed), HAPPY, false, Scenario::Happy, false),
        (Some(&other), PAYMENTS, true, Scenario::PaymentsDown, false),
    ] {
        if let Some(bytes) = bytes {
            fs::write(&path, bytes).unwrap();
        }
        let opening = start(&path, wished, fresh).unwrap();
        assert_eq!((opening.scenario, opening.resumes), (scenario, resumes));
        assert_eq!(opening.plan_path, format!("demo:{scenario}"));
        assert_eq!(path.exists(), resumes, "what is not gone on with makes room");
        let kept = opening.set_aside.as_ref().map(|aside| fs::read(aside).unwrap());
        assert_eq!(kept.as_ref(), bytes.filter(|_| !resumes), "and is kept whole");
        let _ = fs::remove_file(&path);
    }
}

#[test]
fn what_cannot_be_gone_on_with_is_refused_and_stays_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("night.session.toml");
    for (bytes, wished, fresh, says) in [
        (session("demo:happy", SOURCE, &[]), PAYMENTS, false, "plays happy"),
        (session("demo:happy", "schema = 1\n", &[]), None, false, "another version of golive"),
        (session("/srv/plan.toml", SOURCE, &[]), None, false, "not of a demo"),
        (session("/srv/plan.toml", SOURCE, &[]), None, true, "not of a demo"),
        (b"shopping list".to_vec(), None, false, "cannot be read as a session"),
    ] {
        fs::write(&path, &bytes).unwrap();
        let refused = start(&path, wished, fresh).unwrap_err();
        assert!(matches!(refused, OpeningError::Usage(_)), "{refused}");
        assert!(refused.to_string().contains(says), "{refused}");
        assert_eq!(fs::read(&path).unwrap(), bytes);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing was set aside");
    }
}

#[test]
fn at_its_own_place_a_closed_night_makes_room_for_a_new_one() {
    let home = tempfile::tempdir().unwrap();
    let env = |name: &str| (name == "HOME").then(|| home.path().as_os_str().to_owned());
    let place = home.path().join(".local/state/golive");
    fs::create_dir_all(&place).unwrap();
    let closed = session("demo:happy", SOURCE, &[Event::SessionClosed { note: None }]);
    fs::write(place.join("demo-happy.session.toml"), &closed).unwrap();
    let opening = open(&Wish::default(), env).unwrap();
    assert!(!opening.resumes);
    assert_eq!(fs::read(opening.set_aside.unwrap()).unwrap(), closed);
}

#[test]
fn a_session_that_a_console_is_playing_is_not_taken_from_under_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("night.session.toml");
    fs::write(&path, session("demo:happy", SOURCE, &[])).unwrap();
    let console = ConsoleLock::acquire(&path).unwrap();
    let refused = start(&path, None, true).unwrap_err();
    assert!(matches!(refused, OpeningError::Could(_)), "{refused}");
    assert!(refused.to_string().contains("another console"), "{refused}");
    assert!(path.exists());
    drop(console);
    let opening = start(&path, None, true).unwrap();
    assert!(!path.exists() && !folder_of(&path).exists());
    let aside = opening.set_aside.unwrap();
    assert!(aside.exists() && folder_of(&aside).is_dir());
}

#[test]
fn without_a_home_a_file_must_be_named_and_with_one_each_scenario_has_its_own() {
    let nowhere = open(&Wish::default(), |_| None).unwrap_err();
    assert!(nowhere.to_string().contains("--session"), "{nowhere}");
    let home = tempfile::tempdir().unwrap();
    let env = |name: &str| (name == "HOME").then(|| home.path().as_os_str().to_owned());
    for (scenario, _) in Scenario::ALL {
        let wish = Wish { scenario: Some(scenario), ..Wish::default() };
        let opening = open(&wish, env).unwrap();
        let place = format!(".local/state/golive/demo-{scenario}.session.toml");
        assert_eq!(opening.session, home.path().join(place));
        assert!(opening.session.parent().unwrap().is_dir());
    }
}

#[test]
fn what_the_machine_refuses_is_said_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let refused = start(folder.path(), None, false).unwrap_err();
    assert!(matches!(refused, OpeningError::Could(_)), "{refused}");
    assert!(refused.to_string().contains(&folder.path().display().to_string()), "{refused}");
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let env = |name: &str| (name == "HOME").then(|| file.as_os_str().to_owned());
    let refused = open(&Wish::default(), env).unwrap_err();
    assert!(matches!(refused, OpeningError::Could(_)), "{refused}");
}
