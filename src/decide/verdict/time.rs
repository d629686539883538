//! Rules `unobserved` and `past-last-safe-rollback`.

use super::{Class, Finding, Known};
use crate::decide::Binding;
use crate::plan::StageKind;
use crate::session::Phase;
use crate::text::duration;

pub(super) fn find(known: &Known, found: &mut Vec<Finding>) {
    found.extend(unobserved(known));
    found.extend(past_last_safe(known));
}

pub(super) fn unobserved(known: &Known) -> Option<Finding> {
    let text = known.unobserved?.to_owned();
    let cure = "a console that conducts".to_owned();
    Some(Finding::new(Class::Wrong, "unobserved", "", text).cured_by(cure))
}

/// A rollback does not fit any more while there is still work that may call for one. Never where an irreversible
/// step set the limit.
fn past_last_safe(known: &Known) -> Option<Finding> {
    let scene = known.scene;
    let clocks = known.clocks;
    let at = clocks.last_safe_rollback.filter(|at| scene.now.at > *at)?;
    let decided = !matches!(scene.phase, Phase::Preparing | Phase::Deploying | Phase::Deciding);
    if decided || matches!(clocks.binding, Binding::Irreversible(_)) {
        return None;
    }
    let open = [StageKind::Execute, StageKind::Validate].into_iter().flat_map(|kind| scene.of_kind(kind));
    let open = open.filter(|item| item.is_work() && !item.settled).count();
    if open == 0 {
        return None;
    }
    let what = match &clocks.binding {
        Binding::Reopening => "customers are let in again, and a rollback would restore data",
        Binding::KeepOldUntil => "the old version is not kept any longer",
        _ => "a rollback does not end within the window any more",
    };
    let open = if open == 1 { "1 step".to_owned() } else { format!("{open} steps") };
    let ago = duration::short(scene.now.at.signed_duration_since(at));
    let text = format!("past the last safe rollback at {} ({ago} ago): {what}; {open} open", scene.hhmm(at));
    Some(
        Finding::new(Class::Wrong, "past-last-safe-rollback", "", text)
            .cured_by("the window extended".to_owned()),
    )
}
