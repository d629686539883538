//! The real prober against servers on loopback that answer, refuse, hang, flood and lie.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use super::*;
use crate::condition::{Condition, Extract};
use crate::health::SampleResult::{Fail, NoData, Pass};
use crate::health::testing::{at, check};
use crate::journal::Cause;
use crate::plan::{Check, Expect, ExpectHow, HttpProbe, Probe, Switch};
use crate::text::clean;

/// More than any answer on loopback takes.
const LIMIT: Duration = Duration::from_secs(20);
/// For what never answers.
const SHORT: Duration = Duration::from_millis(150);

/// A server that hands each connection, with its number, to `answer`.
fn serve_on(address: &str, answer: impl Fn(TcpStream, usize) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind(address).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for (number, stream) in listener.incoming().flatten().enumerate() {
            answer(stream, number);
        }
    });
    address
}

fn serve(answer: impl Fn(TcpStream, usize) + Send + 'static) -> SocketAddr {
    serve_on("127.0.0.1:0", answer)
}

/// A server that gives every request the same bytes and closes.
fn always(bytes: impl Into<Vec<u8>>) -> SocketAddr {
    let bytes = bytes.into();
    serve(move |stream, _| {
        read_request(&stream);
        let _ = (&stream).write_all(&bytes);
    })
}

/// The request's head.
fn read_request(stream: &TcpStream) -> String {
    let mut head = String::new();
    let mut lines = BufReader::new(stream);
    while lines.read_line(&mut head).is_ok_and(|read| read > 0) {
        if head.ends_with("\r\n\r\n") {
            break;
        }
    }
    head
}

fn response(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n{headers}Connection: close\r\n\r\n{body}", body.len())
}

fn ok(body: &str) -> String {
    response("200 OK", "", body)
}

fn http_check(url: &str, conditions: &[&str]) -> Check {
    let probe = HttpProbe {
        method: "GET".to_owned(),
        url: url.to_owned(),
        headers: std::collections::BTreeMap::new(),
        body: None,
        fresh: true,
    };
    let conditions = conditions.iter().map(|text| Condition::parse(text).unwrap()).collect();
    Check { probe: Probe::Http(probe), conditions, ..check() }
}

fn at_address(address: SocketAddr, conditions: &[&str]) -> Check {
    http_check(&format!("http://{address}/ping"), conditions)
}

const OK: &[&str] = &["[STATUS] == 200"];
const TOKEN: &str = "t0p-s3cr3t value";

fn variables() -> Variables {
    Variables::with(|name| (name == "GOLIVE_TEST_TOKEN").then(|| TOKEN.to_owned()))
}

/// Probes the first check so many times, each within `limit`.
fn probe_times(checks: &[Check], switches: &[Switch], limit: Duration, times: usize) -> Vec<Sample> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let real = Real::new(checks, switches, variables());
    let samples = runtime.block_on(async {
        let mut samples = Vec::new();
        for _ in 0..times {
            samples.push(real.probe(0, at(0), limit).await.unwrap());
        }
        samples
    });
    runtime.shutdown_background();
    samples
}

fn probe_in(check: Check, limit: Duration) -> Sample {
    probe_times(&[check], &[], limit, 1).remove(0)
}

fn probe(check: Check) -> Sample {
    probe_in(check, LIMIT)
}

#[test]
fn an_answer_as_wanted_is_a_pass_and_golive_says_who_asks() {
    let (heads, seen) = mpsc::channel();
    let address = serve(move |stream, _| {
        heads.send(read_request(&stream)).unwrap();
        let _ = (&stream).write_all(ok(r#"{"status": "ok"}"#).as_bytes());
    });
    let sample =
        probe(at_address(address, &["[STATUS] == 200", "[BODY].status == ok", "[RESPONSE_TIME] < 20000"]));
    assert_eq!((sample.result, sample.code), (Pass, Some(200)));
    assert!(sample.text.starts_with("status 200, body.status ok, response time "), "{}", sample.text);
    assert!(sample.latency.is_some());
    assert_eq!((sample.body.as_str(), sample.at), (r#"{"status": "ok"}"#, at(0)));
    let head = seen.recv().unwrap().to_ascii_lowercase();
    assert!(head.starts_with("get /ping http/1.1\r\n"), "{head}");
    assert!(head.contains(concat!("user-agent: golive/", env!("CARGO_PKG_VERSION"))), "{head}");
}

#[test]
fn another_status_than_wanted_is_the_services_fail() {
    let sample = probe(at_address(always(response("500 Oh no", "", "broken")), OK));
    assert_eq!((sample.result, sample.code), (Fail(Cause::Status), Some(500)));
    assert_eq!(sample.text, "status 500, wanted 200");
}

#[test]
fn nobody_listening_is_refused() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let sample = probe(at_address(address, OK));
    assert_eq!((sample.result, sample.text.as_str()), (Fail(Cause::Refused), "connection refused"));
}

#[test]
fn no_answer_in_time_is_a_timeout() {
    let (keep, _kept) = mpsc::channel();
    let address = serve(move |stream, _| keep.send(stream).unwrap());
    let sample = probe_in(at_address(address, OK), SHORT);
    assert_eq!((sample.result, sample.text.as_str()), (Fail(Cause::Timeout), "no answer within 150ms"));
}

#[test]
fn a_body_that_does_not_end_in_time_is_a_timeout_too() {
    let (keep, _kept) = mpsc::channel();
    let address = serve(move |stream, _| {
        read_request(&stream);
        let _ = (&stream).write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
        keep.send(stream).unwrap();
    });
    let sample = probe_in(at_address(address, OK), SHORT);
    assert_eq!((sample.result, sample.code), (Fail(Cause::Timeout), Some(200)));
    assert_eq!(sample.text, "the answer (status 200) did not end within 150ms");
}

#[test]
fn an_endless_body_is_read_to_the_cap_and_no_further() {
    let sent = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&sent);
    let address = serve(move |stream, _| {
        read_request(&stream);
        let _ = (&stream).write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        let chunk = [b"1000\r\n".as_slice(), &[b'x'; 4096], b"\r\n"].concat();
        while (&stream).write_all(&chunk).is_ok() {
            count.fetch_add(4096, Ordering::Relaxed);
        }
    });
    let sample = probe(at_address(address, &["[STATUS] == 200", "len([BODY]) == 262144"]));
    assert_eq!(sample.result, Pass, "{}", sample.text);
    assert_eq!(sample.body.len(), 400);
}

#[test]
fn a_gzip_bomb_is_counted_after_decompression() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..64 {
        gzip.write_all(&vec![0; 1024 * 1024]).unwrap();
    }
    let packed = gzip.finish().unwrap();
    assert!(packed.len() < 256 * 1024, "the whole of it stays under the cap on the wire");
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", packed.len());
    let sample = probe(at_address(always([head.as_bytes(), &packed].concat()), &["len([BODY]) == 262144"]));
    assert_eq!(sample.result, Pass, "{}", sample.text);
}

#[test]
fn a_compressed_answer_is_read() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(br#"{"status": "UP"}"#).unwrap();
    let packed = gzip.finish().unwrap();
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", packed.len());
    let sample = probe(at_address(always([head.as_bytes(), &packed].concat()), &["[BODY].status == UP"]));
    assert_eq!(sample.result, Pass, "{}", sample.text);
}

#[test]
fn a_redirect_is_the_observation_and_not_followed() {
    let (visited, visits) = mpsc::channel();
    let other = serve(move |_, _| visited.send(()).unwrap());
    let moved = response("302 Found", &format!("Location: http://{other}/\r\n"), "");
    let sample = probe(at_address(always(moved), OK));
    assert_eq!((sample.result, sample.code), (Fail(Cause::Status), Some(302)));
    assert!(visits.try_recv().is_err(), "nobody went there");
}

#[test]
fn nothing_in_an_answer_can_move_the_cursor() {
    let hostile = "\u{1b}[2J\u{1b}]0;owned\u{7}\u{202e}evil\u{200b}\u{9b}31m\r\nnext";
    let sample = probe(at_address(always(ok(hostile)), &["[BODY] == fine"]));
    assert_eq!(sample.result, Fail(Cause::Body));
    assert!(sample.body.contains("evil") && clean::is_clean(&sample.body), "{:?}", sample.body);
    assert!(sample.text.contains("evil") && clean::is_clean(&sample.text), "{:?}", sample.text);
    let mut versioned = at_address(always(ok(hostile)), OK);
    versioned.version = Some(Extract::parse("[BODY]").unwrap());
    let version = probe(versioned).versions.remove(0).version.unwrap();
    assert!(clean::is_clean(&version), "{version:?}");
    let binary = probe(at_address(always([ok("xx").as_bytes(), &[0xff, 0xfe]].concat()), OK));
    assert!(clean::is_clean(&binary.body));
}

/// A server that keeps connections: answers `requests` on each, then closes it. Counts its connections.
fn keeping(requests: usize) -> (SocketAddr, Arc<AtomicUsize>, mpsc::Receiver<()>) {
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    let (tell, closes) = mpsc::channel();
    let address = serve(move |stream, _| {
        count.fetch_add(1, Ordering::Relaxed);
        for _ in 0..requests {
            if read_request(&stream).is_empty() {
                return;
            }
            let _ = (&stream).write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }
        drop(stream);
        let _ = tell.send(());
    });
    (address, connections, closes)
}

fn kept(address: SocketAddr) -> Check {
    let mut check = at_address(address, OK);
    if let Probe::Http(probe) = &mut check.probe {
        probe.fresh = false;
    }
    check
}

#[test]
fn a_kept_connection_is_used_again_and_a_fresh_one_is_not() {
    let (address, connections, _closes) = keeping(3);
    let samples = probe_times(&[kept(address)], &[], LIMIT, 3);
    assert!(samples.iter().all(|sample| sample.result == Pass));
    assert_eq!(connections.load(Ordering::Relaxed), 1);
    let (address, connections, _closes) = keeping(1);
    let samples = probe_times(&[at_address(address, OK)], &[], LIMIT, 3);
    assert!(samples.iter().all(|sample| sample.result == Pass));
    assert_eq!(connections.load(Ordering::Relaxed), 3);
}

#[test]
fn a_kept_connection_that_the_server_closed_meanwhile_is_no_fail() {
    let (address, connections, closes) = keeping(1);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let real = Real::new(&[kept(address)], &[], variables());
    for _ in 0..3 {
        let sample = runtime.block_on(real.probe(0, at(0), LIMIT)).unwrap();
        assert_eq!((sample.result, sample.text.as_str()), (Pass, "status 200"));
        closes.recv().unwrap();
    }
    assert_eq!(connections.load(Ordering::Relaxed), 3);
}

#[test]
fn a_flood_of_headers_ends() {
    let address = serve(|stream, _| {
        read_request(&stream);
        let _ = (&stream).write_all(b"HTTP/1.1 200 OK\r\n");
        let mut number = 0_u64;
        while write!(&stream, "X-Flood-{number}: {}\r\n", "x".repeat(100)).is_ok() {
            number += 1;
        }
    });
    let sample = probe(at_address(address, OK));
    assert_eq!(sample.result, Fail(Cause::Body));
    assert!(sample.text.starts_with("the answer cannot be read: "), "{}", sample.text);
}

#[test]
fn what_does_not_speak_http_cannot_be_read() {
    let sample = probe(at_address(always("SSH-2.0-OpenSSH_9.2\r\n\r\n"), OK));
    assert_eq!(sample.result, Fail(Cause::Body), "{}", sample.text);
}

#[test]
fn a_connection_that_breaks_off_is_a_reset() {
    let cut = always("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    let sample = probe(at_address(cut, OK));
    assert_eq!((sample.result, sample.code), (Fail(Cause::Reset), Some(200)), "{}", sample.text);
    let silent = serve(|stream, _| {
        read_request(&stream);
    });
    let sample = probe(at_address(silent, OK));
    assert_eq!(sample.result, Fail(Cause::Reset), "{}", sample.text);
}

#[test]
fn what_does_not_speak_tls_is_a_tls_fail() {
    let address = serve(|stream, _| {
        let _ = (&stream).read(&mut [0; 64]);
        let _ = (&stream).write_all(ok("").as_bytes());
    });
    let sample = probe(http_check(&format!("https://localhost:{}/", address.port()), OK));
    let no_certificates = sample.text.starts_with("no CA certificates");
    assert!(no_certificates || sample.result == Fail(Cause::Tls), "{:?} {}", sample.result, sample.text);
}

#[test]
fn a_reference_that_is_not_set_is_ours() {
    let sample = probe(http_check("http://${GOLIVE_NOT_SET_ANYWHERE}/", OK));
    assert_eq!(sample.result, NoData(Cause::Unset));
    assert_eq!(sample.text, "${GOLIVE_NOT_SET_ANYWHERE} is not set");
}

#[test]
fn no_secret_comes_back_in_any_text() {
    let address = serve(|stream, _| {
        let head = read_request(&stream);
        let _ = (&stream).write_all(ok(&head).as_bytes());
    });
    let mut echoing = http_check(
        &format!("http://user:${{GOLIVE_TEST_TOKEN}}@{address}/?token=${{GOLIVE_TEST_TOKEN}}"),
        &["[BODY] == fine"],
    );
    echoing.version = Some(Extract::parse("[BODY]").unwrap());
    if let Probe::Http(probe) = &mut echoing.probe {
        probe.headers.insert("X-Api-Key".to_owned(), "${GOLIVE_TEST_TOKEN}".to_owned());
    }
    let sample = probe(echoing.clone());
    assert_eq!(sample.result, Fail(Cause::Body));
    assert!(sample.body.contains("x-api-key: ***"), "it did arrive: {}", sample.body);
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    if let Probe::Http(probe) = &mut echoing.probe {
        probe.url = format!("http://user:${{GOLIVE_TEST_TOKEN}}@{free}/?token=${{GOLIVE_TEST_TOKEN}}");
    }
    for sample in [sample, probe(echoing)] {
        let everything = format!("{sample:?}");
        for form in ["t0p", "s3cr3t", "dDBwLXMz", "dXNlcjp0"] {
            assert!(!everything.contains(form), "{form} in {everything}");
        }
    }
}

#[test]
fn each_target_is_asked_in_place_of_the_urls_host() {
    let (heads, seen) = mpsc::channel();
    let other_heads = heads.clone();
    let first = serve(move |stream, _| {
        heads.send(read_request(&stream)).unwrap();
        let _ = (&stream).write_all(ok(r#"{"version": "4.12.0"}"#).as_bytes());
    });
    let second = serve_on(&format!("127.0.0.2:{}", first.port()), move |stream, _| {
        other_heads.send(read_request(&stream)).unwrap();
        let _ = (&stream).write_all(response("503 No", "", r#"{"version": "4.11.3"}"#).as_bytes());
    });
    let mut check = http_check(&format!("http://shop.invalid:{}/ping", first.port()), OK);
    check.version = Some(Extract::parse("[BODY].version").unwrap());
    check.targets = vec![first.ip().to_string(), second.ip().to_string()];
    let sample = probe(check);
    assert_eq!(sample.result, Fail(Cause::Status));
    assert_eq!(sample.text, "127.0.0.2: status 503, wanted 200 (1 of 2 targets pass)");
    let versions: Vec<(&str, Option<&str>)> =
        sample.versions.iter().map(|read| (read.target.as_str(), read.version.as_deref())).collect();
    assert_eq!(versions, [("127.0.0.1", Some("4.12.0")), ("127.0.0.2", Some("4.11.3"))]);
    for _ in 0..2 {
        let head = seen.recv().unwrap().to_ascii_lowercase();
        assert!(head.contains(&format!("host: shop.invalid:{}\r\n", first.port())), "{head}");
    }
}

#[test]
fn the_page_of_a_switch_is_recognised() {
    let address = always(response("503 Maintenance", "", "back soon"));
    let switch = Switch {
        id: "maintenance".to_owned(),
        title: String::new(),
        on: None,
        off: None,
        expect: Some(Expect {
            checks: vec!["checkout".to_owned()],
            how: ExpectHow::Maintenance,
            at_most: None,
        }),
        verify_on: Some(Condition::parse("[STATUS] == 503").unwrap()),
        verify_off: Some(Condition::parse("[STATUS] == 200").unwrap()),
    };
    let sample = probe_times(&[at_address(address, OK)], &[switch], LIMIT, 1).remove(0);
    assert_eq!((sample.result, sample.page), (Fail(Cause::Status), Some(true)));
}

#[test]
fn what_must_fail_passes_when_refused() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let forbidden = |address| Check { must_fail: true, ..at_address(address, OK) };
    assert_eq!(probe(forbidden(free)).result, Pass);
    assert_eq!(probe(forbidden(always(ok("admin")))).result, Fail(Cause::MustFailPassed));
}

#[test]
fn a_tcp_check_connects_and_no_more() {
    let address = serve(|_, _| {});
    let tcp = |address: &str| Check { probe: Probe::Tcp { address: address.to_owned() }, ..check() };
    let sample = probe(tcp(&address.to_string()));
    assert_eq!((sample.result, sample.text.as_str()), (Pass, "connected"));
    assert!(sample.latency.is_some());
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_eq!(probe(tcp(&free.to_string())).result, Fail(Cause::Refused));
    assert_eq!(probe(tcp("${GOLIVE_NOT_SET_ANYWHERE}:5432")).result, NoData(Cause::Unset));
    assert_eq!(probe(tcp("no-port")).result, NoData(Cause::Unset));
}

#[test]
fn a_name_that_cannot_be_looked_up_is_ours_while_nothing_proves_the_name_service() {
    let sample = probe(http_check("http://golive-test.invalid/", OK));
    assert_eq!(
        (sample.result, sample.text.as_str()),
        (NoData(Cause::Dns), "the name could not be looked up")
    );
}

#[test]
fn a_check_of_another_kind_or_index_is_not_probed() {
    let other = Check { probe: Probe::NotPolled("tls".to_owned()), ..check() };
    assert_eq!(probe(other).result, NoData(Cause::Unset));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert!(runtime.block_on(Real::new(&[], &[], variables()).probe(3, at(0), LIMIT)).is_none());
}
