//! What update and sheets ask of the model, and the small changes they make to it.

use super::model::{Class, Conducting, Model, Pane};
use crate::decide::{self, Command, Refusal, RefusalKind, Standing};
use crate::text::list;

impl Model {
    /// Says something in the footer for 4 s.
    pub fn say(&mut self, text: &str) {
        self.ui.toast = Some((self.now, crate::text::clean::line(text), Class::Attention));
    }

    /// The same, of what went as it should.
    pub fn tell(&mut self, text: &str) {
        self.ui.toast = Some((self.now, crate::text::clean::line(text), Class::Plain));
    }

    /// Gives the keys to a pane; a filter belongs to the pane it was typed in.
    pub fn focus(&mut self, pane: Pane) {
        if self.ui.focus != pane {
            self.ui.filter.clear();
        }
        self.ui.focus = pane;
    }

    /// Why the one who sits here cannot do this now.
    pub fn refusal(&self, command: &Command) -> Option<Refusal> {
        if let Some(why) = self.only_reads() {
            return Some(Refusal {
                kind: RefusalKind::Rule,
                text: format!("this console only looks on: {why}"),
            });
        }
        decide::why_not(&self.plan, &self.session, &self.outlook, &self.actor, command)
    }

    /// Why nothing can be recorded from here, where that is so; a closed record still takes amendments.
    pub(super) fn only_reads(&self) -> Option<&str> {
        match &self.conducting {
            Conducting::LookingOn { why } if self.session.closed.is_none() => Some(why),
            _ => None,
        }
    }

    /// The same as a sentence.
    pub fn why_not(&self, command: &Command) -> Option<String> {
        self.refusal(command).map(|refusal| refusal.text)
    }

    /// Ids of the team, for hints.
    pub fn members(&self) -> String {
        let ids: Vec<&str> = self.plan.team.iter().map(|member| member.id.as_str()).collect();
        list::or_list(&ids)
    }

    /// Who may decide, for hints.
    pub fn approvers(&self) -> String {
        let may = self.plan.team.iter().filter(|member| self.plan.is_approver(&member.id));
        let ids: Vec<&str> = may.map(|member| member.id.as_str()).collect();
        list::or_list(&ids)
    }

    /// Id and title of a trigger.
    pub fn trigger_title(&self, id: &str) -> String {
        self.plan.trigger(id).map_or_else(|| id.to_owned(), |trigger| format!("{id} {}", trigger.title))
    }

    /// Whether a check is muted now.
    pub fn is_muted(&self, check: &str) -> bool {
        self.outlook
            .checks
            .iter()
            .any(|view| view.id == check && matches!(view.standing, Standing::Muted { .. }))
    }

    /// What `y` copies: one clean line for the selected entry.
    pub fn selected_text(&self) -> String {
        let at = self.selected_index(self.ui.focus);
        match self.ui.focus {
            Pane::Checklist => self.selected_step().map(|step| format!("{} {}", step.id, step.title)),
            Pane::Rollback => self
                .rollback_steps()
                .get(self.selected_rollback_index())
                .map(|step| format!("{} {}", step.id, step.title)),
            Pane::Health => self.health_rows().get(at).map(|view| format!("{}: {}", view.id, view.text)),
            Pane::Log => self.log_rows().nth(at).map(|line| line.text.clone()),
            Pane::Triggers => {
                self.outlook.triggers.get(at).map(|trigger| format!("{}: {}", trigger.id, trigger.text))
            }
            Pane::Team => {
                self.plan.team.get(at).map(|member| {
                    format!("{} {}", member.name, member.contact.as_deref().unwrap_or_default())
                })
            }
            _ => self.outlook.verdict.as_ref().map(|verdict| {
                let against: Vec<&str> = verdict.against.iter().map(|row| row.text.as_str()).collect();
                format!("{:?}: {}", verdict.recommendation, against.join("; "))
            }),
        }
        .map(|text| crate::text::clean::line(&text))
        .unwrap_or_default()
    }
}
