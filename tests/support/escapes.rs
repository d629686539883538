//! What a program wrote to a terminal, cut into text and commands.

/// One piece of output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text to be shown.
    Text(String),
    /// A command: `CSI`, then everything up to its final byte, e.g. `?1049h`.
    Csi(String),
    /// A command to the terminal itself, e.g. a title or the clipboard, without its end.
    Osc(String),
    /// A control character that stands alone.
    Control(char),
    /// An escape sequence of any other kind; its first character.
    Other(char),
}

/// Cuts the output. It must be whole UTF-8.
pub fn pieces(log: &[u8]) -> Vec<Piece> {
    let text = std::str::from_utf8(log).expect("whole characters");
    let mut rest = text.chars().peekable();
    let mut pieces = Vec::new();
    let mut plain = String::new();
    while let Some(c) = rest.next() {
        if !c.is_control() {
            plain.push(c);
            continue;
        }
        if !plain.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut plain)));
        }
        pieces.push(match c {
            '\x1b' => match rest.next() {
                Some('[') => Piece::Csi(until(&mut rest, |c| ('@'..='~').contains(&c))),
                Some(']') => Piece::Osc(until(&mut rest, |c| c == '\x07' || c == '\x1b')),
                other => Piece::Other(other.unwrap_or('\0')),
            },
            other => Piece::Control(other),
        });
    }
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    pieces
}

/// Up to and with the first character for which `ends` holds.
fn until(rest: &mut impl Iterator<Item = char>, ends: impl Fn(char) -> bool) -> String {
    let mut found = String::new();
    for c in rest {
        found.push(c);
        if ends(c) {
            break;
        }
    }
    found
}

/// All that golive may ever say to a terminal beside text: move, colour, clear, and the modes that it undoes when it
/// leaves. Nothing of it is a question, so nothing is ever answered into the shell.
pub fn is_plain_drawing(piece: &Piece) -> bool {
    const MODES: [&str; 9] = ["1049", "25", "2004", "2026", "1000", "1002", "1003", "1015", "1006"];
    match piece {
        Piece::Text(text) => !text.chars().any(is_hidden),
        Piece::Csi(text) => {
            let (body, end) = text.split_at(text.len().saturating_sub(1));
            match end {
                "H" | "m" | "J" | "K" => body.chars().all(|c| c.is_ascii_digit() || c == ';' || c == ':'),
                "h" | "l" => body.strip_prefix('?').is_some_and(|mode| MODES.contains(&mode)),
                _ => false,
            }
        }
        Piece::Osc(_) | Piece::Control(_) | Piece::Other(_) => false,
    }
}

/// Characters that change the order of others or are not seen at all.
pub fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
