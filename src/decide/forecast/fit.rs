//! Whether each remaining step, and a rollback after it, still fits into the window.

use chrono::{DateTime, TimeDelta, Utc};

use super::walk::Times;
use crate::decide::Fit;
use crate::decide::rollback_time::Runbook;
use crate::decide::scene::{Item, Scene};
use crate::plan::StageKind;

/// Slack under which a step is tight.
const SPARE: TimeDelta = TimeDelta::minutes(10);

/// The fit of every step that is not settled, up to validation.
pub(super) fn fits<'a>(scene: &'a Scene, runbook: &Runbook, times: &Times) -> Vec<(&'a str, Fit)> {
    if scene.session.is_decided() {
        return Vec::new();
    }
    let mut remaining: Vec<(usize, &Item, DateTime<Utc>, DateTime<Utc>)> = scene
        .items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.is_work() && !item.settled)
        .filter(|(_, item)| scene.kind(item).is_some_and(|(_, kind)| kind <= StageKind::Validate))
        .filter_map(|(at, item)| times.step(at).map(|span| (at, item, span.start, span.end)))
        .collect();
    remaining.sort_by_key(|(at, _, start, _)| (*start, *at));
    let mut undo = runbook.undo_started(scene);
    let mut no_way_back = scene.session.irreversible_started(scene.plan).is_some();
    let limit = Limit::of(scene);
    let mut judged = Vec::with_capacity(remaining.len());
    for (_, item, _, end) in remaining {
        undo.add(scene, item);
        no_way_back |= item.step.irreversible;
        let back = if no_way_back { TimeDelta::zero() } else { undo.known_time(scene) };
        let fit = limit.judge(end, back);
        let unknown = !no_way_back && undo.is_unknown();
        if !unknown || fit == Fit::DoesNotFit {
            judged.push((item.step.id.as_str(), fit));
        }
    }
    judged
}

/// The window's end, and what counts as tight.
struct Limit {
    window_end: DateTime<Utc>,
    spare: TimeDelta,
}

impl Limit {
    fn of(scene: &Scene) -> Self {
        let window_end = scene.session.window_end(scene.plan);
        let remaining = window_end.signed_duration_since(scene.now.at).max(TimeDelta::zero());
        Self { window_end, spare: SPARE.max(remaining / 10) }
    }

    fn judge(&self, end: DateTime<Utc>, back: TimeDelta) -> Fit {
        let slack = self.window_end.signed_duration_since(end) - back;
        if slack < TimeDelta::zero() {
            Fit::DoesNotFit
        } else if slack < self.spare {
            Fit::Tight
        } else {
            Fit::Fits
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(remaining_minutes: i64, slack_seconds: i64) -> Fit {
        let now: DateTime<Utc> = "2027-02-10T01:00:00Z".parse().unwrap();
        let window_end = now + TimeDelta::minutes(remaining_minutes);
        let spare = SPARE.max(TimeDelta::minutes(remaining_minutes) / 10);
        let back = TimeDelta::minutes(5);
        let end = window_end - back - TimeDelta::seconds(slack_seconds);
        Limit { window_end, spare }.judge(end, back)
    }

    #[test]
    fn a_step_fits_up_to_the_last_second() {
        assert_eq!(judge(60, -1), Fit::DoesNotFit);
        assert_eq!(judge(60, 0), Fit::Tight);
        assert_eq!(judge(60, 599), Fit::Tight);
        assert_eq!(judge(60, 600), Fit::Fits);
    }

    #[test]
    fn tight_is_a_tenth_of_a_long_window() {
        assert_eq!(judge(200, 1_199), Fit::Tight);
        assert_eq!(judge(200, 1_200), Fit::Fits);
    }
}
