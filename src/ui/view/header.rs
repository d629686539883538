//! The header: what goes where, how the outage stands, who is here, saved, live, and the clock.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::calendar::zone;
use crate::journal::Mode;
use crate::plan::Risk;
use crate::session::Phase;
use crate::text::{clean, duration};
use crate::ui::layout::{self, Class};
use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::{APART, Pen};

/// How much the header says; taken back in [`Detail::LESS`]'s order until it fits.
#[derive(Debug, Clone, Copy)]
struct Detail {
    brand: bool,
    ticket: bool,
    long_live: bool,
    date: bool,
    names: bool,
    environment: bool,
    marks: bool,
    count: bool,
}

impl Detail {
    const LESS: [fn(&mut Self); 7] = [
        |detail| detail.ticket = false,
        |detail| detail.long_live = false,
        |detail| detail.date = false,
        |detail| detail.names = false,
        |detail| detail.environment = false,
        |detail| detail.marks = false,
        |detail| detail.count = false,
    ];
}

/// Draws the header; the release's name gives way last, from its middle.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let class = layout::class(buf.area.width, buf.area.height);
    let mut pen = Pen::new(buf, area, m.theme);
    let width = usize::from(pen.width());
    let big = class == Class::BigWall;
    let days = matches!(m.outlook.phase, Phase::Stabilising | Phase::Closing | Phase::Closed);
    let mut detail = Detail {
        brand: big,
        ticket: big,
        long_live: class >= Class::Wall,
        date: class >= Class::Wall || days,
        names: class >= Class::Desk,
        environment: true,
        marks: true,
        count: true,
    };
    let release = format!("{} {}", m.plan.release.name, m.plan.release.version);
    let fits = |detail: &Detail| {
        left(m, detail, &release).width() + right(m, detail).width() + usize::from(APART) <= width
    };
    for less in Detail::LESS {
        if fits(&detail) {
            break;
        }
        less(&mut detail);
    }
    let right = right(m, &detail);
    let others = left(m, &detail, "").width() + right.width() + usize::from(APART);
    let release = clean::fit_middle(&clean::line(&release), width.saturating_sub(others).max(8));
    pen.row(0, 0, &left(m, &detail, &release), &right);
}

fn left(m: &Picture<'_>, detail: &Detail, release: &str) -> Line {
    let mut line = if detail.brand { Line::new().strong("golive").text("   ") } else { Line::new() };
    line = line.strong(release);
    if detail.environment {
        line = line.text(format!(" {} {}", symbols::TO, m.plan.release.environment));
    }
    if detail.ticket {
        let risk = match m.plan.release.risk {
            Risk::Low => "low risk",
            Risk::Medium => "medium risk",
            Risk::High => "high risk",
        };
        let ticket =
            m.plan.release.change.as_deref().map(|change| format!("{change} · ")).unwrap_or_default();
        line = line.dim(format!("   {ticket}{risk}"));
    }
    line.join(marks(m, detail.marks))
}

/// What must be known of the session as a whole. The outage and the mode are never left out.
fn marks(m: &Picture<'_>, all: bool) -> Line {
    let mut line = Line::new();
    match (m.session.mode, &m.demo) {
        (Mode::Rehearsal, _) => line = line.text("   ").add("REHEARSAL", Role::Attention.bold()),
        (Mode::Demo, Some(demo)) if all => {
            line = line.text("   ").add("DEMO", Role::Attention);
            if demo.speed > 1.0 {
                line = line.dim(format!(" ×{}", demo.speed));
            }
        }
        _ => {}
    }
    if m.ui.frozen {
        line = line.text("   ").add(format!("{} FROZEN", symbols::HOLD), Role::Attention.bold());
    }
    if m.session.attempt > 1 && all {
        line = line.dim(format!("   attempt {}", m.session.attempt));
    }
    if let Some(version) = m.outlook.version.as_ref().filter(|_| all) {
        let role = if version.on_wanted == version.of { Role::Text } else { Role::Attention };
        line = line
            .text("   ")
            .add(format!("LIVE {} on {}/{}", version.wanted, version.on_wanted, version.of), role);
    }
    line.join(outage(m)).join(debts(m, all))
}

fn outage(m: &Picture<'_>) -> Line {
    let Some(outage) = &m.outlook.planned_outage else { return Line::new() };
    let role = if outage.alarm.is_some() { Role::Failure.into() } else { Role::Attention.bold() };
    let of = outage.of.map(|of| format!(" of {}", duration::minutes(of))).unwrap_or_default();
    let to =
        outage.heading.map(|to| format!(" {} {}", symbols::TO, say::time::whole(to))).unwrap_or_default();
    Line::new().text("   ").add(format!("PLANNED OUTAGE {}{of}{to}", duration::short(outage.used)), role)
}

/// Open debts, unless the outage already says that the page is on.
fn debts(m: &Picture<'_>, all: bool) -> Line {
    let count = m.outlook.debts.len();
    if count == 0 || !all || m.outlook.planned_outage.is_some() {
        return Line::new();
    }
    let word = if count == 1 { "debt" } else { "debts" };
    Line::new().text("   ").add(format!("{count} {word}"), Role::Attention)
}

fn right(m: &Picture<'_>, detail: &Detail) -> Line {
    let tz = m.plan.window.zone;
    let mut line = if detail.names {
        say::people::names(m).text("   ")
    } else if detail.count {
        say::people::count(m).text("   ")
    } else {
        Line::new()
    };
    line =
        line.join(say::people::saved(m)).text("   ").join(say::people::live(m, detail.long_live)).text("   ");
    if detail.date {
        line = line.text(format!("{}  ", zone::day(tz, m.now.at)));
    }
    line.strong(zone::clock(tz, m.now.at)).text(format!(" {}", zone::abbreviation(tz, m.now.at)))
}
