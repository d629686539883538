//! Every message changes the model here, and asks the edge for what the world must do. No I/O, no clock.

use super::action;
use super::key::Key;
use super::layout;
use super::model::{LogLine, Model, Pane, Saved};
use super::msg::{Effect, Msg, Typed};
use super::overlay::Overlay;
use super::sheet;
use crate::decide::{self, Refusal};
use crate::health::Sample;
use crate::journal::{DecisionKind, Event, Record, Stamp};
use crate::session::Phase;

/// Takes one message.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Typed(typed) => take_typed(model, typed),
        Msg::Tick(now) => tick(model, now),
        Msg::Records(records) => take_records(model, records),
        Msg::Saving => saving(model),
        Msg::Refused(refusal) => refused(model, &refusal),
        Msg::NotSaved(why) => not_saved(model, why),
        Msg::Sample { check, sample } => take_sample(model, check, *sample),
        Msg::Conducting(conducting) => {
            model.conducting = conducting;
            Vec::new()
        }
        Msg::Speed(speed) => {
            if let Some(demo) = &mut model.demo {
                demo.speed = speed;
            }
            Vec::new()
        }
        Msg::Say(text) => {
            model.say(&text);
            Vec::new()
        }
    }
}

/// Makes a new model, whose outlook is fresh, ready to be drawn.
pub fn begin(model: &mut Model) {
    model.actions = action::views(model);
}

/// Computes what follows from plan, session and now, and what can be done.
pub fn refresh(model: &mut Model) {
    model.outlook = decide::outlook(&model.plan, &model.session, model.now);
    model.actions = action::views(model);
    match &model.ui.overlay {
        Some(Overlay::Step(sheet)) => {
            let id = sheet.step.clone();
            sheet::step::refresh(model, &id);
        }
        Some(Overlay::Decide(_)) => sheet::decide::refresh(model),
        _ => {}
    }
}

fn take_typed(model: &mut Model, typed: Typed) -> Vec<Effect> {
    let blind = is_too_small(model);
    // In a closed record the clock may stand still: what was said goes with the next key.
    if model.session.closed.is_some() && matches!(typed, Typed::Key(_)) {
        model.ui.toast = None;
    }
    let effects = match typed {
        // What cannot be seen is not decided: only the way out is open.
        Typed::Key(key) if blind && !leads_out(key) => Vec::new(),
        Typed::Paste(_) | Typed::Click(..) | Typed::Scroll(..) if blind => Vec::new(),
        Typed::Key(key) => press(model, key),
        Typed::Paste(text) => {
            sheet::paste(model, &text);
            Vec::new()
        }
        Typed::Resize(width, height) => {
            model.ui.size = (width, height);
            Vec::new()
        }
        Typed::Click(x, y) => super::pointer::click(model, x, y),
        Typed::Scroll(x, y, rows) => super::pointer::scroll(model, x, y, rows),
    };
    let effects = recordable(model, effects);
    model.actions = action::views(model);
    effects
}

/// A console that only looks on asks for nothing: nobody would answer.
fn recordable(model: &mut Model, mut effects: Vec<Effect>) -> Vec<Effect> {
    let Some(why) = model.only_reads().map(ToOwned::to_owned) else { return effects };
    let all = effects.len();
    effects.retain(|effect| !matches!(effect, Effect::Ask { .. } | Effect::FinishWithFile { .. }));
    let said = format!("this console only looks on: {why}");
    if effects.len() < all && !sheet::told(model, &said) {
        model.say(&said);
    }
    effects
}

fn is_too_small(model: &Model) -> bool {
    let (width, height) = model.ui.size;
    layout::class(width, height) == layout::Class::TooSmall
}

fn leads_out(key: Key) -> bool {
    matches!(key, Key::Esc | Key::Ctrl('c' | 'z') | Key::Char('q'))
}

fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    if key == Key::Ctrl('z') {
        return vec![Effect::Suspend];
    }
    if model.ui.overlay.is_some() {
        if key == Key::Ctrl('c') {
            return sheet::press(model, Key::Esc);
        }
        return sheet::press(model, key);
    }
    match action::of_key(model, key) {
        Some(action) => action::run(model, action),
        None => Vec::new(),
    }
}

fn tick(model: &mut Model, now: Stamp) -> Vec<Effect> {
    model.now = now;
    // Said for four seconds of the person's time, whatever the demo's clock does.
    let speed = model.demo.as_ref().map_or(1.0, |demo| demo.speed);
    if let Some((since, ..)) = &model.ui.toast {
        #[expect(clippy::cast_precision_loss, reason = "days in milliseconds are far below 2^52")]
        let seconds = now.since(*since).num_milliseconds() as f64 / 1000.0 / speed;
        if seconds > 4.0 {
            model.ui.toast = None;
        }
    }
    refresh(model);
    Vec::new()
}

fn saving(model: &mut Model) -> Vec<Effect> {
    if let Saved::Saved { seq } = model.saved {
        model.saved = Saved::Saving { since: model.now, seq };
    }
    Vec::new()
}

/// The first failure is the one that is counted from: nothing has been saved since.
fn not_saved(model: &mut Model, why: String) -> Vec<Effect> {
    if !sheet::told(model, &format!("not saved: {why}")) {
        model.say(&format!("not saved: {why}"));
    }
    let since = match &model.saved {
        Saved::NotSaved { since, .. } | Saved::Saving { since, .. } => *since,
        Saved::Saved { .. } => model.now,
    };
    model.saved = Saved::NotSaved { since, why };
    Vec::new()
}

fn refused(model: &mut Model, refusal: &Refusal) -> Vec<Effect> {
    if let Saved::Saving { seq, .. } = model.saved {
        model.saved = Saved::Saved { seq };
    }
    if !sheet::told(model, &refusal.text) {
        model.say(&refusal.text);
    }
    Vec::new()
}

fn take_records(model: &mut Model, records: Vec<(Record, LogLine)>) -> Vec<Effect> {
    let me = model.actor.member.clone().unwrap_or_default();
    let mut mine = false;
    let chosen = model.chosen_by_hand();
    for (record, line) in records {
        let before = model.outlook.phase;
        model.session.apply(&model.plan, &record);
        mine |= record.who.by == me;
        model.saved = Saved::Saved { seq: record.seq };
        follow(model, &record, before);
        tell_clock(model, &record);
        keep(model, &record, line);
    }
    model.keep_chosen(chosen);
    refresh(model);
    if mine {
        sheet::settle(model);
    }
    Vec::new()
}

/// Where a leap led and how fast the clock runs now are said, since a clock that jumps explains nothing.
fn tell_clock(model: &mut Model, record: &Record) {
    match &record.event {
        Event::ClockLeapt { to, .. } => {
            let zone = model.plan.window.zone;
            let at = record.at.with_timezone(&zone).format("%a %H:%M");
            model.tell(&format!("leapt to {at}: {to}"));
        }
        Event::ClockSpeed { speed, .. } => {
            model.tell(&format!("the demo's clock runs {speed:.0} times as fast"));
        }
        _ => {}
    }
}

/// What happens moves the focus only where everybody must look: to the runbook when a rollback was decided.
fn follow(model: &mut Model, record: &Record, before: Phase) {
    if let Event::DecisionMade { decision: DecisionKind::Rollback, .. } = record.event {
        model.focus(Pane::Rollback);
        model.ui.selected.remove(&Pane::Rollback);
        model.ui.selected.remove(&Pane::Checklist);
    }
    if matches!(record.event, Event::RollbackCompleted { .. })
        && before == Phase::RollingBack
        && model.ui.focus == Pane::Rollback
    {
        model.focus(Pane::Checklist);
    }
}

/// The log keeps what people want to read; windows are health, not news.
fn keep(model: &mut Model, record: &Record, line: LogLine) {
    if matches!(record.event, Event::CheckWindow { .. }) {
        return;
    }
    model.log.push_back(line);
    if model.log.len() > Model::LOG_KEPT {
        model.log.pop_front();
    }
}

fn take_sample(model: &mut Model, check: String, sample: Sample) -> Vec<Effect> {
    model.live.entry(check).or_default().push(sample);
    Vec::new()
}

#[cfg(test)]
mod tests;
