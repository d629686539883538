//! What a check shows while something is meant to break it.

use chrono::TimeDelta;

use crate::journal::{Seen, Stamp};
use crate::plan::{ExpectHow, Plan};
use crate::session::Session;

/// What is expected of a check now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Expectation {
    /// That it is up: its status counts.
    #[default]
    None,
    /// The same, because what was meant to break it is over its time.
    Over,
    /// That it fails.
    Down,
    /// That it shows the page.
    Maintenance,
    /// Nothing: either will do.
    Any,
}

impl Expectation {
    /// What the open effects of a session expect of a check. Where several cover it, the most lenient counts.
    pub fn of(plan: &Plan, session: &Session, check: &str) -> Self {
        let open = session.effects.iter().filter(|effect| effect.closed.is_none());
        open.filter_map(|effect| Some((effect, session.expect_of(plan, &effect.source)?)))
            .filter(|(_, expect)| expect.checks.iter().any(|id| id == check))
            .map(|(effect, expect)| match expect.how {
                _ if effect.overrun.is_some() => Self::Over,
                ExpectHow::Down => Self::Down,
                ExpectHow::Maintenance => Self::Maintenance,
                ExpectHow::Any => Self::Any,
            })
            .max_by_key(|expectation| expectation.leniency())
            .unwrap_or_default()
    }

    /// Whether it is meant to be broken, so that what it shows counts for nothing else.
    pub fn covers(self) -> bool {
        !matches!(self, Self::None | Self::Over)
    }

    fn leniency(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Over => 1,
            Self::Maintenance => 2,
            Self::Down => 3,
            Self::Any => 4,
        }
    }

    /// What an answer shows. `answers` = as it would without the effect; `page` = it is the page.
    fn shown_by(self, answers: bool, page: Option<bool>) -> Seen {
        match (self, answers) {
            (Self::Any, true) => Seen::Up,
            (Self::Maintenance, _) if page == Some(true) => Seen::Down,
            (Self::Down | Self::Maintenance, true) | (Self::None | Self::Over, _) => Seen::Answering,
            (Self::Maintenance, false) if page == Some(false) => Seen::Wrong,
            (Self::Any | Self::Down | Self::Maintenance, false) => Seen::Down,
        }
    }
}

/// A page takes a moment to come up: what is not as expected counts after so many samples …
const GRACE_SAMPLES: u32 = 3;
/// … or after this time.
const GRACE: TimeDelta = TimeDelta::seconds(30);

/// What is seen of a check during an effect, once it has lasted.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sight {
    /// What counts as seen.
    pub(super) seen: Option<Seen>,
    /// Samples in a row that are not as expected, and the first of them.
    odd: Option<(u32, Stamp)>,
}

impl Sight {
    /// Seen already, by the conductor before.
    pub(super) fn resumed(seen: Option<Seen>) -> Self {
        Self { seen, odd: None }
    }

    /// Takes one answer more.
    pub(super) fn look(&mut self, expected: Expectation, answers: bool, page: Option<bool>, at: Stamp) {
        let shown = expected.shown_by(answers, page);
        if !is_alarm(shown) {
            *self = Self { seen: Some(shown), odd: None };
            return;
        }
        let (count, since) = self.odd.unwrap_or((0, at));
        let count = count.saturating_add(1);
        self.odd = Some((count, since));
        if count >= GRACE_SAMPLES || at.since(since) >= GRACE || self.seen.is_some_and(is_alarm) {
            self.seen = Some(shown);
        }
    }

    /// Samples in a row that are not as expected, and the first of them.
    pub(super) fn odd(&self) -> Option<(u32, Stamp)> {
        self.odd
    }
}

/// Not as expected.
pub(super) fn is_alarm(seen: Seen) -> bool {
    matches!(seen, Seen::Answering | Seen::Wrong)
}

/// What is wrong, in words.
pub(super) fn alarm(seen: Seen, expected: Expectation) -> &'static str {
    match (seen, expected) {
        (Seen::Wrong, _) => "down, but without the page that should be on",
        (_, Expectation::Maintenance) => "answers normally although its page should be on",
        _ => "answers normally although it should be down",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::health::tracker::testing::at;

    #[test]
    fn every_answer_shows_something_under_every_expectation() {
        use Expectation::{Any, Down, Maintenance};
        let table = [
            (Down, false, None, Seen::Down),
            (Down, true, None, Seen::Answering),
            (Any, true, None, Seen::Up),
            (Any, false, Some(false), Seen::Down),
            (Maintenance, false, Some(true), Seen::Down),
            (Maintenance, true, Some(true), Seen::Down),
            (Maintenance, false, Some(false), Seen::Wrong),
            (Maintenance, true, Some(false), Seen::Answering),
            (Maintenance, false, None, Seen::Down),
            (Maintenance, true, None, Seen::Answering),
        ];
        for (expected, answers, page, seen) in table {
            assert_eq!(expected.shown_by(answers, page), seen, "{expected:?} {answers} {page:?}");
        }
    }

    #[test]
    fn an_alarm_takes_three_samples_or_thirty_seconds() {
        let look = |seconds: &[i64]| {
            let mut sight = Sight::default();
            for second in seconds {
                sight.look(Expectation::Down, true, None, at(*second));
            }
            sight.seen
        };
        assert_eq!(look(&[0, 5]), None);
        assert_eq!(look(&[0, 5, 10]), Some(Seen::Answering));
        assert_eq!(look(&[0, 29]), None);
        assert_eq!(look(&[0, 30]), Some(Seen::Answering));
    }

    #[test]
    fn one_answer_as_expected_ends_an_alarm_and_its_count() {
        let mut sight = Sight::default();
        for second in [0, 10, 20] {
            sight.look(Expectation::Down, true, None, at(second));
        }
        sight.look(Expectation::Down, false, None, at(30));
        assert_eq!(sight.seen, Some(Seen::Down));
        sight.look(Expectation::Down, true, None, at(40));
        assert_eq!(sight.seen, Some(Seen::Down), "one odd answer is not yet an alarm");
    }
}
