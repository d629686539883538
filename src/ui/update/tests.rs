//! Keys through update: what space means, and when a sheet closes.

use std::sync::Arc;

use super::*;
use crate::decide::testing::{Night, record, stamp};
use crate::decide::{Actor, Command};
use crate::ui::overlay::{DecideKind, StepSheet};

/// Mia's console over the test night at this clock.
fn console(night: &Night, clock: &str) -> Model {
    let actor = Actor { member: Some("mia".into()), on_behalf: None, os: "mia/1000".into() };
    let mut model = Model::new(Arc::new(night.plan.clone()), night.session.clone(), actor, stamp(clock));
    model.ui.size = (120, 40);
    refresh(&mut model);
    model
}

/// Types keys by their names; `"text"` in quotes is typed as it stands. What the last key asked for.
fn keys(model: &mut Model, names: &[&str]) -> Vec<Effect> {
    let mut effects = Vec::new();
    for name in names {
        let text = name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let typed: Vec<Key> = match text {
            Some(text) => text.chars().map(Key::Char).collect(),
            None => vec![Key::named(name).unwrap_or_else(|| panic!("{name}"))],
        };
        for key in typed {
            effects = update(model, Msg::Typed(Typed::Key(key)));
        }
    }
    effects
}

/// A fact comes back.
fn hear(model: &mut Model, clock: &str, event: Event) {
    let record = record(model.session.seq + 1, clock, "mia", event);
    let line = LogLine::of(&model.plan, &model.session, &record);
    update(model, Msg::Tick(stamp(clock)));
    update(model, Msg::Records(vec![(record, line)]));
}

fn begun(step: &str) -> Event {
    Event::StepStarted { step: step.into(), stated: None, reason: None }
}

fn done(step: &str) -> Event {
    Event::StepDone { step: step.into(), stated: None, proof: None, note: None }
}

fn started(effects: &[Effect]) -> Option<&str> {
    match effects {
        [Effect::Ask { command: Command::StartStep { step, .. }, .. }] => Some(step),
        _ => None,
    }
}

fn finished(effects: &[Effect]) -> Option<&str> {
    match effects {
        [Effect::Ask { command: Command::FinishStep { step, .. }, .. }] => Some(step),
        _ => None,
    }
}

fn footer(model: &Model) -> String {
    let area = ratatui::layout::Rect::new(0, 0, 120, 40);
    let mut buf = ratatui::buffer::Buffer::empty(area);
    crate::ui::view::draw(&mut buf, model);
    (0..area.width).map(|x| buf[(x, area.height - 1)].symbol()).collect()
}

/// What the footer's message says.
fn said(model: &Model) -> &str {
    model.ui.toast.as_ref().map_or("", |(_, said, _)| said)
}

#[path = "chosen.rs"]
mod chosen;

#[test]
fn space_means_the_step_that_the_bar_stands_on_and_the_footer_says_so() {
    let night = Night::new();
    let mut model = console(&night, "00:01");
    assert_eq!(model.selected_step().map(|step| step.id.as_str()), Some("1.1"));
    assert!(footer(&model).contains("space start 1.1"), "{}", footer(&model));
    assert_eq!(started(&keys(&mut model, &["space"])), Some("1.1"));
    hear(&mut model, "00:02", begun("1.1"));
    // The other pre-check can begin meanwhile: everybody waits for that one first.
    assert_eq!(model.selected_step().map(|step| step.id.as_str()), Some("1.2"));
    assert!(footer(&model).contains("space start 1.2"), "{}", footer(&model));
    assert_eq!(started(&keys(&mut model, &["space"])), Some("1.2"));
    hear(&mut model, "00:03", begun("1.2"));
    assert_eq!(model.selected_step().map(|step| step.id.as_str()), Some("1.1"));
    assert!(footer(&model).contains("space 1.1 done"), "{}", footer(&model));
    assert_eq!(finished(&keys(&mut model, &["space"])), Some("1.1"));
}

#[test]
fn a_key_stands_once_in_the_footer() {
    let model = console(&Night::new(), "00:01");
    assert_eq!(footer(&model).matches("space").count(), 1, "{}", footer(&model));
}

#[test]
fn during_a_hold_space_ends_what_runs_and_only_then_the_hold() {
    let mut night = Night::deploying();
    night.start("01:00", "3.1.a");
    let verdict = night.verdict("01:05");
    night.tell("01:05", "mia", Event::HoldStarted { reason: "payments".into(), verdict });
    let mut model = console(&night, "01:06");
    assert_eq!(finished(&keys(&mut model, &["space"])), Some("3.1.a"));
    hear(&mut model, "01:06", done("3.1.a"));
    keys(&mut model, &["space"]);
    assert!(
        matches!(&model.ui.overlay, Some(Overlay::Decide(sheet)) if sheet.kind == DecideKind::Resume),
        "{:?}",
        model.ui.overlay
    );
}

#[test]
fn a_sheet_closes_with_the_fact_it_asked_for_and_with_no_other() {
    let mut night = Night::new();
    night.start("00:30", "1.2");
    let mut model = console(&night, "00:31");
    keys(&mut model, &["j", "space", "\"00:10\"", "tab", "\"nightly\"", "tab", "\"42\"", "tab"]);
    // Somebody notes something in another terminal under the same name: what is being typed stays.
    hear(&mut model, "00:32", Event::StepNoted { step: "1.1".into(), note: "seen".into() });
    let kept = |model: &Model| match &model.ui.overlay {
        Some(Overlay::Step(StepSheet { form: Some(form), .. })) => form.value("Backup id"),
        _ => None,
    };
    assert_eq!(kept(&model).as_deref(), Some("nightly"));
    let asked = keys(&mut model, &["\"checksum\"", "enter"]);
    assert_eq!(finished(&asked), Some("1.2"));
    // Refused: it stays, with the reason.
    update(&mut model, Msg::Refused(Refusal::rule("no".to_owned())));
    assert_eq!(kept(&model).as_deref(), Some("nightly"));
    keys(&mut model, &["enter"]);
    hear(&mut model, "00:33", done("1.2"));
    assert_eq!(model.ui.overlay, None);
}

#[test]
fn closing_words_may_stay_empty_and_the_sheet_still_waits_for_enter() {
    let mut model = console(&Night::new(), "00:01");
    super::sheet::decide::open(&mut model, DecideKind::Close);
    hear(&mut model, "00:02", begun("1.1"));
    assert!(matches!(model.ui.overlay, Some(Overlay::Decide(_))), "an empty form was asked for nothing");
}

#[test]
fn a_step_can_be_given_to_somebody_else() {
    let mut model = console(&Night::new(), "00:01");
    let asked = keys(&mut model, &["A", "\"zoe\"", "enter"]);
    assert_eq!(
        asked,
        [Effect::Ask {
            command: Command::AssignStep { step: "1.1".into(), owner: "zoe".into() },
            on_behalf: None
        }]
    );
}

#[test]
fn a_step_is_given_to_nobody_where_nobody_else_is_in_the_team() {
    let mut night = Night::new();
    night.plan.team.retain(|member| member.id == "mia");
    let model = console(&night, "00:01");
    let why = crate::ui::sheet::step::why_not(&model, "1.1", crate::ui::sheet::step::Move::Assign);
    assert_eq!(why.as_deref(), Some("nobody else is in the team"));
}

#[test]
fn a_terminal_too_small_to_show_a_sheet_takes_no_keys_but_those_that_lead_out() {
    let night = Night::new();
    let mut model = console(&night, "00:01");
    update(&mut model, Msg::Typed(Typed::Resize(59, 15)));
    assert_eq!(keys(&mut model, &["space", "enter", "X", "\"why\"", "enter"]), []);
    assert!(model.ui.overlay.is_none());
    assert!(matches!(keys(&mut model, &["q"])[..], [Effect::Quit { .. }]));
    update(&mut model, Msg::Typed(Typed::Resize(60, 16)));
    assert_eq!(started(&keys(&mut model, &["space"])), Some("1.1"));
}

#[test]
fn what_could_not_be_saved_is_said_in_its_sheet_and_stays_typed() {
    let night = Night::new();
    let mut model = console(&night, "00:01");
    assert_eq!(keys(&mut model, &["n", "\"important\"", "enter"]).len(), 1);
    update(&mut model, Msg::Saving);
    update(&mut model, Msg::NotSaved("the disk is full".into()));
    update(&mut model, Msg::Tick(stamp("00:02")));
    update(&mut model, Msg::NotSaved("the disk is full".into()));
    let text = |model: &Model| match &model.ui.overlay {
        Some(Overlay::Step(sheet)) => {
            let form = sheet.form.as_ref().unwrap();
            (form.problem.clone().unwrap_or_default(), form.fields[0].input.text.clone())
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(text(&model), ("not saved: the disk is full".into(), "important".into()));
    assert!(matches!(&model.saved, Saved::NotSaved { since, .. } if *since == stamp("00:01")));
    hear(&mut model, "00:03", Event::StepNoted { step: "1.1".into(), note: "by a script".into() });
    assert_eq!(text(&model).1, "important", "the fact that came was another's");
}

#[test]
fn a_decision_sheet_asks_for_a_reason_as_long_as_the_verdict_is_against_it() {
    let night = Night::new();
    let mut model = console(&night, "00:01");
    let labels = |model: &Model| match &model.ui.overlay {
        Some(Overlay::Decide(sheet)) => {
            sheet.form.fields.iter().map(|field| field.label.clone()).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    sheet::decide::open(&mut model, DecideKind::Start);
    keys(&mut model, &["\"Spring\""]);
    let against = labels(&model);
    assert!(against.contains(&"Reason".to_owned()), "NOT YET: {against:?}");
    model.outlook.verdict.as_mut().unwrap().recommendation = crate::journal::Recommendation::Ready;
    sheet::decide::refresh(&mut model);
    assert!(!labels(&model).contains(&"Reason".to_owned()));
    refresh(&mut model);
    assert_eq!(labels(&model), against, "and asks again");
    let Some(Overlay::Decide(sheet)) = &model.ui.overlay else { panic!("closed") };
    assert_eq!(sheet.form.fields[0].input.text, "Spring", "what was typed stays");
}

#[test]
fn a_console_that_looks_on_opens_no_sheet_that_it_cannot_record() {
    let night = Night::new();
    let mut model = console(&night, "00:01");
    model.conducting = crate::ui::model::Conducting::LookingOn { why: "the folder is read-only".into() };
    refresh(&mut model);
    assert_eq!(keys(&mut model, &["space"]), []);
    let (_, said, _) = model.ui.toast.clone().unwrap();
    assert!(said.contains("the folder is read-only"), "{said}");
    keys(&mut model, &["D", "h"]);
    assert!(model.ui.overlay.is_none(), "{:?}", model.ui.overlay);
}
