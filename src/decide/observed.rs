//! Whether anybody polls, where somebody should.

use super::scene::Scene;
use crate::plan::Check;
use crate::session::Phase;
use crate::text::duration;

/// Why nobody can say how things are; `None` = somebody polls, or nobody needs to.
pub(crate) fn unobserved(scene: &Scene) -> Option<String> {
    let session = scene.session;
    let needed = !matches!(scene.phase, Phase::Closing | Phase::Closed);
    if !needed || !scene.plan.checks.iter().any(Check::is_polled) || session.is_watched(scene.now) {
        return None;
    }
    let patience = session.window_period() * 3;
    match (session.watched, session.conducting_since.filter(|_| session.conducting)) {
        (None, Some(since)) if scene.now.since(since) <= patience => None,
        (None, _) => Some("nobody is polling yet".to_owned()),
        (Some(watched), _) => {
            let age = duration::short(scene.now.since(watched));
            let patience = duration::short(patience);
            Some(format!("nobody is polling: no health for {age} (limit {patience})"))
        }
    }
}
