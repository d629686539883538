//! `golive log SESSION`: the events, one line each, for people or for programs.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use serde_json::{Value, json};

use super::{Exit, Out, find, launch};
use crate::calendar::zone;
use crate::edge::opening::adopted_plan;
use crate::edge::store::{Access, RealDisk, Store};
use crate::journal::{Event, Item, Record};
use crate::plan::{self, Plan};
use crate::report::{Class, sentence_in};
use crate::session::Session;
use crate::text::clean;

/// Print what happened, one line an event. The probes' windows are left out; --json has everything
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The session file
    session: Option<PathBuf>,
    /// Go on with what happens from now on
    #[arg(long, short)]
    follow: bool,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

/// How often the file is looked at when following.
const LOOK: Duration = Duration::from_millis(100);

/// Exit 0 when read whole; 3 where the file is damaged, after what is whole of it.
pub(super) fn run(args: &Args, out: &mut Out) -> Exit {
    let path = match find::session(args.session.as_deref(), |name| std::env::var_os(name)) {
        Ok(path) => path,
        Err(why) => {
            out.error(&why);
            return Exit::Usage;
        }
    };
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let mut log = Log { folder, plan: None, session: None, json: args.json, ascii: is_ascii() };
    let opened = Store::open(Arc::new(RealDisk), &path, Access::Read, &mut |item| match item {
        Item::Header(header) => log.plan = plan::parse(header.plan.as_bytes()).plan,
        Item::Record(record, _) => log.take(&record, out),
    });
    let mut store = match opened {
        Ok(store) => store,
        Err(error) => {
            out.error(&clean::lines(&error.to_string()));
            return Exit::Could;
        }
    };
    out.flush();
    match launch::read_whole(&store, out) {
        Exit::Done if args.follow => log.follow(&mut store, out),
        exit => exit,
    }
}

/// What is known while the records go by.
struct Log {
    folder: PathBuf,
    /// `None` where this version cannot read it; then events are told by their kind.
    plan: Option<Plan>,
    session: Option<Session>,
    json: bool,
    ascii: bool,
}

impl Log {
    fn take(&mut self, record: &Record, out: &mut Out) {
        if self.json {
            out.json(&as_json(record));
            return;
        }
        if let Some(plan) = &self.plan {
            match &mut self.session {
                None => self.session = Some(Session::new(plan, record)),
                Some(session) => session.apply(plan, record),
            }
        }
        if !matches!(record.event, Event::CheckWindow { .. }) {
            out.line(&self.line(record));
        }
        if let Event::PlanAdopted { sha256, file, .. } = &record.event {
            self.plan = adopted_plan(&self.folder, sha256, file).or_else(|| self.plan.take());
        }
    }

    /// Date and time in the plan's zone, a symbol, a sentence.
    fn line(&self, record: &Record) -> String {
        let (Some(plan), Some(session)) = (&self.plan, &self.session) else {
            let at = record.at.format("%Y-%m-%d %H:%M:%S %:z");
            return format!("{at}    {}", clean::line(&bare(record)));
        };
        let (class, text) = sentence_in(plan, session, record);
        let (tz, at) = (plan.window.zone, record.at.to_utc());
        let clock = format!("{} {} {}", zone::date(tz, at), zone::clock(tz, at), zone::abbreviation(tz, at));
        format!("{clock}  {} {text}", symbol(class, self.ascii))
    }

    fn follow(&mut self, store: &mut Store, out: &mut Out) -> Exit {
        while !out.is_gone() && is_listened_to() {
            match store.tail() {
                Ok(records) => {
                    for record in &records {
                        self.take(record, out);
                    }
                    out.flush();
                }
                Err(error) => {
                    out.error(&clean::lines(&error.to_string()));
                    return Exit::Could;
                }
            }
        }
        Exit::Done
    }
}

/// Waits for one look; false once whoever reads the output has gone away.
fn is_listened_to() -> bool {
    let stdout = std::io::stdout();
    let mut fds = [PollFd::new(&stdout, PollFlags::empty())];
    let wait = Timespec { tv_sec: 0, tv_nsec: i64::from(LOOK.subsec_nanos()) };
    // Nothing is asked for, so only an end is reported; an interruption just looks earlier.
    let _ = poll(&mut fds, Some(&wait));
    !fds.iter().any(|fd| fd.revents().intersects(PollFlags::ERR | PollFlags::HUP | PollFlags::NVAL))
}

/// An event without its plan: who, what kind, what data.
fn bare(record: &Record) -> String {
    let who = record
        .who
        .on_behalf
        .as_ref()
        .map_or_else(|| record.who.by.clone(), |other| format!("{} for {other}", record.who.by));
    format!("{who} {} {}", record.event.kind(), data_of(&record.event))
}

fn as_json(record: &Record) -> Value {
    json!({
        "schema": 1, "seq": record.seq, "id": record.id, "at": record.at.to_rfc3339(), "up": record.up,
        "by": record.who.by, "for": record.who.on_behalf, "os": record.who.os,
        "kind": record.event.kind(), "data": data_of(&record.event),
    })
}

/// The event's data as the file has it: what is not there is left out.
fn data_of(event: &Event) -> Value {
    if let Event::Unknown { data, .. } = event {
        return data.iter().map(|(key, value)| (key.clone(), of_toml(value))).collect();
    }
    let mut tagged = serde_json::to_value(event).unwrap_or_default();
    let mut data = tagged.get_mut("data").map(Value::take).unwrap_or_default();
    drop_nulls(&mut data);
    data
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, value| !value.is_null());
            map.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

fn of_toml(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(truth) => json!(truth),
        toml::Value::Datetime(moment) => json!(moment.to_string()),
        toml::Value::Array(items) => items.iter().map(of_toml).collect(),
        toml::Value::Table(table) => table.iter().map(|(key, value)| (key.clone(), of_toml(value))).collect(),
    }
}

fn symbol(class: Class, ascii: bool) -> char {
    let (unicode, plain) = match class {
        Class::Plain => (' ', ' '),
        Class::Run => ('►', '>'),
        Class::Good => ('✓', '+'),
        Class::Hold => ('‖', '='),
        Class::Attention => ('!', '!'),
        Class::Failure => ('✗', 'x'),
        Class::Back => ('↶', '<'),
    };
    if ascii { plain } else { unicode }
}

/// Whether the locale says that its terminals show no UTF-8.
fn is_ascii() -> bool {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| set(name)).unwrap_or_default();
    let locale = locale.to_lowercase();
    !(locale.contains("utf-8") || locale.contains("utf8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_what_the_file_has() {
        let event = Event::StepDone { step: "3.1.a".to_owned(), stated: None, proof: None, note: None };
        assert_eq!(data_of(&event), json!({ "step": "3.1.a" }));
        let data = toml::from_str("n = 1.5\nat = 2027-02-10T01:34:02+11:00\nt = [{ a = true }]\n").unwrap();
        assert_eq!(
            data_of(&Event::Unknown { kind: "moon.rose".to_owned(), data }),
            json!({ "n": 1.5, "at": "2027-02-10T01:34:02+11:00", "t": [{ "a": true }] })
        );
    }
}
