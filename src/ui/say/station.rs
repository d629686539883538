//! A station's answer in words.

use crate::decide::StationView;
use crate::journal::Answer;
use crate::ui::symbols;
use crate::ui::theme::Role;

/// Its symbol, its role and its word.
pub fn mark(view: &StationView) -> (&'static str, Role, String) {
    let stale = !view.fresh && view.answer.is_some();
    let word = match view.answer {
        None => return (symbols::LATER, Role::Secondary, "none".to_owned()),
        Some(Answer::Go) => "GO",
        Some(Answer::NoGo) => "NO-GO",
        Some(Answer::Conditions) if view.open_condition.is_none() => "GO",
        Some(Answer::Conditions) => "CONDITIONS",
    };
    match (word, stale) {
        (word, true) => (symbols::STALE, Role::Attention, format!("{word} stale")),
        ("GO", false) => (symbols::DONE, Role::Good, word.to_owned()),
        ("NO-GO", false) => (symbols::FAIL, Role::Failure, word.to_owned()),
        (word, false) => (symbols::READY, Role::Attention, word.to_owned()),
    }
}
