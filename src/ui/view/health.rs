//! 3 Health: every check worst first, with status, code, latency, spark and since when.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::decide::{CheckView, Standing};
use crate::text::clean;
use crate::ui::model::Pane;
use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::theme::{Look, Role};
use crate::ui::widget::heading::Heading;
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::{Pen, cells};
use crate::ui::widget::spark;
use crate::ui::widget::window;

/// Columns of the table.
struct Columns {
    word: u16,
    code: u16,
    latency: u16,
    spark: u16,
    sparks: u16,
}

impl Columns {
    /// From a narrow table up; a wider one gives what is more to the names.
    fn of(width: u16) -> Self {
        let more = width.saturating_sub(67).min(20);
        let word = 18 + more;
        Self {
            word,
            code: word + 13,
            latency: word + 21,
            spark: word + 23,
            sparks: if width >= 67 { 20 } else { width.saturating_sub(word + 23 + 8).min(13) },
        }
    }
}

/// Draws the table.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let mut pen = Pen::new(buf, area, m.theme);
    let filter = m.filter_of(Pane::Health);
    let heading = Heading {
        key: Some('3'),
        title: Pane::Health.title(),
        subject: if filter.is_empty() { Line::new() } else { Line::of(format!("/{filter}"), Role::Act) },
        figure: say::counts::all(m),
        focus: m.ui.focus == Pane::Health,
    };
    heading.draw(&mut pen);
    let views = m.health_rows();
    let room = usize::from(pen.height().saturating_sub(1));
    let focus = m.ui.focus == Pane::Health;
    let selected = m.selected_index(Pane::Health).min(views.len().saturating_sub(1));
    // Sentences under the worst, as many as are left over.
    let mut sentences = room.saturating_sub(views.len());
    let shown = window::Shown::of(views.len(), room, if focus { selected } else { 0 });
    let columns = Columns::of(pen.width());
    let mut y = 1;
    for (index, view) in views.iter().enumerate().skip(shown.first).take(shown.count) {
        row(&mut pen, y, m, view, &columns, focus && index == selected);
        if focus && index == selected {
            pen.select(y);
        }
        y += 1;
        if sentences > 0 && say::check::is_unhealthy(view) && !view.text.is_empty() {
            pen.line(2, y, &Line::new().dim(say::check::sentence(view)), pen.width().saturating_sub(2));
            sentences -= 1;
            y += 1;
        }
    }
    if let Some(more) = shown.more() {
        pen.put(2, y, &more, Role::Text);
    }
    if views.is_empty() {
        pen.put(
            2,
            1,
            if filter.is_empty() { "the plan has no checks" } else { "no check holds this text" },
            Role::Secondary,
        );
    }
}

fn row(pen: &mut Pen<'_>, y: u16, m: &Picture<'_>, view: &CheckView, columns: &Columns, selected: bool) {
    let (symbol, role, word) = say::check::mark(m, view);
    pen.put(0, y, symbol, role);
    let critical = m.plan.check(&view.id).is_some_and(|check| check.critical);
    let bad = say::check::is_unhealthy(view) && role == Role::Failure;
    let look: Look = if bad || selected { Role::Strong.into() } else { Role::Text.into() };
    let room = usize::from(columns.word.saturating_sub(3));
    let end = pen.put(2, y, &clean::fit(&view.id, room), look);
    let left = usize::from(columns.word.saturating_sub(end + 3));
    let name = m.plan.check(&view.id).map(|check| check.name.as_str()).filter(|name| *name != view.id);
    if let Some(name) = name.filter(|_| left >= 8) {
        pen.put(end + 2, y, &clean::fit(&clean::line(name), left), Role::Secondary);
    } else if critical && left >= 8 {
        pen.put(end + 2, y, "critical", Role::Secondary);
    }
    pen.put(columns.word, y, &clean::fit(&word, 9), role);
    match &view.standing {
        Standing::NotActive(why) | Standing::NotAsExpected(why) => {
            let wide = pen.width().saturating_sub(columns.word + 10);
            pen.line(columns.word + 10, y, &Line::new().dim(why.as_str()), wide);
            return;
        }
        Standing::NotPolled(_) => {
            pen.put(columns.word + 10, y, "not polled by this version", Role::Secondary);
            return;
        }
        _ => {}
    }
    let figure = say::check::figure(m, view);
    pen.put_right(columns.code, y, &say::check::code(m, view), Role::Text);
    pen.put_right(columns.latency, y, &say::check::latency(m, view), Role::Text);
    let edge = pen.width().saturating_sub(cells(figure.width()));
    let sparks = columns.sparks.min(edge.saturating_sub(columns.spark + 1));
    pen.line(columns.spark, y, &spark::line(&say::check::spots(m, view), sparks), sparks);
    pen.line(edge, y, &figure, pen.width());
}
