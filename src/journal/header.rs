//! The head of a session file: what the session is, and the whole text of its plan, fixed at creation.

use serde::Deserialize;

use super::hash::sha256_hex;
use super::kinds::Mode;
use crate::text::quote::quote_into;

/// The format this version writes and reads.
pub const SCHEMA: u32 = 1;

/// A header is never longer; a plan of 1 MiB fits even when most of it has to be escaped.
pub const HEADER_LIMIT: usize = 4 * 1024 * 1024;

/// What stands before the first record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// 16 hex digits, the session's own.
    pub id: String,
    /// What the session is for.
    pub mode: Mode,
    /// From 1.
    pub attempt: u32,
    /// Where the plan file was.
    pub path: String,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
    /// Its text, to the byte.
    pub plan: String,
}

/// Why a header cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// The plan is too long to be kept.
    #[error(
        "the plan would take {bytes} bytes in the session file and {HEADER_LIMIT} is the limit: shorten the plan"
    )]
    TooLong {
        /// Bytes the header would take.
        bytes: usize,
    },
    /// The plan file is no text.
    #[error(
        "the plan is no UTF-8 text (byte {0} is wrong), so the session file cannot keep it: save it as UTF-8"
    )]
    NotText(usize),
}

impl Header {
    /// A header for the plan file's bytes.
    pub fn new(id: String, mode: Mode, attempt: u32, path: &str, plan: &[u8]) -> Result<Self, HeaderError> {
        let text = str::from_utf8(plan).map_err(|error| HeaderError::NotText(error.valid_up_to()))?;
        Ok(Self { id, mode, attempt, path: path.to_owned(), sha256: sha256_hex(plan), plan: text.to_owned() })
    }

    /// The header as it stands in the file.
    ///
    /// The plan's lines are what stands between its line feeds: joined by line feeds they give back its bytes, also with
    /// CR LF and without a last line end.
    pub fn render(&self) -> Result<Vec<u8>, HeaderError> {
        let mut out = format!("[session]\nschema = {SCHEMA}\nid = ");
        quote_into(&mut out, &self.id);
        out.push_str(match self.mode {
            Mode::Live => "\nmode = \"live\"",
            Mode::Rehearsal => "\nmode = \"rehearsal\"",
            Mode::Demo => "\nmode = \"demo\"",
        });
        out.push_str("\nattempt = ");
        out.push_str(&self.attempt.to_string());
        out.push_str("\n\n[plan]\npath = ");
        quote_into(&mut out, &self.path);
        out.push_str("\nsha256 = ");
        quote_into(&mut out, &self.sha256);
        out.push_str("\nlines = [\n");
        for line in self.plan.split('\n') {
            out.push_str("  ");
            quote_into(&mut out, line);
            out.push_str(",\n");
        }
        out.push_str("]\n\n");
        if out.len() > HEADER_LIMIT {
            return Err(HeaderError::TooLong { bytes: out.len() });
        }
        Ok(out.into_bytes())
    }

    /// Reads a header back. The error is one sentence.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, String> {
        let text = str::from_utf8(bytes).map_err(|_| "the header is no UTF-8 text".to_owned())?;
        let file: File = toml::from_str(text).map_err(|error| format!("the header: {}", error.message()))?;
        let (session, plan) = (file.session, file.plan);
        if session.schema != SCHEMA {
            return Err(Self::unknown(session.schema));
        }
        let text = plan.lines.join("\n");
        if sha256_hex(text.as_bytes()) != plan.sha256 {
            return Err("the header: the lines of the plan do not give its sha256".to_owned());
        }
        Ok(Self {
            id: session.id,
            mode: session.mode,
            attempt: session.attempt,
            path: plan.path,
            sha256: plan.sha256,
            plan: text,
        })
    }

    /// What to say where the header is of another format; `None` where it is of this one or cannot be told.
    pub(super) fn other_schema(bytes: &[u8]) -> Option<String> {
        let text = str::from_utf8(bytes).ok()?;
        let file: toml::Table = toml::from_str(text).ok()?;
        let schema = u32::try_from(file.get("session")?.get("schema")?.as_integer()?).ok()?;
        (schema != SCHEMA).then(|| Self::unknown(schema))
    }

    fn unknown(schema: u32) -> String {
        format!(
            "the session is of format {schema}, this golive reads format {SCHEMA}: use the golive that wrote it"
        )
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    session: Session,
    plan: Plan,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Session {
    schema: u32,
    id: String,
    mode: Mode,
    attempt: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    path: String,
    sha256: String,
    lines: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(plan: &[u8]) -> Header {
        Header::new("00d1b5a3c4e6f708".to_owned(), Mode::Live, 1, "plans/spring \"sale\".toml", plan).unwrap()
    }

    #[test]
    fn stands_in_the_file_as_the_format_says() {
        let header = header(b"# Spring\r\n[release]\nname = \"x\"\n");
        let text = String::from_utf8(header.render().unwrap()).unwrap();
        assert_eq!(
            text,
            format!(
                "[session]\nschema = 1\nid = \"00d1b5a3c4e6f708\"\nmode = \"live\"\nattempt = 1\n\n\
                 [plan]\npath = \"plans/spring \\\"sale\\\".toml\"\nsha256 = \"{}\"\nlines = [\n  \
                 \"# Spring\\r\",\n  \"[release]\",\n  \"name = \\\"x\\\"\",\n  \"\",\n]\n\n",
                sha256_hex(b"# Spring\r\n[release]\nname = \"x\"\n")
            )
        );
    }

    #[test]
    fn gives_back_the_plan_to_the_byte() {
        let plans: [&[u8]; 9] = [
            b"",
            b"\n",
            b"a = 1",
            b"a = 1\n",
            b"a = 1\r\n\r\nb = 2\r\n",
            b"\r",
            b"\n\n\n",
            "\u{feff}a = '\u{202e}\u{1b}\0'\n".as_bytes(),
            b"[[event]]\nhash = \"\"\"\n",
        ];
        for plan in plans {
            let header = header(plan);
            let back = Header::parse(&header.render().unwrap()).unwrap();
            assert_eq!(back.plan.as_bytes(), plan);
            assert_eq!(back, header);
        }
    }

    #[test]
    fn refuses_what_it_cannot_keep() {
        let error = Header::new(String::new(), Mode::Live, 1, "x", b"a = \"\xff\"").unwrap_err();
        assert_eq!(error, HeaderError::NotText(5));
        let long = header(&vec![b'x'; HEADER_LIMIT]);
        assert!(matches!(long.render(), Err(HeaderError::TooLong { .. })));
    }

    #[test]
    fn refuses_another_format_and_a_plan_that_is_not_its_digest() {
        let text = String::from_utf8(header(b"x = 1\n").render().unwrap()).unwrap();
        let later = text.replace("schema = 1", "schema = 2");
        assert!(
            Header::parse(later.as_bytes()).unwrap_err().contains("of format 2, this golive reads format 1")
        );
        assert!(Header::other_schema(later.as_bytes()).is_some());
        assert_eq!(Header::other_schema(text.as_bytes()), None);
        let other = text.replace("x = 1", "x = 2");
        assert!(Header::parse(other.as_bytes()).unwrap_err().contains("do not give its sha256"));
        let key = text.replace("attempt", "attempts");
        assert!(Header::parse(key.as_bytes()).is_err());
    }
}
