//! Reading the name of a time zone.

use chrono_tz::{TZ_VARIANTS, Tz};

/// Reads an IANA name such as `Australia/Sydney`.
///
/// # Errors
/// A sentence with the nearest known name. `EST`, `MST` and `HST` are refused though IANA knows them: there they are American
/// offsets, and whoever writes EST in Australia means something else.
pub fn parse(name: &str) -> Result<Tz, String> {
    if matches!(name, "EST" | "MST" | "HST") {
        return Err(format!(
            "\"{name}\" would be a fixed American offset: write a place, such as \"Australia/Sydney\""
        ));
    }
    name.parse().map_err(|_| {
        let shown: String = name.chars().take(40).collect();
        match nearest(name) {
            Some(known) => format!("{shown:?} is not a time zone: did you mean \"{known}\"?"),
            None => format!("{shown:?} is not a time zone: write an IANA name, such as \"Australia/Sydney\""),
        }
    })
}

/// The zone of that city where only the city was written, else the name with the fewest letters wrong, up to a third of them.
fn nearest(name: &str) -> Option<&'static str> {
    let length = name.chars().count();
    if !(3..=40).contains(&length) {
        return None;
    }
    let wanted = name.to_lowercase().replace([' ', '-'], "_");
    let known = || TZ_VARIANTS.iter().map(|zone| zone.name());
    let city = |zone: &str| zone.rsplit('/').next().unwrap_or(zone).to_lowercase();
    known().find(|zone| zone.contains('/') && city(zone) == wanted).or_else(|| {
        known()
            .map(|zone| (strsim::damerau_levenshtein(&wanted, &zone.to_lowercase().replace('-', "_")), zone))
            .filter(|(distance, _)| *distance <= length / 3)
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, zone)| zone)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_iana_names() {
        assert_eq!(parse("Australia/Sydney"), Ok(chrono_tz::Australia::Sydney));
        assert_eq!(parse("UTC"), Ok(chrono_tz::UTC));
    }

    #[test]
    fn proposes_the_nearest_name() {
        for (wrong, meant) in [
            ("Australia/Sidney", "Australia/Sydney"),
            ("australia/sydney", "Australia/Sydney"),
            ("Sydney", "Australia/Sydney"),
            ("lord howe", "Australia/Lord_Howe"),
            ("Australia/Lord Howe", "Australia/Lord_Howe"),
            ("Australia/Melborne", "Australia/Melbourne"),
            ("Pacific/Aukland", "Pacific/Auckland"),
        ] {
            let error = parse(wrong).unwrap_err();
            assert!(error.ends_with(&format!("did you mean \"{meant}\"?")), "{error}");
        }
    }

    #[test]
    fn refuses_abbreviations_and_nonsense_with_an_example() {
        for name in [
            "EST",
            "AEDT",
            "",
            "Mars/Olympus_Mons_Crater",
            "+11:00",
            &"x".repeat(100_000),
            "\u{1b}[2J\u{202e}",
        ] {
            let error = parse(name).unwrap_err();
            assert!(error.contains("Australia/Sydney"), "{error}");
            assert!(error.len() < 250 && !error.contains(['\u{1b}', '\u{202e}']), "{error:?}");
        }
    }
}
