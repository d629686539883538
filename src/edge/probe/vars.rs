//! `${NAME}` references: resolved when a probe needs them, and hidden in whatever it brings back.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// Where the values of references come from.
#[derive(Clone)]
pub struct Variables(Arc<Source>);

type Source = dyn Fn(&str) -> Option<String> + Send + Sync;

impl Variables {
    /// The process's environment.
    pub fn environment() -> Self {
        Self(Arc::new(|name| std::env::var(name).ok()))
    }

    /// Another source first, such as a demo's shop; the environment for what it does not know.
    pub fn with(first: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(move |name| first(name).or_else(|| std::env::var(name).ok())))
    }

    /// Whether the reference can be resolved.
    pub fn is_set(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    fn get(&self, name: &str) -> Option<String> {
        (self.0)(name)
    }
}

impl std::fmt::Debug for Variables {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Variables")
    }
}

/// Shorter values are too common in plain text to be hidden.
const SHORTEST_HIDDEN: usize = 6;
/// What stands in the place of a value.
const MASK: &str = "***";

/// The references of one probe: resolves them, and remembers their values so that no text gives them away. It has no
/// `Debug` and no `Display` on purpose.
pub(super) struct Resolver<'a> {
    variables: &'a Variables,
    hidden: Vec<String>,
}

/// The name of a variable that is not set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unset(pub(super) String);

impl<'a> Resolver<'a> {
    pub(super) fn new(variables: &'a Variables) -> Self {
        Self { variables, hidden: Vec::new() }
    }

    /// The text with every `${NAME}` replaced; `$${` is a literal `${`.
    pub(super) fn resolve(&mut self, template: &str) -> Result<String, Unset> {
        let mut out = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("${") {
            if let Some(literal) = before.strip_suffix('$') {
                out.push_str(literal);
                out.push_str("${");
                rest = after;
                continue;
            }
            let Some((name, tail)) = after.split_once('}') else {
                out.push_str(rest);
                return Ok(out);
            };
            out.push_str(before);
            let value = self.variables.get(name).ok_or_else(|| Unset(name.to_owned()))?;
            out.push_str(&value);
            self.hide(&value);
            rest = tail;
        }
        out.push_str(rest);
        Ok(out)
    }

    /// Hides a value from every text of this probe.
    pub(super) fn hide(&mut self, value: &str) {
        let forms = [
            value.to_owned(),
            STANDARD.encode(value),
            STANDARD_NO_PAD.encode(value),
            URL_SAFE_NO_PAD.encode(value),
            percent_encoded(value),
        ];
        for form in forms {
            if form.len() >= SHORTEST_HIDDEN && value.len() >= SHORTEST_HIDDEN && !self.hidden.contains(&form)
            {
                self.hidden.push(form);
            }
        }
        // The longest first, so that no rest of one stays behind another.
        self.hidden.sort_by_key(|form| std::cmp::Reverse(form.len()));
    }

    /// The text without any resolved value.
    pub(super) fn redact(&self, text: &str) -> String {
        self.hidden.iter().fold(text.to_owned(), |text, value| {
            if text.contains(value.as_str()) { text.replace(value.as_str(), MASK) } else { text }
        })
    }

    /// The start of a text without any resolved value, not even the beginning of one where the text is cut: at most
    /// `characters` long, one clean line.
    pub(super) fn excerpt(&self, text: &str, characters: usize) -> String {
        let longest = self.hidden.first().map_or(0, |value| value.chars().count());
        let taken: String = text.chars().take(characters.saturating_add(longest)).collect();
        let whole = taken.len() == text.len();
        let redacted = self.redact(&taken);
        let keep = redacted.chars().count().saturating_sub(if whole { 0 } else { longest });
        crate::text::clean::line(&redacted.chars().take(keep.min(characters)).collect::<String>())
    }
}

fn percent_encoded(value: &str) -> String {
    use std::fmt::Write as _;
    value.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// The text that a percent-encoded part of a url stands for.
pub(super) fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        let byte = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.unwrap_or(b'%'));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables() -> Variables {
        Variables::with(|name| match name {
            "TOKEN" => Some("s3cr3t/token?".to_owned()),
            "SHORT" => Some("on".to_owned()),
            _ => None,
        })
    }

    #[test]
    fn references_are_replaced_and_doubled_dollars_are_literal() {
        let variables = variables();
        let mut resolver = Resolver::new(&variables);
        let mut resolve = |template: &str| resolver.resolve(template);
        assert_eq!(resolve("Bearer ${TOKEN}!"), Ok("Bearer s3cr3t/token?!".to_owned()));
        assert_eq!(resolve("${SHORT}${SHORT}"), Ok("onon".to_owned()));
        assert_eq!(resolve("$${TOKEN} and $5 {x}"), Ok("${TOKEN} and $5 {x}".to_owned()));
        assert_eq!(resolve("never ${closed"), Ok("never ${closed".to_owned()));
        assert_eq!(
            resolve("a ${GOLIVE_NOT_SET_ANYWHERE} b"),
            Err(Unset("GOLIVE_NOT_SET_ANYWHERE".to_owned()))
        );
    }

    #[test]
    fn a_resolved_value_is_hidden_plain_in_base64_and_percent_encoded() {
        let variables = variables();
        let mut resolver = Resolver::new(&variables);
        resolver.resolve("${TOKEN} ${SHORT}").unwrap();
        let encoded = STANDARD.encode("s3cr3t/token?");
        let text = format!("x s3cr3t/token? y {encoded} z s3cr3t%2Ftoken%3F on");
        assert_eq!(resolver.redact(&text), "x *** y *** z *** on");
    }

    #[test]
    fn an_excerpt_gives_not_even_the_beginning_of_a_value_away() {
        let variables = variables();
        let mut resolver = Resolver::new(&variables);
        resolver.resolve("${TOKEN}").unwrap();
        for lead in 0..40 {
            let body = format!("{}s3cr3t/token?s3cr3t/token?{}", "a".repeat(lead), "b".repeat(100));
            let excerpt = resolver.excerpt(&body, 20);
            assert!(!excerpt.contains("s3"), "{lead}: {excerpt}");
            assert!(excerpt.chars().count() <= 20);
        }
        assert_eq!(resolver.excerpt("ends with s3cr3t/token?", 400), "ends with ***");
    }

    #[test]
    fn what_is_percent_encoded_is_decoded_and_what_is_not_stays() {
        assert_eq!(percent_decoded(&percent_encoded("a b/é%?")), "a b/é%?");
        assert_eq!(percent_decoded("50% of %zz%"), "50% of %zz%");
    }

    #[test]
    fn an_excerpt_is_clean_and_counts_characters() {
        let variables = variables();
        let resolver = Resolver::new(&variables);
        let excerpt = resolver.excerpt(&format!("\u{1b}[2J\u{202e}{}", "é".repeat(1000)), 400);
        assert_eq!(excerpt.chars().count(), 400);
        assert!(crate::text::clean::is_clean(&excerpt));
    }
}
