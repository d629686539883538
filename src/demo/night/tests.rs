//! Both nights can be read and hang together; what is wrong in one is found.

use std::collections::BTreeSet;

use super::*;
use crate::demo::plan;

const SAYS: &str =
    r#"says = { verdict = "a", countdown = "b", doing = "c", unhealthy = "d", live = ["e", "f"] }"#;

fn with(moments: &str) -> Result<Night, NightError> {
    Night::parse(&format!("scenario = \"happy\"\ntitle = \"t\"\n{moments}"))
}

fn moment(at: &str, press: &str) -> String {
    format!("[[moment]]\nat = {at}\ntell = \"…\"\npress = [{press}]\n{SAYS}\n")
}

#[test]
fn keys_are_names_characters_or_typed_texts() {
    let night = with(&moment("2027-02-10T01:00:00", r#""space", "D", "é", "type  4.12.0", "esc""#)).unwrap();
    let [only] = night.moments.as_slice() else { panic!("one moment") };
    assert_eq!(
        only.press,
        [
            Press::Key(Key::Char(' ')),
            Press::Key(Key::Char('D')),
            Press::Key(Key::Char('é')),
            Press::Text(" 4.12.0".to_owned()),
            Press::Key(Key::Esc),
        ]
    );
    assert_eq!(only.at.to_string(), "2027-02-10 01:00:00");
    assert_eq!(only.says.live.iter().collect::<Vec<_>>(), ["e", "f"]);
    assert_eq!(only.says.verdict.iter().collect::<Vec<_>>(), ["a"]);
}

#[test]
fn a_text_is_said_in_any_of_its_wordings_and_only_the_first_ones_are_asked_for() {
    let texts = Texts::All(vec!["to close | closed".to_owned(), "4.12.0".to_owned()]);
    let unsaid = |shown, most| texts.unsaid(shown, most).count();
    assert_eq!((unsaid("closed 17:03", 1), unsaid("to close 3", 1), unsaid("closing", 1)), (0, 0, 1));
    assert_eq!((unsaid("closed", usize::MAX), unsaid("closed, 4.12.0", usize::MAX)), (1, 0));
}

#[test]
fn what_cannot_be_is_found_with_its_moment() {
    let good = moment("2027-02-10T01:00:00", "");
    for (moments, says) in [
        (moment("2027-02-10T01:00:00", r#""spcae""#), "moment 1: `spcae` is neither a key"),
        (moment("2027-02-10T01:00:00", r#""""#), "moment 1: `` is neither a key"),
        (good.clone() + &moment("2027-02-10T00:59:59", ""), "moment 2: 2027-02-10 00:59:59 is before"),
        (moment("2027-02-10", ""), "moment 1: 2027-02-10 is not a local date and time"),
        (moment("2027-02-10T01:00:00Z", ""), "not a local date and time"),
        (good.replace("verdict = \"a\"", "verdict = \" \""), "moment 1: `verdict` must say something"),
        (good.replace("verdict = \"a\"", "verdict = \"a | \""), "moment 1: `verdict` must say something"),
        (good.replace("[\"e\", \"f\"]", "[]"), "moment 1: `live` must say something"),
        (good.replace("doing = \"c\", ", ""), "missing field `doing`"),
        (good.replace("tell", "told"), "unknown field `told`"),
        (good.replace("doing = \"c\"", "doing = 3"), "did not match"),
        (format!("begins = {{ as = \"happy\", before = 2027-02-10T01:00:00 }}\n{good}"), "another night"),
        (format!("begins = {{ as = \"payments-down\", before = 01:00:00 }}\n{good}"), "local date and time"),
        (String::new(), "missing field `moment`"),
    ] {
        let error = with(&moments).unwrap_err().to_string();
        assert!(error.contains(says), "{says:?} in {error:?}");
    }
}

#[test]
fn every_night_begins_at_the_demo_s_origin_with_looking_and_ends_with_a_closed_record() {
    let plan = plan::plan().plan.unwrap();
    let origin = plan::origin(&plan).at.with_timezone(&plan.window.zone).naive_local();
    for (scenario, _) in Scenario::ALL {
        let night = Night::of(scenario).unwrap();
        let (first, last) = (night.moments.first().unwrap(), night.moments.last().unwrap());
        assert_eq!((first.at, first.press.as_slice()), (origin, [].as_slice()));
        assert!(last.says.countdown.unsaid("closed 17:03", 1).next().is_none());
        assert!(night.moments.iter().all(|moment| !moment.tell.trim().is_empty()));
    }
}

#[test]
fn the_steps_a_night_speaks_of_are_the_plan_s() {
    let plan = plan::plan().plan.unwrap();
    let ids: BTreeSet<&str> = plan.steps().map(|(_, step)| step.id.as_str()).collect();
    let looks_like_a_step = |text: &str| {
        let digits = text.strip_prefix('r').unwrap_or(text);
        digits.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(['/', ':']) && text != "40"
    };
    for (scenario, _) in Scenario::ALL {
        for moment in Night::of(scenario).unwrap().moments {
            let steps = moment.says.doing.iter().flat_map(wordings).filter(|text| looks_like_a_step(text));
            for id in steps {
                assert!(ids.contains(id), "{scenario}, {}: {id}", moment.at);
            }
        }
    }
}

#[test]
fn the_nights_part_where_payments_are_deployed() {
    let (happy, down) = (Night::of(Scenario::Happy).unwrap(), Night::of(Scenario::PaymentsDown).unwrap());
    let shared = happy.moments.iter().zip(&down.moments).take_while(|(a, b)| a == b).count();
    assert!(shared > 15, "{shared}");
    let words = |night: &Night| -> Vec<String> {
        let mut words: Vec<String> =
            night.moments.iter().filter_map(|m| m.says.verdict.iter().next().map(str::to_owned)).collect();
        words.dedup();
        words
    };
    assert_eq!(words(&happy), ["NOT YET", "READY", "PROCEED", "NOT YET", "GO", "STEADY", "SUCCESS"]);
    assert_eq!(
        words(&down),
        [
            "NOT YET",
            "READY",
            "PROCEED",
            "HOLD",
            "ROLLBACK",
            "ROLLBACK | RESTORED",
            "ROLLED BACK | ROLLED-BACK"
        ]
    );
}
