//! The moments that are drawn.

use golive::journal::{About, Answer, DecisionKind, Event, Seen, Status};
use golive::ui::model::Class;

use super::night::Night;

/// The first minutes: pre-checks run, checks are not judged yet.
pub fn pre_checks() -> Night {
    let mut night = Night::new();
    night.at("01:00:20").start("1.1", "sam").at("01:01:10").start("1.3", "mia");
    for check in
        ["payments-api", "checkout-inside", "checkout", "search", "storefront", "orders-db", "release"]
    {
        night.check(check, Status::Unjudged, "not judged yet");
    }
    night.log(Class::Good, "checks are polled from now on");
    night.at("01:01:40");
    night
}

/// Up to the running deployment of the api, everything well so far.
fn deploying() -> Night {
    let mut night = Night::new();
    night.all_up();
    night.at("01:00:20").start("1.1", "sam").start("1.2", "lee");
    night.at("01:06:00").done("1.1", "sam").start("1.3", "mia").at("01:09:00").done("1.3", "mia");
    night.at("01:10:30").done("1.2", "lee");
    night.at("01:18:44").log(Class::Attention, "zoe waived 1.4: rehearsed on Thursday");
    night.event("zoe", Event::StepWaived { step: "1.4".into(), reason: "rehearsed on Thursday".into() });
    hold(&mut night, "01:20:02", "01:26:02", "mia", "bridge");
    night.decide(DecisionKind::Start, "zoe");
    night.at("01:26:30").start("2.1", "ana").at("01:29:10").done("2.1", "ana").start("2.2", "lee");
    night.at("01:30:24").done("2.2", "lee");
    night.event("lee", Event::SwitchOn { switch: "maintenance".into() });
    night.event("golive", Event::ExpectOpened { source: "maintenance".into() });
    night.seen("checkout", Some(Seen::Down)).seen("storefront", Some(Seen::Down));
    night.at("01:31:02").start("3.1", "sam").at("01:34:00").done("3.1", "sam").start("3.2", "sam");
    night.at("01:52:02").done("3.2", "sam");
    hold(&mut night, "01:52:10", "02:03:50", "sam", "DBA sign-off");
    night.at("02:04:05").start("3.3", "sam");
    night
}

fn hold(night: &mut Night, from: &str, to: &str, by: &str, reason: &str) {
    let verdict = night.at(from).verdict();
    night.log(Class::Hold, &format!("{by} called a hold: {reason}"));
    night.event(by, Event::HoldStarted { reason: reason.into(), verdict });
    let verdict = night.at(to).verdict();
    night.log(Class::Run, &format!("{by} ended the hold: {reason}"));
    night.event(by, Event::HoldEnded { reason: None, verdict });
}

/// HOLD: the payments went down with the new api, the search became slow.
pub fn payments_down() -> Night {
    let mut night = deploying();
    night.event("sam", Event::StepNoted { step: "3.3".into(), note: "pod 7 of 12 ready".into() });
    night.at("02:05:41").log(Class::Attention, "search is slower than 350 ms");
    night.check(
        "search",
        Status::Degraded,
        "6 of the last 10 took over 350ms (limit 5), since 02:05:41; last: 412 ms",
    );
    night.at("02:11:55").log(Class::Failure, "payments-api down after 3 failures: status 503, wanted 200");
    night.check(
        "payments-api",
        Status::Down,
        "3 in a row failed (limit 3), since 02:11:55; last: status 503, wanted 200",
    );
    night.at("02:14:09");
    night
}

/// The plan clock stands still, by Mia.
pub fn held() -> Night {
    let mut night = payments_down();
    let verdict = night.verdict();
    night.event("mia", Event::HoldStarted { reason: "payments answer 503".into(), verdict });
    night.at("02:15:00");
    night
}

/// The trigger is met and latches.
pub fn trigger_met() -> Night {
    let mut night = payments_down();
    night.at("02:16:55").log(Class::Failure, "trigger R1 met: payments-api down for 5m");
    night.event(
        "golive",
        Event::TriggerMet { trigger: "R1".into(), text: "payments-api down for 5m, since 02:11:55".into() },
    );
    night.at("02:17:10");
    night
}

/// Rolling back: the api is being redeployed.
pub fn rolling_back() -> Night {
    let mut night = trigger_met();
    night.at("02:20:00").decide(DecisionKind::Rollback, "zoe");
    night.at("02:20:30").start("r2", "lee");
    night.event("lee", Event::StepNoted { step: "r2".into(), note: "pod 4 of 12 ready".into() });
    night.at("02:23:42");
    night
}

/// Rolled back and restored; the investigation is open.
pub fn rolled_back() -> Night {
    let mut night = rolling_back();
    night.at("02:25:00").done("r2", "lee").start("r3", "sam");
    night.check("payments-api", Status::Up, "up: 5 passes in a row");
    night
        .at("02:36:00")
        .done("r3", "sam")
        .start("r4", "sam")
        .at("02:38:00")
        .done("r4", "sam")
        .start("r5", "ana");
    night.at("02:44:00").done("r5", "ana").version("4.11.3");
    let verdict = night.verdict();
    night.event("golive", Event::RollbackCompleted { verdict });
    night.at("02:45:00");
    night
}

/// Everything is done but the decision.
pub fn deciding() -> Night {
    let mut night = deploying();
    night
        .at("02:11:00")
        .done("3.3", "sam")
        .start("3.4", "lee")
        .at("02:18:00")
        .done("3.4", "lee")
        .version("4.12.0");
    night.at("02:18:10").start("3.5", "lee").at("02:22:00").done("3.5", "lee");
    night
        .start("3.6", "mia")
        .at("02:30:00")
        .done("3.6", "mia")
        .start("3.7", "sam")
        .at("02:35:00")
        .done("3.7", "sam");
    night
        .start("4.1", "sam")
        .start("4.2", "lee")
        .at("02:45:00")
        .done("4.2", "lee")
        .at("02:47:00")
        .done("4.1", "sam");
    night
        .start("4.3", "ana")
        .at("03:02:00")
        .done("4.3", "ana")
        .start("5.1", "mia")
        .at("03:04:00")
        .done("5.1", "mia");
    night.event("mia", Event::PollOpened { about: About::GoLive });
    night.vote("lead", Answer::Go, About::GoLive, "mia").at("03:05:00");
    night.vote("dba", Answer::Go, About::GoLive, "sam").vote("on-call", Answer::Go, About::GoLive, "lee");
    night.at("03:06:40");
    night
}

/// GO was decided and the page is off: the second business day runs.
pub fn stabilising() -> Night {
    let mut night = deciding();
    night.at("03:07:00").decide(DecisionKind::Go, "zoe");
    night.at("03:08:00").done("6.1", "ana").done("6.3", "lee");
    night.event("lee", Event::SwitchOff { switch: "maintenance".into() });
    night.event("golive", Event::ExpectClosed { source: "maintenance".into() });
    night.seen("checkout", None).seen("storefront", None);
    night.check("checkout", Status::Up, "up").check("storefront", Status::Up, "up");
    night.start("7.2", "lee");
    night.days(1, "10:12:31");
    night
}

/// Closed after a success.
pub fn closed() -> Night {
    let mut night = stabilising();
    night.days(2, "17:30:00").done("7.1", "mia").done("7.2", "lee");
    night.event("mia", Event::SessionClosed { note: None });
    night
}

/// The demo's night: the page is on, payments fell with the new pods. Seven checks are down or expected to be.
pub fn behind_the_page() -> Night {
    let mut night = Night::demo();
    night.all_up();
    for (step, by) in [("1.1", "sam"), ("1.2", "sam"), ("1.3", "mia"), ("1.4", "lee")] {
        night.start(step, by);
    }
    night.at("01:00:10");
    for (step, by) in [("1.1", "sam"), ("1.2", "sam"), ("1.3", "mia"), ("1.4", "lee")] {
        night.done(step, by);
    }
    night.decide(DecisionKind::Start, "zoe");
    night.start("2.1", "ana").at("01:01:10").done("2.1", "ana").start("2.2", "lee");
    night.at("01:02:10").done("2.2", "lee");
    night.event("lee", Event::SwitchOn { switch: "maintenance".into() });
    night.event("golive", Event::ExpectOpened { source: "maintenance".into() });
    for id in PUBLIC {
        night.seen(id, Some(Seen::Down));
    }
    night.start("3.1.a", "lee").at("01:04:00").done("3.1.a", "lee").start("3.1.b", "lee");
    night.at("01:08:00").done("3.1.b", "lee").at("01:09:10").start("3.1.c", "sam");
    night.at("01:13:22");
    night
}

const PUBLIC: [&str; 5] = ["checkout", "home", "catalogue", "cart", "search"];

/// The same: payments have been down for long, and now the page is on for longer than it may be.
pub fn overrun() -> Night {
    let mut night = behind_the_page();
    for id in ["payments", "checkout-inside"] {
        night.check(id, Status::Down, "3 in a row failed (limit 3); last: status 503, wanted 200");
    }
    night.at("01:15:30");
    night.event(
        "golive",
        Event::TriggerMet { trigger: "R1".into(), text: "checkout-inside down for 2m".into() },
    );
    night.at("01:42:10");
    night.event("golive", Event::ExpectOverrun { source: "maintenance".into() });
    for id in PUBLIC {
        night.check(id, Status::Down, "3 in a row failed (limit 3); last: status 503, wanted 200");
    }
    night.at("01:43:15");
    night
}

/// Every moment with its name.
pub fn all() -> Vec<(&'static str, Night)> {
    vec![
        ("pre-checks", pre_checks()),
        ("payments-down", payments_down()),
        ("held", held()),
        ("trigger-met", trigger_met()),
        ("rolling-back", rolling_back()),
        ("rolled-back", rolled_back()),
        ("deciding", deciding()),
        ("stabilising", stabilising()),
        ("closed", closed()),
        ("overrun", overrun()),
    ]
}
