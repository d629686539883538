//! The verdict's words and rows, phase by phase, and each boundary.

mod after;
mod health;
mod histories;

use crate::decide::testing::{Night, changed, instant, minutes, stamp};
use crate::journal::{About, Answer, DecisionKind, Event, Proof, Recommendation as R, Status};

fn rows(night: &Night, clock: &str) -> Vec<(String, String)> {
    night.verdict(clock).against.into_iter().map(|row| (row.rule, row.subject)).collect()
}

fn only(rule: &str, subject: &str) -> Vec<(String, String)> {
    vec![(rule.to_owned(), subject.to_owned())]
}

/// Everything said and answered: GO may be decided at 01:50.
fn ready_for_go() -> Night {
    let mut night = Night::deciding();
    night.vote("01:49", "lead", Answer::Go);
    night.vote("01:49", "on-call", Answer::Go);
    night
}

fn stabilising() -> Night {
    let mut night = ready_for_go();
    night.decide("01:50", DecisionKind::Go);
    night.windows("01:50", "02:00", &[]);
    night
}

fn rolling_back() -> Night {
    let mut night = Night::deciding();
    night.decide("01:50", DecisionKind::Rollback);
    night
}

#[test]
fn preparing_is_not_yet_while_pre_checks_are_open_and_ready_once_all_is_well() {
    let mut night = Night::new();
    night.all_up("00:00:05");
    night.windows("00:00:05", "00:20", &[]);
    assert_eq!(night.word("00:20"), R::NotYet);
    assert_eq!(night.against("00:20"), ["step-open", "step-open"]);
    night.ran("00:20", "00:21", "1.1");
    night.ran("00:20", "00:21", "1.2");
    night.windows("00:20", "00:21", &[]);
    assert_eq!(night.word("00:21"), R::Ready);
    assert_eq!(night.verdict("00:21").about, About::Start);
}

#[test]
fn preparing_waits_for_judgement_and_steadiness_and_says_from_when() {
    let mut night = Night::new();
    night.ran("00:00:10", "00:00:20", "1.1");
    night.ran("00:00:10", "00:00:20", "1.2");
    night.windows("00:00:20", "00:01", &[]);
    assert_eq!(night.word("00:01"), R::NotYet);
    assert_eq!(
        night.against("00:01"),
        ["check-unjudged"; 3],
        "a deciding check that is not critical as well"
    );
    night.all_up("00:04");
    night.windows("00:01", "00:06", &[]);
    let verdict = night.verdict("00:06");
    assert_eq!(verdict.recommendation, R::NotYet);
    assert_eq!(verdict.against.len(), 2, "{:?}", verdict.against);
    assert_eq!(verdict.changes_when, "READY from 00:14 if shop and inside stay up");
    assert_eq!(verdict.against[0].text, "shop steady 2m00s of 10m, until 00:14");
    assert_eq!(verdict.in_favour[0].text, "2 of 2 pre-checks done", "not of all the steps of the night");
}

#[test]
fn a_trigger_met_before_execute_is_a_hold() {
    let mut night = Night::new();
    night.all_up("00:00:05");
    night.windows("00:00:05", "00:20", &[]);
    let raised = Event::TriggerRaised { trigger: "R2".to_owned(), reason: "two orders missing".to_owned() };
    night.tell("00:20", "lee", raised);
    let verdict = night.verdict("00:20");
    assert_eq!(verdict.recommendation, R::Hold);
    assert_eq!(verdict.against[0].rule, "trigger-met");
    assert!(
        verdict.changes_when.starts_with("R2 cleared by the approver → NOT YET"),
        "{}",
        verdict.changes_when
    );
}

#[test]
fn stale_evidence_is_missing_until_the_first_execute_step() {
    let backup = |taken: &str| Event::StepDone {
        step: "1.2".to_owned(),
        stated: None,
        proof: Some(Proof::Backup {
            taken_at: instant(taken),
            id: "b".to_owned(),
            bytes: 1,
            verified: "restore".to_owned(),
        }),
        note: None,
    };
    let night = |taken: &str| {
        let mut night = Night::new();
        night.all_up("00:00:05");
        night.ran("00:10", "00:20", "1.1");
        night.tell("00:20", "lee", backup(taken));
        night.windows("00:00:05", "00:30", &[]);
        night
    };
    assert_eq!(night("-20:30").word("00:30"), R::Ready, "four hours old to the second");
    let stale = night("-20:29:59");
    assert_eq!(stale.word("00:30"), R::NotYet);
    assert_eq!(rows(&stale, "00:30"), only("evidence-stale", "1.2"));
}

#[test]
fn deploying_proceeds_and_lists_what_is_open_as_to_come() {
    let mut night = Night::deploying();
    night.start("01:00", "3.1.a");
    let verdict = night.verdict("01:00");
    assert_eq!(verdict.recommendation, R::Proceed);
    assert!(verdict.against.is_empty(), "{:?}", verdict.against);
    let open: Vec<&str> = verdict
        .to_come
        .iter()
        .filter(|row| row.rule == "step-open")
        .map(|row| row.subject.as_str())
        .collect();
    assert_eq!(open, ["3.1.a", "4.1"]);
}

#[test]
fn a_planned_outage_holds_nothing_up_and_a_check_inside_does() {
    let mut night = Night::deploying();
    night.start("01:00", "3.1.a");
    night.windows("01:00", "01:05", &["shop", "search"]);
    assert_eq!(night.word("01:05"), R::Proceed);
    night.change("01:05", "inside", Status::Down);
    assert_eq!(night.word("01:05"), R::Hold);
    assert_eq!(rows(&night, "01:05"), only("check-down", "inside"));
}

#[test]
fn a_planned_outage_that_lasts_too_long_is_wrong_from_that_second() {
    let mut night = Night::with(&[("at-most = \"3h\"", "at-most = \"60m\"")]);
    night.prepare();
    night.start("01:00", "3.1.a");
    night.windows("01:00", "01:58", &[]);
    assert_eq!(night.word("01:57:59"), R::Proceed, "59m59s of 60m");
    assert_eq!(night.word("01:58"), R::Hold);
    assert_eq!(rows(&night, "01:58")[0], ("expected-overrun".to_owned(), "page".to_owned()));
}

#[test]
fn what_a_page_that_lasts_too_long_hides_comes_after_what_it_does_not() {
    let mut night = Night::with(&[("at-most = \"3h\"", "at-most = \"60m\"")]);
    night.prepare();
    night.start("01:00", "3.1.a");
    night.windows("01:00", "01:58", &[]);
    night.change("01:58:30", "shop", Status::Down);
    night.change("01:59", "inside", Status::Down);
    let rows: Vec<_> = rows(&night, "01:59").into_iter().map(|(_, subject)| subject).collect();
    assert_eq!(rows, ["inside", "page", "shop"]);
}

#[test]
fn a_planned_outage_heads_for_what_is_used_and_what_ending_it_still_takes() {
    let mut night = Night::deploying();
    night.decide("01:30", DecisionKind::Rollback);
    for clock in ["01:30", "01:31:30", "02:20", "03:10:45"] {
        let outage = night.look(clock).planned_outage.unwrap();
        let heading = outage.heading.unwrap();
        assert!(heading >= outage.used + minutes(2), "{clock}: {heading} after {}", outage.used);
    }
    night.start("03:00", "6.3");
    let outage = night.look("03:10").planned_outage.unwrap();
    assert_eq!(outage.heading, Some(outage.used), "late: never less than what is used");
}

#[test]
fn a_shop_that_answers_behind_its_page_is_an_alarm() {
    let mut night = Night::deploying();
    night.start("01:00", "3.1.a");
    let Event::CheckChanged { check, status, cause, text, versions, code, latency_ms, .. } =
        changed("shop", Status::Up, "answers normally although it should be down: 3 in a row")
    else {
        unreachable!()
    };
    let seen = Some(crate::journal::Seen::Answering);
    let event =
        Event::CheckChanged { check, status, seen, cause, text, versions, code, latency_ms, proven: false };
    night.tell("01:01", "golive", event);
    assert_eq!(night.word("01:01"), R::Hold);
    assert_eq!(rows(&night, "01:01"), only("expected-overrun", "shop"));
}

#[test]
fn a_trigger_latches_also_after_recovery_until_it_is_cleared() {
    let mut night = Night::deploying();
    night.start("01:00", "3.1.a");
    night.change("01:05", "inside", Status::Down);
    night.windows("01:00", "01:07", &[]);
    assert_eq!(night.word("01:06:59"), R::Hold);
    assert_eq!(night.word("01:07"), R::Rollback, "met at two minutes, before anybody journals it");
    night.tell(
        "01:07",
        "golive",
        Event::TriggerMet { trigger: "R1".to_owned(), text: "down for 2m".to_owned() },
    );
    night.change("01:08", "inside", Status::Up);
    night.windows("01:07", "01:20", &[]);
    assert_eq!(night.word("01:20"), R::Rollback, "latched");
    assert_eq!(rows(&night, "01:20"), only("trigger-met", "R1"));
    night.tell(
        "01:20",
        "zoe",
        Event::TriggerCleared { trigger: "R1".to_owned(), reason: "a probe".to_owned() },
    );
    assert_eq!(night.word("01:20"), R::Proceed);
}

#[test]
fn unknown_neither_runs_nor_resets_the_clock_of_a_trigger() {
    let mut night = Night::deploying();
    night.start("01:00", "3.1.a");
    night.windows("01:00", "01:10", &[]);
    night.change("01:10", "inside", Status::Down);
    night.change("01:11", "inside", Status::Unknown);
    night.windows("01:10", "01:20", &[]);
    assert_eq!(night.word("01:20"), R::Hold, "unknown for nine minutes");
    night.change("01:20", "inside", Status::Down);
    night.windows("01:20", "01:21", &[]);
    assert_eq!(night.word("01:20:59"), R::Hold);
    assert_eq!(night.word("01:21"), R::Rollback);
}

#[test]
fn once_rolled_forward_nothing_recommends_rolling_back() {
    let mut night =
        Night::with(&[("title = \"Deploy web\"", "title = \"Deploy web\"\n  irreversible = true")]);
    night.prepare();
    night.ran("01:00", "01:20", "3.1.a");
    night.start("01:20", "3.1.b");
    night.windows("01:00", "01:30", &[]);
    night.tell("01:30", "lee", Event::TriggerRaised { trigger: "R2".to_owned(), reason: "lost".to_owned() });
    let verdict = night.verdict("01:30");
    assert_eq!(verdict.recommendation, R::Hold);
    assert!(verdict.against[0].text.ends_with("; roll forward only"), "{:?}", verdict.against);
}

#[test]
fn a_failed_validation_step_recommends_what_its_plan_says() {
    let mut night = Night::deploying();
    night.ran("01:00", "01:20", "3.1.a");
    night.ran("01:20", "01:30", "3.1.b");
    night.live("01:30", "4.12.0");
    night.windows("01:00", "01:35", &[]);
    night.start("01:30", "4.1");
    night.fail("01:35", "4.1");
    assert_eq!(night.word("01:35"), R::Rollback);
    assert_eq!(rows(&night, "01:35"), only("validation-failed", "4.1"));
    night.tell("01:35", "zoe", Event::StepAccepted { step: "4.1".to_owned(), reason: "known".to_owned() });
    assert_ne!(night.word("01:35"), R::Rollback);
    let mut execute = Night::deploying();
    execute.start("01:00", "3.1.a");
    execute.fail("01:00:10", "3.1.a");
    assert_eq!(execute.word("01:00:10"), R::Hold);
    assert_eq!(rows(&execute, "01:00:10"), only("step-failed", "3.1.a"));
}

#[test]
fn past_the_last_safe_rollback_is_wrong_while_work_is_open() {
    let mut night = Night::deploying();
    night.ran("01:00", "01:20", "3.1.a");
    night.start("01:20", "3.1.b");
    night.tell("01:30", "zoe", Event::SwitchOff { switch: "page".to_owned() });
    let safe = night.look("01:30").clocks.last_safe_rollback.unwrap();
    assert_eq!(safe, instant("04:26"));
    night.all_up("01:31");
    night.windows("01:00", "04:26", &[]);
    assert!(!night.against("04:26").contains(&"past-last-safe-rollback".to_owned()), "to the second");
    assert!(night.against("04:26:01").contains(&"past-last-safe-rollback".to_owned()));
}

#[test]
fn stations_count_once_the_poll_is_open() {
    let mut early = Night::deploying();
    early.start("01:00", "3.1.a");
    assert_eq!(early.word("01:00"), R::Proceed);
    early.vote("01:00", "lead", Answer::NoGo);
    assert_eq!(early.word("01:00"), R::Hold, "a NO-GO counts until the decision it was asked for");
    let mut night = ready_for_go();
    night.vote("01:50", "on-call", Answer::Conditions);
    let condition = Event::StepAdded {
        step: "+1".to_owned(),
        stage: "decide".to_owned(),
        title: "Warm the cache".to_owned(),
        owner: Some("lee".to_owned()),
        mandatory: false,
        undo: None,
        due: None,
        purpose: Some("condition:on-call".to_owned()),
    };
    night.tell("01:50", "lee", condition);
    assert_eq!(night.word("01:50"), R::NotYet);
    assert_eq!(rows(&night, "01:50"), only("station-conditions", "on-call"));
    night.done("01:50", "+1");
    assert_eq!(night.word("01:50"), R::Go, "done, the answer is GO");
}

#[test]
fn an_answer_is_stale_after_thirty_minutes_or_when_its_own_check_got_worse() {
    let mut night = ready_for_go();
    night.windows("01:50", "02:19", &[]);
    night.tell("01:55", "zoe", Event::SwitchOff { switch: "page".to_owned() });
    night.all_up("01:56");
    night.windows("01:55", "02:19", &[]);
    assert_eq!(night.word("02:18:59"), R::Go);
    assert_eq!(night.against("02:19"), ["station-stale", "station-stale"]);
    let mut worse = ready_for_go();
    worse.tell("01:49:30", "zoe", Event::SwitchOff { switch: "page".to_owned() });
    worse.change("01:49:40", "shop", Status::Down);
    worse.change("01:49:50", "shop", Status::Up);
    let stale: Vec<_> =
        rows(&worse, "01:50").into_iter().filter(|(rule, _)| rule == "station-stale").collect();
    assert_eq!(stale, only("station-stale", "on-call"));
}

#[test]
fn a_gate_that_stays_shut_is_wrong_after_three_minutes() {
    let gate = "kind = \"execute\"\ngate = { checks = [\"inside\"], steady = \"1m\" }";
    let mut night = Night::with(&[("kind = \"execute\"", gate)]);
    night.prepare();
    night.windows("01:00", "01:20", &[]);
    night.ran("01:00", "01:20", "3.1.a");
    assert_eq!(night.word("01:20"), R::Proceed);
    night.windows("01:20", "01:24", &["inside"]);
    assert!(!night.against("01:22:59").contains(&"gate-unmet".to_owned()));
    assert!(night.against("01:23").contains(&"gate-unmet".to_owned()));
    let next = night.look("01:23").next.unwrap();
    assert!(next.text.starts_with("3.1.b waits for its gate: inside steady 0s of 1m"), "{}", next.text);
}

#[test]
fn a_verdict_of_thousands_of_rows_fits_into_one_record() {
    let check = |n| {
        format!(
            "[[check]]\nid = \"c{n}\"\nurl = \"https://shop.example/{n}\"\nconditions = [\"[STATUS] == 200\"]\n"
        )
    };
    let checks: Vec<String> = (0..500).map(check).collect();
    let checks = checks.concat();
    let mut night = Night::with(&[("[[trigger]]", &format!("{checks}[[trigger]]"))]);
    night.prepare();
    for n in 0..500 {
        night.change("01:00", &format!("c{n}"), Status::Down);
    }
    let verdict = crate::decide::outlook(&night.plan, &night.session, stamp("01:00:10")).verdict.unwrap();
    assert_eq!(verdict.against.len(), 24);
    assert_eq!(verdict.against[23].text, "and 477 more");
    assert!(serde_json::to_string(&verdict).unwrap().len() < 32 * 1024);
}
