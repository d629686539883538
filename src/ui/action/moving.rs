//! Moving about: between panes and inside them.

use super::super::model::{Cursor, Model, Pane, Where};
use super::super::msg::Effect;
use super::{Action, always};

macro_rules! movement {
    ($name:literal, $keys:expr, $hint:literal, $sentence:literal, $act:expr) => {
        Action {
            name: $name,
            keys: &$keys,
            hint: $hint,
            sentence: $sentence,
            place: Where::Move,
            danger: false,
            why_not: always,
            act: $act,
        }
    };
}

pub(super) const ACTIONS: &[Action] = &[
    movement!("Down", ["j", "down"], "", "Selects the next entry.", |model| by(model, 1)),
    movement!("Up", ["k", "up"], "", "Selects the entry before.", |model| by(model, -1)),
    movement!("First", ["g", "home"], "", "Selects the first entry.", |model| by(model, isize::MIN)),
    movement!("Last", ["G", "end"], "", "Selects the last entry.", |model| by(model, isize::MAX)),
    movement!("Page down", ["pgdn", "ctrl-f"], "", "Ten entries on.", |model| by(model, 10)),
    movement!("Page up", ["pgup", "ctrl-b"], "", "Ten entries back.", |model| by(model, -10)),
    movement!("Next pane", ["tab"], "", "Gives the keys to the next pane.", |model| turn(model, 1)),
    movement!("Pane before", ["backtab"], "", "Gives the keys to the pane before.", |model| turn(model, -1)),
    movement!("Follow", ["."], "", "Lets the selection follow what is done next.", follow),
];

fn by(model: &mut Model, by: isize) -> Vec<Effect> {
    let pane = model.ui.focus;
    let last = model.entries(pane).saturating_sub(1);
    let from = model.selected_index(pane).min(last);
    let index = from.saturating_add_signed(by).min(last);
    let scroll = model.ui.selected.get(&pane).map_or(0, |cursor| cursor.scroll).saturating_add_signed(by);
    model.ui.selected.insert(pane, Cursor { index, scroll: scroll.min(10_000) });
    Vec::new()
}

fn turn(model: &mut Model, by: isize) -> Vec<Effect> {
    let count = Pane::ALL.len();
    let at = Pane::ALL.iter().position(|pane| *pane == model.ui.focus).unwrap_or(0);
    let to = (at + count).saturating_add_signed(by) % count;
    if let Some(pane) = Pane::ALL.get(to) {
        model.focus(*pane);
    }
    Vec::new()
}

fn follow(model: &mut Model) -> Vec<Effect> {
    model.ui.selected.remove(&model.ui.focus);
    Vec::new()
}
