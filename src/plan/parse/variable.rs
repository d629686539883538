//! `${NAME}` references: their names, and the ones that are not closed or have no name.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::cx::{Cx, Span, shown};
use super::table::Value;

/// A reference that cannot be one, with its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BadReference {
    pub at: Range<usize>,
    pub closed: bool,
}

/// Every `${…}` of the text in order; `$${` is a literal `${`.
pub(super) fn references(text: &str) -> impl Iterator<Item = Result<&str, BadReference>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let found = at + text.get(at..)?.find("${")?;
            let doubled = found > at && text.as_bytes().get(found - 1) == Some(&b'$');
            let inside = text.get(found + 2..)?;
            if doubled {
                at = found + 2;
                continue;
            }
            let Some(end) = inside.find('}') else {
                at = text.len();
                return Some(Err(BadReference { at: found..text.len(), closed: false }));
            };
            at = found + 2 + end + 1;
            let name = inside.get(..end).unwrap_or("");
            return Some(if is_name(name) {
                Ok(name)
            } else {
                Err(BadReference { at: found..at, closed: true })
            });
        }
    })
}

fn is_name(name: &str) -> bool {
    !name.starts_with(|c: char| c.is_ascii_digit())
        && !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// Gathers the names of every reference in the file.
pub(super) fn gather(cx: &mut Cx<'_>, table: &DeTable<'_>) {
    for (_, value) in table {
        gather_value(cx, value);
    }
}

fn gather_value(cx: &mut Cx<'_>, value: &Value<'_>) {
    match value.get_ref() {
        DeValue::String(text) => gather_text(cx, text, &value.span()),
        DeValue::Array(items) => items.iter().for_each(|item| gather_value(cx, item)),
        DeValue::Table(table) => gather(cx, table),
        _ => {}
    }
}

fn gather_text(cx: &mut Cx<'_>, text: &str, span: &Span) {
    for reference in references(text) {
        match reference {
            Ok(name) => {
                cx.variables.insert(name.to_owned());
            }
            Err(bad) => {
                let place = super::within(cx.source, span, text, &bad.at);
                let written = shown(text.get(bad.at.clone()).unwrap_or(""));
                let message = if bad.closed {
                    format!("`{written}` names no variable of the environment")
                } else {
                    format!("`{written}` is never closed")
                };
                cx.error(
                    place,
                    "bad-reference",
                    message,
                    "write ${NAME} with letters, digits and _, or $${ for a literal ${",
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<Option<&str>> {
        references(text).map(Result::ok).collect()
    }

    #[test]
    fn finds_names_and_skips_literals() {
        assert_eq!(names("Bearer ${TOKEN} of ${_A1}"), [Some("TOKEN"), Some("_A1")]);
        assert_eq!(names("$${NOT} but ${YES}"), [Some("YES")]);
        assert_eq!(names("no $ {reference} $"), []);
        assert_eq!(names("$"), []);
        assert_eq!(names("${A}${B}"), [Some("A"), Some("B")]);
    }

    #[test]
    fn what_is_no_name_or_not_closed_is_bad() {
        assert_eq!(names("${}"), [None]);
        assert_eq!(names("${1A}"), [None]);
        assert_eq!(names("${A B} ${C}"), [None, Some("C")]);
        let open: Vec<_> = references("x ${ABC").collect();
        assert_eq!(open, [Err(BadReference { at: 2..7, closed: false })]);
    }
}
