//! The demo's shop over real TCP: it answers what the pure shop says, follows the session, and survives bad clients.
#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail as the test may")]

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use chrono::{DateTime, TimeDelta};
use golive::demo::{Facts, Pod, Scenario, Shop, Work};
use golive::edge::clock::Clock;
use golive::journal::Stamp;

/// A clock that stands still: it began far in the future of the boot clock.
fn clock(second: i64) -> Clock {
    let at = DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap();
    Clock::Scaled { origin: Stamp { at, up: second * 1000, boot: 1 }, since: 1e12, speed: 1.0 }
}

fn shop(scenario: Scenario) -> Shop {
    Shop::start(scenario, clock(0)).unwrap()
}

/// Sends bytes and reads until the other side closes.
fn talk(to: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(to).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    // A server that has heard enough may close before everything is written.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn get(to: SocketAddr, path: &str) -> String {
    talk(to, format!("GET {path} HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n").as_bytes())
}

fn done(step: &str) -> Facts {
    let at = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    let work = Work { started: at, ended: Some(at), done: true, planned: TimeDelta::minutes(5) };
    Facts { steps: [(step.to_owned(), work)].into(), ..Facts::default() }
}

#[test]
fn it_listens_on_loopback_and_every_pod_has_an_address_of_its_own() {
    let shop = shop(Scenario::Happy);
    assert_eq!(shop.address().ip(), Ipv4Addr::LOCALHOST);
    assert!(get(shop.address(), "/").contains("<h1>Spring Sale</h1>"));
    assert!(get(shop.address(), "/inside/checkout").starts_with("HTTP/1.1 200 OK"));
    for pod in Pod::ALL {
        let answer = get(SocketAddr::new(pod.address.into(), shop.address().port()), "/inside/version");
        assert!(answer.contains(pod.name) && answer.contains("4.11.3"), "{answer}");
    }
}

#[test]
fn it_follows_what_it_is_told_and_the_clock_it_is_given() {
    let shop = shop(Scenario::PaymentsDown);
    let payments = || get(shop.address(), "/inside/payments");
    assert!(payments().starts_with("HTTP/1.1 200"));
    shop.observe(done("3.1.c"), clock(19));
    assert!(payments().starts_with("HTTP/1.1 200"));
    shop.observe(done("3.1.c"), clock(20));
    assert!(payments().starts_with("HTTP/1.1 503"));
    assert!(payments().contains("no free connection"));
    let page = Facts { page: DateTime::from_timestamp(1_800_000_000, 0), ..Facts::default() };
    shop.observe(page, clock(30));
    let customers = get(shop.address(), "/cart");
    assert!(
        customers.contains("x-page: maintenance") && customers.contains("retry-after: 300"),
        "{customers}"
    );
    assert!(payments().starts_with("HTTP/1.1 200"));
}

#[test]
fn one_connection_carries_several_requests_and_a_head_has_no_body() {
    let shop = shop(Scenario::Happy);
    let head = "HEAD /cart HTTP/1.1\r\nHost: shop\r\n\r\n";
    let put = "PUT /edge/maintenance HTTP/1.1\r\nHost: shop\r\nContent-Length: 2\r\n\r\non";
    let last = "GET /search?q=%F0 HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n";
    let answers = talk(shop.address(), format!("{head}{put}{last}").as_bytes());
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 3, "{answers}");
    assert_eq!(answers.matches("\"service\":\"cart\"").count(), 0, "{answers}");
    assert!(answers.contains("\"service\":\"search\""), "{answers}");
}

#[test]
fn bad_clients_end_their_own_connection_and_nothing_else() {
    let shop = shop(Scenario::Happy);
    let long = format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(200_000));
    let headers = format!("GET / HTTP/1.1\r\n{}\r\n", "x: y\r\n".repeat(5_000));
    let bad: [&[u8]; 9] = [
        b"\0\0\0\0",
        b"\xff\xfe GET / HTTP/9.9\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET  HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nffffffffffffffffff\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        long.as_bytes(),
        headers.as_bytes(),
    ];
    for bytes in bad {
        let start = String::from_utf8_lossy(bytes.get(..bytes.len().min(40)).unwrap()).into_owned();
        let answer = talk(shop.address(), bytes);
        assert!(!answer.starts_with("HTTP/1.1 200") || bytes.starts_with(b"POST"), "{start:?}: {answer}");
        assert!(get(shop.address(), "/cart").starts_with("HTTP/1.1 200"), "after {start:?}");
    }
    for _ in 0..300 {
        drop(TcpStream::connect(shop.address()).unwrap());
    }
    assert!(get(shop.address(), "/cart").starts_with("HTTP/1.1 200"));
}

#[test]
fn two_shops_do_not_disturb_one_another_and_a_closed_one_refuses() {
    let (first, second) = (shop(Scenario::Happy), shop(Scenario::PaymentsDown));
    assert_ne!(first.address(), second.address());
    let gone = first.address();
    drop(first);
    assert!(TcpStream::connect(gone).is_err());
    assert!(get(second.address(), "/").starts_with("HTTP/1.1 200"));
}
