//! Why there was no answer: whose fault it is, its class, and one sentence without any credential.

use std::error::Error;
use std::io::{self, ErrorKind};

use super::answer::Finding;
use super::net::{LookupError, Reach};
use crate::health::SampleResult;
use crate::journal::Cause;
use crate::text::clean;

/// Longest text taken over from a library's error.
const LONGEST: usize = 120;

/// What the chain of an error says.
#[derive(Debug, PartialEq, Eq)]
enum Root {
    Lookup(LookupError),
    Tls(String),
    Io(ErrorKind),
    TooManyFiles,
    Other(String),
}

/// Classes the error of a request. `secure` = the url begins with https.
pub(super) fn of_request(error: &reqwest::Error, secure: bool, reach: &Reach) -> Finding {
    let root = root(error);
    if error.is_timeout() {
        return fail(Cause::Timeout, "no connection in time");
    }
    match root {
        Root::Io(ErrorKind::UnexpectedEof) if secure && error.is_connect() => {
            fail(Cause::Tls, "closed during the TLS handshake")
        }
        Root::Other(text) if text.contains("closed before message completed") => {
            fail(Cause::Reset, "closed without an answer")
        }
        Root::Other(text) if error.is_connect() => fail(Cause::Refused, format!("no connection: {text}")),
        Root::Other(text) if error.is_builder() => Finding::without_answer(
            SampleResult::NoData(Cause::Unset),
            format!("no request can be made: {text}"),
        ),
        Root::Other(text) => fail(Cause::Body, format!("the answer cannot be read: {text}")),
        other => of_root(other, reach),
    }
}

/// Classes the error of a connection.
pub(super) fn of_io(error: &io::Error, reach: &Reach) -> Finding {
    of_root(root(error), reach)
}

/// Classes a failed look-up.
pub(super) fn of_lookup(error: LookupError) -> Finding {
    let result = match error {
        LookupError::NoSuchName => SampleResult::Fail(Cause::NoName),
        LookupError::NoNameService | LookupError::LinkLocal => SampleResult::NoData(Cause::Dns),
    };
    Finding::without_answer(result, error.to_string())
}

fn of_root(root: Root, reach: &Reach) -> Finding {
    match root {
        Root::Lookup(error) => of_lookup(error),
        Root::Tls(text) => fail(Cause::Tls, text),
        Root::TooManyFiles => ours("too many open files here: raise the limit (ulimit -n)"),
        Root::Io(ErrorKind::ConnectionRefused) => fail(Cause::Refused, "connection refused"),
        Root::Io(
            ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::BrokenPipe
            | ErrorKind::UnexpectedEof,
        ) => fail(Cause::Reset, "the connection broke off"),
        Root::Io(ErrorKind::TimedOut) => fail(Cause::Timeout, "no connection in time"),
        Root::Io(ErrorKind::HostUnreachable) if reach.network_works() => {
            fail(Cause::Refused, "no way to the host, though others are reached")
        }
        Root::Io(ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown | ErrorKind::HostUnreachable) => {
            ours("no network here")
        }
        Root::Io(kind) => fail(Cause::Refused, format!("no connection: {kind}")),
        Root::Other(text) => fail(Cause::Refused, format!("no connection: {text}")),
    }
}

fn fail(cause: Cause, text: impl Into<String>) -> Finding {
    Finding::without_answer(SampleResult::Fail(cause), text)
}

fn ours(text: &str) -> Finding {
    Finding::without_answer(SampleResult::NoData(Cause::Network), text)
}

/// The first error down the chain that says what it is; an `io::Error` hides its own behind `get_ref`.
fn root(error: &(dyn Error + 'static)) -> Root {
    let mut current = Some(error);
    let mut last = String::new();
    while let Some(error) = current {
        if let Some(lookup) = error.downcast_ref::<LookupError>() {
            return Root::Lookup(*lookup);
        }
        if let Some(tls) = error.downcast_ref::<rustls::Error>() {
            return Root::Tls(tls_sentence(tls));
        }
        if let Some(io) = error.downcast_ref::<io::Error>() {
            match io.get_ref() {
                Some(inner) => match root(inner) {
                    Root::Other(_) if io.kind() != ErrorKind::Other => return Root::Io(io.kind()),
                    found => return found,
                },
                None if is_too_many_files(io) => return Root::TooManyFiles,
                None => return Root::Io(io.kind()),
            }
        }
        last = error.to_string();
        current = error.source();
    }
    Root::Other(clean::line(&last.chars().take(LONGEST).collect::<String>()))
}

fn is_too_many_files(error: &io::Error) -> bool {
    let too_many = [rustix::io::Errno::MFILE, rustix::io::Errno::NFILE].map(rustix::io::Errno::raw_os_error);
    error.raw_os_error().is_some_and(|code| too_many.contains(&code))
}

fn tls_sentence(error: &rustls::Error) -> String {
    let text = match error {
        rustls::Error::InvalidCertificate(why) => format!("certificate not valid: {why}"),
        rustls::Error::InvalidMessage(_) => "what answers does not speak TLS".to_owned(),
        other => format!("TLS: {other}"),
    };
    clean::line(&text.chars().take(LONGEST).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(error: &io::Error) -> (SampleResult, String) {
        let finding = of_io(error, &Reach::new());
        (finding.result, finding.text)
    }

    #[test]
    fn what_the_service_does_is_a_fail_and_what_we_lack_is_no_data() {
        use SampleResult::{Fail, NoData};
        let table = [
            (ErrorKind::ConnectionRefused, Fail(Cause::Refused)),
            (ErrorKind::ConnectionReset, Fail(Cause::Reset)),
            (ErrorKind::BrokenPipe, Fail(Cause::Reset)),
            (ErrorKind::TimedOut, Fail(Cause::Timeout)),
            (ErrorKind::NetworkUnreachable, NoData(Cause::Network)),
            (ErrorKind::NetworkDown, NoData(Cause::Network)),
            (ErrorKind::HostUnreachable, NoData(Cause::Network)),
        ];
        for (kind, result) in table {
            assert_eq!(class(&io::Error::from(kind)).0, result, "{kind}");
        }
        let files = io::Error::from_raw_os_error(rustix::io::Errno::MFILE.raw_os_error());
        assert_eq!(class(&files).0, NoData(Cause::Network));
    }

    #[test]
    fn a_host_out_of_reach_is_at_fault_while_others_are_reached() {
        let reach = Reach::new();
        reach.reached("192.0.2.7".parse().unwrap());
        let finding = of_io(&io::Error::from(ErrorKind::HostUnreachable), &reach);
        assert_eq!(finding.result, SampleResult::Fail(Cause::Refused));
    }

    #[test]
    fn a_hidden_cause_is_found_behind_an_io_error() {
        let tls = rustls::Error::InvalidCertificate(rustls::CertificateError::Expired);
        let (result, text) = class(&io::Error::new(ErrorKind::InvalidData, tls));
        assert_eq!(result, SampleResult::Fail(Cause::Tls));
        assert!(text.starts_with("certificate not valid: "), "{text}");
        let lookup = io::Error::other(LookupError::NoNameService);
        assert_eq!(class(&lookup).0, SampleResult::NoData(Cause::Dns));
        let named = io::Error::other(LookupError::NoSuchName);
        assert_eq!(class(&named).0, SampleResult::Fail(Cause::NoName));
    }

    #[test]
    fn a_librarys_words_are_cleaned_and_cut() {
        let (_, text) = class(&io::Error::other(format!("\u{1b}[2J{}", "x".repeat(1000))));
        assert!(clean::is_clean(&text) && text.len() < 200, "{text}");
    }
}
