//! The data of `check.window`, most of every file, read by hand in the one form in which it is written; whatever looks
//! otherwise is left to TOML, which has the last word.

use super::{CheckWindow, Event};

/// The event, where its data stands as the writer writes it: `{ seconds = 10.5, w = [[2, 0, 0, "b1:2"], …] }`.
pub(super) fn read(data: &str) -> Option<Event> {
    let mut text = Text(data);
    text.take("{ seconds = ")?;
    let seconds = text.float()?;
    text.take(", w = [")?;
    let mut w = Vec::new();
    while !text.0.starts_with(']') {
        if !w.is_empty() {
            text.take(", ")?;
        }
        w.push(entry(&mut text)?);
    }
    text.take("] }")?;
    text.0.is_empty().then_some(Event::CheckWindow { seconds, w })
}

fn entry(text: &mut Text<'_>) -> Option<CheckWindow> {
    text.take("[")?;
    let samples = text.number()?;
    text.take(", ")?;
    let fails = text.number()?;
    text.take(", ")?;
    let pair = u8::try_from(text.number()?).ok()?;
    text.take(", \"")?;
    let buckets = text.split_at('"')?;
    let plain = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'z' | b':' | b',');
    if !buckets.bytes().all(plain) {
        return None;
    }
    text.take("\"]")?;
    Some(CheckWindow(samples, fails, pair, buckets.to_owned()))
}

/// What is left of it.
struct Text<'a>(&'a str);

impl<'a> Text<'a> {
    fn take(&mut self, expected: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(expected)?;
        Some(())
    }

    /// Everything before the first of this character, which stays.
    fn split_at(&mut self, end: char) -> Option<&'a str> {
        let (before, rest) = self.0.split_at_checked(self.0.find(end)?)?;
        self.0 = rest;
        Some(before)
    }

    fn digits(&mut self) -> Option<&'a str> {
        let end = self.0.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.0.len());
        let (digits, rest) = self.0.split_at_checked(end).filter(|(digits, _)| !digits.is_empty())?;
        self.0 = rest;
        Some(digits)
    }

    /// TOML knows no leading zeros.
    fn whole(&mut self) -> Option<&'a str> {
        self.digits().filter(|digits| *digits == "0" || !digits.starts_with('0'))
    }

    fn number(&mut self) -> Option<u32> {
        self.whole()?.parse().ok()
    }

    fn float(&mut self) -> Option<f64> {
        let from = self.0;
        self.whole()?;
        self.take(".")?;
        self.digits()?;
        from.get(..from.len() - self.0.len())?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::decode::by_toml;
    use proptest::prelude::*;

    #[test]
    fn what_is_written_is_read_by_hand() {
        let data = r#"{ seconds = 10.915, w = [[2, 1, 0, "b0:1,b4:1"], [0, 0, 1, ""]] }"#;
        let window = |samples, fails, pair, text: &str| CheckWindow(samples, fails, pair, text.to_owned());
        let w = vec![window(2, 1, 0, "b0:1,b4:1"), window(0, 0, 1, "")];
        assert_eq!(read(data), Some(Event::CheckWindow { seconds: 10.915, w }));
        assert_eq!(
            read("{ seconds = 0.0, w = [] }"),
            Some(Event::CheckWindow { seconds: 0.0, w: Vec::new() })
        );
    }

    #[test]
    fn what_looks_otherwise_is_left_to_toml() {
        for data in [
            "",
            "{ seconds = 10, w = [] }",
            "{ seconds = 010.5, w = [] }",
            "{ seconds = 1e3, w = [] }",
            "{ seconds = -1.0, w = [] }",
            "{ seconds = 1.0, w = [] } ",
            "{ seconds = 1.0, w = [,] }",
            "{ seconds = 1.0, w = [[1, 0, 0, \"b1:1\"],] }",
            "{ seconds = 1.0, w = [[1, 0, 0, \"b1:1\"][1, 0, 0, \"b1:1\"]] }",
            "{ seconds = 1.0, w = [[01, 0, 0, \"b1:1\"]] }",
            "{ seconds = 1.0, w = [[1, 0, 256, \"b1:1\"]] }",
            "{ seconds = 1.0, w = [[4294967296, 0, 0, \"b1:1\"]] }",
            "{ seconds = 1.0, w = [[1, 0, 0, \"b\\u0031\"]] }",
            "{ seconds = 1.0, w = [[1, 0, 0, \"é\"]] }",
            "{ seconds = 1.0, w = [[1, 0, 0, \"b1:1]] }",
            "{ seconds = 1.0, w = [], x = 1 }",
        ] {
            assert_eq!(read(data), None, "{data}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever one byte becomes: what is read by hand is what TOML reads.
        #[test]
        fn toml_reads_the_same(
            seconds in 0.0..1e6_f64,
            w in proptest::collection::vec((0..99_u32, 0..9_u32, 0..2_u8, "(b[0-9]{1,2}:[0-9]{1,3})?"), 0..5),
            place in 0..200_usize,
            byte in proptest::option::of(b' '..b'~'),
        ) {
            let entries: Vec<String> =
                w.iter().map(|(n, fails, pair, text)| format!("[{n}, {fails}, {pair}, \"{text}\"]")).collect();
            let mut data = format!("{{ seconds = {seconds:?}, w = [{}] }}", entries.join(", ")).into_bytes();
            if let (Some(byte), Some(slot)) = (byte, data.get_mut(place)) {
                *slot = byte;
            }
            let data = String::from_utf8(data).unwrap();
            if let Some(event) = read(&data) {
                prop_assert_eq!(Ok(event), by_toml("check.window", &data));
            } else {
                prop_assert!(byte.is_some() || format!("{seconds:?}").contains('e'), "{data}");
            }
        }
    }
}
