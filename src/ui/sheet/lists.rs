//! Help, palette and filter: lists that are searched by typing.

use super::super::action;
use super::super::key::Key;
use super::super::model::Model;
use super::super::msg::Effect;
use super::super::overlay::{Input, Overlay};

/// Gives a key to the help: typing searches, enter runs the entry.
pub fn help(model: &mut Model, mut query: Input, mut selected: usize, key: Key) -> Vec<Effect> {
    let names: Vec<&str> = model.help_matches(&query.text).iter().map(|found| found.name).collect();
    match pick(&mut query, &mut selected, names.len(), key) {
        Picked::Close => Vec::new(),
        Picked::Stay => {
            model.ui.overlay = Some(Overlay::Help { query, selected });
            Vec::new()
        }
        Picked::Run => names.get(selected).map(|name| action::run_named(model, name)).unwrap_or_default(),
    }
}

/// Gives a key to the palette: typing searches every action by name.
pub fn palette(model: &mut Model, mut query: Input, mut selected: usize, key: Key) -> Vec<Effect> {
    let names: Vec<&str> = model.palette_matches(&query.text).iter().map(|found| found.name).collect();
    match pick(&mut query, &mut selected, names.len(), key) {
        Picked::Close => Vec::new(),
        Picked::Stay => {
            model.ui.overlay = Some(Overlay::Palette { query, selected });
            Vec::new()
        }
        Picked::Run => names.get(selected).map(|name| action::run_named(model, name)).unwrap_or_default(),
    }
}

enum Picked {
    Close,
    Stay,
    Run,
}

fn pick(query: &mut Input, selected: &mut usize, count: usize, key: Key) -> Picked {
    match key {
        Key::Esc => return Picked::Close,
        Key::Char('?') if query.text.is_empty() => return Picked::Close,
        Key::Enter => return if *selected < count { Picked::Run } else { Picked::Stay },
        Key::Down | Key::Tab => *selected = (*selected + 1).min(count.saturating_sub(1)),
        Key::Up | Key::BackTab => *selected = selected.saturating_sub(1),
        Key::PageDown => *selected = (*selected + 10).min(count.saturating_sub(1)),
        Key::PageUp => *selected = selected.saturating_sub(10),
        key => {
            if query.press(key) {
                *selected = 0;
            }
        }
    }
    Picked::Stay
}

/// Gives a key to the filter: it takes effect at once; enter keeps it, esc drops it.
pub fn filter(model: &mut Model, mut input: Input, key: Key) -> Vec<Effect> {
    match key {
        Key::Enter => {}
        Key::Esc => model.ui.filter.clear(),
        key => {
            input.press(key);
            model.ui.filter.clone_from(&input.text);
            model.ui.overlay = Some(Overlay::Filter(input));
        }
    }
    Vec::new()
}
