//! One check's status: bad news early, good news late, silence is no success.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use self::parts::{Last, Rules, Shown};
use super::expected::{Expectation, Sight, alarm, is_alarm};
use super::judge::{JUDGED_AFTER, JUDGED_SAMPLES, judge_at};
use super::recent::{Recent, SLOW_LIMIT};
use super::sample::{Sample, SampleResult};
use super::tempo::unknown_after;
use super::words::Words;
use crate::journal::{Cause, Event, Stamp, Status, TargetVersion};
use crate::plan::Check;
use crate::session::CheckHealth;

mod parts;

/// Follows one check, and says when what the journal should know of it changes.
#[derive(Debug, Clone)]
pub struct Tracker {
    rules: Rules,
    words: Words,
    status: Status,
    /// What a pass gives back after no data.
    before_silence: Status,
    recent: Recent,
    expected: Expectation,
    sight: Sight,
    /// An effect ended, and its check has not yet shown that it passes again.
    proving: bool,
    /// When data last came, or when the watch began.
    heard: Stamp,
    /// The interval that held then.
    interval_then: TimeDelta,
    last: Last,
    text: String,
    versions: Vec<TargetVersion>,
    journalled: Option<Shown>,
    /// It has proved itself after an effect: to be journalled although nothing else changed.
    worth_saying: bool,
}

impl Tracker {
    /// A check of which nothing is known yet.
    pub fn new(check: &Check, zone: Tz, now: Stamp) -> Self {
        Self {
            rules: Rules::of(check),
            words: Words(zone),
            status: Status::Unjudged,
            before_silence: Status::Unjudged,
            recent: Recent::default(),
            expected: Expectation::None,
            sight: Sight::default(),
            proving: false,
            heard: now,
            interval_then: TimeDelta::zero(),
            last: Last::default(),
            text: String::new(),
            versions: Vec::new(),
            journalled: None,
            worth_saying: false,
        }
    }

    /// A check as the journal tells it, for a conductor that starts again. `heard` = when the one before it last
    /// journalled a window.
    pub fn resume(check: &Check, zone: Tz, health: &CheckHealth, heard: Stamp) -> Self {
        let mut tracker = Self::new(check, zone, heard);
        tracker.status = health.status;
        tracker.before_silence = match health.status {
            Status::Unknown => health.before.unwrap_or(Status::Unjudged),
            status => status,
        };
        if health.status == Status::Unjudged {
            let failed = health.windows.iter().fold(0_u32, |sum, window| sum.saturating_add(window.counts.1));
            tracker.recent = Recent::resumed(health.samples, failed, health.first);
        }
        tracker.sight = Sight::resumed(health.seen);
        if health.seen.is_some() {
            tracker.expected = Expectation::Any;
        }
        tracker.versions.clone_from(&health.versions);
        tracker.text.clone_from(&health.text);
        tracker.journalled = Some(tracker.shown());
        tracker
    }

    /// The status now.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Whether an effect on it is expected, so that its samples count for nothing else.
    pub fn is_covered(&self) -> bool {
        self.expected.covers()
    }

    /// Takes one sample. `interval` is the one that holds now.
    pub fn sample(&mut self, sample: &Sample, interval: TimeDelta) -> Option<Event> {
        let (passed, cause) = match sample.result {
            SampleResult::NoData(cause) => {
                self.last.silence = Some((cause, sample.text.clone()));
                return self.announce(interval);
            }
            SampleResult::Pass => (true, None),
            SampleResult::Fail(cause) => (false, Some(cause)),
        };
        let silent_since = self.heard.at;
        // An answer that was asked for before a leap comes after it.
        if sample.at.order() > self.heard.order() {
            self.heard = sample.at;
        }
        self.interval_then = interval;
        self.last = Last {
            cause,
            code: sample.code,
            latency_ms: sample.latency_ms(),
            text: sample.text.clone(),
            silence: None,
            passed,
        };
        if self.is_covered() {
            self.look(sample, passed);
        } else {
            self.count(sample, passed, silent_since);
        }
        self.read_versions(sample, passed);
        self.announce(interval)
    }

    /// Lets time pass: silence becomes unknown, five minutes of samples a judgement.
    pub fn tick(&mut self, now: Stamp, interval: TimeDelta) -> Option<Event> {
        let age = now.since(self.heard);
        if age >= unknown_after(interval.max(self.interval_then)) {
            self.fall_silent(age);
        } else if self.status == Status::Unjudged && !self.is_covered() && self.last.passed {
            self.judge(now);
        }
        if self.journalled.is_some() || self.status != Status::Unjudged {
            return self.announce(interval);
        }
        None
    }

    /// Another effect covers the check from now on, or none does. When one ends or is over its time, the status from
    /// before it is kept and counting begins anew.
    pub fn expect(&mut self, expected: Expectation, now: Stamp, interval: TimeDelta) -> Option<Event> {
        if expected == self.expected {
            return None;
        }
        let was_covered = self.is_covered();
        self.expected = expected;
        if was_covered == self.is_covered() {
            return None;
        }
        self.sight = Sight::default();
        self.recent = Recent::default();
        self.proving = was_covered;
        if !was_covered {
            return None;
        }
        self.text = match expected {
            Expectation::Over => self.words.effect_overrun(now.at),
            _ => self.words.effect_over(now.at),
        };
        self.journalled.as_ref()?;
        self.announce(interval)
    }

    /// Time was leapt over, not waited: silence counts from here.
    pub fn leap(&mut self, now: Stamp) {
        self.heard = now;
    }

    fn look(&mut self, sample: &Sample, passed: bool) {
        // What a must-fail check passes on is a service that does not answer.
        let answers = passed != self.rules.must_fail;
        self.sight.look(self.expected, answers, sample.page, sample.at);
        self.text = match (self.sight.seen, self.sight.odd()) {
            (Some(seen), Some((count, since))) if is_alarm(seen) => {
                let what = alarm(seen, self.expected);
                self.words.not_as_expected(what, count, since.at, &self.last.text)
            }
            _ => Words::as_expected(&self.last.text),
        };
    }

    fn count(&mut self, sample: &Sample, passed: bool, silent_since: DateTime<Utc>) {
        let slow =
            self.rules.degraded_above.is_some_and(|above| sample.latency.is_some_and(|took| took > above));
        self.recent.push(!passed, slow, sample.at, self.rules.share_of);
        if self.status == Status::Unknown && (passed || self.before_silence == Status::Down) {
            self.status = self.before_silence;
            self.text = self.words.answers_again(self.status, silent_since, &self.last.text);
        }
        if passed { self.good_news(sample.at) } else { self.bad_news() }
    }

    fn bad_news(&mut self) {
        if self.status == Status::Down {
            return;
        }
        let (row, _) = self.recent.fails_in_a_row();
        let (share, _, _) = self.recent.share();
        if row >= self.rules.down_after {
            self.text = self.words.failing_row(&self.recent, self.rules.down_after, &self.last.text);
        } else if u32::try_from(share).unwrap_or(u32::MAX) >= self.rules.share_limit {
            self.text = self.words.failing_share(&self.recent, self.rules.share_limit, &self.last.text);
        } else {
            return;
        }
        self.status = Status::Down;
        self.proving = false;
    }

    fn good_news(&mut self, now: Stamp) {
        let (row, _) = self.recent.passes_in_a_row();
        let enough = row >= self.rules.up_after;
        match self.status {
            Status::Down if enough => {
                self.text = self.words.recovered(&self.recent, self.rules.up_after);
                self.status = Status::Up;
                self.recent = Recent::default();
                self.proving = false;
            }
            Status::Unjudged => self.judge(now),
            Status::Up | Status::Degraded => self.weigh_slowness(),
            Status::Down | Status::Unknown => {}
        }
        if self.proving && enough {
            self.proving = false;
            self.worth_saying = self.status == Status::Up;
            if self.worth_saying {
                self.text = self.words.proven_again(&self.recent, self.rules.up_after);
            }
        }
    }

    fn judge(&mut self, now: Stamp) {
        let (samples, _) = self.recent.counted();
        let old_enough = self.recent.first().is_some_and(|first| now.since(first) >= JUDGED_AFTER);
        if samples >= JUDGED_SAMPLES || (old_enough && samples >= self.rules.fewest) {
            self.status = Status::Up;
            self.text = self.words.judged_up(&self.recent);
            self.weigh_slowness();
        }
    }

    fn weigh_slowness(&mut self) {
        let Some(above) = self.rules.degraded_above else { return };
        let (slow, _, _) = self.recent.slow();
        if slow >= SLOW_LIMIT && self.status == Status::Up {
            let last = format!("{} ms", self.last.latency_ms.unwrap_or_default());
            self.text = self.words.slow(&self.recent, above, SLOW_LIMIT, &last);
            self.status = Status::Degraded;
        } else if slow < SLOW_LIMIT && self.status == Status::Degraded {
            self.text = Words::fast_enough(&self.recent, above, SLOW_LIMIT);
            self.status = Status::Up;
        }
    }

    fn fall_silent(&mut self, age: TimeDelta) {
        let last = self.last.silence.as_ref().map(|(_, text)| text.as_str());
        let text = self.words.silent(age, self.heard.at, last);
        if self.is_covered() {
            // The status from before the effect is kept; what is seen is not known any more.
            if self.sight.seen.is_some() {
                self.sight = Sight::default();
                self.text = text;
            }
        } else if self.status != Status::Unknown {
            self.before_silence = self.status;
            self.status = Status::Unknown;
            self.text = text;
        }
    }

    fn read_versions(&mut self, sample: &Sample, passed: bool) {
        // One target that does not answer once takes back nothing; one that is judged down does.
        let forget = (passed && !self.is_covered()) || self.status == Status::Down;
        for read in &sample.versions {
            let known = self.versions.iter_mut().find(|known| known.target == read.target);
            match known {
                Some(known) if read.version.is_some() || forget => known.version.clone_from(&read.version),
                Some(_) => {}
                None => self.versions.push(read.clone()),
            }
        }
    }

    /// The cause that belongs to what is shown.
    fn cause(&self) -> Option<Cause> {
        match (self.status, &self.last.silence) {
            (Status::Unknown, Some((cause, _))) => Some(*cause),
            (Status::Unknown, None) => Some(Cause::Silent),
            (Status::Down, _) => self.last.cause,
            _ if self.sight.seen.is_some() => self.last.cause,
            _ => None,
        }
    }

    fn shown(&self) -> Shown {
        Shown { status: self.status, seen: self.sight.seen, versions: self.versions.clone() }
    }

    /// How many targets are on which version, where that is all that changed of a check that is up.
    fn changed_versions(&self) -> Option<String> {
        let before = self.journalled.as_ref()?;
        let same = before.status == self.status && before.seen == self.sight.seen;
        if !same || self.status != Status::Up || before.versions == self.versions {
            return None;
        }
        let changed = self.versions.iter().find(|read| !before.versions.contains(read))?;
        Some(Words::versions(&self.versions, changed.version.as_deref()))
    }

    /// The event, where something changed since the last one.
    fn announce(&mut self, interval: TimeDelta) -> Option<Event> {
        if !self.worth_saying && self.journalled.as_ref() == Some(&self.shown()) {
            return None;
        }
        let proven = std::mem::take(&mut self.worth_saying);
        if self.status == Status::Unjudged && !self.is_covered() {
            let (samples, _) = self.recent.counted();
            let first = self.recent.first().unwrap_or(self.heard);
            let judged = judge_at(self.rules.fewest, interval, first, samples, self.heard);
            self.text = self.words.unjudged(judged.have, judged.need, judged.at.at);
        }
        let versions = self.changed_versions().filter(|_| !proven);
        let text = versions.unwrap_or_else(|| self.text.clone());
        self.journalled = Some(self.shown());
        Some(Event::CheckChanged {
            check: self.rules.id.clone(),
            status: self.status,
            seen: self.sight.seen,
            cause: self.cause(),
            text,
            versions: self.versions.clone(),
            code: self.last.code,
            latency_ms: self.last.latency_ms,
            proven,
        })
    }
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
