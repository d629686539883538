//! Plays a night: people's acts through `admit`, what health sees as events, the conductor's own events as they fall
//! due; and stops at every moment that is to be compared.

use std::path::Path;

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use golive::decide::{Actor, RefusalKind, admit, due, outlook};
use golive::journal::*;
use golive::plan::{Plan, parse};
use golive::session::Session;

use crate::expect::{Expected, compare};
use crate::line::Line;

/// Everything that a night needs.
pub struct World {
    pub plan: Plan,
    pub session: Session,
    records: Vec<Record>,
    /// Stretches in which somebody polls.
    polled: Vec<(DateTime<Utc>, DateTime<Utc>)>,
    wrong: Vec<String>,
}

/// What happens at one instant.
enum Act<'a> {
    Line(&'a Line),
    Window(&'a Line, f64),
    Compare(usize),
}

/// Plays the night; says what is not as it should be.
pub fn play(folder: &Path, expected: &Expected, lines: &[Line]) -> Vec<String> {
    let mut world = World::new(folder, expected);
    let mut acts: Vec<(DateTime<Utc>, Act)> = Vec::new();
    for line in lines {
        world.unfold(line, &mut acts);
    }
    for (index, moment) in expected.at.iter().enumerate() {
        acts.push((world.moment(&moment.time), Act::Compare(index)));
    }
    acts.sort_by_key(|(at, act)| (*at, matches!(act, Act::Compare(_))));
    for (at, act) in acts {
        match act {
            Act::Line(line) => world.act(line, at),
            Act::Window(line, seconds) => world.window(line, seconds, at),
            Act::Compare(index) => world.compare(expected, index, at),
        }
        world.conduct(at);
    }
    world.fold_again();
    world.wrong
}

impl World {
    fn new(folder: &Path, expected: &Expected) -> Self {
        let path = match &expected.plan {
            Some(name) => folder.join("../plans").join(format!("{name}.toml")),
            None => folder.join("plan.toml"),
        };
        let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let parsed = parse(&bytes);
        let errors: Vec<_> = parsed.errors().collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
        let plan = parsed.plan.unwrap();
        let genesis = genesis(&plan, expected.attempt);
        let session = Session::new(&plan, &genesis);
        Self { plan, session, records: vec![genesis], polled: Vec::new(), wrong: Vec::new() }
    }

    /// `01:30`, `01:30:10` on the day of the window's start; `+1d09:00`, `-1d22:00` days after or before it.
    pub fn moment(&self, text: &str) -> DateTime<Utc> {
        let zone = self.plan.window.zone;
        let (days, time) = match text.split_once('d') {
            Some((days, time)) => (days.parse::<i64>().unwrap(), time),
            None => (0, text),
        };
        let day = self.plan.window.start.with_timezone(&zone).date_naive();
        let by = Days::new(days.unsigned_abs());
        let day = if days < 0 { day - by } else { day + by };
        let time = ["%H:%M:%S", "%H:%M"].iter().find_map(|form| NaiveTime::parse_from_str(time, form).ok());
        let time = time.unwrap_or_else(|| panic!("{text} is no time"));
        day.and_time(time).and_local_timezone(zone).earliest().unwrap().to_utc()
    }

    /// The acts of a line: one, or a window every so often.
    fn unfold<'a>(&mut self, line: &'a Line, acts: &mut Vec<(DateTime<Utc>, Act<'a>)>) {
        let Some((from, to)) = line.when.split_once("..") else {
            acts.push((self.moment(&line.when), Act::Line(line)));
            return;
        };
        let (from, to) = (self.moment(from), self.moment(to));
        let every: i64 = line.value("every").map_or(10, |seconds| seconds.parse().unwrap());
        self.polled.push((from, to));
        let mut at = from + TimeDelta::seconds(every);
        while at <= to {
            #[expect(clippy::cast_precision_loss, reason = "a few seconds")]
            acts.push((at, Act::Window(line, every as f64)));
            at += TimeDelta::seconds(every);
        }
    }

    fn act(&mut self, line: &Line, at: DateTime<Utc>) {
        match line.word(0) {
            "health" => self.health(line, at),
            "event" => self.event(line, at),
            _ => self.person(line, at),
        }
    }

    /// `sam start 3.1.a`, `mia/sam …` where mia records for sam, `nobody …` for an account that is no member.
    fn person(&mut self, line: &Line, at: DateTime<Utc>) {
        let (member, on_behalf) = match line.word(0).split_once('/') {
            Some((member, on_behalf)) => (Some(member), Some(on_behalf)),
            None => (Some(line.word(0)).filter(|name| *name != "nobody"), None),
        };
        let os = format!("{}/1001", member.unwrap_or("visitor"));
        let actor = Actor { member: member.map(str::to_owned), on_behalf: on_behalf.map(str::to_owned), os };
        let command = self.command(line, at);
        let now = self.session.stamp(at, up(at), None);
        let look = outlook(&self.plan, &self.session, now);
        let answer = admit(&self.plan, &self.session, &look, &actor, &command);
        match (answer, &line.refused) {
            (Ok(events), None) => {
                let kinds: Vec<String> = events.iter().map(|event| event.kind().to_owned()).collect();
                if line.leads_to.as_ref().is_some_and(|wanted| *wanted != kinds) {
                    self.complain(line, &format!("led to {}", kinds.join(" ")));
                }
                for event in events {
                    self.apply(at, actor.who(), event);
                }
            }
            (Ok(_), Some(_)) => self.complain(line, "was not refused"),
            (Err(refusal), None) => self.complain(line, &format!("was refused: {}", refusal.text)),
            (Err(refusal), Some(wanted)) => {
                let (kind, parts) = wanted.split_once(':').unwrap_or((wanted, ""));
                let as_wanted = kind.trim() == kind_word(refusal.kind)
                    && parts.split(" & ").all(|part| refusal.text.contains(part.trim()));
                if !as_wanted {
                    let kind = kind_word(refusal.kind);
                    self.complain(line, &format!("was refused otherwise, {kind}: {}", refusal.text));
                }
            }
        }
    }

    /// `health shop,inside down cause=status text="…" code=503 seen=down versions=a:4.12.0,b:-`; `all` is every check.
    fn health(&mut self, line: &Line, at: DateTime<Utc>) {
        let ids: Vec<String> = match line.word(1) {
            "all" => self.plan.checks.iter().map(|check| check.id.clone()).collect(),
            ids => ids.split(',').map(str::to_owned).collect(),
        };
        for check in ids {
            let versions = line.value("versions").map_or(Vec::new(), versions);
            let event = Event::CheckChanged {
                check,
                status: word(line.word(2)),
                seen: line.value("seen").map(word),
                cause: line.value("cause").map(word),
                text: line.value("text").unwrap_or_default().to_owned(),
                versions,
                code: line.value("code").map(|code| code.parse().unwrap()),
                latency_ms: None,
                proven: false,
            };
            self.apply(at, console(), event);
        }
    }

    /// `event expect.overrun source=maintenance`: any event, its data as strings; `by=` names who.
    fn event(&mut self, line: &Line, at: DateTime<Utc>) {
        let data: toml::Table = line
            .pairs()
            .filter(|(key, _)| *key != "by")
            .map(|(key, value)| (key.to_owned(), data_of(value)))
            .collect();
        let mut table = toml::Table::new();
        table.insert("kind".to_owned(), line.word(1).into());
        table.insert("data".to_owned(), data.into());
        let event: Event = table.try_into().unwrap_or_else(|error| panic!("line {}: {error}", line.number));
        let who = line.value("by").map_or_else(console, |by| Who { by: by.to_owned(), ..console() });
        self.apply(at, who, event);
    }

    /// One window: a sample every ten seconds of every check, passed unless the line says `check=fail`,
    /// `check=none` or `check=SAMPLES/FAILS`.
    fn window(&mut self, line: &Line, seconds: f64, at: DateTime<Utc>) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few samples")]
        let samples = (seconds / 10.0).ceil() as u32;
        let entry = |id: &str| match line.value(id) {
            None | Some("pass") => CheckWindow(samples, 0, 0, String::new()),
            Some("fail") => CheckWindow(samples, samples, 1, String::new()),
            Some("none") => CheckWindow(0, 0, 0, String::new()),
            Some(counts) => {
                let (all, fails) = counts.split_once('/').unwrap();
                CheckWindow(all.parse().unwrap(), fails.parse().unwrap(), 0, String::new())
            }
        };
        let w = self.plan.checks.iter().map(|check| entry(&check.id)).collect();
        self.apply(at, console(), Event::CheckWindow { seconds, w });
    }

    /// While somebody polls, what falls due is journalled at once.
    fn conduct(&mut self, at: DateTime<Utc>) {
        if !self.polled.iter().any(|(from, to)| (*from..=*to).contains(&at)) {
            return;
        }
        // A calm minute has nothing that falls due within it; asking costs most of a night's time.
        let calm = self.session.checks.values().all(|health| health.status == Status::Up)
            && self.session.decision(DecisionKind::Rollback).is_none();
        if calm && at.timestamp() % 60 != 0 {
            return;
        }
        for _ in 0..5 {
            let events = due(&self.plan, &self.session, self.session.stamp(at, up(at), None));
            if events.is_empty() {
                return;
            }
            for event in events {
                self.apply(at, console(), event);
            }
        }
        self.wrong.push(format!("at {at} the same falls due again and again"));
    }

    fn apply(&mut self, at: DateTime<Utc>, who: Who, event: Event) {
        let seq = self.session.seq + 1;
        let at = at.with_timezone(&self.plan.window.zone).fixed_offset();
        let record = Record { seq, id: format!("{seq:016x}"), at, up: up(at.to_utc()), who, event };
        self.session.apply(&self.plan, &record);
        self.records.push(record);
    }

    fn compare(&mut self, expected: &Expected, index: usize, at: DateTime<Utc>) {
        let now = self.session.stamp(at, up(at), None);
        let look = outlook(&self.plan, &self.session, now);
        let moment = &expected.at[index];
        let wrong = compare(&self.plan, &self.session, &look, moment);
        self.wrong.extend(wrong.into_iter().map(|text| format!("at {}: {text}", moment.time)));
    }

    /// Folding the same records again, in two halves, gives the same session.
    fn fold_again(&mut self) {
        let (first, rest) = self.records.split_first().unwrap();
        let (head, tail) = rest.split_at(rest.len() / 2);
        let mut again = Session::new(&self.plan, first);
        for record in head {
            again.apply(&self.plan, record);
        }
        let mut again = again.clone();
        for record in tail {
            again.apply(&self.plan, record);
        }
        if format!("{again:?}") != format!("{:?}", self.session) {
            self.wrong.push("folded again, it is another session".to_owned());
        }
        if self.session.strange > 0 {
            self.wrong.push(format!("{} events concerned nothing known", self.session.strange));
        }
    }

    fn complain(&mut self, line: &Line, text: &str) {
        let said = format!("line {}, {} {} {text}", line.number, line.when, line.words.join(" "));
        self.wrong.push(said);
    }
}

/// The boot clock runs with the wall clock.
fn up(at: DateTime<Utc>) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds far below 2^52")]
    let seconds = at.timestamp_millis() as f64 / 1000.0;
    seconds - 1_800_000_000.0
}

fn console() -> Who {
    Who::console("mia/1001")
}

fn genesis(plan: &Plan, attempt: Option<u32>) -> Record {
    let at = plan.window.start - TimeDelta::days(3);
    let event = Event::SessionCreated {
        mode: Mode::Live,
        attempt: attempt.unwrap_or(1),
        previous: None,
        release: plan.release.name.clone(),
        version: plan.release.version.clone(),
        environment: plan.release.environment.clone(),
        plan: plan.sha256.clone(),
    };
    Record { seq: 1, id: format!("{:016x}", 1), at: at.fixed_offset(), up: up(at), who: console(), event }
}

fn kind_word(kind: RefusalKind) -> &'static str {
    match kind {
        RefusalKind::Authority => "authority",
        RefusalKind::Rule => "rule",
        RefusalKind::Confirmation => "confirmation",
        RefusalKind::Incomplete => "incomplete",
        RefusalKind::Unknown => "unknown",
    }
}

/// A kebab-case word of the journal.
fn word<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_value(text.into()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn data_of(text: &str) -> toml::Value {
    match text.parse::<f64>() {
        Ok(number) => toml::Value::Float(number),
        Err(_) => toml::Value::String(text.to_owned()),
    }
}

fn versions(text: &str) -> Vec<TargetVersion> {
    let one = |part: &str| {
        let (target, version) = part.split_once(':').unwrap();
        let version = Some(version.to_owned()).filter(|version| version != "-");
        TargetVersion { target: target.to_owned(), version }
    };
    text.split(',').map(one).collect()
}
