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

/// How much of its title a tab says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Words {
    Long,
    Short,
    None,
}

/// Draws the tabs. Where they have no room, words are shortened from the last tab on, then left out; keys and alarms
/// stay, and so does the title of the pane in focus.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let mut pen = Pen::new(buf, area, m.theme);
    let focus = match m.ui.focus {
        Pane::Incidents | Pane::Output => Pane::Checklist,
        pane => pane,
    };
    let mut shown = Pane::ALL.map(|pane| (pane == focus, tab(m, pane, pane == focus, Words::Long)));
    let wide =
        |tabs: &[(bool, Line)], gap: usize| tabs.iter().map(|(_, line)| line.width() + gap).sum::<usize>();
    let room = usize::from(area.width);
    let gap = if wide(&shown, 3) <= room + 3 { 3 } else { 2 };
    for words in [Words::Short, Words::None] {
        for (index, pane) in Pane::ALL.into_iter().enumerate().rev() {
            if wide(&shown, gap) > room + gap
                && let Some((focus, line)) = shown.get_mut(index)
                && !(*focus && words == Words::None)
            {
                *line = tab(m, pane, *focus, words);
            }
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

fn tab(m: &Picture<'_>, pane: Pane, focus: bool, words: Words) -> Line {
    let look = if focus { Role::Act.bold() } else { Role::Text.into() };
    let key = Line::of(pane.key().to_string(), if focus { Role::Act.bold() } else { Role::Act.into() });
    let title = title(m, pane, words);
    let line = if title.is_empty() { key } else { key.text(" ").add(title, look) };
    let alarms = match pane {
        Pane::Health => say::counts::alarms(m),
        Pane::Triggers => m.outlook.triggers.iter().filter(|trigger| trigger.met.is_some()).count(),
        _ => 0,
    };
    if alarms == 0 { line } else { line.text(" ").add(format!("{}{alarms}", symbols::FAIL), Role::Failure) }
}

fn title(m: &Picture<'_>, pane: Pane, words: Words) -> &'static str {
    let days = m.outlook.phase == Phase::Stabilising;
    match (words, pane) {
        (Words::None, _) => "",
        (Words::Short, Pane::Timeline) if days => "Days",
        (Words::Long, Pane::Timeline) if days => "Stabilise",
        (_, Pane::Timeline) => "Time",
        (_, Pane::Rollback) => "Back",
        (_, Pane::Triggers) => "Trig",
        (Words::Short, Pane::Checklist) => "List",
        (Words::Short, Pane::Decision) => "Decide",
        (Words::Long | Words::Short, _) => pane.title(),
    }
}
