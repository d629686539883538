//! The model: everything the screen is a function of. Data.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::overlay::Overlay;
use super::theme::Theme;
use crate::decide::{Actor, Outlook};
use crate::health::{Sample, SampleResult};
use crate::journal::{Record, Stamp};
use crate::plan::Plan;
use crate::report::sentence_in;
use crate::session::Session;
use chrono::TimeDelta;

/// Everything that is shown.
#[derive(Debug, Clone)]
pub struct Model {
    /// What should happen.
    pub plan: Arc<Plan>,
    /// Where it is.
    pub session: Session,
    /// What follows.
    pub outlook: Outlook,
    /// Who sits here.
    pub actor: Actor,
    /// What the prober saw last, by check id; empty where another process conducts.
    pub live: BTreeMap<String, LiveCheck>,
    /// The facts as sentences, newest last, at most [`Model::LOG_KEPT`].
    pub log: VecDeque<LogLine>,
    /// Whether everything is on disk.
    pub saved: Saved,
    /// Who polls.
    pub conducting: Conducting,
    /// Member ids that are here now, oneself first.
    pub people: Vec<String>,
    /// What can be done, as far as the picture shows it, from the table of actions, with the reasons why not; kept up
    /// to date by update.
    pub actions: Vec<ActionView>,
    /// Focus, selection, sheets.
    pub ui: Ui,
    /// The moment shown.
    pub now: Stamp,
    /// How it looks.
    pub theme: Theme,
    /// In the demo: which one.
    pub demo: Option<DemoInfo>,
}

/// The demo that runs.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoInfo {
    /// Scenario's name.
    pub scenario: String,
    /// Factor of its clock.
    pub speed: f64,
}

/// Whether everything is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// Up to this event.
    Saved {
        /// Sequence number.
        seq: u64,
    },
    /// On the way.
    Saving {
        /// Since.
        since: Stamp,
        /// Newest event that is on disk.
        seq: u64,
    },
    /// It did not work.
    NotSaved {
        /// Since.
        since: Stamp,
        /// What happened.
        why: String,
    },
}

/// Who polls and runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conducting {
    /// This console.
    Me,
    /// Another.
    Other {
        /// Who, e.g. `mia, pid 4711`.
        who: String,
    },
    /// Nobody, although somebody should.
    Nobody {
        /// Why.
        why: String,
    },
    /// This console only reads.
    LookingOn {
        /// Why: closed, read-only folder, no member.
        why: String,
    },
}

/// Why a console only looks on at a closed record.
pub const RECORD_CLOSED: &str = "the record is closed";

pub use crate::report::Class;

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Sequence number of its event.
    pub seq: u64,
    /// When.
    pub at: Stamp,
    /// What it means.
    pub class: Class,
    /// One clean sentence.
    pub text: String,
}

/// What the prober saw of one check.
#[derive(Debug, Clone, Default)]
pub struct LiveCheck {
    /// The newest samples, oldest first; at most [`LiveCheck::KEPT`].
    pub recent: VecDeque<Dot>,
    /// The newest sample in full; its `at` is what age is counted from.
    pub last: Option<Sample>,
}

/// One sample of a spark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dot {
    /// When.
    pub at: Stamp,
    /// Response time, where there was an answer.
    pub latency: Option<TimeDelta>,
    /// What it counts as.
    pub mark: Mark,
}

/// What one sample counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Passed.
    Ok,
    /// The service's fault.
    Fail,
    /// Ours.
    NoData,
}

impl LiveCheck {
    /// Samples kept for the spark.
    pub const KEPT: usize = 60;

    /// Takes a sample in.
    pub fn push(&mut self, sample: Sample) {
        let mark = match sample.result {
            SampleResult::Pass => Mark::Ok,
            SampleResult::Fail(_) => Mark::Fail,
            SampleResult::NoData(_) => Mark::NoData,
        };
        self.recent.push_back(Dot { at: sample.at, latency: sample.latency, mark });
        if self.recent.len() > Self::KEPT {
            self.recent.pop_front();
        }
        self.last = Some(sample);
    }
}

/// One action as help, palette and footer show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionView {
    /// What it is called, e.g. "Rollback plan: show".
    pub name: &'static str,
    /// Its keys, e.g. `D b`; empty where it has none.
    pub key: &'static str,
    /// Its words in the footer, e.g. "rollback plan"; empty = never in the footer.
    pub hint: &'static str,
    /// One sentence on what it does, e.g. "Shows the seven rollback steps. Changes nothing."
    pub sentence: &'static str,
    /// Where its key works.
    pub where_: Where,
    /// It is asked about before it is done.
    pub danger: bool,
    /// Why it cannot be done now.
    pub disabled: Option<String>,
}

/// Where an action's key works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// Wherever no sheet is open.
    Everywhere,
    /// Moving about in any pane.
    Move,
    /// In one pane.
    Pane(Pane),
    /// In the sheet that is open.
    Sheet,
}

/// The panes; the first eight by their number key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pane {
    /// 1; in stabilisation the business days.
    Timeline = 1,
    /// 2.
    Checklist = 2,
    /// 3.
    Health = 3,
    /// 4.
    Decision = 4,
    /// 5.
    Log = 5,
    /// 6; of a later version.
    Incidents = 6,
    /// 7.
    Triggers = 7,
    /// 8; of a later version.
    Output = 8,
    /// `R`.
    Rollback,
    /// `T`.
    Team,
}

impl Pane {
    /// The panes that this version has, in the order that tab goes through them.
    pub const ALL: [Self; 8] = [
        Self::Timeline,
        Self::Checklist,
        Self::Health,
        Self::Decision,
        Self::Log,
        Self::Triggers,
        Self::Rollback,
        Self::Team,
    ];

    /// Its key.
    pub fn key(self) -> char {
        match self {
            Self::Timeline => '1',
            Self::Checklist => '2',
            Self::Health => '3',
            Self::Decision => '4',
            Self::Log => '5',
            Self::Incidents => '6',
            Self::Triggers => '7',
            Self::Output => '8',
            Self::Rollback => 'R',
            Self::Team => 'T',
        }
    }

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Timeline => "Timeline",
            Self::Checklist => "Checklist",
            Self::Health => "Health",
            Self::Decision => "Decision",
            Self::Log => "Log",
            Self::Incidents => "Incidents",
            Self::Triggers => "Triggers",
            Self::Output => "Output",
            Self::Rollback => "Rollback",
            Self::Team => "Team",
        }
    }
}

/// Where the selection stands in a pane.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cursor {
    /// Index among the pane's entries; one past the end counts as the last.
    pub index: usize,
    /// Rows scrolled, in panes without a selection.
    pub scroll: usize,
}

/// The view state: never journalled, lost without harm.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own that a key turns")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ui {
    /// The pane that keys go to.
    pub focus: Pane,
    /// `z`: that pane alone in the work area.
    pub alone: bool,
    /// `W`: four facts in big glyphs.
    pub glance: bool,
    /// `F`: the picture stands still.
    pub frozen: bool,
    /// Selection by pane; a pane without an entry follows what is going on.
    pub selected: BTreeMap<Pane, Cursor>,
    /// What lies over the screen.
    pub overlay: Option<Overlay>,
    /// A message in the footer for 4 s.
    pub toast: Option<(Stamp, String, Class)>,
    /// Only entries that hold this text are shown in the pane in focus.
    pub filter: String,
    /// Mouse capture is on.
    pub mouse: bool,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
}

impl Default for Ui {
    fn default() -> Self {
        Self {
            focus: Pane::Checklist,
            alone: false,
            glance: false,
            frozen: false,
            selected: BTreeMap::new(),
            overlay: None,
            toast: None,
            filter: String::new(),
            mouse: false,
            size: (80, 24),
        }
    }
}

impl LogLine {
    /// The line of a record that the session is about to take, or has taken.
    pub fn of(plan: &Plan, session: &Session, record: &Record) -> Self {
        let (class, text) = sentence_in(plan, session, record);
        #[expect(clippy::cast_possible_truncation, reason = "a float cast saturates")]
        let up = (record.up * 1000.0) as i64;
        Self { seq: record.seq, at: Stamp { at: record.at.to_utc(), up, boot: 0 }, class, text }
    }
}

impl Model {
    /// The console over a session, as it is first seen at `now`: nothing live yet, everything saved.
    pub fn new(plan: Arc<Plan>, session: Session, actor: Actor, now: Stamp) -> Self {
        let outlook = crate::decide::outlook(&plan, &session, now);
        let people = actor.member.clone().into_iter().collect();
        let rolling_back = outlook.phase == crate::session::Phase::RollingBack;
        let focus = if rolling_back { Pane::Rollback } else { Pane::Checklist };
        Self {
            saved: Saved::Saved { seq: session.seq },
            plan,
            session,
            outlook,
            actor,
            live: BTreeMap::new(),
            log: VecDeque::new(),
            conducting: Conducting::Me,
            people,
            actions: Vec::new(),
            ui: Ui { focus, ..Ui::default() },
            now,
            theme: Theme::default(),
            demo: None,
        }
    }
}
