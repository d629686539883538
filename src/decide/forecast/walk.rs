//! The walk over stages and steps that both the planned and the expected times take.

use chrono::{DateTime, Utc};

use crate::decide::scene::{Item, Scene};
use crate::plan::StageKind;

/// A start and an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub start: DateTime<Utc>,
    pub end: DateTime<Utc>,
}

impl Span {
    pub fn at(moment: DateTime<Utc>) -> Self {
        Self { start: moment, end: moment }
    }

    fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// What the walk found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Times {
    /// By place in the scene's items.
    pub steps: Vec<Option<Span>>,
    /// By stage index; `None` = not applicable.
    pub stages: Vec<Option<Span>>,
    /// When go or rollback is decided.
    pub decided: Option<DateTime<Utc>>,
}

impl Times {
    pub fn step(&self, at: usize) -> Option<Span> {
        self.steps.get(at).copied().flatten()
    }

    pub fn stage(&self, index: usize) -> Option<Span> {
        self.stages.get(index).copied().flatten()
    }
}

/// How planned and expected times differ.
pub(super) trait Rules {
    /// When the first stage opens.
    fn begin(&self) -> DateTime<Utc>;
    /// When a stage opens whose turn comes at `turn`; `None` = it is not applicable.
    fn opens(&self, index: usize, kind: StageKind, turn: DateTime<Utc>) -> Option<DateTime<Utc>>;
    /// When the step at this place runs, which may begin at `earliest`; `None` = it does not.
    fn runs(&self, at: usize, item: &Item, earliest: DateTime<Utc>) -> Option<Span>;
    /// Whether the stage after this step's waits for it.
    fn holds_up(&self, item: &Item) -> bool;
    /// When the decision falls, if deciding begins at `from` and what else is done meanwhile ends at `done`.
    fn decides(&self, from: DateTime<Utc>, done: DateTime<Utc>) -> DateTime<Utc>;
    /// When what follows the decision opens.
    fn follows(&self, decided: DateTime<Utc>) -> DateTime<Utc>;
    /// When stabilisation ends, after a decision then.
    fn calm(&self, decided: DateTime<Utc>) -> DateTime<Utc>;
}

/// Walks the stages in order: a stage opens at the latest end of the one before, what follows the decision with it.
pub(super) fn walk(scene: &Scene, rules: &impl Rules) -> Times {
    let mut times = Times {
        steps: vec![None; scene.items.len()],
        stages: vec![None; scene.plan.stages.len()],
        decided: None,
    };
    let mut turn = rules.begin();
    let last_decide = scene.plan.stages.iter().rposition(|stage| stage.kind == StageKind::Decide);
    for (index, stage) in scene.plan.stages.iter().enumerate() {
        let after = stage.kind > StageKind::Decide;
        let follows = after.then(|| {
            let decided = *times.decided.get_or_insert_with(|| rules.decides(turn, turn));
            rules.follows(decided)
        });
        let opens = rules.opens(index, stage.kind, follows.unwrap_or(turn));
        let end = match opens {
            Some(opens) => Some(stage_steps(scene, rules, &mut times, index, opens)),
            None => past_steps(scene, rules, &mut times, index, turn),
        };
        if Some(index) == last_decide && opens.is_some() {
            let decided = rules.decides(opens.unwrap_or(turn), end.unwrap_or(turn));
            close_decide(scene, &mut times, index, decided);
        }
        if stage.kind == StageKind::Stabilise && opens.is_some() {
            close_stabilise(scene, rules, &mut times, index);
        }
        if !after && let Some(span) = times.stage(index) {
            turn = turn.max(span.end);
        }
    }
    times.decided.get_or_insert_with(|| rules.decides(turn, turn));
    times
}

/// Times of the steps of an open or coming stage; the latest end that holds up the next.
fn stage_steps(
    scene: &Scene,
    rules: &impl Rules,
    times: &mut Times,
    index: usize,
    opens: DateTime<Utc>,
) -> DateTime<Utc> {
    let mut whole: Option<Span> = None;
    let mut end = opens;
    for &at in scene.stages.get(index).into_iter().flatten() {
        let Some(item) = scene.item(at) else { continue };
        let span = if item.is_work() {
            let needed = item.needs.iter().filter_map(|need| times.step(*need)).map(|span| span.end).max();
            rules.runs(at, item, needed.map_or(opens, |needed| needed.max(opens)))
        } else if item.step.is_decision() {
            Some(Span::at(opens))
        } else {
            let below = item.needs.iter().filter_map(|need| times.step(*need));
            Some(below.reduce(Span::cover).unwrap_or(Span::at(opens)))
        };
        if let Some(slot) = times.steps.get_mut(at) {
            *slot = span;
        }
        if let Some(span) = span.filter(|_| item.is_work() && rules.holds_up(item)) {
            whole = Some(whole.map_or(span, |whole| whole.cover(span)));
            end = end.max(span.end);
        }
    }
    if let Some(slot) = times.stages.get_mut(index) {
        *slot = Some(whole.map_or(Span::at(opens), |whole| Span { end, ..whole }));
    }
    end
}

/// Times of what ran in a stage that is not applicable any more.
fn past_steps(
    scene: &Scene,
    rules: &impl Rules,
    times: &mut Times,
    index: usize,
    turn: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let mut whole: Option<Span> = None;
    for &at in scene.stages.get(index).into_iter().flatten() {
        let Some(item) = scene.item(at).filter(|item| item.state.started().is_some()) else { continue };
        let Some(span) = rules.runs(at, item, turn) else { continue };
        whole = Some(whole.map_or(span, |whole| whole.cover(span)));
        if let Some(slot) = times.steps.get_mut(at) {
            *slot = Some(span);
        }
    }
    if let Some(slot) = times.stages.get_mut(index) {
        *slot = whole;
    }
    whole.map(|whole| whole.end)
}

fn close_decide(scene: &Scene, times: &mut Times, index: usize, decided: DateTime<Utc>) {
    times.decided = Some(decided);
    if let Some(Some(stage)) = times.stages.get_mut(index) {
        stage.end = stage.end.max(decided);
    }
    for &at in scene.stages.get(index).into_iter().flatten() {
        if scene.item(at).is_some_and(|item| item.step.is_decision())
            && let Some(Some(step)) = times.steps.get_mut(at)
        {
            step.end = step.end.max(decided);
        }
    }
}

/// Watching has no plan of its own: it lasts as long as the period.
fn close_stabilise(scene: &Scene, rules: &impl Rules, times: &mut Times, index: usize) {
    let Some(decided) = times.decided else { return };
    let calm = rules.calm(decided);
    if let Some(Some(stage)) = times.stages.get_mut(index) {
        stage.end = stage.end.max(calm);
    }
    for &at in scene.stages.get(index).into_iter().flatten() {
        let open = scene
            .item(at)
            .is_some_and(|item| !item.settled && item.step.planned.is_zero() && item.added.is_none());
        if open && let Some(Some(step)) = times.steps.get_mut(at) {
            step.end = step.end.max(calm);
        }
    }
}
