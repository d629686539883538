//! Lists as a sentence says them.

/// The items joined as in "a, b and c"; empty for no items.
pub fn and_list<S: AsRef<str>>(items: &[S]) -> String {
    joined(items, "and")
}

/// The items joined as in "a, b or c"; empty for no items.
pub fn or_list<S: AsRef<str>>(items: &[S]) -> String {
    joined(items, "or")
}

/// "no checks", "1 check", "4 checks".
pub fn counted(n: usize, one: &str) -> String {
    match n {
        0 => format!("no {one}s"),
        1 => format!("1 {one}"),
        _ => format!("{n} {one}s"),
    }
}

fn joined<S: AsRef<str>>(items: &[S], word: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {word} {}", first.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_as_a_sentence_does() {
        assert_eq!(and_list::<&str>(&[]), "");
        assert_eq!(and_list(&["mia"]), "mia");
        assert_eq!(and_list(&["mia", "sam"]), "mia and sam");
        assert_eq!(and_list(&["mia".to_owned(), "sam".to_owned(), "lee".to_owned()]), "mia, sam and lee");
        assert_eq!([0, 1, 2].map(|n| counted(n, "check")), ["no checks", "1 check", "2 checks"]);
        assert_eq!(or_list(&["low", "medium", "high"]), "low, medium or high");
    }
}
