//! `golive check PLAN`: probes every check and prints what came back; touches no session.

use std::path::PathBuf;
use std::sync::mpsc;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Exit, Out, plan_file, validate};
use crate::edge::clock::Clock;
use crate::edge::probe::{Circumstances, Probing, Real, Variables};
use crate::health::{Cadence, Sample, SampleResult, Tempo};
use crate::plan::{self, Check, Plan, Probe, Weight};
use crate::text::{clean, duration, list, nearest};

/// Probe the plan's checks and print what they say; no session is read or written.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The plan, a TOML file.
    plan: PathBuf,
    /// Only this check; may be given several times.
    #[arg(long, value_name = "ID")]
    only: Vec<String>,
    /// Probe each check so many times, at its own interval.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    samples: u32,
    /// One JSON object instead of the table.
    #[arg(long)]
    json: bool,
}

/// One check and what its probes brought, in order.
struct Row {
    check: Check,
    samples: Vec<Sample>,
}

/// Exit 0 where no deciding check fails, 1 where one does, 3 where one has no data and none fails.
pub(super) fn run(args: &Args, out: &mut Out) -> Exit {
    let Some(plan) = load(args, out) else { return Exit::Usage };
    if let Some(text) = args.only.iter().find_map(|id| unknown(&plan, id)) {
        out.error(&text);
        return Exit::Usage;
    }
    let mut rows: Vec<Row> = plan
        .checks
        .iter()
        .filter(|check| args.only.is_empty() || args.only.contains(&check.id))
        .map(|check| Row { check: check.clone(), samples: Vec::new() })
        .collect();
    if args.samples > 1 && !args.json {
        out.line(&announcement(&rows, args.samples));
        out.flush();
    }
    if let Err(why) = gather(&plan, &mut rows, args.samples) {
        out.error(&why);
        return Exit::Could;
    }
    if args.json {
        let checks: Vec<Value> = rows.iter().map(|row| row.json(args.samples > 1)).collect();
        out.json(&json!({ "schema": 1, "checks": checks }));
    } else {
        table(&rows, out);
    }
    exit(&rows)
}

/// The plan; where it cannot be read or is not valid, that is said.
fn load(args: &Args, out: &mut Out) -> Option<Plan> {
    let bytes = plan_file::bytes(&args.plan).map_err(|why| out.error(&why.to_string())).ok()?;
    let parsed = plan::parse(&bytes);
    if parsed.plan.is_none() {
        validate::print_errors(&args.plan, &bytes, &parsed.problems, out);
    }
    parsed.plan
}

/// The sentence where the plan has no such check.
fn unknown(plan: &Plan, id: &str) -> Option<String> {
    if plan.check(id).is_some() {
        return None;
    }
    let ids: Vec<&str> = plan.checks.iter().map(|check| check.id.as_str()).collect();
    let hint = nearest(id, ids.iter().copied())
        .map_or_else(|| format!("it has {}", list::and_list(&ids)), |near| format!("did you mean {near}?"));
    Some(format!("the plan has no check {}: {hint}", clean::line(id)))
}

fn announcement(rows: &[Row], samples: u32) -> String {
    let slowest = rows.iter().map(|row| row.check.interval.before).max().unwrap_or_default();
    let takes = TimeDelta::try_seconds(slowest.num_seconds().saturating_mul(i64::from(samples)));
    let takes = duration::minutes(takes.unwrap_or(TimeDelta::MAX));
    format!("probing {} {samples} times each, up to {takes}", list::counted(rows.len(), "check"))
}

/// Probes until every polled check has its samples.
fn gather(plan: &Plan, rows: &mut [Row], wanted: u32) -> Result<(), String> {
    let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
    let checks: Vec<Check> = rows.iter().map(|row| row.check.clone()).collect();
    let mut missing = checks.iter().filter(|check| check.is_polled()).count();
    let switches = plan.switches.clone();
    let now = Circumstances {
        clock: Clock::Live { boot: 0 },
        tempo: Tempo { cadence: Cadence::Before, speed: 1.0 },
        covered: Vec::new(),
    };
    let (sender, samples) = mpsc::channel();
    let probed = checks.clone();
    let make = move || Real::new(&probed, &switches, Variables::environment());
    let deliver = move |check, sample| {
        let _ = sender.send((check, sample));
    };
    let probing = Probing::start(checks, now, make, deliver)
        .map_err(|why| format!("the prober does not start: {why}"))?;
    while missing > 0 {
        let (check, sample): (usize, Sample) =
            samples.recv().map_err(|_| "the prober ended by itself".to_owned())?;
        let Some(row) = rows.get_mut(check).filter(|row| row.samples.len() < wanted) else { continue };
        row.samples.push(sample);
        if row.samples.len() == wanted {
            missing -= 1;
        }
    }
    probing.stop();
    Ok(())
}

/// What the probes say together. A check that is not active before some step is shown and says nothing here.
fn exit(rows: &[Row]) -> Exit {
    let deciding = || {
        rows.iter().filter(|row| {
            row.check.weight == Weight::Deciding && row.check.active_from.is_none() && row.check.is_polled()
        })
    };
    let is = |wanted: Last| deciding().any(|row| row.last() == wanted);
    let nothing_known = rows.iter().all(|row| row.last() == Last::NoData);
    if is(Last::Fail) {
        Exit::No
    } else if is(Last::NoData) || nothing_known {
        Exit::Could
    } else {
        Exit::Done
    }
}

/// What the newest probe was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Pass,
    Fail,
    NoData,
}

impl Last {
    fn of(sample: &Sample) -> Self {
        match sample.result {
            SampleResult::Pass => Self::Pass,
            SampleResult::Fail(_) => Self::Fail,
            SampleResult::NoData(_) => Self::NoData,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::NoData => "no-data",
        }
    }
}

impl Row {
    fn last(&self) -> Last {
        self.samples.last().map_or(Last::NoData, Last::of)
    }

    fn count(&self, wanted: Last) -> usize {
        self.samples.iter().filter(|sample| Last::of(sample) == wanted).count()
    }

    fn text(&self) -> String {
        let said = match (self.samples.last(), &self.check.probe) {
            (Some(sample), _) => sample.text.clone(),
            (None, Probe::NotPolled(kind)) => {
                format!("checks of kind {} are not polled by this version", clean::line(kind))
            }
            (None, _) => String::new(),
        };
        match &self.check.active_from {
            Some(from) => format!("{said} (counts from {} on)", clean::line(from)),
            None => said,
        }
    }

    fn json(&self, several: bool) -> Value {
        let last = self.samples.last();
        let reason = last.and_then(|sample| sample.result.cause());
        let mut row = json!({
            "id": self.check.id,
            "last": self.last().word(),
            "status": last.and_then(|sample| sample.code),
            "latency-ms": last.and_then(Sample::latency_ms),
            "reason": reason.map_or(json!(""), |cause| json!(cause)),
            "text": self.text(),
            "phases-ms": {},
        });
        if let (true, Some(row)) = (several, row.as_object_mut()) {
            let latencies: Vec<Option<u32>> = self.samples.iter().map(Sample::latency_ms).collect();
            row.insert("samples".to_owned(), json!(self.samples.len()));
            row.insert("failed".to_owned(), json!(self.count(Last::Fail)));
            row.insert("no-data".to_owned(), json!(self.count(Last::NoData)));
            row.insert("latencies-ms".to_owned(), json!(latencies));
        }
        row
    }

    /// The cells of its line.
    fn cells(&self) -> [String; 5] {
        let last = self.samples.last();
        let word = match self.last() {
            Last::Pass => "pass",
            Last::Fail => "FAIL",
            Last::NoData => "no data",
        };
        let share = match self.samples.len() {
            0 | 1 => word.to_owned(),
            of => format!("{word} {}/{of}", self.count(Last::Pass)),
        };
        let number = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
        [
            share,
            clean::line(&self.check.id),
            number(last.and_then(|sample| sample.code).map(|code| code.to_string())),
            number(last.and_then(Sample::latency_ms).map(|took| format!("{took} ms"))),
            self.text(),
        ]
    }
}

fn table(rows: &[Row], out: &mut Out) {
    let heading = ["last", "check", "status", "took", ""].map(ToOwned::to_owned);
    let lines: Vec<[String; 5]> = std::iter::once(heading).chain(rows.iter().map(Row::cells)).collect();
    let widths: Vec<usize> = (0..4)
        .map(|column| {
            lines.iter().filter_map(|line| line.get(column)).map(|cell| clean::width(cell)).max().unwrap_or(0)
        })
        .collect();
    for line in &lines {
        let cells = line.iter().enumerate().map(|(column, cell)| match (column, widths.get(column)) {
            (2 | 3, Some(width)) => clean::pad_left(cell, *width),
            (_, Some(width)) => clean::pad(cell, *width),
            (_, None) => cell.clone(),
        });
        out.line(cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    let count = |wanted: Last| rows.iter().filter(|row| row.last() == wanted).count();
    let (passed, failed, no_data) = (count(Last::Pass), count(Last::Fail), count(Last::NoData));
    out.line(&format!("{passed} pass, {failed} fail, {no_data} without data"));
}
