//! Durations: read from a plan, and written as the console writes them.

use chrono::TimeDelta;

use super::clean;

/// The longest duration that a plan may ask for.
pub const LONGEST: TimeDelta = TimeDelta::days(366);

const ACCEPTED: &str = "whole numbers with the units d, h, m, s and ms, the largest unit first, such as \"90s\", \"5m\", \
                        \"1h30m\", \"14d\" or \"800ms\"";

const UNITS: [(&str, u64); 5] = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

/// Reads `90s`, `5m`, `1h30m`, `14d`, `800ms`: each unit at most once, the largest first, nothing between them; 0 to 366
/// days.
///
/// # Errors
/// A sentence that says what is wrong with the text and what is accepted.
pub fn parse(text: &str) -> Result<TimeDelta, String> {
    let shown = clean::fit(&clean::line(text), 40);
    if text.starts_with(['-', '−']) {
        return Err(format!("\"{shown}\" is negative; a duration is {ACCEPTED}"));
    }
    let milliseconds = match sum_of_parts(text) {
        Some(Part::Milliseconds(n)) => n,
        Some(Part::TooLong) => return Err(too_long(&shown)),
        Some(Part::NoUnit) => return Err(format!("\"{shown}\" has no unit; a duration is {ACCEPTED}")),
        None => return Err(format!("\"{shown}\" is not a duration; a duration is {ACCEPTED}")),
    };
    i64::try_from(milliseconds)
        .ok()
        .and_then(TimeDelta::try_milliseconds)
        .filter(|d| *d <= LONGEST)
        .ok_or_else(|| too_long(&shown))
}

fn too_long(shown: &str) -> String {
    format!("\"{shown}\" is longer than 366 days, the longest duration that is accepted")
}

enum Part {
    Milliseconds(u64),
    TooLong,
    NoUnit,
}

/// None where the text is no sequence of numbers and units.
fn sum_of_parts(text: &str) -> Option<Part> {
    let mut total: u64 = 0;
    let mut units = UNITS.as_slice();
    let mut rest = text;
    loop {
        let (number, after) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
        if number.is_empty() {
            return None;
        }
        if after.is_empty() {
            return Some(Part::NoUnit);
        }
        let (unit, after) = after.split_at(after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len()));
        let place = units.iter().position(|(name, _)| *name == unit)?;
        let (_, each) = units.get(place)?;
        units = units.get(place + 1..)?;
        let added = number.parse::<u64>().ok().and_then(|n| n.checked_mul(*each));
        let Some(sum) = added.and_then(|added| total.checked_add(added)) else {
            return Some(Part::TooLong);
        };
        total = sum;
        rest = after;
        if rest.is_empty() {
            return Some(Part::Milliseconds(total));
        }
    }
}

/// The two largest units, the second with two digits: `45s`, `2m14s`, `10m04s`, `1h51m`, `1d20h`. What is smaller is cut
/// off; a negative duration begins with `−`.
pub fn short(duration: TimeDelta) -> String {
    let seconds = duration.num_seconds();
    let sign = if seconds < 0 { "−" } else { "" };
    format!("{sign}{}", two_units(seconds.unsigned_abs()))
}

fn two_units(seconds: u64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    let seconds = seconds % 60;
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds}s"),
        (0, 0, _) => format!("{minutes}m{seconds:02}s"),
        (0, _, _) => format!("{hours}h{minutes:02}m"),
        _ => format!("{days}d{hours:02}h"),
    }
}

/// As [`short`], without a second unit that is zero: `8m`, `1h15m`, `2h`, `14d`, `1m30s`. For times that people plan in
/// whole minutes; none is `0m`.
pub fn minutes(duration: TimeDelta) -> String {
    if duration.num_seconds() == 0 {
        return "0m".to_owned();
    }
    let text = short(duration);
    for zero in ["m00s", "h00m", "d00h"] {
        if let Some(cut) = text.strip_suffix(zero) {
            let unit = zero.get(..1).unwrap_or_default();
            return format!("{cut}{unit}");
        }
    }
    text
}

/// A difference in whole minutes with its sign: `+6m`, `−2m`, `+1h05m`; under a minute either way it is `0m`.
pub fn signed(duration: TimeDelta) -> String {
    let whole = duration.num_minutes();
    let sign = match whole {
        0 => return "0m".to_owned(),
        1.. => "+",
        _ => "−",
    };
    let whole = TimeDelta::try_minutes(whole.saturating_abs()).unwrap_or(TimeDelta::MAX);
    format!("{sign}{}", minutes(whole))
}

/// Every unit that is not zero, as a plan writes it: `1h30m`, `400ms`, `1d2h3m4s`; none is `0s`. Reads back with
/// [`parse`] for what `parse` accepts; a negative duration begins with `−`.
pub fn exact(duration: TimeDelta) -> String {
    let milliseconds = duration.num_milliseconds();
    let mut rest = milliseconds.unsigned_abs();
    if rest == 0 {
        return "0s".to_owned();
    }
    let mut parts = vec![if milliseconds < 0 { "−".to_owned() } else { String::new() }];
    for (name, each) in UNITS {
        if rest >= each {
            parts.push(format!("{}{name}", rest / each));
            rest %= each;
        }
    }
    parts.concat()
}

/// The sum of both; the longest span there is where they add up to more.
pub fn sum(left: TimeDelta, right: TimeDelta) -> TimeDelta {
    left.checked_add(&right).unwrap_or(TimeDelta::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn seconds(n: i64) -> TimeDelta {
        TimeDelta::seconds(n)
    }

    #[test]
    fn reads_what_plans_write() {
        for (text, milliseconds) in [
            ("90s", 90_000),
            ("5m", 300_000),
            ("1h30m", 5_400_000),
            ("14d", 1_209_600_000),
            ("800ms", 800),
            ("1m30s500ms", 90_500),
            ("0s", 0),
            ("007m", 420_000),
            ("366d", 31_622_400_000),
        ] {
            assert_eq!(parse(text), Ok(TimeDelta::milliseconds(milliseconds)), "{text}");
        }
    }

    #[test]
    fn refuses_the_rest_and_says_what_is_accepted() {
        for text in [
            "", " ", "5", "m", "5 m", "1h 30m", "5M", "5min", "30m1h", "5m5m", "1.5h", "1:30", "5m ", "٥m",
            "5mm", "+5m", "5e3s", "五m", "ms", "5\u{0}m", "PT5M",
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains("\"1h30m\""), "{text}: {error}");
        }
        assert!(parse("90").unwrap_err().starts_with("\"90\" has no unit"));
        assert!(parse("1h30").unwrap_err().starts_with("\"1h30\" has no unit"));
        assert!(parse("-5m").unwrap_err().starts_with("\"-5m\" is negative"));
    }

    #[test]
    fn refuses_what_is_too_long_without_overflow() {
        for text in
            ["367d", "366d1ms", "18446744073709551615ms", "99999999999999999999999d", "213503982334602d"]
        {
            let error = parse(text).unwrap_err();
            assert!(error.contains("longer than 366 days"), "{text}: {error}");
        }
    }

    #[test]
    fn an_error_shows_hostile_text_in_a_safe_form() {
        let error = parse("\u{1b}[2J\n5m").unwrap_err();
        assert!(clean::is_clean(&error), "{error:?}");
        assert!(parse(&"x".repeat(1_000_000)).unwrap_err().len() < 300);
    }

    #[test]
    fn short_keeps_two_units() {
        for (n, text) in [
            (0, "0s"),
            (45, "45s"),
            (59, "59s"),
            (60, "1m00s"),
            (134, "2m14s"),
            (178, "2m58s"),
            (604, "10m04s"),
            (1_082, "18m02s"),
            (3_599, "59m59s"),
            (3_600, "1h00m"),
            (6_660, "1h51m"),
            (6_719, "1h51m"),
            (86_399, "23h59m"),
            (86_400, "1d00h"),
            (158_400, "1d20h"),
            (-134, "−2m14s"),
        ] {
            assert_eq!(short(seconds(n)), text);
        }
        assert_eq!(short(TimeDelta::milliseconds(999)), "0s");
        assert_eq!(short(TimeDelta::milliseconds(-999)), "0s");
    }

    #[test]
    fn minutes_drops_a_zero_second_unit() {
        for (n, text) in [
            (0, "0m"),
            (45, "45s"),
            (480, "8m"),
            (600, "10m"),
            (90, "1m30s"),
            (2_760, "46m"),
            (4_500, "1h15m"),
            (7_200, "2h"),
            (72_000, "20h"),
            (1_209_600, "14d"),
            (-120, "−2m"),
        ] {
            assert_eq!(minutes(seconds(n)), text);
        }
    }

    #[test]
    fn signed_says_which_way() {
        for (n, text) in [
            (0, "0m"),
            (59, "0m"),
            (-59, "0m"),
            (360, "+6m"),
            (-120, "−2m"),
            (-179, "−2m"),
            (3_900, "+1h05m"),
            (-7_200, "−2h"),
            (97_200, "+1d03h"),
        ] {
            assert_eq!(signed(seconds(n)), text);
        }
    }

    #[test]
    fn exact_reads_back() {
        assert_eq!(exact(TimeDelta::milliseconds(93_784_005)), "1d2h3m4s5ms");
        assert_eq!(exact(TimeDelta::milliseconds(400)), "400ms");
        assert_eq!(exact(TimeDelta::zero()), "0s");
        assert_eq!(exact(seconds(-90)), "−1m30s");
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        for extreme in [TimeDelta::MIN, TimeDelta::MAX] {
            assert!(short(extreme).ends_with('h'));
            assert!(minutes(extreme).contains('d'));
            assert!(signed(extreme).contains('d'));
            assert!(exact(extreme).contains('d'));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_exactly_reads_back(milliseconds in 0i64..=31_622_400_000) {
            let duration = TimeDelta::milliseconds(milliseconds);
            prop_assert_eq!(parse(&exact(duration)), Ok(duration));
        }

        #[test]
        fn no_text_panics_the_reader(text in "[0-9dhms−. ]{0,12}|\\PC*") {
            if let Ok(duration) = parse(&text) {
                prop_assert!(duration >= TimeDelta::zero() && duration <= LONGEST);
            }
        }
    }
}
