//! Checks and samples for tests, by the second.

use chrono::{DateTime, TimeDelta};

use crate::health::{Sample, SampleResult};
use crate::journal::{Cause, Stamp, TargetVersion};
use crate::plan::{Check, DownShare, HttpProbe, Intervals, Probe, Via, Weight};
use crate::session::CheckHealth;

/// So many seconds after 01:00:00 UTC.
pub(crate) fn at(second: i64) -> Stamp {
    let base = DateTime::parse_from_rfc3339("2027-02-10T01:00:00Z").unwrap().to_utc();
    Stamp { at: base + TimeDelta::seconds(second), up: 1_000_000 + second * 1000, boot: 1 }
}

/// A check with every default, probed every 10 s.
pub(crate) fn check() -> Check {
    let ten = TimeDelta::seconds(10);
    Check {
        id: "checkout".to_owned(),
        name: "Checkout".to_owned(),
        probe: Probe::Http(HttpProbe {
            method: "GET".to_owned(),
            url: "http://shop.example/".to_owned(),
            headers: std::collections::BTreeMap::new(),
            body: None,
            fresh: true,
        }),
        interval: Intervals { before: ten, execute: ten, validate: ten, stabilise: ten },
        timeout: TimeDelta::seconds(5),
        conditions: Vec::new(),
        weight: Weight::Deciding,
        critical: true,
        availability: true,
        degraded_above: None,
        down_after: 3,
        down_share: DownShare { failures: 4, of: 20 },
        up_after: 5,
        via: Via::Public,
        version: None,
        targets: Vec::new(),
        must_fail: false,
        active_from: None,
        active_until: None,
    }
}

/// A pass in 12 ms.
pub(crate) fn pass(second: i64) -> Sample {
    slow_pass(second, 12)
}

/// A pass that took so long.
pub(crate) fn slow_pass(second: i64, milliseconds: i64) -> Sample {
    Sample {
        at: at(second),
        result: SampleResult::Pass,
        latency: Some(TimeDelta::milliseconds(milliseconds)),
        code: Some(200),
        text: "status 200".to_owned(),
        versions: Vec::new(),
        page: None,
        body: String::new(),
    }
}

/// A fail.
pub(crate) fn fail(second: i64, cause: Cause) -> Sample {
    let result = SampleResult::Fail(cause);
    Sample { result, code: Some(503), text: "status 503, wanted 200".to_owned(), ..pass(second) }
}

/// No data.
pub(crate) fn no_data(second: i64, cause: Cause) -> Sample {
    let result = SampleResult::NoData(cause);
    Sample { result, code: None, latency: None, text: "no network".to_owned(), ..pass(second) }
}

/// What the targets of a check report.
pub(crate) fn versions(reports: &[(&str, Option<&str>)]) -> Vec<TargetVersion> {
    reports
        .iter()
        .map(|(target, version)| TargetVersion {
            target: (*target).to_owned(),
            version: version.map(ToOwned::to_owned),
        })
        .collect()
}

/// A check of which the journal knows nothing but that it exists, since second 0.
pub(crate) fn unjudged() -> CheckHealth {
    CheckHealth::fresh(at(0))
}
