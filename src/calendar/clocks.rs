//! The statutory clocks that a release can start, each with the Act and section that set it.
//!
//! Reminders and not legal advice: they do not decide whether a law applies.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::business::{Calendar, days_after};
use super::zone;

/// A period that a statute starts when something happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// A death, serious injury or serious illness that goods may have caused, to be reported within 2 days of becoming aware.
    InjuryReport,
    /// A voluntary recall, to be notified within 2 days of the recall action.
    RecallNotice,
    /// The copy of a notice to overseas buyers, due within 10 days of giving the notice.
    OverseasNoticeCopy,
    /// A suspected data breach, to be assessed within 30 days of becoming aware.
    BreachAssessment,
    /// A withdrawal of consent, which takes effect at the end of 5 business days beginning on the day it was sent.
    Unsubscribe,
    /// The unsubscribe facility and the sender's contact details, which must work for 30 days after each message.
    UnsubscribeFacility,
    /// A ransomware payment, to be reported within 72 hours of paying or of learning that it was paid.
    RansomwareReport,
}

/// How a clock counts.
enum Rule {
    /// Calendar days, the day of the event not counted; a last day on a weekend or public holiday moves to the next day that is
    /// neither (Acts Interpretation Act 1901, s 36).
    DaysThenBusinessDay(u32),
    /// Calendar days, the day of the event not counted; the last day is not moved, so that a reminder is never late.
    Days(u32),
    /// Business days of which the day of the event is the first, where it is one.
    BusinessDaysBeginning(u32),
    /// Hours from the instant, whatever the days are.
    Hours(u32),
}

impl Clock {
    /// Every clock.
    pub const ALL: [Self; 7] = [
        Self::InjuryReport,
        Self::RecallNotice,
        Self::OverseasNoticeCopy,
        Self::BreachAssessment,
        Self::Unsubscribe,
        Self::UnsubscribeFacility,
        Self::RansomwareReport,
    ];

    /// What must be done, for a heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::InjuryReport => "injury report",
            Self::RecallNotice => "recall notice",
            Self::OverseasNoticeCopy => "copy of the overseas recall notice",
            Self::BreachAssessment => "data breach assessment",
            Self::Unsubscribe => "unsubscribe takes effect",
            Self::UnsubscribeFacility => "unsubscribe and contact details work until",
            Self::RansomwareReport => "ransomware payment report",
        }
    }

    /// The Act and section that set the period.
    pub const fn source(self) -> &'static str {
        match self {
            Self::InjuryReport => "Australian Consumer Law s 131; Acts Interpretation Act 1901 s 36",
            Self::RecallNotice => "Australian Consumer Law s 128; Acts Interpretation Act 1901 s 36",
            Self::OverseasNoticeCopy => "Australian Consumer Law s 128(6)",
            Self::BreachAssessment => "Privacy Act 1988 s 26WH(2)",
            Self::Unsubscribe => "Spam Act 2003 Sch 2 cl 6",
            Self::UnsubscribeFacility => "Spam Act 2003 ss 17(1), 18(1)",
            Self::RansomwareReport => "Cyber Security Act 2024 Pt 3",
        }
    }

    const fn rule(self) -> Rule {
        match self {
            Self::InjuryReport | Self::RecallNotice => Rule::DaysThenBusinessDay(2),
            Self::OverseasNoticeCopy => Rule::Days(10),
            Self::BreachAssessment | Self::UnsubscribeFacility => Rule::Days(30),
            Self::Unsubscribe => Rule::BusinessDaysBeginning(5),
            Self::RansomwareReport => Rule::Hours(72),
        }
    }

    /// The last day for what happened on `start`, in the place whose calendar is given. With [`Calendar::weekdays`] it is the
    /// safe date: never later than that of any place.
    pub fn due_date(self, start: NaiveDate, calendar: Calendar) -> NaiveDate {
        match self.rule() {
            Rule::DaysThenBusinessDay(n) => calendar.business_day_from(days_after(start, n)),
            Rule::Days(n) => days_after(start, n),
            Rule::BusinessDaysBeginning(n) => calendar.business_days_beginning(start, n),
            Rule::Hours(n) => days_after(start, n / 24),
        }
    }

    /// The last instant for what happened at `start`: the end of the [due date](Clock::due_date) in the zone, or so many hours
    /// later where the statute counts hours.
    pub fn due(self, start: DateTime<Utc>, tz: Tz, calendar: Calendar) -> DateTime<Utc> {
        if let Rule::Hours(n) = self.rule() {
            return start
                .checked_add_signed(TimeDelta::hours(i64::from(n)))
                .unwrap_or(DateTime::<Utc>::MAX_UTC);
        }
        let last = self.due_date(zone::date(tz, start), calendar);
        let Some(next) = last.checked_add_days(Days::new(1)) else { return DateTime::<Utc>::MAX_UTC };
        let midnight = zone::first_reading(tz, next.and_time(NaiveTime::MIN));
        midnight.checked_sub_signed(TimeDelta::seconds(1)).unwrap_or(midnight)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SYDNEY: Tz = chrono_tz::Australia::Sydney;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn nsw() -> Calendar {
        Calendar::named("AU-NSW").unwrap()
    }

    #[test]
    fn a_clock_of_days_ends_with_the_local_day() {
        let aware = at("2026-11-09T09:00:00+11:00");
        assert_eq!(Clock::InjuryReport.due(aware, SYDNEY, nsw()), at("2026-11-11T23:59:59+11:00"));
    }

    #[test]
    fn the_day_of_the_event_is_the_local_one() {
        let late_on_monday_in_utc = at("2026-11-09T20:00:00Z");
        assert_eq!(
            Clock::InjuryReport.due(late_on_monday_in_utc, SYDNEY, nsw()),
            at("2026-11-12T23:59:59+11:00")
        );
    }

    #[test]
    fn a_clock_over_a_change_of_offset_ends_at_the_local_end_of_day() {
        let aware = at("2027-03-20T12:00:00+11:00");
        assert_eq!(Clock::BreachAssessment.due(aware, SYDNEY, nsw()), at("2027-04-19T23:59:59+10:00"));
    }

    #[test]
    fn hours_are_counted_from_the_instant() {
        let paid = at("2027-04-03T15:00:00+11:00");
        assert_eq!(Clock::RansomwareReport.due(paid, SYDNEY, nsw()), at("2027-04-06T14:00:00+10:00"));
    }

    #[test]
    fn the_safe_date_is_never_later() {
        for clock in Clock::ALL {
            for start in "2026-12-01".parse::<NaiveDate>().unwrap().iter_days().take(400) {
                let safe = clock.due_date(start, Calendar::weekdays());
                for name in Calendar::names() {
                    assert!(
                        safe <= clock.due_date(start, Calendar::named(name).unwrap()),
                        "{clock:?} {start} {name}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        for clock in Clock::ALL {
            for extreme in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
                let _ = clock.due(extreme, SYDNEY, nsw());
            }
        }
    }
}
