//! Every fact a session can hold, one variant a kind, in the past tense.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::kinds::{
    Answer, Cause, CheckWindow, DecisionKind, Extended, Mode, Proof, Seen, Status, TargetVersion, Verdict,
};

/// A fact. Kinds that this version does not know are kept and shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all_fields = "kebab-case")]
pub enum Event {
    /// Genesis: the first event of every session; its hash covers the header.
    #[serde(rename = "session.created")]
    SessionCreated {
        /// What the session is for.
        mode: Mode,
        /// From 1; over 1 it is linked to the attempt before.
        attempt: u32,
        /// Path of the session before, where this is a later attempt.
        previous: Option<String>,
        /// Release name.
        release: String,
        /// Version.
        version: String,
        /// Environment.
        environment: String,
        /// Digest of the plan.
        plan: String,
    },
    /// The record is closed.
    #[serde(rename = "session.closed")]
    SessionClosed {
        /// Closing words.
        note: Option<String>,
    },
    /// Another text of the plan holds from here on.
    #[serde(rename = "plan.adopted")]
    PlanAdopted {
        /// Its digest.
        sha256: String,
        /// Where the whole text is kept, beside the session.
        file: String,
        /// The differences by id.
        changes: Vec<String>,
    },
    /// A console opened the session to conduct it.
    #[serde(rename = "console.attached")]
    ConsoleAttached {
        /// Kernel's boot id.
        boot: String,
        /// Process.
        pid: u32,
        /// Version of golive.
        golive: String,
        /// Factor of the demo clock, 1 in a live session.
        speed: f64,
        /// Unscaled boot clock in seconds.
        real_up: f64,
    },
    /// It left.
    #[serde(rename = "console.left")]
    ConsoleLeft {
        /// Why: quit, hang-up, signal, error.
        reason: String,
    },
    /// The demo clock runs at another speed.
    #[serde(rename = "clock.speed")]
    ClockSpeed {
        /// New factor.
        speed: f64,
        /// Unscaled boot clock in seconds.
        real_up: f64,
    },
    /// The demo clock leapt; the event's own stamp is the moment reached.
    #[serde(rename = "clock.leapt")]
    ClockLeapt {
        /// Seconds skipped.
        by_seconds: f64,
        /// What for.
        to: String,
        /// Unscaled boot clock in seconds.
        real_up: f64,
    },
    /// The wall clock was stepped.
    #[serde(rename = "clock.jumped")]
    ClockJumped {
        /// By so much.
        by_seconds: f64,
    },
    /// A stage was opened early.
    #[serde(rename = "stage.opened")]
    StageOpened {
        /// Stage id.
        stage: String,
        /// Why early.
        reason: String,
    },
    /// Work began.
    #[serde(rename = "step.started")]
    StepStarted {
        /// Step id.
        step: String,
        /// When it really began, as stated.
        stated: Option<DateTime<Utc>>,
        /// Why it was started although it does not fit, or out of order.
        reason: Option<String>,
    },
    /// Waits for a person; not counted as work.
    #[serde(rename = "step.waiting")]
    StepWaiting {
        /// Step id.
        step: String,
        /// For what or whom.
        reason: String,
    },
    /// Goes on.
    #[serde(rename = "step.resumed")]
    StepResumed {
        /// Step id.
        step: String,
    },
    /// Done.
    #[serde(rename = "step.done")]
    StepDone {
        /// Step id.
        step: String,
        /// When it really ended, as stated.
        stated: Option<DateTime<Utc>>,
        /// What it brought.
        proof: Option<Proof>,
        /// A remark.
        note: Option<String>,
    },
    /// Failed.
    #[serde(rename = "step.failed")]
    StepFailed {
        /// Step id.
        step: String,
        /// When, as stated.
        stated: Option<DateTime<Utc>>,
        /// What went wrong.
        reason: String,
        /// What it brought all the same (results with failures).
        proof: Option<Proof>,
    },
    /// Tried again.
    #[serde(rename = "step.retried")]
    StepRetried {
        /// Step id.
        step: String,
        /// Why.
        reason: Option<String>,
    },
    /// A failure was accepted.
    #[serde(rename = "step.accepted")]
    StepAccepted {
        /// Step id.
        step: String,
        /// Why.
        reason: String,
    },
    /// An optional step was left out.
    #[serde(rename = "step.skipped")]
    StepSkipped {
        /// Step id.
        step: String,
        /// Why.
        reason: String,
    },
    /// A mandatory step was left out by the approver.
    #[serde(rename = "step.waived")]
    StepWaived {
        /// Step id.
        step: String,
        /// Why.
        reason: String,
    },
    /// Taken back.
    #[serde(rename = "step.reopened")]
    StepReopened {
        /// Step id.
        step: String,
        /// Why.
        reason: String,
    },
    /// A step that the plan did not foresee.
    #[serde(rename = "step.added")]
    StepAdded {
        /// Step id, e.g. `+1`.
        step: String,
        /// Stage id.
        stage: String,
        /// What is to be done.
        title: String,
        /// Member.
        owner: Option<String>,
        /// Must it be done?
        mandatory: bool,
        /// How it is taken back.
        undo: Option<String>,
        /// Due, for a condition or corrective action.
        due: Option<DateTime<Utc>>,
        /// What it belongs to: `condition:STATION`, `investigation`, `corrective-action`; `None` = plain.
        purpose: Option<String>,
    },
    /// Another owner.
    #[serde(rename = "step.reassigned")]
    StepReassigned {
        /// Step id.
        step: String,
        /// Member.
        owner: String,
    },
    /// A remark on a step.
    #[serde(rename = "step.noted")]
    StepNoted {
        /// Step id.
        step: String,
        /// The remark.
        note: String,
    },
    /// The plan clock stands still.
    #[serde(rename = "hold.started")]
    HoldStarted {
        /// Cause.
        reason: String,
        /// The verdict of that moment.
        verdict: Verdict,
    },
    /// It goes on.
    #[serde(rename = "hold.ended")]
    HoldEnded {
        /// Remark.
        reason: Option<String>,
        /// The verdict of that moment.
        verdict: Verdict,
    },
    /// Window, promised outage or stabilisation was extended.
    #[serde(rename = "window.extended")]
    WindowExtended {
        /// Which.
        what: Extended,
        /// To when (window, stabilisation), or the moment at which the extended outage would be used up.
        to: DateTime<Utc>,
        /// Reference or reason.
        reason: String,
        /// The verdict of that moment.
        verdict: Verdict,
    },
    /// A check's status or what it shows changed.
    #[serde(rename = "check.changed")]
    CheckChanged {
        /// Check id.
        check: String,
        /// Status; while an effect is expected, the one from before it.
        status: Status,
        /// What it shows while an effect is expected.
        seen: Option<Seen>,
        /// Why it did not pass.
        cause: Option<Cause>,
        /// One sentence with its arithmetic.
        text: String,
        /// Version of each target, where the check reads one.
        #[serde(default)]
        versions: Vec<TargetVersion>,
        /// Last status code.
        code: Option<u16>,
        /// Last response time.
        latency_ms: Option<u32>,
        /// An expected effect had ended, and the check has passed so often since that it proves itself.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        proven: bool,
    },
    /// What every check saw since the last such event, in plan order.
    #[serde(rename = "check.window")]
    CheckWindow {
        /// Seconds it covers.
        seconds: f64,
        /// One entry a check.
        w: Vec<CheckWindow>,
    },
    /// A check speaks no more, until then.
    #[serde(rename = "check.muted")]
    CheckMuted {
        /// Check id.
        check: String,
        /// Until when; `None` = unmuted.
        until: Option<DateTime<Utc>>,
        /// Why.
        reason: String,
    },
    /// The cause is outside, until then.
    #[serde(rename = "check.external")]
    CheckExternal {
        /// Check id.
        check: String,
        /// Until when; `None` = ended.
        until: Option<DateTime<Utc>>,
        /// Why.
        reason: String,
    },
    /// An expected effect began.
    #[serde(rename = "expect.opened")]
    ExpectOpened {
        /// Id of the step or switch.
        source: String,
    },
    /// It ended.
    #[serde(rename = "expect.closed")]
    ExpectClosed {
        /// Id of the step or switch.
        source: String,
    },
    /// It lasted longer than it should: its checks are real from here on.
    #[serde(rename = "expect.overrun")]
    ExpectOverrun {
        /// Id of the step or switch.
        source: String,
    },
    /// A person says that the criterion is met.
    #[serde(rename = "trigger.raised")]
    TriggerRaised {
        /// Trigger id.
        trigger: String,
        /// What was seen.
        reason: String,
    },
    /// Its check was down for long enough; it latches.
    #[serde(rename = "trigger.met")]
    TriggerMet {
        /// Trigger id.
        trigger: String,
        /// The arithmetic.
        text: String,
    },
    /// Cleared by the approver; its clock starts from zero.
    #[serde(rename = "trigger.cleared")]
    TriggerCleared {
        /// Trigger id.
        trigger: String,
        /// Why.
        reason: String,
    },
    /// Stations are asked.
    #[serde(rename = "poll.opened")]
    PollOpened {
        /// For which decision.
        about: super::About,
    },
    /// A station answered.
    #[serde(rename = "vote.cast")]
    VoteCast {
        /// Station id.
        station: String,
        /// The answer.
        answer: Answer,
        /// For which decision.
        about: super::About,
        /// Remark, or the condition.
        note: Option<String>,
        /// Heard, and recorded by another.
        #[serde(default)]
        spoken: bool,
    },
    /// A person with authority decided.
    #[serde(rename = "decision.made")]
    DecisionMade {
        /// What.
        decision: DecisionKind,
        /// Why, where it was asked for or given.
        reason: Option<String>,
        /// Who heard it, where the approver's words were spoken.
        witness: Option<String>,
        /// Against what the console recommended.
        #[serde(default)]
        against: bool,
        /// The one who decided also did the work, alone.
        #[serde(default)]
        sole: bool,
        /// The verdict of that moment.
        verdict: Verdict,
    },
    /// RESTORED held for the first time.
    #[serde(rename = "rollback.completed")]
    RollbackCompleted {
        /// The verdict of that moment.
        verdict: Verdict,
    },
    /// A deadline passed.
    #[serde(rename = "deadline.passed")]
    DeadlinePassed {
        /// `decide-by`, `last-safe-rollback` or `window-end`.
        deadline: String,
        /// What it was.
        was: DateTime<Utc>,
    },
    /// A switch is on: a debt.
    #[serde(rename = "switch.on")]
    SwitchOn {
        /// Switch id.
        switch: String,
    },
    /// It is off.
    #[serde(rename = "switch.off")]
    SwitchOff {
        /// Switch id.
        switch: String,
    },
    /// A notice went out.
    #[serde(rename = "notice.sent")]
    NoticeSent {
        /// Notice id.
        notice: String,
        /// Remark.
        note: Option<String>,
    },
    /// The journal was cut after a crash; the bytes are kept in a file beside it.
    #[serde(rename = "journal.recovered")]
    JournalRecovered {
        /// How many.
        bytes: u64,
        /// Where they are kept.
        file: String,
        /// Their digest.
        sha256: String,
    },
    /// A later fact about an earlier one.
    #[serde(rename = "amendment")]
    Amendment {
        /// Sequence number of the event amended; `None` = the session as a whole.
        amends: Option<u64>,
        /// What is so.
        text: String,
        /// Planned downtime to take away (negative) or add, in seconds.
        planned_outage_seconds: Option<f64>,
        /// Unplanned downtime to take away (negative) or add, in seconds.
        unplanned_outage_seconds: Option<f64>,
        /// Added step that this settles, in a closed session.
        settles: Option<String>,
    },
    /// A kind of another version of golive: kept and shown.
    #[serde(skip)]
    Unknown {
        /// Its kind.
        kind: String,
        /// Its data.
        data: toml::Table,
    },
}
