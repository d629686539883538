//! The demo: an embedded shop on loopback, a whole plan, and two nights to play.

mod facts;
mod pods;
mod scenario;
mod server;
mod shop;

pub use facts::{Facts, Work};
pub use pods::{Host, Pod, Service};
pub use scenario::{Scenario, UnknownScenario};
pub use server::Shop;
pub use shop::{Reply, answer};
