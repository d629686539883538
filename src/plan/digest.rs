//! The digest of the rollback steps, by which a rehearsal is known to be one of them.

use sha2::{Digest, Sha256};

use super::parse::hex;
use super::types::{HttpCall, Plan, StepKind};

/// Hex digits of the digest: enough to tell two runbooks apart, few enough to read out.
const DIGITS: usize = 12;

impl Plan {
    /// The first twelve hex digits of the SHA-256 over the rollback steps: ids, titles, what they run, and what they undo, in
    /// plan order. A rehearsal of other steps proves nothing about these.
    pub fn rollback_digest(&self) -> String {
        let mut hash = Sha256::new();
        for step in &self.rollback {
            field(&mut hash, "step", [step.id.as_str(), step.title.as_str()]);
            kind(&mut hash, &step.kind);
            field(&mut hash, "undoes", step.undo.undoes.iter().map(String::as_str));
        }
        hex(&hash.finalize()).chars().take(DIGITS).collect()
    }
}

fn kind(hash: &mut Sha256, kind: &StepKind) {
    let name = kind.name();
    match kind {
        StepKind::Manual | StepKind::HoldPoint | StepKind::Decision | StepKind::Auto => field(hash, name, []),
        StepKind::Command(words) => field(hash, name, words.iter().map(String::as_str)),
        StepKind::Http(HttpCall { method, url, body, headers }) => {
            field(hash, name, [method.as_str(), url.as_str(), body.as_deref().unwrap_or("")]);
            field(hash, "headers", headers.iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]));
        }
        StepKind::Check(id) | StepKind::Notice(id) | StepKind::Approval(id) => {
            field(hash, name, [id.as_str()]);
        }
        StepKind::Switch { id, on } => field(hash, name, [id.as_str(), if *on { "on" } else { "off" }]),
    }
}

/// How many and how long goes in too, so that no two runbooks run together into the same bytes.
fn field<'a>(hash: &mut Sha256, name: &str, texts: impl IntoIterator<Item = &'a str>) {
    let texts: Vec<&str> = texts.into_iter().collect();
    for text in [name].iter().chain(&texts) {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
        hash.update((texts.len() as u64).to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use crate::plan::{Plan, parse};

    fn plan(edit: impl Fn(&str) -> String) -> Plan {
        let text = edit(include_str!("../../tests/data/plan.toml"));
        parse(text.as_bytes()).plan.expect("the example is valid")
    }

    #[test]
    fn follows_what_is_run_and_undone_and_nothing_else() {
        let digest = plan(str::to_owned).rollback_digest();
        let edited = |from: &str, to: &str| plan(|text| text.replace(from, to)).rollback_digest();
        assert_eq!(digest.len(), 12);
        assert_eq!(
            edited("planned = \"6m\"", "planned = \"9m\""),
            digest,
            "how long it takes is no other procedure"
        );
        assert_eq!(edited("Smoke test suite", "Smoke tests"), digest, "steps of stages do not count");
        assert_ne!(edited("Redeploy api", "Deploy api"), digest);
        assert_ne!(edited("\"./deploy.sh\", \"api\", \"4.11.3\"", "\"./deploy.sh\", \"api4.11.3\""), digest);
        assert_ne!(edited("undoes = [\"3.1.a\"]", "undoes = []"), digest);
    }
}
