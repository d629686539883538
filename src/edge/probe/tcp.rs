//! One TCP connect.

use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::Instant;

use super::answer::{Answer, Finding};
use super::http::split;
use super::net::{Reach, look_up};
use super::trouble;
use crate::health::SampleResult;
use crate::journal::Cause;
use crate::text::duration;

/// Connects to `host:port`, or to the target in place of the host, within `limit`.
pub(super) async fn connect(
    address: &str,
    target: Option<&str>,
    limit: Duration,
    reach: &Reach,
) -> Result<Answer, Finding> {
    let (own, port) = split(address);
    let (host, other_port) = target.map_or((own, None), split);
    let Some(port) = other_port.or(port) else {
        let text = "the address, once resolved, has no port";
        return Err(Finding::without_answer(SampleResult::NoData(Cause::Unset), text));
    };
    let limit_text = duration::exact(chrono::TimeDelta::from_std(limit).unwrap_or_default());
    match tokio::time::timeout(limit, reach_one(host, port, reach)).await {
        Ok(answer) => answer,
        Err(_) => Err(Finding::without_answer(
            SampleResult::Fail(Cause::Timeout),
            format!("no connection within {limit_text}"),
        )),
    }
}

/// The first of the host's addresses that accepts; else why the last did not.
async fn reach_one(host: &str, port: u16, reach: &Reach) -> Result<Answer, Finding> {
    let began = Instant::now();
    let addresses = look_up(host, port, reach).await.map_err(trouble::of_lookup)?;
    let mut last = None;
    for address in addresses {
        match TcpStream::connect(address).await {
            // A connect to an own free port can meet itself; nobody listens there.
            Ok(stream) if stream.local_addr().ok() == Some(address) => {
                last = Some(std::io::Error::from(std::io::ErrorKind::ConnectionRefused));
            }
            Ok(_) => {
                reach.reached(address.ip());
                let ip = Some(address.ip().to_string());
                return Ok(Answer { took: began.elapsed(), ip, ..Answer::default() });
            }
            Err(error) => {
                if error.kind() == std::io::ErrorKind::ConnectionRefused {
                    reach.reached(address.ip());
                }
                last = Some(error);
            }
        }
    }
    let error = last.unwrap_or_else(|| std::io::Error::from(std::io::ErrorKind::NotFound));
    Err(trouble::of_io(&error, reach))
}
