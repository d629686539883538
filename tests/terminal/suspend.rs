//! Ctrl-Z gives the terminal back to the shell while golive is stopped; fg brings the whole screen back.

use rustix::process::Signal;

use super::pty::{Start, Terminal};
use super::{GOLIVE, Place, SHOWN, ends_clean};

/// An interactive shell with golive in the foreground.
fn shell(place: &Place) -> Terminal {
    let env = [("PS1", "shell> "), ("GOLIVE", GOLIVE)];
    let mut shell =
        Start { program: "sh", size: (120, 40), home: place.path(), env: &env, uid: None }.with(&["-i"]);
    // A shell that edits its line has modes of its own.
    shell.send("set +o emacs; set +o vi\n");
    shell.send("$GOLIVE run night.toml --as mia\n");
    shell.until_text(SHOWN);
    shell
}

/// The state of the shell's child by the kernel: `T` = stopped.
fn state_of_child(shell: &Terminal) -> Option<char> {
    let pid = shell.pid().as_raw_nonzero();
    let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).ok()?;
    let child = children.split_whitespace().next()?;
    let stat = std::fs::read_to_string(format!("/proc/{child}/stat")).ok()?;
    stat.rsplit_once(") ")?.1.chars().next()
}

/// Something of every region, none of which changes by itself.
fn is_whole(screen: &str) -> bool {
    ["Winter boots", "Verdict", "4 Decision", SHOWN, "Deploy api", "3 Health"]
        .iter()
        .all(|text| screen.contains(text))
}

fn goes_and_comes_back(shell: &mut Terminal, stop: impl FnOnce(&mut Terminal)) {
    stop(shell);
    shell.until_so("golive to be stopped and the terminal given back", |shell| {
        state_of_child(shell) == Some('T') && shell.residue().is_empty()
    });
    assert!(!shell.screen().contains(SHOWN), "the ordinary screen is back");
    shell.clear_log();
    shell.send("fg\n");
    shell.until("the whole screen again", is_whole);
    let on = shell.residue();
    assert!(on.contains(&"alternate screen") && on.contains(&"raw mode") && on.contains(&"paste"), "{on:?}");
}

#[test]
fn ctrl_z_and_fg() {
    let place = Place::new();
    let mut shell = shell(&place);
    for _ in 0..2 {
        goes_and_comes_back(&mut shell, |shell| shell.send("\x1a"));
    }
    shell.send("q");
    shell.until("the shell", |screen| screen.trim_end().ends_with("shell>"));
    shell.send("exit\n");
    ends_clean(&mut shell);
}

#[test]
fn a_mouse_that_was_taken_is_taken_again() {
    let place = Place::new();
    let mut shell = shell(&place);
    shell.send("M");
    shell.until_written(b"\x1b[?1000h");
    goes_and_comes_back(&mut shell, |shell| shell.send("\x1a"));
    assert!(shell.residue().contains(&"mouse"));
    shell.send("q");
    shell.until("the shell", |screen| screen.trim_end().ends_with("shell>"));
    shell.send("exit\n");
    ends_clean(&mut shell);
}

#[test]
fn without_a_shell_to_come_back_from_ctrl_z_does_nothing() {
    let place = Place::new();
    let mut console = place.console();
    console.send("\x1a");
    console.until_text("no shell to come back from");
    console.send("q");
    ends_clean(&mut console);
}

#[test]
fn whoever_lets_it_go_on_gets_the_whole_screen() {
    let place = Place::new();
    let mut console = place.console();
    console.signal(Signal::STOP);
    console.clear_log();
    console.signal(Signal::CONT);
    // The title is written in one run of text only where everything is drawn anew.
    console.until_written(SHOWN.as_bytes());
    console.send("q");
    ends_clean(&mut console);
}
