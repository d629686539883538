//! A prober that answers from a script: the seam for tests, and for anything else without a network.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::time::Duration;

use super::Prober;
use crate::health::Sample;
use crate::journal::Stamp;

/// Answers each check's probes from its list; the last one stays.
#[derive(Debug, Default)]
pub struct Scripted {
    scripts: RefCell<Vec<VecDeque<(Duration, Sample)>>>,
}

impl Scripted {
    /// One script a check, in plan order: how long each answer takes, and the answer. Its `at` is set when it is given.
    pub fn new(scripts: Vec<Vec<(Duration, Sample)>>) -> Self {
        Self { scripts: RefCell::new(scripts.into_iter().map(VecDeque::from).collect()) }
    }
}

impl Prober for Scripted {
    async fn probe(&self, check: usize, at: Stamp, limit: Duration) -> Option<Sample> {
        let (takes, sample) = {
            let mut scripts = self.scripts.borrow_mut();
            let script = scripts.get_mut(check)?;
            if script.len() > 1 { script.pop_front()? } else { script.front()?.clone() }
        };
        tokio::time::sleep(takes.min(limit)).await;
        Some(Sample { at, ..sample })
    }
}
