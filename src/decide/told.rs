//! Whether a notice was told: by its step, because a person sends it and says so there.

use crate::journal::{DecisionKind, Stamp};
use crate::plan::{Notice, Place, Plan, StageKind, Step, StepKind};
use crate::session::{Session, StepState};

/// What became of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Its step is done, so it was sent.
    Sent,
    /// Its step was left out by the approver, or its failure accepted: by whom.
    Waived(String),
    /// Its optional step was left out, by whom; or a decision made it pointless.
    Skipped(Option<String>),
    /// Still to be sent, or sent by no step.
    Open,
}

impl Told {
    /// Nothing more is to be done about it.
    pub fn is_settled(&self) -> bool {
        *self != Self::Open
    }

    /// The word for scripts.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Waived(_) => "waived",
            Self::Skipped(_) => "skipped",
            Self::Open => "open",
        }
    }
}

/// What became of a notice; the one with the outcome counts only once that is decided.
pub fn told(plan: &Plan, session: &Session, notice: &Notice) -> Told {
    let decided = session.decisions.iter().rev().find(|decision| decision.kind != DecisionKind::Start);
    let since = decided.map(|decision| decision.at).filter(|_| is_outcome(notice));
    let all: Vec<Told> = senders(plan, notice).map(|step| of_step(session, step, since)).collect();
    let first = |wanted: &dyn Fn(&Told) -> bool| all.iter().find(|told| wanted(told)).cloned();
    first(&|told| *told == Told::Sent)
        .or_else(|| first(&|told| *told == Told::Open))
        .or_else(|| all.first().cloned())
        .unwrap_or(Told::Open)
}

/// Whether a step of the plan sends it; what none sends cannot be told, and nothing waits for it.
pub(crate) fn has_sender(plan: &Plan, notice: &Notice) -> bool {
    senders(plan, notice).next().is_some()
}

/// The steps that send it; what the outcome is, is known only after the decision.
fn senders<'a>(plan: &'a Plan, notice: &'a Notice) -> impl Iterator<Item = &'a Step> {
    let in_time = |place| match place {
        Place::Stage(index) => {
            let kind = plan.stages.get(index).map(|stage| stage.kind);
            !is_outcome(notice) || kind >= Some(StageKind::NotifyOutcome)
        }
        Place::Rollback => false,
    };
    let sends = |step: &Step| matches!(&step.kind, StepKind::Notice(id) if *id == notice.id);
    plan.steps().filter(move |(place, step)| in_time(*place) && sends(step)).map(|(_, step)| step)
}

fn is_outcome(notice: &Notice) -> bool {
    notice.when == "outcome"
}

fn of_step(session: &Session, step: &Step, since: Option<Stamp>) -> Told {
    match session.step(&step.id) {
        StepState::Done { ended, .. } if since.is_none_or(|since| ended.order() >= since.order()) => {
            Told::Sent
        }
        StepState::Waived { who, .. } => Told::Waived(who.actor().to_owned()),
        StepState::Accepted { who, .. } if step.mandatory => Told::Waived(who.actor().to_owned()),
        StepState::Accepted { who, .. } | StepState::Skipped { who, .. } => {
            Told::Skipped(Some(who.actor().to_owned()))
        }
        StepState::NotApplicable { .. } => Told::Skipped(None),
        _ => Told::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::testing::Night;
    use crate::journal::Event;

    const STAGE: &str = "[[stage]]\nkind = \"notify-outcome\"\n";
    const STEP: &str = "  [[stage.step]]\n  id = \"6.1\"\n  title = \"Tell\"\n  notice = \"out\"\n";

    /// A night that was rolled back, with the notice and, in notify-outcome, the step.
    fn night(step: &str) -> Night {
        let check = "[[check]]\nid = \"shop\"";
        let notice = format!(
            "[[notice]]\nid = \"out\"\nwhen = \"outcome\"\naudience = \"team\"\nto = [\"a@b.example\"]\n{check}"
        );
        let mut night = Night::with(&[(STAGE, &format!("{STAGE}{step}")), (check, &notice)]);
        night.prepare();
        night.decide("01:10", DecisionKind::Abort);
        night
    }

    fn needs(night: &Night) -> Vec<(String, bool)> {
        let needs = night.look("01:20").closing.into_iter().map(|need| (need.text, need.met));
        needs.filter(|(text, _)| text.contains("notice")).collect()
    }

    fn state(night: &Night) -> &'static str {
        told(&night.plan, &night.session, &night.plan.notices[0]).word()
    }

    #[test]
    fn a_notice_that_no_step_sends_holds_up_nothing() {
        let night = night("");
        assert_eq!(needs(&night), []);
        assert_eq!(state(&night), "open");
    }

    #[test]
    fn done_is_sent_and_reopened_is_open_again() {
        let mut night = night(STEP);
        assert_eq!(needs(&night), [("notice out sent".to_owned(), false)]);
        night.done("01:12", "6.1");
        assert_eq!(needs(&night), [("notice out sent".to_owned(), true)]);
        assert_eq!(state(&night), "sent");
        let (step, reason) = ("6.1".to_owned(), "it came back".to_owned());
        night.tell("01:15", "mia", Event::StepReopened { step, reason });
        assert_eq!(needs(&night), [("notice out sent".to_owned(), false)]);
        assert_eq!(state(&night), "open");
    }

    #[test]
    fn waived_or_skipped_is_settled_without_being_sent() {
        let reason = || "nobody reads it at night".to_owned();
        let mut night = self::night(STEP);
        night.tell("01:12", "zoe", Event::StepWaived { step: "6.1".to_owned(), reason: reason() });
        assert_eq!(needs(&night), [("notice out was waived by zoe".to_owned(), true)]);
        assert_eq!(state(&night), "waived");
        let mut night = self::night(&format!("{STEP}  mandatory = false\n"));
        night.tell("01:12", "mia", Event::StepSkipped { step: "6.1".to_owned(), reason: reason() });
        assert_eq!(needs(&night), [("notice out was skipped by mia".to_owned(), true)]);
        assert_eq!(state(&night), "skipped");
    }
}
