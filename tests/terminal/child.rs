//! This test program started again, in a terminal of its own, to do what golive itself never does.

use std::path::Path;

use golive::edge::terminal::{Screen, leave_on_panic};

use super::pty::{Start, Terminal};

/// What the panicking child says.
pub const PANIC: &str = "the panic of the test";

/// Starts a child in a role.
pub fn start(role: &str, home: &Path) -> Terminal {
    let program = std::env::current_exe().unwrap();
    let env = [("GOLIVE_TEST_ROLE", role)];
    let start = Start { program: program.to_str().unwrap(), size: (80, 24), home, env: &env, uid: None };
    start.with(&["--exact", "child::as_a_child", "--ignored", "--nocapture", "--test-threads=1"])
}

#[test]
#[ignore = "what the other tests start as a process of its own"]
fn as_a_child() {
    match std::env::var("GOLIVE_TEST_ROLE").as_deref() {
        Ok("panic") => panic_in_a_frame(),
        Ok("count") => count_the_writes_of_a_frame(),
        _ => {}
    }
}

fn panic_in_a_frame() {
    leave_on_panic();
    let mut screen = Screen::enter().unwrap();
    screen.set_mouse(true).unwrap();
    screen.draw(|buffer| buffer.set_string(0, 0, "drawn", ratatui::style::Style::new())).unwrap();
    let _ = screen.draw(|_| panic!("{PANIC}"));
}

/// Calls of `write` by this thread so far.
fn writes() -> u64 {
    let io = std::fs::read_to_string("/proc/thread-self/io").unwrap();
    let line = io.lines().find_map(|line| line.strip_prefix("syscw: ")).unwrap();
    line.parse().unwrap()
}

fn count_the_writes_of_a_frame() {
    use ratatui::widgets::Widget as _;

    let mut screen = Screen::enter().unwrap();
    let before = writes();
    for round in 0..10 {
        let text = format!("round {round} ").repeat(200);
        screen
            .draw(|buffer| {
                let paragraph = ratatui::widgets::Paragraph::new(text.as_str());
                paragraph.wrap(ratatui::widgets::Wrap { trim: false }).render(buffer.area, buffer);
            })
            .unwrap();
    }
    let written = writes() - before;
    drop(screen);
    println!("writes: {written}");
}
