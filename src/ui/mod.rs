//! WHAT IS SEEN: the model, its update, and the views that draw it. Pure: it names ratatui's buffer, never the terminal.

pub mod model;
pub mod overlay;
pub mod theme;
