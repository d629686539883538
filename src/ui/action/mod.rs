//! The one table of actions: it drives dispatch, footer, help, palette and the key table of the README.

mod decisions;
mod general;
mod health;
mod moving;
mod steps;

use super::key::Key;
use super::model::{ActionView, Model, Pane, Where};
use super::msg::Effect;
use super::overlay::Overlay;

/// Something a person can do in the console.
pub struct Action {
    /// What it is called, unique.
    pub name: &'static str,
    /// Its keys, the first is shown; each a key's name.
    pub keys: &'static [&'static str],
    /// Its words in the footer; empty = never there.
    pub hint: &'static str,
    /// What it does, one sentence.
    pub sentence: &'static str,
    /// Where its key works.
    pub place: Where,
    /// It opens something that decides or destroys.
    pub danger: bool,
    /// Why it cannot be done now.
    pub why_not: fn(&Model) -> Option<String>,
    /// Does it.
    pub act: fn(&mut Model) -> Vec<Effect>,
}

/// Every action, the panes' own before the general ones, so that a pane may give a key a meaning of its own.
pub fn table() -> impl Iterator<Item = &'static Action> {
    steps::ACTIONS
        .iter()
        .chain(health::ACTIONS)
        .chain(decisions::ACTIONS)
        .chain(moving::ACTIONS)
        .chain(general::ACTIONS)
}

/// Always possible.
fn always(_: &Model) -> Option<String> {
    None
}

/// The action that a key means with this focus.
pub fn of_key(model: &Model, key: Key) -> Option<&'static Action> {
    let here = |action: &&Action| match action.place {
        Where::Pane(pane) => pane == model.ui.focus,
        Where::Move | Where::Everywhere => true,
        Where::Sheet => false,
    };
    let name = key.to_string();
    table().filter(here).find(|action| action.keys.contains(&name.as_str()))
}

/// Does an action, or says why it cannot be done.
pub fn run(model: &mut Model, action: &Action) -> Vec<Effect> {
    match (action.why_not)(model) {
        Some(why) => {
            model.say(&why);
            Vec::new()
        }
        None => (action.act)(model),
    }
}

/// Does the action of this name.
pub fn run_named(model: &mut Model, name: &str) -> Vec<Effect> {
    table().find(|action| action.name == name).map(|action| run(model, action)).unwrap_or_default()
}

/// The table as help, palette and footer show it, with the reasons of this moment. A reason may cost the whole of the
/// rules, so only those that the picture shows are asked.
pub fn views(model: &Model) -> Vec<ActionView> {
    table()
        .filter(|action| is_shown(model, action))
        .map(|action| ActionView {
            name: action.name,
            key: action.keys.first().copied().unwrap_or_default(),
            hint: action.hint,
            sentence: action.sentence,
            where_: action.place,
            danger: action.danger,
            disabled: (action.why_not)(model),
        })
        .collect()
}

/// Help and palette list every action; else the footer has those with a hint, and the decision pane its own.
fn is_shown(model: &Model, action: &Action) -> bool {
    match &model.ui.overlay {
        Some(Overlay::Help { .. } | Overlay::Palette { .. }) => true,
        _ if action.hint.is_empty() => false,
        _ => match action.place {
            Where::Pane(pane) => pane == model.ui.focus || pane == Pane::Decision,
            Where::Everywhere | Where::Sheet => true,
            Where::Move => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_keys_are_keys() {
        let mut names = BTreeSet::new();
        for action in table() {
            assert!(names.insert(action.name), "{} stands twice", action.name);
            assert!(!action.sentence.is_empty() && action.sentence.ends_with('.'), "{}", action.name);
            for key in action.keys {
                assert!(Key::named(key).is_some(), "{}: {key} is no key", action.name);
            }
        }
    }

    #[test]
    fn no_key_has_two_meanings_in_one_place() {
        let mut seen = BTreeSet::new();
        for action in table() {
            for key in action.keys {
                assert!(
                    seen.insert((format!("{:?}", action.place), *key)),
                    "{key} twice in {:?}",
                    action.place
                );
            }
        }
    }
}
