//! Opening a session: 100,000 events read, verified and folded (asked for: within 1 s and 64 MiB).

#![expect(clippy::expect_used, reason = "a benchmark that cannot go on ends")]

mod support;

use std::path::{Path, PathBuf};

use golive::edge::opening;
use golive::edge::store::Access;
use golive::journal::{Hash, Header, Mode, render};
use golive::plan::Plan;

fn main() {
    divan::main();
}

#[divan::bench(args = [1_000, 10_000, 100_000], sample_count = 10)]
fn open(bencher: divan::Bencher, events: u64) {
    let plan = support::plan();
    let path = session_file(&plan, &format!("bench-{events}.session.toml"), events);
    bencher.counter(divan::counter::ItemsCount::new(events)).bench(|| {
        let opened = opening::open(&path, Access::Read).expect("a whole session");
        assert_eq!(opened.session.seq, events);
    });
}

/// The records as a session file of this name among the build's temporary files.
fn session_file(plan: &Plan, name: &str, count: u64) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let header = Header::new(
        "00000000000000aa".to_owned(),
        Mode::Live,
        1,
        "plan-50x10.toml",
        support::PLAN.as_bytes(),
    );
    let mut bytes = header.expect("a short plan").render().expect("a header");
    let mut previous = Hash::of_header(&bytes);
    for record in support::records(plan, count) {
        let (text, hash) = render(&record, previous).expect("a record");
        bytes.extend_from_slice(&text);
        previous = hash;
    }
    std::fs::write(&path, bytes).expect("a file of the build");
    path
}
