//! The big glyphs: own tables of 5-row and 3-row letters, and the 10-row ones made from the former.

/// How high a big word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Half-block pixels, for the desk.
    Three,
    /// Blocks with rounded corners, for the wall.
    Five,
    /// The same with every cell 2x2, for glance.
    Ten,
}

impl Size {
    /// Rows that a word of this size takes.
    pub fn rows(self) -> u16 {
        match self {
            Self::Three => 3,
            Self::Five => 5,
            Self::Ten => 10,
        }
    }
}

/// Cells that the word takes; `None` where a character is not in the tables.
pub fn width(word: &str, size: Size) -> Option<u16> {
    let mut total = 0u16;
    for c in word.chars() {
        let cells = match (c, size) {
            (' ', Size::Three) => 2,
            (' ', Size::Five) => 3,
            (' ', Size::Ten) => 6,
            (_, Size::Three) => cells_of(small(c)?),
            (_, Size::Five) => cells_of(large(c)?),
            (_, Size::Ten) => cells_of(large(c)?).saturating_mul(2),
        };
        total = total.saturating_add(cells).saturating_add(gap(size));
    }
    Some(total.saturating_sub(gap(size)))
}

fn gap(size: Size) -> u16 {
    if size == Size::Ten { 2 } else { 1 }
}

fn cells_of(rows: [&str; 5]) -> u16 {
    rows.first().and_then(|row| u16::try_from(row.len()).ok()).unwrap_or_default()
}

/// The rows of the word in blocks `█ ▀ ▄` and spaces; `None` where a character is not in the tables.
pub fn rows(word: &str, size: Size) -> Option<Vec<String>> {
    match size {
        Size::Three => word_rows(word, "  ", small).map(|pixels| halves(&pixels)),
        Size::Five => word_rows(word, "   ", large).map(|rows| rows.iter().map(|row| blocks(row)).collect()),
        Size::Ten => {
            word_rows(word, "   ", large).map(|rows| rows.iter().flat_map(|row| doubled(row)).collect())
        }
    }
}

fn word_rows(word: &str, space: &str, letter: fn(char) -> Option<[&'static str; 5]>) -> Option<[String; 5]> {
    let mut out: [String; 5] = Default::default();
    for (index, c) in word.chars().enumerate() {
        let shape = if c == ' ' { None } else { Some(letter(c)?) };
        for (at, row) in out.iter_mut().enumerate() {
            if index > 0 {
                row.push(' ');
            }
            row.push_str(shape.and_then(|shape| shape.get(at).copied()).unwrap_or(space));
        }
    }
    Some(out)
}

/// Five rows of pixels as three rows of half blocks.
fn halves(pixels: &[String; 5]) -> Vec<String> {
    let row = |index: usize| pixels.get(index).map_or("", String::as_str);
    let lit = |row: &str, at: usize| row.as_bytes().get(at) == Some(&b'#');
    (0..3)
        .map(|index| {
            let (upper, lower) = (row(2 * index), row(2 * index + 1));
            (0..upper.len())
                .map(|at| match (lit(upper, at), lit(lower, at)) {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                })
                .collect()
        })
        .collect()
}

fn blocks(row: &str) -> String {
    row.chars()
        .map(|c| match c {
            '#' => '█',
            '^' => '▀',
            'v' => '▄',
            _ => ' ',
        })
        .collect()
}

fn doubled(row: &str) -> [String; 2] {
    let half = |lit: char| {
        row.chars().map(|c| if c == '#' || c == lit { "██" } else { "  " }).collect::<Vec<_>>().concat()
    };
    [half('^'), half('v')]
}

/// A letter of 5 rows: `#` full, `^` upper half, `v` lower half. Units are the small letters `d h m s`.
fn large(c: char) -> Option<[&'static str; 5]> {
    let c = if matches!(c, 'd' | 'h' | 'm' | 's') { c } else { c.to_ascii_uppercase() };
    Some(match c {
        'A' => ["v####v", "##  ##", "######", "##  ##", "##  ##"],
        'B' => ["#####v", "##  ##", "#####^", "##  ##", "#####^"],
        'C' => ["v####v", "##  ^^", "##    ", "##  vv", "^####^"],
        'D' => ["#####v", "##  ##", "##  ##", "##  ##", "#####^"],
        'E' => ["######", "##    ", "####  ", "##    ", "######"],
        'F' => ["######", "##    ", "####  ", "##    ", "##    "],
        'G' => ["v####v", "##    ", "## ^##", "##  ##", "^####^"],
        'H' => ["##  ##", "##  ##", "######", "##  ##", "##  ##"],
        'I' => ["######", "  ##  ", "  ##  ", "  ##  ", "######"],
        'J' => ["    ##", "    ##", "    ##", "vv  ##", "^####^"],
        'K' => ["##  ##", "## v#^", "####  ", "## ^#v", "##  ##"],
        'L' => ["##    ", "##    ", "##    ", "##    ", "######"],
        'M' => ["##v  v##", "########", "## ## ##", "##    ##", "##    ##"],
        'N' => ["##v ##", "###v##", "## ###", "##  ##", "##  ##"],
        'O' | '0' => ["v####v", "##  ##", "##  ##", "##  ##", "^####^"],
        'P' => ["#####v", "##  ##", "#####^", "##    ", "##    "],
        'Q' => ["v####v", "##  ##", "##  ##", "## v##", "^##^##"],
        'R' => ["#####v", "##  ##", "#####^", "## ^#v", "##  ##"],
        'S' => ["v####v", "##  ^^", "^####v", "vv  ##", "^####^"],
        'T' => ["######", "  ##  ", "  ##  ", "  ##  ", "  ##  "],
        'U' => ["##  ##", "##  ##", "##  ##", "##  ##", "^####^"],
        'V' => ["##  ##", "##  ##", "##  ##", "^#vv#^", "  ^^  "],
        'W' => ["##    ##", "##    ##", "## vv ##", "########", "^##^^##^"],
        'X' => ["##  ##", "^#vv#^", " ^##^ ", "v#^^#v", "##  ##"],
        'Y' => ["##  ##", "##  ##", "^####^", "  ##  ", "  ##  "],
        'Z' => ["######", "   v#^", " v#^  ", "v#^   ", "######"],
        '1' => ["v###  ", "^^##  ", "  ##  ", "  ##  ", "######"],
        '2' => ["v####v", "^^  ##", "v####^", "##    ", "######"],
        '3' => ["v####v", "^^  ##", "  ###v", "vv  ##", "^####^"],
        '4' => ["##  ##", "##  ##", "^#####", "    ##", "    ##"],
        '5' => ["######", "##    ", "#####v", "vv  ##", "^####^"],
        '6' => ["v####v", "##    ", "#####v", "##  ##", "^####^"],
        '7' => ["######", "    ##", "   v#^", "   ## ", "   ## "],
        '8' => ["v####v", "##  ##", "v####v", "##  ##", "^####^"],
        '9' => ["v####v", "##  ##", "^#####", "    ##", "^####^"],
        'd' => ["    ##", "    ##", "v#####", "##  ##", "^#####"],
        'h' => ["##    ", "##    ", "#####v", "##  ##", "##  ##"],
        'm' => ["        ", "        ", "#######v", "## ## ##", "## ## ##"],
        's' => ["      ", "v####v", "^###vv", "vv ^##", "^####^"],
        '+' => ["      ", "  ##  ", "######", "  ##  ", "      "],
        '-' => ["      ", "      ", "######", "      ", "      "],
        '/' => ["    ##", "   v#^", "  v#^ ", " v#^  ", "##    "],
        '.' => ["  ", "  ", "  ", "  ", "##"],
        ':' => ["  ", "##", "  ", "##", "  "],
        _ => return None,
    })
}

/// A letter of five rows of pixels, drawn as three rows of half blocks.
fn small(c: char) -> Option<[&'static str; 5]> {
    let c = if matches!(c, 'd' | 'h' | 'm' | 's') { c } else { c.to_ascii_uppercase() };
    Some(match c {
        'A' => ["####", "#  #", "####", "#  #", "#  #"],
        'B' => ["### ", "#  #", "### ", "#  #", "####"],
        'C' => ["####", "#   ", "#   ", "#   ", "####"],
        'D' => ["### ", "#  #", "#  #", "#  #", "### "],
        'E' => ["####", "#   ", "### ", "#   ", "####"],
        'F' => ["####", "#   ", "### ", "#   ", "#   "],
        'G' => ["####", "#   ", "# ##", "#  #", "####"],
        'H' => ["#  #", "#  #", "####", "#  #", "#  #"],
        'I' => ["###", " # ", " # ", " # ", "###"],
        'J' => ["   #", "   #", "   #", "#  #", "####"],
        'K' => ["#  #", "# # ", "##  ", "# # ", "#  #"],
        'L' => ["#   ", "#   ", "#   ", "#   ", "####"],
        'M' => ["#   #", "## ##", "# # #", "#   #", "#   #"],
        'N' => ["#  #", "## #", "# ##", "#  #", "#  #"],
        'O' | '0' => ["####", "#  #", "#  #", "#  #", "####"],
        'P' => ["####", "#  #", "####", "#   ", "#   "],
        'Q' => ["####", "#  #", "#  #", "# ##", "####"],
        'R' => ["####", "#  #", "### ", "# # ", "#  #"],
        'S' | '5' => ["####", "#   ", "####", "   #", "####"],
        'T' => ["#####", "  #  ", "  #  ", "  #  ", "  #  "],
        'U' => ["#  #", "#  #", "#  #", "#  #", "####"],
        'V' => ["#   #", "#   #", " # # ", " # # ", "  #  "],
        'W' => ["#   #", "#   #", "# # #", "## ##", "#   #"],
        'X' => ["#  #", "#  #", " ## ", "#  #", "#  #"],
        'Y' => ["#   #", " # # ", "  #  ", "  #  ", "  #  "],
        'Z' => ["####", "   #", " ## ", "#   ", "####"],
        '1' => ["## ", " # ", " # ", " # ", "###"],
        '2' => ["####", "   #", "####", "#   ", "####"],
        '3' => ["####", "   #", " ###", "   #", "####"],
        '4' => ["#  #", "#  #", "####", "   #", "   #"],
        '6' => ["####", "#   ", "####", "#  #", "####"],
        '7' => ["####", "   #", "   #", "   #", "   #"],
        '8' => ["####", "#  #", "####", "#  #", "####"],
        '9' => ["####", "#  #", "####", "   #", "####"],
        'd' => ["   #", "   #", "####", "#  #", "####"],
        'h' => ["#   ", "#   ", "####", "#  #", "#  #"],
        'm' => ["     ", "     ", "#####", "# # #", "# # #"],
        's' => ["    ", " ###", " ## ", "   #", "### "],
        '+' => ["   ", " # ", "###", " # ", "   "],
        '-' => ["   ", "   ", "###", "   ", "   "],
        '/' => ["   #", "  # ", "  # ", " #  ", "#   "],
        '.' => [" ", " ", " ", " ", "#"],
        ':' => [" ", "#", " ", "#", " "],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [&str; 17] = [
        "READY", "NOT YET", "PROCEED", "HOLD", "GO", "ROLLBACK", "RESTORED", "FAILED", "STEADY", "WATCH",
        "SUCCESS", "ABORTED", "1h51m", "3d20h", "-6m", "3.1.a", "47 DOWN",
    ];

    #[test]
    fn every_letter_is_a_rectangle() {
        for c in (' '..='~').filter(|c| *c != ' ') {
            for shape in [large(c), small(c)].into_iter().flatten() {
                assert!(shape.iter().all(|row| row.len() == cells_of(shape) as usize), "{c}");
                assert!(shape.concat().chars().all(|c| " #^v".contains(c)), "{c}");
            }
            assert_eq!(large(c).is_some(), small(c).is_some(), "{c}");
        }
    }

    #[test]
    fn width_is_what_is_drawn() {
        for word in WORDS {
            for size in [Size::Three, Size::Five, Size::Ten] {
                let rows = rows(word, size).unwrap();
                assert_eq!(rows.len(), size.rows() as usize);
                for row in rows {
                    assert_eq!(row.chars().count(), width(word, size).unwrap() as usize, "{word} {size:?}");
                }
            }
        }
    }

    #[test]
    fn the_widest_verdict_fits_every_rail() {
        for word in &WORDS[..10] {
            assert!(width(word, Size::Three).unwrap() <= 45, "{word}");
            assert!(width(word, Size::Five).unwrap() <= 56, "{word}");
            assert!(width(word, Size::Ten).unwrap() <= 116, "{word}");
        }
        assert_eq!(width("ROLLBACK", Size::Five), Some(55));
        assert_eq!(width("ROLLBACK", Size::Three), Some(39));
        assert_eq!(width("ROLLBACK", Size::Ten), Some(110));
    }

    #[test]
    fn no_two_verdicts_look_alike() {
        for size in [Size::Three, Size::Five] {
            let mut seen: Vec<_> = WORDS[..12].iter().map(|word| rows(word, size).unwrap()).collect();
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), 12);
        }
    }

    #[test]
    fn what_the_tables_lack_is_not_drawn() {
        assert_eq!(rows("é", Size::Five), None);
        assert_eq!(width("?", Size::Three), None);
    }

    #[test]
    fn go_in_three_rows() {
        assert_eq!(rows("GO", Size::Three).unwrap(), ["█▀▀▀ █▀▀█", "█ ▀█ █  █", "▀▀▀▀ ▀▀▀▀"]);
    }

    #[test]
    fn hold_in_five_rows() {
        assert_eq!(
            rows("HOLD", Size::Five).unwrap(),
            [
                "██  ██ ▄████▄ ██     █████▄",
                "██  ██ ██  ██ ██     ██  ██",
                "██████ ██  ██ ██     ██  ██",
                "██  ██ ██  ██ ██     ██  ██",
                "██  ██ ▀████▀ ██████ █████▀",
            ]
        );
    }
}
