//! T Team: name, role, contact, who is here, and everybody's next own step.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::decide::Doing;
use crate::plan::Member;
use crate::text::clean;
use crate::ui::model::Pane;
use crate::ui::picture::Picture;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::heading::Heading;
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::{Pen, cells};
use crate::ui::widget::window;

/// Draws the team.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let mut pen = Pen::new(buf, area, m.theme);
    let here = m.plan.team.iter().filter(|member| m.people.contains(&member.id)).count();
    let focus = m.ui.focus == Pane::Team;
    let figure = Line::new().text(format!("{here} of {} here", m.plan.team.len()));
    Heading { key: Some('T'), title: Pane::Team.title(), subject: Line::new(), figure, focus }.draw(&mut pen);
    let team = &m.plan.team;
    let room = usize::from(pen.height().saturating_sub(1));
    let selected = m.selected_index(Pane::Team).min(team.len().saturating_sub(1));
    // A line each where two would push somebody out.
    let each = if team.len() * 2 <= room { 2 } else { 1 };
    let shown = window::Shown::of(team.len(), room / each, selected);
    let names = team.iter().map(|member| clean::width(&member.name)).max().unwrap_or_default();
    let mut y = 1;
    for (index, member) in team.iter().enumerate().skip(shown.first).take(shown.count) {
        row(&mut pen, y, m, member, cells(names).min(24), each > 1);
        if focus && index == selected {
            pen.select(y);
        }
        y += cells(each);
    }
    if let Some(more) = shown.more() {
        pen.put(2, y, &more, Role::Text);
    }
}

fn row(pen: &mut Pen<'_>, y: u16, m: &Picture<'_>, member: &Member, names: u16, own: bool) {
    let here = m.people.contains(&member.id);
    let (symbol, role) = if here { (symbols::LIVE, Role::Good) } else { (symbols::READY, Role::Secondary) };
    pen.put(0, y, symbol, role);
    let end = pen.put(2, y, &clean::fit(&member.id, 8), Role::Strong).max(8) + 2;
    pen.put(end, y, &clean::fit(&clean::line(&member.name), usize::from(names)), Role::Text);
    let at = end + names + 2;
    let contact = Line::new().text(member.contact.as_deref().unwrap_or("no contact in the plan"));
    pen.row(at, y, &Line::new().dim(member.roles.join(", ")), &contact);
    if own {
        pen.line(end, y.saturating_add(1), &next(m, member), pen.width().saturating_sub(end));
    }
}

/// What the member does now, or does next.
fn next(m: &Picture<'_>, member: &Member) -> Line {
    let mine = |doing: &&Doing| doing.owner.as_deref() == Some(member.id.as_str());
    if let Some(doing) = m.outlook.doing.iter().find(mine) {
        return Line::new().text(format!("{} {} {}", symbols::RUN, doing.step, doing.title));
    }
    let steps = m.plan.stages.iter().flat_map(|stage| m.session.steps_of(stage));
    let next = steps
        .filter(|step| !m.settled(step) && !m.progress.is_parent(&step.id))
        .find(|step| m.session.owner(step) == Some(member.id.as_str()));
    match next {
        Some(step) => Line::new().dim(format!("next {} {}", step.id, step.title)),
        None => Line::new().dim("nothing more to do"),
    }
}
