//! What must hold at every size, in every look, whatever is open.

use std::sync::OnceLock;

use golive::journal::Event;
use golive::ui::layout::{Class, class};
use golive::ui::model::{Class as LogClass, Model, Pane};
use golive::ui::theme::{Depth, Palette, Theme};
use proptest::prelude::*;

use crate::night::Night;
use crate::picture::{bytes, frame, text};
use crate::{looks, pressed, scenes};

fn nights() -> &'static [(&'static str, Night)] {
    static NIGHTS: OnceLock<Vec<(&'static str, Night)>> = OnceLock::new();
    NIGHTS.get_or_init(scenes::all)
}

/// On both sides of every edge between two classes of size, and the ends of what a terminal can be.
fn edges() -> Vec<(u16, u16)> {
    let widths = [1, 20, 59, 60, 119, 120, 149, 150, 197, 198];
    let heights = [1, 3, 15, 16, 37, 38, 44, 45, 54, 55];
    let mut edges: Vec<_> =
        widths.into_iter().flat_map(|width| heights.map(|height| (width, height))).collect();
    edges.extend([(1, 200), (500, 1), (500, 200)]);
    edges
}

const SHEETS: [&str; 12] = ["", "D g", "D b", "D h", "2 enter", "P", "3 enter", "?", ":", "R", "T", "W"];

#[test]
fn no_size_panics_and_every_frame_says_the_verdict() {
    for (at, size) in edges().into_iter().enumerate() {
        // Each size sees three of the moments, each moment a third of the sizes.
        for (name, night) in nights().iter().skip(at % 3).step_by(3) {
            let drawn = text(&frame(&night.model(size)));
            if class(size.0, size.1) > Class::TooSmall {
                assert!(drawn.contains(": command  ? help"), "{name} {size:?}\n{drawn}");
            }
            if size.0 >= 20 {
                let word = word(&night.model(size));
                assert!(drawn.contains(word), "{name} {size:?} does not say {word}\n{drawn}");
            }
        }
    }
}

fn word(model: &Model) -> &'static str {
    golive::ui::say::verdict::shown(&golive::ui::picture::Picture::of(model)).0
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_is_open_panics_at_any_size(
        night in 0..10usize,
        sheet in 0..SHEETS.len(),
        width in 1..=500u16,
        height in 1..=200u16,
        pane in 0..Pane::ALL.len(),
        index in 0..60usize,
        alone in any::<bool>(),
        look in 0..5usize,
    ) {
        let mut model = pressed(nights()[night].1.model((width, height)), SHEETS[sheet]);
        model.focus(Pane::ALL[pane]);
        let cursor = golive::ui::model::Cursor { index, scroll: index };
        model.ui.selected.insert(Pane::ALL[pane], cursor);
        model.ui.alone = alone;
        model.theme = looks()[look].1;
        golive::ui::begin(&mut model);
        let buf = frame(&model);
        prop_assert_eq!((buf.area.width, buf.area.height), (width, height));
        prop_assert!(buf.content.iter().all(|cell| !cell.symbol().chars().any(char::is_control)));
    }
}

#[test]
fn without_colours_no_cell_has_one_and_nothing_resets_in_the_middle() {
    // As crossterm behaves under NO_COLOR: a colour that is named is written as a full reset.
    crossterm::style::force_color_output(false);
    let resets =
        |model: &Model| String::from_utf8(bytes(&frame(model))).unwrap().matches("\u{1b}[;m").count();
    for (name, night) in nights() {
        let theme = Theme { palette: Palette::Base, depth: Depth::None, ascii: false };
        let model = Model { theme, ..night.model((200, 60)) };
        assert!(frame(&model).content.iter().all(|cell| cell.fg == ratatui::style::Color::Reset), "{name}");
        assert_eq!(resets(&model), 0, "{name}");
        assert!(resets(&night.model((200, 60))) > 0, "{name}: a theme with colours shows what is tested for");
    }
    crossterm::style::force_color_output(true);
}

#[test]
fn in_ascii_every_cell_is_ascii() {
    let theme = Theme { palette: Palette::Base, depth: Depth::Sixteen, ascii: true };
    for (name, night) in nights() {
        for sheet in SHEETS {
            let model = pressed(night.model((200, 60)), sheet);
            let buf = frame(&Model { theme, ..model });
            let odd: String = buf
                .content
                .iter()
                .map(ratatui::buffer::Cell::symbol)
                .filter(|text| !text.is_ascii())
                .collect();
            assert!(odd.is_empty(), "{name} {sheet}: {odd}");
        }
    }
}

#[test]
fn a_stripped_frame_tells_every_status_apart() {
    let drawn = text(&frame(&scenes::payments_down().model((200, 60))));
    for says in [
        "✗ payments-api    down",
        "! search          slow",
        "‖ checkout        expected",
        "✓ orders-db       up",
        "— certificate     tls",
        "► 3.3 Deploy api",
        "✓ 3.2 Migrate",
        "· 3.4 Deploy web",
        "— 1.4 Rollback procedure",
        "waived zoe",
        "! 2m late",
        "! unmet",
        "! R1 Customers cannot pay",
        "at risk",
        "armed, by hand",
        "PLANNED OUTAGE",
    ] {
        assert!(drawn.contains(says), "{says} is missing\n{drawn}");
    }
    let drawn = text(&frame(&scenes::pre_checks().model((200, 60))));
    for says in ["? payments-api", "/20", "○ 1.2 Backup", "ready", "needs 1.2", "○ NOT YET", "not armed"]
    {
        assert!(drawn.contains(says), "{says} is missing\n{drawn}");
    }
}

#[test]
fn every_moment_reads_otherwise_without_styles() {
    for size in [(80, 24), (120, 40)] {
        let mut drawn: Vec<_> = nights().iter().map(|(_, night)| text(&frame(&night.model(size)))).collect();
        drawn.sort();
        drawn.dedup();
        assert_eq!(drawn.len(), nights().len());
    }
}

#[test]
fn text_from_outside_stays_in_its_cells() {
    let mut night = scenes::payments_down();
    let evil = "x\u{1b}[2J\u{1b}]0;title\u{7}\u{202e}gpj\u{200b}日本\u{301}\r\nend";
    night.event("sam", Event::StepNoted { step: "3.3".into(), note: evil.into() });
    night.log(LogClass::Failure, evil);
    for size in [(60, 16), (80, 24), (120, 40), (200, 60)] {
        for keys in ["", "2 enter", "5", "5 z"] {
            let buf = frame(&pressed(night.model(size), keys));
            for cell in &buf.content {
                let hidden = ['\u{202e}', '\u{200b}', '\u{1b}', '\u{7}'];
                assert!(
                    !cell.symbol().chars().any(|c| c.is_control() || hidden.contains(&c)),
                    "{:?}",
                    cell.symbol()
                );
            }
        }
    }
}

#[test]
fn no_frame_paints_a_background() {
    for (name, night) in nights() {
        for (look, theme) in looks() {
            let buf = frame(&Model { theme, ..night.model((120, 40)) });
            let painted = buf.content.iter().any(|cell| cell.bg != ratatui::style::Color::Reset);
            assert!(!painted, "{name} {look}");
        }
    }
}
