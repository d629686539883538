//! The shop on loopback: real HTTP, on a thread of its own, told the session's facts by whoever folds it.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, oneshot};

use super::facts::Facts;
use super::pods::{Host, Pod};
use super::scenario::Scenario;
use super::shop::{Reply, answer};
use crate::edge::clock::Clock;
use crate::edge::probe::Variables;

/// Connections served at once; more wait their turn.
const MOST_CONNECTIONS: usize = 128;
/// Bytes of a request's head; more is refused.
const LARGEST_HEAD: usize = 16 * 1024;
/// Real time within which a request's head must have come.
const SLOWEST_HEAD: Duration = Duration::from_secs(5);
/// How often another port is tried where one of the pods' addresses has it taken.
const TRIES: u32 = 16;

/// The running shop. Dropping it closes its ports and ends its thread.
#[derive(Debug)]
pub struct Shop {
    port: u16,
    seen: Arc<Mutex<Seen>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What the shop was last told.
#[derive(Debug)]
struct Seen {
    scenario: Scenario,
    facts: Facts,
    clock: Clock,
}

impl Shop {
    /// Opens the shop on a free port of loopback: the load balancer and every pod on an address of its own. Nothing
    /// has happened in it yet, and it lives by `clock`.
    ///
    /// # Errors
    /// No free port, an address of 127.0.0.0/8 that cannot be used, or no further thread.
    pub fn start(scenario: Scenario, clock: Clock) -> io::Result<Self> {
        let (port, listeners) = listen()?;
        let seen = Arc::new(Mutex::new(Seen { scenario, facts: Facts::default(), clock }));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let told = Arc::clone(&seen);
        let thread = std::thread::Builder::new()
            .name("demo-shop".to_owned())
            .spawn(move || runtime.block_on(serve(listeners, told, stopped)))?;
        Ok(Self { port, seen, stop: Some(stop), thread: Some(thread) })
    }

    /// Tells the shop what the session is now, and by which clock it lives.
    pub fn observe(&self, facts: Facts, clock: Clock) {
        let mut seen = lock(&self.seen);
        seen.facts = facts;
        seen.clock = clock;
    }

    /// Where the load balancer listens.
    pub fn address(&self) -> SocketAddr {
        SocketAddr::V4(SocketAddrV4::new(Host::FRONT, self.port))
    }

    /// What the references of the demo's plan stand for; the process's own environment is not touched.
    pub fn variables(&self) -> Variables {
        let address = self.address();
        Variables::with(move |name| match name {
            "DEMO_SHOP" => Some(format!("http://{address}")),
            "DEMO_SHOP_ADDRESS" => Some(address.to_string()),
            _ => None,
        })
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // Its thread ends by itself; how is nobody's concern any more.
            let _ = thread.join();
        }
    }
}

fn lock(seen: &Mutex<Seen>) -> MutexGuard<'_, Seen> {
    seen.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One port, free on every address of the shop.
fn listen() -> io::Result<(u16, Vec<TcpListener>)> {
    let mut last = io::Error::from(io::ErrorKind::AddrInUse);
    for _ in 0..TRIES {
        match listen_once() {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => last = error,
            other => return other,
        }
    }
    Err(last)
}

fn listen_once() -> io::Result<(u16, Vec<TcpListener>)> {
    let front = bind(Host::FRONT, 0)?;
    let port = front.local_addr()?.port();
    let mut listeners = vec![front];
    for pod in Pod::ALL {
        listeners.push(bind(pod.address, port)?);
    }
    Ok((port, listeners))
}

fn bind(address: Ipv4Addr, port: u16) -> io::Result<TcpListener> {
    let listener = TcpListener::bind((address, port)).map_err(|error| {
        io::Error::new(error.kind(), format!("cannot listen on {address}:{port}: {error}"))
    })?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

async fn serve(listeners: Vec<TcpListener>, seen: Arc<Mutex<Seen>>, stopped: oneshot::Receiver<()>) {
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    for listener in listeners {
        if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
            tokio::spawn(accept(listener, Arc::clone(&seen), Arc::clone(&room)));
        }
    }
    // An error only says that the sender was dropped, which means the same.
    let _ = stopped.await;
}

async fn accept(listener: tokio::net::TcpListener, seen: Arc<Mutex<Seen>>, room: Arc<Semaphore>) {
    while let Ok(permit) = Arc::clone(&room).acquire_owned().await {
        match listener.accept().await {
            Ok((stream, _)) => {
                let seen = Arc::clone(&seen);
                tokio::spawn(async move {
                    converse(stream, &seen).await;
                    drop(permit);
                });
            }
            // Out of descriptors, most likely: room comes when others leave.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

/// One connection, from its first request to its last. What a client does wrong ends its own connection only.
async fn converse(stream: TcpStream, seen: &Mutex<Seen>) {
    let host = stream.local_addr().map_or(Host::Front, |address| Host::at(address.ip()));
    let service = service_fn(|request: Request<Incoming>| async move {
        let reply = {
            let seen = lock(seen);
            answer(seen.scenario, &seen.facts, host, request.uri().path(), seen.clock.now())
        };
        tokio::time::sleep(reply.delay).await;
        Ok::<_, Infallible>(response(reply))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(SLOWEST_HEAD)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    // A broken request or a client gone: its own concern.
    let _ = connection.await;
}

fn response(reply: Reply) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(reply.body)));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in reply.headers {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}
