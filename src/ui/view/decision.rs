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
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::{APART, Pen, cells};

/// Entries under a label.
struct Group {
    label: String,
    rows: Vec<Row>,
    /// Rows that it gets before any group gets more.
    least: usize,
    /// Its rows are stations, which can be selected.
    stations: bool,
}

/// A row of an entry.
struct Row {
    left: Line,
    right: Line,
    /// It goes on with the entry of the row before.
    goes_on: bool,
    /// The whole entry in a line, where it has more than one: what is shown of it when the others have no row.
    whole: Line,
}

/// Lines that a reason may take.
const LINES: usize = 4;

impl Group {
    fn new(label: &str, least: usize, rows: Vec<Row>) -> Self {
        Self { label: label.to_owned(), rows, least, stations: false }
    }

    /// Entries that begin in rows which are not shown.
    fn hidden(&self, rows: usize) -> usize {
        self.rows.iter().skip(rows).filter(|row| !row.goes_on).count()
    }
}

/// An entry in as many lines as it needs, four at most.
fn entry(left: &Line, right: Line, width: usize) -> Vec<Row> {
    let apart = if right.is_empty() { 0 } else { right.width() + usize::from(APART) };
    let mut lines = left.broken(width.saturating_sub(apart), width, 2, LINES).into_iter();
    let whole = left.fit(width);
    let begins = lines.next().map(|left| Row { left, right, goes_on: false, whole });
    let goes_on = |left| Row { left, right: Line::new(), goes_on: true, whole: Line::new() };
    begins.into_iter().chain(lines.map(goes_on)).collect()
}

/// Draws the decision.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let mut pen = Pen::new(buf, area, m.theme);
    let focus = m.ui.focus == Pane::Decision;
    let keys = keys(m, focus, usize::from(area.width));
    let below = if keys.is_empty() { 0 } else { 2 };
    let groups = groups(m, usize::from(area.width));
    let room = usize::from(area.height.saturating_sub(1 + below));
    let given = allot(&groups, room);
    heading(&groups, &given, focus).draw(&mut pen);
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

/// The heading says how many entries have no row at all.
fn heading(groups: &[Group], given: &[usize], focus: bool) -> Heading<'static> {
    let unseen = groups.iter().zip(given).filter(|(_, rows)| **rows == 0);
    let hidden: usize = unseen.map(|(group, _)| group.hidden(0)).sum();
    let figure = if hidden > 0 { Line::new().dim(format!("+{hidden} more")) } else { Line::new() };
    Heading { key: Some('4'), title: Pane::Decision.title(), subject: Line::new(), figure, focus }
}

fn draw_group(pen: &mut Pen<'_>, y: u16, m: &Picture<'_>, group: &Group, rows: usize) {
    let hidden = group.hidden(rows);
    let label = Line::new().dim(group.label.as_str());
    pen.line(0, y, &if hidden > 0 { label.dim(format!(", {hidden} more")) } else { label }, pen.width());
    let chosen = m.selected_index(Pane::Decision);
    for (at, (index, row)) in (y + 1..).zip(group.rows.iter().enumerate().take(rows)) {
        // The last row says that its entry goes on, and as much of it as has room.
        let cut = index + 1 == rows && group.rows.get(rows).is_some_and(|next| next.goes_on);
        match (cut, row.goes_on) {
            (true, false) => pen.row(0, at, &row.whole, &Line::new()),
            (true, true) => pen.row(0, at, &row.left.clone().text("…"), &row.right),
            (false, _) => pen.row(0, at, &row.left, &row.right),
        }
        if m.ui.focus == Pane::Decision && group.stations && chosen == index {
            pen.select(at);
        }
    }
}

/// Rows for each group: first what it needs at least, the reasons and the stations before the others, then the rest in
/// that order; a group of which nothing but the label would be left is not shown.
fn allot(groups: &[Group], room: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|at| *at > 0 && !groups.get(*at).is_some_and(|group| group.stations));
    let mut left = room;
    let mut given = vec![0; groups.len()];
    for at in &order {
        if let Some((rows, group)) = given.get_mut(*at).zip(groups.get(*at)) {
            *rows = group.least.min(group.rows.len()).min(left.saturating_sub(1));
            left = left.saturating_sub(if *rows > 0 { *rows + 1 } else { 0 });
        }
    }
    for at in order {
        if let Some((rows, group)) = given.get_mut(at).zip(groups.get(at)).filter(|(rows, _)| **rows > 0) {
            let more = (group.rows.len() - *rows).min(left);
            *rows += more;
            left -= more;
        }
    }
    given
}

/// As they stand on the screen.
fn groups(m: &Picture<'_>, width: usize) -> Vec<Group> {
    let mut groups = Vec::new();
    if let Some(verdict) = &m.outlook.verdict {
        let (against, in_favour) = say::verdict::headings(verdict.about, verdict.recommendation);
        groups.push(Group::new(against, 4, against_rows(m, verdict, width)));
        let changes = entry(&Line::new().text(verdict.changes_when.as_str()), Line::new(), width);
        let changes = if verdict.changes_when.is_empty() { Vec::new() } else { changes };
        groups.push(Group::new("What would change it", 3, changes));
        groups.push(Group::new(in_favour, 2, for_rows(verdict, width)));
        let to_come = verdict.to_come.iter().flat_map(|row| {
            let left = Line::of(format!("{} ", symbols::LATER), Role::Secondary).text(row.text.as_str());
            entry(&left, Line::new(), width)
        });
        groups.push(Group::new("To come", 1, to_come.collect()));
    }
    groups.push(Group::new("Decided", 1, decided(m, width)));
    if m.outlook.verdict.is_some() {
        groups.push(poll(m, width));
    }
    groups.retain(|group| !group.rows.is_empty());
    groups
}

fn against_rows(m: &Picture<'_>, verdict: &Verdict, width: usize) -> Vec<Row> {
    if verdict.against.is_empty() {
        return entry(&Line::of(format!("{} nothing", symbols::DONE), Role::Good), Line::new(), width);
    }
    let mut rows = Vec::new();
    for (index, row) in verdict.against.iter().enumerate() {
        let (symbol, role) = say::verdict::against(row);
        let look = if index == 0 { Role::Strong } else { Role::Text };
        let right = Line::new().dim(say::verdict::kind(m, row));
        let fits = clean::width(&row.text) + right.width() + 4 <= width;
        let head = if fits { row.text.as_str() } else { say::verdict::headline(&row.text) };
        rows.extend(entry(&Line::of(symbol, role).text(" ").add(head, look), right, width));
        // The arithmetic of the strongest reason follows under it.
        if let Some(rest) = row.text.strip_prefix(head).filter(|rest| index == 0 && !rest.is_empty()) {
            let rest = Line::new().dim(format!("  {}", rest.trim_start_matches(": ")));
            rows.extend(entry(&rest, Line::new(), width).into_iter().map(|row| Row { goes_on: true, ..row }));
        }
    }
    rows
}

fn for_rows(verdict: &Verdict, width: usize) -> Vec<Row> {
    let row = |text: &str| Line::of(format!("{} ", symbols::DONE), Role::Good).text(text);
    verdict.in_favour.iter().flat_map(|favour| entry(&row(&favour.text), Line::new(), width)).collect()
}

fn poll(m: &Picture<'_>, width: usize) -> Group {
    let asked = matches!(m.outlook.phase, Phase::Preparing | Phase::Deploying | Phase::Deciding);
    let stations = &m.outlook.stations;
    if !asked || stations.is_empty() {
        return Group::new("Poll", 0, Vec::new());
    }
    let row = |(left, right)| Row { left, right, goes_on: false, whole: Line::new() };
    if !m.outlook.poll_open && stations.iter().all(|station| station.answer.is_none()) {
        let names: Vec<_> = stations.iter().map(|station| station.id.as_str()).collect();
        let asks = Line::new().dim(format!("not open: P asks {}", names.join(" · ")));
        return Group::new("Poll", 1, entry(&asks, Line::new(), width));
    }
    let rows: Vec<_> = stations.iter().map(|station| row(self::station(m, station))).collect();
    Group { stations: true, ..Group::new("Poll", rows.len().min(6), rows) }
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
fn decided(m: &Picture<'_>, width: usize) -> Vec<Row> {
    let rows = m.session.decisions.iter().rev().flat_map(|decision| {
        let left = Line::of(format!("{} ", symbols::DECISION), Role::Text)
            .strong(decision.kind.word())
            .text(format!("  {}", decision.who.actor()));
        let left = match &decision.reason {
            Some(reason) => left.dim(format!("  {reason}")),
            None if decision.against => left.add("  against the verdict", Role::Attention),
            None => left,
        };
        entry(&left, Line::new().dim(say::time::near(m, decision.at.at)), width)
    });
    rows.collect()
}

/// The keys of this pane, from the table of actions: what is recommended first, what can be done, then dim what cannot,
/// as far as it fits.
fn keys(m: &Picture<'_>, focus: bool, width: usize) -> Line {
    let own = |action: &&ActionView| action.where_ == Where::Pane(Pane::Decision) && !action.hint.is_empty();
    let (mut can, cannot): (Vec<_>, Vec<_>) =
        m.actions.iter().filter(own).partition(|action| action.disabled.is_none());
    can.sort_by_key(|action| !say::verdict::recommends(m, action.hint));
    let over = matches!(m.outlook.phase, Phase::Closing | Phase::Closed);
    if can.is_empty() && (cannot.is_empty() || over) {
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
