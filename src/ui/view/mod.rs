//! The draw root: gives out the rectangles and calls one function a region. View files import no sibling.

mod checklist;
mod closing;
mod countdown;
mod decision;
mod footer;
mod glance;
mod header;
mod health;
mod help;
mod log;
mod now;
mod palette;
mod rollback;
mod sheet_check;
mod sheet_confirm;
mod sheet_decide;
mod sheet_poll;
mod sheet_prompt;
mod sheet_step;
mod stabilise;
mod summary;
mod tabs;
mod team;
mod timeline;
mod too_small;
mod triggers;
mod unhealthy;
mod verdict;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::layout::{Class, Layout};
use super::model::{Model, Pane};
use super::overlay::Overlay;
use super::picture::Picture;
use super::symbols;
use super::theme::Role;
use super::widget::pen::Pen;
use crate::session::Phase;

/// Draws the whole screen.
pub fn draw(buf: &mut Buffer, m: &Model) {
    let layout = Layout::of(buf.area, m);
    let m = &Picture::of(m);
    if layout.class == Class::TooSmall {
        too_small::render(buf, layout.header, m);
    } else {
        header::render(buf, layout.header, m);
        footer::render(buf, layout.footer, m);
        if m.ui.glance && layout.class >= Class::Desk {
            glance::render(buf, layout.glance, m);
        } else {
            regions(buf, &layout, m);
            overlay(buf, layout.sheet, m);
        }
    }
    if m.theme.ascii {
        symbols::to_ascii(buf);
    }
}

fn regions(buf: &mut Buffer, layout: &Layout, m: &Picture<'_>) {
    for (pane, area) in &layout.panes {
        pane_in(buf, *pane, *area, m);
    }
    if layout.class == Class::Compact {
        summary::render(buf, layout.summary, m);
        tabs::render(buf, layout.tabs, m);
    } else {
        rail(buf, layout, m);
        now::render(buf, layout.now, m);
        unhealthy::render(buf, layout.unhealthy, m);
    }
}

fn overlay(buf: &mut Buffer, room: Rect, m: &Picture<'_>) {
    match &m.ui.overlay {
        None | Some(Overlay::Filter(_)) => {}
        Some(Overlay::Help { query, selected }) => help::render(buf, room, m, query, *selected),
        Some(Overlay::Palette { query, selected }) => palette::render(buf, room, m, query, *selected),
        Some(Overlay::Step(sheet)) => sheet_step::render(buf, room, m, sheet),
        Some(Overlay::Decide(sheet)) => sheet_decide::render(buf, room, m, sheet),
        Some(Overlay::Poll(sheet)) => sheet_poll::render(buf, room, m, sheet),
        Some(Overlay::Prompt(sheet)) => sheet_prompt::render(buf, room, m, sheet),
        Some(Overlay::Confirm(sheet)) => sheet_confirm::render(buf, room, m, sheet),
        Some(Overlay::CheckDetail { check, scroll }) => sheet_check::render(buf, room, m, check, *scroll),
    }
}

fn rail(buf: &mut Buffer, layout: &Layout, m: &Picture<'_>) {
    verdict::render(buf, layout.rail.verdict, m);
    countdown::render(buf, layout.rail.countdown, m);
    if layout.rail.closing.height > 0 {
        closing::render(buf, layout.rail.closing, m);
    }
    let (top, end) = (layout.rail.verdict.y, buf.area.bottom().saturating_sub(2));
    let area = Rect { x: layout.rail.line, y: top, width: 1, height: end.saturating_sub(top) };
    Pen::new(buf, area, m.theme).vertical(0, 0, area.height, symbols::VERTICAL, Role::Secondary);
}

fn pane_in(buf: &mut Buffer, pane: Pane, area: Rect, m: &Picture<'_>) {
    match pane {
        Pane::Timeline if m.outlook.phase == Phase::Stabilising => stabilise::render(buf, area, m),
        Pane::Timeline => timeline::render(buf, area, m),
        Pane::Checklist | Pane::Incidents | Pane::Output => checklist::render(buf, area, m),
        Pane::Health => health::render(buf, area, m),
        Pane::Decision => decision::render(buf, area, m),
        Pane::Log => log::render(buf, area, m),
        Pane::Triggers => triggers::render(buf, area, m),
        Pane::Rollback => rollback::render(buf, area, m),
        Pane::Team => team::render(buf, area, m),
    }
}
