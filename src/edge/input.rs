//! The keyboard and mouse: terminal events become golive's own.

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind, read,
};

use crate::ui::{Key, Typed};

/// Reads events until `hand_over` says that nobody wants them any more, or the terminal is gone. Blocks; it has a
/// thread of its own, because a dead terminal can make the reader spin until the process ends.
pub fn read_until_done(mut hand_over: impl FnMut(Typed) -> bool) {
    while let Ok(event) = read() {
        if let Some(input) = translate(event)
            && !hand_over(input)
        {
            return;
        }
    }
}

fn translate(event: Event) -> Option<Typed> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => translate_key(key).map(Typed::Key),
        Event::Paste(text) => Some(Typed::Paste(text)),
        Event::Resize(width, height) => Some(Typed::Resize(width, height)),
        Event::Mouse(mouse) => translate_mouse(mouse),
        _ => None,
    }
}

fn translate_key(key: KeyEvent) -> Option<Key> {
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    Some(match key.code {
        KeyCode::Char(_) if alt => return None,
        KeyCode::Char(char) if ctrl => Key::Ctrl(char.to_ascii_lowercase()),
        KeyCode::Char(char) => Key::Char(char),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        _ => return None,
    })
}

fn translate_mouse(mouse: MouseEvent) -> Option<Typed> {
    match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Typed::Click(mouse.column, mouse.row)),
        MouseEventKind::ScrollUp => Some(Typed::Scroll(mouse.column, mouse.row, -3)),
        MouseEventKind::ScrollDown => Some(Typed::Scroll(mouse.column, mouse.row, 3)),
        _ => None,
    }
}
