//! What every family of rules needs: the actor as a member, and the words of refusals.

use chrono::{DateTime, TimeDelta, Utc};

use crate::decide::command::{Actor, Command, Refusal};
use crate::decide::outlook::{CheckView, Outlook};
use crate::decide::rights::{self, Right};
use crate::journal::{About, Recommendation, Stamp, Verdict};
use crate::plan::{Member, Place, Plan, Step};
use crate::session::Session;
use crate::text::{clean, list, nearest};

/// The longest reason, remark or title; far below what a record may hold.
const LONGEST_TEXT: usize = 4_000;

/// A request under examination.
pub(super) struct Ask<'a> {
    pub plan: &'a Plan,
    pub session: &'a Session,
    pub outlook: &'a Outlook,
    pub now: Stamp,
    /// The one who records.
    pub recorder: &'a Member,
    /// The one whose act it is.
    pub subject: &'a Member,
}

impl<'a> Ask<'a> {
    /// Refuses an account that is no member: it only reads.
    pub fn new(
        plan: &'a Plan,
        session: &'a Session,
        outlook: &'a Outlook,
        actor: &'a Actor,
    ) -> Result<Self, Refusal> {
        let recorder = actor.member.as_deref().ok_or_else(|| reads_only(plan, actor))?;
        let recorder = member(plan, recorder)?;
        let subject = actor.on_behalf.as_deref().map_or(Ok(recorder), |id| member(plan, id))?;
        Ok(Self { plan, session, outlook, now: outlook.now, recorder, subject })
    }

    /// Refuses those who may not, naming who may.
    pub fn check_right(&self, command: &Command) -> Result<(), Refusal> {
        let right = rights::right(self.plan, self.session, self.outlook, command);
        self.require(&right, what(command))?;
        self.refuse_spoken_word(&right, command)
    }

    /// Refuses a subject that has not the right.
    pub fn require(&self, right: &Right, what: &str) -> Result<(), Refusal> {
        if self.may(&self.subject.id, right) {
            return Ok(());
        }
        let who = rights::who_may(self.plan, right);
        Err(Refusal::authority(format!("{what} is for {who}; you are {}", self.subject.id)))
    }

    /// Whether the member has the right.
    pub fn may(&self, member: &str, right: &Right) -> bool {
        rights::may(self.plan, self.session, self.outlook, member, right)
    }

    /// The approver's spoken words need a second witness, and only a decision has room for one.
    fn refuse_spoken_word(&self, right: &Right, command: &Command) -> Result<(), Refusal> {
        let takes_witness = matches!(
            command,
            Command::DecideStart { .. }
                | Command::DecideGo { .. }
                | Command::DecideRollback { .. }
                | Command::DecideAbort { .. }
        );
        let spoken = self.recorder.id != self.subject.id;
        if takes_witness || !spoken || self.says_it_themselves(right, command) {
            return Ok(());
        }
        let other = if matches!(right, Right::Role(_)) { "" } else { ", or a deputy" };
        Err(Refusal::authority(format!(
            "{} cannot be recorded for {who}: spoken words of the approver need a second witness, and only a decision \
             takes one; {who} does it{other}",
            what(command),
            who = self.subject.id,
        )))
    }

    /// Whether the one who records has that right too, or the words are not those of the approver at all.
    fn says_it_themselves(&self, right: &Right, command: &Command) -> bool {
        let as_approver = match right {
            Right::Approver => true,
            Right::LeadOrApprover => !self.plan.is_lead(&self.subject.id),
            // What there is a doubt about only the approver starts, whoever owns it.
            Right::OwnerOrApprover(_) => {
                return !self.plan.is_approver(&self.subject.id) || self.plan.is_approver(&self.recorder.id);
            }
            // A station's answer is marked as spoken.
            Right::Role(role) => {
                !matches!(command, Command::Vote { .. }) && *role == self.plan.decision.approver
            }
            _ => false,
        };
        !as_approver || self.may(&self.recorder.id, right)
    }

    /// A step of plan or session; its existence was checked before.
    pub fn step(&self, id: &str) -> Result<(Place, &'a Step), Refusal> {
        self.session.find_step(self.plan, id).ok_or_else(|| {
            let ids: Vec<&str> = self
                .plan
                .steps()
                .map(|(_, step)| step.id.as_str())
                .chain(self.session.added.iter().map(|added| added.step.id.as_str()))
                .collect();
            unknown("step", id, &ids)
        })
    }

    /// A check as it counts now.
    pub fn check(&self, id: &str) -> Option<&'a CheckView> {
        self.outlook.checks.iter().find(|view| view.id == id)
    }

    /// The verdict of this moment; in closing there is none, and the record says so.
    pub fn verdict(&self) -> Verdict {
        self.outlook.verdict.clone().unwrap_or_else(|| Verdict {
            about: About::Stay,
            recommendation: Recommendation::Steady,
            against: Vec::new(),
            in_favour: Vec::new(),
            to_come: Vec::new(),
            changes_when: String::new(),
        })
    }

    /// A moment in the window's zone: "02:10", with its day where that is another.
    pub fn clock(&self, at: DateTime<Utc>) -> String {
        let zone = self.plan.window.zone;
        let (local, today) = (at.with_timezone(&zone), self.now.at.with_timezone(&zone));
        let format = if local.date_naive() == today.date_naive() { "%H:%M" } else { "%a %-d %b %H:%M" };
        local.format(format).to_string()
    }

    /// A stated time of work cannot lie ahead, nor before the session itself began.
    pub fn check_stated_work(&self, at: Option<DateTime<Utc>>) -> Result<(), Refusal> {
        self.check_stated(at)?;
        let created = self.session.created.at;
        let early = at.filter(|at| is_well_before(*at, created));
        early.map_or(Ok(()), |at| {
            let (at, created) = (self.clock(at), self.clock(created));
            Err(Refusal::rule(format!(
                "the stated time {at} is before the session began ({created}); leave it out and say it in a note"
            )))
        })
    }

    /// A stated time cannot lie ahead, beyond what clocks differ by.
    pub fn check_stated(&self, at: Option<DateTime<Utc>>) -> Result<(), Refusal> {
        let ahead = at.filter(|at| *at > self.now.after(TimeDelta::minutes(1)).at);
        ahead.map_or(Ok(()), |at| {
            let (at, now) = (self.clock(at), self.clock(self.now.at));
            Err(Refusal::rule(format!("the stated time {at} lies ahead; it is {now}")))
        })
    }
}

/// Whether `at` is before `start` by more than what is lost where people write minutes.
pub(super) fn is_well_before(at: DateTime<Utc>, start: DateTime<Utc>) -> bool {
    start.signed_duration_since(at) >= TimeDelta::minutes(1)
}

fn reads_only(plan: &Plan, actor: &Actor) -> Refusal {
    let ids: Vec<&str> = plan.team.iter().map(|member| member.id.as_str()).collect();
    let os = clean::line(&actor.os);
    let who = if os.is_empty() { "this account".to_owned() } else { format!("the account {os}") };
    Refusal::authority(format!(
        "{who} is no member of the team, so it only reads; say who you are with --as ID ({})",
        list::or_list(&ids)
    ))
}

fn member<'a>(plan: &'a Plan, id: &str) -> Result<&'a Member, Refusal> {
    plan.member(id).ok_or_else(|| {
        let ids: Vec<&str> = plan.team.iter().map(|member| member.id.as_str()).collect();
        unknown("member", id, &ids)
    })
}

/// "there is no step 3.1.x; did you mean 3.1.a?"
pub(super) fn unknown(kind: &str, id: &str, known: &[&str]) -> Refusal {
    let shown = clean::fit(&clean::line(id), 40);
    let help = match (nearest(id, known.iter().copied()), known.len()) {
        (Some(near), _) => format!("; did you mean {near}?"),
        (None, 0) => "; the plan has none".to_owned(),
        (None, 1..=12) => format!("; there is {}", list::and_list(known)),
        (None, _) => String::new(),
    };
    Refusal::unknown(format!("there is no {kind} {shown}{help}"))
}

/// A text that must say something: cleaned, and of a length that a record can hold.
pub(super) fn said(text: &str, what: &str) -> Result<String, Refusal> {
    let text = clean::line(text);
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::incomplete(format!("{what} is missing")));
    }
    if text.chars().count() > LONGEST_TEXT {
        return Err(Refusal::rule(format!(
            "{what} is longer than {LONGEST_TEXT} characters; keep it short and name a file"
        )));
    }
    Ok(text.to_owned())
}

/// A text that may be left out; one of blanks alone is none.
pub(super) fn maybe_said(text: Option<&str>, what: &str) -> Result<Option<String>, Refusal> {
    text.filter(|text| !text.trim().is_empty()).map(|text| said(text, what)).transpose()
}

/// The command as a refusal names it.
fn what(command: &Command) -> &'static str {
    match command {
        Command::StartStep { .. } => "starting this step",
        Command::FinishStep { .. } | Command::FailStep { .. } => "ticking this step",
        Command::WaitStep { .. } | Command::ResumeStep { .. } => "pausing or resuming this step",
        Command::RetryStep { .. } => "retrying this step",
        Command::AcceptStep { .. } => "accepting this failure",
        Command::SkipStep { .. } => "skipping a step",
        Command::WaiveStep { .. } => "waiving a step",
        Command::ReopenStep { .. } | Command::UndoTick { .. } => "reopening this step",
        Command::AddStep { .. } => "adding a step",
        Command::AssignStep { .. } => "giving this step to another",
        Command::NoteStep { .. } => "a remark on this step",
        Command::OpenStage { .. } => "opening a stage early",
        Command::OpenPoll => "opening the poll",
        Command::Vote { .. } => "this station's answer",
        Command::RaiseTrigger { .. } => "raising a trigger",
        Command::ClearTrigger { .. } => "clearing a trigger",
        Command::MuteCheck { .. } => "muting a check",
        Command::MarkExternal { .. } => "marking a check external",
        Command::DecideStart { .. } => "START",
        Command::DecideGo { .. } => "GO",
        Command::DecideRollback { .. } => "ROLLBACK",
        Command::DecideAbort { .. } => "ABORT",
        Command::Hold { .. } => "a hold",
        Command::Resume { .. } => "resuming",
        Command::Extend { .. } => "an extension",
        Command::Close { .. } => "closing the record",
        Command::Amend { .. } => "this amendment",
    }
}
