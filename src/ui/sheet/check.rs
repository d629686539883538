//! One check in full: scrolled, and left.

use super::super::key::Key;
use super::super::model::Model;
use super::super::msg::Effect;
use super::super::overlay::Overlay;
use super::prompt;

/// Gives a key to the detail of a check.
pub fn press(model: &mut Model, check: String, scroll: usize, key: Key) -> Vec<Effect> {
    let scroll = match key {
        Key::Esc | Key::Enter | Key::Char('q') => return Vec::new(),
        Key::Down | Key::Char('j') => scroll.saturating_add(1),
        Key::Up | Key::Char('k') => scroll.saturating_sub(1),
        Key::PageDown => scroll.saturating_add(10),
        Key::PageUp => scroll.saturating_sub(10),
        Key::Char('m') => {
            prompt::mute(model, &check);
            return Vec::new();
        }
        Key::Char('e') => {
            prompt::external(model, &check);
            return Vec::new();
        }
        _ => scroll,
    };
    model.ui.overlay = Some(Overlay::CheckDetail { check, scroll: scroll.min(500) });
    Vec::new()
}
