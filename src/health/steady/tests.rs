use std::collections::VecDeque;

use super::*;
use crate::health::tracker::testing::{at, check, unjudged};
use crate::journal::{CheckWindow, Seen};

const INTERVAL: TimeDelta = TimeDelta::seconds(10);
const TEN_MINUTES: TimeDelta = TimeDelta::minutes(10);

fn window(end: i64, seconds: f64, samples: u32, fails: u32, pair: u8) -> Window {
    Window { at: at(end), seconds, counts: CheckWindow(samples, fails, pair, String::new()) }
}

/// Up since `since`, with windows of 10 s and one pass each from 0 to `end`.
fn up(since: i64, end: i64) -> CheckHealth {
    let windows: VecDeque<Window> = (1..=end / 10).map(|index| window(index * 10, 10.0, 1, 0, 0)).collect();
    CheckHealth { status: Status::Up, since: at(since), windows, ..unjudged() }
}

fn judge(health: &CheckHealth, now: i64) -> Steadiness {
    steadiness(&check(), health, INTERVAL, at(now), TEN_MINUTES)
}

fn with(mut health: CheckHealth, end: i64, samples: u32, fails: u32, pair: u8) -> CheckHealth {
    let slot = health.windows.iter_mut().find(|window| window.at == at(end)).unwrap();
    slot.counts = CheckWindow(samples, fails, pair, String::new());
    health
}

#[test]
fn ten_minutes_up_are_steady_and_a_second_less_is_not() {
    let health = up(0, 600);
    assert!(judge(&health, 600).is_steady);
    let early = judge(&up(0, 590), 599);
    assert_eq!((early.is_steady, early.for_so_long), (false, TimeDelta::seconds(599)));
    assert_eq!(early.steady_at, Some(at(600).at));
    let later = judge(&up(0, 900), 905);
    assert_eq!((later.is_steady, later.for_so_long, later.steady_at), (true, TimeDelta::seconds(905), None));
}

#[test]
fn only_up_is_steady() {
    for status in [Status::Degraded, Status::Down, Status::Unknown, Status::Unjudged] {
        let health = CheckHealth { status, ..up(0, 900) };
        assert_eq!(judge(&health, 900), Steadiness::NOT, "{status:?}");
    }
    let covered = CheckHealth { seen: Some(Seen::Down), ..up(0, 900) };
    assert_eq!(judge(&covered, 900), Steadiness::NOT);
}

#[test]
fn it_counts_from_when_the_status_began() {
    let health = up(300, 899);
    assert_eq!(judge(&health, 890).for_so_long, TimeDelta::seconds(590));
    assert!(judge(&up(300, 900), 900).is_steady);
    let straddled = judge(&up(301, 900), 900);
    assert_eq!(
        straddled.for_so_long,
        TimeDelta::seconds(590),
        "a window that began before counts for nothing"
    );
    assert_eq!(straddled.steady_at, Some(at(910).at));
}

#[test]
fn two_fails_in_a_row_break_it_and_it_starts_after_their_window() {
    let health = with(up(0, 900), 400, 1, 1, 1);
    let judged = judge(&health, 900);
    assert_eq!((judged.is_steady, judged.for_so_long), (false, TimeDelta::seconds(500)));
    assert_eq!(judged.steady_at, Some(at(1000).at));
    assert!(judge(&with(up(0, 1000), 400, 1, 1, 1), 1000).is_steady);
}

#[test]
fn two_percent_may_fail_and_no_more() {
    // 60 samples in ten minutes: one fail is 1.7 %, two are 3.3 %.
    let one = with(up(0, 600), 300, 1, 1, 0);
    assert!(judge(&one, 600).is_steady);
    let two = with(with(up(0, 700), 300, 1, 1, 0), 500, 1, 1, 0);
    let judged = judge(&two, 700);
    assert!(!judged.is_steady);
    assert_eq!(judged.steady_at, Some(at(900).at), "when the older of the two is ten minutes past");
    let dropped = with(with(up(0, 900), 300, 1, 1, 0), 500, 1, 1, 0);
    assert!(judge(&dropped, 900).is_steady);
    // Exactly 2 %: one in fifty.
    let mut fifty = up(0, 600);
    for window in fifty.windows.iter_mut().take(10) {
        window.counts.0 = 0;
    }
    for index in [0, 3, 6, 9] {
        fifty.windows[index].counts.0 = 1;
    }
    let samples: u32 = fifty.windows.iter().map(|window| window.counts.0).sum();
    assert_eq!(samples, 54);
    assert!(judge(&with(fifty.clone(), 300, 1, 1, 0), 600).is_steady);
    assert!(!judge(&with(fifty, 300, 6, 2, 0), 600).is_steady, "2 of 59 are 3.4 %");
}

#[test]
fn exactly_two_percent_is_tolerated() {
    let mut health = up(0, 600);
    health.windows = VecDeque::from([window(600, 600.0, 100, 2, 0)]);
    assert!(judge(&health, 600).is_steady);
    health.windows = VecDeque::from([window(600, 600.0, 99, 2, 0)]);
    assert!(!judge(&health, 600).is_steady);
}

#[test]
fn three_samples_are_needed_and_one_where_a_version_is_read() {
    let slow = TimeDelta::minutes(5);
    let mut health = up(0, 0);
    health.windows = VecDeque::from([window(600, 600.0, 2, 0, 0)]);
    let judged = steadiness(&check(), &health, slow, at(600), TEN_MINUTES);
    assert!(!judged.is_steady);
    assert_eq!(judged.steady_at, Some(at(900).at), "one sample more");
    health.windows[0].counts.0 = 3;
    assert!(steadiness(&check(), &health, slow, at(600), TEN_MINUTES).is_steady);
    health.windows[0].counts.0 = 1;
    assert!(!steadiness(&check(), &health, slow, at(600), TEN_MINUTES).is_steady);
}

#[test]
fn a_gap_of_three_intervals_is_borne_and_a_longer_one_is_not() {
    let mut health = up(0, 600);
    for window in health.windows.iter_mut().skip(20).take(3) {
        window.counts.0 = 0;
    }
    assert!(judge(&health, 600).is_steady);
    health.windows[23].counts.0 = 0;
    let judged = judge(&health, 600);
    assert!(!judged.is_steady);
    assert_eq!(judged.for_so_long, TimeDelta::seconds(390), "since the empty windows that are still borne");
}

#[test]
fn time_in_which_nobody_polled_is_a_gap() {
    let mut health = up(0, 1200);
    health.windows.retain(|window| window.at.up <= at(300).up || window.at.up > at(330).up);
    assert!(judge(&health, 1200).for_so_long == TimeDelta::seconds(1200), "30 s are borne");
    health.windows.retain(|window| window.at.up <= at(300).up || window.at.up > at(340).up);
    assert_eq!(judge(&health, 1200).for_so_long, TimeDelta::seconds(860));
}

#[test]
fn nobody_polling_now_is_not_steady() {
    let health = up(0, 600);
    assert!(judge(&health, 630).is_steady);
    assert_eq!(judge(&health, 631), Steadiness::NOT);
    assert_eq!(judge(&up(0, 0), 600), Steadiness::NOT);
}

#[test]
fn windows_of_a_minute_do_not_look_like_gaps_to_a_check_every_five_seconds() {
    let mut health = up(0, 0);
    health.windows = (1..=12).map(|index| window(index * 60, 60.0, 12, 0, 0)).collect();
    let judged = steadiness(&check(), &health, TimeDelta::seconds(5), at(775), TEN_MINUTES);
    assert!(judged.is_steady);
}

#[test]
fn passes_are_counted_back_to_the_end_of_the_effect_or_the_newest_fail() {
    let health = up(0, 600);
    assert_eq!(clean_passes(&health, at(550)), 5);
    assert_eq!(clean_passes(&health, at(551)), 4, "the window that straddles it counts for nothing");
    let failed = with(health, 580, 2, 1, 0);
    assert_eq!(clean_passes(&failed, at(500)), 2);
    assert_eq!(clean_passes(&failed, at(600)), 0);
}

#[test]
fn no_number_in_the_journal_breaks_it() {
    for seconds in [f64::MAX, f64::NAN, f64::INFINITY, -1.0] {
        let mut health = up(0, 0);
        health.windows = VecDeque::from(vec![window(100, seconds, u32::MAX, u32::MAX, 0); 3]);
        let _ = judge(&health, 100);
        let _ = clean_passes(&health, at(0));
    }
    let _ = steadiness(&check(), &up(0, 100), TimeDelta::MAX, at(100), TimeDelta::MAX);
    let _ = steadiness(&check(), &up(0, 100), TimeDelta::zero(), at(100), TimeDelta::MIN);
}
