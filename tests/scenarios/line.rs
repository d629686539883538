//! Reads `night.txt`: one line an act, an event or a stretch of polling.

use std::path::Path;

/// A line of the night.
#[derive(Debug, Clone)]
pub struct Line {
    /// Line of the file, from 1.
    pub number: usize,
    /// When, as written: `01:30`, `01:30:10`, `+1d09:00`, or `FROM..TO`.
    pub when: String,
    /// The words after the time.
    pub words: Vec<String>,
    /// `! kind: part of the text & another part`.
    pub refused: Option<String>,
    /// `-> step.done switch.on`: the kinds of the events it leads to, in order.
    pub leads_to: Option<Vec<String>>,
}

impl Line {
    /// The positional words after the first `skip`.
    pub fn words(&self, skip: usize) -> impl Iterator<Item = &str> {
        self.words.iter().skip(skip).map(String::as_str).filter(|word| pair(word).is_none())
    }

    /// The positional word at this place.
    pub fn word(&self, place: usize) -> &str {
        self.words(0).nth(place).unwrap_or_else(|| panic!("line {}: a word is missing", self.number))
    }

    /// The value of `key=…`.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.pairs().find(|(known, _)| *known == key).map(|(_, value)| value)
    }

    /// Every `key=value`.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.words.iter().filter_map(|word| pair(word))
    }

    /// Whether the word stands alone.
    pub fn has(&self, flag: &str) -> bool {
        self.words.iter().any(|word| word == flag)
    }
}

fn pair(word: &str) -> Option<(&str, &str)> {
    let (key, value) = word.split_once('=')?;
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.');
    is_key.then_some((key, value))
}

/// The lines of the file, with those of the openings that it includes in their place.
pub fn read(path: &Path) -> Vec<Line> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut lines = Vec::new();
    for (index, text) in text.lines().enumerate() {
        match text.strip_prefix("include ") {
            Some(name) => {
                let sessions = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sessions");
                lines.extend(read(&sessions.join("openings").join(format!("{}.txt", name.trim()))));
            }
            None => lines.extend(line(index + 1, text)),
        }
    }
    lines
}

fn line(number: usize, text: &str) -> Option<Line> {
    let text = text.trim();
    if text.is_empty() || text.starts_with('#') {
        return None;
    }
    let (text, refused) = match text.split_once(" ! ") {
        Some((text, refused)) => (text, Some(refused.trim().to_owned())),
        None => (text, None),
    };
    let (text, leads_to) = match text.split_once(" -> ") {
        Some((text, kinds)) => (text, Some(kinds.split_whitespace().map(str::to_owned).collect())),
        None => (text, None),
    };
    let mut words = split(text);
    let when = words.remove(0);
    Some(Line { number, when, words, refused, leads_to })
}

/// Words; what stands in double quotes is one, with `\n` and `\u{…}` as in Rust.
fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut quoted, mut any) = (String::new(), false, false);
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                quoted = !quoted;
                any = true;
            }
            '\\' if quoted => word.push(escape(&mut chars)),
            c if c.is_whitespace() && !quoted => {
                if any {
                    words.push(std::mem::take(&mut word));
                }
                any = false;
            }
            c => {
                word.push(c);
                any = true;
            }
        }
    }
    if any {
        words.push(word);
    }
    words
}

fn escape(chars: &mut std::str::Chars) -> char {
    match chars.next() {
        Some('n') => '\n',
        Some('t') => '\t',
        Some('u') => {
            let hex: String = chars.by_ref().skip(1).take_while(|c| *c != '}').collect();
            char::from_u32(u32::from_str_radix(&hex, 16).unwrap()).unwrap()
        }
        Some(c) => c,
        None => '\\',
    }
}
