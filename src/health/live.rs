//! The newest answers of every check, for the health pane alone: nothing that is judged reads this.

use std::collections::VecDeque;

use chrono::TimeDelta;

use super::sample::{Sample, SampleResult};
use crate::journal::Stamp;

/// What the panel shows of each check beside the journal. Bounded: 60 points and one whole answer a check.
#[derive(Debug, Clone, Default)]
pub struct Live {
    traces: Vec<Trace>,
}

/// One check's newest answers.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    points: VecDeque<Point>,
    last: Option<Sample>,
}

/// One mark of a sparkline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// When the probe was started.
    pub at: Stamp,
    /// What it was.
    pub result: SampleResult,
    /// Response time in milliseconds, where there was an answer.
    pub latency_ms: Option<u32>,
}

/// Characters kept of an answer's body.
const BODY: usize = 400;

impl Trace {
    /// Points kept.
    pub const KEPT: usize = 60;

    /// The newest points, oldest first.
    pub fn points(&self) -> impl DoubleEndedIterator<Item = &Point> + ExactSizeIterator {
        self.points.iter()
    }

    /// The newest sample, no data included.
    pub fn last(&self) -> Option<&Sample> {
        self.last.as_ref()
    }

    /// Age of the newest sample that brought data, counted from the start of its probe.
    pub fn age(&self, now: Stamp) -> Option<TimeDelta> {
        let heard =
            self.points.iter().rev().find(|point| !matches!(point.result, SampleResult::NoData(_)))?;
        Some(now.since(heard.at))
    }
}

impl Live {
    /// Nothing seen yet, of so many checks.
    pub fn new(checks: usize) -> Self {
        Self { traces: vec![Trace::default(); checks] }
    }

    /// Takes one sample of the check with this index in the plan.
    pub fn push(&mut self, check: usize, mut sample: Sample) {
        let Some(trace) = self.traces.get_mut(check) else { return };
        let point = Point { at: sample.at, result: sample.result, latency_ms: sample.latency_ms() };
        if trace.points.len() >= Trace::KEPT {
            trace.points.pop_front();
        }
        trace.points.push_back(point);
        if let Some((cut, _)) = sample.body.char_indices().nth(BODY) {
            sample.body.truncate(cut);
        }
        trace.last = Some(sample);
    }

    /// The newest answers of the check with this index in the plan.
    pub fn trace(&self, check: usize) -> Option<&Trace> {
        self.traces.get(check)
    }

    /// Age of the newest data of any check; `None` before the first.
    pub fn age(&self, now: Stamp) -> Option<TimeDelta> {
        self.traces.iter().filter_map(|trace| trace.age(now)).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::health::tracker::testing::{at, no_data, pass};
    use crate::journal::Cause;

    #[test]
    fn sixty_points_and_one_answer_of_four_hundred_characters_are_kept() {
        let mut live = Live::new(1);
        for second in 0..100 {
            live.push(0, Sample { body: "é".repeat(1000), ..pass(second) });
        }
        let trace = live.trace(0).unwrap();
        assert_eq!(trace.points().len(), Trace::KEPT);
        assert_eq!(trace.points().next().unwrap().at, at(40));
        assert_eq!(trace.last().unwrap().body.chars().count(), 400);
        live.push(9, pass(0));
        assert!(live.trace(9).is_none());
    }

    #[test]
    fn the_age_is_that_of_the_newest_data() {
        let mut live = Live::new(2);
        assert_eq!(live.age(at(0)), None);
        live.push(0, pass(10));
        live.push(0, no_data(20, Cause::Network));
        assert_eq!(live.trace(0).unwrap().age(at(25)), Some(TimeDelta::seconds(15)));
        live.push(1, pass(24));
        assert_eq!(live.age(at(25)), Some(TimeDelta::seconds(1)));
    }
}
