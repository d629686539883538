//! Where everything stands: from the size of the terminal and the model to one rectangle a region.

use ratatui::layout::Rect;

use super::model::{Model, Pane};
use crate::journal::DecisionKind;
use crate::session::Phase;

/// The classes of size, by cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Under 60x16: three lines.
    TooSmall,
    /// The rail folds into lines on top; one pane at a time.
    Compact,
    /// 120x38.
    Desk,
    /// 150x45.
    Wall,
    /// 198x55.
    BigWall,
}

/// The rail's parts; the same places whatever the verdict is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rail {
    /// The verdict.
    pub verdict: Rect,
    /// The countdown.
    pub countdown: Rect,
    /// What closing still needs; empty before stabilisation.
    pub closing: Rect,
    /// Column of the line between the rail and the work.
    pub line: u16,
}

/// One rectangle a region; a region that the class does not show is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The class.
    pub class: Class,
    /// Row 0.
    pub header: Rect,
    /// The last row.
    pub footer: Rect,
    /// The rail; empty when compact.
    pub rail: Rail,
    /// Compact: verdict and countdown in one line, being done and unhealthy in the next.
    pub summary: Rect,
    /// Compact: the tabs and their rule.
    pub tabs: Rect,
    /// Being done now.
    pub now: Rect,
    /// Unhealthy.
    pub unhealthy: Rect,
    /// The panes that are shown.
    pub panes: Vec<(Pane, Rect)>,
    /// What sheets may cover.
    pub sheet: Rect,
    /// Glance: everything between header and footer.
    pub glance: Rect,
}

/// Empty columns left and right.
const MARGIN: u16 = 2;
/// Columns between two columns of panes.
const GUTTER: u16 = 4;

/// The class of a terminal of so many columns and rows.
pub fn class(width: u16, height: u16) -> Class {
    match (width, height) {
        _ if width < 60 || height < 16 => Class::TooSmall,
        _ if width < 120 || height < 38 => Class::Compact,
        _ if width < 150 || height < 45 => Class::Desk,
        _ if width < 198 || height < 55 => Class::Wall,
        _ => Class::BigWall,
    }
}

impl Layout {
    /// Gives out the area.
    pub fn of(area: Rect, m: &Model) -> Self {
        let class = class(area.width, area.height);
        let inner = area.inner(ratatui::layout::Margin { horizontal: MARGIN, vertical: 0 });
        let row = |y: u16| Rect { y: area.y + y, height: 1, ..inner };
        let mut layout = Self {
            class,
            header: row(0),
            footer: row(area.height.saturating_sub(1)),
            rail: Rail::default(),
            summary: Rect::ZERO,
            tabs: Rect::ZERO,
            now: Rect::ZERO,
            unhealthy: Rect::ZERO,
            panes: Vec::new(),
            sheet: Rect::ZERO,
            glance: Rect::ZERO,
        };
        match class {
            Class::TooSmall => layout.header = area,
            Class::Compact => layout.compact(inner, m),
            Class::Desk | Class::Wall | Class::BigWall => layout.wall(inner, m),
        }
        layout
    }

    /// Where a pane is shown.
    pub fn place(&self, pane: Pane) -> Option<Rect> {
        self.panes.iter().find(|(shown, _)| *shown == pane).map(|(_, area)| *area)
    }

    /// The pane at a place of the terminal.
    pub fn pane_at(&self, x: u16, y: u16) -> Option<Pane> {
        let at = ratatui::layout::Position { x, y };
        self.panes.iter().find(|(_, area)| area.contains(at)).map(|(pane, _)| *pane)
    }

    fn compact(&mut self, inner: Rect, m: &Model) {
        let below = |from: u16, height: u16| Rect { y: inner.y + from, height, ..inner };
        // A pane's heading would say what its tab says: the rule under the tabs covers it.
        let rest = inner.height.saturating_sub(5);
        self.summary = below(1, 2);
        self.tabs = below(3, 2);
        self.panes = vec![(shown(m.ui.focus), below(4, rest))];
        self.sheet = Rect {
            x: inner.x.saturating_sub(1),
            y: inner.y + 4,
            width: inner.width + 2,
            height: inner.height.saturating_sub(5),
        };
    }

    fn wall(&mut self, inner: Rect, m: &Model) {
        let between = Rect { y: inner.y + 2, height: inner.height.saturating_sub(4), ..inner };
        self.glance = Rect { y: inner.y + 1, height: inner.height.saturating_sub(2), ..inner };
        let wide = if self.class == Class::Desk { 45 } else { 56 };
        let rail = Rect { width: wide, ..between };
        self.rail_parts(rail, m);
        let x = rail.right() + GUTTER;
        let work = Rect { x, width: inner.right().saturating_sub(x), ..between };
        self.work(work, m);
    }

    fn rail_parts(&mut self, rail: Rect, m: &Model) {
        let roomy = self.class > Class::Desk;
        let (verdict, rest) = split(rail, if roomy { 9 } else { 5 }, 1);
        let (countdown, rest) = split(rest, if roomy { 9 } else { 5 }, 1);
        let after = matches!(m.outlook.phase, Phase::Stabilising | Phase::Closing | Phase::Closed);
        let needs = if after { rows(m.outlook.closing.len() + 1).min(rest.height / 2) } else { 0 };
        let triggers =
            if self.class == Class::BigWall { rows(m.outlook.triggers.len() + 1).min(9) } else { 0 };
        let (rest, triggers) = split_end(rest, triggers);
        let (decision, closing) = split_end(rest, needs);
        self.rail = Rail { verdict, countdown, closing, line: rail.right() + 1 };
        self.panes.push((Pane::Decision, decision));
        if triggers.height > 0 {
            self.panes.push((Pane::Triggers, triggers));
        }
    }

    fn work(&mut self, work: Rect, m: &Model) {
        let lines = if self.class == Class::BigWall { 6 } else { 4 };
        let (top, rest) = split(work, lines, 1);
        (self.now, self.unhealthy) = halves(top, 3);
        self.sheet = Rect {
            x: work.x.saturating_sub(1),
            y: rest.y.saturating_sub(1),
            width: work.width + 2,
            height: rest.height + 2,
        };
        if m.ui.alone {
            let focus = shown(m.ui.focus);
            self.panes.retain(|(pane, _)| *pane != focus);
            self.panes.push((focus, rest));
            return;
        }
        let (timeline, rest) = split(rest, timeline_rows(m), 1);
        self.panes.push((Pane::Timeline, timeline));
        let checks = rows(m.outlook.checks.len());
        let main = self.main_pane(m);
        if self.class == Class::BigWall {
            let (left, right) = share(rest, 53);
            // Room for two sentences under the worst checks, whether there are any or not: nothing moves.
            let (health, log) = split(right, (checks + 3).min(right.height / 2), 1);
            self.panes.extend([(main, left), (Pane::Health, health), (Pane::Log, log)]);
        } else {
            let (main_area, health) = split_end(rest, (checks + 1).min(rest.height / 2));
            self.panes.extend([(main, main_area), (Pane::Health, health)]);
        }
    }

    /// The pane in the checklist's place: the one in focus where it has no place of its own.
    fn main_pane(&self, m: &Model) -> Pane {
        let focus = shown(m.ui.focus);
        let homeless = match focus {
            Pane::Checklist | Pane::Rollback | Pane::Team => true,
            Pane::Log | Pane::Triggers => self.class < Class::BigWall,
            _ => false,
        };
        if homeless {
            focus
        } else if m.is_rolling_back() {
            Pane::Rollback
        } else {
            Pane::Checklist
        }
    }
}

/// The pane shown where a pane of a later version is asked for.
fn shown(pane: Pane) -> Pane {
    match pane {
        Pane::Incidents | Pane::Output => Pane::Checklist,
        other => other,
    }
}

/// Rows of the timeline: heading, axis, a row a stage, the rollback's, one below; in stabilisation the days.
fn timeline_rows(m: &Model) -> u16 {
    let withdrawn = m.session.decision(DecisionKind::Rollback).is_some();
    match m.outlook.phase {
        Phase::Stabilising => 5,
        _ => rows(m.plan.stages.len() + 3 + usize::from(withdrawn)),
    }
}

fn rows(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// The upper `height` rows and, after a gap, the rest.
fn split(area: Rect, height: u16, gap: u16) -> (Rect, Rect) {
    let height = height.min(area.height);
    let below = height.saturating_add(gap).min(area.height);
    (Rect { height, ..area }, Rect { y: area.y + below, height: area.height - below, ..area })
}

/// What is left above the lowest `height` rows and an empty one; none asked for, none taken.
fn split_end(area: Rect, height: u16) -> (Rect, Rect) {
    if height == 0 {
        return (area, Rect::ZERO);
    }
    let above = area.height.saturating_sub(height.saturating_add(1));
    split(area, above, 1)
}

fn halves(area: Rect, gap: u16) -> (Rect, Rect) {
    let left = area.width.saturating_sub(gap) / 2;
    let from = left + gap.min(area.width);
    (Rect { width: left, ..area }, Rect { x: area.x + from, width: area.width.saturating_sub(from), ..area })
}

fn share(area: Rect, percent: u16) -> (Rect, Rect) {
    let both = area.width.saturating_sub(GUTTER);
    let left =
        u16::try_from(u32::from(both) * u32::from(percent) / 100).unwrap_or(both).saturating_add(1).min(both);
    let from = left + GUTTER.min(area.width);
    (Rect { width: left, ..area }, Rect { x: area.x + from, width: area.width.saturating_sub(from), ..area })
}
