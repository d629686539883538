//! Whatever happens in whatever order, the outlook holds together.

use proptest::prelude::*;

use super::*;
use crate::decide::{Moment, due, wakeup};
use crate::journal::{About, Recommendation, Seen};
use crate::session::Phase;

/// Things that may happen, whether or not they are allowed: the fold takes them all.
fn happen(night: &mut Night, what: u8, which: u8, clock: &str) {
    let steps = ["1.1", "1.2", "2.1", "3.1.a", "3.1.b", "4.1", "6.3", "7.2", "r1", "r2", "r9", "+1"];
    let step = steps[usize::from(which) % steps.len()];
    let check = ["shop", "inside", "search"][usize::from(which) % 3];
    let status = [Status::Up, Status::Down, Status::Unknown, Status::Degraded, Status::Unjudged]
        [usize::from(which) % 5];
    let page = || "page".to_owned();
    match what % 20 {
        0..=2 => night.start(clock, step),
        3..=5 => night.done(clock, step),
        6 => night.fail(clock, step),
        7 | 8 => night.change(clock, check, status),
        9 => night.tell(clock, "lee", Event::SwitchOn { switch: page() }),
        10 => night.tell(clock, "lee", Event::SwitchOff { switch: page() }),
        11 => night.decide(clock, DecisionKind::Start),
        12 if which.is_multiple_of(4) => night.decide(clock, DecisionKind::Go),
        12 if which.is_multiple_of(3) => night.decide(clock, DecisionKind::Rollback),
        13 => night.vote(
            clock,
            "on-call",
            [Answer::Go, Answer::NoGo, Answer::Conditions][usize::from(which) % 3],
        ),
        14 => night.live(clock, ["4.11.3", "4.12.0"][usize::from(which) % 2]),
        15 => {
            let (trigger, reason) = ("R2".to_owned(), "seen".to_owned());
            night.tell(clock, "lee", Event::TriggerRaised { trigger, reason });
        }
        16 => {
            let (trigger, reason) = (["R1", "R2"][usize::from(which) % 2].to_owned(), "no".to_owned());
            night.tell(clock, "zoe", Event::TriggerCleared { trigger, reason });
        }
        17 => {
            let step = step.to_owned();
            night.tell(clock, "zoe", Event::StepReopened { step, reason: "again".to_owned() });
        }
        18 => {
            let added = Event::StepAdded {
                step: "+1".to_owned(),
                stage: "execute".to_owned(),
                title: "More".to_owned(),
                owner: None,
                mandatory: which.is_multiple_of(2),
                undo: which.is_multiple_of(3).then(|| "back".to_owned()),
                due: None,
                purpose: None,
            };
            night.tell(clock, "mia", added);
        }
        _ => {
            let Event::CheckChanged { check, status, text, .. } = changed(check, status, "as it is") else {
                return;
            };
            let seen = [Some(Seen::Down), Some(Seen::Answering), None][usize::from(which) % 3];
            let (cause, versions, code, latency_ms) = (None, Vec::new(), None, None);
            let event = Event::CheckChanged {
                check,
                status,
                seen,
                cause,
                text,
                versions,
                code,
                latency_ms,
                proven: false,
            };
            night.tell(clock, "golive", event);
        }
    }
}

/// The words that a phase may say, by whether anything is against.
fn may_say(phase: Phase, about: About, word: Recommendation, against: bool) -> bool {
    use Recommendation as R;
    match (phase, about, against) {
        (Phase::Preparing, About::Start, false) => word == R::Ready,
        (Phase::Preparing, About::Start, true) => matches!(word, R::Hold | R::NotYet),
        (Phase::Deploying, About::Continue, false) => word == R::Proceed,
        (Phase::Deploying, About::Continue, true) => matches!(word, R::Hold | R::Rollback),
        (Phase::Deciding, About::GoLive, false) => word == R::Go,
        (Phase::Deciding, About::GoLive, true) => matches!(word, R::Hold | R::Rollback | R::NotYet),
        (Phase::RollingBack, About::Restore, false) => word == R::Restored,
        (Phase::RollingBack, About::Restore, true) => matches!(word, R::Hold | R::Failed | R::Restoring),
        (Phase::Stabilising, About::Stay, false) => word == R::Steady,
        (Phase::Stabilising, About::Stay, true) => matches!(word, R::Watch | R::Rollback),
        _ => false,
    }
}

fn hold_together(night: &mut Night, clock: &str) -> Result<(), TestCaseError> {
    let now = stamp(clock);
    for _ in 0..4 {
        for event in due(&night.plan, &night.session, now) {
            night.tell(clock, "golive", event);
        }
    }
    let left = due(&night.plan, &night.session, now);
    prop_assert!(left.is_empty(), "the same falls due again and again: {left:?}");
    let moment = Moment::new(&night.plan, &night.session, now);
    let look = &moment.outlook;
    prop_assert_eq!(look.verdict.is_none(), matches!(look.phase, Phase::Closing | Phase::Closed));
    if let Some(verdict) = &look.verdict {
        let word = verdict.recommendation;
        prop_assert!(may_say(look.phase, verdict.about, word, !verdict.against.is_empty()), "{look:?}");
        prop_assert!(verdict.against.iter().all(|row| !row.text.is_empty() && !row.rule.is_empty()));
    }
    let waking = wakeup(&night.plan, &night.session, now);
    prop_assert!(waking.is_none_or(|waking| waking.at > now.at));
    for times in look.forecast.steps.values() {
        prop_assert!(times.start <= times.end && times.planned_start <= times.planned_end);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn random_nights_hold_together(acts in proptest::collection::vec((0_u8..20, 0_u8..60, 1_u32..400), 1..40)) {
        let mut night = Night::new();
        let mut second = 30_u32;
        for (what, which, later) in acts {
            second += later;
            let clock = format!("{:02}:{:02}:{:02}", second / 3600 % 24, second / 60 % 60, second % 60);
            happen(&mut night, what, which, &clock);
            hold_together(&mut night, &clock)?;
        }
    }
}
