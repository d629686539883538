//! The header: what goes where, how the outage stands, who is here, saved, live, and the clock.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::calendar::zone;
use crate::journal::Mode;
use crate::plan::Risk;
use crate::session::Phase;
use crate::text::clean;
use crate::ui::layout::{self, Class};
use crate::ui::picture::Picture;
use crate::ui::say;
use crate::ui::symbols;
use crate::ui::theme::Role;
use crate::ui::widget::line::Line;
use crate::ui::widget::pen::{APART, Pen};

/// How much the header says; taken back in [`Detail::LESS`]'s order until it fits.
#[expect(clippy::struct_excessive_bools, reason = "each is one part of the line, there or not")]
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
    outage: bool,
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

/// Cells that the release keeps as long as people are named.
const SHORT: usize = 23;

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
        outage: class > Class::Compact,
    };
    let release = clean::line(&format!("{} {}", m.plan.release.name, m.plan.release.version));
    for (index, less) in Detail::LESS.iter().enumerate() {
        // Who is here goes only after the name was cut.
        let name = if index + 1 == Detail::LESS.len() {
            clean::fit_middle(&release, SHORT)
        } else {
            release.clone()
        };
        let both = left(m, &detail, &name).width() + right(m, &detail).width();
        if both + usize::from(APART) <= width {
            break;
        }
        less(&mut detail);
    }
    let right = right(m, &detail);
    let others = left(m, &detail, "").width() + right.width() + usize::from(APART);
    let release = clean::fit_middle(&release, width.saturating_sub(others).max(8));
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
    line.join(marks(m, detail))
}

/// What must be known of the session as a whole. The outage and the mode are never left out.
fn marks(m: &Picture<'_>, detail: &Detail) -> Line {
    let all = detail.marks;
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
    let outage = if detail.outage { say::outage::line(m, false) } else { Line::new() };
    let gap = if outage.is_empty() { "" } else { "   " };
    line.text(gap).join(outage).join(debts(m, all))
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
