//! Response times as counts in log-scaled buckets: small, mergeable, good for quantiles.

use std::collections::BTreeMap;
use std::fmt;

use chrono::TimeDelta;

/// Lower bounds of the first eight buckets in nanoseconds: 1 ms × 2^(i/8). Eight more each double them.
const FIRST_OCTAVE: [u64; 8] =
    [1_000_000, 1_090_508, 1_189_207, 1_296_840, 1_414_214, 1_542_211, 1_681_793, 1_834_008];
/// The last bucket takes all that is longer: over 12 days.
const LAST: u16 = 8 * 30;

/// Counts by bucket `b`, which holds 1 ms × 2^(b/8) up to the next, so a quantile is good to 5 %. Under 1 ms is bucket 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Buckets(BTreeMap<u16, u32>);

impl Buckets {
    /// Counts one response time.
    pub fn add(&mut self, latency: TimeDelta) {
        let count = self.0.entry(bucket_of(latency)).or_default();
        *count = count.saturating_add(1);
    }

    /// Adds the counts of another.
    pub fn merge(&mut self, other: &Self) {
        for (bucket, more) in &other.0 {
            let count = self.0.entry(*bucket).or_default();
            *count = count.saturating_add(*more);
        }
    }

    /// Reads `b3:12,b4:7`. What cannot be read is passed over: a later version may write more.
    pub fn decode(text: &str) -> Self {
        let mut buckets = Self::default();
        for part in text.split(',') {
            let parsed = part.strip_prefix('b').and_then(|part| part.split_once(':'));
            let Some((bucket, count)) = parsed else { continue };
            if let (Ok(bucket), Ok(count)) = (bucket.parse::<u16>(), count.parse::<u32>()) {
                let slot = buckets.0.entry(bucket.min(LAST)).or_default();
                *slot = slot.saturating_add(count);
            }
        }
        buckets
    }

    /// How many were counted.
    pub fn total(&self) -> u64 {
        self.0.values().map(|count| u64::from(*count)).sum()
    }

    /// The response time that the share `q` (0 to 1) of all stays under, from within its bucket; `None` when empty.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "counts stay far below 2^52; a float cast saturates"
    )]
    pub fn quantile(&self, q: f64) -> Option<TimeDelta> {
        let total = self.total();
        if total == 0 {
            return None;
        }
        let wanted = q.clamp(0.0, 1.0) * total as f64;
        let mut before = 0.0;
        let mut found = None;
        for (bucket, count) in &self.0 {
            let count = f64::from(*count);
            if count <= 0.0 {
                continue;
            }
            let (low, high) = (lower_bound(*bucket), lower_bound(bucket.saturating_add(1)));
            let within = ((wanted - before) / count).clamp(0.0, 1.0);
            let nanos = low as f64 + (high.saturating_sub(low)) as f64 * within;
            found = Some(TimeDelta::nanoseconds(nanos as i64));
            before += count;
            if before >= wanted {
                break;
            }
        }
        found
    }
}

impl fmt::Display for Buckets {
    /// As it stands in the journal: `b3:12,b4:7`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (bucket, count)) in self.0.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            write!(out, "{comma}b{bucket}:{count}")?;
        }
        Ok(())
    }
}

/// Nanoseconds from which on a bucket counts; bucket 0 starts at nothing.
fn lower_bound(bucket: u16) -> u64 {
    if bucket == 0 {
        return 0;
    }
    let octave = u32::from(bucket / 8).min(32);
    FIRST_OCTAVE.get(usize::from(bucket % 8)).map_or(0, |bound| bound << octave)
}

fn bucket_of(latency: TimeDelta) -> u16 {
    let nanos = latency.num_nanoseconds().map_or(u64::MAX, |nanos| u64::try_from(nanos).unwrap_or(0));
    let mut low = 0;
    let mut high = LAST;
    while low < high {
        let middle = (low + high).div_ceil(2);
        if lower_bound(middle) <= nanos {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(milliseconds: &[i64]) -> Buckets {
        let mut buckets = Buckets::default();
        for each in milliseconds {
            buckets.add(TimeDelta::milliseconds(*each));
        }
        buckets
    }

    #[test]
    fn a_bucket_doubles_every_eight() {
        assert_eq!(of(&[0, 1, 2, 4, 1024]).to_string(), "b0:2,b8:1,b16:1,b80:1");
        assert_eq!(bucket_of(TimeDelta::microseconds(1_999)), 7);
        assert_eq!(bucket_of(TimeDelta::milliseconds(-5)), 0);
        assert_eq!(bucket_of(TimeDelta::MAX), LAST);
    }

    #[test]
    fn quantiles_come_from_within_the_bucket() {
        let hundred: Vec<i64> = (1..=100).collect();
        let buckets = of(&hundred);
        for (q, exact) in [(0.5, 50.0), (0.95, 95.0), (0.99, 99.0)] {
            let found = buckets.quantile(q).unwrap().num_microseconds().unwrap();
            #[expect(clippy::cast_precision_loss, reason = "a small number")]
            let off = (found as f64 / 1000.0 - exact).abs() / exact;
            assert!(off < 0.09, "{q}: {found} µs");
        }
        assert_eq!(Buckets::default().quantile(0.5), None);
    }

    #[test]
    fn unreadable_parts_are_passed_over() {
        assert_eq!(Buckets::decode("").total(), 0);
        assert_eq!(Buckets::decode("b3:12,zzz,b:1,b4:,b-1:2,b4:7,b99999999:1").to_string(), "b3:12,b4:7");
        assert_eq!(Buckets::decode("b60000:4294967295,b60000:4294967295").total(), u64::from(u32::MAX));
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_and_merging_is_adding(
            a in proptest::collection::vec(0_i64..100_000, 0..50),
            b in proptest::collection::vec(0_i64..100_000, 0..50),
        ) {
            let mut merged = of(&a);
            merged.merge(&Buckets::decode(&of(&b).to_string()));
            let both: Vec<i64> = a.iter().chain(&b).copied().collect();
            prop_assert_eq!(merged, of(&both));
        }

        #[test]
        fn a_bucket_holds_what_falls_between_its_bounds(nanos in 0_u64..1_u64 << 50) {
            let bucket = bucket_of(TimeDelta::nanoseconds(i64::try_from(nanos).unwrap()));
            prop_assert!(lower_bound(bucket) <= nanos && nanos < lower_bound(bucket + 1));
        }

        #[test]
        fn no_text_breaks_the_reader(text in "\\PC*") {
            let _ = Buckets::decode(&text).quantile(0.5);
        }
    }
}
