//! The demo's plan, its origin in time, and who plays it.

use chrono::TimeDelta;

use crate::journal::Stamp;
use crate::plan::{Parsed, Plan, parse};

/// The text of the demo's plan, as a session keeps it.
pub const SOURCE: &str = include_str!("plan.toml");

/// The member who plays the demo: its lead, and a deputy approver.
pub const ACTOR: &str = "mia";

/// How long before the window a fresh demo begins: long enough for the pre-checks.
const EARLIER: TimeDelta = TimeDelta::minutes(46);

/// The demo's plan. It has no problems; a test rules them out.
pub fn plan() -> Parsed {
    parse(SOURCE.as_bytes())
}

/// The moment at which a fresh demo begins, in session time.
pub fn origin(plan: &Plan) -> Stamp {
    let start = plan.window.start;
    Stamp { at: start.checked_sub_signed(EARLIER).unwrap_or(start), up: 0, boot: 0 }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::net::Ipv4Addr;

    use super::*;
    use crate::demo::pods::{NEW, OLD, RESTART};
    use crate::demo::{Facts, Host, Pod, Scenario, Service, answer};
    use crate::plan::{Probe, StageKind, Via};

    fn demo() -> Plan {
        let parsed = plan();
        let told: Vec<String> =
            parsed.problems.iter().map(|problem| crate::plan::render(problem, "plan.toml", SOURCE)).collect();
        assert!(told.is_empty(), "{}", told.join("\n"));
        parsed.plan.unwrap()
    }

    #[test]
    fn it_has_no_problems_and_every_step_of_the_procedure() {
        let plan = demo();
        let ids: BTreeSet<&str> = plan.steps().map(|(_, step)| step.id.as_str()).collect();
        let seed = "1.1 1.2 1.3 1.4 2.1 2.2 3.2 3.3 4.1 4.2 4.3 5.1 5.2 5.3 6.1 6.2 6.3 7.1 7.2 7.3";
        let missing: Vec<&str> = seed.split(' ').filter(|id| !ids.contains(id)).collect();
        assert!(missing.is_empty(), "{missing:?}");
        let deployment = plan.steps_of(StageKind::Execute).filter(|step| step.id.starts_with("3.1.")).count();
        assert_eq!(deployment, 6);
        assert!(plan.steps().all(|(_, step)| step.owner.is_some() || step.is_auto()));
        assert_eq!((plan.release.from.as_str(), plan.release.version.as_str()), (OLD, NEW));
        assert!(plan.is_approver(ACTOR) && plan.is_lead(ACTOR));
    }

    #[test]
    fn every_check_asks_the_shop_something_that_passes_before_the_night() {
        let plan = demo();
        let now = origin(&plan);
        for check in &plan.checks {
            let Probe::Http(probe) = &check.probe else { continue };
            let path = probe.url.strip_prefix("${DEMO_SHOP}").unwrap();
            assert_eq!(path.starts_with("/inside/"), check.via == Via::Inside, "{}", check.id);
            let targets: Vec<Ipv4Addr> = check.targets.iter().map(|target| target.parse().unwrap()).collect();
            let hosts = if targets.is_empty() { vec![Host::FRONT] } else { targets };
            for host in hosts {
                let reply = answer(Scenario::Happy, &Facts::default(), Host::at(host.into()), path, now);
                assert_eq!(reply.status, 200, "{}", check.id);
                let sample = crate::condition::Sample {
                    status: Some(reply.status),
                    body: Some(&reply.body),
                    response_time_ms: Some(20.0),
                    ..crate::condition::Sample::default()
                };
                let failed = check.conditions.iter().find(|condition| !condition.evaluate(&sample).holds);
                assert!(failed.is_none(), "{}: {failed:?}", check.id);
                let version = check.version.as_ref().map(|extract| extract.extract(&sample));
                assert!(version.is_none_or(|version| version.as_deref() == Some(OLD)), "{}", check.id);
            }
        }
        assert_eq!(plan.variables, ["DEMO_SHOP", "DEMO_SHOP_ADDRESS"]);
    }

    #[test]
    fn a_restarting_pod_is_met_by_one_probe_of_a_check_at_most() {
        for check in demo().checks {
            assert!(check.timeout >= RESTART, "{} is probed again after {}", check.id, check.timeout);
        }
    }

    #[test]
    fn the_version_check_asks_every_pod() {
        let plan = demo();
        let asked: Vec<String> = plan.check("version").unwrap().targets.clone();
        let pods: Vec<String> = Pod::ALL.iter().map(|pod| pod.address.to_string()).collect();
        assert_eq!(asked, pods);
    }

    #[test]
    fn the_steps_that_move_a_service_are_the_plan_s_and_its_rollback_undoes_them() {
        let plan = demo();
        for service in [Service::Api, Service::Payments, Service::Web] {
            let (_, deploy) = plan.step(service.deployed_by()).unwrap();
            let (_, back) = plan.step(service.taken_back_by()).unwrap();
            assert!(back.undo.undoes.contains(&deploy.id), "{} undoes {}", back.id, deploy.id);
            assert!(deploy.title.contains(NEW) && back.title.contains(OLD));
        }
        for step in plan.steps_of(StageKind::Execute).filter(|step| !step.is_auto()) {
            assert!(plan.rollback.iter().any(|back| back.undo.undoes.contains(&step.id)), "{}", step.id);
        }
    }

    #[test]
    fn what_the_page_hides_is_what_customers_reach() {
        let plan = demo();
        let expect = plan.switch("maintenance").unwrap().expect.as_ref().unwrap();
        let hidden: BTreeSet<&str> = expect.checks.iter().map(String::as_str).collect();
        let public: BTreeSet<&str> = plan
            .checks
            .iter()
            .filter(|check| check.via == Via::Public)
            .map(|check| check.id.as_str())
            .collect();
        assert_eq!(hidden, public);
    }

    #[test]
    fn a_night_by_the_plan_takes_an_hour_and_a_quarter_and_its_beginning_fits_before_the_window() {
        let plan = demo();
        let minutes = |kind| plan.steps_of(kind).map(|step| step.planned.num_minutes());
        let longest = |kind| minutes(kind).max().unwrap_or(0);
        let before = longest(StageKind::PreChecks) + minutes(StageKind::NotifyStart).sum::<i64>();
        assert!(before < EARLIER.num_minutes(), "{before} min of work before the window opens");
        let inside = minutes(StageKind::Execute).sum::<i64>() + longest(StageKind::Validate);
        let night = EARLIER.num_minutes() + inside + plan.window.decision_time.num_minutes();
        assert!((70..=100).contains(&night), "{night} min");
        let outage = plan.window.planned_outage.num_minutes();
        assert!(
            inside + plan.decision.steady_for.num_minutes() + 5 <= outage,
            "the page is on for {outage} min"
        );
    }
}
