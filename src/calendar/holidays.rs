//! The public holidays of the Australian states and territories, read once from the shipped table.

use std::sync::OnceLock;

use chrono::NaiveDate;

const TABLE: &str = include_str!("../../config/calendars/au_holidays.csv");

/// One row of the table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Holiday {
    pub date: NaiveDate,
    pub name: &'static str,
    /// State codes with a space between them, or `ALL`.
    states: &'static str,
    /// An evening holiday (from 6 or 7 pm): the day is worked.
    pub part_day: bool,
    /// What is doubtful about the row.
    pub doubt: Option<&'static str>,
}

impl Holiday {
    /// True where the holiday is kept in the state; `None` asks for those that all states keep.
    pub fn is_kept_in(&self, state: Option<&str>) -> bool {
        self.states == "ALL"
            || state.is_some_and(|state| self.states.split(' ').any(|kept_in| kept_in == state))
    }
}

/// Every row, in the order of dates.
pub(super) fn all() -> &'static [Holiday] {
    static PARSED: OnceLock<Vec<Holiday>> = OnceLock::new();
    PARSED.get_or_init(|| {
        let mut rows: Vec<Holiday> = TABLE.lines().skip(1).filter_map(row).collect();
        rows.sort_by_key(|holiday| holiday.date);
        rows
    })
}

/// date,dow,name,states,kind,status: only the last may hold a comma, and is then quoted.
fn row(line: &'static str) -> Option<Holiday> {
    let mut fields = line.splitn(6, ',');
    let date = fields.next()?.parse().ok()?;
    let _weekday = fields.next()?;
    let name = fields.next()?;
    let states = fields.next()?;
    let part_day = match fields.next()? {
        "full" => false,
        "part-day" => true,
        _ => return None,
    };
    let remark = fields.next()?.trim_matches('"');
    Some(Holiday { date, name, states, part_day, doubt: Some(remark).filter(|remark| *remark != "computed") })
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATES: [&str; 9] = ["ALL", "ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA"];

    #[test]
    fn every_row_of_the_shipped_table_is_read() {
        let lines: Vec<&str> = TABLE.lines().skip(1).collect();
        assert_eq!(all().len(), lines.len());
        assert!(lines.len() > 100);
        for line in lines {
            let holiday = row(line).unwrap_or_else(|| panic!("unread row: {line}"));
            assert!(line.contains(&holiday.date.format("%Y-%m-%d,%a,").to_string()), "wrong weekday: {line}");
            assert!(!holiday.name.is_empty() && !holiday.name.contains(['"', ',']), "{line}");
            assert!(holiday.states.split(' ').all(|state| STATES.contains(&state)), "{line}");
            assert_eq!(holiday.part_day, line.contains("(from "), "{line}");
        }
    }

    #[test]
    fn a_row_in_another_shape_is_not_guessed_at() {
        for line in [
            "",
            "2026-01-01,Thu,New Year's Day,ALL,full",
            "2026-02-30,Mon,X,ALL,full,computed",
            "2026-01-01,Thu,X,ALL,half,computed",
        ] {
            assert_eq!(row(line), None, "{line}");
        }
    }

    #[test]
    fn a_doubt_is_kept_in_its_words() {
        let doubted =
            row("2028-03-06,Mon,Labour Day,WA,full,\"WA reform from 2028: likely wrong, verify\"").unwrap();
        assert_eq!(doubted.doubt, Some("WA reform from 2028: likely wrong, verify"));
        assert_eq!(row("2026-01-01,Thu,New Year's Day,ALL,full,computed").unwrap().doubt, None);
    }
}
