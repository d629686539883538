//! What a plan means where it says little: defaults, and the readings that other modules rely on.
#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail as the test may")]

use chrono::{DateTime, TimeDelta, Utc};
use golive::plan::{Changes, Order, Plan, Risk, Weight, parse};

const GOOD: &str = include_str!("plans/good.toml");

/// The smallest good plan with some of its text changed.
fn plan(edits: &[(&str, &str)]) -> Plan {
    let mut text = GOOD.to_owned();
    for (from, to) in edits {
        assert!(text.contains(from), "the plan holds no {from:?}");
        text = text.replacen(from, to, 1);
    }
    let parsed = parse(text.as_bytes());
    assert!(parsed.plan.is_some(), "{:#?}", parsed.problems);
    parsed.plan.unwrap()
}

fn codes(edits: &[(&str, &str)]) -> Vec<&'static str> {
    let text = edits.iter().fold(GOOD.to_owned(), |text, (from, to)| text.replacen(from, to, 1));
    parse(text.as_bytes()).problems.iter().map(|problem| problem.code).collect()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn what_is_not_written_has_its_default() {
    let plan = plan(&[]);
    assert_eq!((plan.release.risk, plan.release.environment.as_str()), (Risk::Medium, "production"));
    assert_eq!(
        (plan.window.decision_time, plan.window.notice_lead),
        (TimeDelta::minutes(10), TimeDelta::minutes(5))
    );
    assert_eq!(plan.window.planned_outage, TimeDelta::zero());
    assert_eq!(plan.decision.answer_valid, TimeDelta::minutes(30));
    assert_eq!(plan.decision.rehearsal_max_age, TimeDelta::days(14));
    assert!((plan.stabilisation.slo - 99.9).abs() < 1e-9);
    assert_eq!((plan.stages[0].order, plan.stages[1].order), (Order::Sequence, Order::Free));
    assert_eq!(plan.triggers[0].down_for, TimeDelta::minutes(2));
    assert!(plan.stages[0].steps[0].mandatory);
    let check = &plan.checks[0];
    assert_eq!(
        (check.down_after, check.down_share.failures, check.down_share.of, check.up_after),
        (3, 4, 20, 5)
    );
    assert!(!check.availability && check.weight == Weight::Deciding);
}

#[test]
fn risk_suggests_days_and_steadiness() {
    let of = |risk: &str, on_call: &str| {
        let plan = plan(&[
            ("from = \"1.9.4\"", &format!("from = \"1.9.4\"\nrisk = \"{risk}\"")),
            ("zone =", on_call),
        ]);
        (plan.stabilisation.business_days, plan.decision.steady_for.num_minutes())
    };
    let on_call = "weekend-on-call = \"mia\"\nzone =";
    assert_eq!(of("low", on_call), (1, 5));
    assert_eq!(of("medium", on_call), (2, 5));
    assert_eq!(of("high", on_call), (5, 10));
}

#[test]
fn a_critical_http_check_is_asked_more_often_while_it_is_judged() {
    let seconds = |edits: &[(&str, &str)]| {
        let plan = plan(edits);
        let i = plan.checks[0].interval;
        let all = [i.before, i.execute, i.validate, i.stabilise];
        (all.map(|each| each.num_seconds()), plan.checks[0].timeout.num_milliseconds())
    };
    assert_eq!(seconds(&[]), ([10, 10, 5, 10], 4_000));
    assert_eq!(seconds(&[("critical = true", "critical = true\ninterval = \"10s\"")]), ([10; 4], 5_000));
    let by_phase = "critical = true\ninterval = { before = \"30s\", execute = \"20s\", stabilise = \"1m\" }";
    assert_eq!(seconds(&[("critical = true", by_phase)]), ([30, 20, 5, 60], 4_000));
}

#[test]
fn other_checks_keep_their_kind_s_pace() {
    let plan = plan(&[(
        "critical = true",
        "critical = true\n[[check]]\nid = \"db\"\nkind = \"tcp\"\naddress = \"db:5432\"\ncritical = true\n\
         [[check]]\nid = \"cert\"\nkind = \"tls\"\naddress = \"shop.example:443\"",
    )]);
    let pace = |id: &str| {
        let check = plan.check(id).unwrap();
        (check.interval.shortest().num_seconds(), check.timeout.num_seconds())
    };
    assert_eq!((pace("db"), pace("cert")), ((10, 5), (900, 10)));
    assert_eq!(plan.check("cert").unwrap().weight, Weight::Advisory, "nobody polls it");
}

#[test]
fn a_time_with_the_zone_s_own_offset_says_which_of_two_is_meant() {
    let end = |written: &str| {
        let night = [
            ("zone =", "weekend-on-call = \"mia\"\nzone ="),
            ("start = 2027-02-10T01:00:00", "start = 2027-04-04T01:00:00"),
            ("end = 2027-02-10T03:00:00", written),
        ];
        plan(&night).window.end
    };
    assert_eq!(end("end = 2027-04-04T02:30:00+11:00"), at("2027-04-03T15:30:00Z"));
    assert_eq!(end("end = 2027-04-04T02:30:00+10:00"), at("2027-04-03T16:30:00Z"));
}

#[test]
fn a_need_of_a_parent_that_is_not_written_is_one_of_its_children() {
    let two = "planned = \"8m\"\n\n  [[stage.step]]\n  id = \"3.1.b\"\n  title = \"Warm up\"\n  owner = \"mia\"\n  \
               nothing-to-undo = true\n\n  [[stage.step]]\n  id = \"3.9\"\n  title = \"Look\"\n  owner = \"mia\"\n  \
               nothing-to-undo = true\n  needs = [\"3.1\"]";
    let plan = plan(&[("planned = \"8m\"", two)]);
    assert_eq!(plan.step("3.9").unwrap().1.needs, Some(vec!["3.1.a".to_owned(), "3.1.b".to_owned()]));
}

#[test]
fn several_stages_of_a_kind_have_ids_of_their_own() {
    let second = "[[stage]]\nkind = \"validate\"\n\n  [[stage.step]]\n  id = \"4.9\"\n  title = \"Again\"\n  owner = \"mia\"\n\n\
                  [[stage]]\nkind = \"decide\"";
    let plan = plan(&[("[[stage]]\nkind = \"decide\"", second)]);
    let ids: Vec<&str> = plan.stages.iter().map(|stage| stage.id.as_str()).collect();
    assert_eq!(ids, ["execute", "validate", "validate-2", "decide"]);
}

#[test]
fn changes_come_from_a_file_a_list_or_a_repository() {
    let changes = |written: &str| {
        plan(&[("from = \"1.9.4\"", &format!("from = \"1.9.4\"\nchanges = {written}"))]).release.changes
    };
    assert_eq!(changes("\"CHANGELOG.md\""), Some(Changes::File("CHANGELOG.md".into())));
    assert_eq!(changes("{ inline = [\"a\", \"b\"] }"), Some(Changes::Inline(vec!["a".into(), "b".into()])));
    let repository = Changes::Repository { path: ".".into(), from: "v1".into(), to: "v2".into() };
    assert_eq!(changes("{ repository = \".\", from = \"v1\", to = \"v2\" }"), Some(repository));
}

#[test]
fn a_literal_dollar_is_no_variable() {
    let plan = plan(&[("https://shop.example/", "https://shop.example/${PATH_1}/$${x}?q=${Q}&p=${PATH_1}")]);
    assert_eq!(plan.variables, ["PATH_1", "Q"]);
}

#[test]
fn private_addresses_and_references_are_allowed_as_addresses() {
    for url in ["http://127.0.0.1:8080/", "http://[fd00::1]/", "${SHOP}/health", "https://${HOST}:${PORT}/x"]
    {
        plan(&[("https://shop.example/", url)]);
    }
    for url in ["http://169.254.169.254/", "http://2852039166/", "http://[::ffff:a9fe:a9fe]/"] {
        assert_eq!(codes(&[("https://shop.example/", url)]), ["refused-address"], "{url}");
    }
}

#[test]
fn a_target_is_a_host_with_or_without_a_port() {
    let targets =
        |target: &str| codes(&[("critical = true", &format!("critical = true\ntargets = [\"{target}\"]"))]);
    for good in ["10.0.0.12", "web-1", "web-1:8443", "[::1]", "[::1]:8443", "fd00::1"] {
        assert_eq!(targets(good), Vec::<&str>::new(), "{good}");
    }
    for bad in ["https://web-1", "web-1:0", "web-1:99999", "a b", "${HOST}", "web-1/x"] {
        assert_eq!(targets(bad), ["bad-address"], "{bad}");
    }
    assert_eq!(targets("169.254.169.254:80"), ["refused-address"]);
    assert_eq!(targets("[fe80::1]:80"), ["refused-address"]);
}

#[test]
fn a_credential_may_come_from_the_environment_only() {
    let header = |value: &str| {
        codes(&[(
            "critical = true",
            &format!("critical = true\nheaders = {{ authorization = \"{value}\" }}"),
        )])
    };
    assert_eq!(header("Bearer ${TOKEN}"), Vec::<&str>::new());
    assert_eq!(header("Bearer $${TOKEN}"), ["literal-secret"]);
    assert_eq!(codes(&[("https://shop", "https://user:${PASSWORD}@shop")]), Vec::<&str>::new());
    assert_eq!(codes(&[("https://shop", "https://${USER}:hunter2@shop")]), ["literal-secret"]);
    assert_eq!(codes(&[("https://shop", "https://token@shop")]), ["literal-secret"]);
}

#[test]
fn whatever_is_read_is_clean() {
    let plan = plan(&[("\"Deploy api\"", "\"Deploy\\u001b[2J \\u202eipa\""), ("Mia Torres", "Mia\\tTorres")]);
    let title = &plan.step("3.1.a").unwrap().1.title;
    assert!(!title.contains(['\u{1b}', '\u{202e}']), "{title:?}");
    assert_eq!(plan.team[0].name, "Mia Torres");
}

#[test]
fn the_same_bytes_are_the_same_plan() {
    let (one, other) = (plan(&[]), plan(&[("8m", "9m")]));
    assert_eq!(one.sha256, plan(&[]).sha256);
    assert_ne!(one.sha256, other.sha256);
    assert_eq!(one.rollback_digest(), other.rollback_digest());
}
