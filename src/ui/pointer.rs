//! The mouse, once it was turned on: it focuses, selects and scrolls; it never decides.

use ratatui::layout::Rect;

use super::layout::Layout;
use super::model::{Cursor, Model, Pane};
use super::msg::Effect;

/// A click gives the keys to the pane under it.
pub fn click(model: &mut Model, x: u16, y: u16) -> Vec<Effect> {
    if model.ui.overlay.is_none()
        && let Some(pane) = pane_at(model, x, y)
    {
        model.focus(pane);
    }
    Vec::new()
}

/// The wheel moves the selection of the pane under it.
pub fn scroll(model: &mut Model, x: u16, y: u16, rows: i16) -> Vec<Effect> {
    if model.ui.overlay.is_some() {
        return Vec::new();
    }
    let pane: Pane = pane_at(model, x, y).unwrap_or(model.ui.focus);
    let last = model.entries(pane).saturating_sub(1);
    let by = isize::from(rows);
    let index = model.selected_index(pane).min(last).saturating_add_signed(by).min(last);
    let scroll = model.ui.selected.get(&pane).map_or(0, |cursor| cursor.scroll).saturating_add_signed(by);
    model.ui.selected.insert(pane, Cursor { index, scroll: scroll.min(10_000) });
    Vec::new()
}

fn pane_at(model: &Model, x: u16, y: u16) -> Option<Pane> {
    let (width, height) = model.ui.size;
    Layout::of(Rect::new(0, 0, width, height), model).pane_at(x, y)
}
