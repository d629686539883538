//! One side of a condition: a fixed text, something read from the answer, a pattern, or a list of texts.

use super::error::ParseError;
use super::glob::Glob;
use super::path::Path;
use super::piece::Piece;
use super::placeholder::Placeholder;

/// What a side may be as written.
#[derive(Debug)]
pub(super) enum Operand {
    Side(Side),
    Like(Glob),
    OneOf(Vec<String>),
}

/// A side that has a value of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Side {
    /// The same in every evaluation.
    Fixed(String),
    /// Read from the answer.
    Read(Reading),
}

/// What is read from the answer, and what of it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    pub source: Source,
    pub aspect: Aspect,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    Status,
    ResponseTime,
    Connected,
    Ip,
    CertificateExpiration,
    DomainExpiration,
    DnsRcode,
    Body(Path),
    /// The header's name.
    Header(String),
}

/// What of a value counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aspect {
    Value,
    /// `len()`
    Length,
    /// `has()`
    Presence,
}

impl Source {
    /// The placeholder that names it.
    pub fn placeholder(&self) -> Placeholder {
        match self {
            Self::Status => Placeholder::Status,
            Self::ResponseTime => Placeholder::ResponseTime,
            Self::Connected => Placeholder::Connected,
            Self::Ip => Placeholder::Ip,
            Self::CertificateExpiration => Placeholder::CertificateExpiration,
            Self::DomainExpiration => Placeholder::DomainExpiration,
            Self::DnsRcode => Placeholder::DnsRcode,
            Self::Body(_) => Placeholder::Body,
            Self::Header(_) => Placeholder::Header,
        }
    }

    /// Whether it is a time, which counts in milliseconds.
    pub fn is_time(&self) -> bool {
        matches!(self, Self::ResponseTime | Self::CertificateExpiration | Self::DomainExpiration)
    }

    /// Reads a placeholder with what follows it; `None` if the text is none.
    pub fn parse(piece: Piece<'_>) -> Result<Option<Self>, ParseError> {
        let Some((name, rest)) = bracketed_name(piece)? else { return Ok(None) };
        let placeholder = Placeholder::named(name.text).ok_or_else(|| unknown_placeholder(name))?;
        let source = match placeholder {
            Placeholder::Body => return Path::parse(rest).map(|path| Some(Self::Body(path))),
            Placeholder::Header => return header_name(rest).map(|header| Some(Self::Header(header))),
            Placeholder::Status => Self::Status,
            Placeholder::ResponseTime => Self::ResponseTime,
            Placeholder::Connected => Self::Connected,
            Placeholder::Ip => Self::Ip,
            Placeholder::CertificateExpiration => Self::CertificateExpiration,
            Placeholder::DomainExpiration => Self::DomainExpiration,
            Placeholder::DnsRcode => Self::DnsRcode,
        };
        if rest.text.is_empty() {
            return Ok(Some(source));
        }
        let message = format!("{} follows {placeholder}, which is one value without parts", rest.text);
        Err(ParseError::new(rest, message, "remove it, or put an operator with spaces between"))
    }
}

/// Reads one side, which is trimmed and not empty.
pub(super) fn parse(piece: Piece<'_>) -> Result<Operand, ParseError> {
    if let Some((name, inner)) = call(piece)? {
        return match name.text {
            "pat" => pattern(inner).map(Operand::Like),
            "any" => options(inner).map(Operand::OneOf),
            "len" => reading(inner, Aspect::Length).map(|r| Operand::Side(Side::Read(r))),
            _ => reading(inner, Aspect::Presence).map(|r| Operand::Side(Side::Read(r))),
        };
    }
    Ok(Operand::Side(match Source::parse(piece)? {
        Some(source) => Side::Read(Reading { source, aspect: Aspect::Value }),
        None => Side::Fixed(piece.text.to_owned()),
    }))
}

const FUNCTIONS: [&str; 4] = ["len", "has", "pat", "any"];

/// The function's name and what stands between its parentheses; `None` if this is no call.
fn call(piece: Piece<'_>) -> Result<Option<(Piece<'_>, Piece<'_>)>, ParseError> {
    let Some(open) = piece.text.find('(') else { return Ok(None) };
    let name = piece.cut(0, open);
    if open == 0 || !name.text.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_') {
        return Ok(None);
    }
    let inner = piece.after(open + 1);
    if !FUNCTIONS.contains(&name.text) {
        return if looks_like_placeholder(inner.text) { Err(unknown_function(name)) } else { Ok(None) };
    }
    match inner.strip_suffix(")") {
        Some(inner) => Ok(Some((name, inner))),
        None => Err(unclosed_call(piece, name, inner)),
    }
}

fn looks_like_placeholder(text: &str) -> bool {
    bracketed_name(Piece::whole(text)).is_ok_and(|found| found.is_some())
}

fn unclosed_call(piece: Piece<'_>, name: Piece<'_>, inner: Piece<'_>) -> ParseError {
    match inner.text.rfind(')') {
        Some(close) if matches!(name.text, "len" | "has") => {
            let extra = inner.after(close + 1);
            let message = format!("{} follows {}(...)", extra.text.trim(), name.text);
            ParseError::new(extra.trim(), message, "remove it, or put an operator with spaces between")
        }
        _ => {
            let message = format!("{}( is never closed", name.text);
            ParseError::new(piece.end(), message, "put a ) here")
        }
    }
}

fn unknown_function(name: Piece<'_>) -> ParseError {
    let alias = match name.text {
        "length" | "count" | "size" => Some("len"),
        "exists" | "contains" | "defined" => Some("has"),
        _ => None,
    };
    let near = || {
        let tidy = name.text.to_ascii_lowercase();
        FUNCTIONS.into_iter().find(|f| strsim::damerau_levenshtein(f, &tidy) <= 1)
    };
    let help = match alias.or_else(near) {
        Some(function) => format!("did you mean {function}(...)?"),
        None => "the functions are len(...), has(...), pat(...) and any(...)".to_owned(),
    };
    ParseError::new(name, format!("{}() is not a function of this language", name.text), help)
}

fn pattern(inner: Piece<'_>) -> Result<Glob, ParseError> {
    if inner.text.is_empty() {
        return Err(ParseError::new(inner, "pat() has no pattern", "write one, as in pat(4.12.*)"));
    }
    Glob::parse(inner)
}

fn options(inner: Piece<'_>) -> Result<Vec<String>, ParseError> {
    inner.split(',').map(|part| option(part.trim())).collect()
}

fn option(part: Piece<'_>) -> Result<String, ParseError> {
    if part.text.is_empty() {
        return Err(ParseError::new(
            part,
            "any() has an empty value",
            "write values with commas between: any(a, b)",
        ));
    }
    let is_pattern = part.text.starts_with("pat(") && part.text.ends_with(')');
    if is_pattern || looks_like_placeholder(part.text) {
        let message = format!("{} does not work inside any(), which takes plain texts", part.text);
        return Err(ParseError::new(part, message, "write a condition of its own for it"));
    }
    Ok(part.text.to_owned())
}

fn reading(inner: Piece<'_>, aspect: Aspect) -> Result<Reading, ParseError> {
    let name = if aspect == Aspect::Length { "len" } else { "has" };
    let inner = inner.trim();
    if let Some(source @ (Source::Body(_) | Source::Header(_))) = Source::parse(inner)? {
        return Ok(Reading { source, aspect });
    }
    let message = format!("{name}() takes [BODY] or a value of it, not {}", or_nothing(inner.text));
    Err(ParseError::new(inner, message, format!("write {name}([BODY].key) or {name}([HEADER].name)")))
}

fn or_nothing(text: &str) -> &str {
    if text.is_empty() { "nothing" } else { text }
}

/// Splits `[NAME]rest`. `None` for a text that only happens to begin with a bracket, such as a JSON array.
fn bracketed_name(piece: Piece<'_>) -> Result<Option<(Piece<'_>, Piece<'_>)>, ParseError> {
    let Some(inside) = piece.strip_prefix("[") else { return Ok(None) };
    let len = inside.text.find(|c: char| !is_of_name(c)).unwrap_or(inside.text.len());
    let name = inside.cut(0, len);
    let is_name = name.text.starts_with(|c: char| c.is_ascii_alphabetic());
    if !is_name || matches!(name.text, "true" | "false" | "null") {
        return Ok(None);
    }
    match inside.after(len).strip_prefix("]") {
        Some(rest) => Ok(Some((name, rest))),
        None if Placeholder::named(name.text.trim()).is_some() => {
            let message = format!("[{} is never closed", name.text.trim());
            Err(ParseError::new(piece.cut(0, len + 1), message, format!("write [{}]", name.text.trim())))
        }
        None => Ok(None),
    }
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ')
}

fn unknown_placeholder(name: Piece<'_>) -> ParseError {
    let message = format!("[{}] is nothing that a condition can read", name.text);
    let every = || Placeholder::ALL.map(|placeholder| placeholder.to_string()).join(", ");
    let help = Placeholder::nearest(name.text)
        .map_or_else(|| format!("there are {}", every()), |near| format!("did you mean {near}?"));
    ParseError::new(name, message, help)
}

fn header_name(rest: Piece<'_>) -> Result<String, ParseError> {
    const HELP: &str = "name one header, as in [HEADER].x-version";
    let Some(name) = rest.strip_prefix(".").filter(|name| !name.text.is_empty()) else {
        return Err(ParseError::new(rest, "[HEADER] does not say which header", HELP));
    };
    match name.text.char_indices().find(|(_, c)| !is_of_header(*c)) {
        None => Ok(name.text.to_owned()),
        Some((at, c)) => {
            let message = format!("{} cannot be part of a header's name", c.escape_debug());
            Err(ParseError::new(name.cut(at, at + c.len_utf8()), message, HELP))
        }
    }
}

/// The characters of a token, RFC 9110, section 5.6.2.
fn is_of_header(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
}
