//! Probing: HTTP requests and TCP connects on a thread of their own, start to start, each within its time.
//!
//! Nothing here is built before [`Probing::start`] is called, and that is after the first frame: a TLS provider, the
//! system's certificates and an HTTP client cost more than drawing it.

mod answer;
mod http;
mod net;
mod real;
mod run;
mod schedule;
mod scripted;
mod tcp;
mod tls;
mod trouble;
mod vars;

use std::future::Future;
use std::time::Duration;

use crate::health::Sample;
use crate::journal::Stamp;

pub use real::Real;
pub use run::{Circumstances, Probing};
pub use scripted::Scripted;
pub use vars::Variables;

/// The seam: makes one probe of one check, all its targets together.
pub trait Prober {
    /// Probes the check of this index in the plan, starting at `at`, and is over within `limit`. `None` where there is
    /// no such check.
    fn probe(&self, check: usize, at: Stamp, limit: Duration) -> impl Future<Output = Option<Sample>>;
}

#[cfg(test)]
mod tests;
