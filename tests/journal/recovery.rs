//! Torn or damaged: what an interrupted append leaves may be set aside, everything else is named by its line.

use golive::journal::*;

use super::reading::read;
use super::session_file::{draft, genesis, header, night, ordinary, written};

fn line_of(ending: &Ending) -> u64 {
    match ending {
        Ending::Damaged(damage) => damage.line,
        other => panic!("{other:?}"),
    }
}

fn why(ending: &Ending) -> &str {
    match ending {
        Ending::Damaged(damage) => &damage.why,
        other => panic!("{other:?}"),
    }
}

/// Line on which the record begins that holds this byte.
fn record_line(bytes: &[u8], at: usize) -> u64 {
    let text = std::str::from_utf8(&bytes[..at]).unwrap();
    let start = text.rfind("[[event]]\n").unwrap();
    u64::try_from(text[..start].matches('\n').count()).unwrap() + 1
}

#[test]
fn an_append_cut_at_any_byte_is_torn_and_loses_nothing_before_it() {
    let before = night(4).len();
    let bytes = night(5);
    for length in before..=bytes.len() {
        let (_, records, ending) = read(&bytes[..length]);
        let wanted = match length - before {
            0 => (4, Ending::Clean),
            _ if length == bytes.len() => (5, Ending::Clean),
            torn => (4, Ending::Torn { bytes: u64::try_from(torn).unwrap() }),
        };
        assert_eq!((records.len(), ending), wanted, "cut at {length}");
    }
}

#[test]
fn an_append_of_several_cut_at_any_byte_keeps_those_that_are_whole() {
    let before = night(3).len();
    let bytes = night(8);
    for length in before..bytes.len() {
        let (_, records, ending) = read(&bytes[..length]);
        assert!((3..8).contains(&records.len()));
        assert!(matches!(ending, Ending::Clean | Ending::Torn { .. }), "cut at {length}: {ending:?}");
    }
}

#[test]
fn sectors_that_never_reached_the_disk_never_give_another_record() {
    // One long record over several sectors; every subset of its sectors lost.
    let long = Event::StepNoted { step: "3.1".to_owned(), note: "a longer remark, ".repeat(150) };
    let old = night(4);
    let drafts = std::iter::once(genesis()).chain((1..4).map(|n| draft(n, ordinary(n))));
    let new = written(&header(), drafts.chain([draft(9, long)]));
    for sector in [512, 4096] {
        let first = old.len() / sector;
        let count = new.len().div_ceil(sector) - first;
        for lost in 0u32..(1 << count) {
            let mut bytes = new.clone();
            for nth in (0..count).filter(|nth| lost & (1 << nth) != 0) {
                let from = ((first + nth) * sector).max(old.len());
                let to = ((first + nth + 1) * sector).min(bytes.len());
                bytes[from..to].fill(0);
            }
            let (_, records, ending) = read(&bytes);
            if lost == 0 {
                assert_eq!((records.len(), ending), (5, Ending::Clean));
            } else {
                assert_eq!(records.len(), 4, "sectors {lost:b} of {sector}");
                assert!(matches!(ending, Ending::Torn { .. }), "sectors {lost:b} of {sector}: {ending:?}");
            }
        }
    }
}

#[test]
fn a_whole_last_record_that_was_changed_is_damage_and_never_cut_off() {
    let before = night(4).len();
    let bytes = night(5);
    for at in before..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            if changed[at] == 0 {
                continue;
            }
            let (_, records, ending) = read(&changed);
            assert_eq!(records.len(), 4);
            let line = line_of(&ending);
            assert!(line >= record_line(&bytes, before + 10), "byte {at} bit {bit}: {ending:?}");
        }
    }
}

#[test]
fn damage_names_the_line() {
    let bytes = night(6);
    let text = String::from_utf8(bytes.clone()).unwrap();
    let third = text.match_indices("[[event]]\n").nth(2).unwrap().0;
    let line = record_line(&bytes, third + 20);

    let changed = text.replacen("p95 212", "p95 112", 1);
    let (_, records, ending) = read(changed.as_bytes());
    assert_eq!(records.len(), 1);
    assert_eq!(line_of(&ending), record_line(&bytes, text.find("p95").unwrap()));
    assert!(why(&ending).contains("its hash does not fit"));

    let mut noted = text.clone();
    noted.insert_str(third, "# my note\n");
    let (_, records, ending) = read(noted.as_bytes());
    assert_eq!((records.len(), line_of(&ending)), (2, line));
    assert!(why(&ending).contains("must begin here with [[event]]"));

    let appended = format!("{text}# my note\n");
    let (_, records, ending) = read(appended.as_bytes());
    assert_eq!(records.len(), 6);
    assert_eq!(line_of(&ending), u64::try_from(text.lines().count()).unwrap() + 1);

    let multi = format!("{text}[[event]]\nseq = 7\nnote = \"\"\"\n[[event]]\n\"\"\"\n");
    let (_, records, ending) = read(multi.as_bytes());
    assert_eq!((records.len(), line_of(&ending)), (6, u64::try_from(text.lines().count()).unwrap() + 4));
    assert!(why(&ending).contains("before the one above ended"));

    let swapped =
        format!("{}{}", &text[..third], &text[text.match_indices("[[event]]\n").nth(3).unwrap().0..]);
    let (_, records, ending) = read(swapped.as_bytes());
    assert_eq!((records.len(), line_of(&ending)), (2, line));
}

#[test]
fn a_forged_record_with_a_right_hash_must_still_be_the_next_one() {
    let header = header();
    let bytes = written(&header, [genesis(), draft(1, ordinary(1))]);
    let mut reader = Reader::new();
    reader.feed(&bytes);
    while reader.next().is_some() {}
    let head = reader.head().unwrap();
    let (forged, _) = render(&draft(2, ordinary(2)).into_record(7), head.hash).unwrap();
    let (_, records, ending) = read(&[bytes.clone(), forged].concat());
    assert_eq!(records.len(), 2);
    assert!(why(&ending).contains("event 7 stands where event 3 belongs"));

    let (right, _) = render(&draft(2, ordinary(1)).into_record(3), head.hash).unwrap();
    let other = String::from_utf8(right).unwrap().replace("note = \"p95", "naught = 1, note = \"p95");
    let covered = &other[..other.len() - 42];
    let hash = Hash::of_record(head.hash, covered.as_bytes());
    let (_, records, _) =
        read(&[bytes.clone(), format!("{covered}hash = \"{hash}\"\n").into_bytes()].concat());
    assert_eq!(records.len(), 3, "a field of a later version is passed over");

    let odd = covered.replace("kind = \"step.done\"", "kind = \"vote.cast\"");
    let hash = Hash::of_record(head.hash, odd.as_bytes());
    let (_, records, ending) = read(&[bytes, format!("{odd}hash = \"{hash}\"\n").into_bytes()].concat());
    assert_eq!(records.len(), 2);
    assert!(why(&ending).contains("cannot be read: vote.cast"), "{ending:?}");
}

#[test]
fn an_unknown_kind_is_kept() {
    let mut data = toml::Table::new();
    data.insert("zeal".to_owned(), toml::Value::Integer(11));
    data.insert("about".to_owned(), toml::Value::String("x".to_owned()));
    let later = Event::Unknown { kind: "moon.rose".to_owned(), data };
    let bytes = written(&header(), [genesis(), draft(1, later.clone()), draft(2, ordinary(2))]);
    assert!(String::from_utf8(bytes.clone()).unwrap().contains("data = { zeal = 11, about = \"x\" }\n"));
    let (_, records, ending) = read(&bytes);
    assert_eq!((records.len(), ending), (3, Ending::Clean));
    assert_eq!(records[1].0.event, later);
}

#[test]
fn no_valid_genesis_is_damage_and_never_torn() {
    let bytes = night(2);
    let genesis_end = night(1).len();
    for length in 0..genesis_end {
        let (header, records, ending) = read(&bytes[..length]);
        assert_eq!((header, records.len()), (None, 0));
        assert_eq!(line_of(&ending), 1, "cut to {length}");
    }
    assert!(why(&read(b"").2).contains("empty"));
    assert_eq!(line_of(&read(&[0; 300]).2), 1);
    assert_eq!(line_of(&read(b"[[event]]\n").2), 1);
    assert_eq!(line_of(&read(b"\x7fELF\x02\x01").2), 1);
    assert_eq!(line_of(&read(&vec![b'x'; HEADER_LIMIT + 10]).2), 1);
}

#[test]
fn a_changed_header_is_damage_at_line_1() {
    let text = String::from_utf8(night(3)).unwrap();
    let changed = text.replacen("Spring Sale", "Autumn Sale", 1);
    let (header, records, ending) = read(changed.as_bytes());
    assert_eq!((header, records.len(), line_of(&ending)), (None, 0, 1));
    assert!(why(&ending).contains("header or the first event was changed"));
}

#[test]
fn another_format_is_named_and_not_called_damage() {
    let text = String::from_utf8(night(3)).unwrap();
    let later = text.replacen("schema = 1", "schema = 2", 1);
    assert!(why(&read(later.as_bytes()).2).contains("is of format 2, this golive reads format 1"));
}

#[test]
fn header_and_first_event_must_agree() {
    let mut other = header();
    other.attempt = 2;
    let (_, records, ending) = read(&written(&other, [genesis()]));
    assert_eq!(records.len(), 0);
    assert!(why(&ending).contains("speak of different sessions"));
    let (_, records, ending) = read(&written(&header(), [draft(0, ordinary(1))]));
    assert_eq!(records.len(), 0);
    assert!(why(&ending).contains("must be session.created and is step.done"));
}

#[test]
fn nuls_at_the_end_are_torn() {
    let mut bytes = night(3);
    bytes.extend([0; 300]);
    let (_, records, ending) = read(&bytes);
    assert_eq!((records.len(), ending), (3, Ending::Torn { bytes: 300 }));
}

#[test]
fn a_line_without_end_is_damage_before_memory_is_full() {
    let mut reader = Reader::new();
    reader.feed(&night(3));
    while reader.next().is_some() {}
    for _ in 0..1000 {
        reader.feed(&vec![b'x'; 64 * 1024]);
        assert_eq!(reader.next(), None);
    }
    assert!(reader.is_stopped());
    assert!(why(&reader.ending()).contains("longer than 64 KiB"));
}
