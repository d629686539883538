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
    /// The day of the week, where the date has no room.
    weekday: bool,
    /// It is a day of the window, so that the day of the week may go.
    in_window: bool,
    names: bool,
    environment: bool,
    /// Which version is live, and on how many of how many.
    version: bool,
    /// The same in full.
    long_version: bool,
    /// Attempt and debts.
    marks: bool,
    count: bool,
    outage: bool,
    long_outage: bool,
    speed: bool,
    /// Cells that the release keeps at least.
    release: usize,
}

impl Detail {
    const LESS: [fn(&mut Self); 15] = [
        |detail| detail.ticket = false,
        |detail| detail.long_live = false,
        |detail| detail.date = false,
        |detail| detail.names = false,
        |detail| detail.environment = false,
        |detail| detail.release = 23,
        |detail| detail.long_version = false,
        |detail| detail.release = 14,
        |detail| detail.count = false,
        |detail| detail.weekday &= !detail.in_window,
        |detail| detail.long_outage = false,
        |detail| detail.release = 12,
        |detail| detail.marks = false,
        |detail| detail.version = false,
        |detail| detail.speed = false,
    ];

    fn all(m: &Picture<'_>, class: Class) -> Self {
        let big = class == Class::BigWall;
        let tz = m.plan.window.zone;
        let date = |at| zone::date(tz, at);
        let clocks = &m.outlook.clocks;
        let in_window =
            date(clocks.window_start) <= date(m.now.at) && date(m.now.at) <= date(clocks.window_end);
        let days = matches!(m.outlook.phase, Phase::Stabilising | Phase::Closing | Phase::Closed);
        Self {
            brand: big,
            ticket: big,
            long_live: class >= Class::Wall,
            date: class >= Class::Wall || days,
            weekday: m.outlook.phase == Phase::Stabilising || !in_window,
            in_window,
            names: class >= Class::Desk,
            environment: true,
            version: true,
            long_version: true,
            marks: true,
            count: true,
            outage: class > Class::Compact,
            long_outage: true,
            speed: true,
            release: usize::MAX,
        }
    }
}

/// Draws the header. The release gives way in its middle, so that its version stays.
pub fn render(buf: &mut Buffer, area: Rect, m: &Picture<'_>) {
    let class = layout::class(buf.area.width, buf.area.height);
    let mut pen = Pen::new(buf, area, m.theme);
    let width = usize::from(pen.width());
    let mut detail = Detail::all(m, class);
    let release = clean::line(&format!("{} {}", m.plan.release.name, m.plan.release.version));
    let version = clean::line(&m.plan.release.version);
    let others =
        |detail: &Detail| left(m, detail, "").width() + right(m, detail).width() + usize::from(APART);
    for less in Detail::LESS {
        if others(&detail) + clean::width(&release).min(detail.release) <= width {
            break;
        }
        less(&mut detail);
    }
    let room = width.saturating_sub(others(&detail)).max(8);
    let release = fit_release(&release, &version, room);
    pen.row(0, 0, &left(m, &detail, &release), &right(m, &detail));
}

/// The release in so many cells: its version stays as long as two letters of its name do.
fn fit_release(release: &str, version: &str, room: usize) -> String {
    let name = release.strip_suffix(version).unwrap_or(release).trim_end();
    let left = room.saturating_sub(clean::width(version) + 1);
    if clean::width(release) <= room || left < 3 {
        return clean::fit_middle(release, room);
    }
    format!("{} {version}", clean::fit(name, left))
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
    let mut line = mode(m, detail);
    if m.ui.frozen {
        line = line.text("   ").add(format!("{} FROZEN", symbols::HOLD), Role::Attention.bold());
    }
    if m.session.attempt > 1 && detail.marks {
        line = line.dim(format!("   attempt {}", m.session.attempt));
    }
    if let Some(version) = m.outlook.version.as_ref().filter(|_| detail.version) {
        let role = if version.on_wanted == version.of { Role::Text } else { Role::Attention };
        let wanted = match (detail.long_version, version.wanted == m.plan.release.version) {
            (true, _) => format!("LIVE {} on", version.wanted),
            // The release's own version stands before it: it must not be taken for what is live.
            (false, true) => "new".to_owned(),
            (false, false) => "old".to_owned(),
        };
        line = line.text("   ").add(format!("{wanted} {}/{}", version.on_wanted, version.of), role);
    }
    let outage = if detail.outage { say::outage::header(m, detail.long_outage) } else { Line::new() };
    let gap = if outage.is_empty() { "" } else { "   " };
    line.text(gap).join(outage).join(debts(m, detail.marks))
}

fn mode(m: &Picture<'_>, detail: &Detail) -> Line {
    match (m.session.mode, &m.demo) {
        (Mode::Rehearsal, _) => Line::new().text("   ").add("REHEARSAL", Role::Attention.bold()),
        (Mode::Demo, demo) => {
            let line = Line::new().text("   ").add("DEMO", Role::Attention);
            let fast = demo.as_ref().map(|demo| demo.speed).filter(|speed| *speed > 1.0 && detail.speed);
            fast.map_or(line.clone(), |speed| line.dim(format!(" ×{speed}")))
        }
        _ => Line::new(),
    }
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
    } else if detail.weekday {
        line = line.text(format!("{} ", m.now.at.with_timezone(&tz).format("%a")));
    }
    line.strong(zone::clock(tz, m.now.at)).text(format!(" {}", zone::abbreviation(tz, m.now.at)))
}
