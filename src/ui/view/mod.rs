//! The draw root: gives out the rectangles and calls one function a region. View files import no sibling.

mod checklist;
mod countdown;
mod footer;
mod header;
mod health;
mod log;
mod now;
mod rollback;
mod team;
mod timeline;
mod triggers;
mod unhealthy;
mod verdict;

/// tmp
pub fn draw(_: &mut ratatui::buffer::Buffer, _: &super::Model) {}
