//! Text cut or filled to a number of terminal cells, grapheme by grapheme.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::clean::is_simple;

const CUT: &str = "…";

/// Cells the text takes on a terminal, as the sum over its graphemes (which is how they are drawn). For text that is
/// [clean](super::clean::line).
pub fn width(text: &str) -> usize {
    if is_simple(text) {
        text.chars().count()
    } else {
        text.graphemes(true).map(UnicodeWidthStr::width).sum()
    }
}

/// The text in at most `cells` cells, cut at the end with `…` where it is longer.
pub fn fit(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    match cells {
        0 => String::new(),
        _ => settled(format!("{}{CUT}", head(text, cells - 1).trim_end_matches(' ')), cells),
    }
}

/// The text in at most `cells` cells, cut in the middle with `…` where it is longer. The last word stays whole where it takes
/// no more than half of the room, so that a version after a name stays: `Spring Sale sto… 4.12.0`.
pub fn fit_middle(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    if cells < 3 {
        return fit(text, cells);
    }
    let room = cells - 1;
    let end = last_word(text).filter(|word| width(word) <= room / 2).unwrap_or_else(|| tail(text, room / 2));
    let start = head(text, room.saturating_sub(width(end)));
    settled(format!("{start}{CUT}{end}"), cells)
}

/// The text in exactly `cells` cells: cut as by [`fit`], filled with spaces on the right.
pub fn pad(text: &str, cells: usize) -> String {
    let mut out = fit(text, cells);
    out.extend(std::iter::repeat_n(' ', cells.saturating_sub(width(&out))));
    out
}

/// The text in exactly `cells` cells: cut as by [`fit`], filled with spaces on the left.
pub fn pad_left(text: &str, cells: usize) -> String {
    let out = fit(text, cells);
    let missing = cells.saturating_sub(width(&out));
    format!("{}{out}", " ".repeat(missing))
}

/// Joining may let two pieces become one grapheme that is drawn wider than both were; then the mark alone is what fits.
fn settled(joined: String, cells: usize) -> String {
    if width(&joined) <= cells { joined } else { CUT.to_owned() }
}

fn head(text: &str, cells: usize) -> &str {
    let mut taken = 0;
    let end = text.grapheme_indices(true).find(|(_, grapheme)| {
        taken += grapheme.width();
        taken > cells
    });
    end.and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

fn tail(text: &str, cells: usize) -> &str {
    let mut taken = 0;
    let end = text.grapheme_indices(true).rev().find(|(_, grapheme)| {
        taken += grapheme.width();
        taken > cells
    });
    end.and_then(|(at, grapheme)| text.get(at + grapheme.len()..)).unwrap_or(text)
}

/// The last word with the space before it.
fn last_word(text: &str) -> Option<&str> {
    text.rfind(' ').and_then(|at| text.get(at..)).filter(|word| word.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::super::hidden::tests::hostile;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts_cells_and_not_bytes() {
        assert_eq!(width(""), 0);
        assert_eq!(width("golive"), 6);
        assert_eq!(width("►✓○·‖!✗↶?~—◆●…−→"), 16);
        assert_eq!(width("日本"), 4);
        assert_eq!(width("e\u{301}"), 1);
        assert_eq!(width("👍🏽"), 2);
        assert_eq!(width("🇦🇺"), 2);
        assert_eq!(width("👩\u{200d}💻"), 2);
    }

    #[test]
    fn cuts_at_the_end() {
        assert_eq!(fit("Deploy api", 10), "Deploy api");
        assert_eq!(fit("Deploy api", 9), "Deploy a…");
        assert_eq!(fit("Deploy api", 8), "Deploy…");
        assert_eq!(fit("Deploy api", 1), "…");
        assert_eq!(fit("Deploy api", 0), "");
        assert_eq!(fit("", 0), "");
        assert_eq!(fit("日本語", 5), "日本…");
        assert_eq!(fit("日本語", 4), "日…");
        assert_eq!(fit("👍🏽👍🏽", 3), "👍🏽…");
        assert_eq!(fit("cafe\u{301} noir", 5), "cafe\u{301}…");
    }

    #[test]
    fn cuts_in_the_middle_and_keeps_the_version() {
        assert_eq!(fit_middle("Spring Sale storefront 4.12.0", 23), "Spring Sale sto… 4.12.0");
        assert_eq!(fit_middle("Spring Sale storefront 4.12.0", 29), "Spring Sale storefront 4.12.0");
        assert_eq!(fit_middle("registry/api@sha256:9f31c2", 11), "regis…f31c2");
        assert_eq!(fit_middle("abcdef", 2), "a…");
        assert_eq!(fit_middle("abcdef", 0), "");
        assert_eq!(fit_middle("日本語日本語", 6), "日…語");
    }

    #[test]
    fn pads_to_the_cell() {
        assert_eq!(pad("up", 6), "up    ");
        assert_eq!(pad("日本語", 4), "日… ");
        assert_eq!(pad_left("2m14s", 8), "   2m14s");
        assert_eq!(pad_left("payments-api", 6), "payme…");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn never_wider_than_the_room(text in hostile(), cells in 0usize..40) {
            for text in [super::super::clean::line(&text), text] {
                prop_assert!(width(&fit(&text, cells)) <= cells);
                prop_assert!(width(&fit_middle(&text, cells)) <= cells);
                if width(&text) <= cells {
                    prop_assert_eq!(&fit(&text, cells), &text);
                    prop_assert_eq!(&fit_middle(&text, cells), &text);
                }
            }
        }

        #[test]
        fn padded_text_is_exactly_as_wide_as_the_room(text in hostile(), cells in 0usize..40) {
            let text = super::super::clean::line(&text);
            prop_assert_eq!(width(&pad(&text, cells)), cells);
            prop_assert_eq!(width(&pad_left(&text, cells)), cells);
        }
    }
}
