use super::testing::{at, check, fail, no_data, pass, slow_pass, versions};
use super::*;
use crate::journal::Seen;

const ZONE: Tz = Tz::UTC;
const TEN: TimeDelta = TimeDelta::seconds(10);

/// Plays one letter every 10 s from `from` on: `p` pass, `s` slow pass (500 ms), `f` fail, `n` no data, `.` nothing.
/// Time passes after each. Returns what was journalled: the second, the status, the sentence.
fn play(tracker: &mut Tracker, from: i64, letters: &str) -> Vec<(i64, Status, String)> {
    let mut said = Vec::new();
    for (index, letter) in letters.chars().enumerate() {
        let second = from + 10 * i64::try_from(index).unwrap();
        let sample = match letter {
            'p' => Some(pass(second)),
            's' => Some(slow_pass(second, 500)),
            'f' => Some(fail(second, Cause::Status)),
            'n' => Some(no_data(second, Cause::Network)),
            _ => None,
        };
        let event = sample.and_then(|sample| tracker.sample(&sample, TEN));
        for event in event.into_iter().chain(tracker.tick(at(second), TEN)) {
            let Event::CheckChanged { status, text, .. } = event else { panic!("{event:?}") };
            said.push((second, status, text));
        }
    }
    said
}

fn fresh() -> Tracker {
    Tracker::new(&check(), ZONE, at(0))
}

/// Up, judged by 20 passes from 0 to 190.
fn up() -> Tracker {
    let mut tracker = fresh();
    play(&mut tracker, 0, &"p".repeat(20));
    assert_eq!(tracker.status(), Status::Up);
    tracker
}

fn statuses(said: &[(i64, Status, String)]) -> Vec<(i64, Status)> {
    said.iter().map(|(second, status, _)| (*second, *status)).collect()
}

#[test]
fn a_check_is_called_up_after_twenty_samples_not_after_nineteen() {
    let mut tracker = fresh();
    let said = play(&mut tracker, 0, &"p".repeat(19));
    assert_eq!(said, [(0, Status::Unjudged, "1/20, judgeable 01:03".to_owned())]);
    let said = play(&mut tracker, 190, "p");
    assert_eq!(said, [(190, Status::Up, "20 of 20 passed, since 01:00:00".to_owned())]);
}

#[test]
fn or_after_five_minutes_with_at_least_three() {
    let minute = TimeDelta::minutes(1);
    let mut tracker = fresh();
    for second in [0, 60, 120, 180, 240] {
        tracker.sample(&pass(second), minute);
    }
    assert!(tracker.tick(at(299), minute).is_none());
    let Some(Event::CheckChanged { status, text, .. }) = tracker.tick(at(300), minute) else { panic!() };
    assert_eq!((status, text.as_str()), (Status::Up, "5 of 5 passed, since 01:00:00"));

    let slow = TimeDelta::minutes(4);
    let mut tracker = fresh();
    tracker.sample(&pass(0), slow);
    tracker.sample(&pass(240), slow);
    assert!(tracker.tick(at(300), slow).is_none(), "two samples say nothing good");
    tracker.sample(&pass(480), slow);
    assert_eq!(tracker.status(), Status::Up);
}

#[test]
fn a_check_that_reads_a_version_needs_one_sample_in_five_minutes() {
    let mut tracker = fresh();
    tracker.rules.fewest = 1;
    let quarter = TimeDelta::minutes(15);
    tracker.sample(&pass(0), quarter);
    assert!(tracker.tick(at(299), quarter).is_none());
    assert!(tracker.tick(at(300), quarter).is_some());
    assert_eq!(tracker.status(), Status::Up);
}

#[test]
fn it_is_called_up_on_a_pass_never_on_a_fail() {
    let mut tracker = fresh();
    play(&mut tracker, 0, &format!("{}f", "p".repeat(19)));
    assert_eq!(tracker.status(), Status::Unjudged);
    let said = play(&mut tracker, 200, "p");
    assert_eq!(said, [(200, Status::Up, "20 of 21 passed, since 01:00:00".to_owned())]);
}

#[test]
fn three_fails_in_a_row_are_down_at_once_also_unjudged() {
    let mut tracker = fresh();
    assert_eq!(statuses(&play(&mut tracker, 0, "ff")), [(0, Status::Unjudged)]);
    let said = play(&mut tracker, 20, "f");
    let text = "3 in a row failed (limit 3), since 01:00:00; last: status 503, wanted 200";
    assert_eq!(said, [(20, Status::Down, text.to_owned())]);
    let mut tracker = up();
    assert_eq!(statuses(&play(&mut tracker, 200, "ffpf")), []);
    assert_eq!(statuses(&play(&mut up(), 200, "fff")), [(220, Status::Down)]);
}

#[test]
fn four_of_the_last_twenty_are_down_and_the_twenty_first_does_not_count() {
    let said = play(&mut up(), 200, "fpfpfppppf");
    let text = "4 of the last 20 failed (limit 4), since 01:03:20; last: status 503, wanted 200";
    assert_eq!(said, [(290, Status::Down, text.to_owned())]);
    // The first of four fails is the oldest of the last twenty …
    let nineteen_apart = format!("f{}fpfpf", "p".repeat(14));
    assert_eq!(play(&mut up(), 200, &nineteen_apart).len(), 1);
    // … and the one before them.
    let twenty_apart = format!("f{}fpfpf", "p".repeat(15));
    assert_eq!(play(&mut up(), 200, &twenty_apart).len(), 0);
}

#[test]
fn limits_are_the_plans() {
    let mut strict = check();
    strict.down_after = 2;
    strict.up_after = 1;
    let mut tracker = Tracker::new(&strict, ZONE, at(0));
    assert_eq!(
        statuses(&play(&mut tracker, 0, "ffp")),
        [(0, Status::Unjudged), (10, Status::Down), (20, Status::Up)]
    );
    strict.down_after = 99;
    strict.down_share = crate::plan::DownShare { failures: 2, of: 3 };
    let mut tracker = Tracker::new(&strict, ZONE, at(0));
    assert_eq!(play(&mut tracker, 0, "fppfpf").last().unwrap().0, 50);
}

#[test]
fn five_passes_in_a_row_bring_it_up_again_and_empty_the_window() {
    let mut tracker = up();
    play(&mut tracker, 200, "fff");
    let said = play(&mut tracker, 230, "ppppfppppp");
    assert_eq!(said, [(320, Status::Up, "5 passes in a row (5 needed), since 01:04:40".to_owned())]);
    // Three of the last twenty samples failed before it was up again: they count no more.
    assert_eq!(play(&mut tracker, 330, "fpfpf"), []);
    assert_eq!(statuses(&play(&mut tracker, 380, "pf")), [(390, Status::Down)]);
}

#[test]
fn five_slow_answers_of_ten_are_degraded() {
    let mut patient = check();
    patient.degraded_above = Some(TimeDelta::milliseconds(400));
    let mut tracker = Tracker::new(&patient, ZONE, at(0));
    play(&mut tracker, 0, &"p".repeat(20));
    assert_eq!(play(&mut tracker, 200, "spspspsp"), []);
    let said = play(&mut tracker, 280, "s");
    let text = "5 of the last 10 took over 400ms (limit 5), since 01:03:20; last: 500 ms";
    assert_eq!(said, [(280, Status::Degraded, text.to_owned())]);
    let said = play(&mut tracker, 290, "ppp");
    assert_eq!(said, [(300, Status::Up, "4 of the last 10 took over 400ms (limit 5)".to_owned())]);
    // A fail is no slow answer, and fails bring a degraded check down.
    play(&mut tracker, 320, "sssss");
    assert_eq!(tracker.status(), Status::Degraded);
    assert_eq!(statuses(&play(&mut tracker, 370, "fff")), [(390, Status::Down)]);
}

#[test]
fn exactly_the_threshold_is_not_slow() {
    let mut patient = check();
    patient.degraded_above = Some(TimeDelta::milliseconds(500));
    let mut tracker = Tracker::new(&patient, ZONE, at(0));
    play(&mut tracker, 0, &"s".repeat(40));
    assert_eq!(tracker.status(), Status::Up);
}

#[test]
fn three_intervals_without_data_are_unknown_and_a_pass_gives_back_the_status_before() {
    let mut tracker = up();
    let said = play(&mut tracker, 200, "nnn");
    let text = "no data for 30s, since 01:03:10; last: no network";
    assert_eq!(said, [(220, Status::Unknown, text.to_owned())]);
    let said = play(&mut tracker, 230, "p");
    let text = "answers again, up as before; no data since 01:03:10; last: status 200";
    assert_eq!(said, [(230, Status::Up, text.to_owned())]);
}

#[test]
fn nobody_polling_is_silence_too_and_never_under_fifteen_seconds() {
    let mut tracker = up();
    assert!(tracker.tick(at(219), TEN).is_none());
    let Some(Event::CheckChanged { status, cause, text, .. }) = tracker.tick(at(220), TEN) else { panic!() };
    assert_eq!((status, cause), (Status::Unknown, Some(Cause::Silent)));
    assert_eq!(text, "nobody polled for 30s, since 01:03:10");
    let mut quick = fresh();
    let second = TimeDelta::seconds(1);
    quick.sample(&pass(0), second);
    assert!(quick.tick(at(14), second).is_none());
    assert!(quick.tick(at(15), second).is_some());
}

#[test]
fn a_shorter_interval_does_not_make_an_old_sample_silent_at_once() {
    let mut tracker = fresh();
    tracker.sample(&pass(0), TimeDelta::minutes(1));
    assert!(tracker.tick(at(59), TEN).is_none());
    tracker.sample(&pass(60), TEN);
    assert!(tracker.tick(at(90), TEN).is_some());
}

#[test]
fn fails_after_silence_count_as_ever() {
    let mut tracker = up();
    play(&mut tracker, 200, "f..");
    assert_eq!(statuses(&play(&mut tracker, 230, ".")), [(230, Status::Unknown)]);
    assert_eq!(statuses(&play(&mut tracker, 240, "f")), [], "a fail does not give back a status");
    assert_eq!(statuses(&play(&mut tracker, 250, "f")), [(250, Status::Down)], "the third in a row");
}

#[test]
fn silence_neither_heals_nor_resets_a_down_check() {
    let mut tracker = up();
    play(&mut tracker, 200, "fffpp");
    assert_eq!(statuses(&play(&mut tracker, 250, "nnn")), [(270, Status::Unknown)]);
    assert_eq!(statuses(&play(&mut tracker, 280, "p")), [(280, Status::Down)]);
    assert_eq!(
        statuses(&play(&mut tracker, 290, "pp")),
        [(300, Status::Up)],
        "five in a row, none failed between"
    );
    let mut tracker = up();
    play(&mut tracker, 200, "fffnnn");
    assert_eq!(statuses(&play(&mut tracker, 260, "f")), [(260, Status::Down)], "a fail is down as before");
}

#[test]
fn silence_from_the_start_is_unknown_and_goes_back_to_unjudged() {
    let mut tracker = fresh();
    let said = play(&mut tracker, 0, "nnnnp");
    assert_eq!(statuses(&said), [(0, Status::Unjudged), (30, Status::Unknown), (40, Status::Unjudged)]);
    assert_eq!(said[2].2, "1/20, judgeable 01:03");
}

/// What a tracker says to one sample under an effect.
fn look(tracker: &mut Tracker, sample: &Sample) -> Option<(Status, Option<Seen>, String)> {
    tracker.sample(sample, TEN).map(|event| match event {
        Event::CheckChanged { status, seen, text, .. } => (status, seen, text),
        other => panic!("{other:?}"),
    })
}

#[test]
fn an_expected_effect_keeps_the_status_and_says_what_is_seen() {
    let mut tracker = up();
    assert!(tracker.expect(Expectation::Down, at(200), TEN).is_none());
    let said = look(&mut tracker, &fail(200, Cause::Refused));
    let text = "as expected: status 503, wanted 200".to_owned();
    assert_eq!(said, Some((Status::Up, Some(Seen::Down), text)));
    for second in 1..30 {
        assert_eq!(look(&mut tracker, &fail(200 + 10 * second, Cause::Refused)), None, "never down");
    }
    let Some(Event::CheckChanged { status, seen, text, .. }) =
        tracker.expect(Expectation::None, at(500), TEN)
    else {
        panic!()
    };
    assert_eq!((status, seen), (Status::Up, None));
    assert_eq!(text, "as before the expected effect, which ended 01:08:20, until it answers again");
    assert_eq!(play(&mut tracker, 500, "ff"), [], "nothing from before counts");
    assert_eq!(statuses(&play(&mut tracker, 520, "f")), [(520, Status::Down)]);
}

#[test]
fn an_effect_over_its_time_is_not_called_ended() {
    let mut tracker = up();
    tracker.expect(Expectation::Maintenance, at(200), TEN);
    look(&mut tracker, &fail(200, Cause::Status));
    let over = tracker.expect(Expectation::Over, at(500), TEN);
    let Some(Event::CheckChanged { status: Status::Up, seen: None, text, .. }) = over else {
        panic!("{over:?}");
    };
    let said = "as before the expected effect, which is over its time: its answers count from 01:08:20 on";
    assert_eq!(text, said);
    assert_eq!(statuses(&play(&mut tracker, 500, "fff")), [(520, Status::Down)]);
    assert_eq!(tracker.expect(Expectation::None, at(560), TEN), None, "what it shows counted already");
    assert_eq!(statuses(&play(&mut tracker, 560, "ppppp")), [(600, Status::Up)]);
}

#[test]
fn what_answers_although_it_should_not_is_an_alarm_at_the_third_sample() {
    let mut tracker = up();
    tracker.expect(Expectation::Maintenance, at(200), TEN);
    let page = |second, page| Sample { page: Some(page), ..fail(second, Cause::Status) };
    let normal = |second| Sample { page: Some(false), ..pass(second) };
    assert_eq!(look(&mut tracker, &normal(200)), None);
    assert_eq!(look(&mut tracker, &normal(205)), None);
    let said = look(&mut tracker, &normal(210)).unwrap();
    assert_eq!((said.0, said.1), (Status::Up, Some(Seen::Answering)));
    assert_eq!(
        said.2,
        "answers normally although its page should be on: 3 in a row, since 01:03:20; last: status 200"
    );
    assert_eq!(look(&mut tracker, &page(220, true)).unwrap().1, Some(Seen::Down));
    for second in [230, 235] {
        assert_eq!(look(&mut tracker, &page(second, false)), None);
    }
    assert_eq!(look(&mut tracker, &page(240, false)).unwrap().1, Some(Seen::Wrong));
}

#[test]
fn after_an_effect_five_passes_in_a_row_are_said() {
    let mut tracker = up();
    tracker.expect(Expectation::Any, at(200), TEN);
    play(&mut tracker, 200, "ff");
    tracker.expect(Expectation::None, at(220), TEN);
    let said = play(&mut tracker, 220, "ppfppppp");
    let text = "5 passes in a row (5 needed), since 01:04:10 after the expected effect";
    assert_eq!(said, [(290, Status::Up, text.to_owned())]);
    assert_eq!(play(&mut tracker, 300, "pppppp"), []);
}

#[test]
fn an_effect_over_an_unjudged_check_starts_its_judgement_anew() {
    let mut tracker = fresh();
    play(&mut tracker, 0, &"p".repeat(19));
    tracker.expect(Expectation::Down, at(190), TEN);
    play(&mut tracker, 190, "ffff");
    tracker.expect(Expectation::None, at(230), TEN);
    assert_eq!(tracker.status(), Status::Unjudged);
    assert_eq!(statuses(&play(&mut tracker, 230, &"p".repeat(20))), [(420, Status::Up)]);
}

#[test]
fn silence_during_an_effect_takes_back_what_was_seen_and_keeps_the_status() {
    let mut tracker = up();
    tracker.expect(Expectation::Down, at(200), TEN);
    play(&mut tracker, 200, "f");
    let Some(Event::CheckChanged { status, seen, .. }) = tracker.tick(at(230), TEN) else { panic!() };
    assert_eq!((status, seen), (Status::Up, None));
}

#[test]
fn a_must_fail_check_that_passes_is_down_as_expected() {
    let mut forbidden = check();
    forbidden.must_fail = true;
    let mut tracker = Tracker::new(&forbidden, ZONE, at(0));
    tracker.expect(Expectation::Down, at(0), TEN);
    let said = look(&mut tracker, &fail(0, Cause::Refused).of_must_fail()).unwrap();
    assert_eq!(said.1, Some(Seen::Down));
}

#[test]
fn another_version_is_journalled_and_one_silent_target_takes_nothing_back() {
    let mut tracker = up();
    let both = |second, versions| Sample { versions, ..pass(second) };
    let old = versions(&[("a", Some("4.11.3")), ("b", Some("4.11.3"))]);
    let half = versions(&[("a", Some("4.12.0")), ("b", Some("4.11.3"))]);
    let read = |event: Option<Event>| match event {
        Some(Event::CheckChanged { versions, .. }) => Some(versions),
        _ => None,
    };
    assert_eq!(read(tracker.sample(&both(200, old.clone()), TEN)), Some(old.clone()));
    assert_eq!(read(tracker.sample(&both(210, old), TEN)), None);
    let Some(Event::CheckChanged { text, versions: now_on, .. }) =
        tracker.sample(&both(220, half.clone()), TEN)
    else {
        panic!("a target is on another version");
    };
    assert_eq!((text.as_str(), now_on), ("1 of 2 on 4.12.0, 1 on 4.11.3", half), "what changed is said");
    let lost = versions(&[("a", Some("4.12.0")), ("b", None)]);
    let failing = |second| Sample { versions: lost.clone(), ..fail(second, Cause::Timeout) };
    assert_eq!(read(tracker.sample(&failing(230), TEN)), None);
    assert_eq!(read(tracker.sample(&failing(240), TEN)), None);
    assert_eq!(read(tracker.sample(&failing(250), TEN)), Some(lost.clone()), "judged down");
}
