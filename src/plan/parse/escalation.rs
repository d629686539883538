//! The `when` of an escalation: comparisons joined by `and`.

use super::cx::{Cx, Span, shown};
use super::within;
use crate::text::{duration, list, nearest};

const OPERATORS: [&str; 6] = ["<=", ">=", "==", "!=", "<", ">"];
const NAMES: [&str; 5] = ["severity", "open-for", "red-for", "reports-per-hour", "category"];

/// Reports what is wrong with the text.
pub(super) fn check(cx: &mut Cx<'_>, text: &str, span: &Span) {
    let mut at = 0;
    for term in text.split(" and ") {
        if let Err((message, help)) = judge(term.trim()) {
            let lead = term.len() - term.trim_start().len();
            let from = at + lead;
            let place = within(cx.source, span, text, &(from..from + term.trim().len()));
            cx.error(place, "bad-escalation", message, help);
        }
        at += term.len() + " and ".len();
    }
}

fn judge(term: &str) -> Result<(), (String, String)> {
    let example = "write it as \"severity <= 2 and open-for > 30m\"".to_owned();
    let split = OPERATORS.iter().find_map(|operator| term.split_once(operator));
    let Some((name, value)) = split else {
        return Err((format!("`{}` compares nothing", shown(term)), example));
    };
    let (name, value) = (name.trim(), value.trim());
    if !NAMES.contains(&name) {
        let help = nearest(name, NAMES).map_or_else(
            || format!("an escalation knows {}", list::and_list(&NAMES)),
            |near| format!("did you mean `{near}`?"),
        );
        return Err((format!("an escalation does not know `{}`", shown(name)), help));
    }
    let fits = match name {
        "severity" => value.parse::<u8>().is_ok_and(|severity| (1..=4).contains(&severity)),
        "open-for" | "red-for" => duration::parse(value).is_ok(),
        "reports-per-hour" => value.parse::<u32>().is_ok(),
        _ => !value.is_empty(),
    };
    if fits {
        return Ok(());
    }
    let wanted = match name {
        "severity" => "a severity from 1 (worst) to 4",
        "open-for" | "red-for" => "a duration such as 30m",
        "reports-per-hour" => "a whole number",
        _ => "a word",
    };
    Err((format!("`{name}` is compared with `{}`", shown(value)), format!("write {wanted}")))
}
