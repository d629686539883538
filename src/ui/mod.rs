//! WHAT IS SEEN: the model, its update, and the views that draw it. Pure: it names ratatui's buffer, never the terminal.

pub mod glyphs;
pub mod layout;
pub mod model;
pub mod overlay;
pub mod say;
pub mod symbols;
pub mod theme;
pub mod view;
pub mod widget;
