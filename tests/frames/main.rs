//! What the console draws, from whole nights: snapshots at several sizes, and what must hold at every size.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod anywhere;
mod night;
mod picture;
mod says;
mod scenes;
mod snapshots;

use golive::ui::key::Key;
use golive::ui::model::Model;
use golive::ui::theme::{Depth, Palette, Theme};
use golive::ui::{Msg, Typed, update};

/// The sizes that pictures and snapshots are taken at.
const SIZES: [(u16, u16); 4] = [(80, 24), (120, 40), (150, 45), (200, 60)];

/// The model after some keys, each by its name, as a person would press them.
fn pressed(mut model: Model, keys: &str) -> Model {
    for key in keys.split(' ').filter(|key| !key.is_empty()) {
        let key = Key::named(key).unwrap_or_else(|| panic!("{key} is no key"));
        update(&mut model, Msg::Typed(Typed::Key(key)));
    }
    model
}

/// Every moment, and every sheet over one of them.
fn all() -> Vec<(&'static str, night::Night, &'static str)> {
    let mut all: Vec<_> = scenes::all().into_iter().map(|(name, night)| (name, night, "")).collect();
    all.extend(vec![
        ("sheet-go", scenes::deciding(), "D g S p r i n g space S a l e space s t o r"),
        ("sheet-rollback", scenes::trigger_met(), "D b 4 . 1 3"),
        ("sheet-hold", scenes::payments_down(), "D h"),
        ("sheet-start", scenes::pre_checks(), "D s"),
        ("sheet-step", scenes::payments_down(), "2 enter"),
        ("sheet-poll", scenes::deciding(), "P"),
        ("sheet-check", scenes::payments_down(), "3 enter"),
        ("help", scenes::payments_down(), "?"),
        ("palette", scenes::payments_down(), ": r o l l"),
        ("runbook", scenes::payments_down(), "R"),
        ("team", scenes::payments_down(), "T"),
        ("glance", scenes::payments_down(), "W"),
        ("glance-rollback", scenes::rolling_back(), "W"),
        ("timeline-alone", scenes::payments_down(), "1 z"),
        ("health", scenes::payments_down(), "3"),
        ("decision", scenes::payments_down(), "4"),
        ("log", scenes::payments_down(), "5"),
        ("triggers", scenes::payments_down(), "7"),
    ]);
    all
}

/// The looks that pictures are taken of, beside the usual one.
fn looks() -> [(&'static str, Theme); 5] {
    let theme = |palette, depth, ascii| Theme { palette, depth, ascii };
    [
        ("ascii", theme(Palette::Base, Depth::Sixteen, true)),
        ("no-color", theme(Palette::Base, Depth::None, false)),
        ("light", theme(Palette::Light, Depth::Indexed, false)),
        ("contrast", theme(Palette::Contrast, Depth::Sixteen, false)),
        ("blind-safe", theme(Palette::BlindSafe, Depth::Indexed, false)),
    ]
}

/// Writes every moment as the bytes that a terminal gets, to look at: `GOLIVE_FRAMES=DIR cargo test --test frames
/// frames_to_look_at`, then `cat` one in a terminal of its size.
#[test]
fn frames_to_look_at() {
    let Some(dir) = std::env::var_os("GOLIVE_FRAMES") else { return };
    for (name, night, keys) in all() {
        for (width, height) in SIZES {
            let model = pressed(night.model((width, height)), keys);
            let bytes = picture::bytes(&picture::frame(&model));
            let path = std::path::Path::new(&dir).join(format!("{name}-{width}x{height}.ansi"));
            std::fs::write(path, bytes).unwrap();
        }
    }
    for (name, theme) in looks() {
        for (moment, night) in [("hold", scenes::payments_down()), ("rollback", scenes::rolling_back())] {
            for (width, height) in SIZES {
                let model = Model { theme, ..night.model((width, height)) };
                let path = std::path::Path::new(&dir).join(format!("{name}-{moment}-{width}x{height}.ansi"));
                std::fs::write(path, picture::bytes(&picture::frame(&model))).unwrap();
            }
        }
    }
}
