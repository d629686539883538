//! Who may what: one table, read by every refusal and by the greyed hints.

use super::admit;
use super::command::{Actor, Command, Refusal, RefusalKind};
use super::doubts;
use super::outlook::Outlook;
use crate::journal::{DecisionKind, Stamp};
use crate::plan::{Member, Place, Plan, StepKind};
use crate::session::{Phase, Session, StepState};
use crate::text::list;

/// What an act asks of the one who does it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Right {
    /// Anyone on the team.
    Team,
    /// The owner of the step, or the lead; anyone on the team where nobody owns it.
    Owner(Option<String>),
    /// The owner or the lead, but only the approver or a deputy once there is a doubt about it: it does not fit, the
    /// window is not open, its evidence is too old.
    OwnerOrApprover(Option<String>),
    /// The rollback-initiator or the lead; once ROLLBACK is decided the owner of the step as well.
    Runbook(Option<String>),
    /// The lead, the approver or a deputy.
    LeadOrApprover,
    /// The approver or a deputy.
    Approver,
    /// The approver or a deputy; on a met trigger also those agreed in advance.
    Withdraw,
    /// A holder of the role.
    Role(String),
}

/// What the command asks. What it names is known to plan or session already.
pub fn right(plan: &Plan, session: &Session, outlook: &Outlook, command: &Command) -> Right {
    match command {
        Command::StartStep { step, .. } | Command::RetryStep { step, .. } => {
            right_to_start(plan, session, outlook, step)
        }
        Command::FinishStep { step, .. } | Command::FailStep { step, .. } => {
            right_to_finish(plan, session, step)
        }
        Command::WaitStep { step, .. }
        | Command::ResumeStep { step }
        | Command::AssignStep { step, .. }
        | Command::NoteStep { step, .. } => owner_or_lead(plan, session, step),
        Command::ReopenStep { step, .. } => match session.step(step) {
            StepState::Skipped { .. } | StepState::Waived { .. } | StepState::Accepted { .. } => {
                Right::LeadOrApprover
            }
            _ => owner_or_lead(plan, session, step),
        },
        Command::AcceptStep { step, .. }
            if session.find_step(plan, step).is_some_and(|(_, found)| found.mandatory) =>
        {
            Right::Approver
        }
        Command::AcceptStep { .. }
        | Command::SkipStep { .. }
        | Command::OpenStage { .. }
        | Command::OpenPoll
        | Command::Resume { .. }
        | Command::Close { .. } => Right::LeadOrApprover,
        Command::WaiveStep { .. }
        | Command::ClearTrigger { .. }
        | Command::MarkExternal { .. }
        | Command::Extend { .. }
        | Command::DecideStart { .. }
        | Command::DecideGo { .. }
        | Command::DecideAbort { .. } => Right::Approver,
        Command::DecideRollback { .. } => Right::Withdraw,
        Command::Vote { station, spoken, .. } => match plan.station(station) {
            Some(station) if !spoken => Right::Role(station.role.clone()),
            _ => Right::Team,
        },
        Command::Amend { planned_outage_seconds, unplanned_outage_seconds, settles, .. } => {
            if planned_outage_seconds.is_some() || unplanned_outage_seconds.is_some() {
                Right::LeadOrApprover
            } else {
                settles.as_ref().map_or(Right::Team, |step| owner_or_lead(plan, session, step))
            }
        }
        Command::UndoTick { .. }
        | Command::AddStep { .. }
        | Command::Hold { .. }
        | Command::RaiseTrigger { .. }
        | Command::MuteCheck { .. } => Right::Team,
    }
}

fn owner_or_lead(plan: &Plan, session: &Session, id: &str) -> Right {
    match session.find_step(plan, id) {
        Some((Place::Rollback, step)) => {
            let decided = session.decision(DecisionKind::Rollback).is_some();
            Right::Runbook(session.owner(step).filter(|_| decided).map(str::to_owned))
        }
        Some((_, step)) => Right::Owner(session.owner(step).map(str::to_owned)),
        None => Right::Team,
    }
}

/// An irreversible step is the approver's to start, and so is one that there is a doubt about.
fn right_to_start(plan: &Plan, session: &Session, outlook: &Outlook, id: &str) -> Right {
    let Some((place, step)) = session.find_step(plan, id) else { return Right::Team };
    if step.irreversible {
        return Right::Approver;
    }
    match right_to_finish(plan, session, id) {
        Right::Owner(owner) if !doubts::doubts(plan, session, outlook, place, step).is_empty() => {
            Right::OwnerOrApprover(owner)
        }
        right => right,
    }
}

fn right_to_finish(plan: &Plan, session: &Session, id: &str) -> Right {
    match session.find_step(plan, id).map(|(_, step)| &step.kind) {
        Some(StepKind::Approval(role)) => Right::Role(role.clone()),
        Some(StepKind::HoldPoint) => Right::LeadOrApprover,
        _ => owner_or_lead(plan, session, id),
    }
}

/// Whether the member may, as far as rights go.
pub fn may(plan: &Plan, session: &Session, outlook: &Outlook, member: &str, right: &Right) -> bool {
    match right {
        Right::Team | Right::Owner(None) => plan.member(member).is_some(),
        Right::Owner(Some(owner)) => owner == member || plan.is_lead(member),
        Right::OwnerOrApprover(owner) => {
            plan.is_approver(member) || may(plan, session, outlook, member, &Right::Owner(owner.clone()))
        }
        Right::Runbook(owner) => {
            owner.as_deref() == Some(member) || plan.is_initiator(member) || plan.is_lead(member)
        }
        Right::LeadOrApprover => plan.is_lead(member) || plan.is_approver(member),
        Right::Approver => plan.is_approver(member),
        Right::Withdraw => plan.is_approver(member) || may_withdraw(plan, session, outlook, member),
        Right::Role(role) => plan.member(member).is_some_and(|member| member.has_role(role)),
    }
}

/// Who may decide rollback in the approver's place: the rollback-initiator on a met trigger that is pre-authorised, or
/// on any met one once the approver has been silent for the decision time; in stabilisation the rollback authority.
fn may_withdraw(plan: &Plan, session: &Session, outlook: &Outlook, member: &str) -> bool {
    let mut met = met_triggers(plan, session, outlook);
    if outlook.phase == Phase::Stabilising {
        let authority = &plan.stabilisation.rollback_authority;
        let holds =
            plan.member(member).is_some_and(|member| authority.iter().any(|role| member.has_role(role)));
        return holds && met.next().is_some();
    }
    plan.is_initiator(member)
        && met.any(|(pre_authorised, since)| pre_authorised || is_silent(plan, session, outlook.now, since))
}

/// The armed triggers that are met: whether pre-authorised, and since when.
fn met_triggers<'a>(
    plan: &'a Plan,
    session: &'a Session,
    outlook: &'a Outlook,
) -> impl Iterator<Item = (bool, Stamp)> + 'a {
    plan.triggers.iter().filter_map(|trigger| {
        let (since, _) = session.triggers.get(&trigger.id)?.met.as_ref()?;
        let armed = outlook.triggers.iter().any(|view| view.id == trigger.id && view.armed);
        armed.then_some((trigger.pre_authorised, *since))
    })
}

/// Whether an armed trigger is met.
pub fn trigger_met(plan: &Plan, session: &Session, outlook: &Outlook) -> bool {
    met_triggers(plan, session, outlook).next().is_some()
}

fn is_silent(plan: &Plan, session: &Session, now: Stamp, since: Stamp) -> bool {
    let from = session.approver_spoke.filter(|spoke| spoke.order() > since.order()).unwrap_or(since);
    now.since(from) >= plan.window.decision_time
}

/// Who may, with names and roles: "the release-manager (Zoe Lind) or, as deputy, the deployment-lead (Mia Torres)".
pub fn who_may(plan: &Plan, right: &Right) -> String {
    match right {
        Right::Team | Right::Owner(None) => "anyone on the team".to_owned(),
        Right::Owner(Some(owner)) => {
            format!("its owner {} or {}", member(plan, owner), role(plan, "deployment-lead"))
        }
        Right::OwnerOrApprover(owner) => {
            format!("{} or {}", who_may(plan, &Right::Owner(owner.clone())), approver(plan))
        }
        Right::Runbook(owner) => {
            let others = format!("{} or {}", role(plan, "rollback-initiator"), role(plan, "deployment-lead"));
            match owner {
                Some(owner) => format!("its owner {}, {others}", member(plan, owner)),
                None => others,
            }
        }
        Right::LeadOrApprover => format!("{} or {}", role(plan, "deployment-lead"), approver(plan)),
        Right::Approver => approver(plan),
        Right::Withdraw => withdrawers(plan),
        Right::Role(name) => role(plan, name),
    }
}

fn withdrawers(plan: &Plan) -> String {
    let initiator = role(plan, "rollback-initiator");
    let mut text = format!(
        "{}; on a met trigger that is pre-authorised, or with the approver silent, also {initiator}",
        approver(plan)
    );
    let authority: Vec<String> =
        plan.stabilisation.rollback_authority.iter().map(|name| role(plan, name)).collect();
    if !authority.is_empty() {
        text.push_str("; in stabilisation, on a met trigger, ");
        text.push_str(&list::or_list(&authority));
    }
    text
}

fn approver(plan: &Plan) -> String {
    let approver = role(plan, &plan.decision.approver);
    let deputies: Vec<String> = plan
        .decision
        .deputies
        .iter()
        .filter(|deputy| **deputy != plan.decision.approver)
        .map(|deputy| role(plan, deputy))
        .collect();
    if deputies.is_empty() {
        approver
    } else {
        format!("{approver} or, as deputy, {}", list::or_list(&deputies))
    }
}

fn role(plan: &Plan, name: &str) -> String {
    let holders: Vec<String> = plan.holders(name).map(named).collect();
    if holders.is_empty() {
        format!("the {name} (nobody on this team)")
    } else {
        format!("the {name} ({})", list::or_list(&holders))
    }
}

/// A member by id, named.
fn member(plan: &Plan, id: &str) -> String {
    plan.member(id).map_or_else(|| id.to_owned(), named)
}

fn named(member: &Member) -> String {
    if member.name.is_empty() || member.name == member.id {
        member.id.clone()
    } else {
        format!("{}, {}", member.id, member.name)
    }
}

/// Why the actor cannot do this now; `None` = they can, or could once what the command still lacks (a typed name, a
/// reason, evidence, a witness) is given.
pub fn why_not(
    plan: &Plan,
    session: &Session,
    outlook: &Outlook,
    actor: &Actor,
    command: &Command,
) -> Option<Refusal> {
    let refusal = admit::admit(plan, session, outlook, actor, command).err()?;
    let lacking = matches!(refusal.kind, RefusalKind::Confirmation | RefusalKind::Incomplete);
    (!lacking).then_some(refusal)
}
