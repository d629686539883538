//! The other threads, looked after: one that failed is said, and what it did no longer is never shown as well.

use super::super::terminal::broken;
use super::Console;
use crate::text::clean;
use crate::ui::Msg;
use crate::ui::model::Conducting;

/// What is said where the thread that owns the journal has failed.
pub(super) const KEEPER_GONE: &str = "the journal's thread has ended; leave and open the session again";

impl Console {
    /// Nobody polls for a closed record: what comes after it is no part of it.
    pub(super) fn rest_once_closed(&mut self) {
        if self.model.session.closed.is_some() && self.probing.take().is_some() {
            let why = crate::ui::model::RECORD_CLOSED.to_owned();
            self.take(Msg::Conducting(Conducting::LookingOn { why }));
        }
    }

    /// Looks whether every part still runs.
    pub(super) fn check_parts(&mut self) {
        if let Some(what) = broken() {
            self.take(Msg::Say(format!(
                "a part of golive failed; leave and open the session again, nothing saved is lost ({})",
                clean::line(&what)
            )));
        }
        if self.keeper.take_if(|keeper| keeper.is_finished()).is_some() {
            self.take(Msg::NotSaved(KEEPER_GONE.to_owned()));
        }
        if self.probing.take_if(|probing| !probing.is_running()).is_some() {
            let why = "the prober failed: leave and open the session again".to_owned();
            self.take(Msg::Conducting(Conducting::Nobody { why }));
        }
    }
}
