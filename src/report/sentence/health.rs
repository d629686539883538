//! What is told of checks, switches and triggers.

use super::{Class, Told, with};
use crate::calendar::zone;
use crate::journal::{Event, Seen, Status};

impl Told<'_> {
    pub(super) fn health(&self, event: &Event) -> Option<(Class, String)> {
        Some(match event {
            Event::CheckChanged { check, seen: Some(seen), text, .. } => as_seen(check, *seen, text),
            Event::CheckChanged { check, status, text, .. } => {
                let (class, word) = match status {
                    Status::Up => (Class::Good, "up"),
                    Status::Degraded => (Class::Attention, "slow"),
                    Status::Down => (Class::Failure, "down"),
                    Status::Unknown => (Class::Attention, "unknown"),
                    Status::Unjudged => (Class::Plain, "not judged yet"),
                };
                (class, with(&format!("{check} {word}"), Some(text.as_str())))
            }
            Event::CheckWindow { seconds, w } => {
                let (n, fails) = w.iter().fold((0_u64, 0_u64), |(n, fails), window| {
                    (n + u64::from(window.0), fails + u64::from(window.1))
                });
                (Class::Plain, format!("{n} probes in {seconds:.0} s, {fails} failed"))
            }
            Event::CheckMuted { check, until: Some(until), reason } => {
                let until = zone::clock_minutes(self.plan.window.zone, *until);
                (Class::Attention, format!("{} muted {check} until {until}: {reason}", self.who))
            }
            Event::CheckMuted { check, until: None, reason } => {
                (Class::Plain, format!("{} let {check} speak again: {reason}", self.who))
            }
            Event::CheckExternal { check, until: Some(until), reason } => {
                let until = zone::clock_minutes(self.plan.window.zone, *until);
                (Class::Attention, format!("{} marked {check} external until {until}: {reason}", self.who))
            }
            Event::CheckExternal { check, until: None, reason } => {
                (Class::Plain, format!("{} took the external mark off {check}: {reason}", self.who))
            }
            _ => return None,
        })
    }

    pub(super) fn switch(&self, event: &Event) -> Option<(Class, String)> {
        Some(match event {
            Event::ExpectOpened { source } => {
                (Class::Plain, format!("expected effect of {} begins", self.source(source)))
            }
            Event::ExpectClosed { source } => {
                (Class::Plain, format!("expected effect of {} ends", self.source(source)))
            }
            Event::ExpectOverrun { source } => {
                let source = self.source(source);
                (
                    Class::Failure,
                    format!(
                        "expected effect of {source} lasts longer than planned: its checks are real from here on"
                    ),
                )
            }
            Event::SwitchOn { switch } => (
                Class::Attention,
                format!("{} turned {} on, a debt until it is off", self.who, self.source(switch)),
            ),
            Event::SwitchOff { switch } => {
                (Class::Good, format!("{} turned {} off", self.who, self.source(switch)))
            }
            Event::NoticeSent { notice, note } => {
                (Class::Good, with(&format!("{} sent notice {notice}", self.who), note.as_deref()))
            }
            _ => return None,
        })
    }
}

/// A check that is meant to be broken: what counts is whether it looks as it should, not the status from before.
fn as_seen(check: &str, seen: Seen, text: &str) -> (Class, String) {
    let (class, word) = match seen {
        Seen::Down | Seen::Up => (Class::Plain, "as expected"),
        Seen::Answering | Seen::Wrong => (Class::Attention, "not as expected"),
    };
    (class, format!("{check} {}", if text.is_empty() { word } else { text }))
}
