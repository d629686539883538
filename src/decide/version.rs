//! Which release is live, by the checks that read a version.

use std::collections::BTreeMap;

use super::scene::Scene;
use super::standing::Judged;
use super::{Standing, VersionProof};

/// What the targets report that can be read now; `None` where no check reads a version, or none can.
pub(crate) fn version(scene: &Scene, checks: &[Judged]) -> Option<VersionProof> {
    let release = &scene.plan.release;
    let old = scene.session.is_withdrawn() || scene.session.execute_started(scene.plan).is_none();
    let wanted = if old { &release.from } else { &release.version };
    let mut proof = VersionProof { live: None, on_wanted: 0, of: 0, wanted: wanted.clone() };
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for judged in checks.iter().filter(|judged| reads(judged)) {
        let versions = &judged.view.versions;
        proof.of += judged.check.targets.len().max(versions.len()).max(1);
        for version in versions.iter().filter_map(|target| target.version.as_deref()) {
            *seen.entry(version).or_default() += 1;
            proof.on_wanted += usize::from(version == wanted);
        }
    }
    proof.live = seen.iter().max_by_key(|(_, count)| **count).map(|(version, _)| (*version).to_owned());
    (proof.of > 0).then_some(proof)
}

/// Whether the check can read a version now: polled, active, and nothing hides it.
pub(crate) fn reads(judged: &Judged) -> bool {
    let hidden = matches!(
        judged.view.standing,
        Standing::Expected { .. } | Standing::NotAsExpected(_) | Standing::NotActive(_)
    );
    judged.check.version.is_some() && judged.check.is_polled() && !hidden
}

impl VersionProof {
    /// Every target reports what is wanted.
    pub fn is_proven(&self) -> bool {
        self.of > 0 && self.on_wanted == self.of
    }

    /// `LIVE 4.12.0 on 6/6`; where they differ, how many are on the wanted one.
    pub fn words(&self) -> String {
        match &self.live {
            Some(live) if *live == self.wanted || self.on_wanted > 0 => {
                format!("{} on {}/{}", self.wanted, self.on_wanted, self.of)
            }
            Some(live) => format!("live is {live}; {} on {}/{}", self.wanted, self.on_wanted, self.of),
            None => format!("no version read from {} targets", self.of),
        }
    }
}
