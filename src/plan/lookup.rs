//! Questions that everybody asks of a plan: by id, by role, by kind.

use chrono::TimeDelta;

use super::types::{
    Check, Intervals, Member, Plan, Stage, StageKind, Station, Step, StepKind, Switch, Trigger,
};

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the stage of this index.
    Stage(usize),
    /// In the rollback runbook.
    Rollback,
}

impl Plan {
    /// Every step: the stages' in order, then the rollback's.
    pub fn steps(&self) -> impl Iterator<Item = (Place, &Step)> {
        let stages = self
            .stages
            .iter()
            .enumerate()
            .flat_map(|(index, stage)| stage.steps.iter().map(move |step| (Place::Stage(index), step)));
        stages.chain(self.rollback.iter().map(|step| (Place::Rollback, step)))
    }

    /// A step by its id.
    pub fn step(&self, id: &str) -> Option<(Place, &Step)> {
        self.steps().find(|(_, step)| step.id == id)
    }

    /// A stage by its id.
    pub fn stage(&self, id: &str) -> Option<(usize, &Stage)> {
        self.stages.iter().enumerate().find(|(_, stage)| stage.id == id)
    }

    /// The stages of a kind, with their index.
    pub fn stages_of(&self, kind: StageKind) -> impl Iterator<Item = (usize, &Stage)> {
        self.stages.iter().enumerate().filter(move |(_, stage)| stage.kind == kind)
    }

    /// The steps of all stages of a kind.
    pub fn steps_of(&self, kind: StageKind) -> impl Iterator<Item = &Step> {
        self.stages_of(kind).flat_map(|(_, stage)| stage.steps.iter())
    }

    /// Whether other steps are this one's children by their id (`3.1` of `3.1.a`); such a step has no state of its own.
    pub fn is_parent(&self, id: &str) -> bool {
        self.steps().any(|(_, step)| is_child_of(&step.id, id))
    }

    /// A check by its id.
    pub fn check(&self, id: &str) -> Option<&Check> {
        self.checks.iter().find(|check| check.id == id)
    }

    /// A trigger by its id.
    pub fn trigger(&self, id: &str) -> Option<&Trigger> {
        self.triggers.iter().find(|trigger| trigger.id == id)
    }

    /// A switch by its id.
    pub fn switch(&self, id: &str) -> Option<&Switch> {
        self.switches.iter().find(|switch| switch.id == id)
    }

    /// A member by its id.
    pub fn member(&self, id: &str) -> Option<&Member> {
        self.team.iter().find(|member| member.id == id)
    }

    /// A station by its id.
    pub fn station(&self, id: &str) -> Option<&Station> {
        self.decision.stations.iter().find(|station| station.id == id)
    }

    /// The members who hold a role, in plan order.
    pub fn holders<'a>(&'a self, role: &'a str) -> impl Iterator<Item = &'a Member> {
        self.team.iter().filter(move |member| member.has_role(role))
    }

    /// Whether the member may decide: the approver's role or a deputy's.
    pub fn is_approver(&self, member: &str) -> bool {
        self.member(member).is_some_and(|member| {
            member.has_role(&self.decision.approver)
                || self.decision.deputies.iter().any(|role| member.has_role(role))
        })
    }

    /// Whether the member leads the deployment.
    pub fn is_lead(&self, member: &str) -> bool {
        self.member(member).is_some_and(|member| member.has_role("deployment-lead"))
    }

    /// Whether the member is to initiate a rollback (seed stage 3, last line).
    pub fn is_initiator(&self, member: &str) -> bool {
        self.member(member).is_some_and(|member| member.has_role("rollback-initiator"))
    }
}

impl Member {
    /// Whether the member holds the role.
    pub fn has_role(&self, role: &str) -> bool {
        self.roles.iter().any(|held| held == role)
    }
}

impl Intervals {
    /// The shortest of all phases.
    pub fn shortest(&self) -> TimeDelta {
        self.before.min(self.execute).min(self.validate).min(self.stabilise)
    }
}

impl Step {
    /// Whether a person decides here, so that no one does it as a step.
    pub fn is_decision(&self) -> bool {
        self.kind == StepKind::Decision
    }

    /// Whether golive keeps it by itself.
    pub fn is_auto(&self) -> bool {
        self.kind == StepKind::Auto
    }
}

/// Whether `id` is a child of `parent`: `3.1.a` of `3.1`, but `3.10` is none of `3.1`.
pub fn is_child_of(id: &str, parent: &str) -> bool {
    id.strip_prefix(parent).is_some_and(|rest| rest.starts_with('.'))
}
