//! 4 Decision: against, for, to come, what would change it; the poll with freshness; the keys that decide.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::decide::StationView;
use crate::journal::Verdict;
use crate::session::Phase;
use crate::text::clean;
use crate::ui::model::{ActionView, Pane, Where};
use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::heading::Heading;
use crate::ui::widget::line::{self, Line};
use crate::ui::widget::pen::{Pen, cells};

/// Rows under a label.
struct Group {
    label: String,
    rows: Vec<(Line, Line)>,
    /// Rows that it gets before any group gets more.
    least: usize,
    /// Its rows are stations, which can be selected.
    stations: bool,
    /// Stands last on the screen, though it gets its rows earlier.
    last: bool,
}

/// Draws the decision.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let mut pen = Pen::new(buf, area, m.theme);
    let focus = m.ui.focus == Pane::Decision;
    Heading {
        key: Some('4'),
        title: Pane::Decision.title(),
        subject: Line::new(),
        figure: Line::new(),
        focus,
    }
    .draw(&mut pen);
    let keys = keys(m, focus, usize::from(area.width));
    let below = if keys.is_empty() { 0 } else { 2 };
    let groups = groups(m, usize::from(area.width));
    let room = usize::from(area.height.saturating_sub(1 + below));
    let given = allot(&groups, room);
    let used: usize = given.iter().filter(|rows| **rows > 0).map(|rows| rows + 1).sum();
    let shown = given.iter().filter(|rows| **rows > 0).count();
    // Air between the groups, and over the first, where there is enough of it.
    let air = u16::from(used + shown <= room);
    let mut y = 1 + air;
    for (group, rows) in groups.iter().zip(given).filter(|(_, rows)| *rows > 0) {
        draw_group(&mut pen, y, m, group, rows);
        y += cells(rows) + 1 + air;
    }
    if below > 0 {
        let bottom = if air > 0 { y } else { area.height.saturating_sub(1) };
        pen.line(0, bottom.min(area.height.saturating_sub(1)), &keys, area.width);
    }
}

fn draw_group(pen: &mut Pen<'_>, y: u16, m: &Picture<'_>, group: &Group, rows: usize) {
    let hidden = group.rows.len() - rows.min(group.rows.len());
    let label = Line::new().dim(group.label.as_str());
    pen.line(0, y, &if hidden > 0 { label.dim(format!(", {hidden} more")) } else { label }, pen.width());
    let chosen = m.selected_index(Pane::Decision);
    for (at, (index, (left, right))) in (y + 1..).zip(group.rows.iter().enumerate().take(rows)) {
        pen.row(0, at, left, right);
        if m.ui.focus == Pane::Decision && group.stations && chosen == index {
            pen.select(at);
        }
    }
}

/// Rows for each group: first what it needs at least, then the rest in the groups' order; a group of which nothing but
/// the label would be left is not shown.
fn allot(groups: &[Group], room: usize) -> Vec<usize> {
    let mut left = room;
    let mut given = Vec::new();
    for group in groups {
        let rows = group.least.min(group.rows.len()).min(left.saturating_sub(1));
        left = left.saturating_sub(if rows > 0 { rows + 1 } else { 0 });
        given.push(rows);
    }
    for (rows, group) in given.iter_mut().zip(groups).filter(|(rows, _)| **rows > 0) {
        let more = (group.rows.len() - *rows).min(left);
        *rows += more;
        left -= more;
    }
    given
}

fn groups(m: &Picture<'_>, width: usize) -> Vec<Group> {
    let mut groups = Vec::new();
    if let Some(verdict) = &m.outlook.verdict {
        let (against, in_favour) = say::verdict::headings(verdict.about, verdict.recommendation);
        groups.push(Group {
            label: against.to_owned(),
            rows: against_rows(m, verdict, width),
            least: 4,
            stations: false,
            last: false,
        });
        groups.push(poll(m));
        groups.push(changes(verdict, width));
        groups.push(Group {
            label: in_favour.to_owned(),
            rows: for_rows(verdict),
            least: 2,
            stations: false,
            last: false,
        });
        let to_come = verdict.to_come.iter().map(|row| {
            let left = Line::of(format!("{} ", symbols::LATER), Role::Secondary).text(row.text.as_str());
            (left, Line::new())
        });
        groups.push(Group {
            label: "To come".to_owned(),
            rows: to_come.collect(),
            least: 1,
            stations: false,
            last: false,
        });
    }
    groups.push(Group {
        label: "Decided".to_owned(),
        rows: decided(m),
        least: 1,
        stations: false,
        last: false,
    });
    groups.retain(|group| !group.rows.is_empty());
    groups.sort_by_key(|group| group.last);
    groups
}

fn against_rows(m: &Picture<'_>, verdict: &Verdict, width: usize) -> Vec<(Line, Line)> {
    if verdict.against.is_empty() {
        return vec![(Line::of(format!("{} nothing", symbols::DONE), Role::Good), Line::new())];
    }
    let mut rows = Vec::new();
    for (index, row) in verdict.against.iter().enumerate() {
        let (symbol, role) = say::verdict::against(row);
        let look = if index == 0 { Role::Strong } else { Role::Text };
        let right = Line::new().dim(say::verdict::kind(m, row));
        let fits = clean::width(&row.text) + right.width() + 4 <= width;
        let head = if fits { row.text.as_str() } else { say::verdict::headline(&row.text) };
        rows.push((Line::of(symbol, role).text(" ").add(head, look), right));
        // The arithmetic of the strongest reason has a line of its own.
        if let Some(rest) = row.text.strip_prefix(head).filter(|rest| index == 0 && !rest.is_empty()) {
            rows.push((Line::new().dim(format!("  {}", rest.trim_start_matches(": "))), Line::new()));
        }
    }
    rows
}

fn for_rows(verdict: &Verdict) -> Vec<(Line, Line)> {
    let row = |text: &str| Line::of(format!("{} ", symbols::DONE), Role::Good).text(text);
    verdict.in_favour.iter().map(|favour| (row(&favour.text), Line::new())).collect()
}

fn changes(verdict: &Verdict, width: usize) -> Group {
    let mut lines = line::wrapped(&verdict.changes_when, width);
    if lines.len() > 2 {
        let rest = lines.split_off(1).join(" ");
        lines.push(clean::fit(&rest, width));
    }
    let rows = lines.into_iter().map(|text| (Line::new().text(text), Line::new())).collect();
    Group { label: "What would change it".to_owned(), rows, least: 2, stations: false, last: false }
}

fn poll(m: &Picture<'_>) -> Group {
    let asked = matches!(m.outlook.phase, Phase::Preparing | Phase::Deploying | Phase::Deciding);
    let stations = &m.outlook.stations;
    let empty = Group { label: "Poll".to_owned(), rows: Vec::new(), least: 0, stations: false, last: false };
    if !asked || stations.is_empty() {
        return empty;
    }
    if !m.outlook.poll_open && stations.iter().all(|station| station.answer.is_none()) {
        let names: Vec<_> = stations.iter().map(|station| station.id.as_str()).collect();
        let opens = Line::new().dim("not open: P asks the stations");
        let rows = vec![(opens, Line::new()), (Line::new().dim(names.join(" · ")), Line::new())];
        return Group { rows, least: 2, last: true, ..empty };
    }
    let rows: Vec<_> = stations.iter().map(|station| self::station(m, station)).collect();
    Group { least: rows.len().min(6), rows, stations: true, last: true, ..empty }
}

fn station(m: &Picture<'_>, view: &StationView) -> (Line, Line) {
    let (symbol, role, word) = say::station::mark(view);
    let who = match &view.by {
        Some((who, _)) => who.clone(),
        None => view.members.join(" or "),
    };
    let left = Line::of(symbol, role)
        .text(" ")
        .add(clean::pad(&word, 13), role)
        .text(clean::pad(&view.id, 12))
        .text(who);
    let left = if view.spoken { left.dim(" spoken") } else { left };
    let right = match (&view.by, view.required) {
        (Some((_, at)), _) => Line::new().dim(say::time::clock(m, at.at)),
        (None, false) => Line::new().dim("optional"),
        (None, true) => Line::new(),
    };
    (left, right)
}

/// The formal decisions so far, newest first.
fn decided(m: &Picture<'_>) -> Vec<(Line, Line)> {
    let rows = m.session.decisions.iter().rev().map(|decision| {
        let left = Line::of(format!("{} ", symbols::DECISION), Role::Text)
            .strong(decision.kind.word())
            .text(format!("  {}", decision.who.actor()));
        let left = match &decision.reason {
            Some(reason) => left.dim(format!("  {reason}")),
            None if decision.against => left.add("  against the verdict", Role::Attention),
            None => left,
        };
        (left, Line::new().dim(say::time::near(m, decision.at.at)))
    });
    rows.collect()
}

/// The keys of this pane, from the table of actions: what can be done first, then dim what cannot, as far as it fits.
fn keys(m: &Picture<'_>, focus: bool, width: usize) -> Line {
    let own = |action: &&ActionView| action.where_ == Where::Pane(Pane::Decision) && !action.hint.is_empty();
    let (can, cannot): (Vec<_>, Vec<_>) =
        m.actions.iter().filter(own).partition(|action| action.disabled.is_none());
    if can.is_empty() && (cannot.is_empty() || m.outlook.phase == Phase::Closed) {
        return Line::new();
    }
    let mut line = if focus { Line::new() } else { Line::of("D", Role::Act).text(" decide") };
    for action in can.into_iter().chain(cannot) {
        let next = match action.disabled {
            Some(_) => Line::new().dim(format!("{} {}", action.key, action.hint)),
            None => Line::of(action.key, Role::Act).text(format!(" {}", action.hint)),
        };
        let gap = if line.is_empty() { "" } else { "  " };
        if line.width() + gap.len() + next.width() <= width {
            line = line.text(gap).join(next);
        }
    }
    line
}
