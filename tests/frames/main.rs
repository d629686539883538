//! What the console draws, from whole nights: snapshots at several sizes, and what must hold at every size.

mod actions;
mod night;
mod picture;
mod scenes;

use golive::ui::model::Model;

/// Writes every moment as the bytes that a terminal gets, to look at: `GOLIVE_FRAMES=DIR cargo test --test frames
/// frames_to_look_at`, then `cat` one in a terminal of its size.
#[test]
fn frames_to_look_at() {
    let Some(dir) = std::env::var_os("GOLIVE_FRAMES") else { return };
    for (name, night) in scenes::all() {
        for (width, height) in [(80, 24), (120, 40), (150, 45), (200, 60)] {
            let model: Model = night.model((width, height));
            let bytes = picture::bytes(&picture::frame(&model));
            let path = std::path::Path::new(&dir).join(format!("{name}-{width}x{height}.ansi"));
            std::fs::write(path, bytes).unwrap();
        }
    }
}
