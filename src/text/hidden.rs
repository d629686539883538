//! The one set of characters that can move a cursor, reorder a line or hide in it.

/// True for a character that must never reach a terminal or the journal as it is: C0 and C1 controls, DEL, soft hyphen,
/// bidirectional marks and overrides, zero-width and other default-ignorable characters, line and paragraph
/// separators, variation selectors, annotation marks and tags.
///
/// Line feed and tab are in the set; what to do with them is the caller's choice.
pub(super) const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{34f}' | '\u{61c}'
        | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// True for a variation selector of the first block, which may follow an emoji.
pub(super) const fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Strings made to break a quoter, a cleaner or a terminal.
    pub fn hostile() -> impl Strategy<Value = String> {
        let whole = prop::sample::select(vec![
            "\"",
            "\\",
            "'",
            "\"\"\"",
            "'''",
            "\n[[event]]\n",
            "\r\n",
            "\\u",
            "\\n",
            "hash = \"",
            "#",
            "}",
            "]",
            "\u{1b}[2J",
            "\u{1b}]52;c;AAAA\u{7}",
            "\u{9b}31m",
            "\u{202e}",
            "e\u{301}",
            "👩\u{200d}💻",
            "❤\u{fe0f}",
            "日本",
            "🇦🇺",
            "\u{e0041}",
            "\u{600}",
            "한",
            "क्ष",
            "…",
            " ",
            "لا",
        ]);
        let piece = prop_oneof![
            4 => any::<char>().prop_map(String::from),
            2 => (0u32..0xa0).prop_filter_map("not a character", char::from_u32).prop_map(String::from),
            1 => (0x300u32..0x370).prop_filter_map("not a character", char::from_u32).prop_map(String::from),
            1 => (0x2000u32..0x2070).prop_filter_map("not a character", char::from_u32).prop_map(String::from),
            1 => (0xfe00u32..0xfffe).prop_filter_map("not a character", char::from_u32).prop_map(String::from),
            1 => (0xe0000u32..0xe1000).prop_filter_map("not a character", char::from_u32).prop_map(String::from),
            4 => whole.prop_map(String::from),
        ];
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    #[test]
    fn the_set_has_its_edges_where_they_are_written() {
        for inside in
            ['\0', '\u{1f}', '\u{7f}', '\u{80}', '\u{9f}', '\u{200b}', '\u{202e}', '\u{2066}', '\u{e007f}']
        {
            assert!(is_hidden(inside), "{inside:?}");
        }
        for outside in
            [' ', '~', '\u{a0}', '\u{ac}', '\u{ae}', 'é', '\u{2010}', '\u{2027}', '\u{202f}', '日', '👍', '−']
        {
            assert!(!is_hidden(outside), "{outside:?}");
        }
    }
}
