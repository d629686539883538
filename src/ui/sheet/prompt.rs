//! Questions: raise or clear a trigger, mute a check, add a step, open a stage early, leave.

use super::super::key::Key;
use super::super::model::Model;
use super::super::msg::Effect;
use super::super::overlay::{Asks, Choice, ConfirmSheet, Field, Form, Overlay, PromptSheet, Purpose, Wants};
use super::{field, optional, submitted, text};
use crate::decide::Command;
use crate::session::Phase;

const REASON: &str = "Reason";
const SEEN: &str = "What was seen";
const TITLE: &str = "What is to be done";
const OWNER: &str = "Owner";
const UNDO: &str = "How it is taken back";
const MINUTES: &str = "Minutes";
const TEXT: &str = "What is so";

fn open(
    model: &mut Model,
    purpose: Purpose,
    title: String,
    lines: Vec<String>,
    button: &str,
    fields: Vec<Field>,
) {
    let form = Form::new(button, fields);
    model.ui.overlay = Some(Overlay::Prompt(PromptSheet { title, lines, form, purpose }));
}

/// A person says that a rollback criterion is met.
pub fn raise(model: &mut Model, trigger: &str) {
    let title = format!("Raise trigger {}", model.trigger_title(trigger));
    let lines = vec![
        "Armed, a met trigger makes the console recommend ROLLBACK until the approver clears it.".to_owned(),
    ];
    let fields = vec![text(SEEN, "kept in the record")];
    open(model, Purpose::Raise(trigger.to_owned()), title, lines, "Raise", fields);
}

/// The approver clears it.
pub fn clear(model: &mut Model, trigger: &str) {
    let title = format!("Clear trigger {}", model.trigger_title(trigger));
    let lines = vec!["Its clock starts from zero.".to_owned()];
    open(
        model,
        Purpose::Clear(trigger.to_owned()),
        title,
        lines,
        "Clear",
        vec![text(REASON, "kept in the record")],
    );
}

/// Mutes a check for 30 minutes, or lets it speak again.
pub fn mute(model: &mut Model, check: &str) {
    let on = !model.is_muted(check);
    let title = if on { format!("Mute {check} for 30 minutes") } else { format!("Let {check} speak again") };
    let lines = if on {
        vec![
            "It is still probed and shown. A muted critical check holds, unless the approver muted it."
                .to_owned(),
        ]
    } else {
        Vec::new()
    };
    let button = if on { "Mute" } else { "Unmute" };
    let purpose = Purpose::Mute { check: check.to_owned(), on };
    open(model, purpose, title, lines, button, vec![text(REASON, "kept in the record")]);
}

/// The approver says that the cause is outside.
pub fn external(model: &mut Model, check: &str) {
    let title = format!("{check} fails for a cause outside");
    let lines =
        vec!["Until then it counts neither for nor against; afterwards it is wrong again.".to_owned()];
    let fields =
        vec![field(MINUTES, "1 to 60; 0 ends it", Wants::Whole), text(REASON, "whose failure it is")];
    open(model, Purpose::External(check.to_owned()), title, lines, "Mark external", fields);
}

/// A step that the plan did not foresee.
pub fn add_step(model: &mut Model) {
    let Some(stage) = model.outlook.stage.and_then(|index| model.plan.stages.get(index)) else {
        model.say("no stage is open that a step could be added to");
        return;
    };
    let (id, title) = (stage.id.clone(), format!("Add a step to {}", stage.title));
    let closing = model.outlook.phase == Phase::Closing;
    let lines = vec!["It is marked unplanned. Must it be undone in a rollback, say how.".to_owned()];
    let fields = vec![text(TITLE, ""), optional(OWNER, &model.members()), optional(UNDO, "may stay empty")];
    open(model, Purpose::AddStep { stage: id, corrective: closing }, title, lines, "Add", fields);
}

/// A corrective action after a rollback or abort.
pub fn add_corrective_action(model: &mut Model) {
    let Some(stage) = model.plan.stages.last() else { return };
    let purpose = Purpose::AddStep { stage: stage.id.clone(), corrective: true };
    let lines =
        vec!["It may still be open when the record is closed; the next attempt asks for it.".to_owned()];
    let fields = vec![text(TITLE, ""), text(OWNER, &model.members())];
    open(model, purpose, "Add a corrective action".to_owned(), lines, "Add", fields);
}

/// Opens the next stage before the one before it is complete.
pub fn open_stage(model: &mut Model) {
    let plan = std::sync::Arc::clone(&model.plan);
    let next = (0..plan.stages.len()).find(|index| {
        !model.session.stage_open(&plan, *index) && !model.session.stage_complete(&plan, *index)
    });
    let Some(stage) = next.and_then(|index| plan.stages.get(index)) else {
        model.say("every stage is open or complete");
        return;
    };
    let title = format!("Open {} early", stage.title);
    let lines = vec!["What is open in the stage before it stays open.".to_owned()];
    open(
        model,
        Purpose::OpenStage(stage.id.clone()),
        title,
        lines,
        "Open",
        vec![text(REASON, "kept in the record")],
    );
}

/// A later fact about an earlier one.
pub fn amend(model: &mut Model) {
    let lines = vec!["Facts are never edited; what is added here stands beside them.".to_owned()];
    open(
        model,
        Purpose::Amend,
        "Amend the record".to_owned(),
        lines,
        "Amend",
        vec![text(TEXT, "one sentence")],
    );
}

/// Asks before leaving while something runs.
pub fn leave(model: &mut Model) -> Vec<Effect> {
    let running = model.outlook.doing.iter().filter(|doing| doing.waiting.is_none()).count();
    let open = !matches!(model.outlook.phase, Phase::Closed);
    if running == 0 || !open {
        return vec![Effect::Quit { print: false }];
    }
    let lines = vec![
        format!(
            "{running} {} under way; what people do goes on.",
            if running == 1 { "step is" } else { "steps are" }
        ),
        "Nobody polls the checks until a console is opened again. Nothing recorded is lost.".to_owned(),
    ];
    let choice =
        |key: &str, label: &str| Choice { key: key.to_owned(), label: label.to_owned(), why_not: None };
    model.ui.overlay = Some(Overlay::Confirm(ConfirmSheet {
        asks: Asks::Leave,
        title: "Leave the console".to_owned(),
        lines,
        choices: vec![
            choice("l", "leave"),
            choice("p", "leave, and keep this screen in the shell"),
            choice("esc", "stay"),
        ],
        selected: 0,
    }));
    Vec::new()
}

/// Gives a key to a question with answers.
pub fn confirm(model: &mut Model, mut sheet: ConfirmSheet, key: Key) -> Vec<Effect> {
    let count = sheet.choices.len().max(1);
    let chosen = match key {
        Key::Esc => return Vec::new(),
        Key::Down | Key::Char('j') | Key::Tab => {
            sheet.selected = (sheet.selected + 1) % count;
            None
        }
        Key::Up | Key::Char('k') | Key::BackTab => {
            sheet.selected = (sheet.selected + count - 1) % count;
            None
        }
        Key::Enter => Some(sheet.selected),
        Key::Char(char) => sheet.choices.iter().position(|choice| choice.key == char.to_string()),
        _ => None,
    };
    match (chosen, &sheet.asks) {
        (Some(0), Asks::Leave) => vec![Effect::Quit { print: false }],
        (Some(1), Asks::Leave) => vec![Effect::Quit { print: true }],
        (Some(0), Asks::StartEarly(id)) => super::step::take(model, id, super::step::Move::Start),
        (Some(_), _) => Vec::new(),
        (None, _) => {
            model.ui.overlay = Some(Overlay::Confirm(sheet));
            Vec::new()
        }
    }
}

/// Gives a key to a question with fields.
pub fn press(model: &mut Model, mut sheet: PromptSheet, key: Key) -> Vec<Effect> {
    if key == Key::Esc {
        return Vec::new();
    }
    let effects = if submitted(sheet.form.press(key)) {
        match command(&sheet) {
            Ok(command) => Effect::ask(command),
            Err(problem) => {
                sheet.form.refuse(problem);
                Vec::new()
            }
        }
    } else {
        Vec::new()
    };
    model.ui.overlay = Some(Overlay::Prompt(sheet));
    effects
}

fn command(sheet: &PromptSheet) -> Result<Command, String> {
    let value = |label| sheet.form.value(label);
    let reason = value(REASON).unwrap_or_default();
    Ok(match &sheet.purpose {
        Purpose::Raise(trigger) => {
            Command::RaiseTrigger { trigger: trigger.clone(), reason: value(SEEN).unwrap_or_default() }
        }
        Purpose::Clear(trigger) => Command::ClearTrigger { trigger: trigger.clone(), reason },
        Purpose::Mute { check, on } => Command::MuteCheck { check: check.clone(), on: *on, reason },
        Purpose::External(check) => {
            let typed = value(MINUTES).unwrap_or_default();
            let minutes = typed.parse().map_err(|_| format!("{MINUTES}: \"{typed}\" is no whole number"))?;
            Command::MarkExternal { check: check.clone(), minutes, reason }
        }
        Purpose::AddStep { stage, corrective } => Command::AddStep {
            stage: stage.clone(),
            title: value(TITLE).unwrap_or_default(),
            owner: value(OWNER),
            mandatory: false,
            undo: value(UNDO),
            corrective_action: *corrective,
            due: None,
        },
        Purpose::OpenStage(stage) => Command::OpenStage { stage: stage.clone(), reason },
        Purpose::Amend => Command::Amend {
            amends: None,
            text: value(TEXT).unwrap_or_default(),
            planned_outage_seconds: None,
            unplanned_outage_seconds: None,
            settles: None,
        },
    })
}
