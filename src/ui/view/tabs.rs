//! Compact: the panes as tabs with their alarms, and a rule that is heavy under the one in focus.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::session::Phase;
use crate::ui::model::Pane;
use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::{Pen, cells};

/// Draws the tabs: titles as long as they fit, else only that of the pane in focus.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let mut pen = Pen::new(buf, area, m.theme);
    let focus = match m.ui.focus {
        Pane::Incidents | Pane::Output => Pane::Checklist,
        pane => pane,
    };
    let mut shown = Pane::ALL.map(|pane| (pane == focus, tab(m, pane, pane == focus, true)));
    let wide =
        |tabs: &[(bool, Line)], gap: usize| tabs.iter().map(|(_, line)| line.width() + gap).sum::<usize>();
    let room = usize::from(area.width);
    let gap = if wide(&shown, 3) <= room + 3 { 3 } else { 2 };
    // Titles give way from the last tab on; the keys stay.
    for (index, pane) in Pane::ALL.into_iter().enumerate().rev() {
        if wide(&shown, gap) > room + gap
            && let Some((false, line)) = shown.get_mut(index)
        {
            *line = tab(m, pane, false, false);
        }
    }
    pen.clear();
    pen.rule(0, area.width, 1, symbols::RULE, Role::Secondary);
    if !m.ui.filter.is_empty() {
        pen.put_right(area.width, 1, &format!(" /{}", m.ui.filter), Role::Act);
    }
    let mut x = 0;
    for (focus, line) in &shown {
        let end = pen.line(x, 0, line, area.width.saturating_sub(x));
        if *focus {
            pen.rule(x, end, 1, symbols::HEAVY, Role::Act);
        }
        x = end + cells(gap);
    }
}

fn tab(m: &Picture<'_>, pane: Pane, focus: bool, long: bool) -> Line {
    let key = Line::of(pane.key().to_string(), if focus { Role::Act.bold() } else { Role::Act.into() });
    let title = match (pane, m.outlook.phase) {
        (Pane::Timeline, Phase::Stabilising) => "Stabilise",
        (Pane::Timeline, _) => "Time",
        (Pane::Rollback, _) => "Back",
        (Pane::Triggers, _) => "Trig",
        _ => pane.title(),
    };
    let line = match (focus, long) {
        (true, _) => key.text(" ").add(title, Role::Act.bold()),
        (false, true) => key.text(" ").text(title),
        (false, false) => key,
    };
    let alarms = match pane {
        Pane::Health => say::counts::alarms(m),
        Pane::Triggers => m.outlook.triggers.iter().filter(|trigger| trigger.met.is_some()).count(),
        _ => 0,
    };
    if alarms == 0 { line } else { line.text(" ").add(format!("{}{alarms}", symbols::FAIL), Role::Failure) }
}
