//! Some actions, as the table of actions hands them to the views.

use golive::ui::model::{ActionView, Pane, Where};

/// A table.
pub fn table() -> Vec<ActionView> {
    let action = |where_, key: &str, hint: &str, name: &str, sentence: &str| ActionView {
        name: name.into(),
        key: key.into(),
        hint: hint.into(),
        sentence: sentence.into(),
        where_,
        danger: false,
        disabled: None,
    };
    let checklist = Where::Pane(Pane::Checklist);
    let decision = Where::Pane(Pane::Decision);
    let any = Where::Everywhere;
    let mut table = vec![
        action(checklist, "space", "next state", "Step: next state", "Starts or finishes the selected step."),
        action(checklist, "enter", "details", "Step: details", "Opens the step. Changes nothing."),
        action(checklist, "n", "note", "Step: note", "Adds a remark to the selected step."),
        action(checklist, "f", "", "Step: failed", "Says that the step failed, and why."),
        action(checklist, "s", "", "Step: skip", "Leaves an optional step out."),
        action(checklist, "w", "", "Step: waive", "Leaves a mandatory step out, by the approver."),
        action(decision, "g", "GO", "Decide GO", "The release stays. Asks for its name."),
        action(
            decision,
            "b",
            "ROLLBACK",
            "Rollback: decide it",
            "Takes the release back. Asks for the version.",
        ),
        action(decision, "h", "HOLD", "Hold", "Stops the plan clock. Nothing new is started."),
        action(Where::Move, "j k", "", "Move down, up", "Selects the next or the previous row."),
        action(Where::Move, "tab", "", "Next pane", "Goes to the next pane."),
        action(Where::Move, "z", "", "This pane alone", "Gives the whole work area to this pane."),
        action(
            any,
            "R",
            "rollback plan",
            "Rollback plan: show",
            "Shows the rollback steps, what each undoes, who does it and how long it takes. Changes nothing.",
        ),
        action(any, "D", "", "Decision pane", "Goes to the decision pane."),
        action(any, "P", "", "Poll: ask the stations", "Opens the go/no-go poll."),
        action(any, "W", "", "Glance mode", "Four facts in big glyphs."),
        action(any, "F", "", "Freeze the picture", "Stops the picture, not the night."),
        action(any, "q", "", "Leave", "Asks what goes on meanwhile."),
    ];
    let mut skip = action(checklist, "", "", "Rollback: start the runbook", "Starts r1.");
    skip.disabled = Some("after a decision".into());
    table.push(skip);
    for action in &mut table {
        if action.name == "Step: skip" {
            action.disabled = Some("3.3 is mandatory: waive it".into());
        }
    }
    table
}
