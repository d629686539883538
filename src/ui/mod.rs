//! WHAT IS SEEN: the model, its update, and the views that draw it. Pure: it names ratatui's buffer, never the terminal.

pub mod action;
mod ask;
pub mod edit;
mod entries;
pub mod glyphs;
pub mod key;
pub mod layout;
mod meant;
pub mod model;
pub mod msg;
pub mod overlay;
pub mod picture;
mod pointer;
pub mod print;
pub mod say;
pub mod sheet;
pub mod symbols;
pub mod theme;
pub mod update;
pub mod view;
pub mod wants;
pub mod widget;

pub use key::Key;
pub use model::{LogLine, Model};
pub use msg::{Effect, Msg, Typed};
pub use update::{begin, refresh, update};
