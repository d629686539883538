//! What is written reads back equal, whatever is in it.

use golive::journal::*;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::events::{any_draft, any_event, as_written, of_kind};
use super::reading::{read, read_in_pieces};
use super::session_file::{draft, genesis, header, night, ordinary, written};

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn drafts_read_back(cases: u32) {
    let any = (prop::collection::vec(any_draft(), 1..6), 1usize..700);
    TestRunner::new(config(cases))
        .run(&any, |(drafts, piece)| {
            let bytes = written(&header(), std::iter::once(genesis()).chain(drafts.clone()));
            let (found, records, ending) = read_in_pieces(&bytes, piece);
            prop_assert_eq!(ending, Ending::Clean);
            prop_assert_eq!(found, Some(header()));
            prop_assert_eq!(records.len(), drafts.len() + 1);
            for ((seq, draft), (record, line)) in (2u64..).zip(drafts).zip(&records[1..]) {
                let wanted = Record { at: as_written(draft.at), ..draft.into_record(seq) };
                prop_assert_eq!(record, &wanted);
                let nth = usize::try_from(*line).unwrap() - 1;
                prop_assert_eq!(bytes.split(|b| *b == b'\n').nth(nth), Some(&b"[[event]]"[..]));
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn any_events_read_back_equal_however_they_are_cut() {
    drafts_read_back(300);
}

#[test]
#[ignore = "the long form, run before a release"]
fn any_events_read_back_equal_at_length() {
    drafts_read_back(50_000);
}

#[test]
fn every_kind_reads_back_under_its_own_name() {
    let mut runner = TestRunner::new(config(3));
    for (n, kind) in KINDS.iter().enumerate() {
        runner
            .run(&of_kind(n), |event| {
                prop_assert_eq!(event.kind(), *kind);
                let bytes = written(&header(), [genesis(), draft(1, event.clone())]);
                let text = String::from_utf8(bytes.clone()).unwrap();
                prop_assert!(text.contains(&format!("\nkind = \"{kind}\"\ndata = {{ ")), "{}", text);
                let (_, records, ending) = read(&bytes);
                prop_assert_eq!(ending, Ending::Clean);
                prop_assert_eq!(&records[1].0.event, &event);
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn the_file_is_one_toml_document_with_the_same_events_and_nothing_hidden() {
    let any = prop::collection::vec(any_event(), 1..20);
    TestRunner::new(config(60))
        .run(&any, |events| {
            let count = events.len() + 1;
            let drafts = (1..).zip(events).map(|(n, event)| draft(n, event));
            let bytes = written(&header(), std::iter::once(genesis()).chain(drafts));
            let text = String::from_utf8(bytes).unwrap();
            prop_assert!(text.bytes().all(|b| b == b'\n' || b >= 0x20));
            let hidden = ['\u{7f}', '\u{9b}', '\u{202e}', '\u{200b}', '\u{feff}', '\u{e0041}'];
            prop_assert!(!text.contains(hidden), "something hidden in {:?}", text);
            let document: toml::Table = toml::from_str(&text).unwrap();
            prop_assert_eq!(document["event"].as_array().unwrap().len(), count);
            prop_assert_eq!(text.lines().filter(|line| *line == "[[event]]").count(), count);
            Ok(())
        })
        .unwrap();
}

#[test]
fn reading_goes_on_from_any_head() {
    let bytes = night(12);
    let mut reader = Reader::new();
    reader.feed(&bytes);
    let mut heads = Vec::new();
    let mut all = Vec::new();
    while let Some(item) = reader.next() {
        if let Item::Record(record, line) = item {
            heads.push(reader.head().unwrap());
            all.push((*record, line));
        }
    }
    assert_eq!(all.len(), 12);
    for (n, head) in heads.iter().enumerate() {
        let mut rest = Reader::resume(*head);
        rest.feed(&bytes[usize::try_from(head.offset).unwrap()..]);
        let mut records = Vec::new();
        while let Some(Item::Record(record, line)) = rest.next() {
            records.push((*record, line));
        }
        assert_eq!(records, all[n + 1..]);
        assert_eq!(rest.ending(), Ending::Clean);
    }
}

#[test]
fn a_record_as_long_as_the_limit_is_taken_and_a_longer_one_is_refused() {
    let note = |length: usize| Event::StepNoted { step: "1.1".to_owned(), note: "x".repeat(length) };
    let previous = Hash::of_header(b"");
    let bare = render(&draft(1, note(0)).into_record(2), previous).unwrap().0.len();
    let full = note(RECORD_LIMIT - bare);
    assert!(render(&draft(1, note(RECORD_LIMIT - bare + 1)).into_record(2), previous).is_err());
    let bytes = written(&header(), [genesis(), draft(1, full.clone()), draft(2, ordinary(2))]);
    let (_, records, ending) = read(&bytes);
    assert_eq!((records.len(), ending), (3, Ending::Clean));
    assert_eq!(records[1].0.event, full);
}
