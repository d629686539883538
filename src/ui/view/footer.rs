//! The footer: the keys of the pane in focus or of the open sheet, or a message; `: command  ? help` is never cut.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::model::{ActionView, Class, Pane, Where};
use crate::ui::overlay::Overlay;
use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::form;
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::{Pen, cells};

/// Cells for what cannot be done and why.
const REASON: usize = 36;
/// Cells for why the space bar does nothing; the way back has room beside it.
const SPACE: usize = 40;

/// Draws the footer.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let mut pen = Pen::new(buf, area, m.theme);
    let pinned = Line::new().add(":", Role::Act).text(" command  ").add("?", Role::Act).text(" help");
    let from = pen.put_right(pen.width(), 0, &pinned.plain(), Role::Text);
    pen.line(from, 0, &pinned, pen.width());
    let room = from.saturating_sub(2);
    if let Some(Overlay::Filter(input)) = &m.ui.overlay {
        let end = pen.put(0, 0, "/ ", Role::Act);
        form::input(&mut pen, end, 0, room.saturating_sub(end), input, true);
    } else if let Some(line) = toast(m) {
        pen.line(0, 0, &line, room);
    } else {
        hints(&mut pen, m, room);
    }
}

fn toast(m: &Picture<'_>) -> Option<Line> {
    let (_, text, class) = m.ui.toast.as_ref()?;
    let (symbol, role) = match class {
        Class::Plain => ("", Role::Text),
        Class::Run => (symbols::RUN, Role::Text),
        Class::Good => (symbols::DONE, Role::Good),
        Class::Hold => (symbols::HOLD, Role::Attention),
        Class::Attention => (symbols::LATE, Role::Attention),
        Class::Failure => (symbols::FAIL, Role::Failure),
        Class::Back => (symbols::BACK, Role::Back),
    };
    let line = if symbol.is_empty() { Line::new() } else { Line::of(symbol, role).text(" ") };
    Some(line.text(text.as_str()))
}

/// Whole hints as long as there is room; what cannot be done is dim, with its reason where that fits too.
fn hints(pen: &mut Pen<'_>, m: &Picture<'_>, room: u16) {
    let mut x = 0;
    for line in hint_lines(m) {
        let wide = cells(line.width());
        if x + wide <= room {
            x = pen.line(x, 0, &line, wide) + 2;
        }
    }
}

fn hint_lines(m: &Picture<'_>) -> Vec<Line> {
    if let Some(overlay) = &m.ui.overlay {
        let own: Vec<_> = m.actions.iter().filter(|action| action.where_ == Where::Sheet).collect();
        if own.is_empty() {
            return of_sheet(overlay).iter().map(|(key, words)| hint(key, words)).collect();
        }
        return own.into_iter().filter(|action| !action.hint.is_empty()).map(of_action).collect();
    }
    if m.ui.glance {
        return vec![hint("W", "full screen")];
    }
    // Of a closed record only what works is shown.
    let closed = m.session.closed.is_some();
    let here = |action: &&ActionView| {
        let pane = action.where_ == Where::Pane(m.ui.focus) && !action.hint.is_empty();
        pane && !(closed && action.disabled.is_some())
    };
    let anywhere = |action: &&ActionView| {
        action.where_ == Where::Everywhere && !action.hint.is_empty() && action.disabled.is_none()
    };
    let (mut shown, cannot): (Vec<&ActionView>, Vec<&ActionView>) =
        m.actions.iter().filter(here).partition(|action| action.disabled.is_none() || !is_decision(action));
    shown.sort_by_key(|action| is_decision(action) && !say::verdict::recommends(m, action.hint));
    // A key that means something in this pane means nothing else; what space means in it stands first of all.
    let space = say::space::words(m);
    let due = space.as_ref().filter(|_| m.ui.focus == Pane::Decision).map(|words| hint("space", words));
    let taken = |key: &str| {
        due.is_some() && key == "space" || shown.iter().chain(&cannot).any(|other| other.key == key)
    };
    let general: Vec<_> = m.actions.iter().filter(anywhere).filter(|action| !taken(action.key)).collect();
    // The way back is never the hint that has no room.
    let (back, rest): (Vec<_>, Vec<_>) = general.into_iter().partition(|action| action.key == "R");
    let refused = shown.first().is_some_and(|first| first.key == "space" && first.disabled.is_some());
    let at = shown.len().min(if refused { 1 } else { 3 });
    shown.splice(at..at, back);
    shown.extend(rest);
    shown.extend(cannot);
    let said = |action: &ActionView| match &space {
        words if action.key == "space" => of_space(action, words.as_deref()),
        _ => of_action(action),
    };
    due.into_iter().chain(shown.into_iter().map(said)).collect()
}

fn is_decision(action: &ActionView) -> bool {
    action.where_ == Where::Pane(Pane::Decision)
}

fn of_action(action: &ActionView) -> Line {
    match &action.disabled {
        None => hint(action.key, action.hint),
        Some(why) => Line::new().dim(format!("{} {} — {why}", action.key, action.hint)).fit(REASON),
    }
}

/// What the space bar does, or why it does nothing.
fn of_space(action: &ActionView, words: Option<&str>) -> Line {
    match (&action.disabled, words) {
        (None, words) => hint(action.key, words.unwrap_or(action.hint)),
        (Some(why), Some(words)) => Line::new().dim(format!("space {words} — {why}")).fit(SPACE),
        (Some(why), None) => Line::new().dim(format!("space — {why}")).fit(SPACE),
    }
}

fn hint(key: &str, words: &str) -> Line {
    Line::of(key, Role::Act).text(" ").text(words)
}

fn of_sheet(overlay: &Overlay) -> &'static [(&'static str, &'static str)] {
    match overlay {
        Overlay::Help { .. } => &[("↑↓", "choose"), ("enter", "run"), ("esc", "close")],
        Overlay::Palette { .. } => {
            &[("↑↓", "choose"), ("enter", "run"), ("tab", "complete"), ("esc", "close")]
        }
        Overlay::Decide(_) => {
            &[("tab", "next field"), ("enter", "confirm"), ("esc", "back, nothing is decided")]
        }
        Overlay::Step(sheet) if sheet.form.is_some() => {
            &[("tab", "next field"), ("enter", "confirm"), ("esc", "back")]
        }
        Overlay::Step(_) => &[("↑↓", "choose"), ("enter", "do it"), ("esc", "close")],
        Overlay::Poll(sheet) if sheet.form.is_some() => {
            &[("tab", "next field"), ("enter", "confirm"), ("esc", "back")]
        }
        Overlay::Poll(_) => {
            &[("g", "GO"), ("n", "NO-GO"), ("c", "conditions"), ("j k", "station"), ("esc", "close")]
        }
        Overlay::Prompt(_) => &[("tab", "next field"), ("enter", "confirm"), ("esc", "back")],
        Overlay::Confirm(_) => &[("↑↓", "choose"), ("enter", "do it"), ("esc", "back")],
        Overlay::CheckDetail { .. } => &[("j k", "scroll"), ("esc", "close")],
        Overlay::Filter(_) => &[("enter", "keep"), ("esc", "clear")],
    }
}
