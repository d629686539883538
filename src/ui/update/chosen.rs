//! What the keys of a pane mean when a step was chosen by hand, and when nobody chose one.

use super::*;

fn meant(model: &Model) -> Option<&str> {
    model.meant(model.ui.focus).map(|step| step.id.as_str())
}

/// Where the bar stands in the checklist.
fn bar(model: &Model) -> Option<&str> {
    model.selected_step().map(|step| step.id.as_str())
}

/// What runs was begun as in the test night, then ROLLBACK was decided.
fn rolling_back() -> Night {
    let mut night = Night::deploying();
    night.ran("01:00", "01:20", "3.1.a");
    night.windows("01:00", "01:21", &[]);
    night.decide("01:21", DecisionKind::Rollback);
    night
}

#[test]
fn a_console_that_begins_while_rolling_back_begins_at_the_runbook() {
    let mut model = console(&rolling_back(), "01:22");
    assert_eq!(model.ui.focus, Pane::Rollback);
    assert_eq!(meant(&model), Some("r1"));
    assert_eq!(started(&keys(&mut model, &["space"])), Some("r1"));
    // In the checklist, which does not list it, the keys mean that step as well.
    keys(&mut model, &["2"]);
    assert_eq!(meant(&model), Some("r1"));
    assert_eq!(bar(&model), Some("3.1.a"), "where the work ended, not at the first of all steps");
    assert_eq!(started(&keys(&mut model, &["space"])), Some("r1"));
}

#[test]
fn space_never_starts_a_rollback_step_that_is_not_needed() {
    let mut model = console(&rolling_back(), "01:22");
    keys(&mut model, &["j"]);
    assert_eq!(meant(&model), Some("r2"));
    assert_eq!(keys(&mut model, &["space"]), []);
    assert_eq!(said(&model), "r2 is not needed: nothing of 3.1.b was started; enter opens it");
    keys(&mut model, &["j", "space"]);
    assert_eq!(said(&model), "r9 is needed only if r1 fails; enter opens it");
    // Reality may differ: its sheet starts it.
    keys(&mut model, &["k", "enter"]);
    let sheet = match &model.ui.overlay {
        Some(Overlay::Step(sheet)) => sheet.choices[0].why_not.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(sheet, None);
}

#[test]
fn with_nothing_left_of_the_runbook_space_starts_none_of_its_steps() {
    let mut night = rolling_back();
    night.ran("01:22", "01:25", "r1");
    night.windows("01:21", "01:26", &[]);
    let mut model = console(&night, "01:26");
    assert_eq!(meant(&model), Some("r1"), "the last that was to be done");
    assert_eq!(keys(&mut model, &["space"]), []);
    assert!(said(&model).contains("RESTORED"), "{}", said(&model));
    model.ui.toast = None;
    assert!(footer(&model).contains("space — "), "{}", footer(&model));
    assert!(footer(&model).contains("R rollback plan"), "{}", footer(&model));
}

#[test]
fn a_chosen_step_stays_chosen_until_it_is_settled() {
    let mut model = console(&Night::new(), "00:01");
    keys(&mut model, &["j"]);
    assert_eq!(started(&keys(&mut model, &["space"])), Some("1.2"));
    hear(&mut model, "00:02", begun("1.2"));
    assert_eq!(meant(&model), Some("1.2"));
    keys(&mut model, &["n", "\"a note\"", "enter"]);
    hear(&mut model, "00:03", Event::StepNoted { step: "1.2".into(), note: "a note".into() });
    assert_eq!((meant(&model), &model.ui.overlay), (Some("1.2"), &None));
    hear(&mut model, "00:04", done("1.2"));
    assert_eq!(meant(&model), Some("1.1"), "what comes next");
    // What was done already may be looked at for as long as one likes.
    keys(&mut model, &["j"]);
    hear(&mut model, "00:05", begun("1.1"));
    assert_eq!(meant(&model), Some("1.2"));
    keys(&mut model, &["space"]);
    assert!(said(&model).starts_with("1.2 is done"), "{}", said(&model));
}

#[test]
fn the_selection_stays_where_the_work_is_while_a_decision_is_next() {
    let mut night = Night::deploying();
    night.ran("01:00", "01:20", "3.1.a");
    night.windows("01:00", "01:21", &[]);
    night.tell("01:21", "golive", Event::TriggerMet { trigger: "R1".into(), text: "down".into() });
    let model = console(&night, "01:21");
    assert_eq!(bar(&model), Some("3.1.b"), "what would be next, not what is done");
    let model = console(&Night::deciding(), "01:50");
    assert_eq!(bar(&model), Some("5.2"), "the decision that is due");
}

#[test]
fn what_space_cannot_do_is_said_in_the_footer_and_when_it_is_pressed() {
    let mut model = console(&Night::deploying(), "01:01");
    keys(&mut model, &["G", "k"]);
    assert_eq!(meant(&model), Some("6.3"));
    assert!(footer(&model).contains("space start 6.3 — 6.3 waits for"), "{}", footer(&model));
    keys(&mut model, &["space"]);
    assert!(said(&model).starts_with("6.3 waits for notify-outcome"), "{}", said(&model));
    assert!(footer(&model).contains("6.3 waits for notify-outcome"), "{}", footer(&model));
    // A second of the person's time later it still stands there.
    model.demo = Some(crate::ui::model::DemoInfo { scenario: "happy".into(), speed: 10.0 });
    update(&mut model, Msg::Tick(stamp("01:01:10")));
    assert!(footer(&model).contains("6.3 waits for notify-outcome"), "{}", footer(&model));
}

#[test]
fn a_sheet_never_opens_on_what_a_stray_enter_should_not_do() {
    let mut model = console(&Night::deploying(), "01:01");
    keys(&mut model, &["G", "k", "enter"]);
    let label = |model: &Model| match &model.ui.overlay {
        Some(Overlay::Step(sheet)) => sheet.choices[sheet.selected].label.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(label(&model), "give to somebody else");
    keys(&mut model, &["esc", "g", "enter"]);
    assert_eq!(label(&model), "note", "1.1 is done, and is not reopened by chance");
}

#[test]
fn a_page_long_before_its_time_is_asked_about() {
    let mut night = Night::new();
    night.all_up("00:00:05");
    night.ran("00:10", "00:11", "1.1");
    night.ran("00:10", "00:12", "1.2");
    night.windows("00:00:05", "00:20", &[]);
    night.decide("00:20", DecisionKind::Start);
    let mut model = console(&night, "00:20");
    assert_eq!(keys(&mut model, &["space"]), []);
    let asked = match &model.ui.overlay {
        Some(Overlay::Confirm(sheet)) => sheet.lines.join(" "),
        other => panic!("{other:?}"),
    };
    assert_eq!(asked, "It is planned for 00:58, 38m from now. The 3h promised to customers begin now.");
    assert_eq!((keys(&mut model, &["enter"]), &model.ui.overlay), (vec![], &None), "enter alone waits");
    assert_eq!(started(&keys(&mut model, &["space", "s"])), Some("2.1"));
    night.windows("00:20", "00:50", &[]);
    let mut model = console(&night, "00:50");
    assert_eq!(started(&keys(&mut model, &["space"])), Some("2.1"), "it is time");
}
