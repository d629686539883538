//! The real prober: asks every target of a check and puts together what they say.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use super::Prober;
use super::answer::{Answer, Finding, Named, Pages, combine, judge};
use super::http::{Http, Request};
use super::net::Reach;
use super::tcp;
use super::vars::{Resolver, Unset, Variables};
use crate::health::{Sample, SampleResult};
use crate::journal::{Cause, Stamp};
use crate::plan::{Check, Probe, Switch};

/// Characters of a body that are shown.
const EXCERPT: usize = 400;

/// Probes the checks of a plan over the network.
pub struct Real {
    jobs: Vec<Job>,
    variables: Variables,
    http: Http,
    reach: Arc<Reach>,
}

struct Job {
    check: Check,
    pages: Pages,
    /// What the plan calls the host of a check without targets, for the version it reports.
    own: String,
}

impl Real {
    /// A prober for the plan's checks. Builds no client and looks nothing up before the first probe.
    pub fn new(checks: &[Check], switches: &[Switch], variables: Variables) -> Self {
        let reach = Reach::new();
        let jobs = checks.iter().map(|check| Job {
            check: check.clone(),
            pages: Pages::of(switches, check),
            own: own_host(check),
        });
        Self { jobs: jobs.collect(), variables, http: Http::new(Arc::clone(&reach)), reach }
    }

    async fn ask_all(&self, job: &Job, limit: Duration, resolver: &mut Resolver<'_>) -> Vec<Named> {
        let targets: Vec<Option<&str>> = match job.check.targets.as_slice() {
            [] => vec![None],
            targets => targets.iter().map(|target| Some(target.as_str())).collect(),
        };
        let answers = match &job.check.probe {
            Probe::Http(probe) => match Request::resolve(probe, resolver) {
                Ok(request) => {
                    if own_host(&job.check) == job.check.id {
                        resolver.hide(request.host());
                    }
                    let request = &request;
                    together(targets.iter().map(|target| self.http.ask(request, *target, limit))).await
                }
                Err(finding) => vec![Err(finding)],
            },
            Probe::Tcp { address } => match resolver.resolve(address) {
                Ok(address) => {
                    let address = address.as_str();
                    together(targets.iter().map(|target| tcp::connect(address, *target, limit, &self.reach)))
                        .await
                }
                Err(Unset(name)) => vec![Err(unset(&name))],
            },
            Probe::NotPolled(kind) => vec![Err(not_polled(kind))],
        };
        let finding = |answer: Result<Answer, Finding>| match answer {
            Ok(answer) => judge(&job.check, &job.pages, answer),
            Err(finding) => finding,
        };
        targets
            .iter()
            .zip(answers)
            .map(|(target, answer)| (target.map(ToOwned::to_owned), finding(answer)))
            .collect()
    }
}

impl Prober for Real {
    async fn probe(&self, check: usize, at: Stamp, limit: Duration) -> Option<Sample> {
        let job = self.jobs.get(check)?;
        let mut resolver = Resolver::new(&self.variables);
        let findings = self.ask_all(job, limit, &mut resolver).await;
        let mut sample = combine(&job.check, at, &job.own, findings);
        sample.text = crate::text::clean::line(&resolver.redact(&sample.text));
        sample.body = resolver.excerpt(&sample.body, EXCERPT);
        for read in &mut sample.versions {
            read.version = read.version.as_deref().map(|version| resolver.redact(version));
        }
        Some(sample)
    }
}

/// The host as the plan writes it; the check's id where it comes from the environment.
fn own_host(check: &Check) -> String {
    let written = match &check.probe {
        Probe::Http(probe) => probe.url.split_once("://").map_or("", |(_, rest)| rest),
        Probe::Tcp { address } => address,
        Probe::NotPolled(_) => "",
    };
    let authority = written.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if host.is_empty() || authority.contains('$') { check.id.clone() } else { host.to_owned() }
}

fn unset(name: &str) -> Finding {
    Finding::without_answer(SampleResult::NoData(Cause::Unset), format!("${{{name}}} is not set"))
}

fn not_polled(kind: &str) -> Finding {
    let text = format!("checks of kind {kind} are not polled by this version");
    Finding::without_answer(SampleResult::NoData(Cause::Unset), text)
}

/// Waits for all of them at once; what they bring, in their order.
async fn together<T, F: Future<Output = T>>(futures: impl Iterator<Item = F>) -> Vec<T> {
    let mut waiting: Vec<Pin<Box<F>>> = futures.map(Box::pin).collect();
    let mut done: Vec<Option<T>> = waiting.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        let mut all = true;
        for (future, slot) in waiting.iter_mut().zip(&mut done) {
            if slot.is_none() {
                match future.as_mut().poll(context) {
                    Poll::Ready(value) => *slot = Some(value),
                    Poll::Pending => all = false,
                }
            }
        }
        if all { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}
