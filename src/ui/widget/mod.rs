//! The parts that views are made of: text runs, headings, bars, glyphs, sparks, the gantt, sheets and forms.
//!
//! Widgets know the theme and nothing of the model.

pub mod bar;
pub mod form;
pub mod gantt;
pub mod glyph;
pub mod heading;
pub mod item;
pub mod line;
pub mod pen;
pub mod sheet;
pub mod spark;
pub mod window;
