//! The verdict's words, phase by phase.

use crate::decide::testing::Night;
use crate::journal::{Answer, DecisionKind, Recommendation, Status};

fn print(night: &Night, clock: &str) {
    let look = night.look(clock);
    println!("{clock} {:?} {:#?}\nnext {:?}\nclocks {:#?}", look.phase, look.verdict, look.next, look.clocks);
}

#[test]
fn smoke() {
    let mut night = Night::deciding();
    print(&night, "01:50");
    night.vote("01:50", "lead", Answer::Go);
    night.vote("01:50", "on-call", Answer::Go);
    print(&night, "01:50");
    night.change("01:51", "inside", Status::Down);
    print(&night, "01:51:05");
    assert_eq!(night.word("01:51:05"), Recommendation::Hold);
    night.decide("01:52", DecisionKind::Rollback);
    print(&night, "01:52");
}
