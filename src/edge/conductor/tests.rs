//! The conductor over a journal in memory.

use chrono::TimeDelta;

use super::*;
use crate::decide::testing::Night;
use crate::health::testing::pass;
use crate::journal::{Event, Stamp};

/// Keeps what it is given; after the closing it takes nothing, as the file does.
#[derive(Default)]
struct InMemory {
    seq: u64,
    closed: bool,
}

impl Journal for InMemory {
    fn append(&mut self, build: &mut Build) -> Result<Vec<Record>, Trouble> {
        let drafts = build(&[]).map_err(Trouble::Refused)?;
        let mut records = Vec::new();
        for draft in drafts {
            if self.closed {
                return Err(Trouble::NotSaved("the record is closed and takes amendments only".to_owned()));
            }
            self.closed |= matches!(draft.event, Event::SessionClosed { .. });
            self.seq += 1;
            records.push(draft.into_record(self.seq));
        }
        Ok(records)
    }

    fn tail(&mut self) -> Result<Vec<Record>, Trouble> {
        Ok(Vec::new())
    }
}

fn at(night: &Night, minutes: i64) -> Stamp {
    night.session.last.after(TimeDelta::minutes(minutes))
}

fn conductor(night: &Night) -> Conductor<InMemory> {
    let journal = InMemory { seq: night.session.seq, closed: false };
    let clock = Clock::Scaled { origin: night.session.last, since: 0.0, speed: 0.0 };
    Conductor::new(Arc::new(night.plan.clone()), night.session.clone(), journal, clock, "mia/1000".to_owned())
}

#[test]
fn a_closed_record_takes_nothing_more_and_nothing_is_called_unsaved() {
    let night = Night::new();
    let mut conductor = conductor(&night);
    conductor.judge();
    conductor.clock = Clock::Scaled { origin: at(&night, 1), since: 0.0, speed: 0.0 };
    assert!(!conductor.tick().records.is_empty(), "before the closing windows are journalled");
    conductor.record(vec![Event::SessionClosed { note: None }]);
    assert!(conductor.session().closed.is_some());
    conductor.clock = Clock::Scaled { origin: at(&night, 10), since: 0.0, speed: 0.0 };
    let sample = Sample { at: at(&night, 10), ..pass(0) };
    let left = Event::ConsoleLeft { reason: "quit".to_owned() };
    let afterwards = [
        conductor.tick(),
        conductor.sample(0, &sample),
        conductor.record(vec![left]),
        conductor.set_speed(20.0),
        conductor.leap(at(&night, 60).at, "later"),
    ];
    for outcome in afterwards {
        assert_eq!((outcome.records.len(), outcome.trouble), (0, None));
    }
}
