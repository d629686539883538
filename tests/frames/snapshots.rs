//! The frames as they are, compared with what was looked at and found good.

use golive::ui::model::Model;

use crate::picture::{frame, styled, text};
use crate::{all, pressed, scenes};

fn compare(name: &str, what: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, what);
    });
}

fn compare_text(sizes: &[(u16, u16)], wanted: fn(&str) -> bool) {
    for (name, night, keys) in all().into_iter().filter(|(_, _, keys)| wanted(keys)) {
        for (width, height) in sizes {
            let model = pressed(night.model((*width, *height)), keys);
            compare(&format!("{name}-{width}x{height}"), &text(&frame(&model)));
        }
    }
}

#[test]
fn every_moment_at_three_sizes() {
    compare_text(&[(80, 24), (120, 40), (200, 60)], str::is_empty);
}

#[test]
fn every_sheet_and_pane_at_two_sizes() {
    compare_text(&[(80, 24), (120, 40)], |keys| !keys.is_empty());
}

#[test]
fn styles_are_kept() {
    let moments = [("payments-down", scenes::payments_down()), ("rolling-back", scenes::rolling_back())];
    for (name, night) in moments {
        for (width, height) in [(80, 24), (120, 40), (200, 60)] {
            let model: Model = night.model((width, height));
            compare(&format!("{name}-{width}x{height}-styles"), &styled(&frame(&model)));
        }
    }
}
