//! When each check is due: start to start, in shared slots of 50 ms, spread over its interval. Knows no clock.

/// Milliseconds of a slot.
pub(super) const SLOT_MS: u64 = 50;
/// First probes started in one slot.
const FIRST_A_SLOT: u64 = 8;

/// The timetable of all checks. A slot is counted from the start of the prober, in real time.
#[derive(Debug, Clone)]
pub(super) struct Schedule {
    rows: Vec<Row>,
}

#[derive(Debug, Clone)]
struct Row {
    /// Slots from start to start; `None` = never.
    interval: Option<u64>,
    /// Slot of the newest start.
    started: Option<u64>,
    /// Slot of the next one.
    due: u64,
    running: bool,
}

impl Schedule {
    /// The first probes come at once: a few in each slot, in plan order. `intervals` are real milliseconds.
    pub(super) fn new(intervals: &[Option<u64>]) -> Self {
        let rows = intervals.iter().zip(0_u64..).map(|(interval, index)| Row {
            interval: interval.map(slots),
            started: None,
            due: index / FIRST_A_SLOT,
            running: false,
        });
        Self { rows: rows.collect() }
    }

    /// The next slot in which something is due that does not run; `None` when nothing is.
    pub(super) fn next(&self) -> Option<u64> {
        self.waiting().map(|(_, row)| row.due).min()
    }

    /// The check that has been due the longest at `now`, if any.
    pub(super) fn due(&self, now: u64) -> Option<usize> {
        self.waiting()
            .filter(|(_, row)| row.due <= now)
            .min_by_key(|(_, row)| row.due)
            .map(|(index, _)| index)
    }

    /// Its probe starts now. The next is due one interval later, on the check's own place in the interval.
    pub(super) fn start(&mut self, check: usize, now: u64) {
        let place = self.place(check);
        let Some(row) = self.rows.get_mut(check) else { return };
        row.running = true;
        row.started = Some(now);
        row.due = row.after(now, place);
    }

    /// Its probe is over.
    pub(super) fn finish(&mut self, check: usize) {
        if let Some(row) = self.rows.get_mut(check) {
            row.running = false;
        }
    }

    /// Another interval holds from now on, in real milliseconds.
    pub(super) fn change(&mut self, check: usize, interval: Option<u64>, now: u64) {
        let interval = interval.map(slots);
        let Some(row) = self.rows.get_mut(check).filter(|row| row.interval != interval) else { return };
        row.interval = interval;
        let place = self.place(check);
        if let Some(row) = self.rows.get_mut(check) {
            let next = row.started.map(|started| row.after(started, place));
            row.due =
                next.map_or(row.due, |next| if next < now { row.at_or_after(now, place) } else { next });
        }
    }

    /// Everything is due now.
    pub(super) fn all_now(&mut self, now: u64) {
        for (row, index) in self.rows.iter_mut().zip(0_u64..) {
            row.due = now.saturating_add(index / FIRST_A_SLOT);
        }
    }

    fn waiting(&self) -> impl Iterator<Item = (usize, &Row)> {
        self.rows.iter().enumerate().filter(|(_, row)| !row.running && row.interval.is_some())
    }

    /// Where in its interval a check starts, so that all of them are spread evenly.
    fn place(&self, check: usize) -> u64 {
        let index = u64::try_from(check).unwrap_or(0);
        let count = u64::try_from(self.rows.len()).unwrap_or(1).max(1);
        let interval = self.rows.get(check).and_then(|row| row.interval).unwrap_or(1);
        index.saturating_mul(interval) / count
    }
}

impl Row {
    /// The first slot on the check's place that lies at least half an interval after `started`.
    fn after(&self, started: u64, place: u64) -> u64 {
        let interval = self.interval.unwrap_or(1);
        self.at_or_after(started.saturating_add(interval.div_ceil(2)), place)
    }

    fn at_or_after(&self, slot: u64, place: u64) -> u64 {
        let interval = self.interval.unwrap_or(1);
        let missing = (place % interval + interval - slot % interval) % interval;
        slot.saturating_add(missing)
    }
}

/// Whole slots of an interval, at least one.
fn slots(milliseconds: u64) -> u64 {
    ((milliseconds.saturating_add(SLOT_MS / 2)) / SLOT_MS).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plays `slots` slots in which every probe takes `takes` slots; the slots in which each check started.
    fn play(schedule: &mut Schedule, slots: u64, takes: u64) -> Vec<Vec<u64>> {
        let mut starts = vec![Vec::new(); schedule.rows.len()];
        let mut running: Vec<(usize, u64)> = Vec::new();
        for now in 0..slots {
            running.retain(|(check, until)| {
                let over = *until <= now;
                if over {
                    schedule.finish(*check);
                }
                !over
            });
            while let Some(check) = schedule.due(now) {
                schedule.start(check, now);
                running.push((check, now + takes));
                starts[check].push(now);
            }
        }
        starts
    }

    #[test]
    fn the_first_probe_comes_at_once_and_then_one_an_interval_start_to_start() {
        let mut schedule = Schedule::new(&[Some(10_000); 4]);
        let starts = play(&mut schedule, 2000, 40);
        for (index, starts) in (0_u64..).zip(&starts) {
            assert_eq!(starts[0], 0);
            let gaps: Vec<u64> = starts.windows(2).map(|pair| pair[1] - pair[0]).collect();
            assert!((100..300).contains(&gaps[0]), "{gaps:?}");
            assert!(gaps[1..].iter().all(|gap| *gap == 200), "no drift: {gaps:?}");
            assert_eq!(starts[1] % 200, index * 50, "each on its own place in the interval");
        }
    }

    #[test]
    fn two_hundred_checks_a_second_never_crowd_a_slot() {
        let mut schedule = Schedule::new(&[Some(1000); 200]);
        let starts = play(&mut schedule, 400, 1);
        let mut crowd = vec![0; 400];
        for slot in starts.iter().flatten() {
            crowd[usize::try_from(*slot).unwrap()] += 1;
        }
        assert_eq!(crowd[60..].iter().copied().max(), Some(10));
        assert!(starts.iter().all(|starts| starts.len() >= 19));
    }

    #[test]
    fn a_probe_that_hangs_delays_only_its_own_check() {
        let mut schedule = Schedule::new(&[Some(1000), Some(1000)]);
        schedule.start(0, 0);
        schedule.start(1, 0);
        schedule.finish(1);
        let starts: Vec<u64> = (1..100)
            .filter(|now| {
                let due = schedule.due(*now);
                if let Some(check) = due {
                    assert_eq!(check, 1);
                    schedule.start(check, *now);
                    schedule.finish(check);
                }
                due.is_some()
            })
            .collect();
        assert_eq!(starts, [10, 30, 50, 70, 90]);
        schedule.finish(0);
        assert_eq!(schedule.due(100), Some(0), "and it starts at once when it is over");
    }

    #[test]
    fn the_one_due_longest_comes_first() {
        let mut schedule = Schedule::new(&[Some(1000); 20]);
        assert_eq!(schedule.due(50), Some(0));
        assert_eq!(schedule.next(), Some(0));
        for check in 0..8 {
            schedule.start(check, 0);
        }
        assert_eq!((schedule.next(), schedule.due(0)), (Some(1), None));
    }

    #[test]
    fn a_shorter_interval_holds_at_once_and_does_not_bunch() {
        let mut schedule = Schedule::new(&[Some(60_000); 10]);
        for check in 0..10 {
            schedule.start(check, 0);
            schedule.finish(check);
        }
        for check in 0..10 {
            schedule.change(check, Some(5_000), 900);
        }
        let mut dues: Vec<u64> = schedule.rows.iter().map(|row| row.due).collect();
        dues.sort_unstable();
        assert_eq!(dues, (90..100).map(|tenth| tenth * 10).collect::<Vec<_>>());
    }

    #[test]
    fn what_is_never_due_is_never_started() {
        let mut schedule = Schedule::new(&[None, Some(1000)]);
        assert_eq!(play(&mut schedule, 100, 1)[0], Vec::<u64>::new());
        schedule.all_now(100);
        assert_eq!(schedule.due(100), Some(1));
        assert_eq!(Schedule::new(&[]).next(), None);
        assert_eq!(Schedule::new(&[None]).next(), None);
    }
}
