//! WHAT IS SEEN: the model, its update, and the views that draw it. Pure: it names ratatui's buffer, never the terminal.

pub mod glyphs;
pub mod model;
pub mod overlay;
pub mod symbols;
pub mod theme;
pub mod widget;
