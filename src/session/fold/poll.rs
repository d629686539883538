//! Folds the poll and the notices: what was asked, what was answered, what was told.

use crate::journal::{Event, Record, Stamp};
use crate::plan::Plan;
use crate::session::state::{Session, Vote};

impl Session {
    pub(super) fn take_poll(&mut self, plan: &Plan, record: &Record, now: Stamp) -> Option<()> {
        match &record.event {
            Event::PollOpened { about } => self.polls.push((*about, now)),
            Event::VoteCast { station, answer, about, note, spoken } => {
                plan.station(station)?;
                let vote = Vote {
                    answer: *answer,
                    about: *about,
                    at: now,
                    who: record.who.clone(),
                    spoken: *spoken,
                    note: note.clone(),
                };
                self.votes.insert(station.clone(), vote);
            }
            Event::NoticeSent { notice, .. } => {
                plan.notices.iter().find(|known| known.id == *notice)?;
                self.notices.entry(notice.clone()).or_default().push(now);
            }
            _ => return None,
        }
        Some(())
    }
}
