//! A stage in words: its short name, its symbol, how much of it is done.

use crate::plan::{Stage, StageKind, Step};
use crate::session::StepState;
use crate::text::list;
use crate::ui::picture::Picture;
use crate::ui::symbols;
use crate::ui::theme::Role;

/// How a stage stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A decision made it pointless.
    NotApplicable,
    /// Nothing more is due.
    Done,
    /// A mandatory step failed.
    Failed,
    /// Somebody works in it.
    Running,
    /// Work may begin.
    Open,
    /// Not open yet.
    Later,
}

/// `1 Pre-checks`.
pub fn short(index: usize, stage: &Stage) -> String {
    let name = match stage.kind {
        StageKind::PreChecks => "Pre-checks",
        StageKind::NotifyStart => "Notify start",
        StageKind::Execute => "Execute",
        StageKind::Validate => "Validate",
        StageKind::Decide => "Decide",
        StageKind::NotifyOutcome => "Notify outcome",
        StageKind::Stabilise => "Stabilise",
    };
    format!("{} {name}", index + 1)
}

/// `3 Execute the deployment`.
pub fn long(index: usize, stage: &Stage) -> String {
    format!("{} {}", index + 1, stage.title)
}

/// The stage's steps that have a state of their own.
pub fn steps<'a>(m: &'a Picture<'_>, stage: &'a Stage) -> impl Iterator<Item = &'a Step> {
    m.session.steps_of(stage).filter(|step| !m.progress.is_parent(&step.id))
}

/// How many of a stage's steps stand how. What a decision made pointless is not done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Settled by work, or left out by a person.
    pub settled: usize,
    /// Made pointless.
    pub dropped: usize,
    /// All of them.
    pub all: usize,
}

impl Count {
    /// `3 done, 5 not applicable`, where a decision cut the stage short.
    pub fn cut_short(self) -> Option<String> {
        match (self.settled, self.dropped) {
            (_, 0) => None,
            (0, dropped) => Some(format!("{dropped} not applicable")),
            (settled, dropped) => Some(format!("{settled} done, {dropped} not applicable")),
        }
    }
}

/// How many of its steps stand how; what closing the record needs is no work of a stage. Golive's own end with the others: where those were cut short, so were they.
pub fn count(m: &Picture<'_>, stage: &Stage) -> Count {
    let pointless = |step: &Step| matches!(m.session.step(&step.id), StepState::NotApplicable { .. });
    let cut = steps(m, stage).any(pointless);
    let own = steps(m, stage).filter(|step| !m.session.is_of_closing(&step.id));
    own.fold(Count::default(), |count, step| {
        let dropped = pointless(step) || cut && step.is_auto();
        let settled = !dropped && m.settled(step);
        Count {
            settled: count.settled + usize::from(settled),
            dropped: count.dropped + usize::from(dropped),
            all: count.all + 1,
        }
    })
}

/// Whether anything of it was ever started.
pub fn begun(m: &Picture<'_>, stage: &Stage) -> bool {
    steps(m, stage).any(|step| m.session.begun(&step.id).is_some())
}

/// How the stage of this index stands.
pub fn standing(m: &Picture<'_>, index: usize) -> Standing {
    let Some(stage) = m.plan.stages.get(index) else { return Standing::Later };
    let has = |test: fn(&StepState) -> bool| steps(m, stage).any(|step| test(m.session.step(&step.id)));
    let failed = has(|state| matches!(state, StepState::Failed { .. }));
    if failed {
        Standing::Failed
    } else if m.session.is_not_applicable(stage) {
        if stage.kind == StageKind::Stabilise { Standing::NotApplicable } else { passed(m, stage) }
    } else if m.progress.stage(index).complete {
        Standing::Done
    } else if has(StepState::is_under_way) {
        Standing::Running
    } else if m.progress.stage(index).open {
        if has(|state| state.started().is_some()) { Standing::Running } else { Standing::Open }
    } else {
        Standing::Later
    }
}

/// After ROLLBACK or ABORT: done where all of it was done, else cut short.
fn passed(m: &Picture<'_>, stage: &Stage) -> Standing {
    let cut = steps(m, stage).any(|step| matches!(m.session.step(&step.id), StepState::NotApplicable { .. }));
    if cut { Standing::NotApplicable } else { Standing::Done }
}

/// How much of it is done, what is special about it, when it opens.
pub fn note(m: &Picture<'_>, index: usize, stage: &Stage) -> String {
    let count = count(m, stage);
    let mut parts = vec![count.cut_short().unwrap_or_else(|| format!("{} of {}", count.settled, count.all))];
    let waived: Vec<&str> = steps(m, stage)
        .filter_map(|step| match m.session.step(&step.id) {
            StepState::Waived { who, .. } => Some(who.actor()),
            _ => None,
        })
        .collect();
    if let Some(by) = waived.first() {
        parts.push(format!("{} waived by {by}", waived.len()));
    }
    match stage.kind {
        StageKind::Decide => {
            let approvers: Vec<_> =
                m.plan.holders(&m.plan.decision.approver).map(|who| who.id.as_str()).collect();
            parts.push(format!("approver {}", list::or_list(&approvers)));
        }
        StageKind::NotifyOutcome => parts.extend(m.outlook.debts.first().map(|(_, title)| {
            let more = m.outlook.debts.len() - 1;
            if more == 0 { format!("debt: {title}") } else { format!("debt: {title} and {more} more") }
        })),
        StageKind::Stabilise => {
            let days = m.plan.stabilisation.business_days;
            parts = vec![format!("{days} business {}", if days == 1 { "day" } else { "days" })];
        }
        _ => {}
    }
    let later = standing(m, index) == Standing::Later;
    let opens = m.outlook.forecast.stages.get(index).and_then(|stage| stage.start);
    if let Some(at) = opens.filter(|_| later && stage.kind < StageKind::Decide) {
        parts.push(format!("opens about {}", super::time::clock(m, at)));
    }
    parts.join(" · ")
}

/// How long the stage took; marked as a forecast while it is not over.
pub fn span(m: &Picture<'_>, index: usize) -> String {
    let stabilise = m.plan.stages.get(index).is_some_and(|stage| stage.kind == StageKind::Stabilise);
    let times = m.outlook.forecast.stages.get(index).and_then(|stage| stage.start.zip(stage.end));
    let over = matches!(standing(m, index), Standing::Done | Standing::NotApplicable);
    match times {
        Some((from, to)) if !stabilise && to > from => {
            format!("{}{}", if over { "" } else { "~" }, super::time::whole(to - from))
        }
        _ => String::new(),
    }
}

impl Standing {
    /// Its symbol and role.
    pub fn mark(self) -> (&'static str, Role) {
        match self {
            Self::NotApplicable => (symbols::SKIPPED, Role::Secondary),
            Self::Done => (symbols::DONE, Role::Good),
            Self::Failed => (symbols::FAIL, Role::Failure),
            Self::Running => (symbols::RUN, Role::Strong),
            Self::Open => (symbols::READY, Role::Text),
            Self::Later => (symbols::LATER, Role::Secondary),
        }
    }
}
