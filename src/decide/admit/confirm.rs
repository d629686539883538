//! Typed confirmation: exact, after trimming spaces at both ends. What was typed is never echoed raw.

use crate::decide::command::Refusal;
use crate::text::clean;

/// Longest piece of a typed text that a refusal repeats, in cells.
const SHOWN: usize = 40;

/// Refuses anything but the text asked for, saying what differs. `what` names it: "the release's name".
pub(super) fn check(typed: &str, wanted: &str, what: &str) -> Result<(), Refusal> {
    let typed = typed.trim_matches(' ');
    if typed == wanted {
        return Ok(());
    }
    Err(Refusal::confirmation(difference(typed, wanted, what)))
}

fn difference(typed: &str, wanted: &str, what: &str) -> String {
    if typed.is_empty() {
        return format!("type {what} to confirm: {wanted}");
    }
    if let Some(at) = typed.chars().position(|c| c == '\n' || c == '\r') {
        return format!(
            "what was typed holds a line break after {at} characters, as a paste does; type {what}: {wanted}"
        );
    }
    if !clean::is_clean(typed) {
        return format!("what was typed holds a character that cannot be seen; type {what}: {wanted}");
    }
    let shown = clean::fit(typed, SHOWN);
    if typed.to_lowercase() == wanted.to_lowercase() {
        return format!("“{shown}” differs from {what} in upper and lower case; type {wanted}");
    }
    let same = typed.chars().zip(wanted.chars()).take_while(|(left, right)| left == right).count();
    if same == wanted.chars().count() {
        format!("“{shown}” is longer than {what}; type {wanted}")
    } else if same == typed.chars().count() {
        format!("“{shown}” is only the beginning of {what}; type {wanted}")
    } else {
        format!("“{shown}” is not {what}: it differs from character {} on; type {wanted}", same + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(typed: &str) -> String {
        check(typed, "4.12.0", "the version").unwrap_err().text
    }

    #[test]
    fn spaces_at_both_ends_are_trimmed_and_nothing_else_is() {
        assert_eq!(check("  4.12.0 ", "4.12.0", "the version"), Ok(()));
        assert!(refused("4.12.0\t").contains("cannot be seen"));
        assert!(refused("4.12.0\n").contains("line break after 6 characters"));
        assert!(refused("4.12.0\nrm").contains("line break after 6 characters"));
        assert!(refused("\u{a0}4.12.0").contains("differs from character 1"));
    }

    #[test]
    fn says_what_differs() {
        assert_eq!(refused(""), "type the version to confirm: 4.12.0");
        assert_eq!(
            refused("4.12.1"),
            "“4.12.1” is not the version: it differs from character 6 on; type 4.12.0"
        );
        assert_eq!(refused("4.12"), "“4.12” is only the beginning of the version; type 4.12.0");
        assert_eq!(refused("4.12.0-rc1"), "“4.12.0-rc1” is longer than the version; type 4.12.0");
        let name = check("spring sale", "Spring Sale", "the release's name").unwrap_err().text;
        assert_eq!(
            name,
            "“spring sale” differs from the release's name in upper and lower case; type Spring Sale"
        );
    }

    #[test]
    fn never_echoes_what_could_move_the_cursor() {
        for typed in ["4.12.0\u{1b}[2J", "\u{202e}0.21.4", "4.12\u{200b}.0", "a\rb"] {
            let text = refused(typed);
            assert!(clean::is_clean(&text), "{text:?}");
        }
    }
}
