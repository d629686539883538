//! Which days are worked, and counting in them.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::holidays::{self, Holiday};

const NAMES: [&str; 9] = ["AU", "AU-NSW", "AU-VIC", "AU-QLD", "AU-SA", "AU-WA", "AU-TAS", "AU-NT", "AU-ACT"];

/// The working days of one place: Monday to Friday without its public holidays.
///
/// Holidays that begin in the evening (Christmas Eve, New Year's Eve in some states) leave the day a business day. Outside the
/// years of the shipped table only weekends are known; see [`Calendar::covers`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    name: &'static str,
    keeps: Keeps,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keeps {
    NoHolidays,
    National,
    State(&'static str),
}

impl Calendar {
    /// `AU-NSW` and the like for a state or territory, or `AU` for the days that all of them keep.
    pub fn named(name: &str) -> Option<Self> {
        let name = NAMES.into_iter().find(|known| *known == name)?;
        let keeps = name.strip_prefix("AU-").map_or(Keeps::National, Keeps::State);
        Some(Self { name, keeps })
    }

    /// Monday to Friday and no holidays: what gives the earliest, and so the safe, date of a statutory clock.
    pub const fn weekdays() -> Self {
        Self { name: "weekdays", keeps: Keeps::NoHolidays }
    }

    /// Every name that [`Calendar::named`] knows.
    pub const fn names() -> [&'static str; 9] {
        NAMES
    }

    /// The name that it was asked for by.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// True on Monday to Friday unless the whole day is a public holiday.
    pub fn is_business_day(&self, date: NaiveDate) -> bool {
        !is_weekend(date) && self.holiday(date).is_none()
    }

    /// The public holiday that takes the whole of the day.
    pub fn holiday(&self, date: NaiveDate) -> Option<&'static str> {
        self.kept_on(date).find(|holiday| !holiday.part_day).map(|holiday| holiday.name)
    }

    /// The public holiday that takes only the evening of the day; the name says from when.
    pub fn evening_holiday(&self, date: NaiveDate) -> Option<&'static str> {
        self.kept_on(date).find(|holiday| holiday.part_day).map(|holiday| holiday.name)
    }

    /// What is doubtful about the holiday of that day, in a few words: not yet proclaimed, or kept in a part of the
    /// state only.
    pub fn doubt(&self, date: NaiveDate) -> Option<&'static str> {
        self.kept_on(date).find_map(|holiday| holiday.doubt)
    }

    /// The whole-day holidays from `first` to `last`, both counted.
    pub fn holidays_between(
        &self,
        first: NaiveDate,
        last: NaiveDate,
    ) -> impl Iterator<Item = (NaiveDate, &'static str)> {
        self.kept()
            .filter(move |holiday| !holiday.part_day && (first..=last).contains(&holiday.date))
            .map(|holiday| (holiday.date, holiday.name))
    }

    /// The first and the last year whose holidays are known; none for a calendar without holidays, which knows all years.
    pub fn known_years(&self) -> Option<(i32, i32)> {
        if self.keeps == Keeps::NoHolidays {
            return None;
        }
        let rows = holidays::all();
        Some((rows.first()?.date.year(), rows.last()?.date.year()))
    }

    /// True where the holidays of that day's year are known. Elsewhere [`Calendar::is_business_day`] knows weekends only.
    pub fn covers(&self, date: NaiveDate) -> bool {
        self.known_years().is_none_or(|(first, last)| (first..=last).contains(&date.year()))
    }

    /// A sentence to show beside a date that is not [covered](Calendar::covers).
    pub fn what_is_not_known(&self, date: NaiveDate) -> Option<String> {
        let (first, last) = self.known_years().filter(|_| !self.covers(date))?;
        Some(format!(
            "the public holidays of {} are known for {first} to {last} only: in {} weekends alone are left out",
            self.name,
            date.year()
        ))
    }

    /// The day itself where it is a business day, else the next one that is.
    pub fn business_day_from(&self, date: NaiveDate) -> NaiveDate {
        date.iter_days().find(|day| self.is_business_day(*day)).unwrap_or(NaiveDate::MAX)
    }

    /// The n-th business day after `start`, which is day 0 whether or not it is worked; `start` itself for 0.
    /// Beyond the last date that can be written it is that date.
    pub fn business_days_after(&self, start: NaiveDate, n: u32) -> NaiveDate {
        let Some(n) = n.checked_sub(1) else { return start };
        self.nth_business_day(start.iter_days().skip(1), n)
    }

    /// The last of n business days that begin on `start`: `start` is day 1 where it is a business day. `start` itself for 0.
    pub fn business_days_beginning(&self, start: NaiveDate, n: u32) -> NaiveDate {
        let Some(n) = n.checked_sub(1) else { return start };
        self.nth_business_day(start.iter_days(), n)
    }

    /// How many business days come after `start` up to and with `end`; 0 where `end` is not later.
    pub fn business_days_between(&self, start: NaiveDate, end: NaiveDate) -> usize {
        start
            .iter_days()
            .skip(1)
            .take_while(|day| *day <= end)
            .filter(|day| self.is_business_day(*day))
            .count()
    }

    fn nth_business_day(&self, days: impl Iterator<Item = NaiveDate>, n: u32) -> NaiveDate {
        let n = usize::try_from(n).unwrap_or(usize::MAX);
        days.filter(|day| self.is_business_day(*day)).nth(n).unwrap_or(NaiveDate::MAX)
    }

    fn kept_on(&self, date: NaiveDate) -> impl Iterator<Item = &'static Holiday> {
        let rows = holidays::all();
        let from = rows.partition_point(|holiday| holiday.date < date);
        let keeps = self.keeps;
        rows.iter().skip(from).take_while(move |holiday| holiday.date == date).filter(move |h| keeps.has(h))
    }

    fn kept(&self) -> impl Iterator<Item = &'static Holiday> {
        let keeps = self.keeps;
        holidays::all().iter().filter(move |holiday| keeps.has(holiday))
    }
}

impl Keeps {
    fn has(self, holiday: &Holiday) -> bool {
        match self {
            Self::NoHolidays => false,
            Self::National => holiday.is_kept_in(None),
            Self::State(state) => holiday.is_kept_in(Some(state)),
        }
    }
}

/// The day that is `n` calendar days after `start`, which is not counted; the last date that can be written beyond it.
pub(super) fn days_after(start: NaiveDate, n: u32) -> NaiveDate {
    start.checked_add_days(Days::new(u64::from(n))).unwrap_or(NaiveDate::MAX)
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(name: &str) -> Calendar {
        Calendar::named(name).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn knows_its_names_and_no_others() {
        for name in Calendar::names() {
            assert_eq!(calendar(name).name(), name);
        }
        for name in ["", "NSW", "au-nsw", "AU-", "AU-ALL", "NZ", "weekdays"] {
            assert_eq!(Calendar::named(name), None, "{name}");
        }
    }

    #[test]
    fn each_state_keeps_its_own_days() {
        let cup = day("2026-11-03");
        assert_eq!(calendar("AU-VIC").holiday(cup), Some("Melbourne Cup Day"));
        assert!(calendar("AU-NSW").is_business_day(cup));
        assert!(calendar("AU").is_business_day(cup));
        assert_eq!(calendar("AU").holiday(day("2026-04-03")), Some("Good Friday"));
        assert!(
            calendar("AU-TAS").is_business_day(day("2028-01-03"))
                != calendar("AU").is_business_day(day("2028-01-03"))
        );
        assert!(Calendar::weekdays().is_business_day(day("2026-12-25")));
    }

    #[test]
    fn an_evening_holiday_is_a_business_day_with_a_note() {
        let eve = day("2026-12-24");
        for (name, note) in [
            ("AU-SA", Some("Christmas Eve (from 7pm)")),
            ("AU-QLD", Some("Christmas Eve (from 6pm)")),
            ("AU-NSW", None),
        ] {
            assert!(calendar(name).is_business_day(eve));
            assert_eq!(calendar(name).holiday(eve), None);
            assert_eq!(calendar(name).evening_holiday(eve), note);
        }
    }

    #[test]
    fn doubtful_holidays_say_why() {
        assert_eq!(calendar("AU-QLD").doubt(day("2026-08-12")), Some("Brisbane area only"));
        assert_eq!(calendar("AU-NSW").doubt(day("2026-12-25")), None);
        assert_eq!(calendar("AU-NSW").doubt(day("2026-08-12")), None);
    }

    #[test]
    fn counts_business_days_after_day_zero() {
        let nsw = calendar("AU-NSW");
        for (start, n, end) in [
            ("2026-12-05", 0, "2026-12-05"),
            ("2026-12-05", 1, "2026-12-07"),
            ("2026-12-05", 2, "2026-12-08"),
            ("2027-02-10", 2, "2027-02-12"),
            ("2027-02-12", 1, "2027-02-15"),
            ("2026-12-24", 1, "2026-12-29"),
            ("2027-03-25", 1, "2027-03-30"),
            ("2027-04-23", 3, "2027-04-29"),
        ] {
            assert_eq!(nsw.business_days_after(day(start), n), day(end), "{start} + {n}");
            assert_eq!(nsw.business_days_between(day(start), day(end)), n as usize, "{start} to {end}");
        }
    }

    #[test]
    fn counting_from_a_day_counts_it_where_it_is_worked() {
        let nsw = calendar("AU-NSW");
        assert_eq!(nsw.business_days_beginning(day("2026-11-16"), 1), day("2026-11-16"));
        assert_eq!(nsw.business_days_beginning(day("2026-11-21"), 5), day("2026-11-27"));
        assert_eq!(nsw.business_days_beginning(day("2026-12-23"), 5), day("2026-12-31"));
        assert_eq!(nsw.business_days_beginning(day("2026-12-23"), 0), day("2026-12-23"));
        assert_eq!(nsw.business_day_from(day("2026-12-25")), day("2026-12-29"));
        assert_eq!(nsw.business_day_from(day("2026-12-29")), day("2026-12-29"));
    }

    #[test]
    fn says_where_holidays_are_not_known() {
        let nsw = calendar("AU-NSW");
        assert!(nsw.covers(day("2026-01-01")) && nsw.covers(day("2028-12-31")));
        assert!(!nsw.covers(day("2025-12-31")) && !nsw.covers(day("2029-01-01")));
        assert!(nsw.is_business_day(day("2029-12-25")), "only weekends are known there");
        assert!(!nsw.is_business_day(day("2029-12-23")));
        assert_eq!(nsw.what_is_not_known(day("2028-12-31")), None);
        assert_eq!(
            nsw.what_is_not_known(day("2029-01-02")).unwrap(),
            "the public holidays of AU-NSW are known for 2026 to 2028 only: in 2029 weekends alone are left out"
        );
        assert!(Calendar::weekdays().covers(day("2031-01-01")));
    }

    #[test]
    fn lists_the_holidays_of_a_period() {
        let days: Vec<_> =
            calendar("AU-NSW").holidays_between(day("2026-12-22"), day("2027-01-01")).collect();
        assert_eq!(
            days,
            [
                (day("2026-12-25"), "Christmas Day"),
                (day("2026-12-26"), "Boxing Day"),
                (day("2026-12-28"), "Boxing Day (observed)"),
                (day("2027-01-01"), "New Year's Day"),
            ]
        );
        assert_eq!(Calendar::weekdays().holidays_between(day("2026-01-01"), day("2028-12-31")).count(), 0);
    }

    #[test]
    fn the_end_of_the_calendar_is_not_passed() {
        let nsw = calendar("AU-NSW");
        assert_eq!(nsw.business_days_after(NaiveDate::MAX, 3), NaiveDate::MAX);
        assert_eq!(nsw.business_days_after(NaiveDate::MAX, 0), NaiveDate::MAX);
        assert_eq!(days_after(NaiveDate::MAX, u32::MAX), NaiveDate::MAX);
        assert_eq!(nsw.business_days_between(NaiveDate::MAX, NaiveDate::MIN), 0);
        let _ = nsw.business_day_from(NaiveDate::MAX);
    }
}
