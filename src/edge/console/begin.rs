//! What starts after the first frame: the keeper, the readers of keys and hang-ups, the prober.

use std::sync::Arc;
use std::thread;

use super::super::conductor::circumstances;
use super::super::input;
use super::super::keeper::Job;
use super::super::probe::{Probing, Real};
use super::super::signal::wait_for_hang_up;
use super::{Console, In};
use crate::health::Sample;
use crate::ui::Msg;
use crate::ui::model::Conducting;

impl Console {
    /// Everything that need not be there before the first frame.
    pub(super) fn begin(&mut self) {
        if let Some(threads) = self.threads.take() {
            self.keeper = Some(threads(&self.outbox));
        }
        let typed = self.outbox.clone();
        thread::spawn(move || input::read_until_done(|event| typed.send(In::Typed(event)).is_ok()));
        let gone = self.outbox.clone();
        thread::spawn(move || {
            wait_for_hang_up();
            let _ = gone.send(In::HangUp);
        });
        if self.conducts {
            self.begin_probing();
        }
    }

    fn begin_probing(&mut self) {
        let samples = self.outbox.clone();
        let plan = Arc::clone(&self.model.plan);
        let now = circumstances(&plan, &self.model.session, self.clock);
        let variables = self.variables.clone();
        let checks = plan.checks.clone();
        let make = move || Real::new(&plan.checks, &plan.switches, variables);
        let jobs = self.jobs.clone();
        let deliver = move |check, sample: Sample| {
            // Straight to the keeper: a terminal that takes no more output must not blind the conductor.
            let _ = jobs.send(Job::Sample(check, Box::new(sample.clone())));
            let _ = samples.send(In::Sample(check, Box::new(sample)));
        };
        match Probing::start(checks, now, make, deliver) {
            Ok(probing) => self.probing = Some(probing),
            Err(error) => {
                self.take(Msg::Conducting(Conducting::Nobody { why: format!("no probing: {error}") }));
            }
        }
    }
}
