//! What every check saw in one period, gathered for one event.

use crate::journal::{CheckWindow, Event, Stamp};

use super::buckets::Buckets;
use super::sample::{Sample, SampleResult};

/// Gathers samples from one window event to the next.
#[derive(Debug, Clone)]
pub struct Windows {
    opened: Stamp,
    tallies: Vec<Tally>,
}

/// One check's counts.
#[derive(Debug, Clone, Default)]
struct Tally {
    samples: u32,
    fails: u32,
    pair: bool,
    latencies: Buckets,
    /// Whether the newest sample failed; lives on from window to window.
    failing: bool,
}

impl Windows {
    /// Opens the first window, for so many checks.
    pub fn new(checks: usize, now: Stamp) -> Self {
        Self { opened: now, tallies: vec![Tally::default(); checks] }
    }

    /// When the present window was opened.
    pub fn opened(&self) -> Stamp {
        self.opened
    }

    /// Counts one sample; no data is none.
    pub fn count(&mut self, check: usize, sample: &Sample) {
        let Some(tally) = self.tallies.get_mut(check) else { return };
        let failed = match sample.result {
            SampleResult::Pass => false,
            SampleResult::Fail(_) => true,
            SampleResult::NoData(_) => return,
        };
        tally.samples = tally.samples.saturating_add(1);
        tally.fails = tally.fails.saturating_add(u32::from(failed));
        tally.pair |= failed && tally.failing;
        tally.failing = failed;
        if let (false, Some(latency)) = (failed, sample.latency) {
            tally.latencies.add(latency);
        }
    }

    /// The samples of a check begin anew: what failed before an expected effect makes no pair with what fails after.
    pub fn restart(&mut self, check: usize) {
        if let Some(tally) = self.tallies.get_mut(check) {
            tally.failing = false;
        }
    }

    /// Time was leapt over: the window begins where the leap ends.
    pub fn leap(&mut self, now: Stamp) {
        self.opened = now;
    }

    /// Closes the window and opens the next.
    pub fn close(&mut self, now: Stamp) -> Event {
        #[expect(clippy::cast_precision_loss, reason = "a window's milliseconds stay far below 2^52")]
        let seconds = now.since(self.opened).num_milliseconds() as f64 / 1000.0;
        self.opened = now;
        let w = self.tallies.iter_mut().map(Tally::take).collect();
        Event::CheckWindow { seconds, w }
    }
}

impl Tally {
    fn take(&mut self) -> CheckWindow {
        let done = std::mem::replace(self, Self { failing: self.failing, ..Self::default() });
        CheckWindow(done.samples, done.fails, u8::from(done.pair), done.latencies.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::health::tracker::testing::{at, fail, no_data, pass, slow_pass};
    use crate::journal::Cause;

    fn close(windows: &mut Windows, second: i64) -> (f64, Vec<CheckWindow>) {
        match windows.close(at(second)) {
            Event::CheckWindow { seconds, w } => (seconds, w),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_window_counts_passes_fails_and_the_passes_response_times() {
        let mut windows = Windows::new(2, at(0));
        windows.count(0, &slow_pass(1, 2));
        windows.count(0, &slow_pass(2, 4));
        windows.count(0, &fail(3, Cause::Status));
        windows.count(0, &no_data(4, Cause::Network));
        windows.count(7, &pass(4));
        let (seconds, w) = close(&mut windows, 10);
        assert!((seconds - 10.0).abs() < 1e-9);
        assert_eq!(w, [CheckWindow(3, 1, 0, "b8:1,b16:1".to_owned()), CheckWindow(0, 0, 0, String::new())]);
        assert_eq!(close(&mut windows, 20).1[0], CheckWindow(0, 0, 0, String::new()));
    }

    #[test]
    fn two_fails_in_a_row_are_a_pair_also_across_windows_and_across_no_data() {
        let mut windows = Windows::new(1, at(0));
        windows.count(0, &fail(1, Cause::Status));
        assert_eq!(close(&mut windows, 10).1[0].2, 0);
        windows.count(0, &no_data(11, Cause::Network));
        windows.count(0, &fail(12, Cause::Timeout));
        assert_eq!(close(&mut windows, 20).1[0].2, 1);
        windows.count(0, &pass(21));
        windows.count(0, &fail(22, Cause::Timeout));
        assert_eq!(close(&mut windows, 30).1[0].2, 0);
        windows.restart(0);
        windows.count(0, &fail(32, Cause::Timeout));
        assert_eq!(close(&mut windows, 40).1[0].2, 0, "an expected effect lay between");
    }
}
