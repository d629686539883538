//! A session file changed at random, again and again: every change is noticed, nothing panics.

use super::reading::read;
use super::session_file::night;
use golive::journal::*;

const EVENTS: u32 = 8;

/// Marsaglia's xorshift: the same changes in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.roll() % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }

    /// One change somewhere: a bit, a cut, an insertion, a piece taken out, a piece zeroed, a piece doubled.
    fn change(&mut self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let at = self.below(bytes.len());
        let upto = (at + 1 + self.below(200)).min(bytes.len());
        match self.below(6) {
            0 => bytes[at] ^= 1u8 << self.below(8),
            1 => bytes.truncate(at),
            2 => {
                let length = 1 + self.below(40);
                let inserted: Vec<u8> = (0..length).map(|_| self.roll().to_le_bytes()[3]).collect();
                bytes.splice(at..at, inserted);
            }
            3 => drop(bytes.drain(at..upto)),
            4 => bytes[at..upto].fill(0),
            _ => {
                let piece = bytes[at..upto].to_vec();
                bytes.splice(at..at, piece);
            }
        }
    }
}

/// Whether what was read is nothing but the truth: the first events of the original and no other; the end called clean
/// only where the file simply is a shorter one of ours, and torn only where at most one record is lost by it.
fn is_honest(original: &[u8], all: &[(Record, u64)], changed: &[u8]) -> bool {
    let (_, records, ending) = read(changed);
    let honest_end = match ending {
        Ending::Clean => original.starts_with(changed),
        Ending::Torn { bytes } => {
            let lost = &changed[changed.len() - usize::try_from(bytes).unwrap()..];
            let begun = lost.windows(11).filter(|window| *window == b"\n[[event]]\n").count();
            !records.is_empty() && begun == 0
        }
        Ending::Damaged(damage) => damage.line >= 1,
    };
    all.starts_with(&records) && honest_end
}

fn mutate(rounds: u32, seed: u64) {
    let original = night(EVENTS);
    let (_, all, _) = read(&original);
    let mut dice = Dice(seed);
    for round in 0..rounds {
        let mut changed = original.clone();
        for _ in 0..=dice.below(3) {
            dice.change(&mut changed);
        }
        if changed != original {
            assert!(
                is_honest(&original, &all, &changed),
                "round {round} of seed {seed}: {:?}",
                read(&changed).2
            );
        }
    }
}

#[test]
fn no_change_is_taken_silently() {
    mutate(20_000, 0x9e37_79b9_7f4a_7c15);
}

#[test]
#[ignore = "the long form: 100,000 more, run before a release"]
fn no_change_is_taken_silently_at_length() {
    mutate(100_000, 0xbf58_476d_1ce4_e5b9);
}
