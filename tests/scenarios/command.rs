//! What a line of a person asks for, as a command.

use chrono::{DateTime, Utc};
use golive::decide::{Command, read_evidence};
use golive::journal::{Answer, Extended, Proof};

use crate::line::Line;
use crate::world::World;

impl World {
    /// The command that the words after the actor stand for.
    pub fn command(&self, line: &Line, now: DateTime<Utc>) -> Command {
        let text = |key: &str| line.value(key).map(str::to_owned);
        let reason = || text("reason").unwrap_or_default();
        let step = || line.word(2).to_owned();
        let at = line.value("at").map(|when| self.moment(when));
        match line.word(1) {
            "start" => {
                Command::StartStep { step: step(), at, confirm: text("confirm"), reason: text("reason") }
            }
            "done" => {
                let proof = self.proof(line, now);
                Command::FinishStep { step: step(), at, proof, note: text("note") }
            }
            "fail" => Command::FailStep { step: step(), at, reason: reason(), proof: self.proof(line, now) },
            "wait" => Command::WaitStep { step: step(), reason: reason() },
            "go-on" => Command::ResumeStep { step: step() },
            "retry" => Command::RetryStep { step: step(), confirm: text("confirm"), reason: text("reason") },
            "accept" => Command::AcceptStep { step: step(), reason: reason() },
            "skip" => Command::SkipStep { step: step(), reason: reason() },
            "waive" => Command::WaiveStep { step: step(), reason: reason() },
            "reopen" => Command::ReopenStep { step: step(), reason: reason() },
            "undo" => Command::UndoTick { step: step() },
            "add" | "action" => Command::AddStep {
                stage: line.value("stage").unwrap_or("notify-outcome").to_owned(),
                title: step(),
                owner: text("owner"),
                mandatory: line.has("mandatory"),
                undo: text("undo"),
                corrective_action: line.word(1) == "action",
                due: line.value("due").map(|when| self.moment(when)),
            },
            "assign" => Command::AssignStep { step: step(), owner: line.word(3).to_owned() },
            "note" => Command::NoteStep { step: step(), note: line.word(3).to_owned() },
            "open" => Command::OpenStage { stage: step(), reason: reason() },
            "close" => Command::Close { note: text("note") },
            "amend" => amend(line),
            "decide" => self.decision(line),
            other => Self::about_health(line)
                .or_else(|| self.about_poll(line))
                .unwrap_or_else(|| panic!("line {}: nobody knows how to {other}", line.number)),
        }
    }

    fn proof(&self, line: &Line, now: DateTime<Utc>) -> Option<Proof> {
        let text = line.value("proof")?;
        let (_, step) = self.session.find_step(&self.plan, line.word(2)).unwrap();
        Some(read_evidence(step.evidence, text, self.plan.window.zone, now).unwrap())
    }

    /// The typed confirmation is the right one unless the line says another.
    fn decision(&self, line: &Line) -> Command {
        let release = &self.plan.release;
        let confirm = |right: &str| line.value("confirm").unwrap_or(right).to_owned();
        let reason = line.value("reason").map(str::to_owned);
        let witness = line.value("witness").map(str::to_owned);
        match line.word(2) {
            "start" => Command::DecideStart { confirm: confirm(&release.name), reason, witness },
            "go" => Command::DecideGo { confirm: confirm(&release.name), reason, witness },
            "rollback" => Command::DecideRollback { confirm: confirm(&release.version), reason, witness },
            "abort" => Command::DecideAbort { confirm: confirm(&release.name), reason, witness },
            "hold" => Command::Hold { reason: reason.unwrap_or_default() },
            "resume" => Command::Resume { reason },
            "extend" => Command::Extend {
                what: match line.value("what").unwrap() {
                    "window" => Extended::Window,
                    "outage" => Extended::Outage,
                    _ => Extended::Stabilisation,
                },
                to: self.moment(line.value("to").unwrap()),
                reason: reason.unwrap_or_default(),
            },
            other => panic!("line {}: there is no decision {other}", line.number),
        }
    }

    fn about_health(line: &Line) -> Option<Command> {
        let reason = line.value("reason").unwrap_or_default().to_owned();
        let id = || line.word(2).to_owned();
        Some(match line.word(1) {
            "raise" => Command::RaiseTrigger { trigger: id(), reason },
            "clear" => Command::ClearTrigger { trigger: id(), reason },
            "mute" => Command::MuteCheck { check: id(), on: true, reason },
            "unmute" => Command::MuteCheck { check: id(), on: false, reason },
            "external" => {
                Command::MarkExternal { check: id(), minutes: line.word(3).parse().unwrap(), reason }
            }
            _ => return None,
        })
    }

    fn about_poll(&self, line: &Line) -> Option<Command> {
        Some(match line.word(1) {
            "poll" => Command::OpenPoll,
            "vote" => Command::Vote {
                station: line.word(2).to_owned(),
                answer: match line.word(3) {
                    "go" => Answer::Go,
                    "no-go" => Answer::NoGo,
                    _ => Answer::Conditions,
                },
                note: line.value("note").map(str::to_owned),
                owner: line.value("owner").map(str::to_owned),
                due: line.value("due").map(|when| self.moment(when)),
                spoken: line.has("spoken"),
            },
            _ => return None,
        })
    }
}

fn amend(line: &Line) -> Command {
    let number = |key: &str| line.value(key).map(|value| value.parse().unwrap());
    Command::Amend {
        amends: line.value("seq").map(|seq| seq.parse().unwrap()),
        text: line.word(2).to_owned(),
        planned_outage_seconds: number("planned"),
        unplanned_outage_seconds: number("unplanned"),
        settles: line.value("settles").map(str::to_owned),
    }
}
