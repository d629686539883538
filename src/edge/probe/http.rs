//! One HTTP request: no redirect followed, no proxy, a body read to 256 KiB and no further, one time limit over all.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{HOST, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method, RequestBuilder, Response, Url, redirect};
use tokio::time::Instant;

use super::answer::{Answer, Finding};
use super::net::{Names, Reach};
use super::tls::Tls;
use super::trouble;
use super::vars::{Resolver, Unset, percent_decoded};
use crate::health::SampleResult;
use crate::journal::Cause;
use crate::plan::HttpProbe;

/// Bytes of a body that are read, counted after decompression.
pub(super) const BODY_CAP: usize = 256 * 1024;
/// Longest time for a connection.
const CONNECT: Duration = Duration::from_secs(3);
/// Kept connections a host: checks of one host that are due together do not close each other's.
const KEPT: usize = 32;
/// How golive names itself.
const USER_AGENT: &str = concat!("golive/", env!("CARGO_PKG_VERSION"));

/// Clients by what they connect to: a target in place of the url's host, fresh or kept connections, TLS or none.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    target: Option<String>,
    fresh: bool,
    secure: bool,
}

/// Makes HTTP requests.
pub(super) struct Http {
    tls: Tls,
    clients: RefCell<HashMap<Key, Client>>,
    reach: Arc<Reach>,
}

/// A request with every reference resolved.
pub(super) struct Request {
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: Option<String>,
    fresh: bool,
}

impl Http {
    pub(super) fn new(reach: Arc<Reach>) -> Self {
        Self { tls: Tls::default(), clients: RefCell::default(), reach }
    }

    /// Asks one target, within `limit`.
    pub(super) async fn ask(
        &self,
        request: &Request,
        target: Option<&str>,
        limit: Duration,
    ) -> Result<Answer, Finding> {
        let status = Cell::new(None);
        match tokio::time::timeout(limit, self.exchange(request, target, &status)).await {
            Ok(answer) => answer,
            Err(_) => Err(too_slow(status.get(), limit)),
        }
    }

    async fn exchange(
        &self,
        request: &Request,
        target: Option<&str>,
        status: &Cell<Option<u16>>,
    ) -> Result<Answer, Finding> {
        let began = Instant::now();
        let secure = request.url.scheme() == "https";
        let mut response = match self.send(request, target).await? {
            Ok(response) => response,
            // A kept connection that the server has closed meanwhile says nothing about the service.
            Err(error) if !request.fresh && is_closed(&error) && is_repeatable(&request.method) => {
                self.send(request, target).await?.map_err(|error| self.trouble(&error, secure))?
            }
            Err(error) => return Err(self.trouble(&error, secure)),
        };
        status.set(Some(response.status().as_u16()));
        let ip = response.remote_addr().map(|address| address.ip());
        if let Some(ip) = ip {
            self.reach.reached(ip);
        }
        let (body, cut) = read(&mut response)
            .await
            .map_err(|error| Finding { code: status.get(), ..self.trouble(&error, secure) })?;
        Ok(Answer {
            status: status.get(),
            headers: headers(&response),
            body: String::from_utf8_lossy(&body).into_owned(),
            cut,
            took: began.elapsed(),
            ip: ip.map(|ip| ip.to_string()),
        })
    }

    fn trouble(&self, error: &reqwest::Error, secure: bool) -> Finding {
        trouble::of_request(error, secure, &self.reach)
    }

    async fn send(
        &self,
        request: &Request,
        target: Option<&str>,
    ) -> Result<Result<Response, reqwest::Error>, Finding> {
        let (url, host, target) = aim(&request.url, target);
        let client = self.client(target, request.fresh, url.scheme() == "https")?;
        let mut built: RequestBuilder =
            client.request(request.method.clone(), url).headers(request.headers.clone());
        if let (Some(host), false) = (host, request.headers.contains_key(HOST)) {
            built = built.header(HOST, host);
        }
        if let Some(body) = &request.body {
            built = built.body(body.clone());
        }
        Ok(built.send().await)
    }

    fn client(&self, target: Option<String>, fresh: bool, secure: bool) -> Result<Client, Finding> {
        let key = Key { target, fresh, secure };
        if let Some(client) = self.clients.borrow().get(&key) {
            return Ok(client.clone());
        }
        let ours = |text: String| Finding::without_answer(SampleResult::NoData(Cause::Network), text);
        let tls = if secure { self.tls.verified() } else { self.tls.plain() }.map_err(ours)?;
        let names = Names { target: key.target.clone(), reach: Arc::clone(&self.reach) };
        let client = Client::builder()
            .tls_backend_preconfigured(tls)
            .dns_resolver(names)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT)
            .pool_max_idle_per_host(if fresh { 0 } else { KEPT })
            .user_agent(USER_AGENT)
            .build()
            .map_err(|error| ours(format!("no HTTP client: {}", error.without_url())))?;
        self.clients.borrow_mut().insert(key, client.clone());
        Ok(client)
    }
}

impl Request {
    /// Resolves the references of a probe.
    pub(super) fn resolve(probe: &HttpProbe, resolver: &mut Resolver<'_>) -> Result<Self, Finding> {
        let unset = |Unset(name): Unset| {
            Finding::without_answer(SampleResult::NoData(Cause::Unset), format!("${{{name}}} is not set"))
        };
        let wrong = |what: String| Finding::without_answer(SampleResult::NoData(Cause::Unset), what);
        let url = resolver.resolve(&probe.url).map_err(unset)?;
        let url =
            Url::parse(&url).map_err(|error| wrong(format!("the url, once resolved, is none: {error}")))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(wrong("the url, once resolved, begins with neither http:// nor https://".to_owned()));
        }
        if let Some(password) = url.password() {
            // What is sent is the base64 of both, which holds neither of them as it is written.
            resolver.hide(&format!("{}:{}", percent_decoded(url.username()), percent_decoded(password)));
        }
        let mut headers = HeaderMap::new();
        for (name, template) in &probe.headers {
            let value = resolver.resolve(template).map_err(unset)?;
            let bad =
                || wrong(format!("the header {} cannot be sent as it is", crate::text::clean::line(name)));
            let mut value = HeaderValue::from_str(&value).map_err(|_| bad())?;
            value.set_sensitive(true);
            headers.append(HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad())?, value);
        }
        let body = probe.body.as_ref().map(|body| resolver.resolve(body).map_err(unset)).transpose()?;
        let method = Method::from_bytes(probe.method.as_bytes())
            .map_err(|_| wrong("the method is none".to_owned()))?;
        Ok(Self { method, url, headers, body, fresh: probe.fresh })
    }

    /// The host that is asked where the plan names no targets.
    pub(super) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }
}

/// Where to connect: the url to ask, the `Host` to send where it differs, and the host that the client looks up. The
/// url's own host is kept for `Host` and SNI; one that is an address is replaced, as no name is looked up for it.
fn aim(url: &Url, target: Option<&str>) -> (Url, Option<String>, Option<String>) {
    let Some(target) = target else { return (url.clone(), None, None) };
    let mut aimed = url.clone();
    let own = match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (host, _) => host.unwrap_or_default().to_owned(),
    };
    let (host, port) = split(target);
    if port.is_some() {
        let _ = aimed.set_port(port);
    }
    let is_name = url.domain().is_some();
    if !is_name {
        let _ = aimed.set_host(Some(host));
    }
    (aimed, Some(own), is_name.then(|| host.to_owned()))
}

/// A target's host and, where it names one, its port.
pub(super) fn split(target: &str) -> (&str, Option<u16>) {
    let plain_v6 = target.matches(':').count() > 1 && !target.contains(']');
    match target.rsplit_once(':') {
        Some((host, port)) if !plain_v6 && !port.ends_with(']') => (host, port.parse().ok()),
        _ => (target, None),
    }
}

/// The body up to the cap, and whether there was more.
async fn read(response: &mut Response) -> Result<(Vec<u8>, bool), reqwest::Error> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        let room = BODY_CAP - body.len();
        if chunk.len() > room {
            body.extend_from_slice(chunk.get(..room).unwrap_or_default());
            return Ok((body, true));
        }
        body.extend_from_slice(&chunk);
    }
    Ok((body, false))
}

fn headers(response: &Response) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    response.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect()
}

fn too_slow(status: Option<u16>, limit: Duration) -> Finding {
    let limit = crate::text::duration::exact(chrono::TimeDelta::from_std(limit).unwrap_or_default());
    let text = match status {
        Some(status) => format!("the answer (status {status}) did not end within {limit}"),
        None => format!("no answer within {limit}"),
    };
    Finding { code: status, ..Finding::without_answer(SampleResult::Fail(Cause::Timeout), text) }
}

fn is_closed(error: &reqwest::Error) -> bool {
    error.is_request() && !error.is_connect() && !error.is_timeout()
}

fn is_repeatable(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aimed(url: &str, target: &str) -> (String, Option<String>, Option<String>) {
        let (url, host, lookup) = aim(&Url::parse(url).unwrap(), Some(target));
        (url.to_string(), host, lookup)
    }

    #[test]
    fn a_target_takes_the_place_of_the_host_and_the_host_header_stays() {
        let same = |text: &str| Some(text.to_owned());
        assert_eq!(
            aimed("https://shop.example/ping", "10.0.0.12"),
            ("https://shop.example/ping".to_owned(), same("shop.example"), same("10.0.0.12")),
            "SNI is the url's host, the connection goes to the target"
        );
        assert_eq!(
            aimed("http://shop.example:8080/ping", "web-1:9090"),
            ("http://shop.example:9090/ping".to_owned(), same("shop.example:8080"), same("web-1"))
        );
        assert_eq!(
            aimed("http://10.0.0.12:8080/ping", "10.0.0.13"),
            ("http://10.0.0.13:8080/ping".to_owned(), same("10.0.0.12:8080"), None)
        );
    }

    #[test]
    fn targets_may_name_a_port() {
        assert_eq!(split("web-1"), ("web-1", None));
        assert_eq!(split("10.0.0.12:8443"), ("10.0.0.12", Some(8443)));
        assert_eq!(split("[::1]:8443"), ("[::1]", Some(8443)));
        assert_eq!(split("[::1]"), ("[::1]", None));
        assert_eq!(split("fd00::1"), ("fd00::1", None));
    }
}
