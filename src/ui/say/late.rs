//! What a rollback costs after GO, and until when the version is there that it goes back to.

use super::time;
use crate::journal::DecisionKind;
use crate::ui::picture::Picture;
use crate::ui::theme::Role;
use crate::ui::widget::line::Line;

/// `late rollback: 19 min, data since 03:06`: how long it takes, and from when on customers' data is of the new version.
pub fn cost(m: &Picture<'_>) -> Line {
    let Some(span) = m.outlook.clocks.undo_so_far else {
        let cannot = m.outlook.clocks.cannot_undo.join(", ");
        let text =
            if cannot.is_empty() { String::new() } else { format!("late rollback: nothing undoes {cannot}") };
        return Line::of(text, Role::Attention);
    };
    let go = m.session.decision(DecisionKind::Go).map(|decision| decision.at.at);
    let reopened = m.session.effects.iter().filter_map(|effect| effect.closed).map(|closed| closed.at).max();
    let line = Line::new().dim("late rollback: ").add(format!("{} min", span.num_minutes()), Role::Back);
    match reopened.or(go) {
        Some(at) => line.dim(", data since ").text(time::near(m, at)),
        None => line,
    }
}

/// `old version kept until Thu 18:00`; once that is past, what a rollback would need.
pub fn old_version(m: &Picture<'_>) -> Line {
    match m.outlook.clocks.keep_old_until {
        Some(until) if until <= m.now.at => {
            let text = format!("old version gone since {}: a rollback needs it back", time::near(m, until));
            Line::of(text, Role::Attention)
        }
        Some(until) => Line::new().dim("old version kept until ").text(time::near(m, until)),
        None => Line::new(),
    }
}
