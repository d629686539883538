//! What one frame is drawn from: the model, and what several regions ask of it, looked up once.

use std::ops::Deref;

use super::model::Model;
use crate::health::Tempo;
use crate::plan::Step;
use crate::session::Progress;

/// The model as one frame sees it.
pub struct Picture<'a> {
    model: &'a Model,
    /// Which steps are settled, which stages open.
    pub progress: Progress<'a>,
    /// How often things are probed now.
    pub tempo: Tempo,
    /// The checklist's steps with their stage, filtered.
    pub steps: Vec<(usize, &'a Step)>,
    /// Index among them of the selected one.
    pub selected: usize,
}

impl<'a> Picture<'a> {
    /// Looks everything up.
    pub fn of(model: &'a Model) -> Self {
        let steps = model.checklist_steps();
        let selected = model.cursor_among(&steps);
        let progress = Progress::of(&model.plan, &model.session);
        Self {
            model,
            tempo: Tempo::by(&model.plan, &model.session, &progress, model.outlook.phase),
            progress,
            steps,
            selected,
        }
    }

    /// Whether nothing more is to be done on the step.
    pub fn settled(&self, step: &Step) -> bool {
        self.progress.is_settled(step)
    }

    /// The step that the checklist has selected, with its stage.
    pub fn chosen(&self) -> Option<(usize, &'a Step)> {
        self.steps.get(self.selected).copied()
    }
}

impl Deref for Picture<'_> {
    type Target = Model;

    fn deref(&self) -> &Model {
        self.model
    }
}
