//! The symbols, each one cell wide and without an emoji form, and the one table that turns a frame into ASCII.

use ratatui::buffer::Buffer;

/// Being done.
pub const RUN: &str = "►";
/// Done, up, GO.
pub const DONE: &str = "✓";
/// Can be begun.
pub const READY: &str = "○";
/// Not due yet.
pub const LATER: &str = "·";
/// On hold; also set aside, as an expected outage is.
pub const HOLD: &str = "‖";
/// Late or slow.
pub const LATE: &str = "!";
/// Failed or down.
pub const FAIL: &str = "✗";
/// The way back.
pub const BACK: &str = "↶";
/// Too little is known.
pub const UNJUDGED: &str = "?";
/// No longer fresh.
pub const STALE: &str = "~";
/// Left out.
pub const SKIPPED: &str = "—";
/// A decision.
pub const DECISION: &str = "◆";
/// Live.
pub const LIVE: &str = "●";
/// A failed sample in a spark.
pub const CROSS: &str = "×";
/// The selection's bar.
pub const BAR: &str = "▌";
/// To, from … to.
pub const TO: &str = "→";
/// A thin rule.
pub const RULE: &str = "─";
/// The rule of the pane in focus; also the forecast's line.
pub const HEAVY: &str = "━";
/// A hold in the timeline.
pub const DASH: &str = "╌";
/// Now, and the line beside the rail.
pub const VERTICAL: &str = "│";
/// The last safe rollback.
pub const HEAVY_VERTICAL: &str = "┃";
/// The window's end.
pub const DOTTED_VERTICAL: &str = "┊";
/// What has happened.
pub const BLOCK: &str = "█";
/// The part past its plan.
pub const SHADE: &str = "▓";

/// Every character outside ASCII that the console itself draws, with what stands for it in ASCII.
const ASCII: [(&str, &str); 53] = [
    (RUN, ">"),
    (DONE, "+"),
    (READY, "o"),
    (LATER, "."),
    (HOLD, "="),
    (FAIL, "x"),
    (BACK, "<"),
    (SKIPPED, "-"),
    (DECISION, "*"),
    (LIVE, "*"),
    (CROSS, "x"),
    (BAR, ">"),
    (TO, ">"),
    (RULE, "-"),
    (HEAVY, "="),
    (DASH, "."),
    (VERTICAL, "|"),
    (HEAVY_VERTICAL, "!"),
    (DOTTED_VERTICAL, ":"),
    (BLOCK, "#"),
    (SHADE, "%"),
    ("▀", "#"),
    ("▄", "#"),
    ("▁", "_"),
    ("▂", "."),
    ("▃", "-"),
    ("▅", "o"),
    ("▆", "#"),
    ("▇", "#"),
    ("▉", "#"),
    ("▊", "#"),
    ("▋", "#"),
    ("▍", "#"),
    ("▎", "#"),
    ("▏", "#"),
    ("…", "~"),
    ("−", "-"),
    ("–", "-"),
    ("≤", "<"),
    ("≥", ">"),
    ("↑", "^"),
    ("↓", "v"),
    ("┏", "+"),
    ("┓", "+"),
    ("┗", "+"),
    ("┛", "+"),
    ("┬", "+"),
    ("┴", "+"),
    ("├", "+"),
    ("┤", "+"),
    ("“", "\""),
    ("”", "\""),
    ("’", "'"),
];

/// Turns a drawn frame into ASCII: symbols by the table, letters that ASCII lacks into `?`.
pub fn to_ascii(buf: &mut Buffer) {
    for cell in &mut buf.content {
        let symbol = cell.symbol();
        if symbol.is_ascii() {
            continue;
        }
        let known = ASCII.iter().find(|(ours, _)| *ours == symbol).map(|(_, ascii)| *ascii);
        // The cell after a wide character is empty and stays so: the columns keep their places.
        cell.set_symbol(known.unwrap_or("?"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn every_symbol_is_one_cell_and_stands_once() {
        for (index, (symbol, ascii)) in ASCII.iter().enumerate() {
            assert_eq!(symbol.width(), 1, "{symbol}");
            assert_eq!(ascii.len(), 1, "{symbol}");
            assert!(ASCII.iter().skip(index + 1).all(|(other, _)| other != symbol), "{symbol} stands twice");
        }
    }

    #[test]
    fn a_frame_in_ascii_keeps_its_columns() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 12, 1));
        buf.set_string(0, 0, "►日é ▌✗…", Style::new());
        to_ascii(&mut buf);
        let text: String = buf.content.iter().map(ratatui::buffer::Cell::symbol).collect();
        assert!(text.is_ascii());
        assert_eq!(text.trim_end(), ">? ? >x~");
    }
}
