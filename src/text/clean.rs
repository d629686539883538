//! Cleaning: text from outside made safe to show, and cut or filled to the cells it may take.
//!
//! Clean once, where text enters the process. Nothing is dropped without a trace: what cannot be shown reads `U+FFFD`.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::hidden::{is_hidden, is_variation_selector};

pub use super::fit::{fit, fit_middle, pad, pad_left, width};

/// Combining marks kept on one base character. More of them are an attack on the terminal, not a language
/// (CVE-2021-27135, CVE-2021-26937).
const MARKS_PER_BASE: usize = 8;

const REPLACEMENT: char = '\u{fffd}';

/// The text as one printable line. Line ends and tabs become a space (CR LF one space), every other control, bidirectional,
/// zero-width or otherwise hidden character becomes `U+FFFD`, and so does what stands after the eighth combining mark of a
/// base. A variation selector stays where it follows an emoji.
pub fn line(text: &str) -> String {
    cleaned(text, ' ')
}

/// As [`line()`], with line feeds kept (CR LF becomes a line feed).
pub fn lines(text: &str) -> String {
    cleaned(text, '\n')
}

/// True where [`line()`] would leave the text as it is.
pub fn is_clean(text: &str) -> bool {
    is_simple(text) || line(text) == text
}

/// Text of which every character is drawn alone and takes one cell: printable ASCII and the console's own symbols, by
/// far the most common text. It is clean, and as wide as it has characters.
pub fn is_simple(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~')) || text.chars().all(is_one_cell)
}

fn is_one_cell(c: char) -> bool {
    matches!(
        c,
        ' '..='~' | '·' | '×' | '–' | '—' | '‖' | '…' | '→' | '↶' | '−' | '●' | '○' | '◆' | '►' | '✓' | '✗'
            | '\u{2500}'..='\u{259f}'
    )
}

fn cleaned(text: &str, line_end: char) -> String {
    if is_simple(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut previous = ' ';
    let mut marks = 0;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' if rest.peek() == Some(&'\n') => continue,
            '\n' => out.push(line_end),
            '\r' | '\t' => out.push(' '),
            _ if is_variation_selector(c) && is_emoji(previous) => out.push(c),
            _ if is_hidden(c) => out.push(REPLACEMENT),
            _ if c.width() == Some(0) => {
                marks += 1;
                if marks <= MARKS_PER_BASE {
                    out.push(c);
                } else if marks == MARKS_PER_BASE + 1 {
                    out.push(REPLACEMENT);
                }
                continue;
            }
            _ => out.push(c),
        }
        marks = 0;
        previous = c;
    }
    out
}

/// Symbols that have an emoji form of their own; digits and `#`, whose emoji form is a keycap, are not among them.
fn is_emoji(c: char) -> bool {
    let mut bytes = [0; 8];
    let alone = c.encode_utf8(&mut bytes).len();
    let both = alone + '\u{fe0f}'.encode_utf8(bytes.get_mut(alone..).unwrap_or_default()).len();
    let as_emoji = bytes.get(..both).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let pictures = matches!(c, '\u{a9}' | '\u{ae}' | '\u{203c}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}');
    pictures && as_emoji.is_some_and(|text| text.width() == 2)
}

#[cfg(test)]
mod tests {
    use super::super::hidden::tests::hostile;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escape_sequences_are_shown_and_not_obeyed() {
        assert_eq!(line("\u{1b}[2Jgone"), "\u{fffd}[2Jgone");
        assert_eq!(line("\u{1b}]0;title\u{7}"), "\u{fffd}]0;title\u{fffd}");
        assert_eq!(line("\u{9b}31mred"), "\u{fffd}31mred");
        assert_eq!(line("a\u{7f}\u{8}\0"), "a\u{fffd}\u{fffd}\u{fffd}");
    }

    #[test]
    fn line_ends_and_tabs_become_spaces() {
        assert_eq!(line("one\ntwo\r\nthree\rfour\tfive"), "one two three four five");
        assert_eq!(lines("one\ntwo\r\nthree\rfour\tfive"), "one\ntwo\nthree four five");
        assert_eq!(line("a\u{2028}b\u{85}c\u{b}d"), "a\u{fffd}b\u{fffd}c\u{fffd}d");
    }

    #[test]
    fn hidden_and_reordering_characters_are_made_visible() {
        assert_eq!(line("pay\u{200b}ments"), "pay\u{fffd}ments");
        assert_eq!(line("\u{202e}gpj.exe"), "\u{fffd}gpj.exe");
        assert_eq!(line("\u{2066}x\u{2069}\u{feff}\u{ad}"), "\u{fffd}x\u{fffd}\u{fffd}\u{fffd}");
        assert_eq!(line("\u{e0041}\u{e007f}"), "\u{fffd}\u{fffd}");
        assert_eq!(line("👩\u{200d}💻"), "👩\u{fffd}💻");
    }

    #[test]
    fn variation_selectors_stay_after_an_emoji_only() {
        assert_eq!(line("❤\u{fe0f} ok"), "❤\u{fe0f} ok");
        assert_eq!(line("⚠\u{fe0e}"), "⚠\u{fe0e}");
        assert_eq!(line("a\u{fe0f}"), "a\u{fffd}");
        assert_eq!(line("\u{fe0f}"), "\u{fffd}");
        assert_eq!(line("1\u{fe0f}"), "1\u{fffd}");
        assert_eq!(line("❤\u{fe0f}\u{fe0f}"), "❤\u{fe0f}\u{fffd}");
    }

    #[test]
    fn languages_are_left_alone() {
        for text in [
            "naïve café",
            "e\u{301}",
            "日本語",
            "עברית",
            "العربية",
            "हिन्दी",
            "한국어",
            "👍🏽",
            "🇦🇺",
            "−2m … ►✓",
        ] {
            assert_eq!(line(text), text);
            assert!(is_clean(text));
        }
    }

    #[test]
    fn simple_text_is_clean_and_every_character_of_it_is_drawn_alone() {
        use unicode_segmentation::UnicodeSegmentation as _;
        let all: Vec<char> = ('\0'..='\u{ffff}').filter(|c| is_one_cell(*c)).collect();
        for c in &all {
            assert!(!is_hidden(*c) && !is_variation_selector(*c) && c.width() == Some(1), "{c:?}");
            for next in &all {
                assert_eq!(format!("{c}{next}").graphemes(true).count(), 2, "{c:?} {next:?}");
            }
        }
        assert!(!is_simple("tab\t") && !is_simple("e\u{301}") && !is_simple("日") && !is_simple("\u{7f}"));
    }

    #[test]
    fn a_tower_of_marks_is_capped_with_a_trace() {
        let tower = format!("e{}x", "\u{301}".repeat(5_000));
        assert_eq!(line(&tower), format!("e{}\u{fffd}x", "\u{301}".repeat(8)));
        let eight = format!("e{}x", "\u{301}".repeat(8));
        assert_eq!(line(&eight), eight);
        let two_bases = format!("e{0}o{0}", "\u{301}".repeat(8));
        assert_eq!(line(&two_bases), two_bases);
    }

    #[test]
    fn a_megabyte_of_nothing_visible_is_no_trouble() {
        assert_eq!(line(&"\u{200b}".repeat(100_000)).chars().count(), 100_000);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_clean_stays_so(text in hostile()) {
            let once = line(&text);
            prop_assert!(once.chars().all(|c| !is_hidden(c) || is_variation_selector(c)));
            prop_assert!(is_clean(&once), "{:?} then {:?}", once, line(&once));
            prop_assert_eq!(is_clean(&text), once == text);
            let many = lines(&text);
            prop_assert!(many.chars().all(|c| c == '\n' || !is_hidden(c) || is_variation_selector(c)));
            prop_assert_eq!(many.lines().count(), text.replace("\r\n", "\n").lines().count());
        }
    }
}
