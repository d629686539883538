//! The decision pane: each key opens a sheet, and no sheet decides anything by being opened.

use super::super::model::{Model, Pane, Where};
use super::super::overlay::DecideKind;
use super::super::sheet::decide;
use super::Action;
use crate::decide::{Command, RefusalKind};
use crate::journal::Extended;

macro_rules! decision {
    ($name:literal, $keys:expr, $hint:literal, $sentence:literal, $kind:expr) => {
        Action {
            name: $name,
            keys: &$keys,
            hint: $hint,
            sentence: $sentence,
            place: Where::Pane(Pane::Decision),
            danger: true,
            why_not: |model| why_not(model, $kind),
            act: |model| {
                decide::open(model, $kind);
                Vec::new()
            },
        }
    };
}

pub(super) const ACTIONS: &[Action] = &[
    Action {
        name: "Decide what is due",
        keys: &["space", "enter"],
        hint: "",
        sentence: "Opens the sheet of the decision that is due.",
        place: Where::Pane(Pane::Decision),
        danger: true,
        why_not: super::always,
        act: decide::open_due,
    },
    decision!(
        "Decide START",
        ["s"],
        "START",
        "Opens the sheet for START: execute may begin.",
        DecideKind::Start
    ),
    decision!("Decide GO", ["g"], "GO", "Opens the sheet for GO: the release stays.", DecideKind::Go),
    decision!(
        "Decide ROLLBACK",
        ["b"],
        "ROLLBACK",
        "Opens the sheet for ROLLBACK: the release is withdrawn.",
        DecideKind::Rollback
    ),
    decision!("Hold", ["h"], "HOLD", "Opens the sheet for a hold: nothing new starts.", DecideKind::Hold),
    decision!("Resume", ["c"], "resume", "Opens the sheet that ends the hold.", DecideKind::Resume),
    decision!(
        "Extend the window",
        ["e"],
        "",
        "Opens the sheet that gives the window more time.",
        DecideKind::Extend(Extended::Window)
    ),
    decision!(
        "Extend the planned outage",
        [],
        "",
        "Opens the sheet that gives the planned outage more time.",
        DecideKind::Extend(Extended::Outage)
    ),
    decision!(
        "Extend the stabilisation",
        [],
        "",
        "Opens the sheet that gives the stabilisation more time.",
        DecideKind::Extend(Extended::Stabilisation)
    ),
    decision!(
        "Decide ABORT",
        ["A"],
        "",
        "Opens the sheet for ABORT: given up before execute.",
        DecideKind::Abort
    ),
    decision!(
        "Close the record",
        ["C"],
        "close",
        "Opens the sheet that closes the record.",
        DecideKind::Close
    ),
];

/// Why a decision cannot be made now. Typed names and reasons are asked later, so they are filled in here.
fn why_not(model: &Model, kind: DecideKind) -> Option<String> {
    let release = &model.plan.release;
    let (name, version) = (release.name.clone(), release.version.clone());
    let (reason, witness) = (Some("?".to_owned()), None);
    let command = match kind {
        DecideKind::Start => Command::DecideStart { confirm: name, reason, witness },
        DecideKind::Go => Command::DecideGo { confirm: name, reason, witness },
        DecideKind::Rollback => Command::DecideRollback { confirm: version, reason, witness },
        DecideKind::Abort => Command::DecideAbort { confirm: name, reason, witness },
        DecideKind::Hold => Command::Hold { reason: "?".to_owned() },
        DecideKind::Resume => Command::Resume { reason },
        DecideKind::Extend(what) => {
            let to = match what {
                Extended::Window => model.session.window_end(&model.plan),
                Extended::Outage => model.now.at,
                Extended::Stabilisation => model.session.stabilisation_end(&model.plan)?,
            };
            Command::Extend { what, to: to + chrono::TimeDelta::minutes(30), reason: "?".to_owned() }
        }
        DecideKind::Close => Command::Close { note: None },
    };
    // Who may not decide may still record the approver's spoken words: the sheet asks whose they are.
    let spoken = model.actor.member.is_some() && asks_whose(kind);
    model.refusal(&command).filter(|no| !(spoken && no.kind == RefusalKind::Authority)).map(|no| no.text)
}

fn asks_whose(kind: DecideKind) -> bool {
    matches!(kind, DecideKind::Start | DecideKind::Go | DecideKind::Rollback | DecideKind::Abort)
}
