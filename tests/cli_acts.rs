//! `golive step`, `stage`, `vote`, `trigger`, `decide`, `close` as scripts see them: exit codes and sentences.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use chrono::{DateTime, TimeDelta, Utc};
use golive::edge::opening;
use golive::journal::{Draft, Event, Header, Mode, Who, sha256_hex};
use golive::plan::parse;

const PLAN: &str = include_str!("sessions/plans/shop.toml");

#[expect(clippy::disallowed_methods, reason = "the commands under test live by this clock")]
fn now() -> DateTime<Utc> {
    Utc::now()
}

/// A session of the shop's plan, in a folder of its own.
struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    fn new() -> Self {
        Self::begun(TimeDelta::zero())
    }

    /// One that began so long ago.
    fn begun(ago: TimeDelta) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let plan = parse(PLAN.as_bytes()).plan.unwrap();
        let header =
            Header::new("00d1b5a3c4e6f708".to_owned(), Mode::Live, 1, "shop.toml", PLAN.as_bytes()).unwrap();
        let genesis = Draft {
            id: "00000000000000aa".to_owned(),
            at: (now() - ago).fixed_offset(),
            up: 1.0,
            who: Who { by: "mia".to_owned(), on_behalf: None, os: "mia/1001".to_owned() },
            event: Event::SessionCreated {
                mode: Mode::Live,
                attempt: 1,
                previous: None,
                release: plan.release.name,
                version: plan.release.version,
                environment: plan.release.environment,
                plan: sha256_hex(PLAN.as_bytes()),
            },
        };
        let site = Self { folder };
        opening::create(&site.session(), &header, genesis).unwrap();
        site
    }

    fn session(&self) -> PathBuf {
        self.folder.path().join("shop.session.toml")
    }

    /// Runs golive in the session's folder.
    fn golive(&self, arguments: &[&str]) -> Answer {
        run(self.folder.path(), arguments, &[])
    }
}

fn run(folder: &Path, arguments: &[&str], env: &[(&str, &Path)]) -> Answer {
    let mut command = Command::new(env!("CARGO_BIN_EXE_golive"));
    command.args(arguments).current_dir(folder).env_remove("GOLIVE_SESSION");
    command.env("XDG_STATE_HOME", folder.join("state"));
    for (name, value) in env {
        command.env(name, value);
    }
    Answer(command.output().unwrap())
}

#[derive(Debug)]
struct Answer(Output);

impl Answer {
    /// Exit 0; what was printed.
    fn done(&self) -> String {
        assert_eq!(self.0.status.code(), Some(0), "{self:?}");
        String::from_utf8(self.0.stdout.clone()).unwrap()
    }

    /// This exit code, nothing on standard output, a sentence with all these parts on standard error.
    fn refused(&self, code: i32, parts: &[&str]) {
        let said = String::from_utf8_lossy(&self.0.stderr).into_owned();
        assert_eq!(self.0.status.code(), Some(code), "{said}");
        assert!(self.0.stdout.is_empty(), "{self:?}");
        for part in parts {
            assert!(said.contains(part), "“{part}” is not in: {said}");
        }
    }
}

#[test]
fn a_step_is_ticked_by_who_may_and_said_in_a_sentence() {
    let site = Site::new();
    site.golive(&["step", "start", "1.1"]).refused(4, &["no member of the team", "--as ID"]);
    site.golive(&["step", "start", "1.1", "--as", "sam"]).refused(4, &["mia, Mia Torres", "you are sam"]);
    assert!(site.golive(&["step", "start", "1.1", "--as", "mia"]).done().contains("1.1"));
    site.golive(&["step", "start", "1.1", "--as", "mia"]).refused(1, &["running already"]);
    let told =
        site.golive(&["step", "done", "1.1", "--as", "sam", "--for", "mia", "--note", "all green"]).done();
    assert!(told.contains("1.1") && told.contains("sam") && told.contains("mia"), "{told}");
    let log = site.golive(&["log"]).done();
    assert_eq!(log.lines().count(), 3, "{log}");
}

#[test]
fn what_is_not_there_or_not_an_action_is_wrong_usage() {
    let site = Site::new();
    site.golive(&["step", "start", "1.0", "--as", "mia"]).refused(2, &["no step 1.0"]);
    site.golive(&["step", "strat", "1.1", "--as", "mia"]).refused(2, &["did you mean start?"]);
    site.golive(&["step", "start", "--as", "mia"]).refused(2, &["the step's id is missing"]);
    site.golive(&["step", "start", "1.1", "1.2", "--as", "mia"]).refused(2, &["one word too many"]);
    site.golive(&["step", "start", "1.1", "--as", "maria"]).refused(2, &["--as maria"]);
    site.golive(&["step", "assign", "1.1", "--as", "mia"]).refused(2, &["--owner ID"]);
    site.golive(&["step", "add", "Flush", "--as", "mia"]).refused(2, &["--stage ID"]);
    site.golive(&["decide", "fix-forward", "--as", "zoe"]).refused(2, &["not in this version"]);
    site.golive(&["decide", "extend", "--as", "zoe", "--reason", "x"]).refused(2, &["--to TIME"]);
    site.golive(&["trigger", "raise", "R9", "--as", "zoe", "--note", "x"]).refused(2, &["no trigger R9"]);
}

#[test]
fn the_session_is_named_or_found() {
    let site = Site::new();
    let path = site.session();
    let elsewhere = tempfile::tempdir().unwrap();
    let named = ["step", path.to_str().unwrap(), "note", "1.1", "--as", "mia", "--note", "named"];
    run(elsewhere.path(), &named, &[]).done();
    let short = ["step", "note", "1.1", "--as", "mia", "--note", "by the environment"];
    run(elsewhere.path(), &short, &[("GOLIVE_SESSION", &path)]).done();
    site.golive(&short).done();
    let nowhere = tempfile::tempdir().unwrap();
    run(nowhere.path(), &short, &[]).refused(2, &["no session is open here"]);
    run(nowhere.path(), &["close", "gone.session.toml", "--as", "mia"], &[]).refused(3, &["no such session"]);
}

#[test]
fn evidence_is_read_in_the_form_that_the_step_wants() {
    let site = Site::new();
    let form = "--evidence \"taken=00:10 id=b-17 bytes=48G verified=checksum\"";
    site.golive(&["step", "done", "1.2", "--as", "sam"])
        .refused(2, &["step done 1.2", "the backup: when it was taken", form]);
    site.golive(&["step", "done", "1.2", "--as", "sam", "--evidence", "id=b"])
        .refused(2, &["the evidence of 1.2", "taken= is missing", form]);
    let backup = "taken=2026-02-10T00:10 id=b-17 bytes=48G verified=checksum";
    site.golive(&["step", "done", "1.2", "--as", "sam", "--evidence", backup]).done();
}

#[test]
fn a_stated_time_is_within_the_session_and_not_before_the_start() {
    let site = Site::begun(TimeDelta::hours(2));
    let at = |minutes: i64| (now() - TimeDelta::minutes(minutes)).to_rfc3339();
    let step = |action: &str, minutes: i64| {
        site.golive(&["step", action, "1.1", "--as", "mia", "--at", &at(minutes), "--note", "x"])
    };
    step("start", 180).refused(1, &["is before the session began", "in a note"]);
    step("done", 180).refused(1, &["is before the session began"]);
    assert!(step("start", 60).done().contains(" (recorded "));
    step("done", 90).refused(1, &["1.1 cannot have ended at ", "it is stated to have begun at "]);
    let told = step("done", 20).done();
    assert!(told.contains(" (recorded ") && told.contains(", 40m00s"), "{told}");
    let site = Site::begun(TimeDelta::hours(2));
    site.golive(&["step", "start", "1.1", "--as", "mia"]).done();
    site.golive(&["step", "fail", "1.1", "--as", "mia", "--note", "x", "--at", &at(30)])
        .refused(1, &["1.1 cannot have ended at ", "it was started at "]);
    site.golive(&["step", "done", "1.1", "--as", "mia", "--at", &at(0)]).done();
}

#[test]
fn decisions_ask_for_the_name_a_reason_and_a_witness() {
    let site = Site::new();
    let start = |more: &[&str]| {
        let mut arguments = vec!["decide", "start", "--as", "zoe"];
        arguments.extend(more);
        site.golive(&arguments)
    };
    site.golive(&["decide", "start", "--as", "mia"])
        .refused(4, &["START is for the release-manager", "you are mia"]);
    start(&[]).refused(2, &["decide start asks for the release's name", "--confirm \"Spring Sale\""]);
    start(&["--confirm", "spring sale"]).refused(1, &["--confirm: ", "upper and lower case"]);
    start(&["--confirm", "Spring Sale"]).refused(2, &["START needs a reason", "--reason T"]);
    let spoken =
        ["decide", "start", "--as", "mia", "--for", "zoe", "--confirm", "Spring Sale", "--reason", "agreed"];
    site.golive(&spoken).refused(2, &["second witness", "--witness ID"]);
    let mut witnessed = spoken.to_vec();
    witnessed.extend(["--witness", "lee"]);
    assert!(site.golive(&witnessed).done().contains("START"));
    assert!(site.golive(&["decide", "hold", "--as", "ana", "--reason", "prices"]).done().contains("prices"));
    site.golive(&["decide", "resume", "--as", "ana"]).refused(4, &["deployment-lead"]);
    site.golive(&["decide", "resume", "--as", "mia"]).done();
}

#[test]
fn what_is_missing_or_ill_formed_is_wrong_usage_and_names_the_option() {
    let site = Site::new();
    let no = |arguments: &[&str], parts: &[&str]| site.golive(arguments).refused(2, parts);
    no(&["vote", "no-go", "--as", "lee"], &["vote no-go: the reason of a NO-GO is missing", "--note T"]);
    no(
        &["trigger", "raise", "R2", "--as", "sam"],
        &["trigger raise R2: what was seen is missing", "--note T"],
    );
    no(&["step", "wait", "1.1", "--as", "mia"], &["step wait 1.1: ", "--note T"]);
    no(&["stage", "open", "notify-start", "--as", "mia"], &["stage open notify-start: ", "--reason T"]);
    no(&["decide", "hold", "--as", "ana"], &["decide hold: ", "--reason T"]);
    no(&["step", "start", "1.1", "--as", "mia", "--at", "25:10"], &["--at: “25:10” is no time"]);
    no(
        &["decide", "extend", "--as", "zoe", "--reason", "x", "--to", "soon"],
        &["--to: “soon” is no time: write 01:30"],
    );
    no(&["vote", "conditions", "--as", "lee", "--note", "x", "--due", "?"], &["--due: "]);
}

#[test]
fn a_vote_is_for_the_station_of_ones_role() {
    let site = Site::new();
    assert!(site.golive(&["vote", "go", "--as", "lee"]).done().contains("on-call"));
    site.golive(&["vote", "go", "--as", "sam"]).refused(2, &["lead, on-call or campaign"]);
    site.golive(&["vote", "go", "--as", "sam", "--station", "lead"]).refused(4, &["deployment-lead"]);
    site.golive(&["vote", "go", "--as", "sam", "--station", "lead", "--spoken"]).done();
    let conditions = site.golive(&["vote", "conditions", "--as", "lee", "--note", "drain the queue"]).done();
    assert_eq!(conditions.lines().count(), 2, "the answer and its step: {conditions}");
}

#[test]
fn triggers_stages_and_closing_go_through_the_same_rules() {
    let site = Site::new();
    site.golive(&["trigger", "clear", "R2", "--as", "zoe", "--note", "x"]).refused(1, &["R2 is not met"]);
    site.golive(&["trigger", "raise", "R2", "--as", "sam", "--note", "orders doubled"]).done();
    site.golive(&["stage", "open", "execute", "--as", "mia", "--reason", "x"])
        .refused(1, &["opens with START"]);
    site.golive(&["stage", "open", "notify-start", "--as", "mia", "--reason", "in parallel"]).done();
    site.golive(&["close", "--as", "mia"]).refused(1, &["nothing was decided yet"]);
    site.golive(&["close", "--as", "sam"]).refused(4, &["deployment-lead"]);
    let abort = ["decide", "abort", "--as", "zoe", "--confirm", "Spring Sale", "--reason", "no vendor"];
    site.golive(&abort).done();
    site.golive(&["close", "--as", "mia"]).refused(1, &["closing needs", "investigation"]);
}
