//! The poll: asking the stations, and their answers.

use chrono::{DateTime, Utc};

use super::ask::{Ask, maybe_said, said};
use super::stages::next_id;
use crate::decide::command::{Command, Refusal};
use crate::decide::poll;
use crate::journal::{About, Answer, Event};
use crate::plan::StageKind;
use crate::session::Purpose;

pub(super) fn admit(ask: &Ask, command: &Command) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::OpenPoll => open(ask),
        Command::Vote { station, answer, note, owner, due, spoken } => {
            let vote = Vote { station, answer: *answer, note: note.as_deref(), spoken: *spoken };
            vote.admit(ask, owner.as_deref(), *due)
        }
        _ => Ok(Vec::new()),
    }
}

fn open(ask: &Ask) -> Result<Vec<Event>, Refusal> {
    let about = asked_now(ask)?;
    if ask.plan.decision.stations.is_empty() {
        return Err(Refusal::rule("the plan names no stations to ask ([decision] stations)"));
    }
    if let Some((_, since)) = ask.session.polls.iter().rev().find(|(open, _)| *open == about) {
        return Err(Refusal::rule(format!("the poll is open already, since {}", ask.clock(since.at))));
    }
    Ok(vec![Event::PollOpened { about }])
}

/// The decision that an answer counts for now: an answer counts only for the one it was asked for.
fn asked_now(ask: &Ask) -> Result<About, Refusal> {
    poll::asked_now(ask.session, ask.outlook.phase)
        .ok_or_else(|| Refusal::rule("no station is asked any more: the decision has been made"))
}

struct Vote<'a> {
    station: &'a str,
    answer: Answer,
    note: Option<&'a str>,
    spoken: bool,
}

impl Vote<'_> {
    fn admit(
        &self,
        ask: &Ask,
        owner: Option<&str>,
        due: Option<DateTime<Utc>>,
    ) -> Result<Vec<Event>, Refusal> {
        let about = asked_now(ask)?;
        // Recorded for the station's holder, it was heard, whoever says so.
        let spoken = self.spoken || ask.recorder.id != ask.subject.id;
        let note = match self.answer {
            Answer::Conditions => Some(said(self.note.unwrap_or(""), "the condition")?),
            Answer::NoGo => Some(said(self.note.unwrap_or(""), "the reason of a NO-GO")?),
            Answer::Go => maybe_said(self.note, "the remark")?,
        };
        let station = self.station.to_owned();
        let vote = Event::VoteCast { station, answer: self.answer, about, note: note.clone(), spoken };
        let mut events = vec![vote];
        if let (Answer::Conditions, Some(title)) = (self.answer, note) {
            events.push(self.condition(ask, about, title, owner, due)?);
        }
        Ok(events)
    }

    /// The step that turns CONDITIONS into GO once it is done.
    fn condition(
        &self,
        ask: &Ask,
        about: About,
        title: String,
        owner: Option<&str>,
        due: Option<DateTime<Utc>>,
    ) -> Result<Event, Refusal> {
        let last = if about == About::Start { StageKind::NotifyStart } else { StageKind::Decide };
        let stage = ask.plan.stages.iter().rfind(|stage| stage.kind <= last).or(ask.plan.stages.first());
        let stage =
            stage.ok_or_else(|| Refusal::rule("the plan has no stage that could take the condition"))?;
        Ok(Event::StepAdded {
            step: next_id(ask),
            stage: stage.id.clone(),
            title,
            owner: Some(owner.map_or_else(|| ask.subject.id.clone(), str::to_owned)),
            mandatory: false,
            undo: None,
            due,
            purpose: Purpose::Condition { station: self.station.to_owned() }.written(),
        })
    }
}
