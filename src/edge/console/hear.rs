//! What reaches the loop from the other threads: keys, facts, samples, the end of the terminal.

use super::super::keeper::Report;
use super::{Console, In};
use crate::journal::Record;
use crate::ui::{self, Msg, Typed};

impl Console {
    /// Takes everything that has come, so that one draw shows all of it; after a key it is shown at once.
    pub(super) fn receive(&mut self, first: In) {
        let mut next = Some(first);
        let mut typed = false;
        while let Some(message) = next {
            typed |= matches!(message, In::Typed(_));
            self.sort(message);
            next = self.inbox.try_recv().ok();
        }
        if typed {
            self.draw_or_leave();
        }
    }

    fn sort(&mut self, message: In) {
        match message {
            In::Typed(typed) => {
                if let Typed::Resize(..) = typed {
                    self.redraw_whole();
                }
                self.take(Msg::Typed(typed));
            }
            In::Report(report) => self.hear(report),
            In::Sample(index, sample) => {
                // A sample is seen with the next tick: what it changes in status comes as a fact.
                if let Some(check) = self.model.plan.checks.get(index) {
                    let check = check.id.clone();
                    ui::update(&mut self.model, Msg::Sample { check, sample });
                }
            }
            In::HangUp => self.leave("hang-up", false),
        }
    }

    pub(super) fn hear(&mut self, report: Report) {
        match report {
            Report::Records(records) => {
                let lines = self.with_lines(records);
                self.take(Msg::Records(lines));
                self.rest_once_closed();
            }
            Report::Refused(refusal) => self.take(Msg::Refused(refusal)),
            Report::NotSaved(why) => self.take(Msg::NotSaved(why)),
            Report::Clock(clock) => {
                self.clock = clock;
                self.take(Msg::Speed(clock.speed()));
                self.take(Msg::Tick(clock.now()));
            }
            Report::Probe(circumstances, leapt) => {
                if let Some(probing) = &self.probing {
                    probing.change(circumstances);
                    if leapt {
                        probing.all_now();
                    }
                }
            }
            Report::Done => {}
        }
    }

    fn with_lines(&self, records: Vec<Record>) -> Vec<(Record, ui::LogLine)> {
        let line = |record: &Record| ui::LogLine::of(&self.model.plan, &self.model.session, record);
        records
            .into_iter()
            .map(|record| (line(&record), record))
            .map(|(line, record)| (record, line))
            .collect()
    }
}
