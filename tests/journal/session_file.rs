//! Session files for tests: an ordinary night, written by the codec.

use chrono::DateTime;
use golive::journal::*;

/// The plan that the files keep.
pub const PLAN: &str = "# A night\n[release]\nname = \"Spring Sale\"\n";

/// A header of that plan.
pub fn header() -> Header {
    Header::new("00d1b5a3c4e6f708".to_owned(), Mode::Live, 1, "spring.toml", PLAN.as_bytes()).unwrap()
}

/// The first record's draft.
pub fn genesis() -> Draft {
    draft(
        0,
        Event::SessionCreated {
            mode: Mode::Live,
            attempt: 1,
            previous: None,
            release: "Spring Sale".to_owned(),
            version: "4.12.0".to_owned(),
            environment: "production".to_owned(),
            plan: header().sha256,
        },
    )
}

/// A draft by sam, `n` seconds into the night.
pub fn draft(n: u32, event: Event) -> Draft {
    Draft {
        id: format!("{n:016x}"),
        at: DateTime::parse_from_rfc3339("2027-02-10T01:00:00.250+11:00").unwrap()
            + chrono::TimeDelta::seconds(i64::from(n)),
        up: 90_000.5 + f64::from(n),
        who: Who { by: "sam".to_owned(), on_behalf: None, os: "sam/1004".to_owned() },
        event,
    }
}

/// An ordinary event.
pub fn ordinary(n: u32) -> Event {
    let step = format!("3.{n}");
    match n % 5 {
        0 => Event::StepStarted { step, stated: None, reason: None },
        1 => {
            Event::StepDone { step, stated: None, proof: None, note: Some("p95 212 ms, \"fine\"".to_owned()) }
        }
        2 => Event::CheckWindow { seconds: 10.0, w: vec![CheckWindow(2, 0, 0, "b3:12,b4:7".to_owned()); 4] },
        3 => Event::StepNoted { step, note: "naïve\nsecond line".to_owned() },
        _ => Event::VoteCast {
            station: "ops".to_owned(),
            answer: Answer::Go,
            about: About::GoLive,
            note: None,
            spoken: true,
        },
    }
}

/// Header and records as the bytes of a file.
pub fn written(header: &Header, drafts: impl IntoIterator<Item = Draft>) -> Vec<u8> {
    let mut bytes = header.render().unwrap();
    let mut previous = Hash::of_header(&bytes);
    for (seq, draft) in (1..).zip(drafts) {
        let (record, hash) = render(&draft.into_record(seq), previous).unwrap();
        bytes.extend_from_slice(&record);
        previous = hash;
    }
    bytes
}

/// A file of `n` records, genesis included.
pub fn night(n: u32) -> Vec<u8> {
    written(&header(), std::iter::once(genesis()).chain((1..n).map(|n| draft(n, ordinary(n)))))
}
