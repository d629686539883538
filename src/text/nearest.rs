//! The known name that a mistyped one most likely meant.

/// Longer words are pasted text, not a typing mistake, and would only cost time to compare.
const LONGEST_WORD: usize = 64;

/// The candidate nearest to `word`, if one is near enough to be worth proposing; the first of equals.
///
/// Counts inserted, missing, changed and swapped letters, without regard to case and with `_` as `-`: none for words of
/// one or two letters, one up to five letters, a third of the letters above.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = folded(word);
    let length = word.chars().count();
    if length == 0 || length > LONGEST_WORD {
        return None;
    }
    let allowed = match length {
        1..=2 => 0,
        3..=5 => 1,
        _ => length / 3,
    };
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST_WORD * 4)
        .map(|candidate| (strsim::damerau_levenshtein(&word, &folded(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn folded(word: &str) -> String {
    word.to_lowercase().replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [&str; 8] =
        ["planned-outage", "decision-time", "notice-lead", "owner", "order", "zone", "id", "start"];

    #[test]
    fn proposes_what_was_meant() {
        assert_eq!(nearest("planed-outage", KEYS), Some("planned-outage"));
        assert_eq!(nearest("planned_outage", KEYS), Some("planned-outage"));
        assert_eq!(nearest("Zone", KEYS), Some("zone"));
        assert_eq!(nearest("onwer", KEYS), Some("owner"));
        assert_eq!(nearest("decison-tiem", KEYS), Some("decision-time"));
        assert_eq!(nearest("strat", KEYS), Some("start"));
        assert_eq!(nearest("ID", KEYS), Some("id"));
    }

    #[test]
    fn proposes_nothing_rather_than_nonsense() {
        assert_eq!(nearest("colour", KEYS), None);
        assert_eq!(nearest("is", KEYS), None);
        assert_eq!(nearest("", KEYS), None);
        assert_eq!(nearest(&"start".repeat(10_000), KEYS), None);
        assert_eq!(nearest("start", []), None);
    }

    #[test]
    fn the_first_of_equals_wins() {
        assert_eq!(nearest("stare", ["start", "stars"]), Some("start"));
    }
}
