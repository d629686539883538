//! The plan file against the plan that the session keeps.

use std::path::Path;

use super::{PLAN, Place, ends_clean, text};

/// A session of [`PLAN`], left again; then the file is changed.
fn changed(from: &str, to: &str) -> Place {
    let place = Place::new();
    let mut console = place.console();
    console.send("q");
    ends_clean(&mut console);
    assert!(PLAN.contains(from));
    std::fs::write(place.plan(), PLAN.replace(from, to)).unwrap();
    place
}

/// `run` in a terminal that shows no console: its exit code and what it said.
fn refused(place: &Place, more: &[&str]) -> (i32, String) {
    let args: Vec<&str> = ["run", "night.toml", "--as", "mia"].iter().chain(more).copied().collect();
    let mut run = place.start((160, 40), &[], &args);
    let code = run.wait().code().unwrap();
    assert!(!text(run.log()).contains("\x1b[?1049h"), "no console is shown:\n{}", run.screen());
    (code, run.screen())
}

#[test]
fn a_changed_plan_is_said_with_its_differences_and_both_ways_on() {
    let place = changed("Deploy api", "Deploy the api");
    let before = std::fs::read(place.session()).unwrap();
    let (code, told) = refused(&place, &[]);
    assert_eq!(code, 2, "{told}");
    for word in ["the plan was changed", "3.1.a", "--keep-plan", "--adopt-plan"] {
        assert!(told.contains(word), "{word}:\n{told}");
    }
    assert_eq!(std::fs::read(place.session()).unwrap(), before, "nothing was written");
}

#[test]
fn the_sessions_own_plan_is_kept_when_asked() {
    let place = changed("Deploy api", "Deploy the api");
    let mut console = place.console_with(&["--keep-plan"]);
    console.until_text("Deploy api");
    console.send("q");
    ends_clean(&mut console);
    assert_eq!(refused(&place, &[]).0, 2, "asked again next time");
}

#[test]
fn the_lead_adopts_the_changed_one_and_it_holds_from_then_on() {
    let place = changed("Deploy api", "Deploy the api");
    let mut console = place.console_with(&["--adopt-plan"]);
    console.until_text("Deploy the api");
    console.send("q");
    ends_clean(&mut console);
    let mut console = place.console();
    console.until_text("Deploy the api");
    console.send("q");
    ends_clean(&mut console);
    let kept: Vec<_> = std::fs::read_dir(place.path().join("night.session.d"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("plan-"))
        .collect();
    assert_eq!(kept.len(), 1, "the adopted plan is kept whole beside the session: {kept:?}");
}

#[test]
fn nobody_else_adopts_one() {
    let place = changed("Deploy api", "Deploy the api");
    let mut run = place.start((160, 40), &[], &["run", "night.toml", "--adopt-plan"]);
    assert_eq!(run.wait().code(), Some(4), "{}", run.screen());
    assert!(run.screen().contains("--as ID"), "{}", run.screen());
}

#[test]
fn a_session_of_another_release_is_never_taken() {
    for (from, to) in [("Winter boots", "Summer hats"), ("\"2.0.0\"", "\"2.1.0\""), ("production", "staging")]
    {
        let place = changed(from, to);
        for more in [&[][..], &["--keep-plan"], &["--adopt-plan"]] {
            let (code, told) = refused(&place, more);
            assert_eq!(code, 2, "{told}");
            let told = told.replace('\n', "");
            assert!(told.contains("belongs to Winter boots 2.0.0 in production"), "{told}");
            assert!(told.contains("--session"), "{told}");
        }
    }
}

/// A session of [`PLAN`], left again; then something happens to the plan file.
fn lost(how: impl Fn(&Path)) -> Place {
    let place = changed("Deploy api", "Deploy api");
    std::fs::remove_file(place.plan()).unwrap();
    how(&place.plan());
    place
}

#[test]
fn a_session_goes_on_without_its_plan_file_when_asked_and_says_so() {
    let ways: [fn(&Path); 3] = [
        |_| {},
        |plan| std::fs::write(plan, "[window\n").unwrap(),
        |plan| std::fs::create_dir(plan).unwrap(),
    ];
    for way in ways {
        let place = lost(way);
        let (code, told) = refused(&place, &[]);
        assert_eq!(code, 2, "{told}");
        let told = told.replace('\n', "");
        assert!(told.contains("night.session.toml holds the plan whole"), "{told}");
        assert!(told.contains("golive run night.toml --keep-plan goes on with it"), "{told}");
        assert!(!told.contains("golive init"), "nobody wants another plan now: {told}");
        let mut console = place.console_with(&["--keep-plan"]);
        console.until_text("the plan file cannot be used");
        console.until_text("Deploy api");
        console.send("q");
        ends_clean(&mut console);
    }
}

#[test]
fn without_a_session_keeping_its_plan_helps_nobody() {
    let place = Place::new();
    std::fs::remove_file(place.plan()).unwrap();
    let (code, told) = refused(&place, &["--keep-plan"]);
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("there is no such file") && told.contains("golive init"), "{told}");
    assert!(!place.session().exists());
}

#[test]
fn another_attempt_than_the_sessions_is_refused() {
    let place = changed("Deploy api", "Deploy api");
    let (code, told) = refused(&place, &["--session", "night.session.toml", "--attempt", "2"]);
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("night.session.toml is the session of attempt 1, not 2"), "{told}");
}

#[test]
fn a_later_attempt_is_said_first() {
    let place = changed("Deploy api", "Deploy api");
    // What is in it does not matter: it is there.
    std::fs::copy(place.session(), place.path().join("night.attempt-2.session.toml")).unwrap();
    let mut console = place.console();
    console.until_text("attempt 2 has begun: golive run night.toml --attempt 2 opens it");
    console.send("q");
    ends_clean(&mut console);
}
