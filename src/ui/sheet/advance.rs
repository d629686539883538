//! Space on a step: the state that comes next, asked for where something must be typed; or why it does not come.

use chrono::TimeDelta;

use super::super::model::Model;
use super::super::msg::Effect;
use super::super::overlay::{Asks, Choice, ConfirmSheet, Overlay};
use super::step::{self, Move};
use crate::calendar::zone;
use crate::plan::{Place, Step, StepKind};
use crate::session::StepState;
use crate::text::duration;

/// A page that is turned on by so much before its time is asked about: what was promised to customers begins with it.
const EARLY: TimeDelta = TimeDelta::minutes(10);

/// What space leads to.
enum Way {
    /// The sheet of the step.
    Open,
    /// A move.
    Take(Move),
    /// The sheet of the decision that is due.
    Decide,
}

/// Does what space means on a step, or says why not.
pub fn advance(model: &mut Model, id: &str) -> Vec<Effect> {
    match way(model, id) {
        Ok(Way::Open) => step::open(model, id),
        Ok(Way::Decide) => return super::decide::open_due(model),
        Ok(Way::Take(Move::Start)) if ask_early(model, id) => {}
        Ok(Way::Take(movement)) => return step::take(model, id, movement),
        Err(why) => model.say(&why),
    }
    Vec::new()
}

/// Why space does nothing on a step.
pub fn why_not(model: &Model, id: &str) -> Option<String> {
    way(model, id).err()
}

fn way(model: &Model, id: &str) -> Result<Way, String> {
    let Some((place, step)) = model.session.find_step(&model.plan, id) else {
        return Err(format!("there is no step {id}"));
    };
    if step.is_decision() {
        return Ok(Way::Decide);
    }
    let movement = match model.session.step(id) {
        StepState::Pending => match not_needed(model, place, step) {
            Some(why) => return Err(why),
            None if is_run(step) => return Ok(Way::Open),
            None => Move::Start,
        },
        StepState::Running { .. } => Move::Done,
        StepState::Waiting { .. } => Move::Resume,
        StepState::Failed { .. } => return Ok(Way::Open),
        settled => {
            return Err(format!("{id} is {}: enter shows it, o in its sheet reopens it", settled.word()));
        }
    };
    step::why_not(model, id, movement).map_or(Ok(Way::Take(movement)), Err)
}

/// Its sheet is opened first, and it runs from there.
fn is_run(step: &Step) -> bool {
    matches!(step.kind, StepKind::Command(_) | StepKind::Http(_))
}

/// While rolling back: why a step of the runbook is not to be done. Who knows better starts it from its sheet.
fn not_needed(model: &Model, place: Place, step: &Step) -> Option<String> {
    let entry = model.outlook.runbook.iter().find(|entry| entry.id == step.id)?;
    if place != Place::Rollback || !model.is_rolling_back() || entry.applies {
        return None;
    }
    let (id, because) = (&step.id, &entry.because);
    Some(if step.undo.only_as_fallback {
        format!("{id} is needed {because}; enter opens it")
    } else {
        format!("{id} is not needed: {because}; enter opens it")
    })
}

/// Asks before a step turns on, long before its time, what customers were promised to last for so long and no longer.
fn ask_early(model: &mut Model, id: &str) -> bool {
    let Some(lines) = early(model, id) else { return false };
    let title = model.session.find_step(&model.plan, id).map_or("", |(_, step)| step.title.as_str());
    let title = format!("Start {id} {title} now?");
    let choice =
        |key: &str, label: &str| Choice { key: key.to_owned(), label: label.to_owned(), why_not: None };
    let choices = vec![choice("s", "start it now"), choice("esc", "wait")];
    let asks = Asks::StartEarly(id.to_owned());
    // Enter alone changes nothing.
    model.ui.overlay = Some(Overlay::Confirm(ConfirmSheet { asks, title, lines, choices, selected: 1 }));
    true
}

fn early(model: &Model, id: &str) -> Option<Vec<String>> {
    let (_, step) = model.session.find_step(&model.plan, id)?;
    let StepKind::Switch { id: switch, on: true } = &step.kind else { return None };
    let expect = model.plan.switch(switch)?.expect.as_ref()?;
    let promised = model.session.promised_outage(&model.plan);
    let limit = expect.at_most.unwrap_or(promised);
    let planned = model.outlook.forecast.steps.get(id)?.planned_start + model.session.held(model.now);
    let left = planned.signed_duration_since(model.now.at);
    if limit <= TimeDelta::zero() || left <= EARLY {
        return None;
    }
    let at = zone::clock_minutes(model.plan.window.zone, planned);
    Some(vec![
        format!("It is planned for {at}, {} from now.", duration::minutes(left)),
        format!("The {} promised to customers begin now.", duration::minutes(limit)),
    ])
}
