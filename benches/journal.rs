//! Opening a session: 100,000 events read, verified and folded (asked for: within 1 s and 64 MiB).

#![expect(clippy::expect_used, reason = "a benchmark that cannot go on ends")]

mod support;

use golive::edge::opening;
use golive::edge::store::Access;

fn main() {
    divan::main();
}

#[divan::bench(args = [1_000, 10_000, 100_000], sample_count = 10)]
fn open(bencher: divan::Bencher, events: u64) {
    let plan = support::plan();
    let path = support::session_file(&plan, &format!("bench-{events}.session.toml"), events);
    bencher.counter(divan::counter::ItemsCount::new(events)).bench(|| {
        let opened = opening::open(&path, Access::Read).expect("a whole session");
        assert_eq!(opened.session.seq, events);
    });
}
