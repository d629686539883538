//! Bars over time: past is a block, future is a line, held is dashes; three shapes, so that it reads without colour.

use chrono::{DateTime, TimeDelta, Utc};

use super::pen::{Pen, cells};
use crate::ui::symbols;
use crate::ui::theme::Role;

/// Right edges of a block in eighths of a cell; a whole one is `█`.
const EIGHTHS: [&str; 8] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// Time laid over columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    /// Moment at the left edge.
    pub from: DateTime<Utc>,
    /// Moment at the right edge.
    pub to: DateTime<Utc>,
    /// First column.
    pub x: u16,
    /// Columns.
    pub width: u16,
}

/// What a part of a bar means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// Happened, and is over.
    Done,
    /// Happening.
    Running,
    /// Happened, past its plan.
    Late,
    /// Happened, and failed.
    Failed,
    /// Happened, on the way back.
    Back,
    /// Expected.
    Forecast,
    /// Expected, on the way back.
    BackForecast,
    /// On hold.
    Hold,
}

/// A part of a bar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Begins.
    pub from: DateTime<Utc>,
    /// Ends.
    pub to: DateTime<Utc>,
    /// What it means.
    pub body: Body,
}

impl Axis {
    /// Eighths of a cell from the left edge; outside the axis it is clamped.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "clamped to the axis before the cast; a millisecond more or less is under an eighth"
    )]
    fn eighths(self, at: DateTime<Utc>) -> u32 {
        let whole = (self.to - self.from).num_milliseconds().max(1) as f64;
        let part = (at - self.from).num_milliseconds() as f64;
        let length = f64::from(self.width) * 8.0;
        (part / whole * length).round().clamp(0.0, length) as u32
    }

    /// The column of a moment; `None` outside the axis.
    pub fn column(self, at: DateTime<Utc>) -> Option<u16> {
        if at < self.from || at > self.to || self.width == 0 {
            return None;
        }
        Some(self.x + cells((self.eighths(at) / 8) as usize).min(self.width - 1))
    }

    /// How many columns a span of time takes.
    pub fn columns_of(self, span: TimeDelta) -> u16 {
        cells((self.eighths(self.from + span) / 8) as usize)
    }
}

/// Draws the parts of one bar: lines first, then blocks, then the holds that cut them, each in the given order.
pub fn bar(pen: &mut Pen<'_>, axis: Axis, y: u16, spans: &[Span]) {
    for layer in 0..3 {
        for span in spans.iter().filter(|span| layer_of(span.body) == layer) {
            part(pen, axis, y, *span);
        }
    }
}

fn layer_of(body: Body) -> u8 {
    match body {
        Body::Forecast | Body::BackForecast => 0,
        Body::Done | Body::Running | Body::Late | Body::Failed | Body::Back => 1,
        Body::Hold => 2,
    }
}

fn part(pen: &mut Pen<'_>, axis: Axis, y: u16, span: Span) {
    if span.to < axis.from || span.from > axis.to || axis.width == 0 {
        return;
    }
    let last = axis.width - 1;
    let left = cells((axis.eighths(span.from) / 8) as usize).min(last);
    let end = axis.eighths(span.to);
    let block = layer_of(span.body) == 1;
    // Only blocks have eighths; the shade and all of ASCII end at whole cells.
    let eighths = block && span.body != Body::Late && !pen.theme.ascii;
    let whole = if eighths { end / 8 } else { (end + 4) / 8 };
    let right = cells(whole as usize).max(left + 1).min(axis.width);
    let (symbol, role) = ink(span.body);
    let style = if block { pen.theme.block(role) } else { pen.theme.style(role) };
    pen.styled(axis.x + left, y, &symbol.repeat(usize::from(right - left)), style);
    let rest = if eighths && right > left && u32::from(right) * 8 < end { (end % 8) as usize } else { 0 };
    if let (1.., Some(edge)) = (rest, EIGHTHS.get(rest)) {
        pen.styled(axis.x + right, y, edge, style);
    }
    if span.to > axis.to {
        pen.styled(axis.x + last, y, symbols::TO, style);
    }
}

fn ink(body: Body) -> (&'static str, Role) {
    match body {
        Body::Done => (symbols::BLOCK, Role::GoodDim),
        Body::Running => (symbols::BLOCK, Role::Strong),
        Body::Late => (symbols::SHADE, Role::Attention),
        Body::Failed => (symbols::BLOCK, Role::Failure),
        Body::Back => (symbols::BLOCK, Role::Back),
        Body::Forecast => (symbols::HEAVY, Role::Text),
        Body::BackForecast => (symbols::HEAVY, Role::Back),
        Body::Hold => (symbols::DASH, Role::Attention),
    }
}

/// Draws a vertical through the rows from `top` up to `end`, in empty cells only.
pub fn vertical(pen: &mut Pen<'_>, x: u16, top: u16, end: u16, symbol: &str, role: Role) {
    for y in top..end {
        if pen.is_empty_at(x, y) {
            pen.put(x, y, symbol, role);
        }
    }
}

/// A label over the axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// First column.
    pub x: u16,
    /// Its text.
    pub text: String,
    /// Its role.
    pub role: Role,
}

impl Label {
    /// Centred on a column, within the axis as far as that goes.
    pub fn centred(axis: Axis, column: u16, text: String, role: Role) -> Self {
        let wide = cells(text.chars().count());
        let furthest = (axis.x + axis.width).saturating_sub(wide);
        Self { x: column.saturating_sub(wide / 2).min(furthest), text, role }
    }

    /// Whether the labels overlap or touch.
    pub fn touches(&self, other: &Self) -> bool {
        let end = |label: &Self| label.x + cells(label.text.chars().count());
        self.x <= end(other) && other.x <= end(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::{Depth, Palette, Theme};
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    fn drawn(ascii: bool, spans: &[(i64, i64, Body)]) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, 12, 1));
        let area = buf.area;
        let theme = Theme { palette: Palette::Base, depth: Depth::Sixteen, ascii };
        // One cell is eight minutes.
        let axis = Axis { from: at(0), to: at(80), x: 1, width: 10 };
        let spans: Vec<_> =
            spans.iter().map(|(from, to, body)| Span { from: at(*from), to: at(*to), body: *body }).collect();
        bar(&mut Pen::new(&mut buf, area, theme), axis, 0, &spans);
        buf.content.iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn blocks_snap_left_and_end_in_eighths() {
        assert_eq!(drawn(false, &[(8, 24, Body::Done)]), "  ██        ");
        assert_eq!(drawn(false, &[(8, 28, Body::Done)]), "  ██▌       ");
        assert_eq!(drawn(false, &[(13, 28, Body::Done)]), "  ██▌       ");
        assert_eq!(drawn(true, &[(8, 29, Body::Done)]), "  ███       ");
    }

    #[test]
    fn the_shortest_takes_a_cell() {
        assert_eq!(drawn(false, &[(10, 11, Body::Done)]), "  █         ");
        assert_eq!(drawn(false, &[(10, 10, Body::Forecast)]), "  ━         ");
        assert_eq!(drawn(false, &[(80, 80, Body::Failed)]), "          █ ");
    }

    #[test]
    fn held_past_and_future_differ_in_shape() {
        let spans =
            [(0, 24, Body::Done), (24, 40, Body::Hold), (40, 48, Body::Late), (48, 64, Body::Forecast)];
        assert_eq!(drawn(false, &spans), " ███╌╌▓━━   ");
    }

    #[test]
    fn what_runs_on_past_the_axis_ends_in_an_arrow() {
        assert_eq!(drawn(false, &[(56, 500, Body::Forecast)]), "        ━━→ ");
        assert_eq!(drawn(false, &[(-50, 8, Body::Done)]), " █          ");
        assert_eq!(drawn(false, &[(-50, -8, Body::Done)]), "            ");
        assert_eq!(drawn(false, &[(90, 98, Body::Done)]), "            ");
    }

    #[test]
    fn labels_that_touch_say_so() {
        let label = |x, text: &str| Label { x, text: text.to_owned(), role: Role::Text };
        assert!(label(0, "01:00").touches(&label(5, "now")));
        assert!(!label(0, "01:00").touches(&label(6, "now")));
        assert!(label(5, "now").touches(&label(0, "01:00")));
    }
}
