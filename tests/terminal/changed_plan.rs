//! The plan file against the plan that the session keeps.

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
