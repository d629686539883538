//! Any event at all, every kind of it, with text made to break the format.

use chrono::{DateTime, TimeDelta, Utc};
use golive::journal::*;
use proptest::prelude::*;

/// Text that would hurt if it were written as it is.
pub fn hostile() -> impl Strategy<Value = String> {
    let whole = prop::sample::select(vec![
        "\n[[event]]\n",
        "\r\nhash = \"00000000000000000000000000000000\"\n",
        "\"",
        "\\",
        "\"\"\"",
        "'''",
        "\u{1b}]52;c;AAAA\u{7}",
        "\u{202e}",
        "\u{e0041}",
        "日本",
        "\0",
        "#",
        " }",
    ]);
    let piece = prop_oneof![
        3 => any::<char>().prop_map(String::from),
        3 => whole.prop_map(String::from),
        2 => "[a-z0-9 .]{1,8}",
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

/// What events are made of.
#[derive(Debug, Clone)]
pub struct Bits {
    t: Vec<String>,
    o: Option<String>,
    p: Option<String>,
    at: DateTime<Utc>,
    u: Option<DateTime<Utc>>,
    f: f64,
    n: u32,
    yes: bool,
    pick: usize,
}

fn moments() -> impl Strategy<Value = DateTime<Utc>> {
    (0i64..4_000_000_000, 0u32..1_000_000_000)
        .prop_map(|(seconds, nanos)| DateTime::from_timestamp(seconds, nanos).unwrap())
}

fn bits() -> impl Strategy<Value = Bits> {
    (
        prop::collection::vec(hostile(), 5),
        prop::option::of(hostile()),
        prop::option::of(hostile()),
        moments(),
        prop::option::of(moments()),
        prop::num::f64::NORMAL | prop::num::f64::ZERO,
        any::<u32>(),
        any::<bool>(),
        any::<usize>(),
    )
        .prop_map(|(t, o, p, at, u, f, n, yes, pick)| Bits { t, o, p, at, u, f, n, yes, pick })
}

impl Bits {
    fn of<T: Clone>(&self, all: &[T]) -> T {
        all[self.pick % all.len()].clone()
    }

    fn text(&self, place: usize) -> String {
        self.t[place].clone()
    }

    fn about(&self) -> About {
        self.of(&[About::Start, About::Continue, About::GoLive, About::Restore, About::Stay])
    }

    fn verdict(&self) -> Verdict {
        let row = |place: usize| Row {
            rule: "check-down".to_owned(),
            subject: self.text(place),
            text: self.text(place + 1),
        };
        Verdict {
            about: self.about(),
            recommendation: self.of(&[
                Recommendation::Ready,
                Recommendation::NotYet,
                Recommendation::Proceed,
                Recommendation::Hold,
                Recommendation::Go,
                Recommendation::Rollback,
                Recommendation::Restoring,
                Recommendation::Restored,
                Recommendation::Failed,
                Recommendation::Watch,
                Recommendation::Steady,
            ]),
            against: if self.yes { vec![row(0), row(1)] } else { Vec::new() },
            in_favour: vec![row(2)],
            to_come: Vec::new(),
            changes_when: self.text(4),
        }
    }

    fn proof(&self) -> Option<Proof> {
        let [a, b, c] = [self.text(0), self.text(1), self.text(2)];
        let bytes = u64::from(self.n);
        self.of(&[
            None,
            Some(Proof::Note { text: a.clone() }),
            Some(Proof::Number { value: self.f }),
            Some(Proof::Url { url: a.clone() }),
            Some(Proof::File { path: a.clone(), sha256: b.clone(), bytes }),
            Some(Proof::Backup { taken_at: self.at, id: a.clone(), bytes, verified: b.clone() }),
            Some(Proof::Rehearsal {
                at: self.at,
                place: a.clone(),
                minutes: self.f,
                production_like: self.yes,
                digest: b.clone(),
            }),
            Some(Proof::Results { tests: self.n, failed: 0, names: vec![a, b, c] }),
        ])
    }

    fn check_changed(&self) -> Event {
        Event::CheckChanged {
            check: self.text(0),
            status: self.of(&[Status::Up, Status::Degraded, Status::Down, Status::Unknown, Status::Unjudged]),
            seen: self.of(&[
                None,
                Some(Seen::Down),
                Some(Seen::Up),
                Some(Seen::Answering),
                Some(Seen::Wrong),
            ]),
            cause: self.of(&[None, Some(Cause::MustFailPassed), Some(Cause::Status), Some(Cause::Silent)]),
            text: self.text(1),
            versions: vec![TargetVersion { target: self.text(2), version: self.o.clone() }],
            code: self.yes.then_some(503),
            latency_ms: self.yes.then_some(self.n),
            proven: false,
        }
    }

    fn check_window(&self) -> Event {
        let w = self.t.iter().map(|text| CheckWindow(self.n, 2, u8::from(self.yes), text.clone())).collect();
        Event::CheckWindow { seconds: self.f, w }
    }

    fn decided(&self) -> Event {
        Event::DecisionMade {
            decision: self.of(&[
                DecisionKind::Start,
                DecisionKind::Go,
                DecisionKind::Rollback,
                DecisionKind::FixForward,
                DecisionKind::Abort,
            ]),
            reason: self.o.clone(),
            witness: self.p.clone(),
            against: self.yes,
            sole: !self.yes,
            verdict: self.verdict(),
        }
    }

    fn unknown(&self) -> Event {
        let mut inner = toml::Table::new();
        inner.insert(self.text(0), toml::Value::String(self.text(1)));
        inner
            .insert("when".to_owned(), toml::Value::Datetime("2027-02-10T01:34:02.5+11:00".parse().unwrap()));
        inner.insert(
            "n".to_owned(),
            toml::Value::Array(vec![toml::Value::Float(self.f), toml::Value::Integer(-1)]),
        );
        let mut data = toml::Table::new();
        data.insert("inner".to_owned(), toml::Value::Table(inner));
        data.insert(self.text(2), toml::Value::Boolean(self.yes));
        Event::Unknown { kind: format!("later.{}", self.text(3)), data }
    }

    /// The event of the kind with this number; beyond the known kinds an unknown one.
    #[expect(clippy::too_many_lines, reason = "one arm a kind, and there are 45")]
    #[expect(clippy::many_single_char_names, reason = "they are interchangeable bits")]
    fn event(self, kind: usize) -> Event {
        let [a, b, c, d, e] = [0, 1, 2, 3, 4].map(|place| self.text(place));
        let (o, p, at, u, f, n, yes) =
            (self.o.clone(), self.p.clone(), self.at, self.u, self.f, self.n, self.yes);
        let verdict = self.verdict();
        match kind {
            0 => Event::SessionCreated {
                mode: self.of(&[Mode::Live, Mode::Rehearsal, Mode::Demo]),
                attempt: n,
                previous: o,
                release: a,
                version: b,
                environment: c,
                plan: d,
            },
            1 => Event::SessionClosed { note: o },
            2 => Event::PlanAdopted { sha256: a, file: b, changes: vec![c, d, e] },
            3 => Event::ConsoleAttached { boot: a, pid: n, golive: b, speed: f, real_up: -f },
            4 => Event::ConsoleLeft { reason: a },
            5 => Event::ClockSpeed { speed: f, real_up: f },
            6 => Event::ClockLeapt { by_seconds: f, to: a, real_up: 2.0 },
            7 => Event::ClockJumped { by_seconds: f },
            8 => Event::StageOpened { stage: a, reason: b },
            9 => Event::StepStarted { step: a, stated: u, reason: o },
            10 => Event::StepWaiting { step: a, reason: b },
            11 => Event::StepResumed { step: a },
            12 => Event::StepDone { step: a, stated: u, proof: self.proof(), note: o },
            13 => Event::StepFailed { step: a, stated: u, reason: b, proof: self.proof() },
            14 => Event::StepRetried { step: a, reason: o },
            15 => Event::StepAccepted { step: a, reason: b },
            16 => Event::StepSkipped { step: a, reason: b },
            17 => Event::StepWaived { step: a, reason: b },
            18 => Event::StepReopened { step: a, reason: b },
            19 => Event::StepAdded {
                step: a,
                stage: b,
                title: c,
                owner: o,
                mandatory: yes,
                undo: p,
                due: u,
                purpose: yes.then_some(d),
            },
            20 => Event::StepReassigned { step: a, owner: b },
            21 => Event::StepNoted { step: a, note: b },
            22 => Event::HoldStarted { reason: a, verdict },
            23 => Event::HoldEnded { reason: o, verdict },
            24 => Event::WindowExtended {
                what: self.of(&[Extended::Window, Extended::Outage, Extended::Stabilisation]),
                to: at,
                reason: a,
                verdict,
            },
            25 => self.check_changed(),
            26 => self.check_window(),
            27 => Event::CheckMuted { check: a, until: u, reason: b },
            28 => Event::CheckExternal { check: a, until: u, reason: b },
            29 => Event::ExpectOpened { source: a },
            30 => Event::ExpectClosed { source: a },
            31 => Event::ExpectOverrun { source: a },
            32 => Event::TriggerRaised { trigger: a, reason: b },
            33 => Event::TriggerMet { trigger: a, text: b },
            34 => Event::TriggerCleared { trigger: a, reason: b },
            35 => Event::PollOpened { about: self.about() },
            36 => Event::VoteCast {
                station: a,
                answer: self.of(&[Answer::Go, Answer::NoGo, Answer::Conditions]),
                about: self.about(),
                note: o,
                spoken: yes,
            },
            37 => self.decided(),
            38 => Event::RollbackCompleted { verdict },
            39 => Event::DeadlinePassed { deadline: a, was: at },
            40 => Event::SwitchOn { switch: a },
            41 => Event::SwitchOff { switch: a },
            42 => Event::NoticeSent { notice: a, note: o },
            43 => Event::JournalRecovered { bytes: u64::from(n), file: a, sha256: b },
            44 => Event::Amendment {
                amends: yes.then_some(u64::from(n)),
                text: a,
                planned_outage_seconds: yes.then_some(f),
                unplanned_outage_seconds: (!yes).then_some(-f),
                settles: o,
            },
            _ => self.unknown(),
        }
    }
}

/// The event of the `n`-th kind.
pub fn of_kind(n: usize) -> impl Strategy<Value = Event> {
    bits().prop_map(move |bits| bits.event(n))
}

/// Any event.
pub fn any_event() -> impl Strategy<Value = Event> {
    (0..=KINDS.len()).prop_flat_map(of_kind)
}

/// Any draft.
pub fn any_draft() -> impl Strategy<Value = Draft> {
    (
        any_event(),
        any::<u64>(),
        moments(),
        -50_400i32..=50_400,
        0i64..10_000_000_000,
        hostile(),
        prop::option::of(hostile()),
    )
        .prop_map(|(event, id, at, offset, up, by, on_behalf)| {
            let offset = chrono::FixedOffset::east_opt(offset).unwrap();
            #[expect(clippy::cast_precision_loss, reason = "milliseconds far below 2^52")]
            let up = up as f64 / 1000.0;
            Draft {
                id: format!("{id:016x}"),
                at: at.with_timezone(&offset),
                up,
                who: Who { by, on_behalf, os: "sam/1004".to_owned() },
                event,
            }
        })
}

/// How a time stands in the file: cut to milliseconds, its offset in whole minutes.
pub fn as_written(at: DateTime<chrono::FixedOffset>) -> DateTime<chrono::FixedOffset> {
    let over = at.timestamp_subsec_nanos() % 1_000_000;
    let offset = chrono::FixedOffset::east_opt(at.offset().local_minus_utc() / 60 * 60).unwrap();
    (at - TimeDelta::nanoseconds(i64::from(over))).with_timezone(&offset)
}
