//! Every row of the clock vectors agrees with the clocks and the business-day count.

use chrono::NaiveDate;
use golive::calendar::Calendar;
use golive::calendar::clocks::Clock;

const VECTORS: &str = include_str!("data/clock_vectors.csv");

/// One row: `id,clock,start_date,start_dow,calendar,due_date,due_dow,note`.
struct Row<'a> {
    id: &'a str,
    clock: &'a str,
    start: NaiveDate,
    calendar: Calendar,
    due: NaiveDate,
}

fn row(line: &str) -> Option<Row<'_>> {
    let fields: Vec<&str> = line.splitn(8, ',').collect();
    let [id, clock, start, start_day, calendar, due, due_day, _note] = fields[..] else { return None };
    let calendar = match calendar {
        "(none)" => Calendar::weekdays(),
        state => Calendar::named(&format!("AU-{state}"))?,
    };
    Some(Row { id, clock, start: date(start, start_day)?, calendar, due: date(due, due_day)? })
}

fn date(text: &str, weekday: &str) -> Option<NaiveDate> {
    text.parse::<NaiveDate>().ok().filter(|date| date.format("%a").to_string() == weekday)
}

fn due(row: &Row) -> Option<NaiveDate> {
    let clock = match row.clock {
        text if text.starts_with("ACL s131") => Clock::InjuryReport,
        text if text.starts_with("ACL s128(6)") => Clock::OverseasNoticeCopy,
        text if text.starts_with("ACL s128 ") => Clock::RecallNotice,
        text if text.starts_with("Privacy Act s26WH") => Clock::BreachAssessment,
        text if text.starts_with("Spam Act Sch 2 cl 6") => Clock::Unsubscribe,
        text if text.starts_with("Spam Act unsubscribe facility") => Clock::UnsubscribeFacility,
        text if text.starts_with("Ransomware") => Clock::RansomwareReport,
        text => {
            let (days, _) = text.strip_prefix("Stabilisation period ")?.split_once(' ')?;
            return Some(row.calendar.business_days_after(row.start, days.parse().ok()?));
        }
    };
    Some(clock.due_date(row.start, row.calendar))
}

#[test]
fn every_row_agrees() {
    let rows: Vec<Row> = VECTORS.lines().skip(1).filter_map(row).collect();
    assert_eq!(rows.len(), VECTORS.lines().count() - 1, "a row was not understood");
    assert_eq!(rows.len(), 16);
    for row in rows {
        assert_eq!(due(&row), Some(row.due), "{}: {} from {}", row.id, row.clock, row.start);
    }
}

/// The day table of the Competition and Consumer Commission: the day of awareness, and the day by which to report.
#[test]
fn two_days_follow_the_published_day_table() {
    let nsw = Calendar::named("AU-NSW").unwrap();
    for (aware, due) in [(9, 11), (10, 12), (11, 13), (12, 16), (13, 16), (14, 16), (15, 17)] {
        let day = |n| NaiveDate::from_ymd_opt(2026, 11, n).unwrap();
        assert_eq!(Clock::InjuryReport.due_date(day(aware), nsw), day(due), "aware on {aware} November");
        assert_eq!(Clock::RecallNotice.due_date(day(aware), nsw), day(due), "recalled on {aware} November");
    }
}

/// Cases that are told apart only by the calendar of the place.
#[test]
fn the_place_moves_the_date() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    for (clock, start, calendar, due) in [
        (Clock::InjuryReport, "2026-12-23", "AU-NSW", "2026-12-29"),
        (Clock::InjuryReport, "2026-11-01", "AU-VIC", "2026-11-04"),
        (Clock::InjuryReport, "2026-11-01", "AU-NSW", "2026-11-03"),
        (Clock::Unsubscribe, "2026-11-02", "AU-VIC", "2026-11-09"),
        (Clock::Unsubscribe, "2026-11-21", "AU-NSW", "2026-11-27"),
    ] {
        let place = Calendar::named(calendar).unwrap();
        assert_eq!(clock.due_date(day(start), place), day(due), "{clock:?} {start} {calendar}");
    }
    assert_eq!(Clock::Unsubscribe.due_date(day("2026-12-23"), Calendar::weekdays()), day("2026-12-29"));
    for (calendar, due) in [("AU-NSW", "2027-04-29"), ("AU-QLD", "2027-04-29"), ("AU-VIC", "2027-04-28")] {
        let place = Calendar::named(calendar).unwrap();
        assert_eq!(place.business_days_after(day("2027-04-23"), 3), day(due), "{calendar}");
    }
}
