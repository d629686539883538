//! Credentials belong in the environment: a plan is copied into sessions, reports and reviews.

use super::cx::{Cx, Span};

/// Headers whose value lets somebody in.
const HEADERS: [&str; 7] = [
    "authorization",
    "proxy-authorization",
    "cookie",
    "x-api-key",
    "api-key",
    "x-auth-token",
    "x-access-token",
];

/// A header that carries a credential must take it from the environment.
pub(super) fn check_header(cx: &mut Cx<'_>, name: &str, value: &str, span: Span) {
    let is_secret = HEADERS.contains(&name.to_ascii_lowercase().as_str());
    if is_secret && !holds_reference(value) {
        let message = format!("the header `{name}` holds a credential in plain text");
        cx.error(span, "literal-secret", message, "put it into the environment and write ${NAME} here");
    }
}

/// A value that is a credential as a whole.
pub(super) fn check_value(cx: &mut Cx<'_>, key: &str, value: &str, span: Span) {
    if !holds_reference(value) {
        let message = format!("`{key}` is a credential in plain text");
        cx.error(span, "literal-secret", message, "put it into the environment and write ${NAME} here");
    }
}

/// Whether part of the text comes from the environment; `$${` is a literal.
pub(super) fn holds_reference(text: &str) -> bool {
    super::variable::references(text).any(|reference| reference.is_ok())
}
