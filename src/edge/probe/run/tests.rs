use std::sync::mpsc;

use chrono::TimeDelta;

use super::*;
use crate::edge::probe::Scripted;
use crate::health::testing::{at, check, fail, pass};
use crate::health::{Cadence, Tempo};
use crate::journal::Cause;
use crate::plan::Probe;

const LONG: Duration = Duration::from_secs(20);

fn circumstances(speed: f64, covered: bool) -> Circumstances {
    let tempo = Tempo { cadence: Cadence::Before, speed };
    Circumstances { clock: Clock::scaled(at(0), speed), tempo, covered: vec![covered; 8] }
}

/// One answer a check, and how many milliseconds it takes.
fn scripted(answers: &[(u64, Sample)]) -> Scripted {
    let script = |(takes, sample): &(u64, Sample)| vec![(Duration::from_millis(*takes), sample.clone())];
    Scripted::new(answers.iter().map(script).collect())
}

/// Runs the loop for so many seconds of a clock that needs no waiting; the seconds at which each check's samples came.
fn play(
    checks: &[Check],
    answers: &[(u64, Sample)],
    seconds: u64,
    during: impl AsyncFnOnce(UnboundedSender<Message>),
) -> Vec<Vec<u64>> {
    let (sender, inbox) = unbounded_channel();
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    let came = Rc::new(std::cell::RefCell::new(vec![Vec::new(); checks.len()]));
    LocalSet::new().block_on(&runtime, async {
        let began = Instant::now();
        let seen = Rc::clone(&came);
        let deliver = move |check: usize, _| seen.borrow_mut()[check].push(began.elapsed().as_secs());
        let work =
            Loop::new(checks.to_vec(), circumstances(1.0, false), scripted(answers), Box::new(deliver));
        tokio::select! {
            () = work.run(inbox) => panic!("stopped by itself"),
            () = async {
                during(sender.clone()).await;
                sleep_until(began + Duration::from_secs(seconds)).await;
            } => {}
        }
    });
    came.take()
}

async fn nothing(_: UnboundedSender<Message>) {}

#[test]
fn every_check_is_probed_at_once_and_then_start_to_start() {
    let checks = vec![check(); 3];
    let came = play(&checks, &vec![(3000, pass(0)); 3], 65, nothing);
    for seconds in came {
        assert_eq!(seconds[0], 3);
        assert!(seconds[1..].windows(2).all(|pair| pair[1] - pair[0] == 10), "{seconds:?}");
        assert!((6..=7).contains(&seconds.len()), "{seconds:?}");
    }
}

#[test]
fn a_slow_peer_starves_nobody() {
    let mut quick = check();
    quick.interval.before = TimeDelta::seconds(1);
    quick.timeout = TimeDelta::milliseconds(900);
    let came = play(&[check(), quick], &[(60_000, pass(0)), (10, pass(0))], 60, nothing);
    assert!((60..=61).contains(&came[1].len()), "{:?}", came[1]);
    assert!(came[0].iter().all(|second| second % 5 == 0), "each within its time-out of 5 s: {:?}", came[0]);
}

#[test]
fn a_failing_check_is_probed_twice_as_often_and_a_covered_one_is_not() {
    let broken = fail(0, Cause::Status);
    let came = play(&[check()], &[(10, broken.clone())], 100, nothing);
    assert!((19..=21).contains(&came[0].len()), "{:?}", came[0]);
    let came = play(&[check()], &[(10, broken)], 100, async |sender: UnboundedSender<Message>| {
        sender.send(Message::Changed(circumstances(1.0, true))).unwrap();
    });
    assert!((10..=11).contains(&came[0].len()), "{:?}", came[0]);
}

#[test]
fn another_phase_changes_the_interval_at_once() {
    let mut check = check();
    check.interval.validate = TimeDelta::seconds(5);
    check.timeout = TimeDelta::seconds(1);
    let came = play(&[check], &[(10, pass(0))], 100, async |sender: UnboundedSender<Message>| {
        let mut validating = circumstances(1.0, false);
        validating.tempo.cadence = Cadence::Validate;
        sender.send(Message::Changed(validating)).unwrap();
    });
    assert_eq!(came[0].len(), 20);
}

#[test]
fn everything_can_be_probed_now() {
    let mut slow = check();
    slow.interval.before = TimeDelta::hours(1);
    let came = play(&[slow], &[(10, pass(0))], 60, async |sender: UnboundedSender<Message>| {
        tokio::time::sleep(Duration::from_secs(30)).await;
        sender.send(Message::AllNow).unwrap();
    });
    assert_eq!(came[0], [0, 30]);
}

#[test]
fn a_demo_at_speed_60_probes_five_times_a_second_and_no_more() {
    let fast = circumstances(60.0, false);
    assert_eq!(real_interval(&check(), &fast, false), Some(200));
    assert_eq!(real_interval(&check(), &fast, true), Some(200));
    assert_eq!(real_interval(&check(), &circumstances(10.0, false), false), Some(1000));
    let other = Check { probe: Probe::NotPolled("dns".to_owned()), ..check() };
    assert_eq!(real_interval(&other, &fast, false), None);
}

#[test]
fn it_works_on_a_thread_of_its_own_builds_nothing_before_and_stops_when_told() {
    let (built, was_built) = mpsc::channel();
    let (sent, samples) = mpsc::channel();
    let here = std::thread::current().id();
    let probing = Probing::start(
        vec![check()],
        circumstances(1.0, false),
        move || {
            built.send(std::thread::current().id()).unwrap();
            scripted(&[(0, pass(0))])
        },
        move |check, sample| sent.send((check, sample)).unwrap(),
    )
    .unwrap();
    assert_ne!(was_built.recv_timeout(LONG).unwrap(), here);
    let (check, sample) = samples.recv_timeout(LONG).unwrap();
    assert_eq!((check, sample.result), (0, SampleResult::Pass));
    assert!(sample.at.up >= at(0).up, "stamped by the session's clock");
    probing.stop();
    assert_eq!(samples.recv_timeout(LONG), Err(mpsc::RecvTimeoutError::Disconnected));
}

#[test]
fn it_ends_with_its_handle_even_while_a_probe_hangs() {
    let (sent, samples) = mpsc::channel::<usize>();
    let hanging = scripted_of(Duration::from_secs(3600));
    let probing = Probing::start(vec![check()], circumstances(1.0, false), hanging, move |check, _| {
        sent.send(check).unwrap();
    });
    drop(probing.unwrap());
    assert_eq!(samples.recv_timeout(LONG), Err(mpsc::RecvTimeoutError::Disconnected));
}

fn scripted_of(takes: Duration) -> impl FnOnce() -> Scripted + Send {
    move || Scripted::new(vec![vec![(takes, pass(0))]])
}
