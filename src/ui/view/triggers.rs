//! 7 Triggers: armed, at risk with time to go, met since, by hand.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::decide::TriggerView;
use crate::text::duration;
use crate::ui::model::Pane;
use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::heading::Heading;
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::Pen;
use crate::ui::widget::window;

/// Draws the triggers.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let mut pen = Pen::new(buf, area, m.theme);
    let met = m.outlook.triggers.iter().filter(|trigger| trigger.met.is_some()).count();
    let figure = if met > 0 { Line::of(format!("{met} met"), Role::Failure) } else { Line::new() };
    let focus = m.ui.focus == Pane::Triggers;
    Heading { key: Some('7'), title: Pane::Triggers.title(), subject: Line::new(), figure, focus }
        .draw(&mut pen);
    let triggers = &m.outlook.triggers;
    let room = usize::from(pen.height().saturating_sub(1));
    let selected = m.selected_index(Pane::Triggers).min(triggers.len().saturating_sub(1));
    let sentences = triggers.len() * 2 <= room;
    let shown = window::Shown::of(triggers.len(), if sentences { room / 2 } else { room }, selected);
    let mut y = 1;
    for (index, trigger) in triggers.iter().enumerate().skip(shown.first).take(shown.count) {
        row(&mut pen, y, m, trigger);
        if focus && index == selected {
            pen.select(y);
        }
        y += 1;
        if sentences {
            pen.line(2, y, &Line::new().dim(trigger.text.as_str()), area.width.saturating_sub(2));
            y += 1;
        }
    }
    if let Some(more) = shown.more() {
        pen.put(2, y, &more, Role::Text);
    }
    if triggers.is_empty() {
        pen.put(2, 1, "the plan has no triggers", Role::Secondary);
    }
}

fn row(pen: &mut Pen<'_>, y: u16, m: &Picture<'_>, trigger: &TriggerView) {
    let title = m.plan.trigger(&trigger.id).map_or("", |plan| plan.title.as_str());
    let by_hand = m.plan.trigger(&trigger.id).is_some_and(|plan| plan.check.is_none());
    let (symbol, role, state) = match (trigger.met, trigger.met_at, trigger.armed) {
        (Some(since), ..) => {
            let at = say::time::clock(m, since.at);
            (symbols::FAIL, Role::Failure, Line::of(format!("met {at}"), Role::Failure))
        }
        (None, Some(at), true) => {
            let left = duration::short((at - m.now.at).max(chrono::TimeDelta::zero()));
            (symbols::LATE, Role::Attention, Line::of(format!("at risk, {left}"), Role::Attention))
        }
        (None, _, true) => {
            (symbols::READY, Role::Text, Line::new().dim(if by_hand { "armed, by hand" } else { "armed" }))
        }
        (None, _, false) if m.session.closed.is_some() => {
            (symbols::SKIPPED, Role::Secondary, Line::new().dim("not met"))
        }
        (None, _, false) => (
            symbols::LATER,
            Role::Secondary,
            Line::new().dim(if by_hand { "later, by hand" } else { "not armed" }),
        ),
    };
    pen.put(0, y, symbol, role);
    let look = match (trigger.met, trigger.met_at.filter(|_| trigger.armed)) {
        (Some(_), _) => Role::Failure,
        (None, Some(_)) => Role::Text,
        (None, None) => Role::Secondary,
    };
    pen.row(2, y, &Line::of(format!("{} {title}", trigger.id), look), &state);
}
