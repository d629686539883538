//! Signals and the hang-up of the terminal: all that tells golive to leave, to stop or to come back.

use std::io;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Pid, Signal, getpgrp, getpid, getsid, kill_process_group};
use tokio::signal::unix::{Signal as Stream, SignalKind, signal};

/// What the world asks of the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Leave quietly; the word says why, for the journal.
    Leave(&'static str),
    /// Give the terminal back and stop (`kill -TSTP`; Ctrl-Z comes as a key).
    Suspend,
    /// Somebody let the program go on: draw everything anew.
    Redraw,
}

/// The signals a console listens to.
#[derive(Debug)]
pub struct Signals {
    hup: Stream,
    term: Stream,
    int: Stream,
    quit: Stream,
    tstp: Stream,
    cont: Stream,
}

impl Signals {
    /// Installs the handlers. Needs a runtime.
    pub fn listen() -> io::Result<Self> {
        Ok(Self {
            hup: signal(SignalKind::hangup())?,
            term: signal(SignalKind::terminate())?,
            int: signal(SignalKind::interrupt())?,
            quit: signal(SignalKind::quit())?,
            tstp: signal(SignalKind::from_raw(Signal::TSTP.as_raw()))?,
            cont: signal(SignalKind::from_raw(Signal::CONT.as_raw()))?,
        })
    }

    /// The next signal.
    pub async fn next(&mut self) -> Ask {
        tokio::select! {
            biased;
            _ = self.hup.recv() => Ask::Leave("hang-up"),
            _ = self.term.recv() => Ask::Leave("terminated"),
            _ = self.int.recv() => Ask::Leave("interrupted"),
            _ = self.quit.recv() => Ask::Leave("quit signal"),
            _ = self.tstp.recv() => Ask::Suspend,
            _ = self.cont.recv() => Ask::Redraw,
        }
    }
}

/// Waits until the terminal on standard input is gone, without waking up meanwhile: a hang-up is reported by the
/// kernel even to one who asked for nothing. Returns at once when standard input is no terminal any more.
pub fn wait_for_hang_up() {
    let stdin = io::stdin();
    loop {
        let mut fds = [PollFd::new(&stdin, PollFlags::empty())];
        match poll(&mut fds, None) {
            Ok(_) if fds[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) => return,
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(_) => return,
        }
    }
}

/// Whether Ctrl-Z makes sense: a session leader has no shell that could bring it back.
pub fn can_suspend() -> bool {
    getsid(None).is_ok_and(|session: Pid| session != getpid())
}

/// Stops the whole process group; returns once somebody lets it go on.
pub fn stop_here() {
    let _ = kill_process_group(getpgrp(), Signal::STOP);
}
