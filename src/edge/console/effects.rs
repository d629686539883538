//! Effects: what update asks of the world, done.

use super::super::keeper::Job;
use super::super::signal::{Ask, can_suspend, stop_here};
use super::parts::KEEPER_GONE;
use super::{Console, Leaving};
use crate::decide::Actor;
use crate::ui::{self, Effect, Msg};

impl Console {
    pub(super) fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Ask { command, on_behalf } => {
                    let actor = self.actor(on_behalf);
                    self.order(Job::Ask(actor, command));
                }
                Effect::FinishWithFile { step, path } => {
                    let actor = self.actor(None);
                    self.order(Job::FinishWithFile(actor, step, path));
                }
                Effect::Quit { print } => self.leave("quit", print),
                Effect::Suspend => self.suspend(),
                Effect::Copy(text) => {
                    if self.screen.copy(&text).is_err() {
                        self.leave("hang-up", false);
                    }
                }
                Effect::Mouse(on) => {
                    if self.screen.set_mouse(on).is_err() {
                        self.leave("hang-up", false);
                    }
                }
                Effect::Speed(speed) => self.order(Job::Speed(speed)),
                Effect::Leap { to, why } => self.order(Job::Leap(to, why)),
            }
        }
    }

    fn actor(&self, on_behalf: Option<String>) -> Actor {
        let mut actor = self.model.actor.clone();
        actor.on_behalf =
            on_behalf.filter(|member| Some(member) != actor.member.as_ref()).or(actor.on_behalf);
        actor
    }

    fn order(&mut self, job: Job) {
        ui::update(&mut self.model, Msg::Saving);
        if self.jobs.send(job).is_err() {
            self.take(Msg::NotSaved(KEEPER_GONE.to_owned()));
        }
    }

    fn suspend(&mut self) {
        if !can_suspend() {
            self.take(Msg::Say("there is no shell to come back from: ctrl-z does nothing here".to_owned()));
            return;
        }
        if self.screen.suspended(stop_here).is_err() {
            self.leave("hang-up", false);
        }
        self.check_size();
        self.take(Msg::Tick(self.clock.now()));
        self.draw_or_leave();
    }

    pub(super) fn leave(&mut self, reason: &'static str, print: bool) {
        self.leaving.get_or_insert(Leaving { reason, print });
    }

    pub(super) fn obey(&mut self, ask: Ask) {
        match ask {
            Ask::Leave(reason) => self.leave(reason, false),
            Ask::Suspend => self.suspend(),
            Ask::Redraw => self.redraw_whole(),
        }
    }
}
