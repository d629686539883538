//! The go/no-go poll: stations in order, one key each, with how fresh each answer is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::decide::StationView;
use crate::journal::About;
use crate::text::{clean, duration};
use crate::ui::overlay::PollSheet;
use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::line::Line;
use crate::ui::widget::sheet::{self, Content};

/// Columns from which on stations' roles have a column of their own.
const WIDE: u16 = 84;

/// Draws the sheet.
pub fn render(buf: &mut Buffer, room: Rect, m: &Picture<'_>, open: &PollSheet) {
    let about = if open.about == About::Start { "for starting" } else { "for going live" };
    let title = Line::of(format!("Poll {about}"), Role::Act.bold());
    let fresh = format!("answers are fresh for {}", duration::minutes(m.plan.decision.answer_valid));
    let mut rows = vec![asked(m), (Line::new(), Line::new())];
    let first = rows.len();
    let wide = room.width >= WIDE;
    rows.extend(m.outlook.stations.iter().map(|view| station(m, view, wide)));
    let why = m.outlook.stations.get(open.selected).and_then(reason);
    rows.push((Line::new(), Line::new()));
    if let Some(why) = why {
        rows.push((Line::of(why, Role::Attention), Line::new()));
    }
    if let Some(problem) = &open.problem {
        rows.push((Line::of(format!("{} {problem}", symbols::FAIL), Role::Failure), Line::new()));
    }
    if open.form.is_none() {
        rows.push((keys(m, open), Line::new()));
    }
    let content = Content {
        rows,
        selected: Some(first + open.selected),
        form: open.form.as_ref(),
        back: "back, no answer",
    };
    sheet::show(buf, room, m.theme, &title, &Line::new().dim(fresh), Role::Act, content);
}

fn asked(m: &Picture<'_>) -> (Line, Line) {
    let left = if m.outlook.poll_open {
        Line::new().text("The stations are asked, in this order.")
    } else {
        Line::new().text("The poll is not open yet; an answer given now counts all the same.")
    };
    let go =
        m.outlook.stations.iter().filter(|view| view.fresh && say::station::mark(view).2 == "GO").count();
    (left, Line::new().dim(format!("{go} of {} say GO", m.outlook.stations.len())))
}

/// The answer, who gave it and when stay whole; the role has a column where there is room for it.
fn station(m: &Picture<'_>, view: &StationView, wide: bool) -> (Line, Line) {
    let (symbol, role, word) = say::station::mark(view);
    let mut left = Line::of(symbol, role).text(" ").text(clean::pad(&view.id, 12)).text(" ");
    if wide {
        left = left.dim(clean::pad(&view.role, 18)).text(" ");
    }
    left = left.add(word, role);
    let Some((who, at)) = &view.by else {
        let left = left.text("  ").text(view.members.join(" or "));
        return (left, Line::new().dim(if view.required { "required" } else { "optional" }));
    };
    left = left.text(format!(" {who} {}", say::time::clock(m, at.at)));
    if view.spoken {
        left = left.dim(" spoken");
    }
    (left, Line::new().dim(format!("{} ago", duration::short(m.now.since(*at)))))
}

/// Why the answer of the selected station does not count as it stands.
fn reason(view: &StationView) -> Option<String> {
    if let Some(step) = &view.open_condition {
        return Some(format!("{}: GO once {step} is done", view.id));
    }
    view.stale_because.as_ref().map(|why| format!("{}: {why}; ask again", view.id))
}

/// An answer that one records for somebody else is one that was spoken.
fn keys(m: &Picture<'_>, open: &PollSheet) -> Line {
    let keys = [("g", "GO"), ("n", "NO-GO"), ("c", "conditions"), ("o", "open the poll")];
    let shown = if m.outlook.poll_open { 3 } else { 4 };
    let line = keys.iter().take(shown).fold(Line::new(), |line, (key, words)| {
        let gap = if line.is_empty() { "" } else { "   " };
        line.text(gap).add(*key, Role::Act).text(format!(" {words}"))
    });
    let me = m.actor.member.as_deref().unwrap_or_default();
    let station = m.outlook.stations.get(open.selected);
    if station.is_some_and(|view| !view.members.iter().any(|member| member == me)) {
        return line.dim("   recorded as spoken");
    }
    let spoken = if open.spoken { " spoken: yes" } else { " spoken: no" };
    line.text("   ").add("s", Role::Act).text(spoken)
}
