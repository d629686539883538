//! The example plan, which is the contract of the format, read value by value.
#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail as the test may")]

use chrono::{DateTime, TimeDelta, Utc};
use golive::plan::{
    Decides, Evidence, ExpectHow, OnFailure, Order, Plan, Probe, Risk, Route, StageKind, StepKind, Turn, Via,
    Weight, parse,
};

fn plan() -> Plan {
    let parsed = parse(include_bytes!("data/plan.toml"));
    let errors: Vec<_> = parsed.errors().collect();
    assert!(errors.is_empty(), "{errors:#?}");
    parsed.plan.unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn release_window_and_stabilisation() {
    let plan = plan();
    assert_eq!(plan.release.name, "Spring Sale storefront");
    assert_eq!((plan.release.from.as_str(), plan.release.version.as_str()), ("4.11.3", "4.12.0"));
    assert_eq!(plan.release.risk, Risk::High);
    assert_eq!(plan.campaign_start, Some(at("2027-02-10T06:00:00+11:00")));
    assert_eq!(plan.window.start, at("2027-02-10T01:00:00+11:00"));
    assert_eq!(plan.window.end, at("2027-02-10T05:00:00+11:00"));
    assert_eq!(plan.window.zone, chrono_tz::Australia::Sydney);
    assert_eq!(plan.window.planned_outage, TimeDelta::minutes(40));
    assert_eq!(plan.stabilisation.business_days, 2);
    assert_eq!(plan.stabilisation.keep_old_until, Some(at("2027-02-11T18:00:00+11:00")));
    assert_eq!(plan.stabilisation.rollback_authority, ["on-call"]);
}

#[test]
fn team_and_decision() {
    let plan = plan();
    assert_eq!(plan.team.iter().map(|m| m.id.as_str()).collect::<Vec<_>>(), ["mia", "zoe", "lee"]);
    assert!(plan.is_approver("zoe") && plan.is_approver("mia") && !plan.is_approver("lee"));
    assert!(plan.is_initiator("lee") && plan.is_lead("mia"));
    assert_eq!(plan.decision.steady_for, TimeDelta::minutes(10));
    assert_eq!(plan.decision.rehearsal_max_age, TimeDelta::days(14));
    let required: Vec<_> = plan.decision.stations.iter().map(|s| (s.id.as_str(), s.required)).collect();
    assert_eq!(required, [("lead", true), ("on-call", true), ("campaign", false)]);
}

#[test]
fn stages_and_steps() {
    let plan = plan();
    let kinds: Vec<_> = plan.stages.iter().map(|stage| stage.kind).collect();
    assert_eq!(kinds, StageKind::ALL.map(|(kind, _)| kind));
    assert_eq!(plan.stages[0].title, "Conduct pre-deployment checks");
    assert_eq!(plan.stages[1].title, "Notify stakeholders of deployment start");
    assert_eq!((plan.stages[0].order, plan.stages[2].order), (Order::Free, Order::Sequence));
    let gate = plan.stages[2].gate.as_ref().unwrap();
    assert_eq!(
        (gate.checks.as_slice(), gate.steady),
        (["checkout-inside".to_owned()].as_slice(), TimeDelta::minutes(1))
    );
    let step = |id: &str| plan.step(id).unwrap().1;
    assert_eq!((step("1.2").evidence, step("1.2").max_age), (Evidence::Backup, Some(TimeDelta::hours(4))));
    assert_eq!(step("2.2").kind, StepKind::Switch { id: "maintenance".into(), on: true });
    assert_eq!(step("6.3").kind, StepKind::Switch { id: "maintenance".into(), on: false });
    assert_eq!(
        step("3.1.a").kind,
        StepKind::Command(vec!["./deploy.sh".into(), "api".into(), "4.12.0".into()])
    );
    assert_eq!(step("3.1.b").needs, Some(vec!["3.1.a".into()]));
    assert!(step("3.1.b").irreversible && step("3.1.b").barrier == ["orders-db"]);
    assert_eq!(step("4.1").on_failure, OnFailure::Rollback);
    assert_eq!((&step("5.2").kind, step("5.2").decides), (&StepKind::Decision, Decides::Go));
    assert!(plan.is_parent("3.1"));
    assert_eq!(plan.rollback[0].undo.undoes, ["3.1.a"]);
    assert_eq!(plan.rollback[0].undo.fallback.as_deref(), Some("r9"));
    assert!(plan.rollback[1].undo.restores_data && plan.rollback[1].undo.only_as_fallback);
}

#[test]
fn checks() {
    let plan = plan();
    let checkout = plan.check("checkout").unwrap();
    assert!(checkout.critical && checkout.availability && checkout.weight == Weight::Deciding);
    assert_eq!(checkout.interval.shortest(), TimeDelta::seconds(10));
    assert_eq!(checkout.conditions.len(), 3);
    let Probe::Http(probe) = &checkout.probe else { panic!("not http") };
    assert_eq!(probe.headers["Authorization"], "Bearer ${SHOP_TOKEN}");
    assert!(probe.fresh && probe.method == "GET");
    let inside = plan.check("checkout-inside").unwrap();
    assert_eq!(inside.via, Via::Inside);
    assert_eq!(inside.targets, ["10.0.0.12", "10.0.0.13"]);
    assert!(inside.version.is_some());
    assert_eq!(
        (inside.interval.before, inside.interval.validate),
        (TimeDelta::seconds(10), TimeDelta::seconds(5))
    );
    assert_eq!(inside.timeout, TimeDelta::seconds(4));
    let db = plan.check("orders-db").unwrap();
    assert!(matches!(&db.probe, Probe::Tcp { address } if address == "10.0.0.20:5432"));
    assert_eq!((db.timeout, db.down_after, db.up_after), (TimeDelta::seconds(5), 3, 5));
    let old = plan.check("old-admin").unwrap();
    assert!(old.must_fail && old.active_from.as_deref() == Some("3.1.a"));
}

#[test]
fn triggers_switches_notices_and_what_comes_later() {
    let plan = plan();
    assert_eq!(plan.trigger("R1").unwrap().down_for, TimeDelta::minutes(2));
    assert!(plan.trigger("R2").unwrap().check.is_none());
    let page = plan.switch("maintenance").unwrap();
    assert!(
        matches!(&page.on, Some(Turn::Http(call)) if call.method == "PUT" && call.body.as_deref() == Some("on"))
    );
    assert_eq!(page.expect.as_ref().unwrap().how, ExpectHow::Maintenance);
    assert!(page.verify_on.is_some() && page.verify_off.is_some());
    assert_eq!(plan.notices[0].channels, ["mail", "chat"]);
    let names: Vec<_> = plan.channels.iter().map(|channel| channel.name.as_str()).collect();
    assert_eq!(names, ["chat", "mail"]);
    assert!(matches!(&plan.channels[1].route, Route::Mail { user: Some(user), .. } if user == "golive"));
    assert_eq!(plan.escalations[0].call.as_deref(), Some("zoe"));
    assert!(plan.freezes[0].hard);
    assert_eq!(plan.variables, ["CHAT_WEBHOOK", "SHOP_TOKEN", "SMTP_PASSWORD"]);
    assert_eq!(plan.sha256.len(), 64);
    assert_eq!(plan.rollback_digest().len(), 12);
}
