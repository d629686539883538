//! What a step must bring before it counts as done.

use super::ask::{Ask, said};
use crate::decide::command::Refusal;
use crate::journal::Proof;
use crate::plan::{Evidence, Step};
use crate::text::list;

/// Names of failed tests kept in the record; their count is always whole.
const NAMES_KEPT: usize = 200;

/// The proof as the event keeps it. A note stands in where a note is wanted.
pub(super) fn check(
    ask: &Ask,
    step: &Step,
    proof: Option<&Proof>,
    note: Option<&str>,
) -> Result<Option<Proof>, Refusal> {
    let proof = proof.map(clean).transpose()?;
    let proof = match (proof, note) {
        (None, Some(text)) if step.evidence == Evidence::Note => Some(Proof::Note { text: text.to_owned() }),
        (proof, _) => proof,
    };
    let Some(proof) = proof else {
        return match step.evidence {
            Evidence::None => Ok(None),
            wanted => Err(Refusal::incomplete(format!("{} is done with {}", step.id, wanting(wanted)))),
        };
    };
    if step.evidence != Evidence::None && kind(&proof) != step.evidence {
        return Err(Refusal::incomplete(format!(
            "{} is done with {}; a {} was brought",
            step.id,
            wanting(step.evidence),
            kind(&proof).name()
        )));
    }
    proves(ask, step, complete(ask, proof)).map(Some)
}

/// A rehearsal is of the runbook that the plan has now, unless it says which.
fn complete(ask: &Ask, proof: Proof) -> Proof {
    match proof {
        Proof::Rehearsal { at, place, minutes, production_like, digest } if digest.is_empty() => {
            let digest = ask.plan.rollback_digest();
            Proof::Rehearsal { at, place, minutes, production_like, digest }
        }
        other => other,
    }
}

/// Refuses what proves the contrary.
fn proves(ask: &Ask, step: &Step, proof: Proof) -> Result<Proof, Refusal> {
    let id = &step.id;
    match &proof {
        Proof::Results { tests: 0, .. } => {
            Err(Refusal::rule(format!("no test ran, which counts as failed: record {id} as failed")))
        }
        Proof::Results { tests, failed, .. } if *failed > 0 => Err(Refusal::rule(format!(
            "{failed} of {tests} tests failed: record {id} as failed, and have the failure accepted if it may stay"
        ))),
        Proof::Backup { verified, .. } if !matches!(verified.as_str(), "restore" | "checksum") => {
            Err(Refusal::incomplete(format!(
                "the backup of {id} is verified by restore or by checksum; say which"
            )))
        }
        Proof::Backup { bytes: 0, .. } => Err(Refusal::rule(format!("the backup of {id} is empty"))),
        Proof::Backup { taken_at, .. } => ask.check_stated(Some(*taken_at)).map(|()| proof),
        Proof::Rehearsal { at, .. } => ask.check_stated(Some(*at)).map(|()| proof),
        _ => Ok(proof),
    }
}

/// The proof with every text cleaned, and with what it cannot do without.
pub(super) fn clean(proof: &Proof) -> Result<Proof, Refusal> {
    Ok(match proof {
        Proof::Note { text } => Proof::Note { text: said(text, "the note")? },
        Proof::Number { value } if !value.is_finite() => {
            return Err(Refusal::incomplete("the number is no number"));
        }
        Proof::Number { value } => Proof::Number { value: *value },
        Proof::Url { url } => {
            let url = said(url, "the link")?;
            if !url.contains("://") || url.contains(' ') {
                return Err(Refusal::incomplete(format!(
                    "{url} is no link: it begins with https:// or the like"
                )));
            }
            Proof::Url { url }
        }
        Proof::File { path, sha256, bytes } => {
            Proof::File { path: said(path, "the file's path")?, sha256: sha256.clone(), bytes: *bytes }
        }
        Proof::Backup { taken_at, id, bytes, verified } => Proof::Backup {
            taken_at: *taken_at,
            id: said(id, "the backup's id")?,
            bytes: *bytes,
            verified: verified.clone(),
        },
        Proof::Rehearsal { at, place, minutes, production_like, digest } => Proof::Rehearsal {
            at: *at,
            place: said(place, "where it was rehearsed")?,
            minutes: positive(*minutes)?,
            production_like: *production_like,
            digest: digest.clone(),
        },
        Proof::Results { tests, failed, names } => {
            if failed > tests {
                return Err(Refusal::incomplete("more tests failed than ran"));
            }
            let names = names.iter().take(NAMES_KEPT).map(|name| short(name)).collect();
            Proof::Results { tests: *tests, failed: *failed, names }
        }
    })
}

fn positive(minutes: f64) -> Result<f64, Refusal> {
    if minutes.is_finite() && minutes > 0.0 && minutes < 100_000.0 {
        Ok(minutes)
    } else {
        Err(Refusal::incomplete("the rehearsal's minutes are missing"))
    }
}

fn short(name: &str) -> String {
    crate::text::clean::line(name).chars().take(120).collect()
}

fn kind(proof: &Proof) -> Evidence {
    match proof {
        Proof::Note { .. } => Evidence::Note,
        Proof::Number { .. } => Evidence::Number,
        Proof::Url { .. } => Evidence::Url,
        Proof::File { .. } => Evidence::File,
        Proof::Backup { .. } => Evidence::Backup,
        Proof::Rehearsal { .. } => Evidence::Rehearsal,
        Proof::Results { .. } => Evidence::Results,
    }
}

/// What a person is to bring.
fn wanting(evidence: Evidence) -> String {
    let parts: &[&str] = match evidence {
        Evidence::None => &["nothing"],
        Evidence::Note => &["a note"],
        Evidence::Number => &["a number"],
        Evidence::Url => &["a link"],
        Evidence::File => &["a file"],
        Evidence::Backup => {
            &["the backup: when it was taken", "its id", "its bytes", "verified by restore or checksum"]
        }
        Evidence::Rehearsal => &["the rehearsal: when", "where", "how many minutes"],
        Evidence::Results => &["the results: tests run", "tests failed"],
    };
    list::and_list(parts)
}
