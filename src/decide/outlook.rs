//! What follows from plan, session and now: the answers that screen, scripts and conductor share.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::journal::{Stamp, Verdict};
use crate::session::{Outcome, Phase};

/// Everything derived at one moment. Computed once per event or second, read by every view.
#[derive(Debug, Clone)]
pub struct Outlook {
    /// The moment it holds for.
    pub now: Stamp,
    /// Where the go-live is.
    pub phase: Phase,
    /// How it ended, once that is known.
    pub outcome: Option<Outcome>,
    /// Index of the stage in focus: the first open one that is not complete.
    pub stage: Option<usize>,
    /// The recommendation; `None` in closing and closed.
    pub verdict: Option<Verdict>,
    /// What to do next, and who.
    pub next: Option<Next>,
    /// When things will end.
    pub forecast: Forecast,
    /// The countdowns.
    pub clocks: Clocks,
    /// The checks as they count now, in plan order.
    pub checks: Vec<CheckView>,
    /// What runs or should run, in plan order.
    pub doing: Vec<Doing>,
    /// The running version, where a check reads one.
    pub version: Option<VersionProof>,
    /// The expected effect that is on, the one that ends first.
    pub planned_outage: Option<PlannedOutage>,
    /// Switches that are on: id and title.
    pub debts: Vec<(String, String)>,
    /// Stations in order.
    pub stations: Vec<StationView>,
    /// Stations are asked: the decide stage is open, or somebody opened the poll.
    pub poll_open: bool,
    /// Triggers in order.
    pub triggers: Vec<TriggerView>,
    /// What closing still needs, met or not; empty before closing is in sight.
    pub closing: Vec<ClosingNeed>,
    /// Nobody polls although somebody should.
    pub unobserved: bool,
    /// Age of the newest window event.
    pub health_age: Option<TimeDelta>,
    /// The re-open gate, while public checks prove themselves after the page went off.
    pub reopening: Option<Reopening>,
    /// Gates of the stages that are open and not complete.
    pub gates: Vec<GateView>,
    /// The rollback steps in plan order, and what each would take or takes.
    pub runbook: Vec<RunbookStep>,
}

/// The gate before each next step of a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateView {
    /// Stage index.
    pub stage: usize,
    /// What does not let the next step pass, one entry a check: "payments-api is down"; empty = the gate is met.
    pub unmet: Vec<String>,
    /// Since when the next step waits for the gate alone and it is not met.
    pub unmet_since: Option<Stamp>,
    /// When it will be met at the earliest, if nothing fails any more.
    pub met_at: Option<DateTime<Utc>>,
}

/// One step of the runbook as it counts now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunbookStep {
    /// Step id.
    pub id: String,
    /// It is to be done in a rollback decided now (or is being done).
    pub applies: bool,
    /// Why, or why not: "undoes 3.1.a", "nothing that it undoes was started", "only if r1 fails".
    pub because: String,
    /// The time it counts for, its margin included.
    pub counted: TimeDelta,
    /// Actual, else expected; before the decision as if the rollback were decided now. `None` where it does not apply.
    pub start: Option<DateTime<Utc>>,
    /// The same for its end.
    pub end: Option<DateTime<Utc>>,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// Member or role it waits for.
    pub who: Option<String>,
    /// Step it concerns.
    pub step: Option<String>,
    /// What the space key would do: a step to open, or a sheet to decide on.
    pub act: NextAct,
    /// One sentence: "waiting for sam: 3.1.b, 4 min late".
    pub text: String,
}

/// The action that `next` means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextAct {
    /// Start or finish a step.
    Step,
    /// Decide START.
    Start,
    /// Ask the stations.
    Poll,
    /// Decide GO or ROLLBACK.
    Decide,
    /// Resume a hold.
    Resume,
    /// Close the record.
    Close,
    /// Only wait.
    Wait,
}

/// Expected times of every step and stage.
#[derive(Debug, Clone, Default)]
pub struct Forecast {
    /// By step id.
    pub steps: BTreeMap<String, StepForecast>,
    /// By stage index: planned and expected spans.
    pub stages: Vec<StageForecast>,
    /// End of the last step before stabilise.
    pub end: Option<DateTime<Utc>>,
    /// End by the plan alone, from the window's start.
    pub planned_end: Option<DateTime<Utc>>,
    /// When a decision can be made.
    pub decision_expected: Option<DateTime<Utc>>,
    /// Actual over planned of finished work by kind, bounded 0.8 to 3; 1 until the third finished step.
    pub pace_manual: f64,
    /// The same for commands.
    pub pace_command: f64,
    /// Forecast end minus planned end, holds included.
    pub behind: TimeDelta,
}

/// One step's times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepForecast {
    /// By the plan alone.
    pub planned_start: DateTime<Utc>,
    /// By the plan alone.
    pub planned_end: DateTime<Utc>,
    /// Actual, else expected.
    pub start: DateTime<Utc>,
    /// Actual, else expected.
    pub end: DateTime<Utc>,
    /// Whether it and a rollback after it fit into the window; `None` once it is settled or where it does not apply.
    pub fit: Option<Fit>,
}

/// One stage's times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StageForecast {
    /// By the plan alone.
    pub planned_start: DateTime<Utc>,
    /// By the plan alone.
    pub planned_end: DateTime<Utc>,
    /// Actual, else expected; `None` = not applicable.
    pub start: Option<DateTime<Utc>>,
    /// Actual, else expected.
    pub end: Option<DateTime<Utc>>,
    /// Actual or expected end minus planned end.
    pub difference: TimeDelta,
}

/// Whether a remaining step fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// Its end + rollback time after it ≤ window end.
    Fits,
    /// … but with less than max(10 min, 10 % of the remaining window) to spare.
    Tight,
    /// Not any more: the approver starts it.
    DoesNotFit,
}

impl Fit {
    /// The word for scripts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fits => "fits",
            Self::Tight => "tight",
            Self::DoesNotFit => "does-not-fit",
        }
    }
}

/// The countdowns, kept apart (domain: Time).
#[derive(Debug, Clone)]
pub struct Clocks {
    /// Window start.
    pub window_start: DateTime<Utc>,
    /// Window end, extensions included.
    pub window_end: DateTime<Utc>,
    /// When a decision is expected.
    pub decision_expected: Option<DateTime<Utc>>,
    /// Last safe rollback minus notice lead; `None` once rolling forward only.
    pub decide_by: Option<DateTime<Utc>>,
    /// Latest moment at which a rollback still ends inside the window.
    pub last_safe_rollback: Option<DateTime<Utc>>,
    /// What sets it.
    pub binding: Binding,
    /// How long a rollback of what will have run takes; `None` = unknown, a started step has nothing that undoes it.
    pub rollback_time: Option<TimeDelta>,
    /// How long a rollback of what has been started so far takes; `None` = unknown.
    pub undo_so_far: Option<TimeDelta>,
    /// Ids of started steps that nothing undoes.
    pub cannot_undo: Vec<String>,
    /// An irreversible step has been started.
    pub roll_forward_only: bool,
    /// Time on hold, all holds.
    pub held: TimeDelta,
    /// The hold that is on: since when, by whom, why.
    pub hold: Option<(Stamp, String, String)>,
    /// Downtime so far, planned.
    pub outage_planned: TimeDelta,
    /// Downtime so far, not planned.
    pub outage_unplanned: TimeDelta,
    /// Promised to customers, extensions included.
    pub outage_promised: TimeDelta,
    /// Where the outage is heading.
    pub outage_projected: TimeDelta,
    /// End of stabilisation, after GO.
    pub stabilisation_end: Option<DateTime<Utc>>,
    /// Rolling back: when service is back.
    pub restored_about: Option<DateTime<Utc>>,
    /// Colour of the countdown.
    pub urgency: Urgency,
    /// Colour words: how late a rollback may be decided after GO.
    pub keep_old_until: Option<DateTime<Utc>>,
}

/// What sets the last safe rollback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Binding {
    /// Window end − rollback time.
    Window,
    /// An irreversible step, by its id.
    Irreversible(String),
    /// Re-opening to customers: a rollback after it restores data.
    Reopening,
    /// The old version goes.
    KeepOldUntil,
    /// Nothing to compute: rollback time unknown.
    Unknown,
}

impl Binding {
    /// The word for scripts.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Irreversible(_) => "irreversible",
            Self::Reopening => "reopening",
            Self::KeepOldUntil => "keep-old-until",
            Self::Unknown => "unknown",
        }
    }
}

/// How near the decision's deadline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// Far.
    Calm,
    /// Decide by nearer than 2 × decision time, or decision expected within 15 min of it.
    Amber,
    /// Nearer than 1 × decision time.
    Red,
}

/// One check as it counts now.
#[derive(Debug, Clone)]
pub struct CheckView {
    /// Check id.
    pub id: String,
    /// What it counts as.
    pub standing: Standing,
    /// Journalled status.
    pub status: crate::journal::Status,
    /// Since.
    pub since: Option<Stamp>,
    /// One sentence with its arithmetic; says whether it failed before the start.
    pub text: String,
    /// Samples so far, of so many needed; for "7/20".
    pub samples: (u32, u32),
    /// When it can be judged.
    pub judgeable_at: Option<DateTime<Utc>>,
    /// Steady for so long, where it is.
    pub steady_for: Option<TimeDelta>,
    /// It is steady as the verdict asks.
    pub steady: bool,
    /// When it will be steady if nothing fails.
    pub steady_at: Option<DateTime<Utc>>,
    /// Version that its targets report.
    pub versions: Vec<crate::journal::TargetVersion>,
}

#[expect(missing_docs, reason = "the variants' own sentences name their fields")]
/// What a check counts as, once activity, mutes and expected effects are taken into account.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// Its journalled status is what counts.
    Real,
    /// Before its step or stage, or after it: "not yet (after 3.1.c)".
    NotActive(String),
    /// Active for less than three minutes.
    Grace,
    /// Expected down: used, of so much, from which step or switch.
    Expected { used: TimeDelta, of: Option<TimeDelta>, source: String },
    /// It should be down, or show the page, and does not.
    NotAsExpected(String),
    /// Muted until, by the approver or not.
    Muted { until: DateTime<Utc>, by_approver: bool },
    /// External until.
    External { until: DateTime<Utc> },
    /// A kind that this version does not poll.
    NotPolled(String),
}

/// What is being done.
#[derive(Debug, Clone)]
pub struct Doing {
    /// Step id.
    pub step: String,
    /// Title.
    pub title: String,
    /// Owner.
    pub owner: Option<String>,
    /// Running for so long (waiting taken out).
    pub elapsed: TimeDelta,
    /// Planned.
    pub planned: TimeDelta,
    /// Waits for something or somebody.
    pub waiting: Option<String>,
    /// It failed, and waits for somebody to try again or accept it.
    pub failed: bool,
    /// Late by so much, once that is to be said (1.0x and at least 2 minutes).
    pub late: Option<TimeDelta>,
    /// Past 1.5x of its plan.
    pub very_late: bool,
    /// A step of the runbook.
    pub rollback: bool,
}

/// Which release is live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionProof {
    /// The version most targets report.
    pub live: Option<String>,
    /// Targets that report the version wanted in this phase.
    pub on_wanted: usize,
    /// All targets.
    pub of: usize,
    /// The version wanted in this phase: `from` before execute and after a rollback, else `version`.
    pub wanted: String,
}

/// The expected effect in the header.
#[derive(Debug, Clone)]
pub struct PlannedOutage {
    /// Step or switch.
    pub source: String,
    /// Used so far.
    pub used: TimeDelta,
    /// Of so much, where limited.
    pub of: Option<TimeDelta>,
    /// Where it is heading (minutes used when the page is forecast to go off).
    pub heading: Option<TimeDelta>,
    /// Over its time, or not as expected.
    pub alarm: Option<String>,
}

/// One station in the poll.
#[derive(Debug, Clone)]
pub struct StationView {
    /// Id.
    pub id: String,
    /// Role.
    pub role: String,
    /// Members who may answer.
    pub members: Vec<String>,
    /// Its silence counts.
    pub required: bool,
    /// The answer for the decision at hand.
    pub answer: Option<crate::journal::Answer>,
    /// Who gave it, when.
    pub by: Option<(String, Stamp)>,
    /// Still fresh.
    pub fresh: bool,
    /// Why it went stale.
    pub stale_because: Option<String>,
    /// CONDITIONS whose step is still open.
    pub open_condition: Option<String>,
    /// Spoken, and recorded by another.
    pub spoken: bool,
}

/// One trigger.
#[derive(Debug, Clone)]
pub struct TriggerView {
    /// Id.
    pub id: String,
    /// Armed.
    pub armed: bool,
    /// Met since; latched.
    pub met: Option<Stamp>,
    /// Its check is down and it will be met then.
    pub met_at: Option<DateTime<Utc>>,
    /// One sentence.
    pub text: String,
}

/// One condition for closing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosingNeed {
    /// What.
    pub text: String,
    /// It is met.
    pub met: bool,
}

/// The re-open gate.
#[derive(Debug, Clone)]
pub struct Reopening {
    /// The switch that went off.
    pub source: String,
    /// When the page went off.
    pub since: Stamp,
    /// Until when it must have passed.
    pub until: DateTime<Utc>,
    /// Failed.
    pub failed: bool,
    /// Checks still to prove themselves.
    pub waiting_for: Vec<String>,
}
