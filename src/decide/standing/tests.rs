//! What a check counts as, and its sentence.

use crate::decide::testing::{Night, minutes};
use crate::decide::{CheckView, Standing};
use crate::journal::{Event, Status};

fn view(night: &Night, clock: &str, check: &str) -> CheckView {
    night.look(clock).checks.into_iter().find(|view| view.id == check).unwrap()
}

#[test]
fn the_sentence_has_arithmetic_and_says_whether_it_failed_before_the_start() {
    let mut night = Night::deploying();
    night.start("01:00", "3.1.a");
    night.change("01:07", "inside", Status::Down);
    night.windows("01:00", "01:07", &[]);
    let view = view(&night, "01:07", "inside");
    assert_eq!(
        view.text,
        "down: 3 in a row failed (limit 3), since 01:00:00, 7m00s after 3.1.a started; before the start 329 of 329 \
         passed; last: status 503, wanted 200"
    );
}

#[test]
fn before_anything_started_it_says_so() {
    let mut night = Night::new();
    night.change("00:01", "shop", Status::Down);
    night.windows("00:00", "00:01", &["shop"]);
    let text = view(&night, "00:01", "shop").text;
    assert!(text.contains("nothing was started yet, so far 0 of 6 passed"), "{text}");
}

#[test]
fn an_unjudged_check_says_how_far_it_is() {
    let mut night = Night::new();
    night.windows("00:00", "00:01:10", &[]);
    let view = view(&night, "00:01:10", "shop");
    assert_eq!(view.samples, (7, 20));
    assert!(view.text.starts_with("not judged yet: 7/20, judgeable 00:03"), "{}", view.text);
}

#[test]
fn a_covered_check_says_how_much_of_its_time_is_used() {
    let night = Night::deploying();
    let view = view(&night, "01:00", "shop");
    assert_eq!(view.text, "expected down, 2m00s of 3h (page)");
    assert!(
        matches!(view.standing, Standing::Expected { used, of: Some(of), .. } if used == minutes(2) && of == minutes(180))
    );
}

#[test]
fn a_check_speaks_after_its_step_and_three_minutes() {
    let mut night = Night::with(&[(
        "url = \"https://shop.example/search\"",
        "url = \"https://shop.example/search\"\nactive-from = \"3.1.a\"",
    )]);
    night.prepare();
    night.tell("00:59", "lee", Event::SwitchOff { switch: "page".to_owned() });
    assert_eq!(
        view(&night, "01:00", "search").standing,
        Standing::NotActive("not yet (after 3.1.a)".to_owned())
    );
    night.start("01:00", "3.1.a");
    assert!(
        matches!(view(&night, "01:10", "search").standing, Standing::NotActive(_)),
        "not while it is deployed"
    );
    night.done("01:20", "3.1.a");
    assert_eq!(view(&night, "01:20", "search").standing, Standing::Grace);
    assert_eq!(view(&night, "01:22:59", "search").standing, Standing::Grace);
    assert_eq!(view(&night, "01:23", "search").standing, Standing::Real);
    night.decide("01:30", crate::journal::DecisionKind::Rollback);
    assert!(
        matches!(view(&night, "01:30", "search").standing, Standing::NotActive(_)),
        "what it looked at is taken back"
    );
}

#[test]
fn a_check_falls_silent_with_the_start_of_what_ends_it() {
    let mut night = Night::with(&[(
        "url = \"https://shop.example/search\"",
        "url = \"https://shop.example/search\"\nactive-until = \"execute\"",
    )]);
    assert_eq!(view(&night, "00:10", "search").standing, Standing::Real);
    night.prepare();
    assert_eq!(
        view(&night, "01:00", "search").standing,
        Standing::NotActive("over (until execute)".to_owned())
    );
}

#[test]
fn when_nobody_polls_every_check_is_unknown() {
    let night = Night::deciding();
    let view = view(&night, "01:52", "inside");
    assert_eq!(view.status, Status::Unknown);
    assert_eq!(view.text, "unknown: nobody is polling; up when it was last seen");
    assert!(!view.steady);
}
