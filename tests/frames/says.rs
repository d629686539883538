//! What a frame must say: the sentences that people went by wrongly once, each with the moment at which they did.

use golive::journal::{DecisionKind, Event, Mode};
use golive::ui::model::{DemoInfo, Model};

use crate::night::Night;
use crate::picture::{frame, text};
use crate::{SIZES, pressed, scenes};

fn drawn(night: &Night, size: (u16, u16), keys: &str) -> String {
    text(&frame(&pressed(night.model(size), keys)))
}

fn says(drawn: &str, texts: &[&str]) {
    for text in texts {
        assert!(drawn.contains(text), "does not say {text}\n{drawn}");
    }
}

fn never(drawn: &str, texts: &[&str]) {
    for text in texts {
        assert!(!drawn.contains(text), "says {text}\n{drawn}");
    }
}

#[test]
fn behind_a_page_counts_are_disjoint_and_the_outage_is_used_and_heading() {
    let night = scenes::behind_the_page();
    let desk = drawn(&night, (120, 40), "");
    says(&desk, &["✓ nothing, 7 up, 5 expected", "‖ 5 expected  ✓ 7 up", "Unhealthy   outage 11m12s of 40m"]);
    says(
        &drawn(&night, (200, 60), ""),
        &["✓ nothing, 7 up, 5 expected", "outage 11m12s of 40m, heading for "],
    );
}

#[test]
fn time_used_is_never_rounded_down_and_two_things_have_two_names() {
    let night = scenes::behind_the_page();
    for (size, page) in
        [((120, 40), "page on 11m12s of 40m → "), ((200, 60), "page on 11m12s of 40m promised")]
    {
        let drawn = drawn(&night, size, "");
        says(&drawn, &["OUTAGE 11m12s of 40m → ", page]);
        never(&drawn, &["outage 11m of"]);
    }
    says(&drawn(&night, (200, 60), ""), &[" · seen down 11m12s"]);
    let closed = drawn(&scenes::closed(), (120, 40), "");
    says(&closed, &["seen down", "page on", "1h38m of 2h30m"]);
}

#[test]
fn over_its_plan_is_not_on_time() {
    let mut night = scenes::behind_the_page();
    night.at("01:13:30");
    says(&drawn(&night, (120, 40), ""), &["4m20s of 4m", "20s over plan"]);
    never(&drawn(&night, (120, 40), ""), &["on time"]);
}

#[test]
fn every_list_shows_all_of_its_entries_or_says_how_many_more() {
    let ids = ["r1 ", "r2 ", "r3 ", "r4 ", "r5 ", "r9 "];
    let mut night = scenes::overrun();
    night.decide(DecisionKind::Rollback, "zoe").start("r3", "sam").at("01:53:00");
    for size in SIZES {
        let drawn = drawn(&night, size, "");
        let hidden = ids.iter().filter(|id| !drawn.contains(**id)).count();
        assert!(hidden == 0 || drawn.contains(&format!("+{hidden} more")), "{size:?}\n{drawn}");
    }
    says(&drawn(&night, (120, 40), ""), &ids);
}

#[test]
fn a_plan_with_six_triggers_shows_them_all() {
    let mut night = Night::retail();
    for keys in ["", "7"] {
        let drawn = drawn(night.all_up(), (200, 60), keys);
        says(&drawn, &["R1 ", "R2 ", "R3 ", "R4 ", "R5 ", "R6 "]);
    }
    let desk = drawn(&night, (80, 24), "7");
    says(&desk, &["R1 ", "R6 "]);
}

#[test]
fn what_is_behind_schedule_is_said_however_much_is_done_at_once() {
    let mut night = scenes::pre_checks();
    night.at("01:30:00").start("1.2", "lee").start("1.4", "lee").at("01:40:00");
    let drawn = drawn(&night, (120, 40), "");
    says(&drawn, &["+2 more", "behind"]);
}

fn played(night: &Night, size: (u16, u16)) -> Model {
    let mut model = night.model(size);
    model.session.mode = Mode::Demo;
    model.demo = Some(DemoInfo { scenario: "payments-down".into(), speed: 10.0 });
    model
}

#[test]
fn the_header_keeps_the_mode_and_the_version_at_every_size() {
    for night in [scenes::behind_the_page(), scenes::overrun()] {
        for size in SIZES {
            let drawn = text(&frame(&played(&night, size)));
            let header = drawn.lines().next().unwrap();
            says(header, &["DEMO ×10", "4.12.0 ", "/6", "saved", "AEDT"]);
            assert!(header.contains("new ") || header.contains("LIVE 4.12.0 on "), "{header}");
            assert!(size.0 < 120 || header.contains("OUTAGE "), "{header}");
        }
    }
}

#[test]
fn another_day_than_the_window_s_has_its_name() {
    let night = scenes::stabilising();
    for size in SIZES {
        let drawn = drawn(&night, size, "");
        says(drawn.lines().next().unwrap(), &["Thu "]);
    }
}

#[test]
fn stabilising_counts_business_days_and_says_what_a_late_rollback_costs() {
    let night = scenes::stabilising();
    says(&drawn(&night, (80, 24), ""), &["stabilisation 2 business days, to Fri 17:00"]);
    for size in [(120, 40), (150, 45), (200, 60)] {
        let texts = ["late rollback: ", " min, data since Wed 03:08", "old version kept until 18:00"];
        says(&drawn(&night, size, ""), &texts);
        says(&drawn(&night, size, ""), &["ends Fri 12 Feb 17:00 AEDT"]);
    }
    let mut late = scenes::stabilising();
    late.days(2, "10:00:00");
    says(&drawn(&late, (120, 40), ""), &["old version gone since Thu 18:00: a rollback needs it back"]);
}

#[test]
fn the_end_is_said_once_and_what_is_over_stands_still() {
    let mut night = scenes::rolled_back();
    night.start("6.1", "ana").done("6.1", "ana").start("6.3", "lee").done("6.3", "lee");
    let difference = |night: &Night| night.model((200, 60)).outlook.forecast.stages[5].difference;
    let before = difference(&night);
    let desk = drawn(&night, (120, 40), "");
    says(&desk, &["needed to close", "↶ ROLLED BACK  02:20 by zoe, as recommended", "to close the record"]);
    never(&desk, &["rolled-back", "on plan", "on hold 0m"]);
    night.at("03:30:00");
    assert_eq!(difference(&night), before, "a finished stage does not get later");
    says(&drawn(&night, (80, 24), ""), &["↶ ROLLED BACK  02:20 by zoe"]);
    says(&drawn(&night, (120, 40), "2"), &["○ investigation ", "○ corrective-actions "]);
}

#[test]
fn what_can_be_decided_comes_before_what_cannot() {
    let drawn = drawn(&scenes::trigger_met(), (120, 40), "D");
    let footer = drawn.lines().last().unwrap();
    assert!(footer.trim_start().starts_with("space decide ROLLBACK  b ROLLBACK  h HOLD"), "{footer}");
}

#[test]
fn a_step_says_that_it_waits_for_its_gate() {
    let mut night = scenes::payments_down();
    night.done("3.3", "sam");
    for size in [(80, 24), (120, 40), (200, 60)] {
        let drawn = drawn(&night, size, "2");
        says(&drawn, &["‖ 3.4 Deploy web", "lee     gate: payments-api"]);
    }
}

#[test]
fn the_poll_says_who_answered_what_and_when() {
    let night = scenes::deciding();
    says(&drawn(&night, (120, 40), "P"), &["GO mia 03:04", "recorded as spoken"]);
    says(&drawn(&night, (80, 24), "P"), &["GO mia 03:04"]);
}

#[test]
fn tabs_and_alarms_all_fit() {
    let tabs = drawn(&scenes::overrun(), (80, 24), "");
    let tabs = tabs.lines().nth(3).unwrap().to_owned();
    says(&tabs, &["1 Time", "2 ", "3 Health ✗7", "4 ", "5 Log", "7 Trig ✗1", "R Back", "T Team"]);
}

#[test]
fn what_a_met_trigger_watches_comes_first_and_what_the_page_explains_is_one_line() {
    let night = scenes::overrun();
    let wall = drawn(&night, (200, 60), "");
    says(&wall, &["✗ 5 down behind Maintenance page", "1m05s over"]);
    let at = |text: &str| wall.find(text).unwrap_or_else(|| panic!("{text}\n{wall}"));
    assert!(at("✗ checkout-inside down") < at("✗ payments down"), "the trigger's check first\n{wall}");
    assert!(at("✗ payments down") < at("5 down behind"));
    let desk = drawn(&night, (120, 40), "");
    says(&desk, &["✗ checkout-inside down", "✗ payments down", "5 behind page"]);
}

#[test]
fn a_rollback_step_in_big_letters_is_no_trigger() {
    let drawn = drawn(&scenes::rolling_back(), (120, 40), "W");
    // The five rows of the glyphs: the minutes stand alone.
    let rows: Vec<_> = drawn.lines().filter(|line| line.contains("█████▄ ▄████▄     ▄████▄")).collect();
    assert!(rows.is_empty(), "R2 is a trigger\n{drawn}");
    says(&drawn, &["↶ r2 Redeploy api 4.11.3"]);
}

#[test]
fn reasons_are_not_cut_in_their_numbers() {
    let mut night = scenes::payments_down();
    night.at("02:14:20");
    let desk = drawn(&night, (120, 40), "");
    says(&desk, &["3 in a row failed (limit 3), since  ", "503, wanted 200"]);
    let mut early = scenes::pre_checks();
    early.all_up();
    early.at("01:09:00");
    never(&drawn(&early, (120, 40), ""), &["…  critical check"]);
}

#[test]
fn nothing_is_called_recommended_that_the_console_never_recommends() {
    let mut night = scenes::pre_checks();
    night.decide(DecisionKind::Abort, "zoe").at("01:10:00");
    for size in [(80, 24), (120, 40), (200, 60)] {
        let drawn = drawn(&night, size, "");
        says(&drawn, &["ABORTED  01:01 by zoe"]);
        never(&drawn, &["as recommended"]);
    }
}

#[test]
fn a_hold_does_not_hide_why_a_rollback_is_recommended() {
    let mut night = scenes::trigger_met();
    let verdict = night.verdict();
    night.event("mia", Event::HoldStarted { reason: "the vendor looks".into(), verdict });
    night.at("02:18:00");
    says(&drawn(&night, (80, 24), ""), &["↶ ROLLBACK  R1 Customers cannot pay  HELD"]);
    for size in [(120, 40), (200, 60)] {
        let drawn = drawn(&night, size, "");
        says(&drawn, &["↶ ROLLBACK   R1 Customers cannot pay", "HELD by mia 50s  the vendor"]);
    }
}
