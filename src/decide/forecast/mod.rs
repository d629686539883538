//! When things will end: planned times, expected times, and whether what remains still fits.

mod expected;
mod fit;
mod pace;
mod planned;
mod walk;

use std::collections::BTreeMap;

use chrono::TimeDelta;

pub(crate) use expected::Given;
use pace::Pace;
pub(crate) use pace::actual;
pub(crate) use walk::{Span, Times};

use super::rollback_time::Runbook;
use super::scene::Scene;
use super::{Forecast, StageForecast, StepForecast};
use crate::plan::{Place, StageKind};

/// The forecast without fits, and the expected times by place.
pub(crate) fn forecast(scene: &Scene, given: Given) -> (Forecast, Times) {
    let pace = Pace::of(scene);
    let planned = planned::planned(scene);
    let expected = expected::expected(scene, &planned, pace, given);
    let end = last_before_stabilise(scene, &expected);
    let planned_end = last_before_stabilise(scene, &planned);
    let decided = scene.session.is_decided();
    let behind = match (end, planned_end) {
        (Some(end), Some(planned)) if !scene.session.is_withdrawn() => end.signed_duration_since(planned),
        _ => TimeDelta::zero(),
    };
    let forecast = Forecast {
        steps: steps(scene, &planned, &expected),
        stages: stages(scene, &planned, &expected),
        end,
        planned_end,
        decision_expected: expected.decided.filter(|_| !decided),
        pace_manual: pace.manual,
        pace_command: pace.command,
        behind,
    };
    (forecast, expected)
}

/// Fills in whether each remaining step fits.
pub(crate) fn judge_fits(scene: &Scene, runbook: &Runbook, times: &Times, forecast: &mut Forecast) {
    for (id, fit) in fit::fits(scene, runbook, times) {
        if let Some(step) = forecast.steps.get_mut(id) {
            step.fit = Some(fit);
        }
    }
}

fn last_before_stabilise(scene: &Scene, times: &Times) -> Option<chrono::DateTime<chrono::Utc>> {
    let stages = scene.plan.stages.iter().enumerate().filter(|(_, stage)| stage.kind != StageKind::Stabilise);
    stages.filter_map(|(index, _)| times.stage(index)).map(|span| span.end).max()
}

fn steps(scene: &Scene, planned: &Times, expected: &Times) -> BTreeMap<String, StepForecast> {
    let of_stages = scene.items.iter().enumerate().filter(|(_, item)| item.place != Place::Rollback);
    of_stages
        .filter_map(|(at, item)| {
            let expected = expected.step(at).or(planned.step(at))?;
            let planned = planned.step(at).unwrap_or(expected);
            let step = StepForecast {
                planned_start: planned.start,
                planned_end: planned.end,
                start: expected.start,
                end: expected.end,
                fit: None,
            };
            Some((item.step.id.clone(), step))
        })
        .collect()
}

fn stages(scene: &Scene, planned: &Times, expected: &Times) -> Vec<StageForecast> {
    (0..scene.plan.stages.len())
        .map(|index| {
            let planned = planned.stage(index).unwrap_or(Span::at(scene.plan.window.start));
            let expected = expected.stage(index);
            StageForecast {
                planned_start: planned.start,
                planned_end: planned.end,
                start: expected.map(|span| span.start),
                end: expected.map(|span| span.end),
                difference: expected
                    .map_or(TimeDelta::zero(), |span| span.end.signed_duration_since(planned.end)),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
