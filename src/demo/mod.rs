//! The demo: an embedded shop on loopback, a whole plan, and two nights to play.

mod facts;
mod night;
mod opening;
mod place;
mod plan;
mod pods;
mod scenario;
mod server;
mod shop;

pub use facts::{Facts, Work};
pub use night::{Moment, Night, NightError, Press, Says, Texts};
pub use opening::{Opening, OpeningError, SPEED, Wish, open};
pub use place::{Found, default_path, look, make_folder, move_aside, plan_path};
pub use plan::{ACTOR, SOURCE, origin, plan};
pub use pods::{Host, Pod, Service};
pub use scenario::{Scenario, UnknownScenario};
pub use server::Shop;
pub use shop::{Reply, answer};
