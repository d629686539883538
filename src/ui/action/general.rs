//! What works everywhere: panes by number, next, help, palette, the picture, the demo's clock, leaving.

use super::super::model::{Model, Pane, Where};
use super::super::msg::Effect;
use super::super::overlay::{Input, Overlay};
use super::super::sheet::{advance, decide, prompt};
use super::{Action, always};
use crate::decide::{NextAct, wakeup};
use crate::session::Phase;
use crate::text::list;

macro_rules! general {
    ($name:literal, $keys:expr, $hint:literal, $sentence:literal, $why:expr, $act:expr) => {
        Action {
            name: $name,
            keys: &$keys,
            hint: $hint,
            sentence: $sentence,
            place: Where::Everywhere,
            danger: false,
            why_not: $why,
            act: $act,
        }
    };
}

macro_rules! pane {
    ($name:literal, $key:literal, $pane:expr) => {
        general!($name, [$key], "", "Gives the keys to this pane.", always, |model| {
            model.focus($pane);
            Vec::new()
        })
    };
}

pub(super) const ACTIONS: &[Action] = &[
    general!(
        "Do what is next",
        ["space"],
        "what is next",
        "Opens the step or the decision that everybody waits for.",
        why_not_next,
        next
    ),
    general!(
        "Help",
        ["?"],
        "",
        "Shows every key, with the reason where something cannot be done.",
        always,
        |model| {
            model.ui.overlay = Some(Overlay::Help { query: Input::default(), selected: 0 });
            Vec::new()
        }
    ),
    general!("Command palette", [":"], "", "Finds any action by its name.", always, |model| {
        model.ui.overlay = Some(Overlay::Palette { query: Input::default(), selected: 0 });
        Vec::new()
    }),
    general!(
        "Filter",
        ["/"],
        "filter",
        "Shows only the entries of this pane that hold what is typed.",
        always,
        |model| {
            model.ui.overlay = Some(Overlay::Filter(Input::with(&model.ui.filter)));
            Vec::new()
        }
    ),
    general!(
        "Back",
        ["esc"],
        "",
        "One step back: filter, single pane, frozen picture, glance. Never leaves.",
        always,
        back
    ),
    general!(
        "Halt",
        ["X"],
        "",
        "Opens the sheet that holds everything new; anyone on the team may.",
        why_not_hold,
        |model| {
            decide::open(model, super::super::overlay::DecideKind::Hold);
            Vec::new()
        }
    ),
    general!(
        "Poll",
        ["P", "v"],
        "",
        "Asks the stations for GO or NO-GO, one key each.",
        why_not_poll,
        |model| {
            super::super::sheet::poll::open(model);
            Vec::new()
        }
    ),
    general!(
        "Add a step",
        ["+"],
        "",
        "Adds work that the plan did not foresee, marked unplanned.",
        why_not_change,
        |model| {
            if model.outlook.phase == Phase::Closing {
                prompt::add_corrective_action(model);
            } else {
                prompt::add_step(model);
            }
            Vec::new()
        }
    ),
    general!(
        "Open the next stage early",
        [],
        "",
        "Opens the next stage before the one before it is complete.",
        why_not_change,
        |model| {
            prompt::open_stage(model);
            Vec::new()
        }
    ),
    general!(
        "Amend the record",
        [],
        "",
        "Adds a fact about an earlier one, after the record was closed.",
        why_not_amend,
        |model| {
            prompt::amend(model);
            Vec::new()
        }
    ),
    pane!("Timeline", "1", Pane::Timeline),
    pane!("Checklist", "2", Pane::Checklist),
    pane!("Health", "3", Pane::Health),
    pane!("Decision", "4", Pane::Decision),
    pane!("Log", "5", Pane::Log),
    pane!("Triggers", "7", Pane::Triggers),
    general!(
        "Decide",
        ["D"],
        "decide",
        "Goes to the decision pane, where g, b and h open their sheets.",
        always,
        |model| {
            model.focus(Pane::Decision);
            Vec::new()
        }
    ),
    general!(
        "Rollback plan",
        ["R"],
        "rollback plan",
        "Shows the runbook: steps, who, durations, what each undoes.",
        always,
        |model| {
            let pane = if model.ui.focus == Pane::Rollback { Pane::Checklist } else { Pane::Rollback };
            model.focus(pane);
            Vec::new()
        }
    ),
    general!("Team", ["T"], "", "Shows who is who and how to reach them.", always, |model| {
        model.focus(Pane::Team);
        Vec::new()
    }),
    general!(
        "This pane alone",
        ["z"],
        "",
        "Shows only the pane in focus in the work area.",
        always,
        |model| {
            model.ui.alone = !model.ui.alone;
            Vec::new()
        }
    ),
    general!("Glance", ["W"], "", "Shows four facts in big letters, for the wall.", always, |model| {
        model.ui.glance = !model.ui.glance;
        Vec::new()
    }),
    general!(
        "Freeze the picture",
        ["F"],
        "",
        "Stands still so that it can be read; work goes on behind it.",
        always,
        |model| {
            model.ui.frozen = !model.ui.frozen;
            Vec::new()
        }
    ),
    general!(
        "Mouse",
        ["M"],
        "",
        "Turns mouse capture on or off; off leaves selection to the terminal.",
        always,
        |model| {
            model.ui.mouse = !model.ui.mouse;
            vec![Effect::Mouse(model.ui.mouse)]
        }
    ),
    general!("Copy", ["y"], "", "Puts what is selected on the terminal's clipboard.", always, |model| {
        let text = model.selected_text();
        model.say(&format!("copied: {text}"));
        vec![Effect::Copy(text)]
    }),
    general!("Slower", ["<"], "", "Halves the speed of the demo's clock.", why_not_demo, |model| speed(
        model, 0.5
    )),
    general!("Faster", [">"], "", "Doubles the speed of the demo's clock.", why_not_demo, |model| speed(
        model, 2.0
    )),
    general!(
        "Leap",
        ["J"],
        "leap",
        "The demo's clock leaps to the next moment at which something is due.",
        why_not_leap,
        leap
    ),
    general!(
        "Suspend",
        ["ctrl-z"],
        "",
        "Gives the terminal back to the shell; fg comes back.",
        always,
        |_| vec![Effect::Suspend]
    ),
    general!(
        "Leave",
        ["q", "ctrl-c"],
        "",
        "Leaves the console; asks first while steps are under way.",
        always,
        prompt::leave
    ),
    general!("Leave and print", ["Q"], "", "Leaves, and keeps the last screen in the shell.", always, |_| {
        vec![Effect::Quit { print: true }]
    }),
];

/// Does what everybody waits for. What runs may end during a hold; only then is the hold itself what is next.
pub(super) fn next(model: &mut Model) -> Vec<Effect> {
    match step_to_take(model) {
        Some(id) => advance::advance(model, &id),
        None => decide::open_due(model),
    }
}

/// Why space does nothing where nobody chose a step.
pub(super) fn why_not_next(model: &Model) -> Option<String> {
    if model.outlook.phase == Phase::Closed {
        return why_not_change(model);
    }
    let Some(next) = &model.outlook.next else { return Some("nothing is to be done now".to_owned()) };
    match step_to_take(model) {
        Some(id) => advance::why_not(model, &id),
        None => (next.act == NextAct::Wait).then(|| next.text.clone()),
    }
}

fn step_to_take(model: &Model) -> Option<String> {
    let waits = model.outlook.next.as_ref().is_some_and(|next| next.act == NextAct::Wait);
    model.step_next().filter(|_| !waits).map(str::to_owned)
}

fn back(model: &mut Model) -> Vec<Effect> {
    let ui = &mut model.ui;
    if ui.frozen {
        ui.frozen = false;
    } else if !ui.filter.is_empty() {
        ui.filter.clear();
    } else if ui.glance {
        ui.glance = false;
    } else if ui.alone {
        ui.alone = false;
    } else if matches!(ui.focus, Pane::Rollback | Pane::Team) {
        ui.focus = Pane::Checklist;
    }
    Vec::new()
}

fn why_not_hold(model: &Model) -> Option<String> {
    model.why_not(&crate::decide::Command::Hold { reason: "?".to_owned() })
}

fn why_not_change(model: &Model) -> Option<String> {
    (model.outlook.phase == Phase::Closed).then(|| "the record is closed: only amendments".to_owned())
}

fn why_not_poll(model: &Model) -> Option<String> {
    match model.outlook.phase {
        Phase::Closed => Some("the record is closed: nobody is asked any more".to_owned()),
        Phase::RollingBack | Phase::Stabilising | Phase::Closing => {
            Some("it is decided: nobody is asked any more".to_owned())
        }
        Phase::Preparing | Phase::Deploying | Phase::Deciding => None,
    }
}

fn why_not_amend(model: &Model) -> Option<String> {
    (model.outlook.phase != Phase::Closed).then(|| "the record is still open: note it on its step".to_owned())
}

fn clock_stands(model: &Model) -> Option<String> {
    model.session.closed.is_some().then(|| "the record is closed: its clock stands".to_owned())
}

fn why_not_demo(model: &Model) -> Option<String> {
    if let Some(why) = clock_stands(model) {
        return Some(why);
    }
    model.demo.is_none().then(|| "only the demo's clock has another speed".to_owned())
}

fn why_not_leap(model: &Model) -> Option<String> {
    if let Some(why) = clock_stands(model) {
        return Some(why);
    }
    if model.demo.is_none() {
        return Some("only the demo's clock leaps".to_owned());
    }
    if let Some(gate) = model.outlook.reopening.as_ref().filter(|gate| !gate.failed) {
        let checks = list::and_list(&gate.waiting_for);
        return Some(format!("the shop re-opens: wait until {checks} passed five times in a row"));
    }
    wakeup(&model.plan, &model.session, model.now).is_none().then(|| "nothing is due later".to_owned())
}

fn speed(model: &mut Model, factor: f64) -> Vec<Effect> {
    let speed = model.demo.as_ref().map_or(1.0, |demo| (demo.speed * factor).clamp(1.0, 3600.0));
    vec![Effect::Speed(speed)]
}

fn leap(model: &mut Model) -> Vec<Effect> {
    match wakeup(&model.plan, &model.session, model.now) {
        Some(wakeup) => vec![Effect::Leap { to: wakeup.at, why: wakeup.what }],
        None => Vec::new(),
    }
}
