//! 5 Log: the facts as sentences, newest first.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::model::{Class, LogLine, Pane};
use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::heading::Heading;
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::Pen;
use crate::ui::widget::window;

/// Draws the log.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let mut pen = Pen::new(buf, area, m.theme);
    let filter = m.filter_of(Pane::Log);
    let focus = m.ui.focus == Pane::Log;
    let subject = if filter.is_empty() { Line::new() } else { Line::of(format!("/{filter}"), Role::Act) };
    let figure = Line::new().dim("newest first");
    Heading { key: Some('5'), title: Pane::Log.title(), subject, figure, focus }.draw(&mut pen);
    let room = usize::from(pen.height().saturating_sub(1));
    let selected = if focus { m.selected_index(Pane::Log) } else { 0 };
    let count = if selected == 0 { 0 } else { m.log_rows().count() };
    let selected = selected.min(count.saturating_sub(1));
    let first = window::first(count, room, selected);
    let mut day = None;
    for (y, (index, line)) in (1..pen.height()).zip(m.log_rows().enumerate().skip(first)) {
        row(&mut pen, y, m, line, &mut day);
        if focus && index == selected {
            pen.select(y);
        }
    }
    if m.log.is_empty() {
        pen.put(0, 1, "nothing has happened yet", Role::Secondary);
    }
}

/// The clock, or the day where it is another than the line's above.
fn row(pen: &mut Pen<'_>, y: u16, m: &Picture<'_>, line: &LogLine, day: &mut Option<chrono::NaiveDate>) {
    let date = crate::calendar::zone::date(m.plan.window.zone, line.at.at);
    let today = crate::calendar::zone::date(m.plan.window.zone, m.now.at);
    let another = day.unwrap_or(today) != date;
    *day = Some(date);
    let at = if another { say::time::near(m, line.at.at) } else { say::time::seconds(m, line.at.at) };
    pen.put(0, y, &at, Role::Secondary);
    let (symbol, role) = mark(line.class);
    pen.put(10, y, symbol, role);
    pen.line(12, y, &Line::new().text(line.text.as_str()), pen.width().saturating_sub(12));
}

fn mark(class: Class) -> (&'static str, Role) {
    match class {
        Class::Plain => (" ", Role::Text),
        Class::Run => (symbols::RUN, Role::Text),
        Class::Good => (symbols::DONE, Role::Good),
        Class::Hold => (symbols::HOLD, Role::Attention),
        Class::Attention => (symbols::LATE, Role::Attention),
        Class::Failure => (symbols::FAIL, Role::Failure),
        Class::Back => (symbols::BACK, Role::Back),
    }
}
