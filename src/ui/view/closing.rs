//! What closing still needs, met or not.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::picture::Picture;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::heading::Heading;
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::Pen;
use crate::ui::widget::window;

/// Draws the list, unmet first where not all have room.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let mut pen = Pen::new(buf, area, m.theme);
    let needs = &m.outlook.closing;
    let met = needs.iter().filter(|need| need.met).count();
    let closed = m.session.closed.is_some();
    let figure = Line::new().text(format!("{met} of {}", needs.len()));
    let title = if closed { "Closing needed" } else { "Closing needs" };
    Heading { key: None, title, subject: Line::new(), figure, focus: false }.draw(&mut pen);
    let room = usize::from(pen.height().saturating_sub(1));
    let mut rows: Vec<_> = needs.iter().collect();
    if rows.len() > room {
        rows.sort_by_key(|need| need.met);
    }
    let shown = window::Shown::of(rows.len(), room, 0);
    if let Some(more) = shown.more() {
        pen.put(2, pen.height().saturating_sub(1), &more, Role::Text);
    }
    for (y, need) in (1..pen.height()).zip(rows.into_iter().take(shown.count)) {
        let (symbol, role) =
            if need.met { (symbols::DONE, Role::Good) } else { (symbols::READY, Role::Attention) };
        let line = Line::of(symbol, role).text(" ").text(need.text.as_str());
        pen.line(0, y, &line, pen.width());
    }
}
