//! The README tells the truth: its key table is the table of actions, its first plan is a plan.

use std::fmt::Write as _;

use golive::plan;
use golive::ui::action::{Action, table};
use golive::ui::model::{Pane, Where};

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
const BEGIN: &str = "<!-- keys: begin, written by `GOLIVE_WRITE_README=1 cargo test --test readme` -->";
const END: &str = "<!-- keys: end -->";

/// The places in the order of the README, each with its heading.
fn places() -> Vec<(Where, String)> {
    let mut places =
        vec![(Where::Everywhere, "Everywhere".to_owned()), (Where::Move, "Moving about".to_owned())];
    let panes = [Pane::Checklist, Pane::Rollback, Pane::Health, Pane::Decision, Pane::Triggers];
    places.extend(panes.map(|pane| (Where::Pane(pane), format!("In the pane {}", pane.title()))));
    places
}

fn keys(action: &Action) -> String {
    let shown: Vec<String> = action.keys.iter().map(|key| format!("`{key}`")).collect();
    if shown.is_empty() { "`:` and its name".to_owned() } else { shown.join(" ") }
}

/// The key table as Markdown.
fn keys_of_all_places() -> String {
    let mut out = String::new();
    for (place, heading) in places() {
        let _ = writeln!(out, "\n| {heading} | | |\n|---|---|---|");
        for action in table().filter(|action| action.place == place) {
            let _ = writeln!(out, "| {} | {} | {} |", keys(action), action.name, action.sentence);
        }
    }
    out.push('\n');
    out
}

#[test]
fn the_key_table_is_the_table_of_actions() {
    let text = std::fs::read_to_string(README).unwrap();
    let (before, rest) = text.split_once(BEGIN).expect("the README has the marker where the keys begin");
    let (written, after) = rest.split_once(END).expect("the README has the marker where the keys end");
    let table = keys_of_all_places();
    if std::env::var_os("GOLIVE_WRITE_README").is_some() {
        std::fs::write(README, format!("{before}{BEGIN}\n{table}{END}{after}")).unwrap();
        return;
    }
    assert_eq!(
        written.trim(),
        table.trim(),
        "the keys changed: GOLIVE_WRITE_README=1 cargo test --test readme writes them"
    );
}

#[test]
fn no_action_is_left_out() {
    let places: Vec<Where> = places().into_iter().map(|(place, _)| place).collect();
    for action in table() {
        assert!(places.contains(&action.place), "{} is in no place of the README", action.name);
    }
}

#[test]
fn the_first_plan_of_the_readme_is_valid() {
    let text = std::fs::read_to_string(README).unwrap();
    let plan = text.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a plan");
    let parsed = plan::parse(plan.as_bytes());
    let errors: Vec<_> = parsed.errors().collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert!(parsed.plan.is_some_and(|plan| plan.checks.iter().any(|check| check.critical)));
}
