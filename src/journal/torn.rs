//! Whether the bytes after the last whole record are what an interrupted append leaves behind, or damage.
//!
//! The distinction decides over acknowledged facts: what is torn may be set aside, what is damaged never is. So torn is
//! only what cannot be anything else: the beginning of one record that was not finished, or blocks never written.

use super::codec::{FIRST_LINE, HASH_LINE, HASH_START, RECORD_LIMIT};

/// Smallest unit a disk writes; blocks that never reached it read as NULs up to such a border.
const SECTOR: u64 = 512;

/// How the lines of a record begin after its first two, in order; the second may be missing.
const STARTS: [&[u8]; 8] =
    [b"id = \"", b"at = ", b"up = ", b"by = \"", b"for = \"", b"os = \"", b"kind = \"", b"data = "];

/// Whether `rest`, which begins at `offset` of the file and goes to its end, is an interrupted append of record `seq`.
pub(super) fn is_torn(rest: &[u8], offset: u64, seq: u64) -> bool {
    if rest.len() > RECORD_LIMIT {
        return false;
    }
    match rest.iter().position(|byte| *byte == 0) {
        None => is_begun(rest, seq),
        Some(first) => is_begun(rest.get(..first).unwrap_or_default(), seq) && is_unwritten(rest, offset),
    }
}

/// NULs where blocks were never written: they end at the end of the file or at a sector's border. Another record that
/// begins after them may have been acknowledged, and then so was what the NULs replaced.
fn is_unwritten(rest: &[u8], offset: u64) -> bool {
    let mut ends = rest.windows(2).zip(1u64..).filter(|(pair, _)| matches!(pair, [0, next] if *next != 0));
    let at_borders = ends.all(|(_, end)| offset.saturating_add(end) % SECTOR == 0);
    let inside = rest.strip_prefix(FIRST_LINE).unwrap_or(rest);
    at_borders && !inside.split_inclusive(|byte| *byte == b'\n').any(|line| line.ends_with(FIRST_LINE))
}

/// The strict beginning of record `seq`, line by line.
fn is_begun(rest: &[u8], seq: u64) -> bool {
    let mut lines = rest.split_inclusive(|byte| *byte == b'\n');
    let second = format!("seq = {seq}\n");
    for whole in [FIRST_LINE, second.as_bytes()] {
        match lines.next() {
            Some(line) if line == whole => {}
            Some(line) => return lines.next().is_none() && whole.starts_with(line),
            None => return true,
        }
    }
    let mut wanted = STARTS.iter().peekable();
    for line in lines {
        let complete = line.ends_with(b"\n");
        if line.iter().any(|byte| *byte < b' ' && *byte != b'\n') {
            return false;
        }
        let Some(start) = wanted.next() else { return !complete && is_begun_hash(line) };
        let fits = |start: &[u8]| line.starts_with(start) || (!complete && start.starts_with(line));
        let fits_here =
            fits(start) || (start.starts_with(b"for") && wanted.next().is_some_and(|next| fits(next)));
        if !fits_here {
            return false;
        }
        if complete && line.starts_with(b"data = ") && !line.ends_with(b"}\n") {
            return false;
        }
    }
    true
}

/// A hash line without its end. One with its end makes a whole record, right or wrong, and is never torn.
fn is_begun_hash(line: &[u8]) -> bool {
    let Some(digits) = line.strip_prefix(HASH_START) else { return HASH_START.starts_with(line) };
    let digits = match digits.strip_suffix(b"\"") {
        Some(digits) if line.len() == HASH_LINE - 1 => digits,
        Some(_) => return false,
        None => digits,
    };
    digits.len() <= 32 && digits.iter().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = "[[event]]\nseq = 7\nid = \"8f3a61c09b7d24e5\"\nat = 2027-02-10T01:34:02.512+11:00\n\
        up = 92841.337\nby = \"sam\"\nfor = \"lee\"\nos = \"sam/1004\"\nkind = \"step.resumed\"\n\
        data = { step = \"3.1.a\" }\nhash = \"e4b68184bb8ddd1a630452426d6ca526\"\n";

    fn torn(rest: &str) -> bool {
        is_torn(rest.as_bytes(), 1000, 7)
    }

    #[test]
    fn every_strict_beginning_of_the_next_record_is_torn() {
        let plain = RECORD.replace("for = \"lee\"\n", "");
        for record in [RECORD, &plain] {
            for length in 1..record.len() {
                assert!(torn(&record[..length]), "{:?}", &record[..length]);
            }
        }
    }

    #[test]
    fn a_whole_record_is_never_torn_whatever_its_hash() {
        assert!(!torn(RECORD));
        assert!(!torn(&RECORD.replace("e4b6", "e4b7")));
        assert!(!torn(&RECORD.replace("\nhash", "\niash")));
        assert!(!torn(&RECORD.replace("526\"\n", "526\"\u{b}")));
        assert!(!torn(&RECORD.replace("526\"\n", "526\" \n")));
    }

    #[test]
    fn what_no_append_of_ours_leaves_is_no_torn_tail() {
        for rest in [
            "# my note\n",
            "\n",
            "x",
            "[[event]]\nseq = 8\n",
            "[[event]]\nseq = 7\nat = ",
            "[[event]]\nseq = 7\nid = \"a\"\n[[event]]\nseq = 7\n",
            "[[event]]\nhello",
            "[[events",
        ] {
            assert!(!torn(rest), "{rest:?}");
        }
        assert!(!torn(&format!("{}{}", &RECORD[..100], "x\n".repeat(40_000))));
    }

    #[test]
    fn nuls_are_torn_where_blocks_end() {
        let nuls = |n: usize| "\0".repeat(n);
        assert!(torn(&nuls(300)));
        assert!(torn(&nuls(RECORD_LIMIT)));
        assert!(!torn(&nuls(RECORD_LIMIT + 1)), "more than one append could have left");
        assert!(torn(&format!("{}{}", &RECORD[..60], nuls(100))));
        // The first sector never written, the end of the record there: 1000 + 24 is a border.
        assert!(torn(&format!("{}{}", nuls(24), &RECORD[24..])));
        assert!(!torn(&format!("{}{}", nuls(25), &RECORD[25..])), "no border");
        assert!(!torn(&RECORD.replace("lee", "l\0e")), "one byte overwritten");
        assert!(
            !torn(&format!("{}{RECORD}", nuls(24))),
            "a record after the NULs may have been acknowledged"
        );
        let other = format!("{}{}{RECORD}", nuls(24), &RECORD[24..]);
        assert!(!torn(&other), "and so may one after the record with the NULs");
        assert!(
            !torn(&format!("{}{}", RECORD.replace("lee", "max"), nuls(24))),
            "a whole record before the NULs"
        );
    }
}
