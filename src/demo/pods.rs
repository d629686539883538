//! The machines of the shop: which release each runs, and when it restarts.

use std::net::{IpAddr, Ipv4Addr};

use chrono::{DateTime, TimeDelta, Utc};

use super::facts::Facts;

/// The release that is live before the night, and again after a rollback.
pub const OLD: &str = "4.11.3";
/// The release that goes live.
pub const NEW: &str = "4.12.0";

/// How long a pod answers nothing while it restarts. No longer than the time-out of the checks, under which no failing
/// check is probed again: one probe may meet it, never a second.
pub const RESTART: TimeDelta = TimeDelta::seconds(3);

/// A part of the shop that is deployed by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// Catalogue, cart, checkout, admin.
    Api,
    /// Payments.
    Payments,
    /// Home page and search.
    Web,
}

impl Service {
    /// As answers name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Payments => "payments",
            Self::Web => "web",
        }
    }

    /// The step of the plan that deploys it.
    pub fn deployed_by(self) -> &'static str {
        match self {
            Self::Api => "3.1.b",
            Self::Payments => "3.1.c",
            Self::Web => "3.1.e",
        }
    }

    /// The step of the runbook that takes it back.
    pub fn taken_back_by(self) -> &'static str {
        match self {
            Self::Api => "r4",
            Self::Payments => "r3",
            Self::Web => "r1",
        }
    }
}

/// One machine.
#[derive(Debug, PartialEq, Eq)]
pub struct Pod {
    /// For people, e.g. `api-1`.
    pub name: &'static str,
    /// What runs on it.
    pub service: Service,
    /// Its address on loopback; the plan's version check names it as a target.
    pub address: Ipv4Addr,
    /// Hundredths of the deployment after which it is restarted with the new release.
    turn: u8,
}

const fn pod(name: &'static str, service: Service, (row, place): (u8, u8), turn: u8) -> Pod {
    Pod { name, service, address: Ipv4Addr::new(127, 0, row, place), turn }
}

/// Who is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    /// The load balancer in front of everything.
    Front,
    /// One machine.
    Pod(&'static Pod),
}

impl Host {
    /// The load balancer's address.
    pub const FRONT: Ipv4Addr = Ipv4Addr::LOCALHOST;

    /// Who listens on an address.
    pub fn at(address: IpAddr) -> Self {
        Pod::ALL.iter().find(|pod| IpAddr::V4(pod.address) == address).map_or(Self::Front, Self::Pod)
    }
}

impl Pod {
    /// All machines.
    pub const ALL: &'static [Self] = &[
        pod("api-1", Service::Api, (1, 1), 30),
        pod("api-2", Service::Api, (1, 2), 60),
        pod("payments-1", Service::Payments, (2, 1), 30),
        pod("payments-2", Service::Payments, (2, 2), 60),
        pod("web-1", Service::Web, (3, 1), 30),
        pod("web-2", Service::Web, (3, 2), 60),
    ];

    /// The machines of a service.
    pub fn of(service: Service) -> impl Iterator<Item = &'static Self> {
        Self::ALL.iter().filter(move |pod| pod.service == service)
    }

    /// The release it runs.
    pub fn version(&self, facts: &Facts, now: DateTime<Utc>) -> &'static str {
        if self.deployed(facts, now).is_some() && self.taken_back(facts, now).is_none() { NEW } else { OLD }
    }

    /// Whether it is just starting, and answers nothing.
    pub fn is_restarting(&self, facts: &Facts, now: DateTime<Utc>) -> bool {
        let deployed = self.deployed(facts, now);
        let back = deployed.and_then(|_| self.taken_back(facts, now));
        [deployed, back].into_iter().flatten().any(|at| now.signed_duration_since(at) < RESTART)
    }

    fn deployed(&self, facts: &Facts, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.reached(facts, self.service.deployed_by(), now)
    }

    fn taken_back(&self, facts: &Facts, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.reached(facts, self.service.taken_back_by(), now)
    }

    fn reached(&self, facts: &Facts, step: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        facts.work(step)?.reached(f64::from(self.turn) / 100.0, now)
    }
}
