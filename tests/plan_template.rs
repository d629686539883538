//! The shipped template carries the whole first procedure, in its own words, and validates.
#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail as the test may")]

use std::collections::BTreeSet;

use golive::plan::{Decides, Evidence, Place, Plan, StageKind, Step, StepKind, TriggerClass, parse};

const TEMPLATE: &str = include_str!("../config/ecommerce-retail.toml");
const PROCEDURE: &str = include_str!("data/go-live-template.txt");

fn plan() -> Plan {
    let parsed = parse(TEMPLATE.as_bytes());
    assert!(parsed.problems.is_empty(), "{:#?}", parsed.problems);
    parsed.plan.unwrap()
}

/// Letters and digits only, so that comment signs, quotes and line ends do not count.
fn words(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    format!(" {} ", spaced.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
}

/// `- 1.2Confirm that …` → `("1.2", "Confirm that …")`.
fn numbered(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix("- ")?;
    let end = rest.find(|c: char| c != '.' && !c.is_ascii_digit())?;
    (end > 0).then(|| rest.split_at(end))
}

#[test]
fn every_numbered_step_stands_in_its_stage_with_its_words() {
    let plan = plan();
    let steps: Vec<_> = PROCEDURE.lines().filter_map(numbered).collect();
    assert_eq!(steps.len(), 21, "1.1 to 7.3");
    for (number, sentence) in steps {
        let (place, step) = plan.step(number).unwrap_or_else(|| panic!("no step {number}"));
        let stage = number.split('.').next().unwrap().parse::<usize>().unwrap();
        assert_eq!(place, Place::Stage(stage - 1), "{number} stands in the wrong stage");
        let detail = step.detail.as_deref().unwrap_or_default();
        assert!(words(detail).contains(&words(sentence)), "{number}: {sentence:?} is not in {detail:?}");
    }
}

#[test]
fn no_word_of_the_procedure_is_lost() {
    let template = words(TEMPLATE);
    let mut lines: Vec<&str> = PROCEDURE.lines().filter(|line| !line.trim().is_empty()).collect();
    // Headings of a web page without a text of their own, and its advertisement.
    let page = [
        "Prerequisites",
        "Step-by-Step Procedure",
        "Quality Checkpoints",
        "Common Mistakes to Avoid",
        "Expected Outcomes",
        "Frequently Asked Questions",
        "Want this customised for YOUR business?",
        "We'll tailor every step to your exact operations, tools, and team structure.",
    ];
    lines.retain(|line| !page.contains(line));
    assert!(lines.len() > 50);
    for line in lines {
        let sentence = numbered(line).map_or(line, |(_, sentence)| sentence);
        assert!(template.contains(&words(sentence)), "missing: {line}");
    }
}

#[test]
fn the_stages_bear_the_procedure_s_headings_in_its_order() {
    let titles: Vec<String> = plan().stages.iter().map(|stage| stage.title.clone()).collect();
    let headings: Vec<&str> =
        PROCEDURE.lines().filter(|line| titles.iter().any(|title| title == line)).collect();
    assert_eq!(titles, headings);
    assert_eq!(titles.len(), 7);
}

#[test]
fn prerequisites_compliance_and_evidence() {
    let plan = plan();
    let step = |id: &str| plan.step(id).unwrap().1;
    for id in ["P1", "P2", "P3", "P4", "C1", "C2", "C3"] {
        assert_eq!(plan.step(id).unwrap().0, Place::Stage(0), "{id}");
        assert!(step(id).mandatory, "{id}");
    }
    assert_eq!(step("1.2").evidence, Evidence::Backup);
    assert_eq!(step("1.4").evidence, Evidence::Rehearsal);
    assert_eq!(step("4.1").evidence, Evidence::Results);
    assert!(plan.is_parent("3.1") && plan.step("3.1.a").is_some());
    assert!(step("3.2").is_auto() && step("3.3").is_auto());
    assert_eq!((&step("5.2").kind, step("5.2").decides), (&StepKind::Decision, Decides::Go));
    assert_eq!((&step("5.3").kind, step("5.3").decides), (&StepKind::Decision, Decides::Rollback));
}

#[test]
fn the_way_back_is_complete() {
    let plan = plan();
    let undone: BTreeSet<&str> =
        plan.rollback.iter().flat_map(|step| &step.undo.undoes).map(String::as_str).collect();
    let changes = |step: &&Step| !step.is_auto() && !plan.is_parent(&step.id) && !step.nothing_to_undo;
    for step in plan.steps_of(StageKind::Execute).filter(changes) {
        assert!(undone.contains(step.id.as_str()), "{} is not undone", step.id);
    }
    assert!(plan.rollback.iter().any(|step| step.undo.validates));
    assert!(plan.rollback.iter().any(|step| step.undo.restores_data && step.undo.only_as_fallback));
    assert!(plan.holders("rollback-initiator").next().is_some());
    for class in [TriggerClass::CriticalProcess, TriggerClass::DataIntegrity, TriggerClass::Security] {
        assert!(plan.triggers.iter().any(|trigger| trigger.class == class), "{class:?}");
    }
}

#[test]
fn notices_cover_every_occasion_and_switches_go_off_again() {
    let plan = plan();
    let occasions: BTreeSet<&str> = plan.notices.iter().map(|notice| notice.when.as_str()).collect();
    let wanted = ["announce", "closed", "delay", "hold", "notify-start", "outcome", "update"];
    assert_eq!(occasions.into_iter().collect::<Vec<_>>(), wanted);
    for switch in &plan.switches {
        for wanted in [true, false] {
            let turns = |step: &Step| matches!(&step.kind, StepKind::Switch { id, on } if *id == switch.id && *on == wanted);
            assert!(plan.steps().any(|(_, step)| turns(step)), "{} is never turned {wanted}", switch.id);
        }
    }
    assert!(!plan.escalations.is_empty());
}

/// Whoever edits it must be able to conduct with it before setting anything up.
#[test]
fn it_needs_nothing_from_the_environment() {
    assert_eq!(plan().variables, Vec::<String>::new());
}
