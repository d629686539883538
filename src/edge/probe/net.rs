//! Names and reach: looks names up, and remembers whether anything was found or reached lately, which tells a service
//! that is gone from a network that is.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::time::Instant;

/// For so long something found or reached proves that name service or network work.
const PROOF: Duration = Duration::from_secs(60);

/// When names were last found and hosts last reached, by any check.
#[derive(Debug)]
pub(super) struct Reach {
    began: Instant,
    /// Milliseconds after `began`, plus one; 0 = never.
    found: AtomicU64,
    reached: AtomicU64,
}

impl Reach {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self { began: Instant::now(), found: AtomicU64::new(0), reached: AtomicU64::new(0) })
    }

    /// A host on the network answered, if only by a refusal. The own machine proves nothing.
    pub(super) fn reached(&self, ip: IpAddr) {
        if !ip.is_loopback() {
            self.reached.store(self.stamp(), Ordering::Relaxed);
        }
    }

    pub(super) fn network_works(&self) -> bool {
        self.is_recent(&self.reached)
    }

    fn names_work(&self) -> bool {
        self.is_recent(&self.found)
    }

    fn stamp(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX).saturating_add(1)
    }

    fn is_recent(&self, mark: &AtomicU64) -> bool {
        let mark = mark.load(Ordering::Relaxed);
        mark > 0 && u128::from(self.stamp() - mark.min(self.stamp())) <= PROOF.as_millis()
    }
}

/// Why a name led nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LookupError {
    /// There is no such name, although others are found: the service's.
    NoSuchName,
    /// Nothing can be looked up, or nobody can tell: ours.
    NoNameService,
    /// It leads to addresses of this link only, such as a cloud's metadata service.
    LinkLocal,
}

impl fmt::Display for LookupError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::NoSuchName => "the name does not exist",
            Self::NoNameService => "the name could not be looked up",
            Self::LinkLocal => "the name leads to a link-local address, which is not probed",
        })
    }
}

impl std::error::Error for LookupError {}

/// The addresses of a host. An address is itself.
pub(super) async fn look_up(host: &str, port: u16, reach: &Reach) -> Result<Vec<SocketAddr>, LookupError> {
    if let Ok(ip) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(ip, port)]);
    }
    match tokio::net::lookup_host((host, port)).await {
        Ok(found) => {
            if !host.eq_ignore_ascii_case("localhost") {
                reach.found.store(reach.stamp(), Ordering::Relaxed);
            }
            let found: Vec<SocketAddr> = found.filter(|address| !is_link_local(address.ip())).collect();
            if found.is_empty() { Err(LookupError::LinkLocal) } else { Ok(found) }
        }
        Err(error) if says_no_such_name(&error) && reach.names_work() => Err(LookupError::NoSuchName),
        Err(_) => Err(LookupError::NoNameService),
    }
}

fn is_link_local(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    }
}

/// The standard library hands the resolver's answer on only as text.
fn says_no_such_name(error: &io::Error) -> bool {
    let text = error.to_string();
    ["Name or service not known", "No address associated", "Name does not resolve", "nodename nor servname"]
        .iter()
        .any(|words| text.contains(words))
}

/// Looks names up for a client; a client of one target asks for that host whatever the url says.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) target: Option<String>,
    pub(super) reach: Arc<Reach>,
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let host = self.target.clone().unwrap_or_else(|| name.as_str().to_owned());
        let reach = Arc::clone(&self.reach);
        Box::pin(async move {
            let found = look_up(&host, 0, &reach).await?;
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_reached_proves_the_network_for_a_minute_and_loopback_proves_nothing() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
        runtime.unwrap().block_on(async {
            let reach = Reach::new();
            reach.reached("127.0.0.1".parse().unwrap());
            assert!(!reach.network_works());
            reach.reached("192.0.2.1".parse().unwrap());
            assert!(reach.network_works());
            tokio::time::advance(PROOF).await;
            assert!(reach.network_works());
            tokio::time::advance(Duration::from_millis(5)).await;
            assert!(!reach.network_works());
        });
    }

    #[test]
    fn a_name_that_does_not_exist_is_the_services_only_while_others_are_found() {
        let reach = Reach::new();
        let no_such = io::Error::other("failed to lookup address information: Name or service not known");
        let no_server =
            io::Error::other("failed to lookup address information: Temporary failure in name resolution");
        assert!(says_no_such_name(&no_such) && !says_no_such_name(&no_server));
        assert!(!reach.names_work());
        reach.found.store(reach.stamp(), Ordering::Relaxed);
        assert!(reach.names_work());
    }

    #[test]
    fn addresses_are_not_looked_up() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let reach = Reach::new();
        for (host, wanted) in
            [("127.0.0.1", "127.0.0.1:80"), ("[::1]", "[::1]:80"), ("169.254.1.1", "169.254.1.1:80")]
        {
            let found = runtime.block_on(look_up(host, 80, &reach)).unwrap();
            assert_eq!(found, [wanted.parse().unwrap()], "an address in the plan is meant");
        }
    }
}
