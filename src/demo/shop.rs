//! What the shop answers: a pure function of scenario, session and moment. No I/O, no chance, no clock.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::facts::Facts;
use super::pods::{Host, NEW, Pod, Service};
use super::scenario::Scenario;
use crate::journal::Stamp;

/// How long after its deployment the new payments service runs out of connections.
const POOL_LASTS: TimeDelta = TimeDelta::seconds(20);
/// What a path begins with that reaches behind the maintenance page.
const INSIDE: &str = "/inside";
/// Latencies change every so many seconds.
const SLOT_SECONDS: i64 = 10;

/// One answer, and how long it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Name and value.
    pub headers: Vec<(&'static str, &'static str)>,
    /// Body.
    pub body: String,
    /// Real time until the answer.
    pub delay: Duration,
}

/// A place of the shop that can be asked for.
#[derive(Debug)]
struct Place {
    path: &'static str,
    /// What it needs to answer, the one it runs on first.
    needs: &'static [Service],
    /// Customers reach it.
    public: bool,
    /// Milliseconds in a quiet moment.
    takes: u64,
}

const PLACES: [Place; 7] = [
    Place { path: "/", needs: &[Service::Web], public: true, takes: 7 },
    Place { path: "/catalogue", needs: &[Service::Api], public: true, takes: 12 },
    Place { path: "/cart", needs: &[Service::Api], public: true, takes: 10 },
    Place { path: "/checkout", needs: &[Service::Api, Service::Payments], public: true, takes: 21 },
    Place { path: "/search", needs: &[Service::Web], public: true, takes: 15 },
    Place { path: "/payments", needs: &[Service::Payments], public: false, takes: 18 },
    Place { path: "/admin", needs: &[Service::Api], public: false, takes: 9 },
];

/// What `host` answers to a request for `path` (query and all) at `now`.
pub fn answer(scenario: Scenario, facts: &Facts, host: Host, path: &str, now: Stamp) -> Reply {
    let path = path.split(['?', '#']).next().unwrap_or("");
    let shop = Moment { scenario, facts, now: now.at };
    match host {
        Host::Pod(pod) => shop.pod(pod, path),
        Host::Front => shop.front(path),
    }
}

/// The shop at one moment.
struct Moment<'a> {
    scenario: Scenario,
    facts: &'a Facts,
    now: DateTime<Utc>,
}

impl Moment<'_> {
    fn pod(&self, pod: &Pod, path: &str) -> Reply {
        if path != "/inside/version" {
            return not_found();
        }
        let delay = self.takes(pod.name, 3);
        if pod.is_restarting(self.facts, self.now) {
            return json(503, &[("status", "starting"), ("pod", pod.name)], delay);
        }
        let version = pod.version(self.facts, self.now);
        json(200, &[("status", "ok"), ("pod", pod.name), ("version", version)], delay)
    }

    fn front(&self, path: &str) -> Reply {
        match path {
            "/edge/maintenance" => {
                let page = if self.facts.page.is_some() { "on" } else { "off" };
                json(200, &[("maintenance", page)], self.takes(path, 2))
            }
            "/desk/notices" => json(202, &[("status", "accepted")], self.takes(path, 4)),
            "/inside/version" => self.versions(),
            _ => match path.strip_prefix(INSIDE) {
                Some(inside) => {
                    find(inside, |_| true).map_or_else(not_found, |place| self.place(place, path))
                }
                None => find(path, |place| place.public).map_or_else(not_found, |place| {
                    if self.facts.page.is_some() { self.page() } else { self.place(place, path) }
                }),
            },
        }
    }

    /// The maintenance page, as every customer sees it.
    fn page(&self) -> Reply {
        Reply {
            status: 503,
            headers: vec![("content-type", HTML), ("retry-after", "300"), ("x-page", "maintenance")],
            body: html(
                "We are getting the Spring Sale ready",
                "The shop is back shortly. Your cart is kept.",
            ),
            delay: self.takes("page", 2),
        }
    }

    fn place(&self, place: &Place, path: &str) -> Reply {
        let delay = self.takes(path, self.quiet(place));
        if let Some((status, why)) = place.needs.iter().find_map(|service| self.fault(*service)) {
            return json(status, &[("status", "down"), ("detail", &why)], delay);
        }
        if path == "/" {
            let title = format!("Spring Sale at {}", self.version(Service::Web));
            let headers = vec![("content-type", HTML)];
            return Reply { status: 200, headers, body: html("Spring Sale", &title), delay };
        }
        let version = place.needs.first().map_or(NEW, |service| self.version(*service));
        let name = place.path.trim_start_matches('/');
        json(200, &[("status", "ok"), ("service", name), ("version", version)], delay)
    }

    /// Every pod's release; the whole one is the one that runs on most.
    fn versions(&self) -> Reply {
        let all = Pod::ALL.iter().map(|pod| (pod.name, pod.version(self.facts, self.now)));
        let mut fields: Vec<(&str, &str)> = vec![("status", "ok")];
        fields.extend(all);
        json(200, &fields, self.takes("versions", 3))
    }

    /// Why a service cannot answer, where it cannot.
    fn fault(&self, service: Service) -> Option<(u16, String)> {
        if service == Service::Payments && self.payments_are_exhausted() {
            return Some((503, "payments: no free connection to the acquirer (pool 0 of 40)".to_owned()));
        }
        let restarting = Pod::of(service).find(|pod| pod.is_restarting(self.facts, self.now))?;
        Some((502, format!("{} took the request and is restarting", restarting.name)))
    }

    /// The fault of `payments-down`: from a while after the deployment until no pod runs the new release.
    fn payments_are_exhausted(&self) -> bool {
        let deployed = self.facts.work(Service::Payments.deployed_by()).and_then(super::facts::Work::done_at);
        let since = deployed.and_then(|at| at.checked_add_signed(POOL_LASTS));
        self.scenario == Scenario::PaymentsDown
            && since.is_some_and(|since| since <= self.now)
            && Pod::of(Service::Payments).any(|pod| pod.version(self.facts, self.now) == NEW)
    }

    /// The release of most of a service's pods, the old one where they are even.
    fn version(&self, service: Service) -> &'static str {
        let (new, old): (Vec<_>, Vec<_>) = Pod::of(service)
            .map(|pod| pod.version(self.facts, self.now))
            .partition(|version| *version == NEW);
        if new.len() > old.len() { NEW } else { super::pods::OLD }
    }

    /// Milliseconds that a place takes in a quiet moment; the new search looks at more and takes longer.
    fn quiet(&self, place: &Place) -> u64 {
        let is_new_search = place.path == "/search" && self.version(Service::Web) == NEW;
        if is_new_search { place.takes + place.takes / 2 } else { place.takes }
    }

    /// The real time of an answer: what it takes in a quiet moment and up to half as much again, by path and slot.
    fn takes(&self, path: &str, quiet: u64) -> Duration {
        let slot = self.now.timestamp().div_euclid(SLOT_SECONDS);
        let busy = mix(path, slot) % 1000;
        Duration::from_micros(quiet * 1000 + quiet * busy / 2)
    }
}

fn find(path: &str, which: impl Fn(&Place) -> bool) -> Option<&'static Place> {
    PLACES.iter().find(|place| place.path == path && which(place))
}

const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json";

fn html(title: &str, text: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\n\
         <body><h1>{title}</h1><p>{text}</p></body></html>\n"
    )
}

fn json(status: u16, fields: &[(&str, &str)], delay: Duration) -> Reply {
    let body: serde_json::Map<String, serde_json::Value> =
        fields.iter().map(|(key, value)| ((*key).to_owned(), (*value).into())).collect();
    let body = serde_json::Value::Object(body).to_string();
    Reply { status, headers: vec![("content-type", JSON)], body, delay }
}

fn not_found() -> Reply {
    json(404, &[("status", "not found")], Duration::from_millis(1))
}

/// FNV-1a of a text and a number: the same on every machine and in every run.
fn mix(text: &str, number: i64) -> u64 {
    let bytes = text.bytes().chain(number.to_le_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests;
